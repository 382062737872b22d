import { mkdirSync, mkdtempSync, readdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { basename, join } from 'node:path';
import { App, CloudFormationValidatePlugin, type IPolicyValidationPlugin } from 'aws-cdk-lib';
import fc from 'fast-check';
import { IncrementalValidation, type IncrementalValidationProps } from '../../../lib/validation/incremental-validation';
import { type Diagnostic, engine, resetEngine, useEngineDouble } from './engine-double';

useEngineDouble();

let folder: string;
let cache: string;

beforeEach(() => {
  folder = mkdtempSync(join(tmpdir(), 'seaworthy-validation-'));
  cache = join(folder, 'cache');
  resetEngine();
});

afterEach(() => rmSync(folder, { recursive: true, force: true }));

interface Written {
  readonly name: string;
  readonly says?: readonly Diagnostic[];
  readonly types?: readonly string[];
  readonly account?: string;
  readonly region?: string;
}

const OPEN_PORT: Diagnostic = {
  ruleId: 'W2508',
  severity: 'WARN',
  message: 'Port 22 is open',
  entity: { entityType: 'Resource', logicalId: 'Group' },
  propertyPath: 'Properties.SecurityGroupIngress.0',
  suggestedFix: 'close it',
  category: 'Security',
};
const NO_SUCH_PROPERTY: Diagnostic = { ruleId: 'F3002', severity: 'FATAL', message: 'No such property' };

function write({ name, says = [], types = [] }: Written, into = join(folder, 'out')): string {
  mkdirSync(into, { recursive: true });
  const path = join(into, `${name}.template.json`);
  const resources = Object.fromEntries(types.map((type, index) => [`R${index}`, { Type: type }]));
  writeFileSync(path, JSON.stringify({ Resources: resources, Metadata: { says } }));
  return path;
}

function judge(plugin: IPolicyValidationPlugin, templates: readonly Written[], into?: string): string {
  const stackTemplates = templates.map((one) => ({
    stackConstructPath: `Production/${one.name}`,
    templatePath: write(one, into),
    accountId: one.account,
    region: one.region,
  }));
  const templatePaths = stackTemplates.map(({ templatePath }) => templatePath);
  return JSON.stringify(plugin.validate({ stackTemplates, templatePaths, appConstruct: new App() }));
}

const incremental = (props: IncrementalValidationProps = {}) =>
  new IncrementalValidation({ cacheFolder: cache, ...props });

/** Which templates the engine is asked about when these are judged. */
function asked(templates: readonly Written[], props?: IncrementalValidationProps): string[] {
  engine.judged = [];
  judge(incremental(props), templates);
  return engine.judged.map(({ path }) => basename(path, '.template.json'));
}

const entries = () => readdirSync(cache).map((name) => join(cache, name));

test('it goes by the name of the built-in validation, so that acknowledgements keep their ids', () => {
  expect(incremental().name).toBe(CloudFormationValidatePlugin.PLUGIN_NAME);
  expect(incremental()).toBeInstanceOf(CloudFormationValidatePlugin);
});

test('what is known is not judged again, and then no engine is made', () => {
  const templates = [{ name: 'One', says: [OPEN_PORT] }, { name: 'Two' }];
  expect(asked(templates)).toEqual(['One', 'Two']);
  engine.made = [];
  expect(asked(templates)).toEqual([]);
  expect(engine.made).toEqual([]);
});

test('of several templates only the changed one is judged', () => {
  asked([{ name: 'One' }, { name: 'Two' }, { name: 'Three' }]);
  expect(asked([{ name: 'One' }, { name: 'Two', says: [OPEN_PORT] }, { name: 'Three' }])).toEqual(['Two']);
});

const diagnostics = fc.array(
  fc.record(
    {
      ruleId: fc.constantFrom('F3002', 'W2508'),
      severity: fc.constantFrom('FATAL', 'ERROR', 'WARN', 'INFO', 'DEBUG', 'OTHER'),
      message: fc.constantFrom('one', 'two', 'ümlaut "quoted"'),
      entity: fc.constantFrom(
        { entityType: 'Resource', logicalId: 'A' },
        { entityType: 'Resource', logicalId: 'B' },
        { entityType: 'Parameter', logicalId: 'P' },
      ),
      propertyPath: fc.constantFrom('Properties.X', 'Y'),
      suggestedFix: fc.constantFrom('this', 'that'),
      category: fc.constantFrom('Security', 'Structure'),
    },
    { requiredKeys: ['ruleId', 'severity', 'message'] },
  ),
  { maxLength: 6 },
);

test("a fresh and a remembered report are those of the CDK's own plugin, to the letter, whatever is known", () => {
  let run = 0;
  fc.assert(
    fc.property(fc.array(fc.tuple(diagnostics, fc.boolean()), { maxLength: 4 }), (drawn) => {
      const own = join(folder, `cache-${run++}`);
      const templates = drawn.map(([says, isKnown], index) => ({ name: `T${index}`, says, isKnown }));
      judge(
        incremental({ cacheFolder: own }),
        templates.filter(({ isKnown }) => isKnown),
        join(folder, 'elsewhere'),
      );
      const expected = judge(new CloudFormationValidatePlugin(), templates);
      expect(judge(incremental({ cacheFolder: own }), templates)).toBe(expected);
      engine.judged = [];
      expect(judge(incremental({ cacheFolder: own }), templates)).toBe(expected);
      expect(engine.judged).toEqual([]);
    }),
    { numRuns: 60 },
  );
});

test('a template with errors fails when it is fresh, and fails when it is remembered', () => {
  const templates = [{ name: 'Good' }, { name: 'Bad', says: [NO_SUCH_PROPERTY] }];
  const first = judge(incremental(), templates);
  expect(first).toContain('"success":false');
  engine.judged = [];
  expect(judge(incremental(), templates)).toBe(first);
  expect(engine.judged).toEqual([]);
});

test('what the CDK does to a report changes no other report', () => {
  const templates = [{ name: 'Bad', says: [NO_SUCH_PROPERTY] }];
  const context = {
    stackTemplates: [
      {
        stackConstructPath: 'Bad',
        templatePath: write({ name: 'Bad', says: [NO_SUCH_PROPERTY] }),
        accountId: undefined,
        region: undefined,
      },
    ],
    templatePaths: [],
    appConstruct: new App(),
  };
  const plugin = incremental();
  const before = judge(plugin, templates);
  for (let time = 0; time < 2; time++) {
    const { violations } = plugin.validate(context);
    violations.forEach((violation) => violation.violatingResources.splice(0));
    expect(judge(plugin, templates)).toBe(before);
  }
});

test('a template that differs in one byte is another template', () => {
  asked([{ name: 'One', says: [OPEN_PORT] }]);
  expect(asked([{ name: 'One', says: [{ ...OPEN_PORT, message: 'Port 23 is open' }] }])).toEqual(['One']);
});

test('account, region and file name are part of what was judged', () => {
  const one = { name: 'One', account: '111122223333', region: 'eu-west-1' };
  asked([one]);
  expect(asked([one])).toEqual([]);
  expect(asked([{ ...one, account: '444455556666' }])).toEqual(['One']);
  expect(asked([{ ...one, region: 'us-east-1' }])).toEqual(['One']);
  expect(asked([{ ...one, region: undefined }])).toEqual(['One']);
  expect(asked([{ ...one, name: 'Other' }])).toEqual(['Other']);
});

test('a changed set of rules is another judge', () => {
  const rule = { name: 'own.rego', content: 'package own' };
  const sets: IncrementalValidationProps[] = [
    {},
    { regoRules: [rule] },
    { regoRules: [{ ...rule, content: 'package own # changed' }] },
    { regoRules: [{ ...rule, name: 'other.rego' }] },
    { guardRules: [rule] },
    { guardRules: [rule], regoRules: [rule] },
  ];
  for (const set of sets) {
    expect(asked([{ name: 'One' }], set)).toEqual(['One']);
  }
  for (const set of sets) {
    expect(asked([{ name: 'One' }], set)).toEqual([]);
  }
});

test('the engine gets the rules that it was given, and those of the CDK', () => {
  const rego = { name: 'own.rego', content: 'package own' };
  const guard = { name: 'own.guard', content: 'rule own { }' };
  asked([{ name: 'One', types: ['AWS::GameLift::Fleet'] }], { regoRules: [rego], guardRules: [guard] });
  expect(engine.made.map(({ regoRules = [], guardRules }) => [regoRules.map(({ name }) => name), guardRules])).toEqual([
    [['gamelift-fleet.rego', 'own.rego'], [guard]],
  ]);
  asked([{ name: 'Two', types: ['AWS::GameLift::Fleet'] }], { includeDefaultRules: false });
  expect(engine.made[1]?.regoRules).toBeUndefined();
});

test('rules that another template brings are part of what was judged, and the engine has them', () => {
  const plain = { name: 'Plain' };
  const fleet = { name: 'Fleet', types: ['AWS::GameLift::Fleet'] };
  asked([plain]);
  expect(asked([plain, fleet])).toEqual(['Plain', 'Fleet']);
  engine.made = [];
  expect(asked([{ name: 'New' }, fleet])).toEqual(['New']);
  expect(engine.made.map(({ regoRules = [] }) => regoRules.map(({ name }) => name))).toEqual([['gamelift-fleet.rego']]);
});

test('one engine judges all templates, whatever types they bring', () => {
  asked([
    { name: 'One', types: ['AWS::SQS::Queue'] },
    { name: 'Two', types: ['AWS::SNS::Topic'] },
  ]);
  expect(engine.made).toHaveLength(1);
});

test('an engine that an earlier app left with more rules leaves no verdict behind', () => {
  const plugin = incremental();
  judge(plugin, [
    { name: 'Plain', types: ['AWS::SQS::Queue'] },
    { name: 'Fleet', types: ['AWS::GameLift::Fleet'] },
  ]);
  const before = entries().length;
  judge(plugin, [{ name: 'Other', types: ['AWS::SQS::Queue'] }]);
  expect(entries()).toHaveLength(before);
  expect(asked([{ name: 'Other', types: ['AWS::SQS::Queue'] }])).toEqual(['Other']);
});

test.each([
  ['random numbers', { regoRules: [{ name: 'own.rego', content: 'x := rand.intn("x", 9)' }] }],
  ['the time, in Rego', { regoRules: [{ name: 'own.rego', content: 'x := time.now_ns()' }] }],
  ['the time, in Guard', { guardRules: [{ name: 'own.guard', content: 'let x = now()' }] }],
])('with a rule that asks for %s nothing is remembered', (_what, props) => {
  expect(asked([{ name: 'One' }], props)).toEqual(['One']);
  expect(asked([{ name: 'One' }], props)).toEqual(['One']);
});

test('a rule that only speaks of time is remembered', () => {
  const props = { regoRules: [{ name: 'own.rego', content: '# Fails at deployment time. Now and then.' }] };
  asked([{ name: 'One' }], props);
  expect(asked([{ name: 'One' }], props)).toEqual([]);
});

test('an engine that throws is heard, and nothing is remembered', () => {
  engine.meanwhile = (path) => {
    if (path.includes('Two')) {
      throw new RangeError('unreachable');
    }
  };
  const templates = [{ name: 'One' }, { name: 'Two' }];
  expect(() => judge(incremental(), templates)).toThrow(new RangeError('unreachable'));
  expect(() => entries()).toThrow(/ENOENT/);
  engine.meanwhile = () => undefined;
  expect(asked(templates)).toEqual(['One', 'Two']);
});

test('another engine than the one installed leaves no verdict behind', () => {
  engine.version = '0.0.1';
  expect(asked([{ name: 'One', says: [NO_SUCH_PROPERTY] }])[0]).toBe('One');
  expect(() => entries()).toThrow(/ENOENT/);
});

test('a template that changes while it is judged leaves no verdict behind', () => {
  engine.meanwhile = () => write({ name: 'One', says: [OPEN_PORT] });
  judge(incremental(), [{ name: 'One', says: [NO_SUCH_PROPERTY] }]);
  expect(() => entries()).toThrow(/ENOENT/);
});

test('a finding that names the path of its template is judged anew in every folder', () => {
  const message = `Cannot read ${join(folder, 'out', 'One.template.json')}`;
  const templates = [{ name: 'One', says: [{ ...NO_SUCH_PROPERTY, message }] }];
  const expected = judge(new CloudFormationValidatePlugin(), templates);
  expect(judge(incremental(), templates)).toBe(expected);
  expect(asked(templates)).toContain('One');
});

test('where the engine of the CDK is made in another way, the CDK judges by itself', () => {
  const plugin = incremental();
  Reflect.set(plugin, 'initializeEngine', undefined);
  const validate = jest.spyOn(CloudFormationValidatePlugin.prototype, 'validate');
  validate.mockReturnValueOnce({ success: false, violations: [] });
  expect(judge(plugin, [{ name: 'One' }])).toBe('{"success":false,"violations":[]}');
  validate.mockRestore();
  expect(() => entries()).toThrow(/ENOENT/);
});

test('a report that says more than is known here is passed on whole, and not remembered', () => {
  const validate = jest.spyOn(CloudFormationValidatePlugin.prototype, 'validate');
  const report = { success: true, violations: [], metadata: { hint: 'new' } };
  validate.mockReturnValue(report);
  expect(judge(incremental(), [{ name: 'One' }])).toBe(JSON.stringify(report));
  validate.mockRestore();
  expect(() => entries()).toThrow(/ENOENT/);
});

test('a template that is not there is the business of the CDK, as ever', () => {
  const stack = { stackConstructPath: 'One', templatePath: join(folder, 'none.json'), accountId: '1', region: 'x' };
  const context = { stackTemplates: [stack], templatePaths: [stack.templatePath], appConstruct: new App() };
  expect(() => incremental().validate(context)).toThrow(/ENOENT/);
});

test('two stacks that share a file are judged each time', () => {
  const path = write({ name: 'One' });
  const stack = { stackConstructPath: 'One', templatePath: path, accountId: '1', region: 'x' };
  const stackTemplates = [stack, { ...stack, stackConstructPath: 'Two', accountId: '2' }];
  for (let time = 0; time < 2; time++) {
    engine.judged = [];
    incremental().validate({ stackTemplates, templatePaths: [], appConstruct: new App() });
    expect(engine.judged.map(({ account }) => account)).toEqual(['1', '2']);
  }
});

test('no templates, no findings, no engine', () => {
  expect(judge(incremental(), [])).toBe('{"success":true,"violations":[]}');
  expect(engine.made).toEqual([]);
});

describe('an entry that is not what was written', () => {
  const bad = { name: 'Bad', says: [NO_SUCH_PROPERTY] };

  /** The report on the bad template after its entry was changed. */
  function after(change: (text: string) => string): string {
    judge(incremental(), [bad]);
    entries().forEach((path) => writeFileSync(path, change(readFileSync(path, 'utf8'))));
    engine.judged = [];
    return judge(incremental(), [bad]);
  }

  test.each<[string, (text: string) => string]>([
    ['is empty', () => ''],
    ['is cut off', (text) => text.slice(0, -20)],
    ['is no JSON', () => 'Bad: fine'],
    ['is null', () => 'null'],
    ['says that all is well', (text) => text.replace('"success":false', '"success":true')],
    ['lost its findings', (text) => text.replace(/"findings":\[.*\]\}/, '"findings":[]}')],
    ['has another seal', (text) => text.replace(/"seal":"..../, '"seal":"0000')],
    ['has no seal', (text) => text.replace(/,"seal":"[^"]*"/, '')],
    ['comes from another version', (text) => text.replace('"format":1', '"format":0')],
  ])('and %s is judged anew and written anew', (_what, change) => {
    expect(after(change)).toContain('"success":false');
    expect(engine.judged).toHaveLength(1);
    expect(asked([bad])).toEqual([]);
  });

  test('but was copied from another template is judged anew', () => {
    judge(incremental(), [bad]);
    const [ofBad = ''] = entries();
    judge(incremental(), [{ name: 'Good' }]);
    const [ofGood = ''] = entries().filter((path) => path !== ofBad);
    writeFileSync(ofBad, readFileSync(ofGood));
    expect(judge(incremental(), [bad])).toContain('"success":false');
    writeFileSync(ofBad, readFileSync(ofGood, 'utf8').replace(basename(ofGood, '.json'), basename(ofBad, '.json')));
    expect(judge(incremental(), [bad])).toContain('"success":false');
  });
});
