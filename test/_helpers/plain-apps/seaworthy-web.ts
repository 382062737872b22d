import { Duration, type App } from 'aws-cdk-lib';
import { BackupVault } from 'aws-cdk-lib/aws-backup';
import { ComparisonOperator, GraphWidget, TreatMissingData, type Metric } from 'aws-cdk-lib/aws-cloudwatch';
import { InstanceClass, InstanceSize, InstanceType, SecurityGroup } from 'aws-cdk-lib/aws-ec2';
import * as rds from 'aws-cdk-lib/aws-rds';
import { Access, AlarmSet, Artifact, Backup, Environment, ServiceDashboard, Severity, Tier, waive } from '../../../lib';
import { PlatformStack, WebServiceStack } from '../../../lib/stacks';

export function production(app: App): void {
  const environment = new Environment(app, 'Production', {
    tier: Tier.PRODUCTION,
    env: { account: '111122223333', region: 'eu-west-1' },
    service: 'orders',
    owner: 'team-orders',
    costCenter: '4711',
    alerts: { page: ['orders-on-call@example.com'], ticket: ['orders@example.com'] },
  });
  const platform = new PlatformStack(environment, 'Platform', {
    monthlyLimitUsd: 1500,
    copyVaults: (scope) => [
      BackupVault.fromBackupVaultArn(scope, 'Far', 'arn:aws:backup:eu-central-1:111122223333:backup-vault:orders'),
    ],
  });
  const orders = new WebServiceStack(environment, 'Orders', {
    network: platform.network,
    loadBalancer: {
      access: Access.PUBLIC,
      domain: {
        domainName: 'orders.example.com',
        hostedZone: { hostedZoneId: 'Z0123456789ABCDEFGHIJ', zoneName: 'example.com' },
      },
    },
    service: {
      artifact: Artifact.fromAsset('docs/examples/orders/app'),
      command: '/usr/bin/node-22 server.js',
      port: 8080,
      instanceType: InstanceType.of(InstanceClass.M8G, InstanceSize.LARGE),
      capacity: { min: 3, max: 12 },
    },
  });
  const { vpc, isolatedSubnets } = platform.network;
  const description = 'The database of orders';
  const database = new rds.DatabaseInstance(orders, 'Database', {
    engine: rds.DatabaseInstanceEngine.postgres({ version: rds.PostgresEngineVersion.VER_18_3 }),
    manageMasterUserPassword: true,
    vpc,
    vpcSubnets: isolatedSubnets,
    securityGroups: [new SecurityGroup(orders, 'DatabaseGroup', { vpc, description, allowAllOutbound: false })],
    port: 5433,
    multiAz: true,
    storageEncrypted: true,
    storageType: rds.StorageType.GP3,
    backupRetention: Duration.days(7),
    deletionProtection: true,
    enablePerformanceInsights: true,
    cloudwatchLogsExports: ['postgresql'],
  });
  database.connections.allowDefaultPortFrom(orders.service, 'Orders reads and writes');
  Backup.protect(database);
  const watch = (id: string, metric: Metric, threshold: number, comparisonOperator?: ComparisonOperator) =>
    AlarmSet.of(orders).add(database, id, {
      metric,
      threshold,
      comparisonOperator,
      evaluationPeriods: 3,
      treatMissingData: TreatMissingData.BREACHING,
      severity: Severity.PAGE,
      summary: `The database suffers: ${id}.`,
      runbook: 'database',
    });
  watch('Cpu', database.metricCPUUtilization(), 90);
  watch('Connections', database.metricDatabaseConnections(), 800);
  watch('Storage', database.metricFreeStorageSpace(), 10e9, ComparisonOperator.LESS_THAN_THRESHOLD);
  ServiceDashboard.of(orders).addSection('Database', new GraphWidget({ left: [database.metricCPUUtilization()] }));
  waive(database, [
    {
      item: 'Seaworthy::BAK-05',
      reason: 'Restores are rehearsed by hand each quarter',
      owner: 'team-orders',
    },
  ]);
}
