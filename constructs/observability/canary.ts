import { Duration, Names } from 'aws-cdk-lib';
import {
  ComparisonOperator,
  GraphWidget,
  Metric,
  Stats,
  TreatMissingData,
  type Alarm,
} from 'aws-cdk-lib/aws-cloudwatch';
import {
  ArtifactsEncryptionMode,
  Canary as SyntheticsCanary,
  Code,
  ResourceToReplicateTags,
  Runtime,
  Schedule,
  Test,
} from 'aws-cdk-lib/aws-synthetics';
import { Construct, type IDependable } from 'constructs';
import { tierOf } from '../core/context';
import { withDefaults } from '../core/defaults';
import { bundledSource } from '../core/handlers';
import { checkProps } from '../core/props';
import { perTier } from '../core/tier';
import { waive, type Waiver } from '../core/waivers';
import { AlarmSet } from './alarm-set';
import { ApplicationLogs } from './application-logs';
import { CanaryRole } from './canary-role';
import { CANARY_RULES } from './canary-rules';
import { LogArchive } from './log-archive';
import { LOG_PREFIXES } from './log-prefixes';
import { ServiceDashboard } from './service-dashboard';
import { Severity } from './severity';

export interface CanaryProps {
  /** What users type: `https://` and a host. It must be reachable from the internet. */
  readonly url: string;
  /** The page that is asked for. @default '/' */
  readonly path?: string;
  /** Statuses that are fine, as a list of numbers and ranges: `200-299,401`. @default '200-299' */
  readonly statuses?: string;
  /** How often it asks: 1 to 60 whole minutes. @default perTier(Duration.minutes(1), Duration.minutes(5), Duration.minutes(5)) */
  readonly rate?: Duration;
  /**
   * The time that one run has, cold start included, for which AWS asks to leave 15 seconds. The page itself has 10 seconds
   * less. @default Duration.seconds(25)
   */
  readonly timeout?: Duration;
  /** How often a failed run is repeated before it counts: 0 to 2. @default 1 */
  readonly retries?: number;
  /** The Synthetics runtime: one of Node.js. AWS ends their support every year or two. @default Runtime.SYNTHETICS_NODEJS_PUPPETEER_13_0 */
  readonly runtime?: Runtime;
  /** Where artifacts go. @default - the archive of the environment */
  readonly archive?: LogArchive;
  /** Items that do not apply here. @default - none */
  readonly waive?: Waiver[];
}

const DEFAULTS = {
  path: '/',
  statuses: '200-299',
  rate: perTier(Duration.minutes(1), Duration.minutes(5), Duration.minutes(5)),
  timeout: Duration.seconds(25),
  retries: 1,
  runtime: Runtime.SYNTHETICS_NODEJS_PUPPETEER_13_0,
};

/** What remains of a run's time when the runtime has started. */
const START_UP = Duration.seconds(10);
const HALF_OF_THE_RUNS = 50;

/** Three periods, of ten minutes or of the rate: half an hour at least without a single run. */
const SILENT_PERIODS = 3;
const SILENT_PERIOD = Duration.minutes(10);

/** Synthetics takes longer names, but cuts them in the names of function and log group. */
const MAX_NAME = 21;

/** What holds for every canary. */
const FIXED = {
  startAfterCreation: true,
  activeTracing: false,
  artifactS3EncryptionMode: ArtifactsEncryptionMode.S3_MANAGED,
  successRetentionPeriod: Duration.days(31),
  failureRetentionPeriod: Duration.days(31),
  provisionedResourceCleanup: true,
  resourcesToReplicateTags: [ResourceToReplicateTags.LAMBDA_FUNCTION],
};

/**
 * Asks for a page from outside, around the clock, and pages when two of three runs in a row failed: a reason to roll a
 * release back. When no runs come at all it writes a ticket, since then nobody knows how the service is.
 *
 * Runs leave their artifacts in the log archive and their logs in a log group of limited retention. Refuses plain HTTP and
 * runs that could overlap. The check is one request and no browser: it follows no redirect, so name the page itself. A
 * canary that runs every minute costs about 50 USD a month; override `rate` where that is too much.
 */
export class Canary extends Construct {
  public readonly canary: SyntheticsCanary;
  public readonly role: CanaryRole;
  public readonly logs: ApplicationLogs;
  /** Pages when runs fail. */
  public readonly alarm: Alarm;
  /** Writes a ticket when no runs come. */
  public readonly silentAlarm: Alarm;
  /** The address that is asked for. */
  public readonly target: string;

