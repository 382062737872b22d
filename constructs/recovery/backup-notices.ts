import { Duration, Stack } from 'aws-cdk-lib';
import type { IBackupVault } from 'aws-cdk-lib/aws-backup';
import { EventField, Rule, RuleTargetInput, type EventPattern, type IRuleTarget } from 'aws-cdk-lib/aws-events';
import { PolicyDocument, PolicyStatement, Role, ServicePrincipal } from 'aws-cdk-lib/aws-iam';
import type { ITopic } from 'aws-cdk-lib/aws-sns';
import { Construct } from 'constructs';
import { DeadLetters } from '../observability/dead-letters';
import { alarmDescription } from '../observability/alarm-spec';
import { Alerts } from '../observability/alerts';
import { Severity } from '../observability/severity';

export interface BackupNoticesProps {
  readonly vault: IBackupVault;
}

/** How long EventBridge tries to deliver a notice: its own limit, a day, is too long to stay unread. */
const RETRIED_FOR = Duration.hours(1);

const FAILED = ['ABORTED', 'EXPIRED', 'FAILED', 'PARTIAL'];

/**
 * Writes a ticket for each job that failed, with what AWS Backup says about it: backups into a vault, copies out of it, and
 * restores in this account, which do not say from which vault.
 *
 * The notifications of the vault itself cannot do this: they no longer tell of failed jobs alone, but of all that ended.
 * @see https://docs.aws.amazon.com/aws-backup/latest/devguide/eventbridge.html
 */
export class BackupNotices extends Construct {
  public readonly backups: Rule;
  public readonly copies: Rule;
  public readonly restores: Rule;
  public readonly role: Role;
  /** Notices that no topic took. */
  public readonly deadLetters: DeadLetters;

  constructor(scope: Construct, id: string, { vault }: BackupNoticesProps) {
    super(scope, id);
    const topics = Alerts.of(this).topics[Severity.TICKET];
    this.deadLetters = new DeadLetters(this, 'Undelivered', { holds: 'notices about failed jobs of AWS Backup' });
    this.role = this.makeRole(topics);
    const rule = (kind: string, detail: EventPattern['detail']): Rule =>
      new Rule(this, `${kind}Jobs`, {
        description: `${kind} jobs of AWS Backup that failed`,
        eventPattern: { source: ['aws.backup'], detailType: [`${kind} Job State Change`], detail },
        targets: topics.map((topic) => this.target(topic, kind)),
      });
    this.backups = rule('Backup', { state: FAILED, backupVaultArn: [vault.backupVaultArn] });
    this.copies = rule('Copy', { state: FAILED, sourceBackupVaultArn: [vault.backupVaultArn] });
    this.restores = rule('Restore', { status: FAILED });
    this.deadLetters.acceptFrom(this.backups, this.copies, this.restores);
  }

  private target(topic: ITopic, kind: string): IRuleTarget {
    const notice = alarmDescription(this, { summary: `A ${kind.toLowerCase()} job failed.`, runbook: 'backup-failed' });
    const input = RuleTargetInput.fromObject({ notice, job: EventField.fromPath('$.detail') });
    const deadLetterConfig = { arn: this.deadLetters.queue.queueArn };
    const retryPolicy = { maximumEventAgeInSeconds: RETRIED_FOR.toSeconds() };
    return {
      bind: () => ({
        arn: topic.topicArn,
        role: this.role,
        input,
        targetResource: topic,
        deadLetterConfig,
        retryPolicy,
      }),
    };
  }

  /** EventBridge publishes by this role, so that no topic needs to let in more than it does. */
  private makeRole(topics: readonly ITopic[]): Role {
    const keys = topics.flatMap(({ masterKey }) => (masterKey === undefined ? [] : [masterKey.keyArn]));
    const publish = new PolicyStatement({
      actions: ['sns:Publish'],
      resources: topics.map(({ topicArn }) => topicArn),
    });
    const encrypt = new PolicyStatement({
      actions: ['kms:Decrypt', 'kms:GenerateDataKey'],
      resources: [...new Set(keys)],
    });
    return new Role(this, 'Role', {
      description: 'Lets EventBridge write tickets about failed jobs of AWS Backup',
      assumedBy: new ServicePrincipal('events.amazonaws.com', {
        conditions: { StringEquals: { 'aws:SourceAccount': Stack.of(this).account } },
      }),
      inlinePolicies: {
        Publish: new PolicyDocument({ statements: keys.length === 0 ? [publish] : [publish, encrypt] }),
      },
    });
  }
}
