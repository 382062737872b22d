import { join } from 'node:path';
import { App, Stack } from 'aws-cdk-lib';
import { Template } from 'aws-cdk-lib/assertions';
import { Vpc } from 'aws-cdk-lib/aws-ec2';
import { BackupVault } from 'aws-cdk-lib/aws-backup';
import { Bucket } from 'aws-cdk-lib/aws-s3';
import { Artifact } from '../../../constructs/compute/artifact';
import { Tier } from '../../../constructs/core/tier';
import { Network } from '../../../constructs/network/network';
import { Access } from '../../../constructs/traffic/access';
import { Environment } from '../../../lib/environment/environment';
import { PlatformStack, type PlatformStackProps } from '../../../lib/stacks/platform-stack';
import { WebServiceStack, type WebServiceStackProps } from '../../../lib/stacks/web-service-stack';
import { FLAG_SETS, PLACE } from '../../_helpers/stack';
import { thrownBy } from '../../_helpers/thrown-by';

const ARTIFACT = Artifact.fromAsset(join(__dirname, '../../../docs/examples/orders/app'));
const STRONG: [string, Record<string, unknown>] = [
  'strong references',
  { '@aws-cdk/core:defaultCrossStackReferences': 'strong' },
];

interface Stacks {
  readonly platform: PlatformStack;
  readonly service: WebServiceStack;
}

/** Both stacks of a service, in an app that runs no checks. */
function stacks(
  flags: Record<string, unknown> = {},
  platformProps: Partial<PlatformStackProps> = {},
  serviceProps: Partial<WebServiceStackProps> = {},
): Stacks {
  const environment = new Environment(new App({ context: flags, treeMetadata: false }), 'Production', {
    tier: Tier.PRODUCTION,
    env: PLACE,
    service: 'orders',
    owner: 'team-orders',
    costCenter: '4711',
    alerts: { page: ['pager@example.com'], ticket: ['orders@example.com'] },
    availabilityZones: ['eu-west-1a', 'eu-west-1b', 'eu-west-1c'],
    checks: { checklist: false, awsSolutions: false },
  });
  const platform = new PlatformStack(environment, 'Platform', { monthlyLimitUsd: 900, ...platformProps });
  const service = new WebServiceStack(environment, 'Orders', {
    network: platform.network,
    loadBalancer: {
      access: Access.PUBLIC,
      domain: {
        domainName: 'orders.example.com',
        hostedZone: { hostedZoneId: 'Z0123456789ABCDEFGHIJ', zoneName: 'example.com' },
      },
    },
    service: { artifact: ARTIFACT, command: '/usr/bin/node-22 server.js', port: 8080 },
    secrets: { 'signing-key': {} },
    secretVariables: { SIGNING_KEY: { name: 'signing-key' } },
    ...serviceProps,
  });
  return { platform, service };
}

/** What an environment has once, however many services live in it. */
const SHARED: [string, number][] = [
  ['AWS::KMS::Key', 1],
  ['AWS::SNS::Subscription', 2],
  ['AWS::KinesisFirehose::DeliveryStream', 1],
  ['AWS::S3::Bucket', 2],
  ['AWS::Athena::WorkGroup', 1],
  ['AWS::EC2::VPC', 1],
  ['AWS::SSM::Document', 1],
  ['AWS::Backup::BackupVault', 1],
  ['AWS::Budgets::Budget', 1],
];

describe.each([...FLAG_SETS, STRONG])('a service and what it stands on, under %s', (_name, flags) => {
  const { platform, service } = stacks(flags);
  const [below, above] = [Template.fromStack(platform), Template.fromStack(service)];

  test.each(SHARED)('%s: %i in the platform, none in the service', (type, count) => {
    below.resourceCountIs(type, count);
    above.resourceCountIs(type, 0);
  });

  test('the service uses those of the platform, and the platform nothing of the service', () => {
    expect(service.dependencies.map(({ node }) => node.path)).toEqual(['Production/Platform']);
    expect(platform.dependencies).toEqual([]);
    expect(JSON.stringify(below.toJSON())).not.toContain('Production-Orders');
  });

  test('says where users reach it', () => {
    above.hasOutput('Url', { Value: 'https://orders.example.com', Description: 'Where users reach the service' });
  });
});

test('references are weak unless the app says otherwise', () => {
  const text = (flags: Record<string, unknown>) => JSON.stringify(Template.fromStack(stacks(flags).service).toJSON());
  expect(text({})).not.toContain('Fn::ImportValue');
  expect(text(STRONG[1])).not.toContain('Fn::GetStackOutput');
});

describe('a variable that names a secret which is not made is refused', () => {
  test.each<[string, WebServiceStackProps['secrets'], string]>([
    ['among others', { 'signing-key': {}, 'mail-key': {} }, 'signing-key, mail-key'],
    ['among none', {}, 'there are none'],
  ])('%s', (_name, secrets, known) => {
    const secretVariables = { TOKEN: { name: 'token' } };
    expect(thrownBy(() => stacks({}, {}, { secrets, secretVariables }))).toMatchObject({
      code: 'SecretUnknown',
      message: `secretVariables.TOKEN must name one of the secrets (${known}), got 'token'\n  at: Production/Orders`,
    });
  });
});

describe('what is there already', () => {
  const { platform, service } = stacks(
    {},
    {
      existingNetwork: (scope) =>
        Network.fromVpc(scope, 'Network', {
          gatewayEndpoints: 'use',
          interfaceEndpoints: 'skip',
          vpc: Vpc.fromVpcAttributes(scope, 'Vpc', {
            vpcId: 'vpc-0abc',
            vpcCidrBlock: '10.99.0.0/16',
            availabilityZones: ['eu-west-1a', 'eu-west-1b', 'eu-west-1c'],
            publicSubnetIds: ['subnet-0a1', 'subnet-0a2', 'subnet-0a3'],
            privateSubnetIds: ['subnet-0b1', 'subnet-0b2', 'subnet-0b3'],
          }),
        }),
      archiveBucket: (scope) => Bucket.fromBucketName(scope, 'Archive', 'company-logs'),
      copyVaults: (scope) => [
        BackupVault.fromBackupVaultArn(scope, 'Far', 'arn:aws:backup:eu-central-1:111122223333:backup-vault:far'),
      ],
      spending: { forecastPercent: [70] },
    },
  );
  const [below, above] = [Template.fromStack(platform), Template.fromStack(service)];

  test('is used: the network', () => {
    below.resourceCountIs('AWS::EC2::VPC', 0);
    above.hasResourceProperties('AWS::AutoScaling::AutoScalingGroup', {
      VPCZoneIdentifier: ['subnet-0b1', 'subnet-0b2', 'subnet-0b3'],
    });
  });

  test('is used: the bucket of the archive, where all logs go', () => {
    below.resourceCountIs('AWS::S3::Bucket', 0);
    above.resourceCountIs('AWS::S3::Bucket', 0);
    expect(Stack.of(platform.logArchive.bucket)).toBe(platform);
    expect(JSON.stringify(above.toJSON())).toContain('company-logs');
  });

  test('is used: a vault elsewhere', () => {
    below.hasResourceProperties('AWS::Backup::BackupPlan', {
      BackupPlan: {
        BackupPlanRule: [
          { CopyActions: [{ DestinationBackupVaultArn: 'arn:aws:backup:eu-central-1:111122223333:backup-vault:far' }] },
          {},
        ],
      },
    });
  });

  test('and the guard of the limit is told when to speak', () => {
    expect(JSON.stringify(below.findResources('AWS::Budgets::Budget'))).toContain('"Threshold":70');
  });
});
