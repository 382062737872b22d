import { resource, without } from './alarm-cases';
import { outcomes, templates, testItem, type Resources } from './judging';

const group = (properties: object = {}) =>
  resource('AWS::EC2::SecurityGroup', { GroupDescription: 'a', VpcId: { Ref: 'Vpc' }, ...properties });
const idOf = (id: string) => ({ 'Fn::GetAtt': [id, 'GroupId'] });
const from = (source: unknown) => ({ SourceSecurityGroupId: source, IpProtocol: 'tcp', FromPort: 5432, ToPort: 5432 });
const opening = (source: unknown, others: object = {}) =>
  resource('AWS::EC2::SecurityGroupIngress', { GroupId: idOf('Inner'), ...from(source), ...others });
const lambda = (properties: object = {}) => resource('AWS::Lambda::Function', { Runtime: 'nodejs24.x', ...properties });
const inVpc = (...groups: unknown[]) => ({ VpcConfig: { SecurityGroupIds: groups, SubnetIds: ['subnet-1'] } });
const told = (value: unknown) => ({ Environment: { Variables: { DATABASE: value } } });
const service = (properties: object = {}) => resource('AWS::ECS::Service', properties);
const awsvpc = (id: string) => ({ NetworkConfiguration: { AwsvpcConfiguration: { SecurityGroups: [idOf(id)] } } });
const task = (settings: object) =>
  resource('AWS::ECS::TaskDefinition', { ContainerDefinitions: [{ Name: 'main', ...settings }] });
const ENDPOINT = { 'Fn::GetAtt': ['Cluster', 'Endpoint.Address'] };

const cluster = {
  Cluster: resource('AWS::RDS::DBCluster', {
    Engine: 'aurora-postgresql',
    DBClusterIdentifier: 'orders',
    VpcSecurityGroupIds: [idOf('Inner')],
  }),
  Vpc: resource('AWS::EC2::VPC', { CidrBlock: '10.0.0.0/16' }),
  Inner: group(),
  Outer: group(),
};
const proxy = (clusters: unknown = [{ Ref: 'Cluster' }]) => ({
  Proxy: resource('AWS::RDS::DBProxy', { DBProxyName: 'orders', EngineFamily: 'POSTGRESQL' }),
  Targets: resource('AWS::RDS::DBProxyTargetGroup', {
    DBProxyName: { Ref: 'Proxy' },
    TargetGroupName: 'default',
    DBClusterIdentifiers: clusters,
  }),
});
const used: Resources = { ...cluster, Opening: opening(idOf('Outer')), Function: lambda(inVpc(idOf('Outer'))) };
const secret = {
  Secret: resource('AWS::SecretsManager::Secret', { Name: 'orders/database' }),
  Attachment: resource('AWS::SecretsManager::SecretTargetAttachment', {
    SecretId: { Ref: 'Secret' },
    TargetId: { Ref: 'Cluster' },
    TargetType: 'AWS::RDS::DBCluster',
  }),
};

