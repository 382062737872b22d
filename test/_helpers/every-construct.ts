import { join } from 'node:path';
import { type App, Duration, Stack, Stage } from 'aws-cdk-lib';
import { AutoScalingGroup } from 'aws-cdk-lib/aws-autoscaling';
import { Metric, TreatMissingData } from 'aws-cdk-lib/aws-cloudwatch';
import { type IVpc, Vpc } from 'aws-cdk-lib/aws-ec2';
import { ApplicationLoadBalancer } from 'aws-cdk-lib/aws-elasticloadbalancingv2';
import { Bucket } from 'aws-cdk-lib/aws-s3';
import type { CloudFormationStackArtifact } from 'aws-cdk-lib/cx-api';
import type { Construct } from 'constructs';
import {
  Access,
  AlarmSet,
  Alerts,
  ApplicationLogs,
  Artifact,
  Backup,
  Canary,
  Domain,
  Egress,
  EncryptionKey,
  FaultExperiment,
  InstanceService,
  type InstanceServiceProps,
  LoadBalancer,
  type LoadBalancerProps,
  LogArchive,
  ManagedSecret,
  Network,
  OffHours,
  ServiceDashboard,
  ServiceLevelObjective,
  ServiceTargetGroup,
  SessionAccess,
  Severity,
  SpendingGuard,
  Tier,
  WebFirewall,
} from '../../constructs/index';
import { Environment } from '../../lib/environment/environment';
import { PLACE } from './stack';

/** One way to make a construct, with nothing said that has a default. */
export interface Row {
  readonly name: string;
  readonly of: new (...args: never[]) => Construct;
  readonly make: (stack: Stack) => unknown;
}

const APP = join(__dirname, '..', '..', 'docs', 'examples', 'orders', 'app');
const REGISTRY = `${PLACE.account}.dkr.ecr.${PLACE.region}.amazonaws.com`;
const ZONE = { hostedZoneId: 'Z0123456789ABCDEFGHIJ', zoneName: 'example.com' };
const DOMAIN = { domainName: 'orders.example.com', hostedZone: ZONE };
const ROUTES = { page: ['pager@example.com'], ticket: ['orders@example.com'] };
const SERVICE = { artifact: Artifact.fromAsset(APP), command: '/usr/bin/node-22 server.js', port: 8080 };

