import type { ChecklistItems } from '../checklist-item';

export const DOC = {
  'DOC-01': {
    title: 'Stacks explain themselves',
    area: 'DOC',
    severity: 'error',
    tiers: 'all',
    why: 'In the console a stack is a name and a description. Whoever has to decide about it at night knows no more.',
    decidedBy: 'Description of each template, those of nested stacks included, is there and not empty.',
    withSeaworthy: 'Environment describes each stack that does not describe itself.',
    withCdk: 'Set description of Stack and NestedStack.',
    documentation: 'https://docs.aws.amazon.com/AWSCloudFormation/latest/UserGuide/template-description-structure.html',
  },
  'DOC-02': {
    title: 'Openings explain themselves',
    area: 'DOC',
    severity: 'error',
    tiers: 'all',
    why: 'Nobody dares to close an opening whose reason is forgotten.',
    decidedBy:
      'GroupDescription of each AWS::EC2::SecurityGroup, and Description of each of its ingress rules and of each AWS::EC2::SecurityGroupIngress, say something, and not just the path of the construct, which the CDK writes by itself.',
    withSeaworthy: 'Our constructs describe what they open; name who and why in connections.allowFrom.',
    withCdk:
      'Set description of SecurityGroup, and the third argument of addIngressRule and connections.allowFrom, to who may come in and why.',
    documentation: 'https://docs.aws.amazon.com/vpc/latest/userguide/security-group-rules.html',
  },
  'DOC-03': {
    title: 'Outputs explain themselves',
    area: 'DOC',
    severity: 'warning',
    tiers: 'all',
    why: 'Outputs are read by people and scripts that never saw the code.',
    decidedBy:
      'Description of each output is there and not empty. Outputs of nested stacks, and those by which the CDK hands values from stack to stack, are not asked.',
    withSeaworthy: 'WebServiceStack describes its output; describe those that you add.',
    withCdk: 'Set description of CfnOutput.',
    documentation: 'https://docs.aws.amazon.com/AWSCloudFormation/latest/UserGuide/outputs-section-structure.html',
  },
} satisfies ChecklistItems;
