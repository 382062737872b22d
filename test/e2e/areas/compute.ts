import {
  type AutoScalingGroup,
  DescribeAutoScalingGroupsCommand,
  DescribeLifecycleHooksCommand,
  DescribePoliciesCommand,
} from '@aws-sdk/client-auto-scaling';
import { DescribeLaunchTemplateVersionsCommand, type ResponseLaunchTemplateData } from '@aws-sdk/client-ec2';
import { DescribeTargetHealthCommand } from '@aws-sdk/client-elastic-load-balancing-v2';
import { aws, present } from '../harness/aws';
import type { Journey } from '../harness/journey';
import { iam } from '../harness/other-services';
import { ZONES } from '../harness/settings';
import type { World } from '../harness/world';

/** What cloud-init takes of user data, before it is encoded. */
const USER_DATA_LIMIT = 16 * 1024;

/** The instances: launch template, group, hooks, policies. */
export function checkCompute(journey: Journey, world: () => World): void {
  journey.check('instances start from a fixed image, with IMDSv2 and encrypted gp3 volumes', async () => {
    const data = await launchTemplate(world());
    expect(data.ImageId).toMatch(/^ami-[0-9a-f]+$/);
    expect(data.InstanceType).toBe('m8g.large');
    expect(data.Monitoring).toEqual({ Enabled: true });
    expect(data.MetadataOptions).toMatchObject({ HttpTokens: 'required', HttpPutResponseHopLimit: 1 });
    expect(data.BlockDeviceMappings).toHaveLength(1);
    expect(data.BlockDeviceMappings?.[0]?.Ebs).toMatchObject({
      Encrypted: true,
      VolumeType: 'gp3',
      DeleteOnTermination: true,
    });
    expect(data.KeyName ?? '').toBe('');
    expect(data.SecurityGroupIds).toEqual([world().one('AWS::EC2::SecurityGroup', /Service/).physicalId]);
  });

  journey.check('instances have the profile of their role', async () => {
    const profile = world().one('AWS::IAM::InstanceProfile').physicalId;
    const [arn] = await iam('GetInstanceProfile', { InstanceProfileName: profile }, 'Arn');
    expect((await launchTemplate(world())).IamInstanceProfile?.Arn).toContain(`instance-profile/${profile}`);
    expect(arn).toBeDefined();
  });

  journey.check('user data is a whole script: every reference has a value, and it fits', async () => {
    const script = Buffer.from((await launchTemplate(world())).UserData ?? '', 'base64').toString();
    const logs = world().one('AWS::Logs::LogGroup', /ApplicationLogs/).physicalId;
    const secret = world().one('AWS::SecretsManager::Secret').physicalId;
    expect(script.startsWith('#!/bin/bash')).toBe(true);
    expect(script).toContain(`APPLICATION_LOG_GROUP='${logs}'`);
    expect(script).toContain(secret);
    expect(script).not.toMatch(/\$\{Token|'None'|Fn::/);
    expect(Buffer.byteLength(script)).toBeLessThan(USER_DATA_LIMIT);
  });

  journey.check(
    'the group spans the private subnets of three zones and trusts the load balancer on health',
    async () => {
      const one = await group(world());
      const subnets = world().all('AWS::EC2::Subnet', /privateSubnet/);
      expect(one).toMatchObject({ MinSize: 3, MaxSize: 12, DesiredCapacity: 3 });
      expect([...(one.AvailabilityZones ?? [])].sort()).toEqual(ZONES);
      expect(one.VPCZoneIdentifier?.split(',').sort()).toEqual(subnets.map(({ physicalId }) => physicalId).sort());
      expect(one.HealthCheckType).toMatch(/\bELB\b/);
      expect(one.TargetGroupARNs).toEqual([world().one('AWS::ElasticLoadBalancingV2::TargetGroup').physicalId]);
      expect(one.LaunchTemplate?.LaunchTemplateId).toBe(world().one('AWS::EC2::LaunchTemplate').physicalId);
      expect(one.LaunchTemplate?.Version).toMatch(/^\d+$/);
    },
  );

  journey.check('the group replaces old instances, warms new ones up and knows of zonal shifts', async () => {
    const one = await group(world());
    expect(one).toMatchObject({
      DefaultInstanceWarmup: 120,
      MaxInstanceLifetime: 604_800,
      InstanceMaintenancePolicy: { MinHealthyPercentage: 100, MaxHealthyPercentage: 110 },
      AvailabilityZoneImpairmentPolicy: { ZonalShiftEnabled: true, ImpairedZoneHealthCheckBehavior: 'IgnoreUnhealthy' },
    });
    expect(one.EnabledMetrics?.map(({ Metric }) => Metric)).toContain('GroupInServiceInstances');
  });

  journey.check('the hooks let an instance boot before it serves, and drain before it ends', async () => {
    const { AutoScalingGroupName } = await group(world());
    const { LifecycleHooks = [] } = await aws.autoScaling.send(
      new DescribeLifecycleHooksCommand({ AutoScalingGroupName }),
    );
    const byTransition = new Map(LifecycleHooks.map((hook) => [hook.LifecycleTransition, hook]));
    expect(byTransition.get('autoscaling:EC2_INSTANCE_LAUNCHING')).toMatchObject({ DefaultResult: 'ABANDON' });
    expect(byTransition.get('autoscaling:EC2_INSTANCE_TERMINATING')).toMatchObject({
      DefaultResult: 'CONTINUE',
      HeartbeatTimeout: 75,
    });
  });

  journey.check('the group follows CPU and requests per target, and gives capacity back slowly', async () => {
    const { AutoScalingGroupName } = await group(world());
    const { ScalingPolicies = [] } = await aws.autoScaling.send(new DescribePoliciesCommand({ AutoScalingGroupName }));
    const tracked = new Map(
      ScalingPolicies.map(({ TargetTrackingConfiguration: target }) => [
        target?.PredefinedMetricSpecification?.PredefinedMetricType,
        target,
      ]),
    );
    expect(tracked.get('ASGAverageCPUUtilization')).toMatchObject({ TargetValue: 50, DisableScaleIn: true });
    const requests = tracked.get('ALBRequestCountPerTarget');
    expect(requests).toMatchObject({ TargetValue: 3000, DisableScaleIn: true });
    const [balancer, target] = ['LoadBalancer', 'TargetGroup'].map(
      (type) => world().one(`AWS::ElasticLoadBalancingV2::${type}`).physicalId.split(':').at(-1) ?? '',
    );
    expect(requests?.PredefinedMetricSpecification?.ResourceLabel).toBe(
      `${balancer?.replace('loadbalancer/', '')}/${target}`,
    );
    const governor = ScalingPolicies.find(({ PolicyType }) => PolicyType === 'SimpleScaling');
    expect(governor).toMatchObject({
      AdjustmentType: 'PercentChangeInCapacity',
      MinAdjustmentMagnitude: 1,
      ScalingAdjustment: -10,
      Cooldown: 180,
    });
    expect(world().all('AWS::AutoScaling::ScalingPolicy')).toHaveLength(ScalingPolicies.length);
  });

  journey.check('every instance of the group is a target', async () => {
    const { Instances = [] } = await group(world());
    const { TargetHealthDescriptions = [] } = await aws.loadBalancing.send(
      new DescribeTargetHealthCommand({
        TargetGroupArn: world().one('AWS::ElasticLoadBalancingV2::TargetGroup').physicalId,
      }),
    );
    expect(TargetHealthDescriptions.map(({ Target }) => Target?.Id).sort()).toEqual(
      Instances.map(({ InstanceId }) => InstanceId).sort(),
    );
    expect(Instances).toHaveLength(3);
  });
}

/** The auto scaling group as it is now. */
export async function group(world: World): Promise<AutoScalingGroup> {
  const name = world.one('AWS::AutoScaling::AutoScalingGroup').physicalId;
  const { AutoScalingGroups } = await aws.autoScaling.send(
    new DescribeAutoScalingGroupsCommand({ AutoScalingGroupNames: [name] }),
  );
  return present(AutoScalingGroups?.[0], name);
}

/** The version of the launch template that the group uses. */
async function launchTemplate(world: World): Promise<ResponseLaunchTemplateData> {
  const { LaunchTemplate } = await group(world);
  const { LaunchTemplateVersions } = await aws.ec2.send(
    new DescribeLaunchTemplateVersionsCommand({
      LaunchTemplateId: LaunchTemplate?.LaunchTemplateId,
      Versions: [present(LaunchTemplate?.Version, 'version of the launch template')],
    }),
  );
  return present(LaunchTemplateVersions?.[0]?.LaunchTemplateData, 'launch template');
}
