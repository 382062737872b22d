import { RemovalPolicy, Stack } from 'aws-cdk-lib';
import { Match } from 'aws-cdk-lib/assertions';
import { Key } from 'aws-cdk-lib/aws-kms';
import { RetentionDays } from 'aws-cdk-lib/aws-logs';
import type { SeaworthyError } from '../../../constructs/core/errors';
import { Tier } from '../../../constructs/core/tier';
import { ApplicationLogs } from '../../../constructs/observability/application-logs';
import { LogArchive } from '../../../constructs/observability/log-archive';
import { nagFindings } from '../../_helpers/nag';
import { FLAG_SETS, PLACE, templateOf, testStack, testStage } from '../../_helpers/stack';

const ID = 'LogsGroupC0AB86A9';

describe.each(FLAG_SETS)('with %s', (_, flags) => {
  test.each([
    [Tier.PRODUCTION, 90, 'Retain', true],
    [Tier.STAGING, 30, 'Retain', false],
    [Tier.DEVELOPMENT, 7, 'Delete', false],
  ])('in %s events stay for %d days, the log group: %s, protected: %s', (tier, days, removal, isProtected) => {
    const stack = testStack({ tier, flags });
    new ApplicationLogs(stack, 'Logs');
    expect(templateOf(stack).findResources('AWS::Logs::LogGroup')[ID]).toMatchObject({
      Properties: { RetentionInDays: days, DeletionProtectionEnabled: isProtected },
      DeletionPolicy: removal,
      UpdateReplacePolicy: removal,
    });
  });

  test('it goes on to the archive of the environment, and nag is content', () => {
    const stage = testStage({ flags });
    const [platform, service] = ['Platform', 'Service'].map((id) => new Stack(stage, id)) as [Stack, Stack];
    const archive = LogArchive.of(platform);
    const logs = new ApplicationLogs(service, 'Logs');
    templateOf(service).hasResourceProperties('AWS::Logs::SubscriptionFilter', {
      LogGroupName: { Ref: ID },
      FilterPattern: '',
    });
    expect(logs.subscription.node.scope).toBe(logs.logGroup);
    expect(LogArchive.of(service)).toBe(archive);
    expect(nagFindings(service)).toEqual([]);
  });
});

test('name, retention, key, archive and removal are the user’s to choose', () => {
  const stack = testStack();
  const archive = new LogArchive(stack, 'Mine');
  const keyArn = `arn:aws:kms:eu-west-1:${PLACE.account}:key/11111111-2222-3333-4444-555555555555`;
  new ApplicationLogs(stack, 'Logs', {
    logGroupName: 'aws-waf-logs-orders',
    retention: RetentionDays.ONE_YEAR,
    encryptionKey: Key.fromKeyArn(stack, 'Key', keyArn),
    archive,
    removalPolicy: RemovalPolicy.DESTROY,
    deletionProtection: false,
  });
  const template = templateOf(stack);
  template.hasResource('AWS::Logs::LogGroup', {
    Properties: Match.objectLike({
      LogGroupName: 'aws-waf-logs-orders',
      RetentionInDays: 365,
      KmsKeyId: keyArn,
      DeletionProtectionEnabled: false,
    }),
    DeletionPolicy: 'Delete',
  });
  template.resourceCountIs('AWS::KinesisFirehose::DeliveryStream', 1);
});

test('protection of a log group that is to go with its stack is refused', () => {
  const make = () => new ApplicationLogs(testStack(), 'Logs', { removalPolicy: RemovalPolicy.DESTROY });
  let code: string | undefined;
  try {
    make();
  } catch (error) {
    code = (error as SeaworthyError).code;
  }
  expect(code).toBe('ProtectedButDestroyed');
  expect(make).toThrow(
    'deletionProtection must be false where removalPolicy is destroy, got true: the stack could not go\n' +
      '  at: Test/Stack/Logs',
  );
});
