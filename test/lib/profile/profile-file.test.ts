import { dirname } from 'node:path';
import { readProfile, readProfileSync } from '../../../lib/profile/profile-file';
import { thrownBy } from '../../_helpers/thrown-by';
import { run, written } from '../cli/recording';

const RULE = `{ id: 'ACME-01', title: 'Buckets are named', severity: 'error', fix: 'Name it.', types: ['AWS::S3::Bucket'],
  judge: () => undefined }`;

async function refusal(name: string, content: unknown): Promise<string> {
  const path = written(`profiles/${name}`, content);
  const result = await readProfile(path).then(
    () => undefined,
    (error: unknown) => error,
  );
  const { message } = thrownBy(() => {
    throw result;
  });
  expect(thrownBy(() => readProfileSync(path)).message).toBe(message);
  return message.replaceAll(path, 'FILE').replaceAll(dirname(path), 'FOLDER');
}

test('without a file, the checklist as it is', async () => {
  const { checklist, tier } = await readProfile();
  expect([checklist.off, tier]).toEqual([[], undefined]);
});

test.each<[string, unknown]>([
  ['good.yaml', `tier: Staging\nitems:\n  NET-08: error\nextraRules: ./rules.cjs\n`],
  ['good.yml', `tier: stage\nitems: {NET-08: error}\nextraRules: [./rules.cjs]\n`],
  ['good.json', { tier: 'uat', items: { 'NET-08': 'error' }, extraRules: ['rules.cjs'] }],
  ['good.cjs', `module.exports = { tier: 'staging', items: { 'NET-08': 'error' }, extraRules: [${RULE}] };`],
  ['good.js', `exports.tier = 'staging'; exports.items = { 'NET-08': 'error' }; exports.extraRules = './rules.cjs';`],
  [
    'default.js',
    `exports.__esModule = true; exports.default = { tier: 'stage', items: { 'NET-08': 'error' }, extraRules: [${RULE}] };`,
  ],
])('%s', async (name, content) => {
  written('profiles/rules.cjs', `module.exports = [${RULE}];`);
  const path = written(`profiles/${name}`, content);
  const { profile, checklist, tier } = await readProfile(path);
  expect(profile.items).toEqual({ 'NET-08': 'error' });
  expect(profile.extraRules?.map(({ id }) => id)).toEqual(['ACME-01']);
  expect(JSON.stringify(readProfileSync(path))).toBe(JSON.stringify({ profile, checklist, tier }));
  expect(tier).toBe('staging');
  expect(checklist.items['NET-08']?.severity).toBe('error');
  expect(checklist.rules).toHaveProperty('ACME-01');
});

const SEE = '\n  fix: see docs/profile.md';
const ITEMS = "see docs/profile.md; an item is 'error', 'warning', { severity, tiers } or { off: 'why' }";

test.each(['', '# nothing yet\n', '---\n# nothing yet\n\n  # nor here\n...\n'])(
  'a file that says nothing changes nothing: %j',
  async (text) => {
    const path = written('profiles/blank.yaml', text);
    const plain = JSON.stringify(await readProfile());
    const { profile, checklist, tier } = await readProfile(path);
    expect(JSON.stringify({ profile: {}, checklist, tier })).toBe(plain);
    expect(profile).toEqual({ items: {}, extraRules: [] });
    expect(readProfileSync(path).profile).toEqual(profile);
    const template = written('profiles/queue.json', { Resources: { Q: { Type: 'AWS::SQS::Queue' } } });
    expect(await run(['check', template, '--config', path])).toEqual(await run(['check', template]));
  },
);

test('everything that is wrong, in one message', async () => {
  const said = await refusal(
    'wrong.yaml',
    'teir: x\ntier: prd\nitems: {NET-99: error, COST-02: off}\nextraRules: [gone.cjs, rules.ts]\n',
  );
  expect(said).toBe(`FILE has 6 problems:
  teir is not known; did you mean 'tier'?
  tier must be one of production, prod, live, staging, stage, uat, development, dev, test, sandbox, got 'prd'
  FOLDER/gone.cjs is not there
  FOLDER/rules.ts must be a module that ends in .js, .cjs, .mjs
  items.NET-99 is no item of the checklist; did you mean NET-01?
  items.COST-02 is off without a reason; write { off: 'why' }
  fix: a path in a configuration starts from its folder; compile TypeScript first; ${ITEMS}`);
});

