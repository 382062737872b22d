import type { IConstruct } from 'constructs';
import { SeaworthyError } from '../../constructs/core/errors';
import type { Judgement, Outcome } from '../checklist/judgement';
import { NAMESPACE } from '../checklist/register';
import { findingsText } from '../report/findings';
import { nearest } from '../spelling/suggest';
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

/**
 * Passes when nothing at or below the construct misses an item of severity error that is not waived.
 *
 * @throws SeaworthyError `AppMissing` when it is no construct in an App, `NotJudged` when the checklist could not run
 */
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

/**
 * Passes when the item, like `Seaworthy::NET-03` or `NET-03`, is missed at or below the construct.
 *
 * @throws SeaworthyError `UnknownItem` when the checklist of the app has no such item, `ItemOff` when its profile switched
 * the item off, `AppMissing` when it is no construct in an App, `NotJudged` when the checklist could not run
 */
export function toHaveFinding(received: IConstruct, id: string, { path }: FindingFilter = {}): Verdict {
  const judgement = judgementOf(received);
  const item = itemAsked(id, judgement);
  const here = judgement.findings.filter((one) => isWithin(one, received));
  const found = here.filter((one) => one.item === item && (path === undefined || endsWithPath(one.path, path)));
  const pass = found.length > 0;
  const full = `${NAMESPACE}::${item}`;
  const wanted = path === undefined ? full : `${full} at ${path}`;
  return {
    pass,
    message: () =>
      pass
        ? `${nameOf(received)} has the finding ${wanted}, and was expected not to:\n\n${findingsText({ findings: found, broken: [] })}`
        : `${nameOf(received)} has no finding ${wanted}; it has ${listOf(here)}`,
  };
}

/** The item that is meant. One that is not asked is never found, so a test that expects so would prove nothing. */
function itemAsked(id: string, { items, off }: Judgement): string {
  const prefix = `${NAMESPACE}::`;
  const item = String(id).startsWith(prefix) ? id.slice(prefix.length) : id;
  if (!Object.hasOwn(items, item)) {
    const near = nearest(String(item).toUpperCase(), Object.keys(items));
    throw new SeaworthyError('UnknownItem', `the checklist of this app has no item '${id}'`, {
      fix: near === undefined ? 'see docs/checklist.md for the items' : `did you mean '${near}'?`,
    });
  }
  const switched = off.find((one) => one.item === item);
  if (switched !== undefined) {
    throw new SeaworthyError('ItemOff', `the profile of this app switched ${item} off: ${switched.reason}`, {
      fix: 'ask for another item, or take it out of `items` of the profile',
    });
  }
  return item;
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
