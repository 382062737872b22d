import { CfnResource, Duration, Stack } from 'aws-cdk-lib';
import { Match } from 'aws-cdk-lib/assertions';
import { Runtime, RuntimeFamily } from 'aws-cdk-lib/aws-synthetics';
import { bundledSource } from '../../../constructs/core/handlers';
import { Tier } from '../../../constructs/core/tier';
import { AlarmSet } from '../../../constructs/observability/alarm-set';
import { Canary, type CanaryProps } from '../../../constructs/observability/canary';
import { LogArchive } from '../../../constructs/observability/log-archive';
import { nagFindings, nagWaived } from '../../_helpers/nag';
import { FLAG_SETS, PLACE, templateOf, testStack, testStage } from '../../_helpers/stack';
import { thrownBy } from '../../_helpers/thrown-by';

const URL = 'https://orders.example.com';

function canaryIn(stack: Stack, props: Partial<CanaryProps> = {}): Canary {
  return new Canary(stack, 'Canary', { url: URL, path: '/health', ...props });
}

describe.each(FLAG_SETS)('canary under %s', (_, flags) => {
  test('asks every minute, with the address for all to read', () => {
    const stack = testStack({ flags });
    const { target } = canaryIn(stack);
    expect(target).toBe('https://orders.example.com/health');
    templateOf(stack).hasResourceProperties('AWS::Synthetics::Canary', {
      Name: Match.stringLikeRegexp('^[0-9a-z_-]{1,21}$'),
      RuntimeVersion: 'syn-nodejs-puppeteer-13.0',
      Code: { Handler: 'index.handler', Script: bundledSource('canary') },
      Schedule: { Expression: 'rate(1 minute)', RetryConfig: { MaxRetries: 1 } },
      RunConfig: {
        TimeoutInSeconds: 25,
        ActiveTracing: false,
        EnvironmentVariables: { URL: target, STATUSES: '200-299', TIMEOUT_MS: '15000' },
      },
      StartCanaryAfterCreation: true,
      ProvisionedResourceCleanup: 'AUTOMATIC',
      ResourcesToReplicateTags: ['lambda-function'],
      ArtifactConfig: { S3Encryption: { EncryptionMode: 'SSE_S3' } },
      SuccessRetentionPeriod: 31,
      FailureRetentionPeriod: 31,
      Tags: Match.arrayWith([{ Key: 'service', Value: 'orders' }]),
    });
  });

  test('leaves its artifacts in the archive', () => {
    const stack = testStack({ flags });
    const { canary } = canaryIn(stack);
    const name = nameOf(stack);
    templateOf(stack).hasResourceProperties('AWS::Synthetics::Canary', {
      ArtifactS3Location: stack.resolve(LogArchive.of(stack).bucket.s3UrlForObject(`canary/${name}`)) as object,
    });
    expect(canary.artifactsBucket).toBe(LogArchive.of(stack).bucket);
  });

  test('pages when two of three runs fail, and rolls releases back; a canary that has yet to run is no fault', () => {
    const stack = testStack({ flags });
    const { alarm } = canaryIn(stack);
    expect(AlarmSet.of(stack).rollbackAlarms).toContain(alarm);
    const template = templateOf(stack);
    template.hasResourceProperties('AWS::CloudWatch::Alarm', {
      Namespace: 'CloudWatchSynthetics',
      MetricName: 'SuccessPercent',
      Dimensions: [{ Name: 'CanaryName', Value: nameOf(stack) }],
      Statistic: 'Average',
      Period: 60,
      Threshold: 50,
      ComparisonOperator: 'LessThanThreshold',
      EvaluationPeriods: 3,
      DatapointsToAlarm: 2,
      TreatMissingData: 'ignore',
      AlarmDescription:
        'From outside, https://orders.example.com/health does not answer as it should. Runbook: docs/runbooks/canary-failing.md',
    });
    template.hasResourceProperties('AWS::CloudWatch::CompositeAlarm', {
      AlarmRule: stack.resolve(`ALARM("${alarm.alarmName}")`) as object,
      AlarmActions: [{ Ref: Match.stringLikeRegexp('AlertsPage') }],
    });
  });

  test('writes a ticket when no runs come for half an hour, and rolls nothing back', () => {
    const stack = testStack({ flags });
    const { silentAlarm, canary } = canaryIn(stack);
    expect(AlarmSet.of(stack).rollbackAlarms).not.toContain(silentAlarm);
    const template = templateOf(stack);
    template.hasResourceProperties('AWS::CloudWatch::Alarm', {
      Namespace: 'CloudWatchSynthetics',
      MetricName: 'SuccessPercent',
      Dimensions: [{ Name: 'CanaryName', Value: stack.resolve(canary.canaryName) as object }],
      Statistic: 'SampleCount',
      Period: 600,
      Threshold: 1,
      ComparisonOperator: 'LessThanThreshold',
      EvaluationPeriods: 3,
      TreatMissingData: 'breaching',
      AlarmDescription:
        'Nobody asks for https://orders.example.com/health from outside: no runs of the canary come. Runbook: docs/runbooks/canary-failing.md',
    });
    template.hasResourceProperties('AWS::CloudWatch::CompositeAlarm', {
      AlarmRule: { 'Fn::Join': ['', Match.arrayWith([stack.resolve(silentAlarm.alarmName) as object])] },
      AlarmActions: [{ Ref: Match.stringLikeRegexp('AlertsTicket') }],
    });
  });

  test('may write its own artifacts, metrics and logs, and nothing else', () => {
    const stack = testStack({ flags });
    const { logs } = canaryIn(stack);
    const { bucket } = LogArchive.of(stack);
    const name = nameOf(stack);
    const template = templateOf(stack);
    const allow = (Action: string, Resource: unknown) => ({ Effect: 'Allow', Action, Resource });
    template.hasResourceProperties('AWS::IAM::Role', {
      Policies: [
        {
          PolicyName: 'Run',
          PolicyDocument: {
            Version: '2012-10-17',
            Statement: [
              allow('s3:PutObject', stack.resolve(bucket.arnForObjects(`canary/${name}/*`))),
              allow('s3:GetBucketLocation', stack.resolve(bucket.bucketArn)),
              allow('s3:ListAllMyBuckets', '*'),
              {
                ...allow('cloudwatch:PutMetricData', '*'),
                Condition: { StringEquals: { 'cloudwatch:namespace': 'CloudWatchSynthetics' } },
              },
            ],
          },
        },
      ],
    });
    template.hasResourceProperties('AWS::IAM::Policy', {
      PolicyDocument: {
        Statement: [
          {
            Effect: 'Allow',
            Action: ['logs:CreateLogStream', 'logs:PutLogEvents'],
            Resource: stack.resolve(logs.logGroup.logGroupArn) as object,
          },
        ],
      },
    });
  });

  test('its logs end some day', () => {
    const stack = testStack({ flags });
    const { canary } = canaryIn(stack);
    templateOf(stack).hasResourceProperties('AWS::Logs::LogGroup', {
      LogGroupName: stack.resolve(`/aws/lambda/cwsyn-${nameOf(stack)}-${canary.canaryId}`) as object,
      RetentionInDays: 90,
    });
  });

  test('cdk-nag finds nothing, in one stack and across stacks', () => {
    const alone = testStack({ flags });
    canaryIn(alone);
    expect(nagFindings(alone)).toEqual([]);

    const stage = testStage({ flags });
    const [platform, service] = ['Platform', 'Service'].map(
      (id) => new Stack(stage, id, { description: 'Under test' }),
    ) as [Stack, Stack];
    LogArchive.of(platform);
    canaryIn(service);
    expect(nagFindings(service)).toEqual([]);
    expect(nagWaived(service).filter((line) => line.includes('/Canary/'))).toHaveLength(2);
  });
});

