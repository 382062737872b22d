import { App, Duration, Stack, Token } from 'aws-cdk-lib';
import { Match } from 'aws-cdk-lib/assertions';
import { Role, ServicePrincipal } from 'aws-cdk-lib/aws-iam';
import { SeaworthyError } from '../../../constructs/core/errors';
import { Tier } from '../../../constructs/core/tier';
import { SessionAccess, type SessionAccessProps } from '../../../constructs/network/session-access';
import { Alerts } from '../../../constructs/observability/alerts';
import { nagFindings, nagWaived } from '../../_helpers/nag';
import { FLAG_SETS, templateOf, testStack, testStage } from '../../_helpers/stack';

function roleIn(stack: Stack, id = 'Role'): Role {
  return new Role(stack, id, { assumedBy: new ServicePrincipal('ec2.amazonaws.com') });
}

function refusal(props: SessionAccessProps): [string, string] {
  try {
    new SessionAccess(testStack(), 'SessionAccess', props);
  } catch (error) {
    expect(error).toBeInstanceOf(SeaworthyError);
    return [(error as SeaworthyError).code, (error as SeaworthyError).message];
  }
  throw new Error('nothing was thrown');
}

describe.each(FLAG_SETS)('session access with %s', (_, flags) => {
  const stack = testStack({ flags });
  const access = SessionAccess.of(stack);
  access.grantTo(roleIn(stack));
  const template = templateOf(stack);
  const arn = (rest: string): unknown => stack.resolve(`arn:${stack.partition}:${rest}`);
  const key = stack.resolve(access.encryptionKey.keyArn) as unknown;

  test('is a session document that records and encrypts', () => {
    template.hasResourceProperties('AWS::SSM::Document', {
      DocumentType: 'Session',
      DocumentFormat: 'JSON',
      UpdateMethod: 'NewVersion',
      Name: Match.absent(),
      Content: {
        schemaVersion: '1.0',
        sessionType: 'Standard_Stream',
        inputs: {
          cloudWatchLogGroupName: stack.resolve(access.logGroup.logGroupName) as unknown,
          cloudWatchEncryptionEnabled: true,
          cloudWatchStreamingEnabled: true,
          kmsKeyId: key,
          idleSessionTimeout: '20',
          maxSessionDuration: '240',
          runAsEnabled: false,
        },
      },
    });
  });

  test('keeps the record encrypted, for a while, and sends it to the archive', () => {
    const group = stack.resolve(access.logGroup.logGroupName) as { Ref: string };
    template.hasResource('AWS::Logs::LogGroup', {
      Properties: { KmsKeyId: key, RetentionInDays: Match.anyValue() },
      DeletionPolicy: 'Retain',
      UpdateReplacePolicy: 'Retain',
    });
    template.hasResourceProperties('AWS::Logs::SubscriptionFilter', { LogGroupName: group, FilterPattern: '' });
  });

  test('gives an instance exactly what its agent needs', () => {
    const policies = Object.values(template.findResources('AWS::IAM::Policy')).filter(({ Properties }) =>
      JSON.stringify(Properties).includes('ssmmessages'),
    );
    expect(policies).toHaveLength(1);
    expect(policies[0]?.Properties).toMatchObject({
      PolicyDocument: {
        Statement: [
          {
            Effect: 'Allow',
            Resource: '*',
            Action: [
              'ssmmessages:CreateControlChannel',
              'ssmmessages:CreateDataChannel',
              'ssmmessages:OpenControlChannel',
              'ssmmessages:OpenDataChannel',
            ],
          },
          {
            Action: 'ssm:UpdateInstanceInformation',
            Resource: arn('ec2:eu-west-1:111122223333:instance/*'),
          },
          {
            Action: 'logs:DescribeLogGroups',
            Resource: arn('logs:eu-west-1:111122223333:log-group:*'),
          },
          {
            Action: ['logs:CreateLogStream', 'logs:DescribeLogStreams', 'logs:PutLogEvents'],
            Resource: stack.resolve(access.logGroup.logGroupArn) as unknown,
          },
          { Action: 'kms:Decrypt', Resource: key },
        ],
      },
      Roles: [{ Ref: expect.stringMatching(/^Role/) as string }],
    });
  });

  test('has no finding of AwsSolutions, and waives only what AWS leaves no choice in', () => {
    expect(nagFindings(stack)).toEqual([]);
    const partition = Token.isUnresolved(stack.partition) ? '<AWS::Partition>' : stack.partition;
    const resources = ['*', ...['ec2', 'logs'].map((service) => `arn:${partition}:${service}:eu-west-1:111122223333:`)];
    expect(nagWaived(stack).filter((line) => line.includes('/Role/SessionAccess'))).toEqual([
      `AwsSolutions-IAM5[Resource::${resources[0]}] Test/Stack/Role/SessionAccess/Resource`,
      `AwsSolutions-IAM5[Resource::${resources[1]}instance/*] Test/Stack/Role/SessionAccess/Resource`,
      `AwsSolutions-IAM5[Resource::${resources[2]}log-group:*] Test/Stack/Role/SessionAccess/Resource`,
    ]);
  });

  test('its logical ids stay as they are', () => {
    const ids = ['AWS::SSM::Document', 'AWS::Logs::LogGroup'].flatMap((type) =>
      Object.keys(template.findResources(type)),
    );
    expect(ids.filter((id) => id.startsWith('SessionAccess'))).toEqual([
      'SessionAccessDocumentCABC4E0F',
      'SessionAccessLogsGroupA6F154BE',
    ]);
  });
});

