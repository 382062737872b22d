import { cpSync, mkdirSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join, resolve } from 'node:path';
import { type Outcome, runApp } from '../../_helpers/child';

const APP = resolve('dist/bin/app.js');
const EXAMPLE = resolve('docs/examples/orders/seaworthy.yaml');
const GOOD = 'the example';
const REFUSED = 'what a construct refuses';
const FOLDER = mkdtempSync(join(tmpdir(), 'seaworthy-app-'));

/** The example with one piece of it replaced, beside its artifact; `where` tells the place of the replacement. */
function changed(name: string, from: string, to: string): string {
  const text = readFileSync(EXAMPLE, 'utf8');
  expect(text).toContain(from);
  return written(name, text.replace(from, to));
}

function written(name: string, text: string): string {
  const path = join(FOLDER, name);
  writeFileSync(path, text);
  return path;
}

interface Refusal {
  readonly context: Record<string, string>;
  /** What must stand on standard error, and nothing else. */
  readonly says: string;
}

/** Where a piece of text stands in a file, as `line:column`. */
function place(path: string, piece: string): string {
  const before = readFileSync(path, 'utf8').split(piece)[0] ?? '';
  return `${before.split('\n').length}:${before.length - before.lastIndexOf('\n')}`;
}

function refusals(): Record<string, Refusal> {
  const missing = join(FOLDER, 'missing.yaml');
  const broken = written('broken.yaml', 'service: orders\nowner: [team\n');
  const overlap = changed('overlap.yaml', '10.20.0.0/16', '10.10.128.0/17');
  const capacity = changed('capacity.yaml', '{ min: 2, max: 4 }', '{ min: 6, max: 4 }');
  const certificate = changed(
    'certificate.yaml',
    'name: orders.example.com\n',
    'name: orders.example.com\n      certificateArn: arn:aws:acm:us-east-1:111122223333:certificate/7f3a\n',
  );
  const image = changed(
    'image.yaml',
    'instanceType: m8g.large',
    'instanceType: m8g.large\n      image: { id: ami-0123456789abcdef0, architecture: x86_64 }',
  );
  return {
    'a missing manifest': {
      context: { manifest: missing },
      says: `manifest must be a YAML file, got '${missing}', which is not there
  fix: name it with \`-c manifest=PATH\`, as seen from the folder that cdk runs in`,
    },
    'a broken YAML': {
      context: { manifest: broken },
      says: `${broken} has 1 problem:
  ${broken}:3:1  not valid YAML: Flow sequence in block collection must be sufficiently indented and end with a ]`,
    },
    'an unknown environment': {
      context: { environment: 'prodution' },
      says: `environment must be one of ${EXAMPLE}, got 'prodution'; did you mean 'production'?`,
    },
    'an overlapping CIDR': {
      context: { manifest: overlap },
      says: `${overlap} has 1 problem:
  ${overlap}:${place(overlap, '10.10.128.0/17')}  network.cidr of staging (10.10.128.0/17) overlaps with that of production (10.10.0.0/16)`,
    },
    'a capacity whose minimum is above its maximum': {
      context: { manifest: capacity },
      says: `${capacity} has 1 problem:
  ${capacity}:${place(capacity, '6, max: 4')}  instances.capacity.min must be at most max (4) in staging, got 6`,
    },
    'a certificate of another region': {
      context: { manifest: certificate },
      says: `${certificate} has 1 problem:
  ${certificate}:${place(certificate, 'arn:aws:acm')}  domain.certificateArn must be of the region eu-west-1 of production, got 'us-east-1'`,
    },
    [REFUSED]: {
      context: { manifest: image, environment: 'production' },
      says: `image must be built for arm64, which m8g.large runs, got one for x86_64
  at: Production/Orders/Service`,
    },
  };
}

/** What an earlier synthesis with a finding leaves. */
function leaveReport(folder: string): void {
  const finding = {
    ruleName: 'NET-01',
    description: 'Old',
    violatingConstructs: [{ constructPath: 'Production/Old' }],
  };
  const pluginReports = [{ pluginName: 'Seaworthy', conclusion: 'failure', violations: [finding] }];
  mkdirSync(folder, { recursive: true });
  writeFileSync(join(folder, 'validation-report.json'), JSON.stringify({ pluginReports }));
}

const outcomes = new Map<string, Promise<Outcome>>();
let expected: Record<string, Refusal>;

beforeAll(async () => {
  cpSync(resolve('docs/examples/orders/app'), join(FOLDER, 'app'), { recursive: true });
  expected = refusals();
  leaveReport(join(FOLDER, 'out', REFUSED));
  outcomes.set(GOOD, runApp(APP, join(FOLDER, 'out', GOOD), { environment: 'development' }));
  for (const [name, { context }] of Object.entries(expected)) {
    outcomes.set(name, runApp(APP, join(FOLDER, 'out', name), context));
  }
  await Promise.all(outcomes.values());
}, 60_000);

afterAll(() => rmSync(FOLDER, { recursive: true, force: true }));

test('a good manifest is synthesized, surveyed and written', async () => {
  const { code, stdout, stderr, written: files } = await outcomes.get(GOOD)!;
  expect(stderr).toMatch(/^The production checklist\n/);
  expect(stderr).toMatch(/\nSeaworthy: 100 % met\n/);
  expect({ code, stdout }).toEqual({ code: 0, stdout: '' });
  expect(files).toEqual(expect.arrayContaining(['assembly-Development', 'checklist.json', 'manifest.json']));
  expect(files).not.toContain('assembly-Production');
});

test.each([
  'a missing manifest',
  'a broken YAML',
  'an unknown environment',
  'an overlapping CIDR',
  'a capacity whose minimum is above its maximum',
  'a certificate of another region',
])('%s is one clear error, and nothing is written', async (name) => {
  const { code, stdout, stderr, written: files } = await outcomes.get(name)!;
  expect({ code, stdout, stderr, files }).toEqual({
    code: 1,
    stdout: '',
    stderr: `${expected[name]?.says}\n`,
    files: [],
  });
});

test('what a construct refuses reads the same; the output of an earlier synthesis stays as it was, and is not told', async () => {
  const { code, stderr, written: files } = await outcomes.get(REFUSED)!;
  expect({ code, stderr, files }).toEqual({
    code: 1,
    stderr: `${expected[REFUSED]?.says}\n`,
    files: ['validation-report.json'],
  });
});
