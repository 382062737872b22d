import { Match } from 'aws-cdk-lib/assertions';
import { Tier } from '../../../constructs/core/tier';
import { templateOf } from '../../_helpers/stack';
import { fixture } from './service-fixture';

describe('scaling', () => {
  const { stack, service } = fixture();
  service();
  const template = templateOf(stack);

  test('follows half of the CPU, and target tracking only adds', () => {
    template.hasResourceProperties('AWS::AutoScaling::ScalingPolicy', {
      PolicyType: 'TargetTrackingScaling',
      TargetTrackingConfiguration: {
        DisableScaleIn: true,
        TargetValue: 50,
        PredefinedMetricSpecification: { PredefinedMetricType: 'ASGAverageCPUUtilization' },
      },
    });
    template.resourceCountIs('AWS::AutoScaling::ScalingPolicy', 2);
    template.resourceCountIs('AWS::AutoScaling::ScheduledAction', 0);
  });

  test('takes one instance or a tenth away', () => {
    template.hasResourceProperties('AWS::AutoScaling::ScalingPolicy', {
      PolicyType: 'SimpleScaling',
      AdjustmentType: 'PercentChangeInCapacity',
      MinAdjustmentMagnitude: 1,
      ScalingAdjustment: -10,
    });
  });

  test('waits three minutes before it takes the next one', () => {
    // Only a simple policy has a cooldown; a step policy would act every minute while the alarm is on.
    const governors = Object.values(
      template.findResources('AWS::AutoScaling::ScalingPolicy', { Properties: { ScalingAdjustment: -10 } }),
    ) as { Properties: { PolicyType: string; Cooldown: string } }[];
    expect(governors.map(({ Properties }) => [Properties.PolicyType, Properties.Cooldown])).toEqual([
      ['SimpleScaling', '180'],
    ]);
  });

  test('does so after a quarter of an hour in which the others would have had it easy', () => {
    template.hasResourceProperties('AWS::CloudWatch::Alarm', {
      AlarmActions: [{ Ref: Match.stringLikeRegexp('^ServiceScalingScaleInPolicy') }],
      AlarmDescription:
        'Not a fault: an instance can be spared, and the group is removing it. Runbook: docs/runbooks/instance-scale-in.md',
      ComparisonOperator: 'LessThanOrEqualToThreshold',
      Threshold: 80,
      EvaluationPeriods: 15,
      TreatMissingData: 'notBreaching',
      Metrics: Match.arrayWith([
        Match.objectLike({
          Expression:
            'IF(desired > smallest, 100 * cpu / 50 * IF(inService > 10, 1.111, inService / (inService - 1 + (inService < 2))), 100)',
        }),
        Match.objectLike({ Id: 'cpu', MetricStat: Match.objectLike({ Period: 60, Stat: 'Average' }) }),
      ]),
    });
  });

  test('counts requests where they count', () => {
    const behind = fixture();
    behind.service({ loadBalancer: behind.loadBalancer(), scaling: { requestsPerTarget: 600, cpuPercent: 60 } });
    templateOf(behind.stack).hasResourceProperties('AWS::CloudWatch::Alarm', {
      Metrics: Match.arrayWith([
        Match.objectLike({
          Expression: Match.stringLikeRegexp('MAX\\(\\[cpu / 60, FILL\\(requests, 0\\) / 600\\]\\)'),
        }),
      ]),
    });
  });

  test('sleeps when told so', () => {
    const sleepy = fixture({ tier: Tier.DEVELOPMENT });
    sleepy.service({ scaling: { offHours: { stop: '0 20 * * *', start: '0 7 * * *', timeZone: 'Europe/Berlin' } } });
    templateOf(sleepy.stack).hasResourceProperties('AWS::AutoScaling::ScheduledAction', { MinSize: 1, MaxSize: 2 });
  });

  test('refuses what it cannot aim at', () => {
    expect(() => fixture().service({ scaling: { cpuPercent: 95 } })).toThrow(
      'scaling.cpuPercent must be 10 to 90, got 95\n  at: Test/Stack/Service/Scaling',
    );
  });
});
