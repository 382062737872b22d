import { plainScalar } from '../../../lib/checklist/reading/yaml-scalars';
import { parseYaml } from '../../../lib/checklist/reading/yaml-template';
import { checked, run, written } from './recording';

const bodyOf = (text: string) => parseYaml(text, 't.yaml').body;

describe('short forms', () => {
  test.each<[string, unknown]>([
    ['!Ref Queue', { Ref: 'Queue' }],
    ['!Ref AWS::Region', { Ref: 'AWS::Region' }],
    ['!Sub "${A}-${B.Arn}"', { 'Fn::Sub': '${A}-${B.Arn}' }],
    ['!Sub ["${X}", {X: !Ref Y}]', { 'Fn::Sub': ['${X}', { X: { Ref: 'Y' } }] }],
    ['!GetAtt Queue.Arn', { 'Fn::GetAtt': ['Queue', 'Arn'] }],
    ['!GetAtt Child.Outputs.Name', { 'Fn::GetAtt': ['Child', 'Outputs.Name'] }],
    ['!GetAtt [Queue, !Ref Which]', { 'Fn::GetAtt': ['Queue', { Ref: 'Which' }] }],
    ['!GetAtt Queue', { 'Fn::GetAtt': ['Queue'] }],
    ['!If [A, !Ref B, !Ref "AWS::NoValue"]', { 'Fn::If': ['A', { Ref: 'B' }, { Ref: 'AWS::NoValue' }] }],
    ['!Join [",", [a, !Ref B]]', { 'Fn::Join': [',', ['a', { Ref: 'B' }]] }],
    ['!Select [0, !GetAZs ""]', { 'Fn::Select': [0, { 'Fn::GetAZs': '' }] }],
    ['!Split [",", a]', { 'Fn::Split': [',', 'a'] }],
    ['!FindInMap [M, !Ref A, b]', { 'Fn::FindInMap': ['M', { Ref: 'A' }, 'b'] }],
    ['!Base64 text', { 'Fn::Base64': 'text' }],
    ['!Cidr ["10.0.0.0/16", 6, 8]', { 'Fn::Cidr': ['10.0.0.0/16', 6, 8] }],
    ['!ImportValue name', { 'Fn::ImportValue': 'name' }],
    ['!Condition A', { Condition: 'A' }],
    [
      '!And [!Condition A, !Not [!Equals [!Ref B, yes]]]',
      { 'Fn::And': [{ Condition: 'A' }, { 'Fn::Not': [{ 'Fn::Equals': [{ Ref: 'B' }, true] }] }] },
    ],
    ['!Or [!Condition A]', { 'Fn::Or': [{ Condition: 'A' }] }],
    [
      '!Transform {Name: AWS::Include, Parameters: {Location: s3://b}}',
      { 'Fn::Transform': { Name: 'AWS::Include', Parameters: { Location: 's3://b' } } },
    ],
    ['!Length [1, 2]', { 'Fn::Length': [1, 2] }],
    ['!ToJsonString {a: 1}', { 'Fn::ToJsonString': { a: 1 } }],
    ['!ForEach [N, [a], {"X${N}": 1}]', { 'Fn::ForEach': ['N', ['a'], { 'X${N}': 1 }] }],
    ['!Ref 012', { Ref: '012' }],
    ['!Sub |\n    echo ${A}\n    exit', { 'Fn::Sub': 'echo ${A}\nexit\n' }],
  ])('%s', (text, value) => {
    expect(bodyOf(`A: ${text}\n`)).toEqual({ A: value });
  });
});

describe('plain scalars as CloudFormation reads them', () => {
  test.each<[string, unknown, string?]>([
    ['yes', true],
    ['Off', false],
    ['TRUE', true],
    ['y', 'y'],
    ['N', 'N'],
    ['', null],
    ['~', null],
    ['2010-09-09', '2010-09-09'],
    ['2026-11-20T10:00:00Z', '2026-11-20T10:00:00Z'],
    ['12', 12],
    ['-12', -12],
    ['1_000', 1000],
    ['111122223333', 111122223333],
    ['99999999999999999999', '99999999999999999999'],
    ['012345678901', 12345678901, '012345678901 is read as the number 12345678901'],
    ['0123', 83, '0123 is read as the octal number 83'],
    ['0o17', '0o17'],
    ['0x1F', 31],
    ['0b101', 5],
    ['22:22', 1342, '22:22 is read as the number 1342, to the base of 60'],
    ['16.4', 16.4],
    ['5.10', 5.1],
    ['1.0', '1.0'],
    ['1e3', 1000],
    ['.inf', '.inf'],
    ['1.2.3', '1.2.3'],
    ['10.0.0.0/16', '10.0.0.0/16'],
    ['t3.micro', 't3.micro'],
  ])('%s', (...[text, value, trap]) => {
    expect(plainScalar(text)).toEqual({ value, trap: typeof trap === 'string' ? trap : undefined });
  });

  test('what stands in quotes, in a block or behind a tag stays text', () => {
    expect(bodyOf(`a: '012'\nb: "yes"\nc: !!str 12\nd: |\n  12\ne: ! 12\n`)).toEqual({
      a: '012',
      b: 'yes',
      c: '12',
      d: '12\n',
      e: '12',
    });
  });

  test('keys are what is written', () => {
    expect(bodyOf('on: 1\n012345678901: 2\n2010-09-09: 3\nyes: 4\n"null": 5\n')).toEqual({
      on: 1,
      '012345678901': 2,
      '2010-09-09': 3,
      yes: 4,
      null: 5,
    });
  });

  test('explicit types', () => {
    expect(bodyOf('a: !!int "12"\nb: !!bool "yes"\nc: !!null ""\nd: !!map {a: 1}\n')).toEqual({
      a: 12,
      b: true,
      c: null,
      d: { a: 1 },
    });
  });
});

