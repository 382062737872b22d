import { Duration } from 'aws-cdk-lib';
import { Match } from 'aws-cdk-lib/assertions';
import { Key } from 'aws-cdk-lib/aws-kms';
import { Secret } from 'aws-cdk-lib/aws-secretsmanager';
import { StringParameter } from 'aws-cdk-lib/aws-ssm';
import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { FLAG_SETS, templateOf } from '../../_helpers/stack';
import { fixture } from './service-fixture';

interface Statement {
  readonly Action: string | string[];
  readonly Resource: unknown;
  readonly Condition?: unknown;
}

describe.each(FLAG_SETS)('the role with %s', (_name, flags) => {
  const { stack, service } = fixture({ flags });
  const key = new Key(stack, 'Key');
  const secret = new Secret(stack, 'Password', { encryptionKey: key });
  const parameter = new StringParameter(stack, 'Limit', { stringValue: '9' });
  const made = service({
    configuration: {
      variables: { LOG_LEVEL: 'info' },
      secrets: { DB_PASSWORD: { secret, field: 'password' }, DB_SECRET: secret },
      parameters: { ORDER_LIMIT: parameter },
    },
  });
  const template = templateOf(stack);
  const [policy] = Object.values(
    template.findResources('AWS::IAM::Policy', {
      Properties: { PolicyName: Match.stringLikeRegexp('^ServiceRoleDefaultPolicy') },
    }),
  ) as { Properties: { PolicyDocument: { Statement: Statement[] } } }[];
  const statements = policy?.Properties.PolicyDocument.Statement ?? [];
  const of = (action: string) => statements.filter(({ Action }) => [Action].flat().includes(action));

  test('does this and nothing else', () => {
    expect(statements.flatMap(({ Action }) => Action).sort()).toEqual([
      'autoscaling:CompleteLifecycleAction',
      'cloudwatch:PutMetricData',
      'kms:Decrypt',
      'logs:CreateLogStream',
      'logs:PutLogEvents',
      's3:GetObject',
      'secretsmanager:GetSecretValue',
      'ssm:GetParameter',
    ]);
  });

  test('has no managed policy', () => {
    template.hasResourceProperties('AWS::IAM::Role', {
      Description: 'Instances of Test/Stack/Service',
      ManagedPolicyArns: Match.absent(),
    });
  });

  test('reads its own secrets, with the key only through Secrets Manager', () => {
    expect(of('secretsmanager:GetSecretValue')).toEqual([
      expect.objectContaining({ Resource: stack.resolve(secret.secretArn) as unknown }),
    ]);
    expect(of('kms:Decrypt')).toEqual([
      expect.objectContaining({
        Resource: stack.resolve(key.keyArn) as unknown,
        Condition: {
          StringEquals: { 'kms:ViaService': 'secretsmanager.eu-west-1.amazonaws.com' },
        },
      }),
    ]);
    expect(of('ssm:GetParameter')).toEqual([
      expect.objectContaining({ Resource: stack.resolve(parameter.parameterArn) as unknown }),
    ]);
  });

  test('changes no policy of a key, which may live in another stack', () => {
    const keys = template.findResources('AWS::KMS::Key', { Properties: { KeyPolicy: Match.anyValue() } });
    expect(JSON.stringify(keys)).not.toContain('"ServiceRole');
  });

  test('answers for its own group only', () => {
    const [{ Resource }] = of('autoscaling:CompleteLifecycleAction') as [Statement];
    expect(JSON.stringify(Resource)).toContain(`:autoScalingGroup:*:autoScalingGroupName/${made.autoScalingGroupName}`);
  });

  test('writes metrics in one namespace only', () => {
    expect(of('cloudwatch:PutMetricData')).toEqual([
      expect.objectContaining({ Condition: { StringEquals: { 'cloudwatch:namespace': 'CWAgent' } } }),
    ]);
  });

  test('the user data names where secrets are, never what they hold', () => {
    expect(made.configuration.secrets.DB_PASSWORD).toBe(`${secret.secretArn}#password`);
    expect(JSON.stringify(template.findResources('AWS::EC2::LaunchTemplate'))).toMatch(/LOG_LEVEL=info/);
  });
});

test('a secret that is known by name only is matched with its random ending', () => {
  const { stack, service } = fixture();
  service({ configuration: { secrets: { TOKEN: Secret.fromSecretNameV2(stack, 'Named', 'orders/token') } } });
  expect(JSON.stringify(templateOf(stack).findResources('AWS::IAM::Policy'))).toContain('secret:orders/token-??????');
});

test('a parameter is decrypted with its key, through Parameter Store only', () => {
  const { stack, service } = fixture();
  const keyArn = 'arn:aws:kms:eu-west-1:111122223333:key/7f3a';
  const limit = StringParameter.fromSecureStringParameterAttributes(stack, 'Limit', {
    parameterName: '/orders/limit',
    encryptionKey: Key.fromKeyArn(stack, 'Key', keyArn),
  });
  service({ configuration: { parameters: { ORDER_LIMIT: limit } } });
  templateOf(stack).hasResourceProperties('AWS::IAM::Policy', {
    PolicyDocument: {
      Statement: Match.arrayWith([
        Match.objectLike({
          Action: 'kms:Decrypt',
          Resource: keyArn,
          Condition: { StringEquals: { 'kms:ViaService': 'ssm.eu-west-1.amazonaws.com' } },
        }),
      ]),
    },
  });
});

