import { gzipSync } from 'node:zlib';
import { templates, testItem, type Resources } from './judging';

const of = (type: string, properties: object = {}) => ({ Type: type, Properties: properties });
const ref = (id: string) => ({ Ref: id });
const att = (id: string, name: string) => ({ 'Fn::GetAtt': [id, name] });
const logs = (properties: object = {}) => of('AWS::Logs::LogGroup', properties);
const lambda = (properties: object = {}) => of('AWS::Lambda::Function', properties);
const bucket = (properties: object = {}) => of('AWS::S3::Bucket', properties);
const attributes = (values: Record<string, unknown>, type?: string) =>
  of('AWS::ElasticLoadBalancingV2::LoadBalancer', {
    Type: type,
    LoadBalancerAttributes: Object.entries(values).map(([Key, Value]) => ({ Key, Value })),
  });
const daysBy = (Type: string) =>
  templates({
    body: { Parameters: { Days: { Type } }, Resources: { Logs: logs({ RetentionInDays: ref('Days') }) } },
  });
const LOGS_ARN = 'arn:aws:logs:eu-west-1:111122223333:log-group:door';
const PROVIDER = 'LogRetentionaae0aa3c5b4d4f87b02d85b201efdd8a';

testItem('LOG-01', {
  on: 'Logs',
  meets: {
    'a month': { Logs: logs({ RetentionInDays: 30 }) },
    'a parameter of Systems Manager': daysBy('AWS::SSM::Parameter::Value<String>'),
  },
  undecided: { 'a parameter': daysBy('Number') },
  breaks: {
    never: { Logs: logs() },
    'never in one branch': { Logs: logs({ RetentionInDays: { 'Fn::If': ['IsProd', ref('AWS::NoValue'), 7] } }) },
  },
  ignores: {
    'delivery class': { Logs: logs({ LogGroupClass: 'DELIVERY' }) },
    'of a function that the CDK added': {
      Logs: logs(),
      [PROVIDER]: lambda({ LoggingConfig: { LogGroup: ref('Logs') } }),
    },
  },
});

const expiring = (...rules: object[]) =>
  bucket({ LifecycleConfiguration: { Rules: rules.map((rule) => ({ Status: 'Enabled', ...rule })) } });
const logged = (target: object, more: Resources = {}): Resources => ({
  Bucket: target,
  Data: bucket({ LoggingConfiguration: { DestinationBucketName: ref('Bucket'), LogFilePrefix: 'data/' } }),
  ...more,
});

testItem('LOG-01', {
  on: 'Bucket',
  meets: {
    'the whole bucket': logged(expiring({ ExpirationInDays: 90 })),
    'the prefix of the logs': logged(expiring({ ExpirationInDays: 90, Prefix: { 'Fn::Join': ['/', ['data', '']] } })),
    'the flow logs of another stack': templates(
      {
        body: {
          Resources: { Bucket: expiring({ ExpirationInDays: '30' }) },
          Outputs: { B: { Value: att('Bucket', 'Arn'), Export: { Name: 'b' } } },
        },
      },
      { body: { Resources: { Flow: of('AWS::EC2::FlowLog', { LogDestination: { 'Fn::ImportValue': 'b' } }) } } },
    ),
  },
  breaks: {
    never: logged(bucket()),
    'switched off': logged(expiring({ ExpirationInDays: 90, Status: 'Disabled' })),
    'old versions alone': logged(expiring({ NoncurrentVersionExpiration: { NoncurrentDays: 1 } })),
    'another prefix': logged(expiring({ ExpirationInDays: 90, Prefix: 'other/' })),
    'tagged objects alone': logged(expiring({ ExpirationInDays: 90, TagFilters: [{ Key: 'a', Value: 'b' }] })),
    'one of two prefixes': logged(expiring({ ExpirationInDays: 90, Prefix: 'data/' }), {
      Door: attributes({ 'access_logs.s3.bucket': ref('Bucket'), 'access_logs.s3.prefix': 'door' }),
    }),
    'by name': {
      ...logged(bucket({ BucketName: 'logs' })),
      Data: bucket({ LoggingConfiguration: { DestinationBucketName: 'logs' } }),
    },
  },
  undecided: { 'a prefix by parameter': logged(expiring({ ExpirationInDays: 90, Prefix: ref('Prefix') })) },
  ignores: {
    'a bucket of data': { Bucket: bucket() },
    'a bucket that logs to itself': {
      Bucket: bucket({ LoggingConfiguration: { DestinationBucketName: ref('Bucket') } }),
    },
  },
});

