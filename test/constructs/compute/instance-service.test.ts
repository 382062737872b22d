import { type CfnElement, Duration } from 'aws-cdk-lib';
import { Match } from 'aws-cdk-lib/assertions';
import { Port } from 'aws-cdk-lib/aws-ec2';
import { Artifact } from '../../../constructs/compute/artifact';
import { AlarmSet } from '../../../constructs/observability/alarm-set';
import { alarmNameOf } from '../../../constructs/observability/alarm-spec';
import { nagFindings } from '../../_helpers/nag';
import { FLAG_SETS, templateOf } from '../../_helpers/stack';
import { fixture } from './service-fixture';

const GROUP = 'AWS::AutoScaling::AutoScalingGroup';
const TEMPLATE = 'AWS::EC2::LaunchTemplate';

describe.each(FLAG_SETS)('an instance service with %s', (_name, flags) => {
  const { stack, service } = fixture({ flags });
  const made = service();
  const template = templateOf(stack);
  const [group] = Object.values(template.findResources(GROUP)) as [Record<string, Record<string, unknown>>];

  test('meets AwsSolutions with default props', () => {
    const fresh = fixture({ flags });
    fresh.service();
    expect(nagFindings(fresh.stack)).toEqual([]);
  });

  test('launches from one known image, with metadata behind a token, encrypted gp3 and no key pair', () => {
    template.hasResourceProperties(TEMPLATE, {
      LaunchTemplateData: {
        ImageId: { Ref: Match.stringLikeRegexp('^SsmParameterValue.*arm64') },
        InstanceType: 'm8g.medium',
        EbsOptimized: true,
        KeyName: Match.absent(),
        NetworkInterfaces: Match.absent(),
        MetadataOptions: { HttpEndpoint: 'enabled', HttpTokens: 'required', HttpPutResponseHopLimit: 1 },
        Monitoring: { Enabled: true },
        BlockDeviceMappings: [
          {
            DeviceName: '/dev/xvda',
            Ebs: { Encrypted: true, VolumeType: 'gp3', VolumeSize: 20, DeleteOnTermination: true },
          },
        ],
      },
    });
  });

  test('says whose instances and volumes they are', () => {
    const owner = Match.arrayWith([{ Key: 'owner', Value: 'team-orders' }]);
    template.hasResourceProperties(TEMPLATE, {
      LaunchTemplateData: {
        TagSpecifications: [
          { ResourceType: 'instance', Tags: owner },
          { ResourceType: 'volume', Tags: owner },
        ],
      },
      TagSpecifications: [{ ResourceType: 'launch-template', Tags: owner }],
    });
    template.hasResourceProperties(GROUP, {
      Tags: Match.arrayWith([{ Key: 'owner', Value: 'team-orders', PropagateAtLaunch: true }]),
    });
  });

  test('spreads over all zones, in private subnets, and follows the launch template by its number', () => {
    const ids = group?.Properties?.VPCZoneIdentifier;
    expect(ids).toHaveLength(3);
    expect(JSON.stringify(ids)).toMatch(/private.*private.*private/);
    expect(group?.Properties).toMatchObject({
      AutoScalingGroupName: made.autoScalingGroupName,
      MinSize: '3',
      MaxSize: '6',
      AvailabilityZoneDistribution: { CapacityDistributionStrategy: 'balanced-best-effort' },
      AvailabilityZoneImpairmentPolicy: { ZonalShiftEnabled: true, ImpairedZoneHealthCheckBehavior: 'IgnoreUnhealthy' },
      TerminationPolicies: ['OldestLaunchTemplate', 'OldestInstance'],
      LaunchTemplate: { Version: { 'Fn::GetAtt': [expect.any(String), 'LatestVersionNumber'] } },
    });
    expect(group?.Properties).not.toHaveProperty('DesiredCapacity');
  });

  test('replaces, warms up, measures by the minute and reports every launch', () => {
    expect(group?.Properties).toMatchObject({
      MaxInstanceLifetime: 7 * 86_400,
      DefaultInstanceWarmup: 120,
      HealthCheckType: 'EBS',
      HealthCheckGracePeriod: 120,
      Cooldown: '300',
      MetricsCollection: [{ Granularity: '1Minute' }],
      InstanceMaintenancePolicy: { MinHealthyPercentage: 100, MaxHealthyPercentage: 110 },
    });
  });

  test('writes a ticket for a launch or termination that fails, and tells of the others where nobody is called', () => {
    expect(group?.Properties?.NotificationConfigurations).toEqual([
      {
        TopicARN: { Ref: expect.stringMatching(/^ServiceScalingEvents/) as string },
        NotificationTypes: ['autoscaling:EC2_INSTANCE_LAUNCH', 'autoscaling:EC2_INSTANCE_TERMINATE'],
      },
      {
        TopicARN: { Ref: expect.stringMatching(/^AlertsTicket/) as string },
        NotificationTypes: ['autoscaling:EC2_INSTANCE_LAUNCH_ERROR', 'autoscaling:EC2_INSTANCE_TERMINATE_ERROR'],
      },
    ]);
    const events = stack.resolve(made.scalingEvents.topicArn) as unknown;
    template.hasResourceProperties('AWS::SNS::Topic', {
      DisplayName: 'Launches and terminations of Service',
      KmsMasterKeyId: Match.anyValue(),
    });
    template.hasResourceProperties('AWS::SNS::TopicPolicy', {
      Topics: [events],
      PolicyDocument: {
        Statement: [
          Match.objectLike({
            Effect: 'Deny',
            Action: 'sns:Publish',
            Condition: { Bool: { 'aws:SecureTransport': 'false' } },
          }),
        ],
      },
    });
    expect(JSON.stringify(template.findResources('AWS::SNS::Subscription'))).not.toContain('ScalingEvents');
  });

  test('has its hooks before its first instance', () => {
    expect(group?.Properties?.LifecycleHookSpecificationList).toEqual([
      {
        LifecycleHookName: 'launching',
        LifecycleTransition: 'autoscaling:EC2_INSTANCE_LAUNCHING',
        HeartbeatTimeout: 600,
        DefaultResult: 'ABANDON',
      },
      {
        LifecycleHookName: 'terminating',
        LifecycleTransition: 'autoscaling:EC2_INSTANCE_TERMINATING',
        HeartbeatTimeout: 15 + 30 + 30,
        DefaultResult: 'CONTINUE',
      },
    ]);
  });

  test('releases beside the old instances, and rolls back on its alarms', () => {
    expect(group?.UpdatePolicy).toEqual({
      AutoScalingInstanceRefresh: {
        Strategy: 'Rolling',
        Preferences: {
          MinHealthyPercentage: 100,
          MaxHealthyPercentage: 110,
          InstanceWarmup: 120,
          SkipMatching: true,
          BakeTime: 600,
          AlarmSpecification: { Alarms: AlarmSet.of(stack).rollbackAlarmNames },
        },
      },
      AutoScalingScheduledAction: { IgnoreUnmodifiedGroupSizeProperties: true },
    });
    expect(AlarmSet.of(stack).rollbackAlarmNames).toEqual(
      [made.alarms.missingInstances, made.alarms.failedLaunches].map((alarm) => alarmNameOf(alarm)),
    );
  });

  test('waits for the alarms that guard it, and for the way out of its subnets', () => {
    const routes = Object.keys(template.findResources('AWS::EC2::Route')).filter((id) => /private/i.test(id));
    const alarms = [made.alarms.missingInstances, made.alarms.failedLaunches].map((alarm) =>
      stack.getLogicalId(alarm.node.defaultChild as CfnElement),
    );
    expect(routes).toHaveLength(3);
    expect(group?.DependsOn).toEqual(expect.arrayContaining([...routes, ...alarms]));
  });

  test('lets nothing in and only HTTPS out', () => {
    template.hasResourceProperties('AWS::EC2::SecurityGroup', {
      GroupDescription: 'Instances of Service: the port from those who are let in, out over HTTPS only',
      SecurityGroupIngress: Match.absent(),
      SecurityGroupEgress: [
        {
          CidrIp: '0.0.0.0/0',
          Description: 'HTTPS to AWS, package repositories and other services',
          FromPort: 443,
          ToPort: 443,
          IpProtocol: 'tcp',
        },
      ],
    });
  });

  test('ships its logs into groups that end, and go to the archive', () => {
    for (const logs of [made.applicationLogs, made.systemLogs]) {
      const LogGroupName = stack.resolve(logs.logGroup.logGroupName) as unknown;
      template.hasResourceProperties('AWS::Logs::SubscriptionFilter', { LogGroupName });
    }
    template.allResourcesProperties('AWS::Logs::LogGroup', { RetentionInDays: Match.anyValue() });
  });

  test('boots with the names of its group, hooks and logs', () => {
    const userData = JSON.stringify(template.findResources(TEMPLATE));
    expect(userData).toContain(made.autoScalingGroupName);
    expect(userData).toMatch(/launching/);
    expect(userData).toMatch(/terminating/);
    expect(userData).toMatch(/ServiceApplicationLogs/);
    expect(userData).toMatch(/s3:\/\/releases\/orders\/1\.zip/);
  });

  test('keeps the logical ids of its log groups', () => {
    expect(Object.keys(template.findResources('AWS::Logs::LogGroup'))).toEqual(
      expect.arrayContaining(['ServiceApplicationLogsGroupA3CF97D5', 'ServiceSystemLogsGroup7B23EB08']),
    );
  });
});