test.each<[string, unknown, string]>([
  ['list.yaml', '- a\n', `FILE has 1 problem:\n  it must be a map of tier, items, extraRules, got a list`],
  ['null.json', 'null', `FILE has 1 problem:\n  it must be a map of tier, items, extraRules, got null`],
  ['items.json', { items: [] }, `FILE has 1 problem:\n  items must be a map, got []\n  fix: ${ITEMS}`],
  ['extra.json', { extraRules: 7 }, `FILE has 1 problem:\n  extraRules must be a list${SEE}`],
  ['extra-nothing.yaml', 'extraRules: [~]\n', `FILE has 1 problem:\n  extraRules.0 must be a rule, got null${SEE}`],
  [
    'extra-nothings.json',
    { items: { 'ACME-01': 'error' }, extraRules: [null, 7] },
    `FILE has 3 problems:
  items.ACME-01 is no item of the checklist; did you mean CFG-01?
  extraRules.0 must be a rule, got null
  extraRules.1 must be a rule, got 7
  fix: ${ITEMS}`,
  ],
  [
    'gone.yaml',
    'extraRules: gone.cjs\n',
    `FILE has 1 problem:\n  FOLDER/gone.cjs is not there\n  fix: a path in a configuration starts from its folder`,
  ],
  [
    'proto.json',
    '{"__proto__": 1}',
    `FILE has 1 problem:\n  __proto__ is not known; allowed: tier, items, extraRules${SEE}`,
  ],
  [
    'tier.json',
    { tier: 7 },
    `FILE has 1 problem:\n  tier must be one of production, prod, live, staging, stage, uat, development, dev, test, sandbox, got 7${SEE}`,
  ],
])('%s', async (name, content, says) => {
  expect(await refusal(name, content)).toBe(says);
});

test('a module that exports no rules', async () => {
  written('profiles/none.cjs', 'module.exports = { rules: [] };');
  expect(await refusal('none.yaml', 'extraRules: none.cjs\n')).toBe(
    `FILE has 1 problem:\n  extraRules: none.cjs must export a list of rules, or one named extraRules${SEE}`,
  );
});

test('a module that throws', async () => {
  written('profiles/thrown.cjs', "throw new TypeError('no such luck');");
  expect(await refusal('thrown.yaml', 'extraRules: thrown.cjs\n')).toBe(
    `FILE has 1 problem:\n  FOLDER/thrown.cjs cannot be loaded: no such luck\n  fix: mend the module`,
  );
});

test('files that are none', async () => {
  expect(await refusal('broken.json', '{')).toBe(
    'FILE has 1 problem:\n  1:2 not valid JSON: it ends where key or } is expected\n  fix: mend the JSON',
  );
  expect(await refusal('profile.toml', 'x')).toBe(
    'FILE must be a profile that ends in .json, .yaml, .yml, .js, .cjs, .mjs\n  fix: write it as YAML, or compile TypeScript first',
  );
});

test('check judges by it, and a rule that fails itself is a finding', async () => {
  written(
    'profiles/failing.cjs',
    `module.exports = [${RULE.replace('=> undefined', "=> { throw new Error('no luck'); }")}];`,
  );
  const config = written('profiles/failing.yaml', 'extraRules: failing.cjs\n');
  const path = written('profiles/open.json', {
    Description: 'x',
    Resources: { Data: { Type: 'AWS::S3::Bucket' }, Wait: { Type: 'AWS::CloudFormation::WaitConditionHandle' } },
  });
  const { code, printed } = await run(['check', path, '--json', '--config', config]);
  const { broken } = JSON.parse(printed) as { broken: { id: string; resource: string; error: string }[] };
  expect(code).toBe(1);
  expect(broken).toMatchObject([{ id: 'Seaworthy::ACME-01', resource: 'Data' }]);
  expect(broken[0]?.error).toContain('no luck');
});
