import { outcomes, templates, testItem, type Resources } from './judging';

const group = (properties: object) => ({ Type: 'AWS::AutoScaling::AutoScalingGroup', Properties: properties });
const template = (data: object) => ({ Type: 'AWS::EC2::LaunchTemplate', Properties: { LaunchTemplateData: data } });
const lambda = (properties: object) => ({ Type: 'AWS::Lambda::Function', Properties: properties });
const byReference = { LaunchTemplate: { LaunchTemplateId: { Ref: 'Template' }, Version: '1' } };
const mixed = (specification: object) => ({
  MixedInstancesPolicy: { LaunchTemplate: { LaunchTemplateSpecification: specification } },
});

testItem('INS-01', {
  on: 'Group',
  meets: {
    'a launch template': { Group: group(byReference), Template: template({ ImageId: 'ami-1' }) },
    'a mixed instances policy': {
      Group: group(mixed({ LaunchTemplateId: { 'Fn::Sub': '${Template}' } })),
      Template: template({ ImageId: 'ami-1' }),
    },
    'a launch template by name': {
      Group: group({ LaunchTemplate: { LaunchTemplateName: 'orders' } }),
      Template: {
        Type: 'AWS::EC2::LaunchTemplate',
        Properties: { LaunchTemplateName: 'orders', LaunchTemplateData: { ImageId: 'ami-1' } },
      },
    },
  },
  breaks: {
    'a launch configuration': { Group: group({ LaunchConfigurationName: { Ref: 'Config' } }) },
    'a launch configuration in one branch': {
      Group: group({
        LaunchConfigurationName: { 'Fn::If': ['IsOld', 'old', { Ref: 'AWS::NoValue' }] },
        ...byReference,
      }),
      Template: template({ ImageId: 'ami-1' }),
    },
    nothing: { Group: group({}) },
  },
  undecided: {
    'a launch template of somebody else': { Group: group({ LaunchTemplate: { LaunchTemplateId: 'lt-1' } }) },
  },
});

testItem('INS-01', {
  on: 'Template',
  meets: {
    'an image from a parameter of Systems Manager': {
      Group: group(byReference),
      Template: template({ ImageId: { Ref: 'SsmParameterValueimage' } }),
    },
  },
  breaks: { 'no image': { Group: group(byReference), Template: template({ InstanceType: 'm8g.large' }) } },
  ignores: { 'a template of no group': { Template: template({}) } },
});

testItem('INS-02', {
  on: 'Group',
  meets: {
    'a week': { Group: group({ MaxInstanceLifetime: 604800 }) },
    text: { Group: group({ MaxInstanceLifetime: '604800' }) },
    'a week through a list': { Group: group({ MaxInstanceLifetime: { 'Fn::Select': [1, [86400, 604800]] } }) },
  },
  breaks: {
    'not set': { Group: group({}) },
    'a year': { Group: group({ MaxInstanceLifetime: 31536000 }) },
    'left out in one branch': {
      Group: group({ MaxInstanceLifetime: { 'Fn::If': ['IsProd', 604800, { Ref: 'AWS::NoValue' }] } }),
    },
  },
  undecided: { 'a parameter': { Group: group({ MaxInstanceLifetime: { Ref: 'Lifetime' } }) } },
});

testItem('INS-05', {
  on: 'Function',
  meets: {
    'a current runtime': { Function: lambda({ Runtime: 'nodejs24.x' }) },
    'one through a join': { Function: lambda({ Runtime: { 'Fn::Join': ['', ['python', '3.14']] } }) },
  },
  breaks: {
    'nodejs20.x': { Function: lambda({ Runtime: 'nodejs20.x' }) },
    'python3.9 through Fn::Sub': { Function: lambda({ Runtime: { 'Fn::Sub': ['python${V}', { V: '3.9' }] } }) },
  },
  undecided: { 'a parameter': { Function: lambda({ Runtime: { Ref: 'Runtime' } }) } },
  ignores: { 'a container image': { Function: lambda({ PackageType: 'Image' }) } },
});

const images = (...Images: unknown[]) => ({
  Task: {
    Type: 'AWS::ECS::TaskDefinition',
    Properties: { ContainerDefinitions: Images.map((Image, at) => ({ Name: `c${at}`, Image })) },
  },
});
const join = (...parts: unknown[]) => ({ 'Fn::Join': ['', parts] });
const sub = (text: string, variables: object = {}) => ({ 'Fn::Sub': [text, variables] });
const arnField = (field: number) => ({
  'Fn::Select': [field, { 'Fn::Split': [':', { 'Fn::GetAtt': ['Repository', 'Arn'] }] }],
});
/** The image of a repository as the CDK writes it. */
const ofRepository = (...rest: unknown[]) =>
  join(arnField(4), '.dkr.ecr.', arnField(3), '.', { Ref: 'AWS::URLSuffix' }, '/', { Ref: 'Repository' }, ...rest);
