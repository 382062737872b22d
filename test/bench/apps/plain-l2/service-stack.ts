import { CfnOutput, Stack, type StackProps } from 'aws-cdk-lib';
import { CfnExperimentTemplate } from 'aws-cdk-lib/aws-fis';
import { PolicyDocument, PolicyStatement, Role, ServicePrincipal } from 'aws-cdk-lib/aws-iam';
import { type ILogGroup, LogGroup, RetentionDays } from 'aws-cdk-lib/aws-logs';
import type { CompositeAlarm } from 'aws-cdk-lib/aws-cloudwatch';
import type { Construct } from 'constructs';
import { watchFromOutside } from './canary';
import { callOn } from './call-on';
import { drawService } from './dashboard';
import { watchGroup } from './group-alarms';
import { Instances } from './instances';
import { FrontDoor } from './front-door';
import { watchDoor } from './front-door-alarms';
import { watchObjective } from './objective';
import type { PlatformStack } from './platform-stack';
import { RotatedSecret } from './rotated-secret';

export interface ServiceStackProps extends StackProps {
  readonly platform: PlatformStack;
}

/** Secret, load balancer and instances, with what watches them. */
export class ServiceStack extends Stack {
  private readonly platform: PlatformStack;

  constructor(scope: Construct, id: string, props: ServiceStackProps) {
    super(scope, id, props);
    this.platform = props.platform;
    const { platform } = this;
    const newLogs = (logsId: string, logGroupName?: string): LogGroup => this.logGroup(logsId, logGroupName);
    const secret = new RotatedSecret(this, 'Secret', { key: platform.key, logGroup: newLogs('RotationLogs') });
    const door = new FrontDoor(this, 'FrontDoor', {
      vpc: platform.vpc,
      bucket: platform.logs.bucket,
      firewallLogs: newLogs('FirewallLogs', 'aws-waf-logs-orders-production'),
    });
    const instances = new Instances(this, 'Instances', {
      platform,
      door,
      secret: secret.secret,
      applicationLogs: newLogs('ApplicationLogs'),
      systemLogs: newLogs('SystemLogs'),
    });
    const canary = watchFromOutside(this, platform.logs.bucket, (name) => newLogs('CanaryLogs', name));
    const doorAlarms = watchDoor(this, door);
    const burns = watchObjective(this, door.alb);
    const groupAlarms = watchGroup(this, instances);
    const pages = [...doorAlarms.pages, canary.alarm, ...burns.pages, ...groupAlarms.pages];
    const tickets = [...secret.alarms, ...doorAlarms.tickets, ...burns.tickets, ...groupAlarms.tickets];
    const health = callOn(this, 'Health', pages, platform.page);
    callOn(this, 'Tickets', tickets, platform.ticket);
    this.rehearsal(instances, health, newLogs('FaultLogs'));
    drawService(this, { door, instances, canary: canary.canary, alarms: [...pages, ...tickets] });
    new CfnOutput(this, 'Url', { value: 'https://orders.example.com' });
  }

  private logGroup(id: string, logGroupName?: string): LogGroup {
    const group = new LogGroup(this, id, { logGroupName, retention: RetentionDays.THREE_MONTHS });
    this.platform.logs.subscribe(group);
    return group;
  }

  private rehearsal({ group }: Instances, stop: CompositeAlarm, logs: ILogGroup): void {
    const role = new Role(this, 'FaultRole', {
      assumedBy: new ServicePrincipal('fis.amazonaws.com'),
      inlinePolicies: {
        Experiment: new PolicyDocument({
          statements: [
            new PolicyStatement({
              actions: ['ec2:TerminateInstances'],
              resources: [this.formatArn({ service: 'ec2', resource: 'instance', resourceName: '*' })],
              conditions: { StringEquals: { 'aws:ResourceTag/service': 'orders' } },
            }),
            new PolicyStatement({ actions: ['ec2:DescribeInstances', 'logs:CreateLogDelivery'], resources: ['*'] }),
          ],
        }),
      },
    });
    new CfnExperimentTemplate(this, 'ZoneLoss', {
      description: 'An availability zone loses its instances',
      roleArn: role.roleArn,
      targets: {
        Instances: {
          resourceType: 'aws:ec2:instance',
          resourceTags: { 'aws:autoscaling:groupName': group.autoScalingGroupName },
          filters: [
            { path: 'Placement.AvailabilityZone', values: ['eu-west-1a'] },
            { path: 'State.Name', values: ['running'] },
          ],
          selectionMode: 'ALL',
        },
      },
      actions: {
        TerminateInstances: { actionId: 'aws:ec2:terminate-instances', targets: { Instances: 'Instances' } },
      },
      stopConditions: [{ source: 'aws:cloudwatch:alarm', value: stop.alarmArn }],
      logConfiguration: { logSchemaVersion: 2, cloudWatchLogsConfiguration: { LogGroupArn: logs.logGroupArn } },
      tags: { Name: 'orders zone loss' },
    });
  }
}
