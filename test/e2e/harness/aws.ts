import { ACMClient } from '@aws-sdk/client-acm';
import { AutoScalingClient } from '@aws-sdk/client-auto-scaling';
import { BackupClient } from '@aws-sdk/client-backup';
import { CloudFormationClient } from '@aws-sdk/client-cloudformation';
import { CloudWatchClient } from '@aws-sdk/client-cloudwatch';
import { CloudWatchLogsClient } from '@aws-sdk/client-cloudwatch-logs';
import { EC2Client } from '@aws-sdk/client-ec2';
import { ElasticLoadBalancingV2Client } from '@aws-sdk/client-elastic-load-balancing-v2';
import { KMSClient } from '@aws-sdk/client-kms';
import { Route53Client } from '@aws-sdk/client-route-53';
import { S3Client } from '@aws-sdk/client-s3';
import { SecretsManagerClient } from '@aws-sdk/client-secrets-manager';
import { SNSClient } from '@aws-sdk/client-sns';
import { SSMClient } from '@aws-sdk/client-ssm';
import { STSClient } from '@aws-sdk/client-sts';
import { WAFV2Client } from '@aws-sdk/client-wafv2';
import { endpoint, REGION } from './settings';

const config = { region: REGION, endpoint: endpoint(), maxAttempts: 2 };

/** The AWS SDK, service by service, at the endpoint on loopback. */
export const aws = {
  acm: new ACMClient(config),
  autoScaling: new AutoScalingClient(config),
  backup: new BackupClient(config),
  cloudFormation: new CloudFormationClient(config),
  cloudWatch: new CloudWatchClient(config),
  ec2: new EC2Client(config),
  kms: new KMSClient(config),
  loadBalancing: new ElasticLoadBalancingV2Client(config),
  logs: new CloudWatchLogsClient(config),
  route53: new Route53Client(config),
  s3: new S3Client({ ...config, forcePathStyle: true }),
  secrets: new SecretsManagerClient(config),
  sns: new SNSClient(config),
  ssm: new SSMClient(config),
  sts: new STSClient(config),
  waf: new WAFV2Client(config),
};

/** The value, or a failure that says what was expected to be there. */
export function present<T>(value: T | null | undefined, what: string): T {
  if (value === undefined || value === null) {
    throw new Error(`${what} is not there`);
  }
  return value;
}
