import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { App } from 'aws-cdk-lib';
import type { CloudFormationStackArtifact } from 'aws-cdk-lib/cx-api';
import { buildEnvironments } from '../../lib/manifest/build';
import { loadManifest } from '../../lib/manifest/load';
import { EVERY_CONSTRUCT, inEnvironment, stacksOf } from '../_helpers/every-construct';

const ROOT = join(__dirname, '..', '..');
const RUNBOOKS = join(ROOT, 'docs', 'runbooks');
const INDEX = readFileSync(join(RUNBOOKS, 'README.md'), 'utf8');
const PAGES = readdirSync(RUNBOOKS).filter((file) => file.endsWith('.md') && file !== 'README.md');

/** The composites that speak for all alarms of a stack, by their runbooks. */
const SPEAKERS: Readonly<Record<string, string>> = {
  'service-health.md': 'page',
  'service-tickets.md': 'ticket',
};

interface Resource {
  readonly Type: string;
  readonly Properties: { readonly AlarmDescription?: unknown; readonly AlarmRule?: unknown };
}

interface FoundAlarm {
  readonly place: string;
  readonly runbook?: string;
  /** How it calls: `page` or `ticket`; undefined where it only scales, or is part of another alarm. */
  readonly severity?: string;
}

function alarmsOf({ hierarchicalId, template }: CloudFormationStackArtifact): FoundAlarm[] {
  const { Resources = {} } = template as { Resources?: Record<string, Resource> };
  const alarms = Object.entries(Resources)
    .filter(([, { Type }]) => /^AWS::CloudWatch::(Composite)?Alarm$/.test(Type))
    .map(([id, { Properties }]) => ({
      id,
      runbook: /\bdocs\/runbooks\/([\w-]+\.md)/.exec(JSON.stringify(Properties.AlarmDescription ?? ''))?.[1] ?? '',
      rule: JSON.stringify(Properties.AlarmRule ?? ''),
    }));
  return alarms.map(({ id, runbook }) => {
    const speaker = alarms.find((one) => one.runbook in SPEAKERS && one.rule.includes(`"Ref":"${id}"`));
    return { place: `${hierarchicalId} ${id}`, runbook, severity: SPEAKERS[speaker?.runbook ?? runbook] };
  });
}

/** Every alarm of the example, in all its environments, and of each construct alone. */
function everyAlarm(): FoundAlarm[] {
  const example = buildEnvironments(
    new App(),
    loadManifest(join(ROOT, 'docs', 'examples', 'orders', 'seaworthy.yaml')),
  );
  const app = new App();
  const stages = [
    ...example.map(({ environment }) => environment),
    ...EVERY_CONSTRUCT.map((row) => inEnvironment(app, row)),
  ];
  return stages.flatMap(stacksOf).flatMap(alarmsOf);
}

/** What alarms call how, runbook by runbook. */
function severitiesIn(alarms: readonly FoundAlarm[]): Record<string, string> {
  const runbooks = [...new Set(alarms.map(({ runbook }) => runbook ?? ''))].sort();
  return Object.fromEntries(
    runbooks.map((runbook) => {
      const severities = alarms.filter((one) => one.runbook === runbook).flatMap(({ severity }) => severity ?? []);
      return [runbook, [...new Set(severities)].sort().join(', ') || 'none'];
    }),
  );
}

/** The rows of the index about alarms: runbook and severity. */
function rowsOfIndex(): [string, string][] {
  const rows = INDEX.matchAll(/^\|[^|]*\| *([^|]*?) *\|[^|]*\|[^|]*\]\(([\w-]+\.md)\) *\|$/gm);
  return [...rows].map(([, severity = '', runbook = '']): [string, string] => [runbook, severity]).sort();
}

describe('runbooks', () => {
  const alarms = everyAlarm();

  test('every alarm names one that exists', () => {
    expect(alarms.length).toBeGreaterThan(0);
    expect(alarms.filter(({ runbook = '' }) => !PAGES.includes(runbook)).map(({ place }) => place)).toEqual([]);
  });

  test('every one is in the index', () => {
    expect(PAGES.filter((page) => !INDEX.includes(`](${page})`))).toEqual([]);
  });

  test('the index has those that alarms name, each once, with the severity of the alarms', () => {
    expect(rowsOfIndex()).toEqual(Object.entries(severitiesIn(alarms)));
  });
});
