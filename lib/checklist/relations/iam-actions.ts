import table from '../data/iam-actions.json';

/** What is known of an action, or of all those that a wildcard stands for. */
export type ActionKind = 'write' | 'other' | 'unknown';

interface Service {
  readonly writes: readonly string[];
  readonly others: readonly string[];
}

const READS = /^(get|list|describe)/;

const SERVICES: ReadonlyMap<string, Service> = new Map(
  Object.entries(table.services).map(([name, { writes, others }]) => [
    name,
    { writes: namesIn(writes), others: namesIn(others) },
  ]),
);

/** The day of the table of actions. */
export const ACTIONS_DATE = table.date;

/** What an action is: `write` where it changes something and can be limited to resources. Case does not matter. */
export function kindOfAction(action: string): ActionKind {
  const [prefix = '', ...rest] = action.trim().toLowerCase().split(':');
  const name = rest.join(':');
  if (/[*?]/.test(prefix)) {
    return 'write';
  }
  const service = SERVICES.get(prefix);
  if (service === undefined || name === '') {
    return 'unknown';
  }
  const matches = /[*?]/.test(name) ? matcherOf(name) : (one: string) => one === name;
  if (service.writes.some(matches)) {
    return 'write';
  }
  return service.others.some(matches) || READS.test(name) || name === '*' ? 'other' : 'unknown';
}

/** True for an action that stands for every action of every service. */
export function isEveryAction(action: string): boolean {
  return /^\*+(:\*+)?$/.test(action.trim());
}

/** True where a pattern of a policy, with `*` and `?`, covers an action. */
export function coversAction(pattern: string, action: string): boolean {
  return matcherOf(pattern.trim().toLowerCase())(action.toLowerCase());
}

function matcherOf(pattern: string): (text: string) => boolean {
  const escaped = pattern.replace(/[.+^${}()|[\]\\]/g, '\\$&');
  const expression = new RegExp(`^${escaped.replaceAll('*', '.*').replaceAll('?', '.')}$`);
  return (text) => expression.test(text);
}

function namesIn(text: string): string[] {
  return text
    .toLowerCase()
    .split(' ')
    .filter((name) => name !== '');
}
