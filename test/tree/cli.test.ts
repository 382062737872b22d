import { execFile } from 'node:child_process';
import { mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join, resolve } from 'node:path';

jest.setTimeout(60_000);

const COMMAND = resolve('dist/bin/seaworthy.js');
const FOLDER = mkdtempSync(join(tmpdir(), 'seaworthy-command-'));
afterAll(() => rmSync(FOLDER, { recursive: true }));

interface Ended {
  readonly code: number | null;
  readonly stdout: string;
  readonly stderr: string;
}

function shell(command: string, cwd = FOLDER): Promise<Ended> {
  const line = command.replace(/(^|\| )seaworthy /g, `$1'${process.execPath}' '${COMMAND}' `);
  return new Promise((done) => {
    const child = execFile('bash', ['-c', line], { cwd, timeout: 60_000, maxBuffer: 2 ** 28 }, (_, stdout, stderr) =>
      done({ code: child.exitCode, stdout, stderr }),
    );
  });
}

function file(name: string, content: unknown): string {
  const path = join(FOLDER, name);
  writeFileSync(path, typeof content === 'string' ? content : JSON.stringify(content));
  return name;
}

const OPEN = { Resources: { Data: { Type: 'AWS::S3::Bucket' } } };
const many = Object.fromEntries(Array.from({ length: 2_000 }, (_, at) => [`Bucket${at}`, { Type: 'AWS::S3::Bucket' }]));

test('exit codes: clean, findings, misuse', async () => {
  file('open.json', OPEN);
  file(
    'closed.yaml',
    'Description: Says what it is\nResources:\n  Wait: {Type: AWS::CloudFormation::WaitConditionHandle}\n',
  );
  expect(await shell('seaworthy check closed.yaml --tier dev --json')).toMatchObject({ code: 0, stderr: '' });
  expect(await shell('seaworthy check open.json --json')).toMatchObject({ code: 1, stderr: '' });
  expect(await shell('seaworthy check gone.json')).toEqual({
    code: 2,
    stdout: '',
    stderr: 'gone.json is not there\n  fix: check the path; it starts from this folder\n',
  });
});

test('large output reaches a pipe whole', async () => {
  file('many.json', { Resources: many });
  const { stdout } = await shell('seaworthy check many.json --json | cat');
  expect(stdout.length).toBeGreaterThan(5_000_000);
  expect(() => JSON.parse(stdout) as unknown).not.toThrow();
});

