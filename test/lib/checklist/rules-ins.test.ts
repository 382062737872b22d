import { testItem } from './judging';

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
