import { Duration, Names } from 'aws-cdk-lib';
import {
  Alarm,
  ComparisonOperator,
  type CfnAlarm,
  type IMetric,
  type MetricConfig,
  type TreatMissingData,
} from 'aws-cdk-lib/aws-cloudwatch';
import type { Construct } from 'constructs';
import { contextOf } from '../core/context';
import { withDefaults } from '../core/defaults';
import { checkProps, type PropRule } from '../core/props';
import type { Severity } from './severity';

/** What a person needs to hear about an alarm. */
export interface AlarmMessage {
  /** What is wrong, one sentence for the person who is called. */
  readonly summary: string;
  /** What to do: name of a file in `docs/runbooks`, without `.md`, for example `load-balancer-5xx`. */
  readonly runbook: string;
}

/** When a metric alarm is on. */
export interface AlarmCondition extends AlarmMessage {
  readonly metric: IMetric;
  readonly threshold: number;
  /** @default ComparisonOperator.GREATER_THAN_OR_EQUAL_TO_THRESHOLD */
  readonly comparisonOperator?: ComparisonOperator;
  /** How many periods back the alarm looks: at most a day in all, a week where periods last an hour or more. */
  readonly evaluationPeriods: number;
  /** How many of these periods must breach. @default - all of them */
  readonly datapointsToAlarm?: number;
  /** What silence means. */
  readonly treatMissingData: TreatMissingData;
}

/** An alarm of the set: its condition, and whom it calls. */
export interface AlarmSpec extends AlarmCondition {
  readonly severity: Severity;
  /** Is also a reason to roll a release back. @default - it is not */
  readonly rollback?: boolean;
}

const DEFAULTS = { comparisonOperator: ComparisonOperator.GREATER_THAN_OR_EQUAL_TO_THRESHOLD };

const RULES: PropRule<AlarmCondition>[] = [
  {
    code: 'AlarmSummaryLength',
    reads: ['summary'],
    fails: ({ summary }) => summary.trim() === '' || summary.length > 500,
    message: ({ summary }) =>
      `summary must say in 1 to 500 characters what is wrong, got ${summary.length}: '${summary.slice(0, 40)}'`,
  },
  {
    code: 'AlarmRunbookMalformed',
    reads: ['runbook'],
    fails: ({ runbook }) => !/^[a-z0-9]+(-[a-z0-9]+)*$/.test(runbook),
    message: ({ runbook }) =>
      `runbook must be the name of a file in docs/runbooks without .md, like load-balancer-5xx, got '${runbook}'`,
  },
  {
    code: 'AlarmDatapoints',
    reads: ['datapointsToAlarm', 'evaluationPeriods'],
    fails: ({ datapointsToAlarm = 1, evaluationPeriods }) =>
      datapointsToAlarm < 1 || datapointsToAlarm > evaluationPeriods,
    message: ({ datapointsToAlarm, evaluationPeriods }) =>
      `datapointsToAlarm must be between 1 and evaluationPeriods (${evaluationPeriods}), got ${datapointsToAlarm}`,
  },
  {
    code: 'AlarmLooksTooFarBack',
    reads: ['evaluationPeriods'],
    fails: ({ metric, evaluationPeriods }) => !isWithinReach(periodOf(metric), evaluationPeriods),
    message: ({ metric, evaluationPeriods }) =>
      `evaluationPeriods must stay within one day, or seven days where a period lasts an hour or more, got ${evaluationPeriods} x ${periodOf(metric).toHumanString()}`,
  },
];

/** The longest name that CloudWatch gives an alarm. */
const MAX_NAME = 255;

/** A metric alarm without actions of its own: composites act for it. Its name is known at synth. */
export function metricAlarm(scope: Construct, id: string, condition: AlarmCondition): Alarm {
  checkProps(scope, condition, RULES);
  const { metric, threshold, comparisonOperator, ...rest } = withDefaults(condition, DEFAULTS);
  const alarm = new Alarm(scope, id, {
    metric,
    threshold,
    comparisonOperator,
    evaluationPeriods: rest.evaluationPeriods,
    datapointsToAlarm: rest.datapointsToAlarm,
    treatMissingData: rest.treatMissingData,
    actionsEnabled: true,
    alarmDescription: alarmDescription(scope, condition),
  });
  (alarm.node.defaultChild as CfnAlarm).alarmName = alarmNameOf(alarm);
  return alarm;
}

/** The name of an alarm: its path, readable and unique, known at synth so that update policies can name it. */
export function alarmNameOf(scope: Construct): string {
  return Names.uniqueResourceName(scope, { maxLength: MAX_NAME, separator: '-', allowedSpecialCharacters: '-' });
}

/** The text that the person who is called reads first. */
export function alarmDescription(scope: Construct, { summary, runbook }: AlarmMessage): string {
  const base = (contextOf(scope)?.runbooks ?? 'docs/runbooks').replace(/\/+$/, '');
  return `${summary.trim()} Runbook: ${base}/${runbook}.md`;
}

function isWithinReach(period: Duration, evaluationPeriods: number): boolean {
  const reach = period.toSeconds() >= 3600 ? Duration.days(7) : Duration.days(1);
  return evaluationPeriods >= 1 && period.toSeconds() * evaluationPeriods <= reach.toSeconds();
}

function periodOf(metric: IMetric): Duration {
  const { metricStat, mathExpression }: MetricConfig = metric.toMetricConfig();
  return Duration.seconds(metricStat?.period.toSeconds() ?? mathExpression?.period ?? 300);
}