describe('aliases', () => {
  const text = 'base: &base {a: 1, b: 2}\none: *base\ntwo: {<<: *base, b: 3}\nthree: {<<: [*base, {c: 4}], a: 0}\n';

  test('they and merges are expanded, with one word on it', () => {
    const { body, notes } = parseYaml(text, 't.yaml');
    expect(body).toMatchObject({ one: { a: 1, b: 2 }, two: { a: 1, b: 3 }, three: { a: 0, b: 2, c: 4 } });
    expect(notes).toEqual(['t.yaml:2:6 aliases are expanded here; CloudFormation refuses a template that has some']);
  });
});

test('a value that reads differently from how it is written is told with its place', () => {
  expect(parseYaml('Account: 012345678901\n', 't.yaml').notes).toEqual([
    't.yaml:1:10 012345678901 is read as the number 12345678901; put it in quotes if it is none',
  ]);
});

const QUEUES = `AWSTemplateFormatVersion: 2010-09-09
Transform: [AWS::Serverless-2016-10-31, AWS::LanguageExtensions]
Resources:
  Orders:
    Type: AWS::SQS::Queue
    Properties:
      Fn::Transform: {Name: AWS::Include, Parameters: {Location: s3://bucket/queue.yaml}}
  Bare:
    Type: AWS::SQS::Queue
  Fn::ForEach::Topics:
    - Name
    - [a, b]
    - T\${Name}: {Type: AWS::SNS::Topic}
  Function:
    Type: AWS::Serverless::Function
    Properties: {Timeout: 3}
`;

describe('what CloudFormation alone expands', () => {
  const path = written('yaml/transforms.yaml', QUEUES);

  test('is told, and not guessed', async () => {
    const { code, told } = await run(['check', path, '--json']);
    expect(code).toBe(1);
    expect(told.split('\n')).toEqual([
      `note: ${path}: the transform AWS::Serverless-2016-10-31 is not expanded: what it would add or change is not judged`,
      `note: ${path}: Fn::ForEach::Topics is not expanded: what it would make is not judged`,
      `note: ${path}: Fn::Transform is not expanded: what it would make is not judged`,
    ]);
  });

  test('leaves the properties beside it undecided', async () => {
    const { findings, undecided } = await checked(path);
    const stateOf = (resource: string) => [
      findings.some((one) => one.resource === resource && one.id === 'Seaworthy::STA-04'),
      undecided.some((one) => one.resource === resource && one.id === 'Seaworthy::STA-04'),
    ];
    expect(stateOf('Bare')).toEqual([true, false]);
    expect(stateOf('Orders')).toEqual([false, true]);
  });
});

test('YAML and JSON of the same template come to the same judgement', async () => {
  const yaml = `Parameters: {Stage: {Type: String}}
Conditions: {IsLive: !Equals [!Ref Stage, live]}
Resources:
  Key: {Type: AWS::KMS::Key, Properties: {EnableKeyRotation: yes}}
  Orders:
    Type: AWS::SQS::Queue
    Properties:
      KmsMasterKeyId: !If [IsLive, !GetAtt Key.Arn, !Ref AWS::NoValue]
      SqsManagedSseEnabled: false
      RedrivePolicy: {deadLetterTargetArn: !GetAtt [Dead, Arn], maxReceiveCount: 3}
  Dead: {Type: AWS::SQS::Queue}
`;
  const { body } = parseYaml(yaml, 'same.yaml');
  const one = await checked(written('yaml/same.yaml', yaml));
  const other = await checked(written('json/same.json', body));
  const plain = ({ findings, undecided, met }: typeof one) =>
    JSON.stringify([findings, undecided, met.filter(({ id }) => id !== 'Seaworthy::PRV-05')]).replace(
      /[^"]*same\.(yaml|json)/g,
      'same',
    );
  expect(plain(one)).toBe(plain(other));
  expect(one.findings.find(({ id, resource }) => id === 'Seaworthy::SEC-02' && resource === 'Orders')).toBeDefined();
});
