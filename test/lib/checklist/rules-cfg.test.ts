import { Tier } from '../../../constructs/core/tier';
import { rollsOutGradually } from '../../../lib/checklist/rules/cfg-delivery';
import { TemplateIndex } from '../../../lib/checklist/template-index';
import { outcomes, templates, testItem, type Resources } from './judging';

const KEY = ['AKIA', 'QWERTYUIOPASDFGH'].join('');
const it = (Type: string, Properties: object = {}) => ({ It: { Type, Properties } });
const lambda = (Variables: object) => it('AWS::Lambda::Function', { Environment: { Variables } });
const task = (Name: string, Value: unknown) =>
  it('AWS::ECS::TaskDefinition', { ContainerDefinitions: [{ Environment: [{ Name, Value }] }] });
const userData = (UserData: unknown) => it('AWS::EC2::LaunchTemplate', { LaunchTemplateData: { UserData } });
const withParameter = (Parameters: object) =>
  templates({
    body: { Parameters, Resources: it('AWS::RDS::DBInstance', { MasterUserPassword: { Ref: 'Password' } }) },
  });
const script = (line: string) => userData({ 'Fn::Base64': { 'Fn::Join': ['\n', ['#!/bin/bash', line]] } });

testItem('CFG-01', {
  on: 'It',
  meets: {
    'the name of a secret': lambda({ DB_SECRET_NAME: 'orders/database', DB_SECRET_ARN: 'arn:aws:x', TABLE: 'orders' }),
    'a reference': { ...lambda({ DB_PASSWORD: { Ref: 'Secret' } }), Secret: { Type: 'AWS::SecretsManager::Secret' } },
    'two dynamic references with a separator': lambda({
      DB_SECRET: '{{resolve:secretsmanager:a:SecretString:user}}:{{resolve:secretsmanager:a:SecretString:password}}',
    }),
    'an ARN that is put together': lambda({ DB_SECRET: { 'Fn::Sub': 'arn:${AWS::Partition}:secretsmanager:x:y:z' } }),
    'a path of a parameter': lambda({ API_TOKEN: '/orders/token' }),
    'numbers and booleans': lambda({ TOKEN_SECONDS: '300', USE_TOKEN: 'true' }),
    'a dynamic reference': it('AWS::RDS::DBInstance', {
      MasterUserPassword: '{{resolve:secretsmanager:orders:SecretString:password}}',
    }),
    'a dynamic reference in pieces': {
      ...it('AWS::RDS::DBInstance', {
        MasterUserPassword: {
          'Fn::Join': ['', ['{{resolve:secretsmanager:', { Ref: 'Secret' }, ':SecretString:password::}}']],
        },
      }),
      Secret: { Type: 'AWS::SecretsManager::Secret' },
    },
    'a script that asks for it': script('export DB_PASSWORD=$(aws secretsmanager get-secret-value)'),
    'a variable of the same script, behind an export': script('export STAGE=a\nDB_PASSWORD=$(cat password)'),
    'the key of the documentation': lambda({ EXAMPLE: 'AKIAIOSFODNN7EXAMPLE' }),
  },
  breaks: {
    'an environment variable': lambda({ DB_PASSWORD: 'hunter2' }),
    'a literal with a reference attached': {
      ...lambda({ DB_PASSWORD: { 'Fn::Sub': 's3cr3tLiteral-${Queue}' } }),
      Queue: { Type: 'AWS::SQS::Queue' },
    },
    'a literal behind a dynamic reference': lambda({ DB_PASSWORD: '{{resolve:ssm:/salt}}hunter2' }),
    'a literal before a parameter': lambda({ DB_PASSWORD: { 'Fn::Sub': 'hunter2${Salt}' } }),
    'an environment variable, put together': lambda({ ApiKey: { 'Fn::Join': ['', ['abc', 'def']] } }),
    'an environment variable in one branch': lambda({
      AUTH_TOKEN: { 'Fn::If': ['Is', { Ref: 'AWS::NoValue' }, 'hunter2'] },
    }),
    'a container': task('private_key', '-----BEGIN'),
    'a parameter of Systems Manager': it('AWS::SSM::Parameter', {
      Type: 'String',
      Name: '/orders/db-passwd',
      Value: 'hunter2',
    }),
    'a database': it('AWS::RDS::DBCluster', { MasterUserPassword: 'hunter22' }),
    'the default of a parameter': withParameter({ Password: { Type: 'String', Default: 'hunter22', NoEcho: true } }),
    'user data': script('export DB_PASSWORD="hunter2"'),
    'the second variable of an export': script('export STAGE="a b" DB_PASSWORD=hunter2'),
    'an export over two lines': script('export STAGE=a \\\n  DB_PASSWORD=hunter2'),
    'the default of a parameter in user data': templates({
      body: {
        Parameters: { Password: { Type: 'String', Default: 'hunter22', NoEcho: true } },
        Resources: userData({ 'Fn::Base64': { 'Fn::Sub': '#!/bin/bash\nexport DB_PASSWORD=${Password}\n' } }),
      },
    }),
    'user data that is encoded': userData(Buffer.from('#!/bin/bash\nexport API_KEY=abcdef\n').toString('base64')),
    'an access key under any name': lambda({ THING: KEY }),
    'an access key in two halves': lambda({ THING: { 'Fn::Join': ['', [KEY.slice(0, 9), KEY.slice(9)]] } }),
    'an access key anywhere': it('AWS::CloudFront::Distribution', { Comment: { 'Fn::Sub': `key ${KEY}` } }),
  },
  undecided: { 'a parameter without a default': withParameter({ Password: { Type: 'String', NoEcho: true } }) },
  ignores: { 'a function without variables': it('AWS::Lambda::Function'), 'something else': it('AWS::SQS::Queue') },
});

