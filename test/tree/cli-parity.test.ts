import { mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join, resolve } from 'node:path';
import { App, CfnParameter, NestedStack, Stack, Stage, Validations } from 'aws-cdk-lib';
import { Bucket } from 'aws-cdk-lib/aws-s3';
import { CfnQueue, Queue } from 'aws-cdk-lib/aws-sqs';
import { Vpc } from 'aws-cdk-lib/aws-ec2';
import { waive } from '../../constructs/core/waivers';
import { ProductionChecklist, type ProductionChecklistProps } from '../../lib/checklist/pack';
import { runApp } from '../_helpers/child';
import { run, type CheckedJson } from '../lib/cli/recording';

jest.setTimeout(60_000);

const FOLDER = mkdtempSync(join(tmpdir(), 'seaworthy-parity-'));
afterAll(() => rmSync(FOLDER, { recursive: true }));

/** An app with stages, nested stacks and waivers on every level: typed and plain, live, ended and not needed. */
function synthesized(name: string, props: ProductionChecklistProps = {}, change: (app: App) => void = () => undefined) {
  const app = new App({ outdir: join(FOLDER, name), context: { '@aws-cdk/core:failSynthOnValidationErrors': false } });
  const stage = new Stage(app, 'Prod', { env: { account: '111122223333', region: 'eu-west-1' } });
  const inner = new Stage(stage, 'Inner');
  const stack = new Stack(stage, 'Stack', { tags: { owner: 'team-orders' }, terminationProtection: true });
  const other = new Stack(stage, 'Another');
  const network = new Stack(inner, 'Network', { tags: { environment: 'staging' } });
  const lone = new Stack(app, 'Lone', { description: 'Alone' });
  const data = new Bucket(stack, 'Data');
  const queue = new Queue(other, 'Queue', { deadLetterQueue: { queue: new Queue(stack, 'Dead'), maxReceiveCount: 3 } });
  const nested = new NestedStack(stack, 'Nested');
  const deeper = new NestedStack(nested, 'Deeper');
  new Queue(nested, 'Data');
  new Queue(deeper, 'Data');
  new Queue(lone, 'Data');
  const isEncrypted = new CfnParameter(lone, 'IsEncrypted').valueAsString;
  new CfnQueue(lone, 'Undecided').addPropertyOverride('SqsManagedSseEnabled', isEncrypted);
  new Vpc(network, 'Vpc', { maxAzs: 2 });
  const acknowledge = (scope: Parameters<typeof Validations.of>[0], id: string, reason: string) =>
    Validations.of(scope).acknowledge({ id, reason });
  acknowledge(app, 'Seaworthy::PRV-04', 'the app, plainly [owner=team-a]');
  acknowledge(app, 'Seaworthy::INS-01', 'the app, not needed');
  acknowledge(app, 'DOC-01', 'the app, bare');
  acknowledge(stage, 'Seaworthy::SEC-03', 'the stage, plainly');
  acknowledge(stage, 'Seaworthy::LOG-07', 'the stage, ended [owner=team-a until=2020-01-01]');
  acknowledge(stack, 'Seaworthy::BAK-07', 'the stack, plainly');
  acknowledge(data, 'Seaworthy::SEC-09', 'the construct, plainly [owner=team-b until=2999-01-01]');
  acknowledge(data, 'Seaworthy::NOPE-01', 'no item');
  acknowledge(nested, 'MET-04', 'a nested stack, bare');
  acknowledge(queue, 'Seaworthy::STA-01', '  ');
  waive(app, [{ item: 'Seaworthy::COST-02', reason: 'the app, typed', owner: 'team-a' }]);
  waive(stage, [{ item: 'Seaworthy::STA-04', reason: 'the stage, typed', owner: 'team-a', until: '2999-12-31' }]);
  waive(inner, [{ item: 'Seaworthy::NET-02', reason: 'a stage within, ended', owner: 'team-n', until: '2020-12-31' }]);
  waive(stack, [{ item: 'Seaworthy::NET-03', reason: 'the stack, typed, not needed', owner: 'team-a' }]);
  waive(data, [{ item: 'Seaworthy::BAK-01', reason: 'the construct, typed', owner: 'team-b', until: '2999-12-31' }]);
  waive(deeper, [{ item: 'Seaworthy::PRV-05', reason: 'nested twice', owner: 'team-b' }]);
  change(app);
  Validations.of(app).addPlugins(new ProductionChecklist(app, props));
  const said = jest.spyOn(console, 'error').mockImplementation(() => undefined);
  const code = process.exitCode;
  app.synth();
  process.exitCode = code;
  said.mockRestore();
  return app.outdir;
}

