import { writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { performance } from 'node:perf_hooks';
import { App, Duration, type IPolicyValidationPlugin, Stack } from 'aws-cdk-lib';
import { CfnAutoScalingGroup, CfnScalingPolicy } from 'aws-cdk-lib/aws-autoscaling';
import { CfnAlarm } from 'aws-cdk-lib/aws-cloudwatch';
import { CfnTable } from 'aws-cdk-lib/aws-dynamodb';
import { CfnLaunchTemplate, CfnSecurityGroup } from 'aws-cdk-lib/aws-ec2';
import { CfnListener, CfnLoadBalancer, CfnTargetGroup } from 'aws-cdk-lib/aws-elasticloadbalancingv2';
import { CfnPolicy, CfnRole } from 'aws-cdk-lib/aws-iam';
import { CfnEventSourceMapping, CfnFunction } from 'aws-cdk-lib/aws-lambda';
import { CfnLogGroup } from 'aws-cdk-lib/aws-logs';
import { CfnBucket } from 'aws-cdk-lib/aws-s3';
import { CfnSubscription, CfnTopic } from 'aws-cdk-lib/aws-sns';
import { CfnQueue } from 'aws-cdk-lib/aws-sqs';
import { Construct } from 'constructs';

/**
 * An app of BENCH_RESOURCES resources, judged by one pack (BENCH_PACK): how long the pack alone takes, its loading
 * included, beside an assembly that is written already.
 */
const RESOURCES = Number(process.env.BENCH_RESOURCES ?? '100');
const PER_UNIT = 20;
const UNITS_PER_STACK = Number(process.env.BENCH_UNITS ?? '15');

/** A small service of twenty resources that refer to each other, as people write them: some items met, some missed. */
class Unit extends Construct {
  constructor(scope: Construct, id: string) {
    super(scope, id);
    this.worker();
    this.fleet();
  }

  private worker(): void {
    const bucket = new CfnBucket(this, 'Bucket', { versioningConfiguration: { status: 'Enabled' } });
    const table = new CfnTable(this, 'Table', {
      keySchema: [{ attributeName: 'id', keyType: 'HASH' }],
      attributeDefinitions: [{ attributeName: 'id', attributeType: 'S' }],
      billingMode: 'PAY_PER_REQUEST',
    });
    const dead = new CfnQueue(this, 'Dead', { messageRetentionPeriod: Duration.days(14).toSeconds() });
    const queue = new CfnQueue(this, 'Queue', {
      visibilityTimeout: 180,
      redrivePolicy: { deadLetterTargetArn: dead.attrArn, maxReceiveCount: 3 },
    });
    const role = new CfnRole(this, 'Role', {
      assumeRolePolicyDocument: {
        Statement: [{ Effect: 'Allow', Principal: { Service: 'lambda.amazonaws.com' }, Action: 'sts:AssumeRole' }],
      },
    });
    new CfnPolicy(this, 'Policy', {
      policyName: 'worker',
      roles: [role.ref],
      policyDocument: {
        Statement: [
          { Effect: 'Allow', Action: ['s3:GetObject'], Resource: `${bucket.attrArn}/*` },
          { Effect: 'Allow', Action: ['dynamodb:PutItem'], Resource: table.attrArn },
        ],
      },
    });
    const logs = new CfnLogGroup(this, 'Logs', { retentionInDays: 30 });
    const worker = new CfnFunction(this, 'Worker', {
      runtime: 'nodejs24.x',
      handler: 'index.handler',
      code: { zipFile: 'exports.handler = async () => undefined;' },
      role: role.attrArn,
      timeout: 30,
      loggingConfig: { logGroup: logs.ref },
      environment: { variables: { TABLE: table.ref, BUCKET: bucket.ref } },
    });
    new CfnEventSourceMapping(this, 'Source', { functionName: worker.ref, eventSourceArn: queue.attrArn });
    const topic = new CfnTopic(this, 'Topic');
    new CfnSubscription(this, 'Subscription', {
      topicArn: topic.ref,
      protocol: 'email',
      endpoint: 'orders@example.com',
    });
    new CfnAlarm(this, 'Errors', {
      namespace: 'AWS/Lambda',
      metricName: 'Errors',
      dimensions: [{ name: 'FunctionName', value: worker.ref }],
      comparisonOperator: 'GreaterThanThreshold',
      evaluationPeriods: 1,
      period: 60,
      statistic: 'Sum',
      threshold: 0,
      alarmActions: [topic.ref],
    });
  }

  private fleet(): void {
    const group = new CfnSecurityGroup(this, 'SecurityGroup', {
      groupDescription: 'Front door',
      vpcId: 'vpc-11111111111111111',
      securityGroupIngress: [{ ipProtocol: 'tcp', fromPort: 443, toPort: 443, cidrIp: '0.0.0.0/0' }],
    });
    const template = new CfnLaunchTemplate(this, 'Template', {
      launchTemplateData: { imageId: 'ami-11111111111111111', instanceType: 'm7g.large' },
    });
    const balancer = new CfnLoadBalancer(this, 'Balancer', {
      type: 'application',
      scheme: 'internet-facing',
      securityGroups: [group.attrGroupId],
    });
    const targets = new CfnTargetGroup(this, 'Targets', { port: 80, protocol: 'HTTP', healthCheckPath: '/health' });
    new CfnListener(this, 'Listener', {
      loadBalancerArn: balancer.ref,
      port: 80,
      protocol: 'HTTP',
      defaultActions: [{ type: 'forward', targetGroupArn: targets.ref }],
    });
    const fleet = new CfnAutoScalingGroup(this, 'Fleet', {
      minSize: '2',
      maxSize: '6',
      launchTemplate: { launchTemplateId: template.ref, version: template.attrLatestVersionNumber },
      targetGroupArns: [targets.ref],
    });
    new CfnScalingPolicy(this, 'Scaling', {
      autoScalingGroupName: fleet.ref,
      policyType: 'TargetTrackingScaling',
      targetTrackingConfiguration: {
        targetValue: 50,
        predefinedMetricSpecification: { predefinedMetricType: 'ASGAverageCPUUtilization' },
      },
    });
    new CfnLogGroup(this, 'FleetLogs', { retentionInDays: 30 });
  }
}

/** Loads a pack as an app does, and makes it. */
const PACKS: Readonly<Record<string, (app: App) => Promise<IPolicyValidationPlugin>>> = {
  checklist: async (app) => {
    const { ProductionChecklist } = await import('../../../lib/checklist/pack.js');
    return new ProductionChecklist(app, { quiet: true, writeFiles: process.env.BENCH_FILES === 'true' });
  },
  awsSolutions: async (app) => {
    const { AwsSolutionsChecks } = await import('cdk-nag');
    return new AwsSolutionsChecks(app);
  },
};

async function main(): Promise<void> {
  const app = new App({ autoSynth: false });
  const units = RESOURCES / PER_UNIT;
  const stacks = Array.from({ length: Math.ceil(units / UNITS_PER_STACK) }, (_, at) => new Stack(app, `Stack${at}`));
  for (let unit = 0; unit < units; unit++) {
    new Unit(stacks[Math.floor(unit / UNITS_PER_STACK)] as Stack, `Unit${unit}`);
  }
  const assembly = app.synth();
  const stackTemplates = assembly.stacks.map(({ hierarchicalId, templateFullPath, environment }) => ({
    stackConstructPath: hierarchicalId,
    templatePath: templateFullPath,
    accountId: environment.account,
    region: environment.region,
  }));
  const templatePaths = stackTemplates.map(({ templatePath }) => templatePath);
  const make = PACKS[process.env.BENCH_PACK ?? 'checklist'];
  const begin = performance.now();
  const pack = await make?.(app);
  const loaded = performance.now();
  const before = process.cpuUsage();
  const report = pack?.validate({ appConstruct: app, stackTemplates, templatePaths });
  const end = performance.now();
  const { user, system } = process.cpuUsage(before);
  const cpu = (user + system) / 1000;
  const result = { load: loaded - begin, judge: end - loaded, cpu, violations: report?.violations.length };
  writeFileSync(join(app.outdir, 'pack.json'), JSON.stringify(result));
}

void main();
