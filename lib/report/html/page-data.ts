/** What the page's script reads. Texts stand once, in `strings`; numbers point into it, or into the list of their name. */
export interface PageData {
  readonly strings: readonly string[];
  /** Names by code, in the checklist's order. */
  readonly areas: Readonly<Record<string, string>>;
  readonly stacks: readonly PageStack[];
  /** The items that have outcomes. */
  readonly items: readonly PageItem[];
  readonly subjects: readonly SubjectRow[];
  readonly outcomes: readonly OutcomeRow[];
  readonly waivers: readonly PageWaiver[];
  /** The items that apply to nothing. */
  readonly idle: readonly IdleRow[];
  /** The waiver to paste, with this library and without it; `{id}` stands for the id. */
  readonly paste: readonly [waiver: string, acknowledgement: string];
}

export interface PageStack {
  readonly path: string;
  readonly template: string;
  readonly tier: string;
}

export interface PageItem {
  /** With its namespace. */
  readonly id: string;
  readonly item: string;
  readonly title: string;
  readonly area: string;
  readonly why: string;
  readonly decidedBy: string;
  readonly fix: string;
  readonly documentation: string;
}

/** Item, promise, area. */
export type IdleRow = readonly [item: string, title: string, area: string];

export interface PageWaiver {
  readonly path: string;
  readonly reason: string;
  readonly owner?: string;
  readonly until?: string;
}

/** Logical id (0: none), type (0: none), path, stack, source file (0: unknown), line. */
export type SubjectRow = readonly [
  resource: number,
  type: number,
  path: number,
  stack: number,
  file: number,
  line: number,
];

/** Kind, item, subject, found, expected, locations, evidence, waiver (-1: none). */
export type OutcomeRow = readonly [
  kind: number,
  item: number,
  subject: number,
  found: number,
  expected: number,
  locations: readonly number[],
  evidence: readonly number[],
  waiver: number,
];