testItem('CFG-01', {
  on: null,
  meets: {},
  breaks: { 'an access key in an output': templates({ body: { Outputs: { Key: { Value: KEY } } } }) },
});

test('the finding does not repeat the credential', () => {
  const [finding] = outcomes('CFG-01', lambda({ DB_PASSWORD: 'hunter2' }));
  expect(JSON.stringify(finding)).not.toContain('hunter2');
  expect(finding?.found).toBe('DB_PASSWORD is a literal of 7 characters');
});

test('the finding says where an access key stands', () => {
  const tagged = it('AWS::S3::Bucket', {
    Tags: [
      { Key: 'a', Value: 'b' },
      { Key: 'key', Value: `of ${KEY}` },
    ],
  });
  expect(outcomes('CFG-01', tagged).map(({ locations }) => locations)).toEqual([['Properties.Tags.1.Value']]);
});

const profile = (properties: object) => it('AWS::AppConfig::ConfigurationProfile', properties);
const schema = { Type: 'JSON_SCHEMA', Content: '{}' };
const nothing = { Ref: 'AWS::NoValue' };

testItem('CFG-02', {
  on: 'It',
  meets: {
    'a schema': profile({ Type: 'AWS.Freeform', Validators: [schema] }),
    'feature flags': profile({ Type: 'AWS.AppConfig.FeatureFlags' }),
    'feature flags through a join': profile({ Type: { 'Fn::Join': ['.', ['AWS', 'AppConfig', 'FeatureFlags']] } }),
    'a function': profile({ Validators: [{ Type: 'LAMBDA', Content: { 'Fn::GetAtt': ['Function', 'Arn'] } }] }),
    'feature flags in one branch, a schema in the other': profile({
      Type: { 'Fn::If': ['IsFlags', 'AWS.AppConfig.FeatureFlags', 'AWS.Freeform'] },
      Validators: { 'Fn::If': ['IsFlags', nothing, [schema]] },
    }),
    'unknown validators of feature flags': profile({
      Type: 'AWS.AppConfig.FeatureFlags',
      Validators: { Ref: 'Validators' },
    }),
  },
  breaks: {
    nothing: profile({}),
    'an empty list': profile({ Type: 'AWS.Freeform', Validators: [] }),
    'a validator that is left out in one branch': profile({ Validators: [{ 'Fn::If': ['IsProd', schema, nothing] }] }),
    'another type through a parameter': templates({
      body: {
        Parameters: { Type: { Type: 'String', AllowedValues: ['AWS.Freeform'] } },
        Resources: profile({ Type: { Ref: 'Type' } }),
      },
    }),
    'all of them left out': profile({ Validators: [nothing, null] }),
  },
  undecided: {
    'validators from a parameter': profile({ Validators: { Ref: 'Validators' } }),
    'a type from a parameter': profile({ Type: { Ref: 'Type' } }),
  },
  ignores: { 'a hosted version': it('AWS::AppConfig::HostedConfigurationVersion', {}) },
});

