import { outcomes, templates, testItem } from './judging';

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
    'user data that is encoded': userData(Buffer.from('#!/bin/bash\nexport API_KEY=abcdef\n').toString('base64')),
    'an access key under any name': lambda({ THING: KEY }),
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
