import type { IConstruct } from 'constructs';
import type { Outcome } from '../checklist/judgement';
import { findingsText } from '../report/findings';
import { judgementOf } from './judged';

/** What narrows a finding down. */
export interface FindingFilter {
  /** The end of the path of the construct that it is about. @default - any construct below the one that is tested */
  readonly path?: string;
}

interface Verdict {
  readonly pass: boolean;
  message(): string;
}

/** Passes when nothing at or below the construct misses an item of severity error that is not waived. */
export function toPassChecklist(received: IConstruct): Verdict {
  const { findings, broken } = judgementOf(received);
  const errors = findings.filter((one) => one.severity === 'error' && isWithin(one, received));
  const pass = errors.length === 0 && broken.length === 0;
  return {
    pass,
    message: () =>
      pass
        ? `${nameOf(received)} passes the checklist, and was expected to miss something`
        : `${nameOf(received)} misses ${errors.length + broken.length} of the checklist:\n\n${findingsText({ findings: errors, broken })}`,
  };
}

/** Passes when the item, like `Seaworthy::NET-03`, is missed at or below the construct. */
export function toHaveFinding(received: IConstruct, id: string, { path }: FindingFilter = {}): Verdict {
  const here = judgementOf(received).findings.filter((one) => isWithin(one, received));
  const found = here.filter((one) => one.id === id && (path === undefined || endsWithPath(one.path, path)));
  const pass = found.length > 0;
  const wanted = path === undefined ? id : `${id} at ${path}`;
  return {
    pass,
    message: () =>
      pass
        ? `${nameOf(received)} has the finding ${wanted}, and was expected not to:\n\n${findingsText({ findings: found, broken: [] })}`
        : `${nameOf(received)} has no finding ${wanted}; it has ${listOf(here)}`,
  };
}

function isWithin({ path }: Outcome, scope: IConstruct): boolean {
  const { path: own } = scope.node;
  return own === '' || path === own || path.startsWith(`${own}/`);
}

function endsWithPath(whole: string, end: string): boolean {
  return whole === end || whole.endsWith(`/${end}`);
}

function nameOf(scope: IConstruct): string {
  return scope.node.path === '' ? 'The app' : scope.node.path;
}

function listOf(findings: readonly Outcome[]): string {
  return findings.length === 0 ? 'none' : findings.map(({ id, path }) => `${id} at ${path}`).join(', ');
}
