import { element } from './dom';

const KEY = 'seaworthy-theme';

const THEMES = ['system', 'light', 'dark'] as const;

type Theme = (typeof THEMES)[number];

/** Applies what was chosen the last time; before anything is drawn, so that nothing flashes. */
export function applyTheme(): void {
  show(remembered());
}

/** The switch between the themes. */
export function themeSwitch(): HTMLElement {
  const chosen = remembered();
  const choices = THEMES.map((theme) => {
    const input = element('input', { type: 'radio', name: 'theme', value: theme, checked: theme === chosen });
    input.addEventListener('change', () => {
      remember(theme);
      show(theme);
    });
    return element('label', {}, input, element('span', {}, `${theme.charAt(0).toUpperCase()}${theme.slice(1)}`));
  });
  return element(
    'fieldset',
    { class: 'segments' },
    element('legend', { class: 'unseen' }, 'Colours of the page'),
    ...choices,
  );
}

function show(theme: Theme): void {
  if (theme === 'system') {
    document.documentElement.removeAttribute('data-theme');
  } else {
    document.documentElement.setAttribute('data-theme', theme);
  }
}

// A page that was opened from a disk may have no storage: then the choice lasts as long as the page.
function remembered(): Theme {
  try {
    const stored = localStorage.getItem(KEY);
    return THEMES.find((theme) => theme === stored) ?? 'system';
  } catch {
    return 'system';
  }
}

function remember(theme: Theme): void {
  try {
    localStorage.setItem(KEY, theme);
  } catch {
    return;
  }
}
