import { mkdtempSync, readdirSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { App, type AppProps, CfnResource, CloudFormationValidatePlugin, Stack, Stage, Validations } from 'aws-cdk-lib';
import { Tier } from '../../../constructs/core/tier';
import type { ChecksProps } from '../../../lib/environment/checks';
import { Environment } from '../../../lib/environment/environment';
import { CACHE_VARIABLE } from '../../../lib/validation/cache-folder';
import { IncrementalValidation } from '../../../lib/validation/incremental-validation';
import { validateIncrementally } from '../../../lib/validation/validate-incrementally';
import { PLACE } from '../../_helpers/stack';
import { thrownBy } from '../../_helpers/thrown-by';
import { engine, resetEngine, useEngineDouble } from './engine-double';

useEngineDouble();

const before = { ...process.env };
let cache: string;

beforeEach(() => {
  resetEngine();
  cache = mkdtempSync(join(tmpdir(), 'seaworthy-cache-'));
  Object.assign(process.env, { [CACHE_VARIABLE]: cache, CDK_VALIDATION: 'true' });
});

afterEach(() => {
  process.env = { ...before };
  rmSync(cache, { recursive: true, force: true });
});

const isOfThisKind = (plugin: object) => plugin instanceof CloudFormationValidatePlugin;
const pluginsOf = (app: App) => app._validationPlugins.filter(isOfThisKind);

function appWithStack(props?: AppProps): App {
  const app = new App(props);
  new CfnResource(new Stack(app, 'Data', { env: PLACE }), 'Queue', { type: 'AWS::SQS::Queue' });
  return app;
}

/** An app of environments with nothing but the CDK's validation and what these checks say of it. */
function appOfEnvironments(...checks: ChecksProps[]): App {
  const app = new App();
  checks.forEach((one, index) => {
    const environment = new Environment(app, `Place${index}`, {
      tier: Tier.PRODUCTION,
      env: PLACE,
      service: 'orders',
      owner: 'team-orders',
      costCenter: '4711',
      alerts: { page: ['pager@example.com'], ticket: ['orders@example.com'] },
      checks: { checklist: false, awsSolutions: false, ...one },
    });
    new CfnResource(new Stack(environment, 'Data'), 'Queue', { type: 'AWS::SQS::Queue' });
  });
  return app;
}

test('it stands in for the built-in validation, which then does not run beside it', () => {
  const app = appWithStack();
  validateIncrementally(app);
  app.synth();
  expect(pluginsOf(app)).toEqual([expect.any(IncrementalValidation)]);
  expect(engine.judged).toHaveLength(1);
  expect(readdirSync(cache)).toHaveLength(1);
});

test('asked twice, and synthesized twice, it is there once', () => {
  const app = appWithStack();
  validateIncrementally(app);
  validateIncrementally(app);
  app.synth();
  app.synth({ force: true });
  expect(pluginsOf(app)).toHaveLength(1);
});

test.each([
  ['before', [{ includeDefaultRules: false }, undefined]],
  ['after', [undefined, { includeDefaultRules: false }]],
])('props that come %s a call without any count', (_when, calls) => {
  const [plain, app] = [appWithStack(), appWithStack()];
  validateIncrementally(plain);
  calls.forEach((props) => validateIncrementally(app, props));
  plain.synth();
  app.synth();
  expect(pluginsOf(app)).toHaveLength(1);
  expect(pluginsOf(app)[0]).not.toBe(pluginsOf(plain)[0]);
});

test('two sets of rules for one app are refused: one would be dropped', () => {
  const app = appWithStack();
  validateIncrementally(app, { includeDefaultRules: false });
  const refusal = thrownBy(() => validateIncrementally(app, { regoRules: [] }));
  expect(refusal.code).toBe('TwoSetsOfRules');
  expect(refusal.message).toBe(`validateIncrementally was given props twice for one app
  fix: give it all rules in one call`);
});

test('apps of one process share what was loaded', () => {
  const [one, other, special] = [appWithStack(), appWithStack(), appWithStack()];
  validateIncrementally(one);
  validateIncrementally(other);
  validateIncrementally(special, { includeDefaultRules: false });
  [one, other, special].forEach((app) => app.synth());
  expect(pluginsOf(one)[0]).toBe(pluginsOf(other)[0]);
  expect(pluginsOf(one)[0]).not.toBe(pluginsOf(special)[0]);
});

describe('validation that is switched off stays off', () => {
  test('by the environment, which is what --no-validation sets', () => {
    process.env['CDK_VALIDATION'] = 'false';
    const app = appWithStack();
    validateIncrementally(app);
    app.synth();
    expect(pluginsOf(app)).toEqual([]);
    expect(engine.judged).toEqual([]);
  });

  test('by the app', () => {
    const app = appWithStack({ builtinCloudFormationValidation: false });
    validateIncrementally(app);
    app.synth();
    expect(pluginsOf(app)).toEqual([]);
    expect(engine.judged).toEqual([]);
  });
});

describe.each([
  ["the CDK's plugin", () => new CloudFormationValidatePlugin()],
  ['one of this kind', () => new IncrementalValidation()],
])('where the user registers %s', (_what, make) => {
  test('before, theirs alone runs', () => {
    const app = appWithStack();
    const theirs = make();
    Validations.of(app).addPlugins(theirs);
    validateIncrementally(app);
    app.synth();
    expect(pluginsOf(app)).toEqual([theirs]);
    expect(pluginsOf(app)[0]).toBe(theirs);
    expect(engine.judged).toHaveLength(1);
  });

  test('later, theirs alone runs', () => {
    const app = appWithStack();
    const theirs = make();
    validateIncrementally(app);
    Validations.of(app).addPlugins(theirs);
    app.synth();
    expect(pluginsOf(app)[0]).toBe(theirs);
    expect(pluginsOf(app)).toHaveLength(1);
    expect(engine.judged).toHaveLength(1);
  });
});

test('a synth that skips validation of constructs leaves templates to the built-in one', () => {
  const app = appWithStack();
  validateIncrementally(app);
  app.synth({ skipValidation: true });
  expect(pluginsOf(app)).toEqual([]);
  expect(readdirSync(cache)).toEqual([]);
});

test('a stage without an app is not validated by the CDK, and not here', () => {
  const stage = new Stage(undefined as unknown as App, 'Alone');
  new Stack(stage, 'Data');
  validateIncrementally(stage);
  stage.synth();
  expect(stage._validationPlugins).toEqual([]);
});

test('templates do not show it', () => {
  const [plain, with_] = [appWithStack({ analyticsReporting: true }), appWithStack({ analyticsReporting: true })];
  validateIncrementally(with_);
  const [one, other] = [plain, with_].map((app) => app.synth().getStackByName('Data').template as object);
  expect(other).toEqual(one);
});

describe('environments', () => {
  test('have it, once however many there are', () => {
    const app = appOfEnvironments({}, {});
    app.synth();
    expect(pluginsOf(app)).toEqual([expect.any(IncrementalValidation)]);
    expect(engine.judged).toHaveLength(2);
  });

  test('go without it when they switch it off: the built-in validation runs as ever', () => {
    const app = appOfEnvironments({ incrementalValidation: false });
    app.synth();
    expect(pluginsOf(app)).toEqual([]);
    expect(engine.judged).toHaveLength(1);
    expect(readdirSync(cache)).toEqual([]);
  });

  test('have it when one of them wants it', () => {
    const app = appOfEnvironments({ incrementalValidation: false }, {});
    app.synth();
    expect(pluginsOf(app)).toHaveLength(1);
  });
});

test('what was found before is reported again, with the acknowledgement of the id that the CDK gave it', () => {
  const reports = [0, 1].map(() => {
    const app = new App({ context: { '@aws-cdk/core:failSynthOnValidationErrors': false } });
    const stack = new Stack(app, 'Data', { env: PLACE });
    stack.templateOptions.metadata = {
      says: [
        { ruleId: 'W2508', severity: 'WARN', message: 'Port 22 is open' },
        { ruleId: 'W9010', severity: 'WARN', message: 'An image by name' },
      ],
    };
    Validations.of(stack).acknowledge({ id: 'CloudFormation-Validate::W2508', reason: 'A drill' });
    validateIncrementally(app);
    return readFileSync(join(app.synth().directory, 'validation-report.json'), 'utf8');
  });
  const [plugin] = (JSON.parse(reports[1] ?? '') as { pluginReports: Record<string, unknown>[] }).pluginReports;
  expect(plugin).toMatchObject({
    pluginName: 'CloudFormation Validate',
    pluginVersion: engine.version,
    conclusion: 'success',
    violations: [{ ruleName: 'W9010', severity: 'warning' }],
    suppressedViolations: [{ ruleName: 'W2508', reason: 'A drill' }],
  });
  const untraced = reports.map((text) =>
    JSON.stringify(JSON.parse(text, (key, value: unknown) => (/StackTrace/i.test(key) ? undefined : value))),
  );
  expect(untraced[1]).toBe(untraced[0]);
  expect(engine.judged).toHaveLength(1);
});
