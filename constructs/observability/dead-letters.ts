import { Duration, RemovalPolicy } from 'aws-cdk-lib';
import { type Alarm, TreatMissingData } from 'aws-cdk-lib/aws-cloudwatch';
import type { IRule } from 'aws-cdk-lib/aws-events';
import { PolicyStatement, ServicePrincipal } from 'aws-cdk-lib/aws-iam';
import { Queue, QueueEncryption } from 'aws-cdk-lib/aws-sqs';
import { Construct } from 'constructs';
import { waive, type Waiver } from '../core/waivers';
import { AlarmSet } from './alarm-set';
import { Severity } from './severity';

export interface DeadLettersProps {
  /** What ends up here, for the alarm: `notices about failed jobs`. */
  readonly holds: string;
  /** Items that do not apply here. @default - none */
  readonly waive?: Waiver[];
}

/** The longest that SQS keeps a message, so that a long weekend loses nothing. */
const RETENTION = Duration.days(14);

/** The queue in which events end that no target took, encrypted, TLS only, with a ticket for the first of them. */
export class DeadLetters extends Construct {
  public readonly queue: Queue;
  public readonly alarm: Alarm;

  constructor(scope: Construct, id: string, props: DeadLettersProps) {
    super(scope, id);
    this.queue = new Queue(this, 'Queue', {
      encryption: QueueEncryption.SQS_MANAGED,
      enforceSSL: true,
      retentionPeriod: RETENTION,
      removalPolicy: RemovalPolicy.DESTROY,
    });
    this.alarm = AlarmSet.of(this).add(this, 'Alarm', {
      metric: this.queue.metricApproximateNumberOfMessagesVisible({
        period: Duration.minutes(5),
        statistic: 'Maximum',
      }),
      threshold: 1,
      evaluationPeriods: 1,
      treatMissingData: TreatMissingData.NOT_BREACHING,
      severity: Severity.TICKET,
      summary: `Some ${props.holds} could not be delivered.`,
      runbook: 'dead-letters',
    });
    waive(this.queue, [
      {
        item: 'AwsSolutions::AwsSolutions-SQS3',
        reason: 'It is a dead-letter queue: that of event rules, which the rule does not know',
        owner: 'seaworthy',
      },
    ]);
    waive(this, props.waive);
  }

  /** Lets event rules put here what they could not deliver. */
  public acceptFrom(...rules: IRule[]): void {
    this.queue.addToResourcePolicy(
      new PolicyStatement({
        sid: 'UndeliveredEvents',
        principals: [new ServicePrincipal('events.amazonaws.com')],
        actions: ['sqs:SendMessage'],
        resources: [this.queue.queueArn],
        conditions: { ArnEquals: { 'aws:SourceArn': rules.map(({ ruleArn }) => ruleArn) } },
      }),
    );
  }
}