const writer = lambda({ LoggingConfig: { LogGroup: ref('Logs') } });
const filter = (properties: object = {}) =>
  of('AWS::Logs::SubscriptionFilter', {
    LogGroupName: ref('Logs'),
    DestinationArn: att('Stream', 'Arn'),
    FilterPattern: '',
    ...properties,
  });
const task = (options: object) =>
  of('AWS::ECS::TaskDefinition', {
    ContainerDefinitions: [{ LogConfiguration: { LogDriver: 'awslogs', Options: options } }],
  });
const account = (more: object = {}) =>
  of('AWS::Logs::AccountPolicy', { PolicyType: 'SUBSCRIPTION_FILTER_POLICY', PolicyDocument: '{}', ...more });
const group = (properties: object = { LaunchTemplate: { LaunchTemplateId: ref('Template') } }) =>
  of('AWS::AutoScaling::AutoScalingGroup', properties);
const template = (userData: unknown) => of('AWS::EC2::LaunchTemplate', { LaunchTemplateData: { UserData: userData } });
const AGENT = '{"logs":{"logs_collected":{"files":{"collect_list":[{"log_group_name":"${Logs}"}]}}}}';
const ROTATE = 'cat >/etc/logrotate.d/app <<END\n/var/log/app/*.log {\n  size 50M\n  rotate 5\n}\nEND\n';
const script = (text: string) => ({ 'Fn::Base64': { 'Fn::Sub': text } });

/** Files of cfn-init as the CDK writes them: an object stays one, and the path says that logrotate reads the other. */
const initFiles = (name: unknown) => ({
  'AWS::CloudFormation::Init': {
    config: {
      files: {
        '/etc/agent.json': { content: { logs: { logs_collected: { files: [{ log_group_name: name }] } } } },
        '/etc/logrotate.d/orders': { content: '/var/log/orders.log { size 10M }' },
      },
    },
  },
});

testItem('LOG-02', {
  on: 'Logs',
  meets: {
    "a function's": { Logs: logs(), Writer: writer, Filter: filter() },
    "a container's, by name": {
      Logs: logs({ LogGroupName: 'orders' }),
      Task: task({ 'awslogs-group': 'orders' }),
      Filter: filter({ LogGroupName: 'orders', FilterPattern: undefined }),
    },
    "the account's policy": { Logs: logs(), Writer: writer, Policy: account() },
    'a filter in another stack': templates(
      {
        body: {
          Resources: { Logs: logs(), Writer: writer },
          Outputs: { L: { Value: ref('Logs'), Export: { Name: 'l' } } },
        },
      },
      { body: { Resources: { Filter: filter({ LogGroupName: { 'Fn::ImportValue': 'l' } }) } } },
    ),
    'a delivery': {
      Logs: logs(),
      Writer: writer,
      Source: of('AWS::Logs::DeliverySource', { Name: 'orders', ResourceArn: att('Logs', 'Arn') }),
      Delivery: of('AWS::Logs::Delivery', { DeliverySourceName: 'orders' }),
    },
  },
  breaks: {
    "a function's": { Logs: logs(), Writer: writer },
    "a function's by its name": {
      Logs: logs({ LogGroupName: { 'Fn::Sub': '/aws/lambda/${Writer}' } }),
      Writer: lambda(),
    },
    "a container's": { Logs: logs(), Task: task({ 'awslogs-group': ref('Logs') }) },
    "an agent's": { Logs: logs(), Group: group(), Template: template(script(AGENT)) },
    "an agent's, from a file that is an object": {
      Logs: logs(),
      Group: { ...group(), Metadata: initFiles(ref('Logs')) },
      Template: template(script('cfn-init')),
    },
    "an agent's, by name in a file that is an object": {
      Logs: logs({ LogGroupName: 'orders' }),
      Group: { ...group(), Metadata: initFiles('orders') },
      Template: template(script('cfn-init')),
    },
    'a filter that takes errors alone': { Logs: logs(), Writer: writer, Filter: filter({ FilterPattern: 'ERROR' }) },
    "another group's filter": {
      Logs: logs(),
      Other: logs(),
      Writer: writer,
      Filter: filter({ LogGroupName: ref('Other') }),
    },
    'left out by the account': {
      Logs: logs({ LogGroupName: 'orders' }),
      Writer: writer,
      Policy: account({ SelectionCriteria: 'LogGroupName NOT IN ["orders"]' }),
    },
    'a policy of another kind': {
      Logs: logs(),
      Writer: writer,
      Policy: account({ PolicyType: 'DATA_PROTECTION_POLICY' }),
    },
  },
  undecided: {
    'left out by a name that AWS makes': {
      Logs: logs(),
      Writer: writer,
      Policy: account({ SelectionCriteria: 'LogGroupName NOT IN ["a"]' }),
    },
  },
  ignores: {
    'of nobody': { Logs: logs() },
    'of a function that the CDK added': { Logs: logs(), [PROVIDER]: writer },
  },
});

