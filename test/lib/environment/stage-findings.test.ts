import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join, resolve } from 'node:path';
import { type Outcome, runApp } from '../../_helpers/child';

const FOLDER = mkdtempSync(join(tmpdir(), 'seaworthy-stage-'));
const PACKAGE = resolve('dist/lib/index.js');
const CDK = resolve('node_modules/aws-cdk-lib');

/** An app with a bare topic in a stage, checked by the built package; the context says what is waived. */
const APP = `
const { App, Stack } = require(${JSON.stringify(CDK)});
const { CfnTopic } = require(${JSON.stringify(`${CDK}/aws-sns`)});
const { Environment, Tier } = require(${JSON.stringify(PACKAGE)});
const { Construct } = require(${JSON.stringify(resolve('node_modules/constructs'))});
const app = new App();
const home = app.node.tryGetContext('team') ? new Construct(app, 'Team') : app;
const environment = new Environment(home, 'Production', {
  tier: Tier.PRODUCTION,
  env: { account: '111122223333', region: 'eu-west-1' },
  service: 'orders',
  owner: 'team-orders',
  costCenter: '4711',
  alerts: { page: ['pager@example.com'], ticket: ['orders@example.com'] },
  waive: (app.node.tryGetContext('waived') ?? []).map((item) => ({ item, reason: 'A drill', owner: 'team-orders' })),
});
new CfnTopic(new Stack(environment, 'Notices'), 'Topic');
`;

let missing: Outcome;
let waived: Outcome;
let deeper: Outcome;

/** The findings that a failed run names, each once. */
function named({ stderr }: Outcome): string[] {
  const blocks = stderr.matchAll(/^(?:error )?(\S+::\S+)(?: .*\n +at: +| )Production\//gm);
  return [...new Set([...blocks].map(([, item = '']) => item))].sort();
}

beforeAll(async () => {
  writeFileSync(join(FOLDER, 'app.js'), APP);
  [missing, deeper] = await Promise.all([
    runApp(join(FOLDER, 'app.js'), join(FOLDER, 'missing')),
    runApp(join(FOLDER, 'app.js'), join(FOLDER, 'deeper'), { team: true }),
  ]);
  waived = await runApp(join(FOLDER, 'app.js'), join(FOLDER, 'waived'), { waived: named(missing) });
}, 60_000);

afterAll(() => rmSync(FOLDER, { recursive: true, force: true }));

test('an app whose stage misses something fails, and says what, where, and what mends it', () => {
  expect(missing.code).toBe(1);
  expect(named(missing)).toEqual(expect.arrayContaining(['AwsSolutions::AwsSolutions-SNS3', 'Seaworthy::SEC-03']));
  expect(missing.stderr).toContain(`
AwsSolutions::AwsSolutions-SNS3 Production/Notices/Topic
  The SNS Topic does not require publishers to use SSL.
`);
  expect(missing.stderr).toMatch(
    /\nerror Seaworthy::SEC-03 \S.+\n +at: +Production\/Notices\/Topic\s[^]+?\n +found: +\S[^]+?\n +fix: +\S/,
  );
  expect(missing.stderr).toMatch(/\n\nNot seaworthy yet: \d+ to mend or to waive\.\n$/);
});

test('what it says is no stack trace, and all of it was written beside the templates', () => {
  expect(missing.stderr).not.toMatch(/^\s+at /m);
  expect(missing.written).toEqual(expect.arrayContaining(['manifest.json', 'validation-report.json']));
});

test('it passes once what it named is waived', () => {
  expect(named(waived)).toEqual([]);
  expect(waived.stderr).not.toContain('Not seaworthy yet');
  expect(waived.code).toBe(0);
});

test('a stage below another construct is seen too', () => {
  expect(deeper.code).toBe(1);
  expect(deeper.stderr).toMatch(/\nerror Seaworthy::SEC-03 .+\n +at: +Team\/Production\/Notices\/Topic\s/);
});
