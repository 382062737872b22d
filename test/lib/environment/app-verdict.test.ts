import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join, resolve } from 'node:path';
import { runApp } from '../../_helpers/child';

const FOLDER = mkdtempSync(join(tmpdir(), 'seaworthy-verdict-'));
const CDK = resolve('node_modules/aws-cdk-lib');

/** Topics in a stack of the app and, if asked for, in one of a stage; the pack is registered by hand. */
const APP = `
const { App, Stack, Stage, Validations } = require(${JSON.stringify(CDK)});
const { CfnTopic } = require(${JSON.stringify(`${CDK}/aws-sns`)});
const { ProductionChecklist } = require(${JSON.stringify(resolve('dist/lib/checklist/index.js'))});
const app = new App();
const broken = app.node.tryGetContext('broken') && {
  id: 'ACME-01', title: 'Topics are ours', severity: 'error', fix: 'Make it ours.', types: ['AWS::SNS::Topic'],
  judge: () => { throw new TypeError('kaput'); },
};
Validations.of(app).addPlugins(new ProductionChecklist(app, { extraRules: broken ? [broken] : [] }));
new CfnTopic(new Stack(app, 'Plain'), 'Topic');
if (app.node.tryGetContext('staged')) {
  new CfnTopic(new Stack(new Stage(app, 'Staged'), 'Inner'), 'Topic');
}
`;

const program = join(FOLDER, 'app.js');
const run = (name: string, context: Record<string, unknown> = {}) => runApp(program, join(FOLDER, name), context);

beforeAll(() => writeFileSync(program, APP));

afterAll(() => rmSync(FOLDER, { recursive: true, force: true }));

test('what only a stack of the app misses is left to the command line, which prints it', async () => {
  const { code, stderr } = await run('plain');
  expect(code).toBe(0);
  expect(stderr).toContain('Not seaworthy yet: 6 errors');
  expect(stderr).not.toContain('Seaworthy::SEC-02');
}, 60_000);

test('an app that fails by its stage shows the findings of its own stacks too', async () => {
  const { code, stderr } = await run('staged', { staged: true });
  expect(code).toBe(1);
  for (const path of ['Plain/Topic', 'Staged/Inner/Topic']) {
    expect(stderr).toMatch(new RegExp(`\\nerror Seaworthy::SEC-02 .+\\n +at: +${path}\\s`));
  }
  expect(stderr).toMatch(/\nNot seaworthy yet: \d+ to mend or to waive\.\n$/);
}, 60_000);

test('a rule that throws is shown with its error, wherever it was asked', async () => {
  const { code, stderr } = await run('broken', { staged: true, broken: true });
  expect(code).toBe(1);
  expect(stderr.match(/error Seaworthy::ACME-01 The rule itself failed/g)).toHaveLength(2);
  expect(stderr).toContain('TypeError: kaput');
}, 60_000);

test('a report that cannot be written fails the app, and says which', async () => {
  mkdirSync(join(FOLDER, 'unwritable', 'checklist.sarif'), { recursive: true });
  const { code, stderr } = await run('unwritable');
  expect(code).toBe(1);
  expect(stderr).toContain('Seaworthy::Report the app\n  checklist.sarif could not be written: EISDIR');
  expect(stderr).toContain('error Seaworthy::SEC-02');
}, 60_000);