test('a container, which shares the network of its instance, may reach its registry', () => {
  const { stack, service } = fixture();
  const image = '111122223333.dkr.ecr.eu-west-1.amazonaws.com/orders:2026-11-20';
  service({ artifact: Artifact.fromContainerImage(image), command: undefined });
  templateOf(stack).hasResourceProperties(TEMPLATE, {
    LaunchTemplateData: { MetadataOptions: { HttpPutResponseHopLimit: 1 } },
  });
  expect(nagFindings(stack)).toEqual([]);
});

test('two services of a stack roll back on their own alarms', () => {
  const { stack, service } = fixture();
  service({}, 'One');
  service({}, 'Two');
  const groups = templateOf(stack).findResources(GROUP, {
    UpdatePolicy: {
      AutoScalingInstanceRefresh: {
        Preferences: {
          AlarmSpecification: { Alarms: Match.arrayWith([Match.stringLikeRegexp('One-Alarms-FailedLaunches')]) },
        },
      },
    },
  });
  expect(Object.values(groups)).toHaveLength(1);
  expect(JSON.stringify(groups)).not.toMatch(/TestStack-Two/);
});

test('transforms have the last word', () => {
  const { stack, service } = fixture();
  service({
    transform: {
      launchTemplate: (props) => ({ ...props, nitroEnclaveEnabled: true }),
      autoScalingGroup: (props) => ({ ...props, capacityRebalance: true }),
    },
  });
  const template = templateOf(stack);
  template.hasResourceProperties(TEMPLATE, { LaunchTemplateData: { EnclaveOptions: { Enabled: true } } });
  template.hasResourceProperties(GROUP, { CapacityRebalance: true });
});