test('CFG-02 says both ways out', () => {
  const [finding] = outcomes('CFG-02', profile({}));
  expect(finding).toMatchObject({
    found: 'Validators is empty; Type is not set',
    expected: 'at least one validator or Type AWS.AppConfig.FeatureFlags',
    locations: ['Properties.Validators', 'Properties.Type'],
  });
});

const part = (kind: string, Properties: object) => ({ Type: `AWS::AppConfig::${kind}`, Properties });
const deployment = (properties: object = {}) =>
  part('Deployment', {
    DeploymentStrategyId: { Ref: 'Strategy' },
    EnvironmentId: { Ref: 'Environment' },
    ...properties,
  });
const strategy = (properties: object) => part('DeploymentStrategy', { DeploymentDurationInMinutes: 10, ...properties });
const environment = (Monitors?: unknown) => part('Environment', { Name: 'live', Monitors });
const alarm = { AlarmArn: { 'Fn::GetAtt': ['Alarm', 'Arn'] } };
const rollout = (parts: Partial<Record<'Deployment' | 'Strategy' | 'Environment', object>> = {}): Resources => ({
  Deployment: deployment(),
  Strategy: strategy({ GrowthFactor: 20 }),
  Environment: environment([alarm]),
  Alarm: { Type: 'AWS::CloudWatch::Alarm' },
  ...parts,
});
const strategyOf = (properties: object) => rollout({ Strategy: strategy(properties) });
const monitoredBy = (Monitors?: unknown) => rollout({ Environment: environment(Monitors) });
const deployedWith = (DeploymentStrategyId: unknown) => rollout({ Deployment: deployment({ DeploymentStrategyId }) });
/** An environment, and in another stack the deployment that reaches it through an export. */
const fromAnotherStack = (Monitors: unknown, stage = 'prod') =>
  templates(
    {
      tags: { environment: stage },
      body: {
        Resources: { Environment: environment(Monitors) },
        Outputs: { Id: { Value: { Ref: 'Environment' }, Export: { Name: 'live' } } },
      },
    },
    {
      tags: { environment: 'prod' },
      body: {
        Resources: {
          Deployment: deployment({
            DeploymentStrategyId: 'AppConfig.AllAtOnce',
            EnvironmentId: { 'Fn::ImportValue': 'live' },
          }),
        },
      },
    },
  );

testItem('CFG-03', {
  on: 'Strategy',
  meets: {
    'a fifth at a time': strategyOf({ GrowthFactor: 20 }),
    'all at once with a bake time': strategyOf({ GrowthFactor: 100, FinalBakeTimeInMinutes: 10 }),
    'a bake time, and an unknown growth': strategyOf({ GrowthFactor: { Ref: 'Growth' }, FinalBakeTimeInMinutes: '5' }),
    'named through an attribute': {
      ...rollout(),
      Deployment: deployment({ DeploymentStrategyId: { 'Fn::GetAtt': ['Strategy', 'Id'] } }),
    },
    'all at once with a bake time, gradual without': strategyOf({
      GrowthFactor: { 'Fn::If': ['IsFast', 100, 50] },
      FinalBakeTimeInMinutes: { 'Fn::If': ['IsFast', 1, 0] },
    }),
  },
  breaks: {
    'all at once': strategyOf({ GrowthFactor: 100 }),
    'all at once with a bake time of nothing': strategyOf({ GrowthFactor: 100, FinalBakeTimeInMinutes: 0 }),
    'all at once in one branch': strategyOf({ GrowthFactor: { 'Fn::If': ['IsProd', 100, 10] } }),
    'all at once in quotes': strategyOf({ GrowthFactor: { 'Fn::Sub': '100' }, FinalBakeTimeInMinutes: nothing }),
  },
  undecided: {
    'an unknown growth': strategyOf({ GrowthFactor: { Ref: 'Growth' } }),
    'an unknown bake time': strategyOf({ GrowthFactor: 100, FinalBakeTimeInMinutes: { Ref: 'Bake' } }),
  },
  ignores: { 'a strategy that nothing uses': { Strategy: strategy({ GrowthFactor: 100 }) } },
});