/** The name that the canary of a stack was given. */
function nameOf(stack: Stack): string {
  const canaries = Object.values(templateOf(stack).findResources('AWS::Synthetics::Canary'));
  return (canaries[0] as { Properties: { Name: string } }).Properties.Name;
}

describe('canary', () => {
  test('asks less often outside production', () => {
    for (const tier of [Tier.STAGING, Tier.DEVELOPMENT]) {
      const stack = testStack({ tier });
      canaryIn(stack);
      const template = templateOf(stack);
      template.hasResourceProperties('AWS::Synthetics::Canary', { Schedule: { Expression: 'rate(5 minutes)' } });
      template.hasResourceProperties('AWS::CloudWatch::Alarm', { MetricName: 'SuccessPercent', Period: 300 });
    }
  });

  test('keeps its log group in production only', () => {
    const policyIn = (tier: Tier) => {
      const stack = testStack({ tier });
      const { logs } = canaryIn(stack);
      const groups = templateOf(stack).findResources('AWS::Logs::LogGroup');
      return groups[stack.getLogicalId(logs.logGroup.node.defaultChild as never)]?.DeletionPolicy as string;
    };
    expect(policyIn(Tier.PRODUCTION)).toBe('Retain');
    expect(policyIn(Tier.DEVELOPMENT)).toBe('Delete');
  });

  test('the log group keeps its logical id', () => {
    const stack = testStack();
    const { logs } = canaryIn(stack);
    expect(stack.getLogicalId(logs.logGroup.node.defaultChild as never)).toMatchInlineSnapshot(
      `"CanaryLogsGroup71E9BB12"`,
    );
  });

  test('begins after what waits for its alarm, without a circle', () => {
    const stack = testStack();
    const canary = canaryIn(stack);
    const group = new CfnResource(stack, 'Group', { type: 'Test::Group' });
    group.node.addDependency(canary.alarm);
    canary.startAfter(group);
    const [found] = Object.values(templateOf(stack).findResources('AWS::Synthetics::Canary'));
    expect((found as { DependsOn: string[] }).DependsOn).toContain('Group');
  });

  test('a canary that runs each hour is silent after three', () => {
    const stack = testStack();
    canaryIn(stack, { rate: Duration.hours(1) });
    templateOf(stack).hasResourceProperties('AWS::CloudWatch::Alarm', { Statistic: 'SampleCount', Period: 3600 });
  });

  test('takes a newer runtime', () => {
    const stack = testStack();
    canaryIn(stack, { runtime: new Runtime('syn-nodejs-puppeteer-15.0', RuntimeFamily.NODEJS) });
    templateOf(stack).hasResourceProperties('AWS::Synthetics::Canary', { RuntimeVersion: 'syn-nodejs-puppeteer-15.0' });
  });

  test('is on the dashboard', () => {
    const stack = testStack();
    canaryIn(stack);
    expect(JSON.stringify(templateOf(stack).findResources('AWS::CloudWatch::Dashboard'))).toContain('SuccessPercent');
  });

  test('lives in the place of its stack', () => {
    const stack = testStack();
    expect(canaryIn(stack).canary.env).toEqual(PLACE);
  });
});