test('connections open the port to others', () => {
  const { stack, service } = fixture();
  const [one, two] = [service({}, 'One'), service({ port: 9090 }, 'Two')];
  one.connections.allowToDefaultPort(two, 'Orders asks prices');
  one.connections.allowFrom(two, Port.tcp(8080), 'Prices asks orders');
  templateOf(stack).hasResourceProperties('AWS::EC2::SecurityGroupIngress', { FromPort: 9090, ToPort: 9090 });
});

test('metrics name the group and can be changed', () => {
  const made = fixture().service();
  const metrics = [
    made.metricCpuUtilization(),
    made.metricMemoryUsed(),
    made.metricDiskUsed(),
    made.metricInServiceInstances({ period: Duration.minutes(5) }),
  ];
  expect(metrics.map(({ namespace, metricName, dimensions }) => [namespace, metricName, dimensions])).toEqual([
    ['AWS/EC2', 'CPUUtilization', { AutoScalingGroupName: made.autoScalingGroupName }],
    ['CWAgent', 'mem_used_percent', { AutoScalingGroupName: made.autoScalingGroupName }],
    ['CWAgent', 'disk_used_percent', { AutoScalingGroupName: made.autoScalingGroupName }],
    ['AWS/AutoScaling', 'GroupInServiceInstances', { AutoScalingGroupName: made.autoScalingGroupName }],
  ]);
  expect(metrics[3]?.period).toEqual(Duration.minutes(5));
});
