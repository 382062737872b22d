import { Names, Stack } from 'aws-cdk-lib';
import { LoggingLevel, SlackChannelConfiguration } from 'aws-cdk-lib/aws-chatbot';
import { ManagedPolicy, PolicyDocument, PolicyStatement, Role, ServicePrincipal } from 'aws-cdk-lib/aws-iam';
import type { ITopic } from 'aws-cdk-lib/aws-sns';
import { Construct } from 'constructs';
import type { SlackChannel } from '../core/context';
import { waive } from '../core/waivers';

/** What it takes to draw the graph beside an alarm. */
const GRAPH_ACTIONS = [
  'cloudwatch:DescribeAlarms',
  'cloudwatch:GetMetricData',
  'cloudwatch:GetMetricStatistics',
  'cloudwatch:GetMetricWidgetImage',
];

/** A Slack channel that is told of alarms, sees their graphs, and can command nothing else. */
export class AlertSlackChannel extends Construct {
  public readonly role: Role;
  public readonly configuration: SlackChannelConfiguration;

  constructor(scope: Construct, id: string, channel: SlackChannel) {
    super(scope, id);
    this.role = new Role(this, 'Role', {
      description: 'Lets a Slack channel see alarms and draw their graphs',
      assumedBy: new ServicePrincipal('chatbot.amazonaws.com', {
        conditions: { StringEquals: { 'aws:SourceAccount': Stack.of(this).account } },
      }),
      inlinePolicies: {
        Graphs: new PolicyDocument({
          statements: [new PolicyStatement({ actions: GRAPH_ACTIONS, resources: ['*'] })],
        }),
      },
    });
    this.configuration = new SlackChannelConfiguration(this, 'Resource', {
      ...channel,
      slackChannelConfigurationName: Names.uniqueResourceName(this, {
        maxLength: 128,
        separator: '-',
        allowedSpecialCharacters: '-',
      }),
      role: this.role,
      guardrailPolicies: [ManagedPolicy.fromAwsManagedPolicyName('CloudWatchReadOnlyAccess')],
      loggingLevel: LoggingLevel.INFO,
    });
    waive(this.role, [
      {
        item: 'AwsSolutions::AwsSolutions-IAM5[Resource::*]',
        reason:
          'CloudWatch knows no resource-level permission for metrics, and the graphs of all alarms of the account may be asked for',
        owner: 'seaworthy',
      },
    ]);
  }

  /** Posts what is published to `topic`. */
  public notify(topic: ITopic): void {
    this.configuration.addNotificationTopic(topic);
  }
}
