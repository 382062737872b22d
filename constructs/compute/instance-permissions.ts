import { ArnFormat, Stack } from 'aws-cdk-lib';
import { PolicyStatement, Role, ServicePrincipal } from 'aws-cdk-lib/aws-iam';
import type { ILogGroup } from 'aws-cdk-lib/aws-logs';
import type { Construct } from 'constructs';
import { waiveWildcard } from '../core/wildcards';
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
  const policy = role.node.findChild('DefaultPolicy');
  waiveWildcard(
    policy,
    '*',
    'AWS allows cloudwatch:PutMetricData, here limited to one namespace, and the login to a container registry on ' +
      'no narrower resource',
  );
  waiveWildcard(policy, group, 'The wildcard stands for the UUID that AWS gives to this one group, named in full');
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
