import { mkdtempSync, readFileSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { App } from 'aws-cdk-lib';
import type { ChecksProps } from '../../../lib/environment/checks';
import { buildEnvironments } from '../../../lib/manifest/build';
import { parseManifest } from '../../../lib/manifest/load';
import { runApp } from '../../_helpers/child';
import { thrownBy } from '../../_helpers/thrown-by';
import { ORDERS, ordersWith } from './orders';
import { GOOD, problems } from './refused';

const FOLDER = mkdtempSync(join(tmpdir(), 'seaworthy-checks-'));

const RULE = `{ id: 'ACME-01', title: 'Topics say where they belong', severity: 'error', fix: 'Name it acme-.',
  types: ['AWS::SNS::Topic'], judge: () => missed('it has no name', 'one like acme-orders') }`;

function written(name: string, text: string): string {
  const path = join(FOLDER, name);
  writeFileSync(path, text);
  return path;
}

written('rules.cjs', `module.exports = [${RULE}];`);
written('profile.yaml', 'tier: production\nitems: { NET-08: error, COST-02: { off: ours } }\nextraRules: rules.cjs\n');
written('profile.json', '{ "items": { "NET-08": "error" } }');
written('profile.cjs', `exports.items = { 'ACME-01': 'warning' }; exports.extraRules = [${RULE}];`);

/** What a section `checks` comes to, in a manifest that lies in the folder of the profiles. */
function checksOf(checks: object, waive: object[] = []): ChecksProps | undefined {
  const text = `${GOOD.replace('docs/examples', `${process.cwd()}/docs/examples`)}\nchecks: ${JSON.stringify(checks)}\nwaive: ${JSON.stringify(waive)}\n`;
  return parseManifest(text, join(FOLDER, 'service.yaml')).checks;
}

/** The problems of GOOD with more text below it, from line 33 on. */
function problemsWith(text: string): string[] {
  return problems(`${GOOD}${text}`).map((line) => line.replaceAll(FOLDER, 'FOLDER'));
}

describe('what a manifest says of checks', () => {
  test('nothing', () => {
    expect(parseManifest(GOOD, 'service.yaml').checks).toBeUndefined();
  });

  test('switches', () => {
    const switches = { checklist: true, awsSolutions: false, incrementalValidation: false };
    expect(checksOf(switches)).toEqual(switches);
  });

  test('items, written in it', () => {
    const items = { 'NET-08': 'error', 'MET-10': { tiers: 'all' }, 'COST-02': { off: 'nothing is held for long' } };
    expect(checksOf({ items })).toEqual({ profile: { items } });
  });

  test.each([
    ['profile.yaml', { 'NET-08': 'error', 'COST-02': { off: 'ours' } }, ['ACME-01']],
    ['profile.json', { 'NET-08': 'error' }, []],
    ['profile.cjs', { 'ACME-01': 'warning' }, ['ACME-01']],
    [join(FOLDER, 'profile.json'), { 'NET-08': 'error' }, []],
  ])('a profile in %s', (profile, items, rules) => {
    const { profile: read } = checksOf({ profile }) ?? {};
    expect(read?.items).toEqual(items);
    expect(read?.extraRules?.map(({ id }) => id)).toEqual(rules);
  });

  test('items of the manifest replace those of the profile, one by one, and may set its rules', () => {
    const { profile } = checksOf({
      profile: 'profile.yaml',
      items: { 'COST-02': { severity: 'error' }, 'ACME-01': 'warning' },
    }) as ChecksProps;
    expect(profile?.items).toEqual({
      'NET-08': 'error',
      'COST-02': { severity: 'error' },
      'ACME-01': 'warning',
    });
    expect(profile?.extraRules?.map(({ id }) => id)).toEqual(['ACME-01']);
  });

  test('a rule of the profile is waived like an item', () => {
    const waiver = { item: 'Seaworthy::ACME-01', reason: 'Named by others', owner: 'team-orders' };
    expect(() => checksOf({ profile: 'profile.yaml' }, [waiver])).not.toThrow();
    expect(thrownBy(() => checksOf({}, [waiver])).message).toContain(
      "waive[0].item must be an item of the checklist, got 'Seaworthy::ACME-01'",
    );
  });
});

describe('what is wrong stands where it is written, with everything else', () => {
  test('settings of items', () => {
    expect(
      problemsWith(`checks:
  checklist: perhaps
  extraRules: rules.cjs
  items:
    NET-99: error
    seaworthy::net-08: error
    NET-02: fatal
    NET-03: off
    NET-04: { off: '' }
    NET-05: { severity: info, tier: all }
    NET-06: {}
    NET-07: { off: ours, until: 2027-01-01 }
    NET-08: { tiers: staging }
    SEC-01: false
waive: [{ item: Seaworthy::NET-99, reason: Later, owner: team-orders }]
`),
    ).toEqual([
      "34:14  checks.checklist must be a boolean, got 'perhaps'",
      '35:3  checks.extraRules is no known key; allowed: checklist, awsSolutions, incrementalValidation, profile, items',
      '37:5  checks.items.NET-99 is no item of the checklist; did you mean NET-01?',
      '38:5  checks.items.seaworthy::net-08 is no item of the checklist; did you mean NET-08?',
      "39:13  checks.items.NET-02 must be 'error', 'warning', { severity, tiers } or { off: 'why' }, got \"fatal\"",
      "40:13  checks.items.NET-03 is off without a reason; write { off: 'why' }",
      "41:13  checks.items.NET-04 is off without a reason; write { off: 'why' }",
      '42:25  checks.items.NET-05.severity must be error or warning, got "info"',
      '42:31  checks.items.NET-05.tier is not known; allowed: severity, tiers',
      "43:13  checks.items.NET-06 must be 'error', 'warning', { severity, tiers } or { off: 'why' }, got {}",
      '44:26  checks.items.NET-07.until is not known; allowed: off',
      '45:22  checks.items.NET-08.tiers must be all or production, got "staging"',
      "46:13  checks.items.SEC-01 must be 'error', 'warning', { severity, tiers } or { off: 'why' }, got false",
      "47:17  waive[0].item must be an item of the checklist, got 'Seaworthy::NET-99'; did you mean 'Seaworthy::NET-01'?",
    ]);
  });

  test.each([
    ['item', `${'x'.repeat(900)}: error`],
    ['setting', `NET-08: ${'x'.repeat(900)}`],
    ['key', `NET-08: { ${'x'.repeat(900)}: error }`],
    ['list', `NET-08: [${'error, '.repeat(900)}]`],
  ])('a long %s is cut', (_name, item) => {
    const [found = '', ...others] = problemsWith(`checks:\n  items:\n    ${item}\n`);
    expect(others).toEqual([]);
    expect(found).toMatch(/^35:\d+ {2}checks\.items\..*\.\.\./);
    expect(found.length).toBeLessThan(200);
  });

  test('a list where items belong', () => {
    expect(problemsWith('checks: { items: [NET-08] }\n')).toEqual([
      '33:18  checks.items must be a group of keys, got a list of 1',
    ]);
  });

  test('checks of one environment', () => {
    const text = GOOD.replace('tier: staging', 'tier: staging\n    checks: { items: { NET-08: error } }');
    expect(problems(text)).toEqual([
      '27:5  environments.staging.checks belongs at the top of the manifest, where it holds for all environments',
    ]);
  });

  test('a profile, with everything that is wrong in it', () => {
    const path = written('wrong.yaml', 'teir: x\nitems: { NET-99: error }\nextraRules: [gone.cjs]\n');
    expect(problemsWith(`checks:\n  profile: ${path}\n  items: { NET-99: error, ACME-01: error }\n`)).toEqual([
      '34:12  checks.profile: FOLDER/wrong.yaml has 3 problems:',
      "      teir is not known; did you mean 'tier'?",
      '      FOLDER/gone.cjs is not there',
      '      items.NET-99 is no item of the checklist; did you mean NET-01?',
      '35:12  checks.items.NET-99 is no item of the checklist; did you mean NET-01?',
    ]);
  });

  test.each([
    ['a profile that is not there', 'gone.yaml', 'FOLDER/gone.yaml is not there'],
    [
      'a profile in another format',
      'profile.toml',
      'FOLDER/profile.toml must be a profile that ends in .json, .yaml, .yml, .js, .cjs, .mjs',
    ],
    ['a profile that is no profile', 'rules.cjs', 'FOLDER/rules.cjs has 1 problem:'],
    ['a module that throws', 'throws.cjs', 'FOLDER/throws.cjs cannot be loaded: no such luck'],
    [
      'an ES module, where modules are loaded by somebody else than a Node that can',
      'profile.mjs',
      `FOLDER/profile.mjs is an ES module, which a synchronous app can load in Node 20.19, 22.12 or later; this is ${process.version}`,
    ],
  ])('%s', (_name, file, says) => {
    written('throws.cjs', "throw new TypeError('no such luck');");
    written('profile.mjs', 'export const items = {};');
    expect(problemsWith(`checks: { profile: ${join(FOLDER, file)} }\n`)[0]).toBe(`33:20  checks.profile: ${says}`);
  });

  test('a path that is none', () => {
    expect(problemsWith('checks: { profile: 7 }\n')).toEqual([
      '33:20  checks.profile must be a text, in quotes, got 7',
    ]);
    expect(problemsWith("checks: { profile: '' }\n")).toEqual([
      "33:20  checks.profile must be 1 characters or more, got ''",
    ]);
  });
});

describe('the app of a manifest', () => {
  const pluginsOf = (checks: object) => {
    const app = new App();
    buildEnvironments(app, parseManifest(ordersWith({ checks }), 'docs/examples/orders/seaworthy.yaml'));
    return app._validationPlugins.map(({ name }) => name).sort();
  };

  test('runs the checks that are switched on', () => {
    expect(pluginsOf({ awsSolutions: false })).toEqual(['Seaworthy']);
    expect(pluginsOf({ checklist: false })).toEqual(['AwsSolutions']);
    expect(pluginsOf({ checklist: false, awsSolutions: false })).toEqual([]);
  });

  const judged = async (name: string, checks: object) => {
    const asset = join(process.cwd(), 'docs/examples/orders/app');
    const manifest = written(
      `${name}.yaml`,
      JSON.stringify({ ...ORDERS, instances: { ...ORDERS.instances, artifact: { asset } }, checks }),
    );
    const outdir = join(FOLDER, `${name}.out`);
    const { code, stderr } = await runApp('dist/bin/app.js', outdir, { manifest });
    return { code, stderr, text: () => readFileSync(join(outdir, 'checklist.json'), 'utf8') };
  };

  test('is judged by the profile, with the rules of an ES module', async () => {
    const checklist = join(process.cwd(), 'dist/lib/checklist/index.js');
    written('rules.mjs', `import { missed } from '${checklist}';\nexport const extraRules = [${RULE}];`);
    written('modern.yaml', 'items: { NET-08: error, COST-02: { off: ours } }\nextraRules: rules.mjs\n');
    const { code, stderr, text } = await judged('modern-orders', {
      awsSolutions: false,
      profile: 'modern.yaml',
      items: { 'COST-02': { off: 'nothing is held for long' } },
    });
    const { off, findings } = JSON.parse(text()) as {
      off: { id: string; reason: string }[];
      findings: { id: string }[];
    };
    expect(off).toMatchObject([{ id: 'Seaworthy::COST-02', reason: 'nothing is held for long' }]);
    expect(new Set(findings.map(({ id }) => id))).toEqual(new Set(['Seaworthy::ACME-01']));
    expect(code).toBe(1);
    expect(stderr).toContain('Topics say where they belong');
  }, 60_000);

  test('cannot wait for a module that awaits at its top', async () => {
    const path = written('waits.mjs', 'export const items = await Promise.resolve({});');
    const { code, stderr } = await judged('waiting-orders', { profile: 'waits.mjs' });
    expect(stderr).toContain(`checks.profile: ${path} awaits at its top, for which a synchronous app cannot wait`);
    expect(code).toBe(1);
  }, 60_000);
});
