import type { Cursor, Resource, Template } from './model';
import type { TemplateIndex } from './template-index';
import type { WaiverUse } from './waiver-use';

/** What a rule says of a resource. */
export type State = 'met' | 'missed' | 'undecided';

/** The severity of a finding. */
export type FindingSeverity = 'error' | 'warning';

/** What a rule found, and where. */
export interface Verdict {
  readonly state: State;
  /** The resources that meet the promise, or that were looked at. */
  readonly evidence: readonly Resource[];
  /** What stands there: a short text with the actual values. */
  readonly found: string;
  /** What should stand there. */
  readonly expected: string;
  /** Paths within the resource: `Properties.MaxSize`. */
  readonly locations: readonly string[];
  /** Where it differs from the item's. */
  readonly severity?: FindingSeverity;
}

/** Judges one resource at a time. */
export interface ResourceRule {
  /** The resource types that the item speaks of. */
  readonly types: readonly string[];
  /** What holds for this resource; undefined where the item does not apply to it. */
  judge(resource: Resource, index: TemplateIndex): Verdict | undefined;
}

/** Judges every resource of every type. */
export interface AnyResourceRule {
  readonly types: 'any';
  judge(resource: Resource, index: TemplateIndex): Verdict | undefined;
}

/** Judges one stack at a time. */
export interface StackRule {
  /** What holds for this stack; undefined where the item does not apply to it. */
  judgeStack(stack: Template, index: TemplateIndex): Verdict | undefined;
}

/** Judges the app as a whole: the subject of each verdict is the resource that calls for it, else a stack. */
export interface AppRule {
  judgeApp(index: TemplateIndex): Iterable<readonly [Resource | Template, Verdict]>;
}

/** Judges one waiver at a time, when all else is judged. */
export interface WaiverRule {
  judgeWaiver(waiver: WaiverUse): Verdict | undefined;
}

/** How an item of the checklist is decided. */
export type Rule = ResourceRule | AnyResourceRule | (AnyResourceRule & StackRule) | StackRule | AppRule | WaiverRule;

/** What else a verdict may carry. */
export type Details = Partial<Pick<Verdict, 'evidence' | 'locations' | 'severity'>>;

/** The promise holds. */
export function met(found: string, details: Details = {}): Verdict {
  return { state: 'met', found, expected: '', evidence: [], locations: [], ...details };
}

/** The promise is broken. */
export function missed(found: string, expected: string, details: Details = {}): Verdict {
  return { state: 'missed', found, expected, evidence: [], locations: [], ...details };
}

/** Nobody can tell before the deployment. */
export function undecided(because: string, details: Details = {}): Verdict {
  return { state: 'undecided', found: because, expected: '', evidence: [], locations: [], ...details };
}

/** Undecided because of what stands in one place. */
export function undecidedAt(place: Cursor): Verdict {
  const because = place.unknown ?? place.shown();
  return undecided(`${place.name} is ${because}`, { locations: [place.path] });
}

const SEPARATOR = '; ';

const RANK: Readonly<Record<State, number>> = { missed: 0, undecided: 1, met: 2 };

/** All of them must be met: what is broken outweighs what is undecided. What does not apply is left out. */
export function allOf(...verdicts: readonly (Verdict | undefined)[]): Verdict | undefined {
  return worst(verdicts.filter((one) => one !== undefined));
}

/** One of them is enough: what is met outweighs what is undecided. What does not apply is left out. */
export function anyOf(...verdicts: readonly (Verdict | undefined)[]): Verdict | undefined {
  const applicable = verdicts.filter((one) => one !== undefined);
  const good = applicable.find(({ state }) => state === 'met') ?? applicable.find(({ state }) => state === 'undecided');
  return good ?? worst(applicable, ' or ');
}

function worst(verdicts: readonly Verdict[], conjunction = SEPARATOR): Verdict | undefined {
  const state = verdicts.map((one) => one.state).sort((a, b) => RANK[a] - RANK[b])[0];
  const same = verdicts.filter((one) => one.state === state);
  const [first] = same;
  if (state === undefined || first === undefined || same.length === 1) {
    return first && { ...first, evidence: unique(verdicts.flatMap(({ evidence }) => evidence)) };
  }
  return {
    state,
    found: merged(same.map(({ found }) => found)),
    expected: merged(
      same.map(({ expected }) => expected),
      conjunction,
    ),
    evidence: unique(verdicts.flatMap(({ evidence }) => evidence)),
    locations: unique(same.flatMap(({ locations }) => locations)),
    severity: same.every(({ severity }) => severity === 'warning') ? 'warning' : undefined,
  };
}

/** Several texts as one that says nothing twice: branches of a condition repeat what does not depend on it. */
function merged(texts: readonly string[], conjunction = SEPARATOR): string {
  const all = conjunction === SEPARATOR ? texts.flatMap((text) => text.split(SEPARATOR)) : texts;
  return unique(all.filter((text) => text !== '')).join(conjunction);
}

function unique<T>(values: readonly T[]): T[] {
  return [...new Set(values)];
}
