import { readFileSync } from 'node:fs';
import { Duration } from 'aws-cdk-lib';
import { Alarm, ComparisonOperator, TreatMissingData } from 'aws-cdk-lib/aws-cloudwatch';
import { Policy, PolicyDocument, PolicyStatement, Role, ServicePrincipal } from 'aws-cdk-lib/aws-iam';
import type { LogGroup } from 'aws-cdk-lib/aws-logs';
import type { Bucket } from 'aws-cdk-lib/aws-s3';
import { ArtifactsEncryptionMode, Canary, Code, Runtime, Schedule, Test } from 'aws-cdk-lib/aws-synthetics';
import type { Construct } from 'constructs';

const NAME = 'orders-production';

/** Asks for the health page from outside every minute. */
export function watchFromOutside(
  scope: Construct,
  bucket: Bucket,
  logsNamed: (name: string) => LogGroup,
): { canary: Canary; alarm: Alarm } {
  const role = new Role(scope, 'CanaryRole', {
    assumedBy: new ServicePrincipal('lambda.amazonaws.com'),
    inlinePolicies: {
      Run: new PolicyDocument({
        statements: [
          new PolicyStatement({ actions: ['s3:PutObject'], resources: [bucket.arnForObjects(`canary/${NAME}/*`)] }),
          new PolicyStatement({ actions: ['s3:GetBucketLocation'], resources: [bucket.bucketArn] }),
          new PolicyStatement({ actions: ['s3:ListAllMyBuckets', 'cloudwatch:PutMetricData'], resources: ['*'] }),
        ],
      }),
    },
  });
  const canary = new Canary(scope, 'Canary', {
    canaryName: NAME,
    runtime: Runtime.SYNTHETICS_NODEJS_PUPPETEER_13_0,
    test: Test.custom({
      code: Code.fromInline(readFileSync('dist/handlers/canary/index.js', 'utf8')),
      handler: 'index.handler',
    }),
    environmentVariables: { URL: 'https://orders.example.com/health', STATUSES: '200-299', TIMEOUT_MS: '15000' },
    schedule: Schedule.rate(Duration.minutes(1)),
    timeout: Duration.seconds(25),
    maxRetries: 1,
    role,
    artifactsBucketLocation: { bucket, prefix: `canary/${NAME}` },
    artifactS3EncryptionMode: ArtifactsEncryptionMode.S3_MANAGED,
    provisionedResourceCleanup: true,
  });
  const logs = logsNamed(`/aws/lambda/cwsyn-${NAME}-${canary.canaryId}`);
  new Policy(scope, 'CanaryLogsPolicy', {
    roles: [role],
    statements: [
      new PolicyStatement({ actions: ['logs:CreateLogStream', 'logs:PutLogEvents'], resources: [logs.logGroupArn] }),
    ],
  });
  const alarm = new Alarm(scope, 'CanaryFailing', {
    metric: canary.metricSuccessPercent({ period: Duration.minutes(1), statistic: 'Average' }),
    threshold: 50,
    comparisonOperator: ComparisonOperator.LESS_THAN_THRESHOLD,
    evaluationPeriods: 3,
    datapointsToAlarm: 2,
    treatMissingData: TreatMissingData.BREACHING,
    alarmDescription: 'From outside, orders does not answer. Runbook: docs/runbooks/canary-failing.md',
  });
  return { canary, alarm };
}
