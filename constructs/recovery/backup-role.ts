import { Stack } from 'aws-cdk-lib';
import { PolicyDocument, Role, ServicePrincipal } from 'aws-cdk-lib/aws-iam';
import type { Construct } from 'constructs';
import { waive } from '../core/waivers';
import { waiveWildcard } from '../core/wildcards';
import { backupStatements } from './backup-permissions';

/**
 * What AWS Backup may do in order to back up EBS volumes, RDS and Aurora, DynamoDB, EFS and S3 in this account and region.
 *
 * The policies that AWS manages for this purpose would follow new kinds of resources by themselves. But they let the role
 * run commands on every instance, change every database and delete every snapshot, and they change without a deployment.
 * So these statements are theirs for the five kinds of data that the checklist knows, narrowed to this account, and in
 * what they delete to what AWS Backup made. Another kind of resource needs `backup.role.addToPrincipalPolicy(…)`; a
 * permission that is missing makes a backup fail, which pages.
 *
 * @see https://docs.aws.amazon.com/aws-backup/latest/devguide/security-iam-awsmanpol.html
 */
export function backupRole(scope: Construct, id: string): Role {
  const statements = backupStatements(Stack.of(scope));
  const role = new Role(scope, id, {
    description: 'Lets AWS Backup back up what carries the tag',
    assumedBy: new ServicePrincipal('backup.amazonaws.com'),
    inlinePolicies: { Backup: new PolicyDocument({ statements }) },
  });
  const arns = statements.flatMap(({ resources }) => resources).filter((arn) => arn !== '*');
  for (const arn of new Set(arns)) {
    waiveWildcard(role, arn, 'AWS Backup finds by their tag what to back up, and names the backups itself');
  }
  waive(role, [
    {
      item: 'AwsSolutions::AwsSolutions-IAM5[Resource::*]',
      reason: 'These actions list and describe resources, which AWS allows on `*` only',
      owner: 'seaworthy',
    },
  ]);
  return role;
}