const judged = async (folder: string) => {
  const { printed, told } = await run(['check', folder, '--json']);
  expect(told).toBe('');
  return printed;
};

const parsed = (text: string) => JSON.parse(text) as CheckedJson;

describe('an app with waivers on every level', () => {
  const folder = synthesized('waivers');
  const atSynth = readFileSync(join(folder, 'checklist.json'), 'utf8');

  test('is judged as at synth, byte by byte', async () => {
    expect(await judged(folder)).toBe(atSynth.trimEnd());
  });

  test('has something of each kind', () => {
    const { findings, waived, waivers, met, undecided } = parsed(atSynth);
    expect([findings, waived, waivers, met, undecided].map(({ length }) => length > 0)).toEqual(Array(5).fill(true));
    expect(new Set(waived.map(({ waiver }) => waiver.reason))).toEqual(
      new Set([
        'the app, plainly',
        'the app, bare',
        'the stage, plainly',
        'the stack, plainly',
        'the construct, plainly',
        'a nested stack, bare',
        'the app, typed',
        'the stage, typed',
        'the construct, typed',
      ]),
    );
    const ofRegister = new Set(findings.map(({ id }) => id).filter((id) => id.includes('::WAIVER-')));
    expect([...ofRegister].sort()).toEqual(['Seaworthy::WAIVER-01', 'Seaworthy::WAIVER-02', 'Seaworthy::WAIVER-03']);
  });

  test('one template of it is judged with what the manifest knows', async () => {
    const [alone] = parsed(await judged(join(folder, 'Lone.template.json'))).findings.filter(({ id }) =>
      id.endsWith('PRV-03'),
    );
    expect(alone).toMatchObject({ path: 'Lone', found: expect.stringContaining('off') as string });
  });

  test('a stage of it finds the waivers of the app', async () => {
    const { waived } = parsed(await judged(join(folder, 'assembly-Prod')));
    expect(waived.some(({ waiver }) => waiver.reason === 'the app, plainly')).toBe(true);
  });
});

test('without the register of the pack, what covered something still does', async () => {
  const folder = synthesized('no-files', { writeFiles: false });
  const { waived } = parsed(await judged(folder));
  expect(waived.some(({ waiver }) => waiver.reason === 'the app, plainly')).toBe(true);
});

test('the register of an earlier synth waives nothing', async () => {
  const before = synthesized('before', {}, (app) =>
    waive(app, [{ item: 'Seaworthy::STA-01', reason: 'gone', owner: 'me' }]),
  );
  const folder = synthesized('after', { writeFiles: false });
  writeFileSync(join(folder, 'checklist.json'), readFileSync(join(before, 'checklist.json')));
  const { waived } = parsed(await judged(folder));
  expect(waived.some(({ waiver }) => waiver.reason === 'gone')).toBe(false);
});

test('the register of a pack that is there no more waives nothing', async () => {
  const folder = synthesized('removed');
  writeFileSync(join(folder, 'validation-report.json'), JSON.stringify({ pluginReports: [] }));
  const { waived } = parsed(await judged(folder));
  expect(waived.some(({ waiver }) => waiver.reason === 'the app, plainly')).toBe(false);
  expect(waived.some(({ waiver }) => waiver.reason === 'the stage, typed')).toBe(true);
});

test('the example is judged as at synth, byte by byte', async () => {
  const outdir = join(FOLDER, 'example');
  const { code } = await runApp(resolve('dist/bin/app.js'), outdir);
  expect(code).toBe(0);
  expect(await judged(outdir)).toBe(readFileSync(join(outdir, 'checklist.json'), 'utf8').trimEnd());
});