const delivered = (id: string): Resources => ({
  Source: of('AWS::Logs::DeliverySource', {
    Name: 'door',
    LogType: 'ACCESS_LOGS',
    ResourceArn: { 'Fn::Sub': `arn:\${AWS::Partition}:cloudfront::\${AWS::AccountId}:distribution/\${${id}}` },
  }),
  Delivery: of('AWS::Logs::Delivery', { DeliverySourceName: ref('Source') }),
});
const ON = { 'access_logs.s3.enabled': 'true', 'access_logs.s3.bucket': ref('Bucket') };

testItem('LOG-03', {
  on: 'Door',
  meets: {
    'a load balancer': { Door: attributes(ON) },
    'a network load balancer, through a join': {
      Door: attributes({ ...ON, 'access_logs.s3.enabled': { 'Fn::Join': ['', ['tr', 'ue']] } }, 'network'),
    },
    'a distribution': {
      Door: of('AWS::CloudFront::Distribution', {
        DistributionConfig: { Logging: { Bucket: 'logs.s3.amazonaws.com' } },
      }),
    },
    'a distribution with a delivery': {
      Door: of('AWS::CloudFront::Distribution', { DistributionConfig: {} }),
      ...delivered('Door'),
    },
    'an API': { Door: of('AWS::ApiGateway::Stage', { AccessLogSetting: { DestinationArn: att('Logs', 'Arn') } }) },
    'an HTTP API': { Door: of('AWS::ApiGatewayV2::Stage', { AccessLogSettings: { DestinationArn: LOGS_ARN } }) },
  },
  breaks: {
    nothing: { Door: attributes({}) },
    'switched off in one branch': {
      Door: attributes({ ...ON, 'access_logs.s3.enabled': { 'Fn::If': ['A', 'true', 'false'] } }),
    },
    'without a bucket': { Door: attributes({ 'access_logs.s3.enabled': 'true' }) },
    'a distribution': { Door: of('AWS::CloudFront::Distribution', { DistributionConfig: {} }) },
    "another distribution's delivery": {
      Door: of('AWS::CloudFront::Distribution', { DistributionConfig: {} }),
      Other: of('AWS::CloudFront::Distribution'),
      ...delivered('Other'),
    },
    'an API': { Door: of('AWS::ApiGateway::Stage', { AccessLogSetting: { Format: '{}' } }) },
  },
  undecided: {
    'a parameter': { Door: attributes({ ...ON, 'access_logs.s3.enabled': ref('Enabled') }) },
    'a type by parameter': { Door: of('AWS::ElasticLoadBalancingV2::LoadBalancer', { Type: ref('Type') }) },
  },
  ignores: { 'a gateway load balancer': { Door: attributes({}, 'gateway') } },
});

const packed = (text: string) => gzipSync(text).toString('base64');

