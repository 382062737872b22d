import type { Resource } from '../model';
import { physicalName } from '../template-index';

/** How the ARNs of resources that hold data are made: the service, and what stands before the name. */
const ARNS: Readonly<Record<string, readonly [service: string, prefix: string]>> = {
  'AWS::RDS::DBInstance': ['rds', 'db:'],
  'AWS::RDS::DBCluster': ['rds', 'cluster:'],
  'AWS::DocDB::DBCluster': ['rds', 'cluster:'],
  'AWS::Neptune::DBCluster': ['rds', 'cluster:'],
  'AWS::DynamoDB::Table': ['dynamodb', 'table/'],
  'AWS::DynamoDB::GlobalTable': ['dynamodb', 'table/'],
  'AWS::EFS::FileSystem': ['elasticfilesystem', 'file-system/'],
  'AWS::S3::Bucket': ['s3', ''],
  'AWS::EC2::Volume': ['ec2', 'volume/'],
};

/** The types of resources that hold data. */
export const DATA_TYPES = Object.keys(ARNS);

/** Service, kind and name in the ARN of a resource that holds data. */
export function dataArn(resource: Resource): { service: string; prefix: string; name: string } {
  const [service, prefix] = ARNS[resource.type] ?? ['', ''];
  return { service, prefix, name: `${prefix}${nameOf(resource)}` };
}

/** The name of a resource; where CloudFormation makes it up, one such as it makes. */
function nameOf(resource: Resource): string {
  const made = `${resource.template.stackName}-${resource.id}-1ABCDEF2GHIJ3`;
  const name = physicalName(resource)?.text() ?? made;
  return /^AWS::DynamoDB::/.test(resource.type) ? name : name.toLowerCase();
}
