import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { Duration, Fn, Stack } from 'aws-cdk-lib';
import {
  AdditionalHealthCheckType,
  AdjustmentType,
  AutoScalingGroup,
  DefaultResult,
  GroupMetrics,
  HealthChecks,
  InstanceRefreshStrategy,
  LifecycleTransition,
  ScalingEvents,
  StepScalingAction,
  TerminationPolicy,
  UpdatePolicy,
  type CfnAutoScalingGroup,
} from 'aws-cdk-lib/aws-autoscaling';
import {
  BlockDeviceVolume,
  EbsDeviceVolumeType,
  InstanceType,
  LaunchTemplate,
  LaunchTemplateHttpTokens,
  MachineImage,
  Peer,
  Port,
  SecurityGroup,
  SubnetType,
  UserData,
} from 'aws-cdk-lib/aws-ec2';
import { Policy, PolicyStatement, Role, ServicePrincipal } from 'aws-cdk-lib/aws-iam';
import type { LogGroup } from 'aws-cdk-lib/aws-logs';
import { Asset } from 'aws-cdk-lib/aws-s3-assets';
import type { Secret } from 'aws-cdk-lib/aws-secretsmanager';
import { Construct } from 'constructs';
import type { FrontDoor } from './front-door';
import type { PlatformStack } from './platform-stack';

export interface InstancesProps {
  readonly platform: PlatformStack;
  readonly door: FrontDoor;
  readonly secret: Secret;
  readonly applicationLogs: LogGroup;
  readonly systemLogs: LogGroup;
}

const BOOT = join('constructs', 'compute', 'boot');

/** The auto scaling group with all that it needs. */
export class Instances extends Construct {
  public readonly group: AutoScalingGroup;
  public readonly systemLogs: LogGroup;
  public readonly scaleIn: StepScalingAction;

  constructor(scope: Construct, id: string, props: InstancesProps) {
    super(scope, id);
    this.systemLogs = props.systemLogs;
    const { platform, door } = props;
    const securityGroup = new SecurityGroup(this, 'SecurityGroup', {
      vpc: platform.vpc,
      description: 'Instances of orders',
      allowAllOutbound: false,
    });
    securityGroup.addEgressRule(Peer.anyIpv4(), Port.tcp(443), 'HTTPS');
    this.group = new AutoScalingGroup(this, 'Group', {
      vpc: platform.vpc,
      vpcSubnets: { subnetType: SubnetType.PRIVATE_WITH_EGRESS },
      launchTemplate: this.launchTemplate(props, securityGroup),
      minCapacity: 3,
      maxCapacity: 12,
      cooldown: Duration.minutes(5),
      defaultInstanceWarmup: Duration.minutes(2),
      maxInstanceLifetime: Duration.days(30),
      minHealthyPercentage: 100,
      maxHealthyPercentage: 110,
      terminationPolicies: [TerminationPolicy.OLDEST_LAUNCH_TEMPLATE, TerminationPolicy.OLDEST_INSTANCE],
      healthChecks: HealthChecks.withAdditionalChecks({
        additionalTypes: [AdditionalHealthCheckType.ELB, AdditionalHealthCheckType.EBS],
        gracePeriod: Duration.minutes(2),
      }),
      groupMetrics: [GroupMetrics.all()],
      notifications: [{ topic: platform.ticket, scalingEvents: ScalingEvents.ALL }],
      updatePolicy: UpdatePolicy.instanceRefresh({
        strategy: InstanceRefreshStrategy.ROLLING,
        bakeTime: Duration.minutes(10),
        instanceWarmup: Duration.minutes(2),
      }),
    });
    (this.group.node.defaultChild as CfnAutoScalingGroup).lifecycleHookSpecificationList = [
      {
        lifecycleHookName: 'launching',
        lifecycleTransition: LifecycleTransition.INSTANCE_LAUNCHING,
        heartbeatTimeout: 600,
        defaultResult: DefaultResult.ABANDON,
      },
      {
        lifecycleHookName: 'terminating',
        lifecycleTransition: LifecycleTransition.INSTANCE_TERMINATING,
        heartbeatTimeout: 90,
        defaultResult: DefaultResult.CONTINUE,
      },
    ];
    this.group.attachToApplicationTargetGroup(door.targetGroup);
    this.group.scaleOnCpuUtilization('Cpu', { targetUtilizationPercent: 50, disableScaleIn: true });
    this.group.scaleOnRequestCount('Requests', { targetRequestsPerMinute: 3000, disableScaleIn: true });
    this.scaleIn = new StepScalingAction(this, 'ScaleIn', {
      autoScalingGroup: this.group,
      adjustmentType: AdjustmentType.PERCENT_CHANGE_IN_CAPACITY,
      minAdjustmentMagnitude: 1,
    });
    this.scaleIn.addAdjustment({ adjustment: -10, upperBound: 0 });
  }

