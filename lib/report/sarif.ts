import { createHash } from 'node:crypto';
import type { BrokenRule, Judgement, Outcome, WaivedOutcome } from '../checklist/judgement';
import { NAMESPACE } from '../checklist/register';
import type { WaiverUse } from '../checklist/waiver-use';
import { messageOf } from './findings';
import { oneLine } from './one-line';
import { pathText } from './place-text';
import { sarifRule } from './sarif-rules';
import { fileUri } from './uri';

const SCHEMA = 'https://docs.oasis-open.org/sarif/sarif/v2.1.0/errata01/os/schemas/sarif-schema-2.1.0.json';

/** GitHub's code scanning rejects a file with more results in a run. */
const MOST_RESULTS = 25_000;

/** Where source files lie: the root of the repository, by the name that code scanning knows it by. */
const SOURCE_ROOT = '%SRCROOT%';

/** Where templates lie. */
const ASSEMBLY = 'ASSEMBLY';

export interface SarifOptions {
  /**
   * The folder of the templates: relative to the root of the repository, like `cdk.out`, or absolute.
   *
   * @default - nobody knows; so it is where the folder lies outside of the repository
   */
  readonly folder?: string;
}

type Location = (about: Pick<Outcome, 'resource' | 'path' | 'template' | 'source'>) => object;

/**
 * The judgement as SARIF 2.1.0: a rule per item; results for what is missed, waived (suppressed) and undecided (kind
 * `open`); a notification for each rule that failed itself. The same judgement is the same text.
 *
 * Code scanning rejects more than 25,000 results: errors come first, then warnings, waived and undecided ones, and a
 * notification says how many are left out.
 */
export function checklistSarif(judgement: Judgement, { folder }: SarifOptions = {}): string {
  const { findings, waived, undecided, broken, items, off } = judgement;
  const ids = Object.keys(items);
  const indexes = new Map(ids.map((item, at) => [item, at]));
  const location = locationIn(folder);
  const all = [
    ...findings.map((one) => [one, []] as const),
    ...waived.map((one) => [one, [suppressionOf(one)]] as const),
    ...undecided.map((one) => [one, []] as const),
  ];
  const fingerprint = fingerprints();
  const results = all.slice(0, MOST_RESULTS).map(([outcome, suppressions]) => {
    const { id, item, state, severity, stack, tier, template, found, expected, locations, evidence } = outcome;
    const isOpen = state === 'undecided';
    const print = fingerprint(outcome);
    return {
      ruleId: id,
      ruleIndex: indexes.get(item),
      kind: isOpen ? 'open' : 'fail',
      level: isOpen ? 'none' : severity,
      message: message(messageOf(outcome)),
      locations: [location(outcome)],
      // Code scanning reads the first of them only, and would make its own of a line that many resources share.
      partialFingerprints: { primaryLocationLineHash: print, 'seaworthyOutcome/v1': print },
      suppressions,
      properties: { stack, tier, template, found, expected, locations, evidence },
    };
  });
  const descriptor = (id: string, item: string) => ({ id, index: indexes.get(item) });
  const log = {
    $schema: SCHEMA,
    version: '2.1.0',
    runs: [
      {
        tool: {
          driver: {
            name: NAMESPACE,
            rules: Object.entries(items).map(([item, texts]) => sarifRule(`${NAMESPACE}::${item}`, texts)),
          },
        },
        invocations: [
          {
            executionSuccessful: broken.length === 0,
            ruleConfigurationOverrides: off.map(({ id, item, reason }) => ({
              descriptor: descriptor(id, item),
              configuration: { enabled: false },
              properties: { reason },
            })),
            toolExecutionNotifications: [
              ...broken.map((one) => brokenNotification(one, descriptor(one.id, one.item), location)),
              ...(all.length > MOST_RESULTS ? [leftOut(all.length - MOST_RESULTS)] : []),
            ],
          },
        ],
        originalUriBaseIds: {
          [SOURCE_ROOT]: { description: { text: 'The root of the repository' } },
          [ASSEMBLY]: { description: { text: 'The folder of the templates' } },
        },
        columnKind: 'utf16CodeUnits',
        results,
      },
    ],
  };
  return JSON.stringify(log);
}

/** The line that made the construct, else the template; code scanning wants a line of either. */
function locationIn(folder: string | undefined): Location {
  return ({ resource, path, template, source }) => ({
    physicalLocation: {
      artifactLocation: source === undefined ? templateLocation(template, folder) : fileLocation(source.file),
      region: { startLine: source?.line ?? 1 },
    },
    logicalLocations: [
      {
        name: resource ?? pathText(path).split('/').at(-1),
        fullyQualifiedName: pathText(path),
        kind: resource === null ? 'module' : 'resource',
      },
    ],
  });
}

function templateLocation(template: string, folder: string | undefined): object {
  // Code scanning knows no base but the root of the repository, so what can be named from there is.
  return folder === undefined || /^\.\.([\\/]|$)/.test(folder)
    ? { uri: fileUri(template), uriBaseId: ASSEMBLY }
    : fileLocation(folder === '' ? template : `${folder}/${template}`);
}

function fileLocation(path: string): object {
  const uri = fileUri(path);
  return uri.startsWith('file:') ? { uri } : { uri, uriBaseId: SOURCE_ROOT };
}

function suppressionOf({ waiver }: WaivedOutcome): object {
  return { kind: 'external', status: 'accepted', justification: justification(waiver) };
}

function justification({ reason, owner, until }: WaiverUse): string {
  const parts = [
    ...(owner === undefined ? [] : [`owner ${owner}`]),
    ...(until === undefined ? [] : [`until ${until}`]),
  ];
  return oneLine(parts.length === 0 ? reason : `${reason} (${parts.join(', ')})`);
}

function brokenNotification(one: BrokenRule, associatedRule: object, location: Location): object {
  const [first = ''] = one.error.split('\n');
  return {
    associatedRule,
    level: 'error',
    message: message(`The rule itself failed: ${first}`),
    locations: [location(one)],
    exception: { message: one.error },
  };
}

function leftOut(count: number): object {
  return {
    level: 'warning',
    message: { text: `${count} results are left out: a run holds ${MOST_RESULTS}. All of them are in checklist.json.` },
  };
}

/** Plain text of a result (3.11): braces would be placeholders, and brackets before parentheses a link. */
function message(text: string): object {
  return { text: oneLine(text).replace(/[{}]/g, '$&$&').replace(/\]\(/g, '] (') };
}

/** What tells a result from all others, and does not change while lines move: its item, construct and resource. */
function fingerprints(): (outcome: Outcome) => string {
  const seen = new Map<string, number>();
  return ({ id, path, resource, template }) => {
    const subject = JSON.stringify([id, path, resource, template]);
    const time = (seen.get(subject) ?? 0) + 1;
    seen.set(subject, time);
    const hash = createHash('sha256').update(subject).digest('hex').slice(0, 32);
    return `${hash}:${time}`;
  };
}
