import { alarm, computedAlarm, resource, without } from './alarm-cases';
import { templates, testItem } from './judging';

const dashboard = (...body: unknown[]) =>
  resource('AWS::CloudWatch::Dashboard', { DashboardBody: { 'Fn::Join': ['', body] } });
const graph = (...metrics: unknown[]) =>
  dashboard('{"widgets":[{"type":"metric","properties":{"metrics":[[', ...metrics, ']]}}]}');
const group = { Group: resource('AWS::AutoScaling::AutoScalingGroup', { AutoScalingGroupName: 'orders' }) };

testItem('MET-09', {
  on: 'Group',
  meets: {
    'a metric of it': {
      ...group,
      Board: graph('"AWS/EC2","CPUUtilization","AutoScalingGroupName","', { Ref: 'Group' }, '"'),
    },
    'by its name, on a dashboard of another stack': templates(
      { body: { Resources: group } },
      {
        body: {
          Resources: {
            Board: resource('AWS::CloudWatch::Dashboard', {
              DashboardBody:
                '{"widgets":[{"type":"metric","properties":{"metrics":[["AWS/EC2","CPUUtilization","AutoScalingGroupName","orders"]]}}]}',
            }),
          },
        },
      },
    ),
    'a row that repeats the one above': {
      ...group,
      Board: dashboard(
        '{"widgets":[{"type":"metric","properties":{"metrics":[["AWS/EC2","CPUUtilization","AutoScalingGroupName","x"],',
        '[".",".",".","y"],["...","orders"]]}}]}',
      ),
    },
    'a query by its name': {
      ...group,
      Board: graph('{"expression":"SELECT MAX(x) FROM \\"AWS/EC2\\" WHERE AutoScalingGroupName = \'orders\'"}'),
    },
    'an alarm by its ARN': {
      ...group,
      Alarm: alarm('AWS/EC2', 'CPUUtilization', { AutoScalingGroupName: 'orders' }, { AlarmName: 'busy' }),
      Board: dashboard(
        '{"widgets":[{"type":"metric","properties":{"annotations":{"alarms":["',
        { 'Fn::Sub': 'arn:aws:cloudwatch:${AWS::Region}:${AWS::AccountId}:alarm:busy' },
        '"]}}}]}',
      ),
    },
    'a search': {
      ...group,
      Board: graph(
        '{"expression":"SEARCH(\'{AWS/EC2,AutoScalingGroupName} AutoScalingGroupName=\\"',
        { Ref: 'Group' },
        '\\"\')"}',
      ),
    },
    'the metric of an alarm on it': {
      ...group,
      Alarm: alarm('AWS/EC2', 'CPUUtilization', { AutoScalingGroupName: { Ref: 'Group' } }),
      Board: dashboard(
        '{"widgets":[{"type":"metric","properties":{"annotations":{"alarms":["',
        { 'Fn::GetAtt': ['Alarm', 'Arn'] },
        '"]}}}]}',
      ),
    },
  },
  breaks: {
    'no dashboard': group,
    'a dashboard that only writes its name': {
      ...group,
      Board: dashboard('{"widgets":[{"type":"text","properties":{"markdown":"', { Ref: 'Group' }, '"}}]}'),
    },
    'a label that bears its name': {
      ...group,
      Board: graph('"AWS/EC2","CPUUtilization",{"label":"orders"}'),
    },
    'an option that bears its name': {
      ...group,
      Board: graph('"AWS/EC2","CPUUtilization","AutoScalingGroupName","x",{"id":"', { Ref: 'Group' }, '"}'),
    },
    'a metric that bears its name': { ...group, Board: graph('"AWS/EC2","orders"') },
    'a search for a metric of its name': {
      ...group,
      Board: graph('{"expression":"SEARCH(\'{AWS/EC2,InstanceId} MetricName=\\"orders\\"\', \'Sum\')"}'),
    },
    'a group without a name, and an empty text': {
      Group: resource('AWS::AutoScaling::AutoScalingGroup'),
      Board: graph('"AWS/EC2","CPUUtilization","AutoScalingGroupName",""'),
    },
    'a metric of its name in another account': {
      ...group,
      Board: graph('"AWS/EC2","CPUUtilization","AutoScalingGroupName","orders",{"accountId":"999999999999"}'),
    },
    'metrics of another': {
      ...group,
      Board: graph('"AWS/EC2","CPUUtilization","AutoScalingGroupName","', { Ref: 'Other' }, '"'),
    },
  },
  undecided: {
    'a body from elsewhere': {
      ...group,
      Board: resource('AWS::CloudWatch::Dashboard', { DashboardBody: { Ref: 'Body' } }),
    },
  },
});

