import { execFile } from 'node:child_process';
import { mkdirSync, mkdtempSync, readdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join, resolve } from 'node:path';

const FOLDER = mkdtempSync(join(tmpdir(), 'seaworthy-engine-'));
const CDK = resolve('node_modules/aws-cdk-lib');

/**
 * Three stacks with the same warnings in two of them, validated as VALIDATION says. At its end the process leaves behind
 * whether the engine was loaded, and how many templates it judged.
 */
const APP = `
const { writeFileSync } = require('node:fs');
const { App, Stack, CfnResource, CloudFormationValidatePlugin, Validations } = require(${JSON.stringify(CDK)});
const { IncrementalValidation, validateIncrementally } = require(${JSON.stringify(resolve('dist/lib/validation/index.js'))});
const app = new App({ context: { '@aws-cdk/core:validateAgainstDefaultRules': true } });
const env = { account: '111122223333', region: 'eu-west-1' };
for (const name of ['Orders', 'Payments']) {
  const stack = new Stack(app, name, { env });
  new CfnResource(stack, 'Group', {
    type: 'AWS::EC2::SecurityGroup',
    properties: {
      GroupDescription: 'Open to all',
      SecurityGroupIngress: [{ IpProtocol: 'tcp', FromPort: 22, ToPort: 22, CidrIp: '0.0.0.0/0' }],
    },
  });
  new CfnResource(stack, 'Database', {
    type: 'AWS::RDS::DBInstance',
    properties: { DBInstanceClass: 'db.t4g.medium', Engine: 'mysql', AllocatedStorage: '20', PubliclyAccessible: true },
  });
}
const topics = new Stack(app, 'Topics', { env });
new CfnResource(topics, 'Topic', {
  type: 'AWS::SNS::Topic',
  properties: { DisplayName: process.env.DISPLAY_NAME, ...(process.env.BROKEN ? { Nonsense: true } : {}) },
});
Validations.of(topics).acknowledge({ id: 'CloudFormation-Validate::W2508', reason: 'Elsewhere' });
Validations.of(app.node.findChild('Payments')).acknowledge({ id: 'CloudFormation-Validate::W2508', reason: 'A drill' });
const ways = {
  cdk: () => Validations.of(app).addPlugins(new CloudFormationValidatePlugin()),
  registered: () => Validations.of(app).addPlugins(new IncrementalValidation()),
  arranged: () => validateIncrementally(app),
};
ways[process.env.VALIDATION]();
let judged = 0;
const { validate } = CloudFormationValidatePlugin.prototype;
CloudFormationValidatePlugin.prototype.validate = function (context) {
  judged += context.stackTemplates.length;
  return validate.call(this, context);
};
process.once('exit', () => {
  const isLoaded = Object.keys(require.cache).some((path) => path.includes('cloudformation-validate/'));
  writeFileSync(process.env.OUTCOME, JSON.stringify({ isLoaded, judged }));
});
`;

interface Run {
  readonly code: number;
  readonly stderr: string;
  readonly report: string;
  readonly isLoaded: boolean;
  readonly judged: number;
}

let runs = 0;

/** Runs the app as a new process. Its output folder is always of the same name, since reports name it. */
function run(validation: 'cdk' | 'registered' | 'arranged', cache: string, more: NodeJS.ProcessEnv = {}): Promise<Run> {
  const own = join(FOLDER, `run-${runs++}`);
  mkdirSync(own);
  const env = {
    PATH: process.env.PATH,
    VALIDATION: validation,
    SEAWORTHY_VALIDATION_CACHE: join(FOLDER, cache),
    CDK_OUTDIR: join(own, 'cdk.out'),
    OUTCOME: join(own, 'outcome.json'),
    DISPLAY_NAME: 'orders',
    ...more,
  };
  return new Promise((done, fail) => {
    const child = execFile(
      process.execPath,
      [join(FOLDER, 'app.js')],
      { env, cwd: FOLDER },
      (_error, stdout, stderr) => {
        try {
          const outcome = JSON.parse(readFileSync(env.OUTCOME, 'utf8')) as { isLoaded: boolean; judged: number };
          const report = readFileSync(join(env.CDK_OUTDIR, 'validation-report.json'), 'utf8');
          done({ code: child.exitCode ?? -1, stderr: stdout + stderr, report, ...outcome });
        } catch (error) {
          fail(new TypeError(`The app did not come to its end:\n${stdout}${stderr}`, { cause: error }));
        }
      },
    );
  });
}

const conclusions = ({ report }: Run) =>
  (JSON.parse(report) as { pluginReports: { conclusion: string }[] }).pluginReports.map(({ conclusion }) => conclusion);

beforeAll(() => writeFileSync(join(FOLDER, 'app.js'), APP));

afterAll(() => rmSync(FOLDER, { recursive: true, force: true }));

jest.setTimeout(180_000);

test("a fresh report and a remembered one are the CDK's own, byte by byte; the second loads no engine, and a change is all that is judged", async () => {
  const cdk = await run('cdk', 'one');
  const fresh = await run('registered', 'one');
  const remembered = await run('registered', 'one');
  expect(cdk.report).toContain('"ruleName": "W2508"');
  expect(cdk.report).toContain('"acknowledgedId": "CloudFormation-Validate::W2508"');
  expect(cdk.report.match(/"constructPath": "(Orders|Payments)\/Database"/g)?.length).toBeGreaterThan(1);
  expect(fresh.report).toBe(cdk.report);
  expect(remembered.report).toBe(cdk.report);
  expect([cdk, fresh, remembered].map(({ isLoaded, judged }) => [isLoaded, judged])).toEqual([
    [true, 3],
    [true, 3],
    [false, 0],
  ]);
  const arranged = await run('arranged', 'one');
  expect([arranged.report, arranged.isLoaded]).toEqual([cdk.report, false]);
  const changed = await run('registered', 'one', { DISPLAY_NAME: 'Orders' });
  expect([changed.code, changed.judged]).toEqual([0, 1]);
});

test('what fails is remembered as a failure, and fails again without the engine', async () => {
  const broken = { BROKEN: 'yes' };
  const fresh = await run('arranged', 'three', broken);
  const remembered = await run('arranged', 'three', broken);
  expect(fresh.report).toContain('"ruleName": "F3002"');
  expect([fresh, remembered].map(conclusions)).toEqual([['failure'], ['failure']]);
  expect([fresh.code, remembered.code]).toEqual([1, 1]);
  expect(remembered.report).toBe(fresh.report);
  expect(remembered.isLoaded).toBe(false);
});

test('two processes at once share a folder: both say the same, and leave whole entries', async () => {
  const both = await Promise.all([run('registered', 'four'), run('registered', 'four')]);
  expect(both.map(({ code }) => code)).toEqual([0, 0]);
  expect(both[0].report).toBe(both[1].report);
  const names = readdirSync(join(FOLDER, 'four'));
  expect(names).toHaveLength(3);
  expect(names.every((name) => /^[0-9a-f]{64}\.json$/.test(name))).toBe(true);
  const after = await run('registered', 'four');
  expect([after.report, after.isLoaded]).toEqual([both[0].report, false]);
});

test('a folder that cannot be written is no failure: the engine runs', async () => {
  writeFileSync(join(FOLDER, 'file'), '');
  const { code, judged } = await run('registered', 'file/cache');
  expect([code, judged]).toEqual([0, 3]);
});