const uri = { 'Fn::GetAtt': ['Repository', 'RepositoryUri'] };
const withRepository = (...Images: unknown[]) => ({
  ...images(...Images),
  Repository: { Type: 'AWS::ECR::Repository' },
});
const withParameters = (Parameters: object, Resources: Resources) => templates({ body: { Parameters, Resources } });
const DIGEST = `sha256:${'0123456789abcdef'.repeat(4)}`;

testItem('INS-03', {
  on: 'Task',
  meets: {
    'a tag': images('nginx:1.29.3'),
    'a digest': images(`nginx@${DIGEST}`),
    'a tag and a digest': images(`public.ecr.aws/nginx/nginx:latest@${DIGEST}`),
    'a tag behind a registry with a port': images('registry.example.com:5000/orders/web:1.4'),
    'an asset': images(
      sub(
        '${AWS::AccountId}.dkr.ecr.${AWS::Region}.${AWS::URLSuffix}/cdk-hnb659fds-container-assets-${AWS::AccountId}-${AWS::Region}:9b1c',
      ),
    ),
    'a repository of the app and a version': withRepository(ofRepository(':1.4.0')),
    'a repository of the app and a digest of a parameter': withRepository(ofRepository('@', { Ref: 'Digest' })),
    'a tag that is known in part': withRepository(join(uri, ':v', { Ref: 'Version' })),
    'a tag that only looks like latest': images('nginx:latest-2026', 'nginx:LATEST', 'latest:1'),
    'somebody else knows the repository': images(join({ Ref: 'RepositoryUri' }, ':1.4')),
    'a parameter whose values are all versions': withParameters(
      { Tag: { Type: 'String', AllowedValues: ['1.3', '1.4'] } },
      withRepository(join(uri, ':', { Ref: 'Tag' })),
    ),
  },
  breaks: {
    latest: images('nginx:latest'),
    'no tag': images('nginx'),
    'the second container': images('nginx:1.29.3', 'amazon/cloudwatch-agent'),
    'a port is no tag': images('registry.example.com:5000/orders'),
    'a port is no tag, whatever stands behind it': images(join('registry.example.com:5000/', { Ref: 'Team' }, '/web')),
    'a repository of the app without a tag': withRepository(uri),
    'as the CDK writes it without a tag': withRepository(ofRepository(':latest')),
    'a repository whose name ends in the region': images(
      sub('${AWS::AccountId}.dkr.ecr.${AWS::Region}.amazonaws.com/web-${AWS::Region}'),
    ),
    'latest behind something unknown': images(join({ Ref: 'Registry' }, '/web:', 'latest')),
    'latest in pieces': images(sub('${Name}:${Tag}', { Name: { Ref: 'Name' }, Tag: join('la', 'test') })),
    'latest in one branch': images({ 'Fn::If': ['IsProd', 'nginx:1.29.3', 'nginx:latest'] }),
    'latest in a mapping': templates({
      body: {
        Mappings: { Images: { 'eu-west-1': { web: 'nginx:latest' } } },
        Resources: images({ 'Fn::FindInMap': ['Images', { Ref: 'AWS::Region' }, 'web'] }),
      },
    }),
    'a tag that is empty': withRepository(join(uri, ':')),
    'no image': images(undefined),
  },
  undecided: {
    'a parameter': withParameters({ Image: { Type: 'String', Default: 'nginx:1.29.3' } }, images({ Ref: 'Image' })),
    'a tag from a parameter': withRepository(ofRepository(':', { Ref: 'Tag' })),
    'a tag that may become latest': images(join('nginx:la', { Ref: 'Rest' })),
    'a name that may hold a tag': images(join('nginx', { Ref: 'Suffix' })),
    'a parameter with one bad value': withParameters(
      { Tag: { Type: 'String', AllowedValues: ['latest', '1.4'] } },
      images(join('nginx:', { Ref: 'Tag' })),
    ),
    'a parameter of Systems Manager': images('{{resolve:ssm:/orders/image}}'),
    'unknown containers': {
      Task: { Type: 'AWS::ECS::TaskDefinition', Properties: { ContainerDefinitions: { Ref: 'Containers' } } },
    },
  },
  ignores: {
    'a task without containers': images(),
    'a function': { Task: lambda({ Code: { ImageUri: 'web:latest' } }) },
  },
});

test('INS-03 is one finding for a task, with the place of each bad image', () => {
  const found = outcomes('INS-03', images('nginx', 'envoy:1.36', 'fluent-bit:latest'));
  expect(found).toMatchObject([
    {
      resource: 'Task',
      found: 'ContainerDefinitions.0.Image is nginx; ContainerDefinitions.2.Image is fluent-bit:latest',
      expected: 'an image with a digest, or with a tag other than latest',
      locations: ['Properties.ContainerDefinitions.0.Image', 'Properties.ContainerDefinitions.2.Image'],
    },
  ]);
});