  constructor(scope: Construct, id: string, props: CanaryProps) {
    super(scope, id);
    const filled = withDefaults(props, DEFAULTS, tierOf(this));
    checkProps(this, filled, CANARY_RULES);
    this.target = `${filled.url.replace(/\/$/, '')}${filled.path}`;

    const name = Names.uniqueResourceName(this, {
      maxLength: MAX_NAME,
      separator: '-',
      allowedSpecialCharacters: '-',
    }).toLowerCase();
    const artifacts = {
      bucket: (filled.archive ?? LogArchive.of(this)).bucket,
      prefix: `${LOG_PREFIXES.canary}/${name}`,
    };
    this.role = new CanaryRole(this, 'Role', artifacts);
    this.canary = new SyntheticsCanary(this, 'Resource', {
      ...FIXED,
      canaryName: name,
      runtime: filled.runtime,
      test: Test.custom({ code: Code.fromInline(bundledSource('canary')), handler: 'index.handler' }),
      environmentVariables: {
        URL: this.target,
        STATUSES: filled.statuses,
        TIMEOUT_MS: String(filled.timeout.minus(START_UP).toMilliseconds()),
      },
      schedule: Schedule.rate(filled.rate),
      timeout: filled.timeout,
      maxRetries: filled.retries,
      role: this.role.role,
      artifactsBucketLocation: artifacts,
    });
    this.logs = this.logGroup(name, filled.archive);
    this.alarm = this.failing(name, filled.rate);
    this.silentAlarm = this.silent(filled.rate);
    this.show(filled.rate);
    waive(this, props.waive);
  }

  /**
   * Lets the canary begin only when these are there: the names and routes that lead to the service, and what serves it.
   * What waits for `alarm`, as a group that rolls back on it does, may be among them: that alarm does not wait for the
   * canary.
   */
  public startAfter(...these: IDependable[]): void {
    this.canary.node.addDependency(...these);
  }

  /** Synthetics names the function, and Lambda its log group, after the canary and its id. */
  private logGroup(name: string, archive?: LogArchive): ApplicationLogs {
    const logs = new ApplicationLogs(this, 'Logs', {
      logGroupName: `/aws/lambda/cwsyn-${name}-${this.canary.canaryId}`,
      archive,
    });
    this.role.writeTo(logs.logGroup);
    return logs;
  }

  /** By the name of the canary, not by a reference: see `startAfter`. Before the first run it says nothing. */
  private failing(canaryName: string, rate: Duration): Alarm {
    return AlarmSet.of(this).add(this, 'Failing', {
      metric: new Metric({
        namespace: 'CloudWatchSynthetics',
        metricName: 'SuccessPercent',
        dimensionsMap: { CanaryName: canaryName },
        period: rate,
        statistic: Stats.AVERAGE,
      }),
      threshold: HALF_OF_THE_RUNS,
      comparisonOperator: ComparisonOperator.LESS_THAN_THRESHOLD,
      evaluationPeriods: 3,
      datapointsToAlarm: 2,
      treatMissingData: TreatMissingData.IGNORE,
      severity: Severity.PAGE,
      summary: `From outside, ${this.target} does not answer as it should.`,
      runbook: 'canary-failing',
      rollback: true,
    });
  }

  private silent(rate: Duration): Alarm {
    const period = rate.toSeconds() > SILENT_PERIOD.toSeconds() ? rate : SILENT_PERIOD;
    return AlarmSet.of(this).add(this, 'Silent', {
      metric: this.canary.metricSuccessPercent({ period, statistic: Stats.SAMPLE_COUNT }),
      threshold: 1,
      comparisonOperator: ComparisonOperator.LESS_THAN_THRESHOLD,
      evaluationPeriods: SILENT_PERIODS,
      treatMissingData: TreatMissingData.BREACHING,
      severity: Severity.TICKET,
      summary: `Nobody asks for ${this.target} from outside: no runs of the canary come.`,
      runbook: 'canary-failing',
    });
  }

  private show(period: Duration): void {
    ServiceDashboard.of(this).addSection(
      'Seen from outside',
      new GraphWidget({
        title: 'Runs that succeeded, in percent',
        width: 12,
        left: [this.canary.metricSuccessPercent({ period, statistic: Stats.AVERAGE })],
        leftYAxis: { min: 0, max: 100 },
      }),
      new GraphWidget({
        title: 'How long runs took, in milliseconds',
        width: 12,
        left: [this.canary.metricDuration({ period, statistic: Stats.AVERAGE })],
        leftYAxis: { min: 0 },
      }),
    );
  }
}
