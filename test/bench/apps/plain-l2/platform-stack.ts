import { Duration, RemovalPolicy, Stack, type StackProps } from 'aws-cdk-lib';
import { CfnBudget } from 'aws-cdk-lib/aws-budgets';
import { Alarm, TreatMissingData } from 'aws-cdk-lib/aws-cloudwatch';
import type { Vpc } from 'aws-cdk-lib/aws-ec2';
import { PolicyStatement, ServicePrincipal } from 'aws-cdk-lib/aws-iam';
import { Key } from 'aws-cdk-lib/aws-kms';
import { LogGroup, RetentionDays } from 'aws-cdk-lib/aws-logs';
import { Topic } from 'aws-cdk-lib/aws-sns';
import { EmailSubscription } from 'aws-cdk-lib/aws-sns-subscriptions';
import { CfnDocument } from 'aws-cdk-lib/aws-ssm';
import type { Construct } from 'constructs';
import { backUp } from './backup';
import { callOn } from './call-on';
import { LogStore } from './log-store';
import { makeNetwork } from './network';

const PUBLISHERS = ['cloudwatch', 'events', 'backup', 'budgets'];

/** Key, topics, logs, network, sessions, backup and budget. */
export class PlatformStack extends Stack {
  public readonly key: Key;
  public readonly page: Topic;
  public readonly ticket: Topic;
  public readonly logs: LogStore;
  public readonly vpc: Vpc;
  public readonly sessionLogs: LogGroup;

  constructor(scope: Construct, id: string, props: StackProps) {
    super(scope, id, props);
    this.key = new Key(this, 'Key', {
      alias: 'orders-production',
      description: 'Alerts, logs, secrets and backups',
      enableKeyRotation: true,
      pendingWindow: Duration.days(30),
      removalPolicy: RemovalPolicy.RETAIN,
    });
    this.allowServices();
    this.page = this.topic('Page', 'orders-on-call@example.com');
    this.ticket = this.topic('Ticket', 'orders@example.com');
    this.logs = new LogStore(this, 'Logs');
    const network = makeNetwork(this, this.logs.bucket);
    this.vpc = network.vpc;
    this.sessionLogs = new LogGroup(this, 'SessionLogs', {
      retention: RetentionDays.THREE_MONTHS,
      encryptionKey: this.key,
      removalPolicy: RemovalPolicy.RETAIN,
    });
    this.logs.subscribe(this.sessionLogs);
    this.sessionDocument();
    const [failed, ...others] = backUp(this, this.key, this.ticket);
    callOn(this, 'Health', [failed], this.page);
    callOn(this, 'Tickets', [...network.alarms, this.lateAlarm(), ...others], this.ticket);
    this.budget();
  }

  private allowServices(): void {
    for (const service of PUBLISHERS) {
      this.key.addToResourcePolicy(
        new PolicyStatement({
          principals: [new ServicePrincipal(`${service}.amazonaws.com`)],
          actions: ['kms:Decrypt', 'kms:GenerateDataKey*'],
          resources: ['*'],
          conditions: { StringEquals: { 'aws:SourceAccount': this.account } },
        }),
      );
    }
    this.key.addToResourcePolicy(
      new PolicyStatement({
        principals: [new ServicePrincipal(`logs.${this.region}.amazonaws.com`)],
        actions: ['kms:Encrypt*', 'kms:Decrypt*', 'kms:ReEncrypt*', 'kms:GenerateDataKey*', 'kms:Describe*'],
        resources: ['*'],
        conditions: {
          ArnLike: { 'kms:EncryptionContext:aws:logs:arn': `arn:aws:logs:${this.region}:${this.account}:log-group:*` },
        },
      }),
    );
  }

  private topic(id: string, email: string): Topic {
    const topic = new Topic(this, id, { displayName: `${id} alerts`, masterKey: this.key, enforceSSL: true });
    topic.addSubscription(new EmailSubscription(email));
    topic.addToResourcePolicy(
      new PolicyStatement({
        principals: PUBLISHERS.map((service) => new ServicePrincipal(`${service}.amazonaws.com`)),
        actions: ['sns:Publish'],
        resources: [topic.topicArn],
        conditions: { StringEquals: { 'aws:SourceAccount': this.account } },
      }),
    );
    return topic;
  }

  private sessionDocument(): void {
    new CfnDocument(this, 'SessionDocument', {
      documentType: 'Session',
      documentFormat: 'JSON',
      updateMethod: 'NewVersion',
      content: {
        schemaVersion: '1.0',
        description: 'Recorded and encrypted sessions',
        sessionType: 'Standard_Stream',
        inputs: {
          cloudWatchLogGroupName: this.sessionLogs.logGroupName,
          cloudWatchEncryptionEnabled: true,
          cloudWatchStreamingEnabled: true,
          kmsKeyId: this.key.keyArn,
          idleSessionTimeout: '20',
          maxSessionDuration: '240',
          runAsEnabled: false,
        },
      },
    });
  }

  private lateAlarm(): Alarm {
    return new Alarm(this, 'LogsLate', {
      metric: this.logs.stream.metric('DeliveryToS3.DataFreshness', {
        statistic: 'Maximum',
        period: Duration.minutes(5),
      }),
      threshold: 900,
      evaluationPeriods: 3,
      treatMissingData: TreatMissingData.NOT_BREACHING,
      alarmDescription: 'Logs reach the archive more than 15 minutes late. Runbook: docs/runbooks/log-delivery-late.md',
    });
  }

  private budget(): void {
    const notices: [string, number][] = [
      ['FORECASTED', 80],
      ['FORECASTED', 100],
      ['ACTUAL', 100],
    ];
    new CfnBudget(this, 'Budget', {
      budget: {
        budgetType: 'COST',
        timeUnit: 'MONTHLY',
        budgetLimit: { amount: 1500, unit: 'USD' },
        costFilters: { TagKeyValue: ['user:environment$production'] },
      },
      notificationsWithSubscribers: notices.map(([notificationType, threshold]) => ({
        notification: { notificationType, threshold, thresholdType: 'PERCENTAGE', comparisonOperator: 'GREATER_THAN' },
        subscribers: [{ subscriptionType: 'SNS', address: this.ticket.topicArn }],
      })),
    });
  }
}
