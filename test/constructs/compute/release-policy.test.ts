import { InstanceRefreshStrategy, UpdatePolicy } from 'aws-cdk-lib/aws-autoscaling';
import { Alarm, type IAlarmRef } from 'aws-cdk-lib/aws-cloudwatch';
import type { InstanceServiceProps } from '../../../constructs/compute/instance-service';
import { Access } from '../../../constructs/traffic/access';
import { templateOf } from '../../_helpers/stack';
import { type Fixture, fixture } from './service-fixture';

interface Group {
  readonly DependsOn?: string[];
  readonly UpdatePolicy?: {
    readonly AutoScalingInstanceRefresh?: {
      readonly Preferences: { readonly AlarmSpecification?: { readonly Alarms: unknown[] } };
    };
  };
}

function groupOf({ stack, service }: Fixture, props: Partial<InstanceServiceProps>): Group | undefined {
  service(props);
  const [group] = Object.values(templateOf(stack).findResources('AWS::AutoScaling::AutoScalingGroup')) as Group[];
  return group;
}

const preferencesOf = (group?: Group) => group?.UpdatePolicy?.AutoScalingInstanceRefresh?.Preferences;

/** A policy that somebody put in the place of ours. */
const ownPolicy = (updatePolicy?: UpdatePolicy): Partial<InstanceServiceProps> => ({
  transform: { autoScalingGroup: (props) => ({ ...props, updatePolicy }) },
});

const refreshWith = (alarms?: IAlarmRef[]) =>
  UpdatePolicy.instanceRefresh({ strategy: InstanceRefreshStrategy.ROLLING, alarms });

test('busy instances are no reason to refuse the release that mends them', () => {
  const made = fixture();
  const alarms = preferencesOf(groupOf(made, { loadBalancer: made.loadBalancer(Access.PUBLIC) }))?.AlarmSpecification;
  expect(alarms?.Alarms).toEqual(
    expect.arrayContaining([
      expect.stringContaining('Alarms-MissingInstances'),
      expect.stringContaining('Alarms-FailedLaunches'),
    ]),
  );
  expect(JSON.stringify(alarms)).not.toMatch(/Alarms-(Cpu|Memory)/);
});

test('alarms can be left out for one deployment, which then refreshes all the same', () => {
  const made = fixture();
  const lifecycle = { rollbackOnAlarms: false };
  const group = groupOf(made, { loadBalancer: made.loadBalancer(Access.PUBLIC), lifecycle });
  expect(preferencesOf(group)).toMatchObject({ MinHealthyPercentage: 100, BakeTime: 600 });
  expect(preferencesOf(group)).not.toHaveProperty('AlarmSpecification');
  expect(JSON.stringify(group?.DependsOn)).not.toContain('Alarms');
});

test('alarms of a policy of its own are respected', () => {
  const made = fixture();
  const own = Alarm.fromAlarmName(made.stack, 'Own', 'too-many-orders-fail');
  expect(preferencesOf(groupOf(made, ownPolicy(refreshWith([own]))))?.AlarmSpecification).toEqual({
    Alarms: ['too-many-orders-fail'],
  });
});

test('a refresh of its own without alarms gets ours', () => {
  const specification = preferencesOf(groupOf(fixture(), ownPolicy(refreshWith())))?.AlarmSpecification;
  expect(specification?.Alarms).toHaveLength(2);
});

test.each([
  ['no policy', undefined],
  ['another kind of policy', UpdatePolicy.rollingUpdate()],
])('%s of its own stays as it is', (_kind, policy) => {
  const group = groupOf(fixture(), ownPolicy(policy));
  expect(group?.UpdatePolicy).not.toHaveProperty('AutoScalingInstanceRefresh');
});
