import { Duration, Size, Stack } from 'aws-cdk-lib';
import { TreatMissingData, type Alarm } from 'aws-cdk-lib/aws-cloudwatch';
import { Role, ServicePrincipal } from 'aws-cdk-lib/aws-iam';
import { Architecture, Function as LambdaFunction, LoggingFormat, Runtime, Tracing } from 'aws-cdk-lib/aws-lambda';
import { CfnRotationSchedule, type Secret } from 'aws-cdk-lib/aws-secretsmanager';
import { Construct } from 'constructs';
import { withDefaults } from '../core/defaults';
import { bundledHandler } from '../core/handlers';
import { findShared, offerShared } from '../core/shared';
import { waive, type Waiver } from '../core/waivers';
import { AlarmSet } from '../observability/alarm-set';
import { ApplicationLogs } from '../observability/application-logs';
import { Severity } from '../observability/severity';
import type { SecretGrants } from './secret-grants';

export interface SecretRotationProps {
  /** How long one step may take. @default Duration.seconds(30) */
  readonly timeout?: Duration;
  /** @default Size.mebibytes(256) */
  readonly memory?: Size;
  /**
   * How many steps run at once at most. Secrets Manager tries again what finds no room. AWS refuses a reservation that
   * leaves an account too little for everything else, and so any at all in a new account, which has 10.
   * Source: https://docs.aws.amazon.com/lambda/latest/dg/configuration-concurrency.html
   * @default - no reservation: a step takes its room from that of the account
   */
  readonly reservedConcurrency?: number;
  /** Items that do not apply here. @default - none */
  readonly waive?: Waiver[];
}

const DEFAULTS = { timeout: Duration.seconds(30), memory: Size.mebibytes(256) };

const KEY = 'secret-rotation';

/**
 * The function that rotates the secrets of a stack, with logs, alarms and a role that reaches these secrets only.
 *
 * Secrets Manager waits for its answer and tries again, so there is no dead-letter queue.
 */
export class SecretRotation extends Construct {
  /** The rotation of the stack of `scope`. */
  public static of(scope: Construct): SecretRotation {
    const stack = Stack.of(scope);
    const found = findShared<SecretRotation>(scope, KEY);
    return found !== undefined && Stack.of(found) === stack ? found : new SecretRotation(stack, 'SecretRotation');
  }

  public readonly function: LambdaFunction;
  public readonly role: Role;
  public readonly logs: ApplicationLogs;
  public readonly errorsAlarm: Alarm;
  public readonly throttlesAlarm: Alarm;

  constructor(scope: Construct, id: string, props: SecretRotationProps = {}) {
    super(scope, id);
    const settled = withDefaults(props, DEFAULTS);
    this.logs = new ApplicationLogs(this, 'Logs');
    this.role = new Role(this, 'Role', {
      assumedBy: new ServicePrincipal('lambda.amazonaws.com'),
      description: 'Rotates the secrets of one stack',
    });
    this.logs.logGroup.grants.write(this.role);
    this.function = new LambdaFunction(this, 'Function', {
      description: `Rotates the secrets of ${Stack.of(this).node.path}`,
      code: bundledHandler('rotate-secret'),
      handler: 'index.handler',
      runtime: Runtime.NODEJS_24_X,
      architecture: Architecture.ARM_64,
      role: this.role,
      logGroup: this.logs.logGroup,
      loggingFormat: LoggingFormat.JSON,
      tracing: Tracing.DISABLED,
      timeout: settled.timeout,
      memorySize: settled.memory.toMebibytes(),
      reservedConcurrentExecutions: settled.reservedConcurrency,
    });
    this.function.addPermission('SecretsManager', {
      principal: new ServicePrincipal('secretsmanager.amazonaws.com'),
      action: 'lambda:InvokeFunction',
      sourceAccount: Stack.of(this).account,
    });
    this.errorsAlarm = this.addErrorsAlarm();
    this.throttlesAlarm = this.addThrottlesAlarm();
    offerShared(this, KEY);
    waive(this, props.waive);
  }

  /** Rotates a secret, for the first time when `every` has passed. */
  public rotate(secret: Secret, grants: SecretGrants, every: Duration): CfnRotationSchedule {
    const schedule = new CfnRotationSchedule(secret, 'RotationSchedule', {
      secretId: secret.secretArn,
      rotationLambdaArn: this.function.functionArn,
      rotateImmediatelyOnUpdate: false,
      rotationRules: { automaticallyAfterDays: every.toDays() },
    });
    // Secrets Manager tries the function when the schedule is made: it must be allowed to call it by then, and the
    // function to reach the secret.
    schedule.node.addDependency(this.function, grants.rotate(this.role));
    return schedule;
  }

  private addErrorsAlarm(): Alarm {
    return AlarmSet.of(this).add(this, 'Errors', {
      metric: this.function.metricErrors({ period: Duration.minutes(5), statistic: 'Sum' }),
      threshold: 1,
      evaluationPeriods: 1,
      treatMissingData: TreatMissingData.NOT_BREACHING,
      severity: Severity.TICKET,
      summary: 'The rotation of a secret failed; the old value stays in use.',
      runbook: 'secret-rotation',
    });
  }

  /** Secrets Manager tries again what found no room, so only a want of room that does not end is worth a word. */
  private addThrottlesAlarm(): Alarm {
    return AlarmSet.of(this).add(this, 'Throttles', {
      metric: this.function.metricThrottles({ period: Duration.minutes(5), statistic: 'Sum' }),
      threshold: 1,
      evaluationPeriods: 6,
      datapointsToAlarm: 3,
      treatMissingData: TreatMissingData.NOT_BREACHING,
      severity: Severity.TICKET,
      summary: 'Rotations of secrets find no room to run.',
      runbook: 'secret-rotation',
    });
  }
}