describe('alarms', () => {
  const { stack, service } = fixture();
  const { alarms, autoScalingGroupName } = service();
  const template = templateOf(stack);
  const dimensions = [{ Name: 'AutoScalingGroupName', Value: autoScalingGroupName }];

  test.each([
    ['CPU', 'AWS/EC2', 'CPUUtilization', 80],
    ['memory', 'CWAgent', 'mem_used_percent', 90],
    ['disk', 'CWAgent', 'disk_used_percent', 85],
    ['status checks', 'AWS/EC2', 'StatusCheckFailed', 1],
    ['the ceiling', 'AWS/AutoScaling', 'GroupDesiredCapacity', 6],
  ])('watch %s', (_what, Namespace, MetricName, Threshold) => {
    template.hasResourceProperties('AWS::CloudWatch::Alarm', {
      Namespace,
      MetricName,
      Threshold,
      Dimensions: dimensions,
      ComparisonOperator: 'GreaterThanOrEqualToThreshold',
      TreatMissingData: 'notBreaching',
      Period: 60,
    });
  });

  test('watch missing instances for as long as two launches may take', () => {
    template.hasResourceProperties('AWS::CloudWatch::Alarm', {
      Metrics: Match.arrayWith([Match.objectLike({ Expression: 'desired - inService' })]),
      EvaluationPeriods: 20,
      Threshold: 1,
    });
  });

  test('count launches that their boot script gave up', () => {
    const MetricName = `${autoScalingGroupName}-failed-launches`;
    template.hasResourceProperties('AWS::Logs::MetricFilter', {
      FilterPattern: '[time, service, step = "boot", result = "failed:", ...]',
      MetricTransformations: [{ MetricName, MetricNamespace: 'Seaworthy', MetricValue: '1' }],
    });
    template.hasResourceProperties('AWS::CloudWatch::Alarm', { MetricName, Period: 900, Threshold: 2 });
  });

  test('send everybody to a runbook that is there', () => {
    const found = Object.values(template.findResources('AWS::CloudWatch::Alarm')) as {
      Properties: { AlarmDescription: string };
    }[];
    const runbooks = found.flatMap(
      ({ Properties }) => Properties.AlarmDescription.match(/docs\/runbooks\/instance-.*$/) ?? [],
    );
    expect(new Set(runbooks).size).toBe(7);
    for (const runbook of runbooks) {
      expect(readFileSync(join(__dirname, '../../..', runbook), 'utf8')).toMatch(/^# /);
    }
  });

  test('have their metrics on the dashboard', () => {
    const dashboards = JSON.stringify(template.findResources('AWS::CloudWatch::Dashboard'));
    for (const metric of ['GroupInServiceInstances', 'CPUUtilization', 'mem_used_percent', 'disk_used_percent']) {
      expect(dashboards).toContain(metric);
    }
    expect(dashboards).toContain('Instances of Service');
  });

  test('are at hand', () => {
    expect(Object.values(alarms).filter((one) => one !== undefined && 'alarmArn' in (one as object))).toHaveLength(7);
  });
});

describe('the lifecycle', () => {
  test('is refused where it leaves its range, all at once', () => {
    const lifecycle = {
      bootTimeout: Duration.minutes(1),
      warmup: Duration.hours(2),
      healthCheckGracePeriod: Duration.seconds(0),
      stopTimeout: Duration.seconds(0),
      maxInstanceLifetime: Duration.days(60),
      bakeTime: Duration.days(3),
      maxHealthyPercentage: 100,
    };
    expect(() => fixture().service({ lifecycle })).toThrow(
      '7 props are wrong:\n' +
        '  - lifecycle.bootTimeout must be 2 minutes to 2 hours, got 1 minute [BootTimeoutOutOfRange]\n' +
        '  - lifecycle.warmup must be 1 second to 1 hour, got 2 hours [WarmupOutOfRange]\n' +
        '  - lifecycle.healthCheckGracePeriod must be 1 second to 2 hours, got 0 seconds [HealthCheckGracePeriodOutOfRange]\n' +
        '  - lifecycle.stopTimeout must be 1 second to 1 hour, got 0 seconds [StopTimeoutOutOfRange]\n' +
        '  - lifecycle.maxInstanceLifetime must be 1 day to 30 days, got 60 days [MaxInstanceLifetimeOutOfRange]\n' +
        '  - lifecycle.bakeTime must be 0 seconds to 2 days, got 3 days [BakeTimeOutOfRange]\n' +
        '  - lifecycle.maxHealthyPercentage must be 110 to 200, got 100 [MaxHealthyPercentageOutOfRange]\n' +
        '  at: Test/Stack/Service',
    );
  });

  test('of a slow starter stretches hook, health check and alarms', () => {
    const { stack, service } = fixture();
    service({ lifecycle: { bootTimeout: Duration.minutes(30), maxHealthyPercentage: 150 } });
    const template = templateOf(stack);
    template.hasResourceProperties('AWS::AutoScaling::AutoScalingGroup', {
      LifecycleHookSpecificationList: Match.arrayWith([Match.objectLike({ HeartbeatTimeout: 1800 })]),
      InstanceMaintenancePolicy: { MaxHealthyPercentage: 150 },
    });
    template.hasResourceProperties('AWS::CloudWatch::Alarm', { EvaluationPeriods: 60, Threshold: 1 });
    expect(JSON.stringify(template.findResources('AWS::EC2::LaunchTemplate'))).toContain('HEALTH_SECONDS=900');
  });
});
