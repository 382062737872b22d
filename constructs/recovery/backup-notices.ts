import { Stack } from 'aws-cdk-lib';
import type { IBackupVault } from 'aws-cdk-lib/aws-backup';
import { EventField, Rule, RuleTargetInput, type EventPattern, type IRuleTarget } from 'aws-cdk-lib/aws-events';
import { PolicyDocument, PolicyStatement, Role, ServicePrincipal } from 'aws-cdk-lib/aws-iam';
import type { ITopic } from 'aws-cdk-lib/aws-sns';
import { Construct } from 'constructs';
import { alarmDescription } from '../observability/alarm-spec';
import { Alerts } from '../observability/alerts';
import { Severity } from '../observability/severity';

export interface BackupNoticesProps {
  readonly vault: IBackupVault;
}

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

  constructor(scope: Construct, id: string, { vault }: BackupNoticesProps) {
    super(scope, id);
    const topics = Alerts.of(this).topics[Severity.TICKET];
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
  }

  private target(topic: ITopic, kind: string): IRuleTarget {
    const notice = alarmDescription(this, { summary: `A ${kind.toLowerCase()} job failed.`, runbook: 'backup-failed' });
    const input = RuleTargetInput.fromObject({ notice, job: EventField.fromPath('$.detail') });
    return { bind: () => ({ arn: topic.topicArn, role: this.role, input, targetResource: topic }) };
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