testItem('MET-09', {
  on: 'Cluster',
  meets: {
    'metrics of a member': {
      Cluster: resource('AWS::RDS::DBCluster'),
      Writer: resource('AWS::RDS::DBInstance', { DBClusterIdentifier: { Ref: 'Cluster' } }),
      Board: graph('"AWS/RDS","CPUUtilization","DBInstanceIdentifier","', { Ref: 'Writer' }, '"'),
    },
    'metrics of the cluster': {
      Cluster: resource('AWS::RDS::DBCluster'),
      Board: graph('"AWS/RDS","CPUUtilization","DBClusterIdentifier","', { Ref: 'Cluster' }, '"'),
    },
  },
  breaks: {
    nothing: { Cluster: resource('AWS::RDS::DBCluster') },
    'metrics of a member of another': {
      Cluster: resource('AWS::RDS::DBCluster'),
      Writer: resource('AWS::RDS::DBInstance', { DBClusterIdentifier: 'another' }),
      Board: graph('"AWS/RDS","CPUUtilization","DBInstanceIdentifier","', { Ref: 'Writer' }, '"'),
    },
  },
});

const alb = { Alb: resource('AWS::ElasticLoadBalancingV2::LoadBalancer') };
const record = {
  Record: resource('AWS::Route53::RecordSet', {
    Name: 'orders.example.com.',
    AliasTarget: { DNSName: { 'Fn::Join': ['', ['dualstack.', { 'Fn::GetAtt': ['Alb', 'DNSName'] }]] } },
  }),
};
const canary = (url: unknown) =>
  resource('AWS::Synthetics::Canary', { Name: 'orders', RunConfig: { EnvironmentVariables: { URL: url } } });
const failing = { Failing: alarm('CloudWatchSynthetics', 'SuccessPercent', { CanaryName: { Ref: 'Canary' } }) };
const asking = { ...alb, ...record, Canary: canary('https://orders.example.com/'), ...failing };

const checked = {
  ...alb,
  ...record,
  Check: resource('AWS::Route53::HealthCheck', {
    HealthCheckConfig: { FullyQualifiedDomainName: 'orders.example.com' },
  }),
  Failing: alarm('AWS/Route53', 'HealthCheckStatus', { HealthCheckId: { Ref: 'Check' } }),
};