/** Everything that the package exports and that can stand in a stack, in each form that differs in its resources. */
export const EVERY_CONSTRUCT: readonly Row[] = [
  ...Object.values(Egress).map((egress) => ({
    name: `Network with egress ${egress}`,
    of: Network,
    make: (stack: Stack) => new Network(stack, 'Network', { egress }),
  })),
  {
    name: 'Network of an existing VPC that lacks everything',
    of: Network,
    make: (stack) =>
      Network.fromVpc(stack, 'Network', {
        vpc: existingVpc(stack),
        gatewayEndpoints: 'create',
        interfaceEndpoints: 'create',
      }),
  },
  {
    name: 'Network of an existing VPC that has everything',
    of: Network,
    make: (stack) =>
      Network.fromVpc(stack, 'Network', {
        vpc: existingVpc(stack),
        gatewayEndpoints: 'use',
        interfaceEndpoints: 'use',
        flowLogs: 'skip',
        queryLogs: 'skip',
      }),
  },
  { name: 'SessionAccess', of: SessionAccess, make: (stack) => new SessionAccess(stack, 'SessionAccess') },
  { name: 'LogArchive', of: LogArchive, make: (stack) => new LogArchive(stack, 'LogArchive') },
  {
    name: 'LogArchive in an existing bucket',
    of: LogArchive,
    make: (stack) => LogArchive.fromBucket(stack, 'LogArchive', { bucket: existingBucket(stack) }),
  },
  { name: 'ApplicationLogs', of: ApplicationLogs, make: (stack) => new ApplicationLogs(stack, 'Logs') },
  { name: 'Alerts', of: Alerts, make: (stack) => Alerts.of(stack) },
  { name: 'AlarmSet', of: AlarmSet, make: (stack) => alarmIn(stack) },
  { name: 'ServiceDashboard', of: ServiceDashboard, make: (stack) => new ServiceDashboard(stack, 'Dashboard') },
  {
    name: 'Canary',
    of: Canary,
    make: (stack) => new Canary(stack, 'Canary', { url: `https://${DOMAIN.domainName}` }),
  },
  {
    name: 'ServiceLevelObjective',
    of: ServiceLevelObjective,
    make: (stack) =>
      new ServiceLevelObjective(stack, 'Objective', { total: counting('Requests'), bad: counting('Errors') }),
  },
  { name: 'LoadBalancer, public', of: LoadBalancer, make: (stack) => withTargets(stack, Access.PUBLIC) },
  {
    name: 'LoadBalancer, internal, without targets',
    of: LoadBalancer,
    make: (stack) => loadBalancerIn(stack, Access.INTERNAL),
  },
  {
    name: 'LoadBalancer for some address ranges',
    of: LoadBalancer,
    make: (stack) => withTargets(stack, Access.cidrs('203.0.113.0/24')),
  },
  {
    name: 'LoadBalancer for some private address ranges',
    of: LoadBalancer,
    make: (stack) => withTargets(stack, Access.internalCidrs('10.20.0.0/16')),
  },
  {
    name: 'LoadBalancer in maintenance',
    of: LoadBalancer,
    make: (stack) => withTargets(stack, Access.PUBLIC, { maintenance: true }),
  },
  { name: 'ServiceTargetGroup', of: ServiceTargetGroup, make: (stack) => withTargets(stack, Access.INTERNAL) },
  { name: 'Domain', of: Domain, make: (stack) => new Domain(stack, 'Domain', DOMAIN) },
  {
    name: 'WebFirewall',
    of: WebFirewall,
    make: (stack) => new WebFirewall(stack, 'WebFirewall', { loadBalancer: existingLoadBalancer(stack) }),
  },
  {
    name: 'WebFirewall with an alarm',
    of: WebFirewall,
    make: (stack) =>
      new WebFirewall(stack, 'WebFirewall', { loadBalancer: existingLoadBalancer(stack), blockedAlarm: 1000 }),
  },
  { name: 'InstanceService behind a load balancer', of: InstanceService, make: (stack) => behindLoadBalancer(stack) },
  {
    name: 'InstanceService behind an internal load balancer',
    of: InstanceService,
    make: (stack) => behindLoadBalancer(stack, Access.INTERNAL),
  },
  { name: 'InstanceService alone', of: InstanceService, make: (stack) => service(stack, {}) },
  {
    name: 'InstanceService from a bucket',
    of: InstanceService,
    make: (stack) =>
      service(stack, { artifact: Artifact.fromBucket(existingBucket(stack), 'releases/orders-2026-11-20.3.zip') }),
  },
  {
    name: 'InstanceService from a container image',
    of: InstanceService,
    make: (stack) =>
      service(stack, {
        artifact: Artifact.fromContainerImage(`${REGISTRY}/orders:2026-11-20.3`),
        command: undefined,
      }),
  },
  {
    name: 'OffHours',
    of: OffHours,
    make: (stack) =>
      service(stack, {
        scaling: { offHours: { stop: '0 20 * * MON-FRI', start: '0 7 * * MON-FRI', timeZone: 'Europe/Berlin' } },
      }),
  },
  { name: 'EncryptionKey', of: EncryptionKey, make: (stack) => new EncryptionKey(stack, 'Key') },
  { name: 'EncryptionKey, shared', of: EncryptionKey, make: (stack) => EncryptionKey.of(stack) },
  { name: 'ManagedSecret', of: ManagedSecret, make: (stack) => new ManagedSecret(stack, 'Secret') },
  { name: 'Backup', of: Backup, make: (stack) => new Backup(stack, 'Backup') },
  {
    name: 'SpendingGuard',
    of: SpendingGuard,
    make: (stack) => new SpendingGuard(stack, 'SpendingGuard', { monthlyLimit: 1500 }),
  },
  {
    name: 'FaultExperiment',
    of: FaultExperiment,
    make: (stack) =>
      new FaultExperiment(stack, 'FaultExperiment', {
        autoScalingGroup: AutoScalingGroup.fromAutoScalingGroupName(stack, 'Group', 'orders'),
        stopAlarm: alarmIn(stack),
      }),
  },
];