test('a reader that closes early gets no stack trace', async () => {
  file('many.json', { Resources: many });
  const { stderr, stdout } = await shell('seaworthy check many.json --json | head -c 10; echo " ${PIPESTATUS[0]}"');
  expect(stderr).toBe('');
  expect(stdout).toMatch(/^\{"version":? ?.* 1\n$/);
});

test('a template on standard input', async () => {
  file('open.json', OPEN);
  const { code, stdout } = await shell('cat open.json | seaworthy check - --json');
  const { findings } = JSON.parse(stdout) as { findings: { template: string }[] };
  expect([code, findings[0]?.template]).toEqual([1, 'standard input']);
});

test('no colours into a pipe', async () => {
  file('open.json', OPEN);
  const { stdout } = await shell('seaworthy check open.json');
  expect(stdout).not.toContain('\u001b[');
  expect(stdout).toContain('error Seaworthy::SEC-09');
});

test.each([
  ['{"Resources": [', 'json'],
  [`{"Resources":{"A":{"Type":"T","Properties":${'{"a":'.repeat(10_000)}1${'}'.repeat(10_000)}}}}`, 'json'],
  [`A: ${'{a: '.repeat(10_000)}1${'}'.repeat(10_000)}`, 'yaml'],
  ['a: &a [*a, *a]', 'yaml'],
])('hostile input ends with a message: %.20s', async (text, ending) => {
  const { code, stdout, stderr } = await shell(`seaworthy check ${file(`hostile.${ending}`, text)}`);
  expect([code, stdout]).toEqual([2, '']);
  expect(stderr).toMatch(/^hostile/);
  expect(stderr).not.toContain('    at ');
});

describe('modules of both kinds', () => {
  const rule = `{ id: 'ACME-01', title: 'Buckets are named', severity: 'error', fix: 'Name it.', types: ['AWS::S3::Bucket'],
    judge: (bucket) => ({ state: bucket.at('BucketName').isAbsent ? 'missed' : 'met', found: 'no name', expected: 'a name', evidence: [], locations: [] }) }`;

  test.each([
    ['rules.cjs', `module.exports = [${rule}];`],
    ['rules.mjs', `export default [${rule}];`],
    ['named.mjs', `export const extraRules = [${rule}];`],
  ])('%s', async (name, text) => {
    file(name, text);
    file('open.json', OPEN);
    file('profile.yaml', `extraRules: ${name}\n`);
    const { stdout, stderr } = await shell('seaworthy check open.json --json --config profile.yaml');
    expect(stderr).toBe('');
    expect(stdout).toContain('"Seaworthy::ACME-01"');
  });

  test('a profile that is a module of the new kind', async () => {
    file('profile.mjs', `export default { tier: 'development', extraRules: [${rule}] };`);
    file('open.json', OPEN);
    expect((await shell('seaworthy check open.json --json --config profile.mjs')).stdout).toContain(
      'Seaworthy::ACME-01',
    );
  });

  test('one that throws', async () => {
    file('thrown.mjs', "throw new Error('no such luck');");
    file('profile.yaml', 'extraRules: thrown.mjs\n');
    const { code, stderr } = await shell('seaworthy check open.json --config profile.yaml');
    expect([code, stderr]).toEqual([
      2,
      `profile.yaml has 1 problem:
  ${join(FOLDER, 'thrown.mjs')} cannot be loaded: no such luck
  fix: mend the module
`,
    ]);
  });
});

test('a check of JSON loads neither the CDK nor the YAML parser nor a renderer that nobody asked for', async () => {
  file('open.json', OPEN);
  const code = `
    const { seaworthy } = require(${JSON.stringify(resolve('dist/lib/cli/seaworthy.js'))});
    const terminal = { tell() {}, print() {}, read() {}, hasColour: false, printsColour: false };
    seaworthy(['check', 'open.json', '--json'], terminal).then(() => console.log(Object.keys(require.cache).join('\\n')));`;
  file('loaded.cjs', code);
  const { stdout } = await shell(`'${process.execPath}' loaded.cjs`);
  const foreign = stdout.split('\n').filter((path) => /node_modules/.test(path));
  expect([...new Set(foreign.map((path) => /node_modules\/([^/]+)/.exec(path)?.[1]))].sort()).toEqual([
    'commander',
    'fastest-levenshtein',
  ]);
  expect(stdout).not.toMatch(/report\/(html|sarif|markdown)\.js/);
});

describe('the examples of docs/check.md', () => {
  const page = readFileSync(resolve('docs/check.md'), 'utf8');
  const blockAfter = (mark: string) =>
    new RegExp(`${mark}[\\s\\S]*?\`\`\`\\w+\\n([\\s\\S]*?)\`\`\``).exec(page)?.[1] ?? '';

  test('the template with waivers', async () => {
    file('pages.yaml', blockAfter('## Waivers in a template'));
    const { stdout } = await shell('seaworthy check pages.yaml --json');
    const { waived, waivers } = JSON.parse(stdout) as { waived: { id: string; resource: string }[]; waivers: object[] };
    expect(waived.map(({ id, resource }) => `${id} ${resource}`).sort()).toEqual([
      'Seaworthy::LOG-07 Pages',
      'Seaworthy::SEC-09 Pages',
    ]);
    expect(waivers).toHaveLength(2);
  });

  test('the profile', async () => {
    file('seaworthy.profile.yaml', blockAfter('## The checklist of an organisation'));
    const { code, stdout, stderr } = await shell('seaworthy explain COST-02 NET-08 --config seaworthy.profile.yaml');
    expect([code, stderr]).toEqual([0, '']);
    expect(stdout).toContain('Off: our buckets hold nothing for longer than a week');
    expect(stdout).toContain('Set: error instead of warning.');
  });

  test('every command is one that exists', async () => {
    const commands = [...page.matchAll(/^(?:npx |.*\| npx )(seaworthy [^|>#\n]*)/gm)].map(([, one = '']) => one.trim());
    expect(commands.length).toBeGreaterThan(5);
    for (const command of new Set(commands)) {
      const options = command.match(/--[a-z]+/g) ?? [];
      const [, name = ''] = command.split(' ');
      const { stdout } = await shell(`seaworthy help ${name}`);
      expect(options.filter((option) => !stdout.includes(option))).toEqual([]);
    }
  });
});
