import { Duration } from 'aws-cdk-lib';
import { type Alarm, MathExpression, TreatMissingData } from 'aws-cdk-lib/aws-cloudwatch';
import { FilterPattern, type ILogGroup, MetricFilter } from 'aws-cdk-lib/aws-logs';
import { Construct } from 'constructs';
import { AlarmSet } from '../observability/alarm-set';
import { Severity } from '../observability/severity';
import type { InstanceMetrics } from './instance-metrics';

/** What the alarms of a group of instances need to know. */
export interface InstanceAlarmsProps {
  /** How the service is called in front of people. */
  readonly name: string;
  readonly metrics: InstanceMetrics;
  /** The most instances that there may be. */
  readonly maxCapacity: number;
  /** The longest time that a launch may take. */
  readonly bootTimeout: Duration;
  /** Where the boot script writes. */
  readonly systemLogs: ILogGroup;
}

/** Where CloudWatch's own recommended alarm for CPU stands: "Best practice alarm recommendations", CloudWatch User Guide. */
const CPU_PERCENT = 80;
const MEMORY_PERCENT = 90;
const DISK_PERCENT = 85;

/**
 * The line in which the boot script gives an instance up: time, service, `boot failed:`, reason. The same line comes a
 * second time through the journal, behind a date and a program; there the third word is another one.
 */
export const BOOT_FAILURE = FilterPattern.spaceDelimited('time', 'service', 'step', 'result', '...')
  .whereString('step', '=', 'boot')
  .whereString('result', '=', 'failed:');

/** One launch may fail by bad luck; then the next one is given its time too. */
const LAUNCH_TRIES = 2;

/** Two launches that fail in their health check, which has half of the boot timeout, end within so many boot timeouts. */
const WATCHED_BOOT_TIMES = 1.5;

/**
 * The alarms of a group of instances. Those that say that new instances do not come also roll a release back. CPU and
 * memory do not: the release that mends them has to pass while they ring.
 */
export class InstanceAlarms extends Construct {
  public readonly cpu: Alarm;
  public readonly memory: Alarm;
  public readonly disk: Alarm;
  public readonly statusChecks: Alarm;
  public readonly missingInstances: Alarm;
  public readonly failedLaunches: Alarm;
  public readonly ceiling: Alarm;

  constructor(scope: Construct, id: string, props: InstanceAlarmsProps) {
    super(scope, id);
    this.cpu = this.watchCpu(props);
    this.memory = this.watchMemory(props);
    this.disk = this.watchDisk(props);
    this.statusChecks = this.watchStatusChecks(props);
    this.missingInstances = this.watchMissingInstances(props);
    this.failedLaunches = this.watchFailedLaunches(props);
    this.ceiling = this.watchCeiling(props);
  }

  private watchCpu({ name, metrics }: InstanceAlarmsProps): Alarm {
    return AlarmSet.of(this).add(this, 'Cpu', {
      metric: metrics.cpuUtilization(),
      threshold: CPU_PERCENT,
      evaluationPeriods: 10,
      datapointsToAlarm: 8,
      treatMissingData: TreatMissingData.NOT_BREACHING,
      severity: Severity.TICKET,
      summary: `The instances of ${name} have used ${CPU_PERCENT} % of their CPU for ten minutes, although more were launched.`,
      runbook: 'instance-cpu',
    });
  }

  private watchMemory({ name, metrics }: InstanceAlarmsProps): Alarm {
    return AlarmSet.of(this).add(this, 'Memory', {
      metric: metrics.memoryUsed(),
      threshold: MEMORY_PERCENT,
      evaluationPeriods: 10,
      datapointsToAlarm: 8,
      treatMissingData: TreatMissingData.NOT_BREACHING,
      severity: Severity.TICKET,
      summary: `An instance of ${name} has used ${MEMORY_PERCENT} % of its memory for ten minutes and may be killed soon.`,
      runbook: 'instance-memory',
    });
  }

  private watchDisk({ name, metrics }: InstanceAlarmsProps): Alarm {
    return AlarmSet.of(this).add(this, 'Disk', {
      metric: metrics.diskUsed(),
      threshold: DISK_PERCENT,
      evaluationPeriods: 5,
      treatMissingData: TreatMissingData.NOT_BREACHING,
      severity: Severity.TICKET,
      summary: `The root disk of an instance of ${name} is ${DISK_PERCENT} % full.`,
      runbook: 'instance-disk',
    });
  }

  private watchStatusChecks({ name, metrics }: InstanceAlarmsProps): Alarm {
    return AlarmSet.of(this).add(this, 'StatusChecks', {
      metric: metrics.statusCheckFailed(),
      threshold: 1,
      evaluationPeriods: 5,
      treatMissingData: TreatMissingData.NOT_BREACHING,
      severity: Severity.TICKET,
      summary: `An instance of ${name} has failed its EC2 status checks for five minutes and was not replaced.`,
      runbook: 'instance-status-checks',
    });
  }

  /** Silence breaks nothing here: a group that is gone misses no instance, and one that is there reports each minute. */
  private watchMissingInstances({ name, metrics, bootTimeout }: InstanceAlarmsProps): Alarm {
    return AlarmSet.of(this).add(this, 'MissingInstances', {
      metric: new MathExpression({
        expression: 'desired - inService',
        usingMetrics: { desired: metrics.desiredCapacity(), inService: metrics.inServiceInstances() },
        period: Duration.minutes(1),
        label: 'Missing instances',
      }),
      threshold: 1,
      evaluationPeriods: Math.ceil(bootTimeout.toMinutes({ integral: false })) * LAUNCH_TRIES,
      treatMissingData: TreatMissingData.NOT_BREACHING,
      severity: Severity.PAGE,
      summary: `${name} has fewer instances in service than it should have: launches fail.`,
      runbook: 'instance-launches',
      rollback: true,
    });
  }

  /** During a release the old instances stay until new ones serve, so nothing is missing: what fails is the new ones. */
  private watchFailedLaunches({ name, metrics, systemLogs, bootTimeout }: InstanceAlarmsProps): Alarm {
    const minutes = Math.ceil(bootTimeout.toMinutes({ integral: false }) * WATCHED_BOOT_TIMES);
    const metric = metrics.failedLaunches({ period: Duration.minutes(minutes) });
    new MetricFilter(this, 'FailedLaunchFilter', {
      logGroup: systemLogs,
      filterPattern: BOOT_FAILURE,
      metricNamespace: metric.namespace,
      metricName: metric.metricName,
      metricValue: '1',
    });
    return AlarmSet.of(this).add(this, 'FailedLaunches', {
      metric,
      threshold: LAUNCH_TRIES,
      evaluationPeriods: 1,
      treatMissingData: TreatMissingData.NOT_BREACHING,
      severity: Severity.TICKET,
      summary: `New instances of ${name} failed to start ${LAUNCH_TRIES} times within ${minutes} minutes and were thrown away.`,
      runbook: 'instance-launches',
      rollback: true,
    });
  }

  private watchCeiling({ name, metrics, maxCapacity }: InstanceAlarmsProps): Alarm {
    return AlarmSet.of(this).add(this, 'Ceiling', {
      metric: metrics.desiredCapacity(),
      threshold: maxCapacity,
      evaluationPeriods: 5,
      treatMissingData: TreatMissingData.NOT_BREACHING,
      severity: Severity.TICKET,
      summary: `${name} runs as many instances as it may (${maxCapacity}); more load will not be met by more instances.`,
      runbook: 'instance-ceiling',
    });
  }
}