testItem('MET-10', {
  on: 'Alb',
  meets: {
    'a canary on its record': asking,
    'an alarm by the name of the canary': {
      ...asking,
      Failing: alarm('CloudWatchSynthetics', 'SuccessPercent', { CanaryName: 'orders' }),
    },
    'a canary on its own name': {
      ...alb,
      ...failing,
      Canary: canary({ 'Fn::Join': ['', ['https://', { 'Fn::GetAtt': ['Alb', 'DNSName'] }, '/']] }),
    },
    'a canary by its script, on the distribution before it': {
      ...alb,
      ...failing,
      Canary: resource('AWS::Synthetics::Canary', { Code: { Script: "await get('https://www.example.com/health')" } }),
      Front: resource('AWS::CloudFront::Distribution', {
        DistributionConfig: {
          Aliases: ['www.example.com'],
          Origins: [{ DomainName: { 'Fn::GetAtt': ['Alb', 'DNSName'] } }],
        },
      }),
    },
    'a health check': templates({ body: { Resources: checked }, region: 'us-east-1' }),
    'a health check whose alarm is where its metric is': templates(
      {
        body: {
          Resources: without(checked, 'Failing'),
          Outputs: { Check: { Value: { Ref: 'Check' } } },
        },
      },
      {
        region: 'us-east-1',
        body: {
          Resources: {
            Failing: alarm('AWS/Route53', 'HealthCheckStatus', {
              HealthCheckId: {
                'Fn::GetStackOutput': { StackName: 'Stack0', OutputName: 'Check', Region: 'eu-west-1' },
              },
            }),
          },
        },
      },
    ),
  },
  breaks: {
    nothing: alb,
    'a canary on another host': { ...asking, Canary: canary('https://orders.example.com.evil.example/') },
    'a canary without an alarm': { ...alb, ...record, Canary: asking.Canary },
    'an alarm on how long it takes': {
      ...asking,
      Failing: alarm('CloudWatchSynthetics', 'Duration', { CanaryName: { Ref: 'Canary' } }),
    },
    'a health check whose alarm is where its metric is not': checked,
    'an alarm that fires while the canary succeeds': {
      ...asking,
      Failing: alarm(
        'CloudWatchSynthetics',
        'SuccessPercent',
        { CanaryName: { Ref: 'Canary' } },
        { ComparisonOperator: 'GreaterThanOrEqualToThreshold' },
      ),
    },
    'a record that leads elsewhere': {
      ...asking,
      Record: resource('AWS::Route53::RecordSet', { Name: 'orders.example.com.', ResourceRecords: ['192.0.2.1'] }),
    },
  },
  undecided: {
    'a canary whose script is elsewhere': {
      ...alb,
      ...failing,
      Canary: resource('AWS::Synthetics::Canary', { Code: { S3Bucket: 'scripts' } }),
    },
  },
  ignores: {
    'an internal one': { Alb: resource('AWS::ElasticLoadBalancingV2::LoadBalancer', { Scheme: 'internal' }) },
  },
});

const OF_ALB = { LoadBalancer: { 'Fn::GetAtt': ['Alb', 'LoadBalancerFullName'] } };
const ratio = (periods: number, bad = 'HTTPCode_Target_5XX_Count') =>
  computedAlarm(
    [
      ['AWS/ApplicationELB', bad, OF_ALB],
      ['AWS/ApplicationELB', 'RequestCount', OF_ALB],
    ],
    { EvaluationPeriods: periods, AlarmActions: undefined },
  );
const joined = (rule: unknown, others: object = { AlarmActions: ['arn:aws:sns:a:b:c'] }) => ({
  ...alb,
  Long: ratio(60),
  Short: ratio(5),
  Burn: resource('AWS::CloudWatch::CompositeAlarm', { AlarmRule: rule, ...others }),
});
const both = (word: string) => ({
  'Fn::Join': [
    '',
    ['(ALARM("', { 'Fn::GetAtt': ['Long', 'Arn'] }, `") ${word} ALARM("`, { 'Fn::GetAtt': ['Short', 'Arn'] }, '"))'],
  ],
});
const objective = (properties: object) => resource('AWS::ApplicationSignals::ServiceLevelObjective', properties);

testItem('MET-11', {
  on: 'Alb',
  meets: {
    'two windows': joined(both('AND')),
    'an objective on its metrics': {
      ...alb,
      Slo: objective({
        Sli: {
          SliMetric: {
            MetricDataQueries: [
              { MetricStat: { Metric: { Dimensions: [{ Name: 'LoadBalancer', Value: OF_ALB.LoadBalancer }] } } },
            ],
          },
        },
      }),
    },
    'an objective of the only service': {
      ...alb,
      Slo: objective({ Sli: { SliMetric: { KeyAttributes: { Name: 'orders' } } } }),
    },
    'a composite within the one that acts': {
      ...joined(both('AND'), { AlarmName: 'burn' }),
      Health: resource('AWS::CloudWatch::CompositeAlarm', {
        AlarmRule: 'ALARM("burn")',
        AlarmActions: ['arn:aws:sns:a:b:c'],
      }),
    },
  },
  breaks: {
    nothing: alb,
    'either window': joined(both('OR')),
    'one window twice': { ...joined(both('AND')), Short: ratio(60) },
    'two different ratios': { ...joined(both('AND')), Short: ratio(5, 'HTTPCode_ELB_5XX_Count') },
    'nobody is told': joined(both('AND'), {}),
    'one of them must not fire': joined({ 'Fn::Sub': 'ALARM("${Long.Arn}") AND NOT ALARM("${Short.Arn}")' }),
  },
});

