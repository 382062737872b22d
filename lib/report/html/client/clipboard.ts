import { element, say, sign } from './dom';

/** A text to take away, with a button that does it. */
export function copyable(text: string, what: string): HTMLElement {
  const code = element('code', {}, text);
  const word = element('span', { 'aria-live': 'polite' }, 'Copy');
  const button = element('button', { type: 'button', class: 'copy', 'aria-label': `Copy ${what}` }, sign('copy'), word);
  button.addEventListener('click', () => {
    void copied(text, code).then((isDone) => {
      say(word, isDone ? 'Copied' : 'Press Ctrl+C');
      setTimeout(() => say(word, 'Copy'), 2500);
    });
  });
  return element('div', { class: 'copyable' }, code, button);
}

/** Where a page may not write to the clipboard the text is selected, ready to be copied by hand. */
async function copied(text: string, place: HTMLElement): Promise<boolean> {
  try {
    await navigator.clipboard.writeText(text);
    return true;
  } catch {
    getSelection()?.selectAllChildren(place);
    return false;
  }
}
