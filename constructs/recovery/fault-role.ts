import { Stack } from 'aws-cdk-lib';
import { PolicyDocument, PolicyStatement, Role, ServicePrincipal } from 'aws-cdk-lib/aws-iam';
import type { Construct } from 'constructs';
import { waive } from '../core/waivers';
import { waiveWildcard } from '../core/wildcards';

/** What FIS needs to log into a log group. @see https://docs.aws.amazon.com/fis/latest/userguide/monitoring-logging.html */
const LOG_DELIVERY = [
  'logs:CreateLogDelivery',
  'logs:DescribeLogGroups',
  'logs:DescribeResourcePolicies',
  'logs:PutResourcePolicy',
];

/**
 * The role that AWS FIS takes on for experiments of this account: it terminates instances that carry all of `tags`.
 * @see https://docs.aws.amazon.com/fis/latest/userguide/fis-actions-reference.html#ec2-actions-reference
 */
export function faultRole(scope: Construct, id: string, tags: Record<string, string>): Role {
  const stack = Stack.of(scope);
  const experiments = stack.formatArn({ service: 'fis', resource: 'experiment', resourceName: '*' });
  const instances = stack.formatArn({ service: 'ec2', resource: 'instance', resourceName: '*' });
  const carriesTags = Object.fromEntries(Object.entries(tags).map(([tag, value]) => [`aws:ResourceTag/${tag}`, value]));
  const statements = [
    new PolicyStatement({
      actions: ['ec2:TerminateInstances'],
      resources: [instances],
      conditions: { StringEquals: carriesTags },
    }),
    new PolicyStatement({ actions: ['ec2:DescribeInstances', ...LOG_DELIVERY], resources: ['*'] }),
  ];
  const role = new Role(scope, id, {
    description: 'Takes instances away from one group, to rehearse the loss of a zone',
    assumedBy: new ServicePrincipal('fis.amazonaws.com', {
      conditions: { StringEquals: { 'aws:SourceAccount': stack.account }, ArnLike: { 'aws:SourceArn': experiments } },
    }),
    inlinePolicies: { Experiment: new PolicyDocument({ statements }) },
  });
  waiveWildcard(role, instances, 'Instances of a group have no names beforehand; its tags name those that are meant');
  waive(role, [
    {
      item: 'AwsSolutions::AwsSolutions-IAM5[Resource::*]',
      reason: 'AWS allows describing instances and setting up the delivery of logs on `*` only',
      owner: 'seaworthy',
    },
  ]);
  return role;
}