const expiry = (others: object) =>
  alarm('AWS/CertificateManager', 'DaysToExpiry', { CertificateArn: { Ref: 'Certificate' } }, others);
const certificate = { Certificate: resource('AWS::CertificateManager::Certificate') };
testItem('MET-12', {
  on: 'Certificate',
  undecided: {
    'a direction that nobody knows': { ...certificate, Expiry: expiry({ ComparisonOperator: { Ref: 'Operator' } }) },
  },
  meets: {
    'an alarm on few days': { ...certificate, Expiry: expiry({ ComparisonOperator: 'LessThanThreshold' }) },
    'an alarm': {
      ...certificate,
      Expiry: alarm('AWS/CertificateManager', 'DaysToExpiry', { CertificateArn: { Ref: 'Certificate' } }),
    },
    'an alarm by a parameter of a nested stack': templates(
      {
        file: 'Parent',
        body: {
          Resources: {
            ...certificate,
            Child: resource('AWS::CloudFormation::Stack', { Parameters: { Arn: { Ref: 'Certificate' } } }),
          },
        },
      },
      {
        file: 'Child',
        nestedIn: { file: 'Parent', id: 'Child' },
        body: {
          Parameters: { Arn: { Type: 'String' } },
          Resources: { Expiry: alarm('AWS/CertificateManager', 'DaysToExpiry', { CertificateArn: { Ref: 'Arn' } }) },
        },
      },
    ),
  },
  breaks: {
    'an alarm in another region, where CloudWatch does not know the metric': templates(
      {
        region: 'us-east-1',
        body: { Resources: certificate, Outputs: { Arn: { Value: { Ref: 'Certificate' } } } },
      },
      {
        body: {
          Resources: {
            Expiry: alarm('AWS/CertificateManager', 'DaysToExpiry', {
              CertificateArn: {
                'Fn::GetStackOutput': { StackName: 'Stack0', OutputName: 'Arn', Region: 'us-east-1' },
              },
            }),
          },
        },
      },
    ),
    nothing: certificate,
    'an alarm of another': {
      ...certificate,
      Expiry: alarm('AWS/CertificateManager', 'DaysToExpiry', { CertificateArn: 'arn:aws:acm:a:b:certificate/c' }),
    },
    'an alarm in the wrong direction': {
      ...certificate,
      Expiry: expiry({ ComparisonOperator: 'GreaterThanThreshold' }),
    },
    'an alarm in the wrong direction, as metric math has it': {
      ...certificate,
      Expiry: resource('AWS::CloudWatch::Alarm', {
        ComparisonOperator: 'GreaterThanOrEqualToThreshold',
        AlarmActions: ['arn:x'],
        Metrics: [
          {
            Id: 'm',
            MetricStat: {
              Metric: {
                Namespace: 'AWS/CertificateManager',
                MetricName: 'DaysToExpiry',
                Dimensions: [{ Name: 'CertificateArn', Value: { Ref: 'Certificate' } }],
              },
              Stat: 'Minimum',
              Period: 86400,
            },
          },
        ],
      }),
    },
    'an alarm without action': {
      ...certificate,
      Expiry: alarm(
        'AWS/CertificateManager',
        'DaysToExpiry',
        { CertificateArn: { Ref: 'Certificate' } },
        { AlarmActions: undefined },
      ),
    },
  },
});
