import { Policy, PolicyDocument, PolicyStatement, Role, ServicePrincipal } from 'aws-cdk-lib/aws-iam';
import type { ILogGroup } from 'aws-cdk-lib/aws-logs';
import type { IBucket } from 'aws-cdk-lib/aws-s3';
import { Construct } from 'constructs';
import { waive } from '../core/waivers';
import { waiveWildcard } from '../core/wildcards';

export interface CanaryRoleProps {
  readonly bucket: IBucket;
  /** Where in the bucket the artifacts go, without slashes at the ends. */
  readonly prefix: string;
}

/**
 * What a canary may do: write its artifacts, its metrics and its logs, and nothing else.
 *
 * @see https://docs.aws.amazon.com/AmazonCloudWatch/latest/monitoring/CloudWatch_Synthetics_Canaries_CanaryPermissions.html
 */
export class CanaryRole extends Construct {
  public readonly role: Role;

  constructor(scope: Construct, id: string, { bucket, prefix }: CanaryRoleProps) {
    super(scope, id);
    const artifacts = bucket.arnForObjects(`${prefix}/*`);
    const statements = [
      new PolicyStatement({ actions: ['s3:PutObject'], resources: [artifacts] }),
      new PolicyStatement({ actions: ['s3:GetBucketLocation'], resources: [bucket.bucketArn] }),
      new PolicyStatement({ actions: ['s3:ListAllMyBuckets'], resources: ['*'] }),
      new PolicyStatement({
        actions: ['cloudwatch:PutMetricData'],
        resources: ['*'],
        conditions: { StringEquals: { 'cloudwatch:namespace': 'CloudWatchSynthetics' } },
      }),
    ];
    this.role = new Role(this, 'Resource', {
      description: `Lets the canary ${prefix} write what it finds`,
      assumedBy: new ServicePrincipal('lambda.amazonaws.com'),
      inlinePolicies: { Run: new PolicyDocument({ statements }) },
    });
    waiveWildcard(this.role, artifacts, 'Synthetics names the artifacts of each run by day and time');
    waive(this.role, [
      {
        item: 'AwsSolutions::AwsSolutions-IAM5[Resource::*]',
        reason:
          'AWS allows s3:ListAllMyBuckets and cloudwatch:PutMetricData, here limited to one namespace, on `*` only',
        owner: 'seaworthy',
      },
    ]);
  }

  /** Lets the canary write into a log group that is there, but make none: one that it makes itself keeps logs for ever. */
  public writeTo(logGroup: ILogGroup): void {
    new Policy(this, 'Logs', {
      roles: [this.role],
      statements: [
        new PolicyStatement({
          actions: ['logs:CreateLogStream', 'logs:PutLogEvents'],
          resources: [logGroup.logGroupArn],
        }),
      ],
    });
  }
}