/** A construct alone in an environment of production, with the checks off. */
export function inEnvironment(app: App, { name, make }: Row): Stage {
  const environment = new Environment(app, idOf(name), {
    tier: Tier.PRODUCTION,
    env: PLACE,
    service: 'orders',
    owner: 'team-orders',
    costCenter: '4711',
    alerts: ROUTES,
    checks: { awsSolutions: false, checklist: false },
  });
  make(new Stack(environment, 'Stack'));
  return environment;
}

/**
 * A construct in a plain stack that knows neither account nor region, beside alert routes. The stage only keeps it from
 * sharing what other rows made.
 */
export function inPlainStack(app: App, { name, make }: Row): Stage {
  const stage = new Stage(app, idOf(name));
  const stack = new Stack(stage, 'Stack', { description: 'A stack that no environment knows' });
  new Alerts(stack, 'Alerts', ROUTES);
  make(stack);
  return stage;
}

/** The stacks of a stage, synthesized alone: no check of the app runs. */
export function stacksOf(stage: Stage): CloudFormationStackArtifact[] {
  return stage.synth().stacks;
}

function idOf(name: string): string {
  return name.replace(/(?:^|\W+)(\w)/g, (_, letter: string) => letter.toUpperCase());
}

function existingVpc(stack: Stack): IVpc {
  const zones = ['eu-west-1a', 'eu-west-1b', 'eu-west-1c'];
  const ids = (prefix: string) => zones.map((zone) => `${prefix}-${zone.slice(-1).repeat(17)}`);
  return Vpc.fromVpcAttributes(stack, 'Vpc', {
    vpcId: 'vpc-0123456789abcdef0',
    vpcCidrBlock: '10.10.0.0/16',
    availabilityZones: zones,
    privateSubnetIds: ids('subnet'),
    privateSubnetRouteTableIds: ids('rtb'),
  });
}

function existingBucket(stack: Stack): ReturnType<typeof Bucket.fromBucketName> {
  return Bucket.fromBucketName(stack, 'Bucket', 'company-bucket');
}

function existingLoadBalancer(
  stack: Stack,
): ReturnType<typeof ApplicationLoadBalancer.fromApplicationLoadBalancerAttributes> {
  return ApplicationLoadBalancer.fromApplicationLoadBalancerAttributes(stack, 'LoadBalancer', {
    loadBalancerArn: `arn:aws:elasticloadbalancing:eu-west-1:${PLACE.account}:loadbalancer/app/orders/0123456789abcdef`,
    securityGroupId: 'sg-0123456789abcdef0',
  });
}

function counting(metricName: string): (period: Duration) => Metric {
  return (period) => new Metric({ namespace: 'Orders', metricName, statistic: 'Sum', period });
}

function alarmIn(stack: Stack): AlarmSet['health'] {
  AlarmSet.of(stack).add(stack, 'Errors', {
    metric: counting('Errors')(Duration.minutes(1)),
    threshold: 1,
    evaluationPeriods: 5,
    treatMissingData: TreatMissingData.NOT_BREACHING,
    severity: Severity.PAGE,
    summary: 'Orders fail.',
    runbook: 'load-balancer-5xx',
  });
  return AlarmSet.of(stack).health;
}

function loadBalancerIn(stack: Stack, access: Access, props: Partial<LoadBalancerProps> = {}): LoadBalancer {
  const network = new Network(stack, 'Network');
  return new LoadBalancer(stack, 'LoadBalancer', { network, access, domain: DOMAIN, ...props });
}

function withTargets(stack: Stack, access: Access, props?: Partial<LoadBalancerProps>): ServiceTargetGroup {
  const targets = { port: SERVICE.port, healthCheckPath: '/health' };
  return loadBalancerIn(stack, access, props).addTargetGroup('Targets', targets);
}

function behindLoadBalancer(stack: Stack, access = Access.PUBLIC): InstanceService {
  const network = new Network(stack, 'Network');
  const loadBalancer = new LoadBalancer(stack, 'LoadBalancer', { network, access, domain: DOMAIN });
  return new InstanceService(stack, 'Service', { ...SERVICE, network, loadBalancer });
}

function service(stack: Stack, props: Partial<InstanceServiceProps>): InstanceService {
  return new InstanceService(stack, 'Service', { ...SERVICE, network: new Network(stack, 'Network'), ...props });
}
