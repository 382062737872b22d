import { symlinkSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { RULES } from '../../../lib/checklist/rules';
import { checked, run, written } from './recording';

jest.setTimeout(60_000);

const QUEUE = { Type: 'AWS::SQS::Queue', Properties: { QueueName: 'orders' } };

let count = 0;
const named = (ending: string) => `hostile/${(count += 1)}.${ending}`;

async function refusal(content: unknown, ending = 'json'): Promise<string> {
  const path = written(named(ending), content);
  const { code, told, printed } = await run(['check', path]);
  expect(printed).toBe('');
  expect(code).toBe(2);
  expect(told).not.toMatch(/\n\s+at /);
  return told.replaceAll(path, 'FILE');
}

afterEach(() => {
  expect(Object.keys(Object.prototype)).toEqual([]);
  expect(({} as Record<string, unknown>).polluted).toBeUndefined();
});

describe('what is no template', () => {
  test.each([
    ['{"Resources": {"A": x}}', 'json', 'FILE has 1 problem:\n  1:21 not valid JSON: expected value, got "x}}"'],
    ['{"Resources": {},\n}', 'json', 'FILE has 1 problem:\n  2:1 not valid JSON: expected key, got "}"'],
    ['{"Resources": {"A": {', 'json', 'FILE has 1 problem:\n  1:22 not valid JSON: it ends where key or } is expected'],
    ['{"a": "b\n"}', 'json', 'FILE has 1 problem:\n  1:7 not valid JSON: expected value, got "\\"b"'],
    ['{} {}', 'json', 'FILE has 1 problem:\n  1:4 not valid JSON: expected the end, got "{}"'],
    ['', 'json', 'FILE has 1 problem:\n  1:1 not valid JSON: it ends where value is expected'],
  ])('JSON with its line and column: %j', async (text, ending, says) => {
    expect(await refusal(text, ending)).toBe(`${says}\n  fix: mend the JSON`);
  });

  test.each([
    ['', 'FILE has 1 problem:\n  it is empty'],
    ['# nothing\n', 'FILE has 1 problem:\n  it is empty'],
    ['Resources:\n\tA: 1\n', 'FILE has 1 problem:\n  2:1 not valid YAML: a tab stands where spaces are expected'],
    [
      'Resources: {A: [}\n',
      'FILE has 1 problem:\n  1:17 not valid YAML: Flow sequence in block collection must be sufficiently indented and end with a ]',
    ],
    [
      'A: b: c\n',
      'FILE has 1 problem:\n  1:4 not valid YAML: a second colon in one line; put a value that holds a colon in quotes',
    ],
    ['A: 1\n---\nB: 2\n', 'FILE has 1 problem:\n  2:1 a second document begins; a template is one document'],
    [
      'A: !Reff x\nB: !Foo y\n',
      'FILE has 2 problems:\n  1:10 "!Reff" is no short form of a function; did you mean !Ref?\n  2:9 "!Foo" is no short form of a function; did you mean !Not?',
    ],
    [
      'A: 1\nB: {C: 1, C: 2}\nA: 3\n',
      'FILE has 2 problems:\n  2:11 the key "C" stands twice in its map\n  3:1 the key "A" stands twice in its map',
    ],
    ['A: *gone\n', 'FILE has 1 problem:\n  1:4 *gone stands for nothing: no &gone is above it'],
    ['A: &a [*a]\n', 'FILE has 1 problem:\n  1:8 *a stands within what it stands for'],
    ['? [a]\n: b\n', 'FILE has 1 problem:\n  1:3 a key must be a word'],
    ['A: !!binary aGk=\n', 'FILE has 1 problem:\n  1:13 CloudFormation takes no !!binary'],
  ])('YAML with its line and column: %j', async (text, says) => {
    expect(await refusal(text, 'yaml')).toBe(`${says}\n  fix: mend the YAML`);
  });

  test.each([
    ['a list', '[1, 2]', 'yaml', 'it must be a map with Resources, got a list'],
    ['a word', 'hello', 'yaml', 'it must be a map with Resources, got "hello"'],
    ['null', 'null', 'json', 'it must be a map with Resources, got null'],
    ['a number', '12', 'json', 'it must be a map with Resources, got 12'],
    ['Resources as a list', { Resources: [] }, 'json', 'Resources must be a map, got a list'],
    ['a resource that is null', { Resources: { A: null } }, 'json', 'Resources.A must be a map with a Type, got null'],
    [
      'a resource that is a list',
      { Resources: { A: [] } },
      'json',
      'Resources.A must be a map with a Type, got a list',
    ],
    [
      'a resource without a type',
      { Resources: { A: {} } },
      'json',
      'Resources.A.Type must be a resource type like AWS::S3::Bucket, got undefined',
    ],
    [
      'properties in a list',
      { Resources: { A: { ...QUEUE, Properties: [1] } } },
      'json',
      'Resources.A.Properties must be a map, got a list',
    ],
    [
      'parameters in a list',
      { Parameters: ['a'], Resources: { A: QUEUE } },
      'json',
      'Parameters must be a map, got a list',
    ],
    [
      'a mapping without keys',
      { Mappings: { M: 'a' }, Resources: { A: QUEUE } },
      'json',
      'Mappings.M must be a map, got "a"',
    ],
  ])('%s', async (_, content, ending, problem) => {
    expect(await refusal(content, ending)).toBe(
      `FILE has 1 problem:\n  ${problem}\n  fix: write it as CloudFormation takes it`,
    );
  });

  test('everything that is wrong comes in one message', async () => {
    const said = await refusal({ Outputs: 1, Resources: { A: 1, B: { Type: 7 }, C: { Type: '' } } });
    expect(said.split('\n').slice(0, 5)).toEqual([
      'FILE has 4 problems:',
      '  Outputs must be a map, got 1',
      '  Resources.A must be a map with a Type, got 1',
      '  Resources.B.Type must be a resource type like AWS::S3::Bucket, got 7',
      '  Resources.C.Type must be a resource type like AWS::S3::Bucket, got ""',
    ]);
  });

  test('of a thousand problems twenty are shown', async () => {
    const resources = Object.fromEntries(Array.from({ length: 1000 }, (_, at) => [`R${at}`, null]));
    const said = await refusal({ Resources: resources });
    expect(said.split('\n')).toHaveLength(23);
    expect(said).toContain('FILE has 1000 problems:');
    expect(said).toContain('and 980 more');
  });

  test.each([{}, { Resources: {} }, { Resources: null }, { Description: 'x' }])('no resources: %j', async (content) => {
    expect(await refusal(content)).toBe(
      'FILE declares no resource under Resources\n  fix: name a CloudFormation template, or the folder that cdk synth writes',
    );
  });
});

describe('files', () => {
  test('other bytes than UTF-8', async () => {
    const latin = Buffer.concat([Buffer.from('Resources:\n  A: "'), Buffer.from([0xe9, 0x22])]);
    expect(await refusal(latin, 'yaml')).toBe(
      'FILE is not UTF-8 text: line 2 has other bytes\n  fix: save it as UTF-8',
    );
    expect(await refusal(Buffer.from('﻿Resources: {}', 'utf16le'), 'yaml')).toContain('is not UTF-8 text: line 1');
  });

  test('a byte order mark is no part of the text', async () => {
    const bom = '﻿';
    const { met } = await checked(written(named('json'), `${bom}${JSON.stringify({ Resources: { A: QUEUE } })}`));
    const yaml = await checked(written(named('yaml'), `${bom}Resources:\n  A:\n    Type: AWS::SQS::Queue\n`));
    expect([met.length, yaml.met.length]).toEqual([expect.any(Number), met.length]);
  });

  test('a folder named like a template', async () => {
    const path = written('hostile/x.template.json/inside.txt', 'x').replace('/inside.txt', '');
    expect(await run(['check', path])).toEqual({
      code: 2,
      printed: '',
      told: `${path} is no cloud assembly: it has no manifest.json
  fix: name the folder that cdk synth writes (cdk.out), or one template file`,
    });
  });

  test('one that cannot be read, one that is not there, one below a file', async () => {
    const loop = join(dirname(written('hostile/file', 'x')), 'loop.json');
    symlinkSync(loop, loop);
    expect((await run(['check', loop])).told).toBe(
      `${loop} cannot be read: ELOOP: too many symbolic links encountered\n  fix: check that this user may read it`,
    );
    expect((await run(['check', '/nowhere/t.json'])).told).toBe(
      '/nowhere/t.json is not there\n  fix: check the path; it starts from this folder',
    );
    const below = join(written('hostile/file', 'x'), 't.json');
    expect((await run(['check', below])).told).toBe(`${below} is not there: part of the path is no folder`);
  });

  test('one that is far too large', async () => {
    const large = Buffer.alloc(21 * 2 ** 20, ' ');
    expect(await refusal(large, 'json')).toBe(
      'FILE is larger than 20 MB\n  fix: name a template; CloudFormation takes 1 MB at most',
    );
  });

  test('a device', async () => {
    expect((await run(['check', '/dev/null'])).told).toBe('/dev/null is no file\n  fix: name a file');
  });
});

describe('depth', () => {
  const DEEP = 10_000;

  test('10,000 levels of JSON', async () => {
    const text = `{"Resources":{"A":{"Type":"AWS::SQS::Queue","Properties":{"X":${'['.repeat(DEEP)}${']'.repeat(DEEP)}}}}}`;
    expect(await refusal(text)).toBe(
      'FILE nests values more than 3500 deep\n  fix: flatten the value; CloudFormation would refuse it too',
    );
  });

  test.each([
    ['flow', `A: ${'['.repeat(DEEP)}${']'.repeat(DEEP)}`],
    ['block', `A:\n  ${'- '.repeat(DEEP)}x`],
  ])('10,000 levels of YAML, %s', async (_, text) => {
    expect(await refusal(text, 'yaml')).toMatch(
      /^FILE has 1 problem:\n {2}\d+:\d+ not valid YAML: values are nested too deep\n/,
    );
  });

  test('3,000 levels are judged', async () => {
    const text = `{"Resources":{"A":{"Type":"AWS::SQS::Queue","Properties":{"X":${'[{"a":'.repeat(1500)}1${'}]'.repeat(1500)}}}}}`;
    const { findings } = await checked(written(named('json'), text));
    expect(findings.length).toBeGreaterThan(0);
  });
});

describe('what multiplies', () => {
  test('aliases of aliases', async () => {
    const lines = Array.from(
      { length: 9 },
      (_, at) => `a${at + 1}: &a${at + 1} [${Array<string>(9).fill(`*a${at}`).join(', ')}]`,
    );
    expect(await refusal(`a0: &a0 x\n${lines.join('\n')}\n`, 'yaml')).toContain(
      'aliases of aliases stand for more than anybody can mean',
    );
  });

  const output = (name: string, value: unknown) => ({ Value: value, Export: { Name: name } });
  const twice = (value: unknown) => ({ 'Fn::Join': ['', [value, value]] });
  const bombs: Record<string, unknown> = {
    'an import of itself': {
      Outputs: { A: output('a', twice({ 'Fn::ImportValue': 'a' })) },
      Resources: { Q: { Type: 'AWS::SQS::Queue', Properties: { QueueName: { 'Fn::ImportValue': 'a' } } } },
    },
    'imports in a circle': {
      Outputs: { A: output('a', twice({ 'Fn::ImportValue': 'b' })), B: output('b', twice({ 'Fn::ImportValue': 'a' })) },
      Resources: { Q: { Type: 'AWS::SQS::Queue', Properties: { QueueName: { 'Fn::ImportValue': 'a' } } } },
    },
    'conditions that ask each other': {
      Conditions: {
        A: { 'Fn::Or': [{ Condition: 'B' }, { Condition: 'B' }, { Condition: 'A' }] },
        B: { 'Fn::Not': [{ 'Fn::And': [{ Condition: 'A' }, { Condition: 'A' }, { Condition: 'B' }] }] },
      },
      Resources: { Q: { Type: 'AWS::SQS::Queue', Properties: { KmsMasterKeyId: { 'Fn::If': ['A', 'x', 'y'] } } } },
    },
    'a condition on itself': {
      Conditions: { A: { 'Fn::Or': [{ Condition: 'A' }, { Condition: 'A' }] }, N: { 'Fn::Not': [{ Condition: 'N' }] } },
      Resources: {
        Q: {
          Type: 'AWS::SQS::Queue',
          Properties: { KmsMasterKeyId: { 'Fn::If': ['A', { 'Fn::If': ['N', 'x', 'y'] }, 'z'] } },
        },
      },
    },
    'resources that refer to one another': {
      Resources: {
        A: {
          Type: 'AWS::SQS::Queue',
          Properties: { RedrivePolicy: { deadLetterTargetArn: { 'Fn::GetAtt': ['B', 'Arn'] } } },
        },
        B: {
          Type: 'AWS::SQS::Queue',
          Properties: { RedrivePolicy: { deadLetterTargetArn: { 'Fn::GetAtt': 'A.Arn' } } },
        },
        C: {
          Type: 'AWS::EC2::SecurityGroup',
          Properties: { SecurityGroupIngress: [{ SourceSecurityGroupId: { Ref: 'C' } }] },
        },
        D: { Type: 'AWS::EC2::Subnet', Properties: { VpcId: { Ref: 'E' } } },
        E: { Type: 'AWS::EC2::VPC', Properties: { CidrBlock: { Ref: 'D' } } },
      },
    },
    'a mapping that asks itself': {
      Mappings: { M: { a: { b: { 'Fn::FindInMap': ['M', 'a', 'b'] } } } },
      Resources: { Q: { Type: 'AWS::SQS::Queue', Properties: { QueueName: { 'Fn::FindInMap': ['M', 'a', 'b'] } } } },
    },
    'thousands of branches': {
      Conditions: Object.fromEntries(
        Array.from({ length: 2000 }, (_, at) => [`C${at}`, { 'Fn::Equals': [{ Ref: `P${at}` }, 'x'] }]),
      ),
      Resources: {
        B: {
          Type: 'AWS::S3::Bucket',
          Properties: {
            Tags: Array.from({ length: 300 }, (_, at) => ({
              Key: { 'Fn::If': [`C${at % 2000}`, 'a', 'b'] },
              Value: { 'Fn::If': [`C${(at * 7) % 2000}`, 'a', 'b'] },
            })),
          },
        },
      },
    },
    'branches in branches': {
      Resources: {
        Q: {
          Type: 'AWS::SQS::Queue',
          Properties: {
            KmsMasterKeyId: Array.from({ length: 200 }, (_, at) => at).reduce<unknown>(
              (inner, at) => ({ 'Fn::If': [`C${at}`, inner, 'y'] }),
              'x',
            ),
          },
        },
      },
    },
    'a long chain of conditions': {
      Conditions: Object.fromEntries(
        Array.from({ length: 5000 }, (_, at) => [
          `C${at}`,
          { 'Fn::Or': [{ Condition: `C${at + 1}` }, { Condition: `C${at + 2}` }] },
        ]),
      ),
      Resources: { Q: { Type: 'AWS::SQS::Queue', Properties: { KmsMasterKeyId: { 'Fn::If': ['C0', 'x', 'y'] } } } },
    },
  };

  test.each(Object.entries(bombs))('%s', async (_, content) => {
    const start = performance.now();
    const { findings } = await checked(written(named('json'), content));
    expect(findings.length).toBeGreaterThan(0);
    expect(performance.now() - start).toBeLessThan(30_000);
  });
});

describe('nested stacks', () => {
  const nest = (url: string) => ({ Type: 'AWS::CloudFormation::Stack', Properties: { TemplateURL: url } });

  test('one that nests itself', async () => {
    const path = written('nest/self.json', { Resources: { Child: nest('./self.json') } });
    const { code, told } = await run(['check', path]);
    expect([code, told]).toEqual([2, `${path} is nested in itself\n  fix: break the circle self.json -> self.json`]);
  });

  test('two that nest each other', async () => {
    const path = written('nest/one.json', { Resources: { Child: nest('two.json') } });
    written('nest/two.json', { Resources: { Child: nest('one.json') } });
    expect((await run(['check', path])).told).toContain('break the circle one.json -> two.json -> one.json');
  });

  test('thirty that each nest the next one twice', async () => {
    for (let at = 0; at < 30; at += 1) {
      written(`nest/double${at}.json`, {
        Resources: { A: nest(`double${at + 1}.json`), B: nest(`double${at + 1}.json`), Q: QUEUE },
      });
    }
    const path = written('nest/double30.json', { Resources: { Q: QUEUE } });
    expect((await run(['check', path.replace('30', '0')])).told).toBe(
      'more than 2000 templates are nested in one another\n  fix: check them in parts',
    );
  });

  test('one that is not there', async () => {
    const path = written('nest/gone.json', { Resources: { Child: nest('./child.yaml'), Other: nest('other.json') } });
    const folder = dirname(path);
    expect((await run(['check', path])).told).toBe(`${path} has 2 problems:
  Resources.Child.Properties.TemplateURL names ${folder}/child.yaml, which is not there
  Resources.Other.Properties.TemplateURL names ${folder}/other.json, which is not there
  fix: put the nested template there, or name it by its URL`);
  });
});

describe('names that a prototype lends', () => {
  const NAMES = ['__proto__', 'constructor', 'toString', 'hasOwnProperty', 'prototype', 'valueOf'];
  const texts = (value: unknown) => JSON.stringify(value).replaceAll('"PROTO"', '"__proto__"');
  const keyed = (make: (name: string) => unknown) =>
    Object.fromEntries(NAMES.map((name) => [name === '__proto__' ? 'PROTO' : name, make(name)]));
  const template = texts({
    Parameters: keyed(() => ({ Type: 'String', AllowedValues: ['a', 'b'] })),
    Conditions: keyed((name) => ({ 'Fn::Equals': [{ Ref: name }, 'a'] })),
    Mappings: keyed(() => keyed(() => keyed(() => 'polluted'))),
    Outputs: keyed((name) => ({ Value: { Ref: name }, Export: { Name: name } })),
    Metadata: { Seaworthy: { tier: 'constructor', ...keyed(() => ({ polluted: true })) } },
    Resources: {
      ...keyed((name) => ({
        Type: 'AWS::S3::Bucket',
        Properties: {
          ...keyed(() => ({ polluted: true })),
          BucketName: { 'Fn::Sub': `\${${name}}-\${${name}.Arn}` },
          Tags: [{ Key: name, Value: { 'Fn::FindInMap': [name, name, name] } }],
          VersioningConfiguration: { Status: { 'Fn::If': [name, { Ref: name }, { 'Fn::GetAtt': [name, name] }] } },
          LoggingConfiguration: { DestinationBucketName: { 'Fn::ImportValue': name } },
        },
        ...keyed(() => ({ polluted: true })),
      })),
      Odd: { Type: '__proto__', Properties: { Ref: 'constructor' } },
      Odder: { Type: 'constructor' },
    },
  });

  test.each([
    ['JSON', 'json'],
    ['YAML', 'yaml'],
  ])('in %s', async (_, ending) => {
    const { findings } = await checked(written(named(ending), template));
    const buckets = new Set(findings.filter(({ id }) => id === 'Seaworthy::SEC-09').map(({ resource }) => resource));
    expect([...buckets].sort()).toEqual([...NAMES].sort());
  });

  test('as merges and in block YAML', async () => {
    const yaml = `base: &base\n  __proto__: {polluted: true}\nResources:\n  __proto__:\n    <<: *base\n    Type: AWS::SQS::Queue\n`;
    const { findings } = await checked(written(named('yaml'), yaml));
    expect(findings.some(({ resource }) => resource === '__proto__')).toBe(true);
  });
});

describe('shapes that no property has', () => {
  const types = [
    ...new Set(
      Object.values(RULES).flatMap((rule) => ('types' in rule && rule.types !== 'any' ? [...rule.types] : [])),
    ),
    'AWS::CloudWatch::Alarm',
    'AWS::CloudWatch::CompositeAlarm',
    'AWS::IAM::Role',
    'AWS::S3::BucketPolicy',
    'AWS::WAFv2::WebACLAssociation',
    'AWS::AutoScaling::ScalingPolicy',
    'AWS::ApplicationAutoScaling::ScalableTarget',
    'AWS::Unknown::Thing',
    'Custom::Anything',
    'nonsense',
  ];
  const NAMES = [
    'Tags',
    'VPCZoneIdentifier',
    'TargetGroupARNs',
    'LaunchTemplate',
    'MixedInstancesPolicy',
    'MinSize',
    'MaxSize',
    'SubnetIds',
    'Subnets',
    'SecurityGroupIngress',
    'SecurityGroupEgress',
    'ContainerDefinitions',
    'LoadBalancers',
    'NetworkConfiguration',
    'DeploymentConfiguration',
    'LoadBalancerAttributes',
    'TargetGroupAttributes',
    'DefaultActions',
    'Certificates',
    'SslPolicy',
    'BucketEncryption',
    'VersioningConfiguration',
    'LifecycleConfiguration',
    'PublicAccessBlockConfiguration',
    'PolicyDocument',
    'Policies',
    'AssumeRolePolicyDocument',
    'Statement',
    'RedrivePolicy',
    'Environment',
    'VpcConfig',
    'Timeout',
    'Runtime',
    'Metrics',
    'Dimensions',
    'AlarmActions',
    'AlarmRule',
    'DashboardBody',
    'BackupPlan',
    'BackupSelection',
    'Rules',
    'NotificationsWithSubscribers',
    'Budget',
    'Image',
    'LaunchTemplateData',
    'Validators',
    'Monitors',
    'DistributionConfig',
    'DefinitionString',
    'Definition',
    'Replicas',
    'Parameters',
    'Targets',
    'EventPattern',
    'ScheduleExpression',
    'Target',
    'RotationRules',
    'KeyPolicy',
    'DBSubnetGroupName',
    'Engine',
    'EngineVersion',
    'EnableCloudwatchLogsExports',
    'UserData',
    'BlockDeviceMappings',
    'TagSpecifications',
    'StopConditions',
    'Actions',
    'GoalValue',
    'Sli',
    'BurnRateConfigurations',
  ];
  const SHAPES: Record<string, unknown> = {
    numbers: 7,
    'negative numbers': -1.5e300,
    words: 'word',
    'empty words': '',
    true: true,
    null: null,
    'empty lists': [],
    'lists of nothing': [null, [], {}],
    'lists in lists': [[['a'], [1]], [[]]],
    'lists of numbers': [1, 2, 3],
    'empty maps': {},
    'maps of maps': { a: { b: { c: [1] } } },
    'broken intrinsics': { 'Fn::Join': 7 },
    'intrinsics with wrong arguments': { 'Fn::Select': ['x', { 'Fn::Split': [1] }] },
    'a reference to nothing': { Ref: 'Nope' },
    'a reference to itself': { 'Fn::GetAtt': ['R0', 'Arn'] },
    'a Sub of a list': { 'Fn::Sub': [1, 2, 3] },
    'a Ref of a map': { Ref: { a: 1 } },
    'an If without arms': { 'Fn::If': 'x' },
    'text that is JSON': '{"Statement": 7, "start": [1]}',
  };

  test.each(Object.entries(SHAPES))('%s everywhere', async (_, shape) => {
    const Properties = Object.fromEntries(NAMES.map((name) => [name, shape]));
    const statement = { Effect: 'Allow', Action: shape, Resource: shape, Principal: shape, Condition: shape };
    const inner = {
      PolicyDocument: { Statement: [shape, statement] },
      BackupPlan: { BackupPlanRule: [shape, { CopyActions: shape, Lifecycle: shape, ScheduleExpression: shape }] },
      ContainerDefinitions: [shape, { Image: shape, Environment: shape, LogConfiguration: shape, User: shape }],
      Rules: [shape, { Statement: shape, Transitions: shape, Status: 'Enabled' }],
      Metrics: [shape, { MetricStat: shape, Expression: shape }],
      DistributionConfig: { Origins: shape, Logging: shape, WebACLId: shape },
    };
    const resources = types.flatMap((Type, at) => [
      [
        `R${at}`,
        { Type, Properties, UpdatePolicy: shape, DeletionPolicy: shape, CreationPolicy: shape, DependsOn: shape },
      ],
      [
        `N${at}`,
        {
          Type,
          Properties: { ...inner, LaunchTemplateData: Properties },
        },
      ],
    ]);
    const path = written(named('json'), { Resources: Object.fromEntries(resources) as object });
    const { findings, met, undecided } = await checked(path);
    const ids = new Set(Object.keys(Object.fromEntries(resources) as object));
    const told = [...findings, ...met, ...undecided].flatMap(({ resource }) => resource ?? []);
    expect(told.filter((id) => !ids.has(id))).toEqual([]);
  });
});

describe('tens of thousands of problems or notes', () => {
  const MANY = 80_000;
  const times = (line: string, between = '\n', count = MANY) => Array<string>(count).fill(line).join(between);
  const queueOf = (lines: string) =>
    `Resources:\n  A:\n    Type: AWS::SQS::Queue\n    Properties:\n      X:\n${lines}\n`;
  const withinSeconds = async <T>(work: () => Promise<T>): Promise<T> => {
    const start = performance.now();
    const result = await work();
    expect(performance.now() - start).toBeLessThan(5_000);
    return result;
  };

  test.each([
    ['keys twice in JSON', 'json', () => `{"A":[{${times('"A":1', ',')}}]}`, 'has 79999 problems', '1:14 the key "A"'],
    ['keys twice in lines', 'json', () => `{${times('"A":1', ',\n')}}`, 'has 79999 problems', '2:1 the key "A"'],
    ['keys twice in YAML', 'yaml', () => times('A: 1'), 'has 79999 problems', '2:1 the key "A"'],
    [
      'tags that are none',
      'yaml',
      () => queueOf(times('      - !Foo x', '\n', 40_000)),
      'has 40000 problems',
      '6:14 "!Foo"',
    ],
    ['aliases of nothing', 'yaml', () => queueOf(times('      - *gone')), 'has 80000 problems', '6:9 *gone'],
    [
      'waivers that are none',
      'json',
      () => `{"Metadata":{"Seaworthy":{"waivers":[${times('1', ',')}]}},"Resources":{"A":{"Type":"a"}}}`,
      'has 80000 problems',
      'Metadata.Seaworthy.waivers.0 must be a map',
    ],
  ])('%s', async (_, ending, text, count, first) => {
    const told = await withinSeconds(() => refusal(text(), ending));
    const lines = told.split('\n');
    expect(lines).toHaveLength(23);
    expect(lines[0]).toBe(`FILE ${count}:`);
    expect(lines[1]).toContain(`  ${first}`);
    expect(lines[21]).toMatch(/^ {2}and (79979|79980|39980) more$/);
  });

  const noted = async (ending: string, text: string) => {
    const path = written(named(ending), text);
    const { code, told } = await withinSeconds(() => run(['check', path, '--json']));
    expect(code).toBe(1);
    return told.replaceAll(path, 'FILE').split('\n');
  };

  test('equal notes are one', async () => {
    expect(await noted('yaml', queueOf(`      - 0777\n${times('      - 0123')}\n      - 0777`))).toEqual([
      'note: FILE:6:9 0777 is read as the octal number 511; put it in quotes if it is none (and 1 more like it)',
      'note: FILE:7:9 0123 is read as the octal number 83; put it in quotes if it is none (and 79999 more like it)',
    ]);
  });

  test.each<[string, string, () => string, string, string]>([
    [
      'different numbers',
      'yaml',
      () => queueOf(Array.from({ length: MANY }, (_, at) => `      - 0${100_000 + at}9`).join('\n')),
      'note: FILE:6:9 01000009 is read as the number 1000009; put it in quotes if it is none',
      '79980',
    ],
    [
      'loops',
      'yaml',
      () =>
        `${queueOf('        - a')}${Array.from({ length: 20_020 }, (_, at) => `  Fn::ForEach::L${at}: [a]`).join('\n')}`,
      'note: FILE: Fn::ForEach::L0 is not expanded: what it would make is not judged',
      '20000',
    ],
  ])('of %s, twenty are told', async (_, ending, text, first, left) => {
    const notes = await noted(ending, text());
    expect(notes).toHaveLength(21);
    expect(notes[0]).toBe(first);
    expect(notes[20]).toBe(`note: FILE: and ${left} more`);
  });

  test('nested stacks that are elsewhere', async () => {
    const nested = Array.from({ length: 2_000 }, (_, at) => [`A${at}`, { Type: 'AWS::CloudFormation::Stack' }]);
    const notes = await noted('json', JSON.stringify({ Resources: Object.fromEntries(nested) as object }));
    expect(notes).toHaveLength(21);
    expect(notes[20]).toBe('note: FILE: and 1980 more');
  });

  test.each([
    [
      'a list',
      'json',
      () => `{"Resources":{"A":{"Type":"AWS::SQS::Queue","Properties":{"X":[${times('{},{},{}', ',')}]}}}}`,
    ],
    ['a merge', 'yaml', () => `Resources: {A: {Type: AWS::SQS::Queue, <<: [${times('{},{}', ',')}]}}`],
  ])('more members in %s than a call has arguments', async (_, ending, text) => {
    const { findings } = await withinSeconds(() => checked(written(named(ending), text())));
    expect(findings.length).toBeGreaterThan(0);
  });
});

describe('size', () => {
  const resources = Object.fromEntries(
    Array.from({ length: 3_000 }, (_, at) => [
      `Queue${at}`,
      {
        Type: 'AWS::SQS::Queue',
        Properties: {
          QueueName: { 'Fn::Sub': `\${AWS::StackName}-orders-${at}` },
          RedrivePolicy: {
            deadLetterTargetArn: { 'Fn::GetAtt': [`Queue${(at + 1) % 3_000}`, 'Arn'] },
            maxReceiveCount: 3,
          },
          Tags: [
            { Key: 'service', Value: 'orders' },
            { Key: 'owner', Value: 'team-orders' },
          ],
        },
      },
    ]),
  );

  test.each(['json', 'yaml'])(
    '1 MB of %s within seconds',
    async (ending) => {
      const text = JSON.stringify({ Resources: resources }, undefined, ending === 'json' ? 1 : 0).padEnd(2 ** 20, ' ');
      const start = performance.now();
      const { findings } = await checked(written(named(ending), text));
      expect(findings.length).toBeGreaterThan(3_000);
      expect(performance.now() - start).toBeLessThan(30_000);
    },
    60_000,
  );

  test('60,000 keys in one YAML map within seconds', async () => {
    const wide = Array.from({ length: 60_000 }, (_, at) => `  R${at}: 1`).join('\n');
    const start = performance.now();
    expect(await refusal(`Resources:\n${wide}\n`, 'yaml')).toContain('FILE has 60000 problems:');
    expect(performance.now() - start).toBeLessThan(20_000);
  }, 30_000);
});
