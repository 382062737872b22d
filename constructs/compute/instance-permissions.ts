import { ArnFormat, Stack, Token } from 'aws-cdk-lib';
import { PolicyStatement, Role, ServicePrincipal } from 'aws-cdk-lib/aws-iam';
import type { ILogGroup } from 'aws-cdk-lib/aws-logs';
import type { Construct, IConstruct } from 'constructs';
import { waive } from '../core/waivers';
import { SessionAccess } from '../network/session-access';
import { AGENT_NAMESPACE } from './instance-metrics';

/** What the instances of a service do besides running it. */
export interface InstancePermissionsProps {
  readonly autoScalingGroupName: string;
  /** The log groups that they write into. */
  readonly logGroups: ILogGroup[];
}

/**
 * The role of the instances: they write their own logs and metrics, take sessions, and report to their own group that
 * they are ready or done. Everything else is granted by what they read.
 */
export function instanceRole(scope: Construct, id: string, props: InstancePermissionsProps): Role {
  const group = groupArn(Stack.of(scope), props.autoScalingGroupName);
  const role = new Role(scope, id, {
    assumedBy: new ServicePrincipal('ec2.amazonaws.com'),
    description: `Instances of ${scope.node.path}`.slice(0, 1000),
  });
  SessionAccess.of(scope).grantTo(role);
  role.addToPolicy(
    new PolicyStatement({
      actions: ['cloudwatch:PutMetricData'],
      resources: ['*'],
      conditions: { StringEquals: { 'cloudwatch:namespace': AGENT_NAMESPACE } },
    }),
  );
  role.addToPolicy(
    new PolicyStatement({
      actions: ['logs:CreateLogStream', 'logs:PutLogEvents'],
      resources: props.logGroups.map(({ logGroupArn }) => logGroupArn),
    }),
  );
  role.addToPolicy(
    new PolicyStatement({
      actions: ['autoscaling:CompleteLifecycleAction'],
      resources: [group],
    }),
  );
  waiveWildcards(role.node.findChild('DefaultPolicy'), group);
  return role;
}

/** The ARN of a group by its name; the UUID within it is known only once the group is there. */
function groupArn(stack: Stack, name: string): string {
  return stack.formatArn({
    service: 'autoscaling',
    resource: 'autoScalingGroup',
    resourceName: `*:autoScalingGroupName/${name}`,
    arnFormat: ArnFormat.COLON_RESOURCE_NAME,
  });
}

function waiveWildcards(policy: IConstruct, arn: string): void {
  waive(policy, [
    {
      item: 'AwsSolutions::AwsSolutions-IAM5[Resource::*]',
      reason:
        'AWS allows cloudwatch:PutMetricData, here limited to one namespace, and the login to a container registry on ' +
        'no narrower resource',
      owner: 'seaworthy',
    },
    {
      item: `AwsSolutions::AwsSolutions-IAM5[Resource::${spelledOut(policy, arn)}]`,
      reason: 'The wildcard stands for the UUID that AWS gives to this one group, which is named in full',
      owner: 'seaworthy',
    },
  ]);
}

/** An ARN as cdk-nag spells it in the id of a finding. */
function spelledOut(scope: IConstruct, arn: string): string {
  const { partition, region, account } = Stack.of(scope);
  const names: [string, string][] = [
    [partition, '<AWS::Partition>'],
    [region, '<AWS::Region>'],
    [account, '<AWS::AccountId>'],
  ];
  return names
    .filter(([value]) => Token.isUnresolved(value))
    .reduce((text, [value, name]) => text.replace(value, name), arn);
}