describe('refusals', () => {
  const refusal = (props: Partial<CanaryProps>) => thrownBy(() => canaryIn(testStack(), props));

  test('all that is wrong, at once', () => {
    const error = refusal({
      url: 'http://orders.example.com',
      path: 'health',
      statuses: 'ok',
      rate: Duration.seconds(90),
      timeout: Duration.seconds(5),
      retries: 3,
    });
    expect(error.code).toBe('InvalidProps');
    expect(error.message).toBe(
      '6 props are wrong:\n' +
        "  - url must be https:// and a host, like https://orders.example.com, got 'http://orders.example.com' [CanaryUrl]\n" +
        "  - path must begin with a slash and hold no space, like /health, got 'health' [CanaryPath]\n" +
        "  - statuses must list HTTP statuses and ranges, like 200-299,401, got 'ok' [CanaryStatuses]\n" +
        '  - rate must be 1 to 60 whole minutes, got 1 minute 30 seconds [CanaryRate]\n' +
        '  - timeout must be 15 seconds or more, got 5 seconds [CanaryTimeout]\n' +
        '  - retries must be 0, 1 or 2, got 3 [CanaryRetries]\n' +
        '  at: Test/Stack/Canary',
    );
  });

  test('runs that overlap', () => {
    const error = refusal({ timeout: Duration.seconds(40) });
    expect(error.code).toBe('CanaryRunsOverlap');
    expect(error.message).toBe(
      'timeout x (1 + retries) must fit into rate, or runs overlap: got 40 seconds x 2 in 1 minute\n  at: Test/Stack/Canary',
    );
  });
});
