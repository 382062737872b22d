import type { PageState } from './kinds';
import { Markup, markup } from './markup';

const PATHS: Readonly<Record<PageState | 'chevron' | 'search' | 'copy' | 'out' | 'plimsoll', string>> = {
  error: '<path d="M4.5 4.5l7 7m0-7l-7 7"/>',
  warning: '<path d="M8 2.8 14 13H2Z M8 6.6v3M8 11.2v.1"/>',
  undecided: '<path d="M5.6 6.2a2.4 2.4 0 1 1 3.5 2.1c-.8.4-1.1.8-1.1 1.6M8 12.4v.1"/>',
  waived: '<path d="M4 14V2.5M4 3h8.2l-2 2.7 2 2.7H4"/>',
  met: '<path d="m3 8.6 3.3 3.3L13 4.6"/>',
  'not-applicable': '<path d="M4 8h8"/>',
  chevron: '<path d="m6 3.5 4.5 4.5L6 12.5"/>',
  search: '<path d="M7 11.5a4.5 4.5 0 1 0 0-9 4.5 4.5 0 0 0 0 9Zm3.3-1.2L14 14"/>',
  copy: '<path d="M6 5.5h7.5V14H6ZM10 5.5V2H2.5v8.5H6"/>',
  out: '<path d="M6 3.5H3v9.5h9.5V10M9 3h4v4M13 3 7.5 8.5"/>',
  plimsoll: '<path d="M8 13.2A5.2 5.2 0 1 0 8 2.8a5.2 5.2 0 0 0 0 10.4ZM.5 8h15"/>',
};

/** The page's signs and hatchings, drawn once. */
export function symbolSheet(): Markup {
  const symbols = Object.entries(PATHS).map(
    ([name, path]) => new Markup(`<symbol id="i-${name}" viewBox="0 0 16 16">${path}</symbol>`),
  );
  return markup`<svg class="sheet" aria-hidden="true"><defs>${symbols}
${hatch('waived', 'M-1 1l2-2M0 6l6-6M5 7l2-2')}${hatch('undecided', 'M0 3h6')}${hatch('warning', 'M3 0v6')}</defs></svg>`;
}

/** Fillings differ in their pattern too, not in their colour alone. */
function hatch(name: PageState, path: string): Markup {
  return markup`<pattern id="p-${name}" width="6" height="6" patternUnits="userSpaceOnUse"><rect class="f-${name}" width="6" height="6"/><path class="hatch" d="${path}"/></pattern>`;
}

/** A sign that goes with a word. */
export function sign(name: keyof typeof PATHS): Markup {
  return markup`<svg class="icon" aria-hidden="true"><use href="#i-${name}"/></svg>`;
}