testItem('STA-05', {
  on: 'Cluster',
  meets: {
    'a proxy': { ...used, ...proxy() },
    'a proxy by the name of the cluster': { ...used, ...proxy(['orders']) },
    'a proxy in another stack': templates(
      { body: { Resources: used, Outputs: { Id: { Value: { Ref: 'Cluster' }, Export: { Name: 'id' } } } } },
      { body: { Resources: proxy([{ 'Fn::ImportValue': 'id' }]) } },
    ),
    'a proxy before a cluster of two services': {
      ...cluster,
      ...proxy(),
      Opening: opening(idOf('Outer')),
      A: service(awsvpc('Outer')),
      B: service(awsvpc('Outer')),
    },
  },
  breaks: {
    'a function that its group lets in, by a separate rule': used,
    'a function that its group lets in, by a rule of its own': {
      ...without(used, 'Opening'),
      Inner: group({ SecurityGroupIngress: [from(idOf('Outer'))] }),
    },
    'a function in the group of the database, which lets itself in': {
      ...cluster,
      Opening: opening(idOf('Inner')),
      Function: lambda(inVpc(idOf('Inner'))),
    },
    'a function in a VPC that is let in as a whole': {
      ...used,
      Opening: opening(undefined, { CidrIp: { 'Fn::GetAtt': ['Vpc', 'CidrBlock'] } }),
    },
    'the same by its literal block': {
      ...used,
      Opening: opening(undefined, { CidrIp: '10.0.0.0/16' }),
    },
    'a function that is let in by one branch': {
      ...used,
      Opening: opening({ 'Fn::If': ['IsOpen', idOf('Outer'), idOf('Inner')] }),
    },
    'a function that names its endpoint': { ...cluster, Function: lambda(told(ENDPOINT)) },
    'a function that names it within an address': {
      ...cluster,
      Function: lambda(told({ 'Fn::Sub': 'postgres://${Cluster.ReadEndpoint.Address}:5432/orders' })),
    },
    'a function that names the endpoint of an instance': {
      ...cluster,
      Writer: resource('AWS::RDS::DBInstance', { DBClusterIdentifier: { Ref: 'Cluster' } }),
      Function: lambda(told({ 'Fn::GetAtt': ['Writer', 'Endpoint.Address'] })),
    },
    'a function that names a parameter with the endpoint': {
      ...cluster,
      Parameter: resource('AWS::SSM::Parameter', { Type: 'String', Value: ENDPOINT }),
      Function: lambda(told({ Ref: 'Parameter' })),
    },
    'a function that names its attached secret': {
      ...cluster,
      ...secret,
      Function: lambda(told({ Ref: 'Attachment' })),
    },
    'a function that names the secret behind the attachment': {
      ...cluster,
      ...secret,
      Function: lambda(told({ Ref: 'Secret' })),
    },
    'a function that names the secret that RDS manages': {
      ...cluster,
      Function: lambda(told({ 'Fn::GetAtt': ['Cluster', 'MasterUserSecret.SecretArn'] })),
    },
    'a function that is told the password': {
      ...cluster,
      Cluster: resource('AWS::RDS::DBCluster', {
        MasterUserPassword: { 'Fn::Sub': '{{resolve:secretsmanager:${Secret}:SecretString:password}}' },
      }),
      Secret: secret.Secret,
      Function: lambda(told({ 'Fn::Sub': '{{resolve:secretsmanager:${Secret}:SecretString:password}}' })),
    },
    'a function in another stack': templates(
      { body: { Resources: cluster, Outputs: { Host: { Value: ENDPOINT, Export: { Name: 'host' } } } } },
      { body: { Resources: { Function: lambda(told({ 'Fn::ImportValue': 'host' })) } } },
    ),
    'two services': {
      ...cluster,
      Opening: opening(idOf('Outer')),
      A: service(awsvpc('Outer')),
      B: service({ TaskDefinition: { Ref: 'Task' } }),
      Task: task({ Environment: [{ Name: 'HOST', Value: ENDPOINT }] }),
    },
    'a service and a single task': {
      ...cluster,
      ...secret,
      Opening: opening(idOf('Outer')),
      A: service(awsvpc('Outer')),
      Nightly: task({ Secrets: [{ Name: 'LOGIN', ValueFrom: { Ref: 'Attachment' } }] }),
    },
    'a group and an instance': {
      ...cluster,
      Opening: opening(idOf('Outer')),
      Template: resource('AWS::EC2::LaunchTemplate', {
        LaunchTemplateData: { NetworkInterfaces: [{ DeviceIndex: 0, Groups: [idOf('Outer')] }] },
      }),
      Group: resource('AWS::AutoScaling::AutoScalingGroup', {
        LaunchTemplate: { LaunchTemplateId: { Ref: 'Template' }, Version: '1' },
      }),
      Instance: resource('AWS::EC2::Instance', {
        UserData: { 'Fn::Base64': { 'Fn::Sub': 'HOST=${Cluster.Endpoint.Address}' } },
      }),
    },
    'a proxy before another cluster': {
      ...used,
      Other: resource('AWS::RDS::DBCluster'),
      ...proxy([{ Ref: 'Other' }]),
    },
    'a proxy without targets': { ...used, Proxy: proxy().Proxy },
    'a proxy before an instance of that name': {
      ...used,
      Proxy: proxy().Proxy,
      Targets: resource('AWS::RDS::DBProxyTargetGroup', { DBInstanceIdentifiers: ['orders'] }),
    },
  },
  undecided: {
    'its security group is outside the app': {
      Cluster: resource('AWS::RDS::DBCluster', { VpcSecurityGroupIds: ['sg-0123456789abcdef0'] }),
    },
    'its security groups are a parameter': {
      Cluster: resource('AWS::RDS::DBCluster', { VpcSecurityGroupIds: { Ref: 'Groups' } }),
    },
    'whom its group lets in is a parameter': { ...cluster, Opening: opening({ Ref: 'Source' }) },
    'one service, and somebody outside the app': {
      ...cluster,
      A: service(awsvpc('Outer')),
      Opening: opening(idOf('Outer')),
      Another: opening('sg-0123456789abcdef0'),
    },
    'a proxy whose clusters are a parameter': { ...used, ...proxy({ Ref: 'Clusters' }) },
  },
  ignores: {
    'nobody uses it': cluster,
    'one service, let in and told': {
      ...cluster,
      Opening: opening(idOf('Outer')),
      A: service({ ...awsvpc('Outer'), TaskDefinition: { Ref: 'Task' } }),
      Task: task({ Environment: [{ Name: 'HOST', Value: ENDPOINT }] }),
    },
    'a function in a group that is not let in': { ...without(used, 'Opening') },
    'a function of the CDK': {
      ...without(used, 'Function'),
      LogRetention0123456789abcdef0123456789abcdef: used.Function,
    },
    'a function that rotates its secret': {
      ...used,
      ...secret,
      Rotation: resource('AWS::SecretsManager::RotationSchedule', {
        SecretId: { Ref: 'Attachment' },
        RotationLambdaARN: { 'Fn::GetAtt': ['Function', 'Arn'] },
      }),
    },
    'a function that calls the data API': {
      ...cluster,
      Function: lambda(told({ 'Fn::GetAtt': ['Cluster', 'DBClusterArn'] })),
    },
    'a function in another VPC, where a whole one is let in': {
      ...used,
      Opening: opening(undefined, { CidrIp: '10.0.0.0/16' }),
      Outer: group({ VpcId: 'vpc-0123' }),
    },
    'DocumentDB, before which there is no proxy': {
      ...used,
      Cluster: resource('AWS::DocDB::DBCluster', { VpcSecurityGroupIds: [idOf('Inner')] }),
    },
  },
});

test('it is a warning that names those who use the cluster', () => {
  const many = Object.fromEntries([1, 2, 3, 4, 5, 6, 7].map((at) => [`Function${at}`, lambda(told(ENDPOINT))]));
  expect(outcomes('STA-05', { ...cluster, ...many })).toEqual([
    expect.objectContaining({
      severity: 'warning',
      found: 'Function1, Function2, Function3, Function4, Function5 and 2 more use it without a proxy',
      expected: 'an RDS proxy before it',
    }),
  ]);
});