describe.each(FLAG_SETS)('people, with %s', (_, flags) => {
  const stack = testStack({ flags });
  const access = SessionAccess.of(stack);
  access.grantConnect(roleIn(stack, 'Operator'));
  const arn = (rest: string): unknown => stack.resolve(`arn:${stack.partition}:${rest}`);
  const byDocumentOnly = { BoolIfExists: { 'ssm:SessionDocumentAccessCheck': 'true' } };

  test('open recorded sessions only, on instances of this service and environment, and end their own', () => {
    templateOf(stack).hasResourceProperties('AWS::IAM::Policy', {
      Roles: [{ Ref: Match.stringLikeRegexp('^Operator') }],
      PolicyDocument: {
        Statement: [
          {
            Effect: 'Allow',
            Action: 'ssm:StartSession',
            Resource: arn('ec2:eu-west-1:111122223333:instance/*'),
            Condition: {
              ...byDocumentOnly,
              StringEquals: { 'ssm:resourceTag/service': 'orders', 'ssm:resourceTag/environment': 'production' },
            },
          },
          {
            Effect: 'Allow',
            Action: 'ssm:StartSession',
            Resource: arn(`ssm:eu-west-1:111122223333:document/${access.document.ref}`),
            Condition: byDocumentOnly,
          },
          {
            Effect: 'Allow',
            Action: ['ssm:ResumeSession', 'ssm:TerminateSession'],
            Resource: arn('ssm:eu-west-1:111122223333:session/${aws:userid}-*'),
          },
          {
            Effect: 'Allow',
            Action: 'kms:GenerateDataKey',
            Resource: stack.resolve(access.encryptionKey.keyArn) as unknown,
          },
        ],
      },
    });
  });

  test('have no finding of AwsSolutions', () => {
    expect(nagFindings(stack)).toEqual([]);
  });
});

test('a stack without a place has no finding either', () => {
  const stack = new Stack(new App(), 'Anywhere');
  new Alerts(stack, 'Alerts', { page: ['pager@example.com'], ticket: ['orders@example.com'] });
  const role = roleIn(stack);
  SessionAccess.of(stack).grantTo(role);
  SessionAccess.of(stack).grantConnect(role);
  expect(nagFindings(stack)).toEqual([]);
});

test('is shared by the stacks of an environment, which take part without changing it', () => {
  const stage = testStage();
  const [platform, service] = ['Platform', 'Service'].map((id) => new Stack(stage, id)) as [Stack, Stack];
  const access = SessionAccess.of(platform);
  expect(SessionAccess.of(service)).toBe(access);
  access.grantTo(roleIn(service));
  templateOf(service).resourceCountIs('AWS::IAM::Policy', 1);
  expect(service.dependencies.map(({ node }) => node.id)).toEqual(['Platform']);
  expect(platform.dependencies).toHaveLength(0);
});

test('granting twice grants once', () => {
  const stack = testStack();
  const role = roleIn(stack);
  SessionAccess.of(stack).grantTo(role);
  expect(() => SessionAccess.of(stack).grantTo(role)).not.toThrow();
});

describe('the account default', () => {
  test('has the name that Session Manager looks for, and needs none in the command', () => {
    const stack = testStack();
    const access = new SessionAccess(stack, 'SessionAccess', { accountDefault: true });
    templateOf(stack).hasResourceProperties('AWS::SSM::Document', { Name: 'SSM-SessionManagerRunShell' });
    expect(access.startCommand('i-0abc')).toBe('aws ssm start-session --target i-0abc');
  });

  test('is not taken unless asked for, so the command names the document', () => {
    const stack = testStack();
    const access = SessionAccess.of(stack);
    expect(stack.resolve(access.startCommand('i-0abc'))).toEqual({
      'Fn::Join': ['', ['aws ssm start-session --target i-0abc --document-name ', stack.resolve(access.document.ref)]],
    });
  });
});

test('every tier records and encrypts', () => {
  for (const tier of Object.values(Tier)) {
    const stack = testStack({ tier });
    SessionAccess.of(stack);
    templateOf(stack).hasResourceProperties('AWS::SSM::Document', {
      Content: { inputs: { cloudWatchEncryptionEnabled: true, kmsKeyId: Match.anyValue() } },
    });
  }
});

test('refusals', () => {
  const at = '\n  at: Test/Stack/SessionAccess';
  expect(refusal({ idleTimeout: Duration.minutes(61) })).toEqual([
    'IdleTimeoutOutOfRange',
    `idleTimeout must be 1 to 60 whole minutes, got 1 hour 1 minute${at}`,
  ]);
  expect(refusal({ maxDuration: Duration.seconds(90) })).toEqual([
    'MaxDurationOutOfRange',
    `maxDuration must be 1 to 1440 whole minutes, got 1 minute 30 seconds${at}`,
  ]);
});
