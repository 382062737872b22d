import { resource } from './alarm-cases';
import { templates, testItem } from './judging';

const described = (Description: unknown) => templates({ body: { Description, Resources: {} } });
testItem('DOC-01', {
  on: null,
  meets: { 'a description': described('Orders in production'), 'a long one': described('x'.repeat(500)) },
  breaks: {
    none: described(undefined),
    blank: described('   '),
    'a function, which CloudFormation refuses here': described({ 'Fn::Sub': 'Orders in production' }),
  },
});

const nests = { Child: resource('AWS::CloudFormation::Stack', {}) };
const nested = (Description?: string) =>
  templates(
    { body: { Description: 'Orders in production', Resources: nests } },
    { file: 'Child.json', nestedIn: { file: 'Stack0.template.json', id: 'Child' }, body: { Description } },
  );
testItem('DOC-01', {
  on: null,
  file: 'Child.json',
  meets: { 'a nested template with its own': nested('Queues of the orders') },
  breaks: { 'a nested template in one with a description': nested() },
});

const group = (description: unknown, ...ingress: unknown[]) => ({
  Group: resource(
    'AWS::EC2::SecurityGroup',
    { GroupDescription: description, SecurityGroupIngress: ingress },
    { Metadata: { 'aws:cdk:path': 'Prod/Orders/Web/Group/Resource' } },
  ),
});
const open = { CidrIp: '10.0.0.0/8', IpProtocol: 'tcp', FromPort: 443, ToPort: 443 };
testItem('DOC-02', {
  on: 'Group',
  meets: {
    'a description': group('Instances of the shop', { ...open, Description: 'HTTPS from the office' }),
    'a description that is put together': group({ 'Fn::Join': ['', ['Instances of ', { Ref: 'Name' }]] }),
  },
  breaks: {
    'the path of the construct': group('Prod/Orders/Web/Group'),
    'the path in one branch': group({ 'Fn::If': ['A', 'Instances of the shop', 'Prod/Orders/Web/Group'] }),
    'a rule without': group('Instances of the shop', open),
    'a rule with a blank': group('Instances of the shop', { ...open, Description: { 'Fn::Join': ['', [' ', ' ']] } }),
    'the path, in a template that does not know it': {
      Group: resource('AWS::EC2::SecurityGroup', { GroupDescription: 'Orders/Group' }),
    },
  },
  undecided: { 'a parameter': group({ Ref: 'Text' }) },
});
testItem('DOC-02', {
  on: 'Rule',
  meets: {
    'a description': { Rule: resource('AWS::EC2::SecurityGroupIngress', { ...open, Description: 'From the office' }) },
    'through a sub': {
      Rule: resource('AWS::EC2::SecurityGroupIngress', { Description: { 'Fn::Sub': 'From ${Office}' } }),
    },
  },
  breaks: {
    none: { Rule: resource('AWS::EC2::SecurityGroupIngress', open) },
    'none in one branch': {
      Rule: resource('AWS::EC2::SecurityGroupIngress', {
        Description: { 'Fn::If': ['A', 'From the office', { Ref: 'AWS::NoValue' }] },
      }),
    },
  },
});

const outputs = (Outputs: object) => templates({ body: { Resources: {}, Outputs } });
testItem('DOC-03', {
  on: null,
  meets: {
    'a description': outputs({ Url: { Value: 'a', Description: 'Where the shop is' } }),
    'a description of a value from elsewhere': outputs({
      Url: { Value: { 'Fn::ImportValue': 'url' }, Description: 'Where the shop is' },
    }),
    'beside what the CDK exports': outputs({
      Url: { Value: 'a', Description: 'Where the shop is' },
      ExportsOutputRefVpc8378EB38C10A1BFF: { Value: 'b', Export: { Name: 'Stack:ExportsOutputRefVpc' } },
    }),
  },
  breaks: {
    none: outputs({ Url: { Value: 'a' } }),
    'an export of a person': outputs({ Url: { Value: 'a', Export: { Name: 'url' } } }),
    'a blank': outputs({ Url: { Value: 'a', Description: '' } }),
    'one of two, under a condition': outputs({
      Url: { Value: 'a', Description: 'Where the shop is' },
      Name: { Value: { Ref: 'AWS::StackName' }, Condition: 'Is' },
    }),
  },
  ignores: {
    'what the CDK exports': outputs({ ExportsOutputRefVpc8378EB38C10A1BFF: { Value: 'b', Export: { Name: 'a' } } }),
    'no outputs': outputs({}),
  },
});
