import { Duration, RemovalPolicy } from 'aws-cdk-lib';
import { Alarm, type Metric, TreatMissingData } from 'aws-cdk-lib/aws-cloudwatch';
import { AnyPrincipal, Effect, PolicyStatement } from 'aws-cdk-lib/aws-iam';
import type { IKey } from 'aws-cdk-lib/aws-kms';
import { Key } from 'aws-cdk-lib/aws-kms';
import { Architecture, Code, Function as LambdaFunction, LoggingFormat, Runtime } from 'aws-cdk-lib/aws-lambda';
import type { ILogGroup } from 'aws-cdk-lib/aws-logs';
import { Secret } from 'aws-cdk-lib/aws-secretsmanager';
import { Construct } from 'constructs';

export interface RotatedSecretProps {
  readonly key: IKey;
  readonly logGroup: ILogGroup;
}

/** A secret, the function that rotates it, and the alarms of the function. */
export class RotatedSecret extends Construct {
  public readonly secret: Secret;
  public readonly alarms: Alarm[];

  constructor(scope: Construct, id: string, { key, logGroup }: RotatedSecretProps) {
    super(scope, id);
    // By its ARN, or the secret would write into the key's policy and tie the two stacks into a circle.
    const encryptionKey = Key.fromKeyArn(this, 'Key', key.keyArn);
    this.secret = new Secret(this, 'Secret', {
      description: 'Signs order receipts',
      encryptionKey,
      generateSecretString: { passwordLength: 48, excludePunctuation: true },
      removalPolicy: RemovalPolicy.RETAIN,
    });
    for (const [actions, conditions] of [
      ['secretsmanager:*', { Bool: { 'aws:SecureTransport': 'false' } }],
      ['secretsmanager:DeleteSecret', { Bool: { 'secretsmanager:ForceDeleteWithoutRecovery': 'true' } }],
    ] as const) {
      this.secret.addToResourcePolicy(
        new PolicyStatement({
          effect: Effect.DENY,
          principals: [new AnyPrincipal()],
          actions: [actions],
          resources: ['*'],
          conditions,
        }),
      );
    }
    const rotationLambda = new LambdaFunction(this, 'Function', {
      description: 'Rotates the secrets of orders',
      code: Code.fromAsset('dist/handlers/rotate-secret'),
      handler: 'index.handler',
      runtime: Runtime.NODEJS_24_X,
      architecture: Architecture.ARM_64,
      logGroup,
      loggingFormat: LoggingFormat.JSON,
      timeout: Duration.seconds(30),
      memorySize: 256,
      reservedConcurrentExecutions: 1,
    });
    this.secret.addRotationSchedule('Rotation', { rotationLambda, automaticallyAfter: Duration.days(30) });
    const period = Duration.minutes(5);
    this.alarms = [
      this.alarm('Errors', rotationLambda.metricErrors({ period })),
      this.alarm('Throttles', rotationLambda.metricThrottles({ period })),
    ];
  }

  private alarm(id: string, metric: Metric): Alarm {
    return new Alarm(this, id, {
      metric,
      threshold: 1,
      evaluationPeriods: 1,
      treatMissingData: TreatMissingData.NOT_BREACHING,
      alarmDescription: `The rotation of a secret has ${id.toLowerCase()}. Runbook: docs/runbooks/secret-rotation.md`,
    });
  }
}
