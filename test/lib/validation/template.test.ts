import { type InstalledEngine, installedEngine } from '../../../lib/validation/installed-engine';
import { keyOf, type RuleSources, type Template } from '../../../lib/validation/template';

const ENGINE: InstalledEngine = {
  version: '1.14.0',
  identity: ['1.14.0', 9_000_000, '2.276.0', 'digest of the plugin'],
  defaultRules: [
    { file: 'always.rego', types: null, digest: 'a' },
    { file: 'fleet.rego', types: ['AWS::GameLift::Fleet'], digest: 'b' },
  ],
};
const TEMPLATE: Template = {
  given: {
    stackConstructPath: 'Production/Orders',
    templatePath: '/out/Orders.template.json',
    accountId: '111122223333',
    region: 'eu-west-1',
  },
  stackConstructPath: 'Production/Orders',
  templatePath: '/out/Orders.template.json',
  digest: 'content',
  types: new Set(),
};

interface Change {
  readonly template?: Partial<Template>;
  readonly given?: Partial<Template['given']>;
  readonly types?: string[];
  readonly engine?: Partial<InstalledEngine>;
  readonly rules?: RuleSources;
}

function key({ template, given, types = [], engine, rules = {} }: Change = {}): string {
  const changed = { ...TEMPLATE, ...template, given: { ...TEMPLATE.given, ...given } };
  return keyOf(changed, new Set(types), { ...ENGINE, ...engine }, rules);
}

const FLEET = ['AWS::GameLift::Fleet'];
const RULE = { name: 'own', content: 'package own' };

test.each<[string, Change]>([
  ['the content', { template: { digest: 'other content' } }],
  ['the file name', { given: { templatePath: '/out/Payments.template.json' } }],
  ['the account', { given: { accountId: '444455556666' } }],
  ['an unknown account', { given: { accountId: undefined } }],
  ['the region', { given: { region: 'eu-central-1' } }],
  ['an unknown region', { given: { region: undefined } }],
  ['the version of the engine', { engine: { identity: ['1.14.1', 9_000_000, '2.276.0', 'digest of the plugin'] } }],
  ['the size of the engine', { engine: { identity: ['1.14.0', 9_000_001, '2.276.0', 'digest of the plugin'] } }],
  ['the version of aws-cdk-lib', { engine: { identity: ['1.14.0', 9_000_000, '2.277.0', 'digest of the plugin'] } }],
  ["the CDK's plugin", { engine: { identity: ['1.14.0', 9_000_000, '2.276.0', 'patched'] } }],
  ['the content of a default rule', { engine: { defaultRules: [{ file: 'always.rego', types: null, digest: 'c' }] } }],
  ['rules that another template brings', { types: FLEET }],
  ['leaving out default rules', { rules: { includeDefaultRules: false } }],
  ['a Rego rule', { rules: { regoRules: [RULE] } }],
  ['an empty list of Rego rules', { rules: { regoRules: [] } }],
  ['a Guard rule', { rules: { guardRules: [RULE] } }],
])('%s makes another key', (_what, change) => {
  expect(key(change)).not.toBe(key());
});

test.each<[string, Change]>([
  ['the folder', { given: { templatePath: '/elsewhere/Orders.template.json' } }],
  ['the path of the stack', { given: { stackConstructPath: 'Staging/Orders' } }],
  ['types that bring no rules', { types: ['AWS::SQS::Queue'] }],
  ['saying that default rules count', { rules: { includeDefaultRules: true } }],
])('%s makes no other key', (_what, change) => {
  expect(key(change)).toBe(key());
});

test('a key names a file', () => {
  expect(key()).toMatch(/^[0-9a-f]{64}$/);
});

test('the installed engine is read with its version, that of the CDK, and the rules of the CDK', () => {
  const engine = installedEngine();
  expect(engine?.version).toMatch(/^\d+\.\d+\.\d+$/);
  expect(engine?.identity).toEqual([
    engine?.version,
    expect.any(Number),
    expect.stringMatching(/^2\.\d+\.\d+$/),
    expect.stringMatching(/^[0-9a-f]{64}$/),
  ]);
  expect(engine?.defaultRules.map(({ file }) => file)).toContain('gamelift-fleet.rego');
});