testItem('CFG-03', {
  on: 'Environment',
  meets: {
    'an alarm': monitoredBy([alarm]),
    'an alarm by its name': monitoredBy([{ AlarmArn: 'arn:aws:cloudwatch:eu-west-1:111111111111:alarm:errors' }]),
    'an alarm, and a deployment in another stack': fromAnotherStack([alarm]),
  },
  breaks: {
    nothing: monitoredBy(),
    'an empty list': monitoredBy([]),
    'an alarm in one branch only': monitoredBy([{ 'Fn::If': ['IsProd', alarm, nothing] }]),
    'a monitor without an alarm': monitoredBy([{ AlarmRoleArn: 'arn:aws:iam::111111111111:role/monitor' }]),
    'nothing, and a deployment in another stack': fromAnotherStack(undefined),
  },
  undecided: { 'monitors from a parameter': monitoredBy({ Ref: 'Monitors' }) },
  ignores: {
    'an environment that nothing is deployed to': { Environment: environment() },
  },
});

testItem('CFG-03', {
  on: 'Deployment',
  meets: {
    'a strategy and an environment of the app': rollout(),
    'a canary of AWS': deployedWith('AppConfig.Canary10Percent20Minutes'),
    'all at once by AWS, with ten minutes of bake time': deployedWith('AppConfig.AllAtOnce'),
    'steps of AWS through a join': deployedWith({ 'Fn::Join': ['.', ['AppConfig', 'Linear20PercentEvery6Minutes']] }),
    'half by half': deployedWith('AppConfig.Linear50PercentEvery30Seconds'),
    'an environment in another stack': fromAnotherStack([alarm]),
  },
  breaks: {
    'no strategy': deployedWith(nothing),
    'no environment in one branch': rollout({
      Deployment: deployment({ EnvironmentId: { 'Fn::If': ['IsProd', { Ref: 'Environment' }, nothing] } }),
    }),
  },
  undecided: {
    'a strategy outside the app': deployedWith('a1b2c3d'),
    'a strategy of AWS that nobody described': deployedWith('AppConfig.Linear1PercentEveryHour'),
    'a strategy from a parameter': deployedWith({ Ref: 'StrategyId' }),
    'an environment outside the app': rollout({ Deployment: deployment({ EnvironmentId: 'e1f2g3h' }) }),
  },
});

test('CFG-03 does not bind below production', () => {
  expect(outcomes('CFG-03', strategyOf({ GrowthFactor: 100 }), { tier: Tier.DEVELOPMENT })).toEqual([]);
});

test.each([
  ['an environment of its own tier answers for itself', 'prod', 'met', 'EnvironmentId is Environment'],
  ['a deployment answers for an environment of another tier', 'test', 'missed', 'Monitors names no alarm'],
])('CFG-03: %s', (_, stage, state, found) => {
  const index = new TemplateIndex(fromAnotherStack(undefined, stage));
  const [one] = index.ofType('AWS::AppConfig::Deployment').map((resource) => rollsOutGradually(resource, index));
  expect(one?.state).toBe(state);
  expect(one?.found).toContain(found);
  expect(one?.locations).toContain('Properties.EnvironmentId');
});
