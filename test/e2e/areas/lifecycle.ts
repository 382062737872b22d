import { DescribeAutoScalingGroupsCommand } from '@aws-sdk/client-auto-scaling';
import { DescribeBackupVaultCommand } from '@aws-sdk/client-backup';
import {
  DescribeStacksCommand,
  UpdateTerminationProtectionCommand,
  type StackStatus,
} from '@aws-sdk/client-cloudformation';
import { DescribeAlarmsCommand } from '@aws-sdk/client-cloudwatch';
import { DescribeLogGroupsCommand } from '@aws-sdk/client-cloudwatch-logs';
import {
  DescribeAddressesCommand,
  DescribeInstancesCommand,
  DescribeNatGatewaysCommand,
  DescribeSubnetsCommand,
  DescribeVpcEndpointsCommand,
  DescribeVpcsCommand,
} from '@aws-sdk/client-ec2';
import {
  DescribeListenersCommand,
  DescribeLoadBalancersCommand,
  DescribeTargetGroupsCommand,
  ModifyLoadBalancerAttributesCommand,
} from '@aws-sdk/client-elastic-load-balancing-v2';
import { DescribeKeyCommand } from '@aws-sdk/client-kms';
import { HeadBucketCommand } from '@aws-sdk/client-s3';
import { DescribeSecretCommand } from '@aws-sdk/client-secrets-manager';
import { ListTopicsCommand } from '@aws-sdk/client-sns';
import { aws, present } from '../harness/aws';
import { PLATFORM, SERVICE } from '../harness/settings';
import type { World } from '../harness/world';
import { metricAlarms } from './alarms';
import { group } from './compute';
import { expiryDays } from './logs';

/** Types whose loss or replacement loses data or addresses. */
const STATEFUL =
  /^AWS::(EC2::(VPC|Subnet|EIP|NatGateway)|S3::Bucket|KMS::Key|SecretsManager::Secret|Backup::BackupVault|Logs::LogGroup|SNS::Topic|ElasticLoadBalancingV2::(LoadBalancer|TargetGroup)|AutoScaling::AutoScalingGroup)$/;

/** The physical ids of what must stay the same, by logical id. */
export function statefulIds(world: World): Record<string, string> {
  const stateful = world.resources.filter(({ type, retained }) => retained || STATEFUL.test(type));
  return Object.fromEntries(stateful.map(({ stack, logicalId, physicalId }) => [`${stack}/${logicalId}`, physicalId]));
}

export async function statusOf(stack: string): Promise<StackStatus | undefined> {
  const { Stacks } = await aws.cloudFormation.send(new DescribeStacksCommand({ StackName: stack }));
  return Stacks?.[0]?.StackStatus;
}

/** What a deployment may change: read before and after one that fails, it must be the same. */
export async function fingerprint(world: World): Promise<unknown> {
  const LoadBalancerArn = world.resources.find(({ type }) => type.endsWith('::LoadBalancer'))?.physicalId;
  const { Listeners = [] } = await aws.loadBalancing.send(new DescribeListenersCommand({ LoadBalancerArn }));
  const alarms = [...(await metricAlarms()).values()];
  const { Instances, ...settings } = await group(world);
  return {
    ids: statefulIds(world),
    alarms: Object.fromEntries(
      alarms.map((one) => [one.AlarmName ?? '', [one.AlarmDescription, one.Threshold, one.TreatMissingData]]),
    ),
    listeners: Listeners.map(({ Port, SslPolicy, Certificates, DefaultActions }) => ({
      Port,
      SslPolicy,
      Certificates,
      DefaultActions,
    })),
    group: settings,
    instances: Instances?.map(({ InstanceId }) => InstanceId),
    expiry: await expiryDays(world),
  };
}

/** Lifts what keeps a service from being taken down by mistake, as a person does who means it. */
export const lift = {
  async terminationProtection(): Promise<void> {
    for (const StackName of [SERVICE, PLATFORM]) {
      await aws.cloudFormation.send(
        new UpdateTerminationProtectionCommand({ StackName, EnableTerminationProtection: false }),
      );
    }
  },
  async deletionProtection(world: World): Promise<void> {
    await aws.loadBalancing.send(
      new ModifyLoadBalancerAttributesCommand({
        LoadBalancerArn: world.one('AWS::ElasticLoadBalancingV2::LoadBalancer').physicalId,
        Attributes: [{ Key: 'deletion_protection.enabled', Value: 'false' }],
      }),
    );
  },
};

