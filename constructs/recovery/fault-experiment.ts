import type { IAutoScalingGroupRef } from 'aws-cdk-lib/aws-autoscaling';
import type { IAlarmRef } from 'aws-cdk-lib/aws-cloudwatch';
import { CfnExperimentTemplate } from 'aws-cdk-lib/aws-fis';
import type { Role } from 'aws-cdk-lib/aws-iam';
import { Construct } from 'constructs';
import { contextOf } from '../core/context';
import { withDefaults } from '../core/defaults';
import { checkProps, type PropRule } from '../core/props';
import { TAGS } from '../core/tags';
import { waive, type Waiver } from '../core/waivers';
import { zonesOf } from '../network/zones';
import { ApplicationLogs } from '../observability/application-logs';
import { faultRole } from './fault-role';

export interface FaultExperimentProps {
  /** The group that loses instances; it makes new ones. */
  readonly autoScalingGroup: IAutoScalingGroupRef;
  /** The alarm that ends the experiment at once, of the same account and region: the health of the stack, for example. */
  readonly stopAlarm: IAlarmRef;
  /** The zone that is lost, by its name. @default - the first zone of the stack */
  readonly availabilityZone?: string;
  /** How many of the instances in that zone are lost, in whole percent. @default 100 */
  readonly percent?: number;
  /** Items that do not apply here. @default - none */
  readonly waive?: Waiver[];
}

const DEFAULTS = { percent: 100 } satisfies Partial<FaultExperimentProps>;

type Settled = FaultExperimentProps & Required<Pick<FaultExperimentProps, keyof typeof DEFAULTS>>;

const RULES: PropRule<Settled>[] = [
  {
    code: 'FaultZoneMalformed',
    reads: ['availabilityZone'],
    fails: ({ availabilityZone = 'eu-west-1a' }) => !/^[a-z]{2,}(-[a-z0-9]+)+-\d[a-z]$/.test(availabilityZone),
    message: ({ availabilityZone }) =>
      `availabilityZone must be the name of a zone like eu-west-1a, got '${availabilityZone}'`,
  },
  {
    code: 'FaultPercentOutOfRange',
    reads: ['percent'],
    fails: ({ percent }) => !Number.isInteger(percent) || percent < 1 || percent > 100,
    message: ({ percent }) => `percent must be a whole number from 1 to 100, got ${percent}`,
  },
];

/** The tag that Auto Scaling puts on every instance of a group. */
const GROUP_TAG = 'aws:autoscaling:groupName';

/**
 * The loss of a zone, ready to be rehearsed: a template of AWS Fault Injection Service that terminates the instances which
 * one group has in one zone, and ends as soon as an alarm rings. It never starts by itself: `startCommand` does, in the
 * hands of somebody who has read `docs/runbooks/fault-zone-loss.md`. What it does is logged and archived.
 *
 * Its role reaches the instances of this one group, service and environment only. Refuses percentages outside 1 to 100 and
 * malformed zone names. AWS FIS ends at once where the zone has no instance, and where it finds more instances than the
 * quota of the account (five, until Service Quotas grants more).
 */
export class FaultExperiment extends Construct {
  public readonly template: CfnExperimentTemplate;
  public readonly role: Role;
  public readonly logs: ApplicationLogs;

  constructor(scope: Construct, id: string, props: FaultExperimentProps) {
    super(scope, id);
    const settled: Settled = withDefaults(props, DEFAULTS);
    checkProps(this, settled, RULES);
    const tags = this.tagsOfInstances(settled);
    this.logs = new ApplicationLogs(this, 'Logs');
    this.role = faultRole(this, 'Role', tags);
    this.template = new CfnExperimentTemplate(this, 'Resource', {
      description: `Loss of a zone: terminates the instances of ${this.node.scope?.node.path} there`.slice(0, 512),
      roleArn: this.role.roleArn,
      stopConditions: [{ source: 'aws:cloudwatch:alarm', value: settled.stopAlarm.alarmRef.alarmArn }],
      targets: { instances: this.instances(settled, tags) },
      actions: {
        loseZone: { actionId: 'aws:ec2:terminate-instances', targets: { Instances: 'instances' }, parameters: {} },
      },
      experimentOptions: { accountTargeting: 'single-account', emptyTargetResolutionMode: 'fail' },
      logConfiguration: {
        logSchemaVersion: 2,
        cloudWatchLogsConfiguration: { LogGroupArn: this.logs.logGroup.logGroupArn },
      },
      tags: { Name: this.node.path, ...this.ownership() },
    });
    waive(this, props.waive);
  }

  /** The command that starts a rehearsal. */
  public get startCommand(): string {
    return `aws fis start-experiment --experiment-template-id ${this.template.attrId}`;
  }

  private instances(
    { availabilityZone, percent }: Settled,
    resourceTags: Record<string, string>,
  ): CfnExperimentTemplate.ExperimentTemplateTargetProperty {
    return {
      resourceType: 'aws:ec2:instance',
      selectionMode: percent === 100 ? 'ALL' : `PERCENT(${percent})`,
      resourceTags,
      filters: [
        { path: 'Placement.AvailabilityZone', values: [availabilityZone ?? (zonesOf(this, 1, false)[0] as string)] },
        { path: 'State.Name', values: ['running'] },
      ],
    };
  }

  /** What every instance of the group carries, and no other instance. */
  private tagsOfInstances({ autoScalingGroup }: Settled): Record<string, string> {
    return { ...this.ownership(), [GROUP_TAG]: autoScalingGroup.autoScalingGroupRef.autoScalingGroupName };
  }

  private ownership(): Record<string, string> {
    const context = contextOf(this);
    return context === undefined ? {} : { [TAGS.service]: context.service, [TAGS.environment]: context.environment };
  }
}