testItem('LOG-04', {
  on: 'Work',
  meets: {
    'a function with a group': { Work: lambda({ LoggingConfig: { LogGroup: ref('Logs') } }) },
    'a group with the name of the function': {
      Work: lambda(),
      Logs: logs({ LogGroupName: { 'Fn::Join': ['', ['/aws/lambda/', ref('Work')]] } }),
    },
    'a group with the literal name': {
      Work: lambda({ FunctionName: 'f' }),
      Logs: logs({ LogGroupName: '/aws/lambda/f' }),
    },
    containers: { Work: task({ 'awslogs-group': 'a' }) },
    'instances by user data': { Work: group(), Template: template(script(AGENT + ROTATE)) },
    'packed user data': { Work: group(), Template: template(packed(AGENT + ROTATE)) },
    'a parameter that user data names': {
      Work: group(),
      Config: of('AWS::SSM::Parameter', { Name: '/agent', Value: AGENT }),
      Template: template(
        script(`amazon-cloudwatch-agent-ctl -c ssm:/agent\nprintf '[Journal]\\nSystemMaxUse=200M\\n'`),
      ),
    },
    'files of cfn-init': {
      Work: {
        ...group(),
        Metadata: { 'AWS::CloudFormation::Init': { config: { files: { '/etc/agent.json': { content: AGENT } } } } },
      },
      Template: template(script(ROTATE)),
    },
    'files of cfn-init, one as an object': {
      Work: { ...group(), Metadata: initFiles('orders') },
      Template: template(script('cfn-init')),
    },
    'an association by tag': {
      Work: group({
        LaunchTemplate: { LaunchTemplateId: ref('Template') },
        Tags: [{ Key: 'role', Value: 'web', PropagateAtLaunch: true }],
      }),
      Template: template(script(ROTATE)),
      Config: of('AWS::SSM::Parameter', { Value: AGENT }),
      Association: of('AWS::SSM::Association', {
        Targets: [{ Key: 'tag:role', Values: ['web'] }],
        Parameters: { optionalConfigurationLocation: [ref('Config')] },
      }),
    },
  },
  breaks: {
    'a function': { Work: lambda() },
    'a function with a format alone': { Work: lambda({ LoggingConfig: { LogFormat: 'JSON' } }) },
    'one of two containers': {
      Work: of('AWS::ECS::TaskDefinition', {
        ContainerDefinitions: [{ LogConfiguration: { LogDriver: 'awslogs' } }, { Name: 'b' }],
      }),
    },
    'instances without an agent': { Work: group(), Template: template(script(ROTATE)) },
    'instances without rotation': { Work: group(), Template: template(script(AGENT)) },
    'metrics alone': { Work: group(), Template: template(script(`{"metrics":{"metrics_collected":{}}}${ROTATE}`)) },
    'instances without user data': {
      Work: group(),
      Template: of('AWS::EC2::LaunchTemplate', { LaunchTemplateData: {} }),
    },
    'an association of other instances': {
      Work: group(),
      Template: template(script(ROTATE)),
      Association: of('AWS::SSM::Association', {
        Targets: [{ Key: 'tag:role', Values: ['db'] }],
        Parameters: { commands: [AGENT] },
      }),
    },
  },
  undecided: {
    'user data by parameter': { Work: group(), Template: template(ref('UserData')) },
    'a template outside the app': { Work: group({ LaunchTemplate: { LaunchTemplateId: 'lt-1' } }) },
  },
});

testItem('LOG-04', {
  on: PROVIDER,
  meets: {},
  breaks: {},
  ignores: { 'a function that the CDK added': { [PROVIDER]: lambda() } },
});

const ACL = of('AWS::WAFv2::WebACL');
const logging = (properties: object) =>
  of('AWS::WAFv2::LoggingConfiguration', {
    ResourceArn: att('Acl', 'Arn'),
    LogDestinationConfigs: [att('Logs', 'Arn')],
    ...properties,
  });

testItem('LOG-05', {
  on: 'Acl',
  meets: {
    'a log group': { Acl: ACL, Logs: logs(), Logging: logging({}) },
    'a log group behind a place that is left out': {
      Acl: ACL,
      Logs: logs(),
      Logging: logging({ LogDestinationConfigs: [ref('AWS::NoValue'), att('Logs', 'Arn')] }),
    },
    'in another stack': templates(
      { body: { Resources: { Acl: ACL }, Outputs: { A: { Value: att('Acl', 'Arn'), Export: { Name: 'a' } } } } },
      { body: { Resources: { Logging: logging({ ResourceArn: { 'Fn::ImportValue': 'a' } }) } } },
    ),
  },
  breaks: {
    nothing: { Acl: ACL },
    'no destination': { Acl: ACL, Logging: logging({ LogDestinationConfigs: [] }) },
    'another web ACL': { Acl: ACL, Other: ACL, Logging: logging({ ResourceArn: att('Other', 'Arn') }) },
  },
});

