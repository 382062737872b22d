/** The kinds of outcomes, worst first. */
export const KINDS = ['error', 'warning', 'undecided', 'waived', 'met'] as const;

/** What became of a promise on a resource; a promise that is missed is an error or a warning. */
export type Kind = (typeof KINDS)[number];

/** What became of an item: as its outcomes, or that it applies to nothing. */
export const STATES = [...KINDS, 'not-applicable'] as const;

export type PageState = (typeof STATES)[number];

interface Words {
  readonly one: string;
  readonly many: string;
}

/** How the page calls them. */
export const WORDS: Readonly<Record<PageState, Words>> = {
  error: { one: 'Error', many: 'Errors' },
  warning: { one: 'Warning', many: 'Warnings' },
  undecided: { one: 'Undecided', many: 'Undecided' },
  waived: { one: 'Waived', many: 'Waived' },
  met: { one: 'Met', many: 'Met' },
  'not-applicable': { one: 'Not applicable', many: 'Not applicable' },
};

const NUMBER = new Intl.NumberFormat('en');

/** `10,000` */
export function figure(count: number): string {
  return NUMBER.format(count);
}

/** `1 error`, `3 errors` */
export function counted(count: number, one: string, many = `${one}s`): string {
  return `${figure(count)} ${count === 1 ? one : many}`;
}