  private launchTemplate(props: InstancesProps, securityGroup: SecurityGroup): LaunchTemplate {
    return new LaunchTemplate(this, 'LaunchTemplate', {
      instanceType: new InstanceType('m8g.large'),
      machineImage: MachineImage.resolveSsmParameterAtLaunch(
        '/aws/service/ami-amazon-linux-latest/al2023-ami-kernel-default-arm64',
      ),
      userData: this.bootScript(props),
      role: this.role(props),
      securityGroup,
      detailedMonitoring: true,
      ebsOptimized: true,
      httpTokens: LaunchTemplateHttpTokens.REQUIRED,
      httpPutResponseHopLimit: 1,
      blockDevices: [
        {
          deviceName: '/dev/xvda',
          volume: BlockDeviceVolume.ebs(20, { encrypted: true, volumeType: EbsDeviceVolumeType.GP3 }),
        },
      ],
    });
  }

  private role({ platform, secret, applicationLogs, systemLogs }: InstancesProps): Role {
    const role = new Role(this, 'Role', { assumedBy: new ServicePrincipal('ec2.amazonaws.com') });
    new Policy(this, 'Sessions', {
      roles: [role],
      statements: [
        new PolicyStatement({
          actions: ['ssmmessages:*Channel', 'ssm:UpdateInstanceInformation', 'logs:DescribeLogGroups'],
          resources: ['*'],
        }),
        new PolicyStatement({
          actions: ['logs:CreateLogStream', 'logs:DescribeLogStreams', 'logs:PutLogEvents'],
          resources: [platform.sessionLogs.logGroupArn],
        }),
        new PolicyStatement({ actions: ['kms:Decrypt'], resources: [platform.key.keyArn] }),
      ],
    });
    applicationLogs.grantWrite(role);
    systemLogs.grantWrite(role);
    secret.grantRead(role);
    role.addToPolicy(
      new PolicyStatement({
        actions: ['cloudwatch:PutMetricData', 'autoscaling:CompleteLifecycleAction'],
        resources: ['*'],
      }),
    );
    return role;
  }

  /** The shell script that the example boots with, as a file that somebody wrote. */
  private bootScript({ secret, applicationLogs, systemLogs }: InstancesProps): UserData {
    const application = new Asset(this, 'Application', { path: join('docs', 'examples', 'orders', 'app') });
    const script = readdirSync(BOOT)
      .filter((name) => name.endsWith('.sh') && name !== 'artifact-image.sh')
      .map((name) => readFileSync(join(BOOT, name), 'utf8'));
    return UserData.custom(
      Fn.join('\n', [
        '#!/bin/bash',
        `APPLICATION=${application.s3ObjectUrl}`,
        `SECRET=${secret.secretArn}`,
        `APPLICATION_LOGS=${applicationLogs.logGroupName}`,
        `SYSTEM_LOGS=${systemLogs.logGroupName}`,
        `REGION=${Stack.of(this).region}`,
        ...script,
      ]),
    );
  }
}