/** Everything that costs money, calls people or lets traffic in, and is still there. */
export async function leftovers(world: World): Promise<Record<string, unknown[]>> {
  const vpc = world.one('AWS::EC2::VPC').physicalId;
  const inVpc = { Name: 'vpc-id', Values: [vpc] };
  const [nats, addresses, vpcs, subnets, endpoints, instances] = await Promise.all([
    aws.ec2.send(new DescribeNatGatewaysCommand({ Filter: [{ Name: 'state', Values: ['available', 'pending'] }] })),
    aws.ec2.send(new DescribeAddressesCommand()),
    aws.ec2.send(new DescribeVpcsCommand()),
    aws.ec2.send(new DescribeSubnetsCommand({ Filters: [inVpc] })),
    aws.ec2.send(new DescribeVpcEndpointsCommand()),
    aws.ec2.send(
      new DescribeInstancesCommand({ Filters: [{ Name: 'instance-state-name', Values: ['pending', 'running'] }] }),
    ),
  ]);
  const [balancers, targets, groups, alarms, topics] = await Promise.all([
    aws.loadBalancing.send(new DescribeLoadBalancersCommand()),
    aws.loadBalancing.send(new DescribeTargetGroupsCommand()),
    aws.autoScaling.send(new DescribeAutoScalingGroupsCommand()),
    aws.cloudWatch.send(new DescribeAlarmsCommand()),
    aws.sns.send(new ListTopicsCommand()),
  ]);
  return {
    nats: nats.NatGateways ?? [],
    addresses: addresses.Addresses ?? [],
    vpcs: (vpcs.Vpcs ?? []).filter(({ VpcId }) => VpcId === vpc),
    subnets: subnets.Subnets ?? [],
    endpoints: (endpoints.VpcEndpoints ?? []).filter(({ State }) => String(State) !== 'deleted'),
    instances: instances.Reservations ?? [],
    balancers: balancers.LoadBalancers ?? [],
    targets: targets.TargetGroups ?? [],
    groups: groups.AutoScalingGroups ?? [],
    alarms: [...(alarms.MetricAlarms ?? []), ...(alarms.CompositeAlarms ?? [])],
    topics: topics.Topics ?? [],
  };
}

/** Reads one of what must outlive its stack. */
const SURVIVES: Record<string, (id: string) => Promise<unknown>> = {
  'AWS::Backup::BackupVault': (BackupVaultName) => aws.backup.send(new DescribeBackupVaultCommand({ BackupVaultName })),
  'AWS::KMS::Key': async (KeyId) => {
    const { KeyMetadata } = await aws.kms.send(new DescribeKeyCommand({ KeyId }));
    expect(KeyMetadata?.KeyState).toBe('Enabled');
  },
  'AWS::Logs::LogGroup': async (logGroupNamePrefix) => {
    const { logGroups } = await aws.logs.send(new DescribeLogGroupsCommand({ logGroupNamePrefix }));
    present(logGroups?.[0], logGroupNamePrefix);
  },
  'AWS::S3::Bucket': (Bucket) => aws.s3.send(new HeadBucketCommand({ Bucket })),
  'AWS::SecretsManager::Secret': async (SecretId) => {
    const { DeletedDate } = await aws.secrets.send(new DescribeSecretCommand({ SecretId }));
    expect(DeletedDate).toBeUndefined();
  },
};

/** Checks each resource that the templates retain, and answers which types there were. */
export async function expectSurvivors(world: World): Promise<string[]> {
  const retained = world.resources.filter((one) => one.retained && SURVIVES[one.type] !== undefined);
  for (const { type, physicalId } of retained) {
    await SURVIVES[type]?.(physicalId);
  }
  return [...new Set(retained.map(({ type }) => type))].sort();
}