const database = (Engine: unknown, EnableCloudwatchLogsExports?: unknown, type = 'AWS::RDS::DBInstance') =>
  of(type, { Engine, EnableCloudwatchLogsExports });

testItem('LOG-06', {
  on: 'Database',
  meets: {
    PostgreSQL: { Database: database('postgres', ['postgresql']) },
    'Aurora MySQL': { Database: database('aurora-mysql', ['audit', 'error', 'slowquery'], 'AWS::RDS::DBCluster') },
    'MySQL through a split': { Database: database('mysql', { 'Fn::Split': [',', 'error,slowquery'] }) },
    'a replica': {
      Database: of('AWS::RDS::DBInstance', {
        SourceDBInstanceIdentifier: ref('Source'),
        EnableCloudwatchLogsExports: ['postgresql'],
      }),
      Source: database('postgres'),
    },
    DocumentDB: { Database: database(undefined, ['audit'], 'AWS::DocDB::DBCluster') },
  },
  breaks: {
    nothing: { Database: database('postgres') },
    'upgrades alone': { Database: database('postgres', ['upgrade']) },
    'MySQL without slow queries': {
      Database: database('mysql', ['error', { 'Fn::If': ['A', 'slowquery', ref('AWS::NoValue')] }]),
    },
    'a cluster': { Database: database('aurora-postgresql', ['instance'], 'AWS::RDS::DBCluster') },
  },
  undecided: { 'a parameter': { Database: database('postgres', ref('Logs')) } },
  ignores: {
    'an instance of a cluster': {
      Database: of('AWS::RDS::DBInstance', { DBClusterIdentifier: ref('Cluster'), Engine: 'aurora-mysql' }),
    },
    'RDS Custom, which exports nothing': { Database: database('custom-oracle-ee') },
  },
});

testItem('LOG-07', {
  on: 'Bucket',
  meets: {
    'another bucket': {
      Bucket: bucket({ LoggingConfiguration: { DestinationBucketName: ref('Logs') } }),
      Logs: bucket(),
    },
    'a bucket outside the app': {
      Bucket: bucket({ LoggingConfiguration: { DestinationBucketName: { 'Fn::ImportValue': 'logs' } } }),
    },
  },
  breaks: {
    nothing: { Bucket: bucket() },
    'no destination': { Bucket: bucket({ LoggingConfiguration: { LogFilePrefix: 'a' } }) },
    'to itself': { Bucket: bucket({ LoggingConfiguration: { DestinationBucketName: ref('Bucket') } }) },
    'to itself by name': { Bucket: bucket({ BucketName: 'a', LoggingConfiguration: { DestinationBucketName: 'a' } }) },
    'the target of a stream without logs': {
      Bucket: bucket(),
      Stream: of('AWS::KinesisFirehose::DeliveryStream', {
        ExtendedS3DestinationConfiguration: { BucketARN: att('Bucket', 'Arn') },
      }),
    },
  },
  ignores: {
    'the target of a bucket': {
      Bucket: bucket(),
      Data: bucket({ LoggingConfiguration: { DestinationBucketName: ref('Bucket') } }),
    },
    'the target of a load balancer': { Bucket: bucket(), Door: attributes({ 'access_logs.s3.bucket': ref('Bucket') }) },
    'the target of a distribution': {
      Bucket: bucket(),
      Door: of('AWS::CloudFront::Distribution', {
        DistributionConfig: { Logging: { Bucket: att('Bucket', 'RegionalDomainName') } },
      }),
    },
    'the target of flow logs, by name': {
      Bucket: bucket({ BucketName: 'flow' }),
      Flow: of('AWS::EC2::FlowLog', { LogDestination: 'arn:aws:s3:::flow/vpc' }),
    },
    'the target of a stream of logs': {
      Bucket: bucket(),
      Stream: of('AWS::KinesisFirehose::DeliveryStream', {
        ExtendedS3DestinationConfiguration: { BucketARN: att('Bucket', 'Arn') },
      }),
      Filter: filter(),
    },
  },
});
