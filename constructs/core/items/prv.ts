import type { ChecklistItems } from '../checklist-item';

export const PRV = {
  'PRV-01': {
    title: 'Stateful resources survive deletion of their stack',
    area: 'PRV',
    severity: 'error',
    tiers: 'production',
    why: 'One wrong refactoring deletes or replaces a resource. With a retain or snapshot policy the data is still there afterwards.',
    decidedBy:
      'DeletionPolicy and UpdateReplacePolicy are Retain, RetainExceptOnCreate or Snapshot, and written, on databases and clusters of RDS, DocumentDB and Neptune, DynamoDB tables, S3 buckets, EFS file systems, ElastiCache replication groups, KMS keys, log groups, secrets, backup vaults, ECR repositories, OpenSearch domains, Cognito user pools and Kinesis streams. Read replicas and members of a cluster are not asked.',
    withSeaworthy:
      'LogArchive, ApplicationLogs, EncryptionKey, ManagedSecret and Backup retain what they keep in production; removalPolicy is their prop. For tables, buckets and databases set it as below.',
    withCdk:
      'Set removalPolicy to RemovalPolicy.RETAIN, or to RemovalPolicy.SNAPSHOT where the resource has snapshots.',
    documentation:
      'https://docs.aws.amazon.com/AWSCloudFormation/latest/TemplateReference/aws-attribute-deletionpolicy.html',
  },
  'PRV-02': {
    title: 'Databases and load balancers refuse deletion',
    area: 'PRV',
    severity: 'error',
    tiers: 'production',
    why: 'Deletion protection is the last question between a slip and an outage that lasts for hours.',
    decidedBy:
      'DeletionProtection of databases and clusters of RDS, DocumentDB and Neptune is true, members of a cluster not asked; so are DeletionProtectionEnabled of AWS::DynamoDB::Table and of each replica of AWS::DynamoDB::GlobalTable, and the attribute deletion_protection.enabled of application and network load balancers.',
    withSeaworthy: 'LoadBalancer sets it, see deletionProtection; databases and tables are those of the CDK.',
    withCdk:
      'Set deletionProtection of DatabaseInstance, DatabaseCluster, TableV2, ApplicationLoadBalancer or NetworkLoadBalancer to true.',
    documentation: 'https://docs.aws.amazon.com/AmazonRDS/latest/UserGuide/USER_DeleteInstance.html',
  },
  'PRV-03': {
    title: 'Stacks refuse deletion',
    area: 'PRV',
    severity: 'error',
    tiers: 'production',
    why: 'Termination protection makes deleting a production stack two deliberate steps.',
    decidedBy:
      'The termination protection of the stack is on, as the manifest of the cloud assembly says. Nested stacks are not asked, and of a lone template nobody can tell.',
    withSeaworthy: 'Put the stack into an Environment of tier production or staging.',
    withCdk: 'Set terminationProtection of Stack to true.',
    documentation: 'https://docs.aws.amazon.com/AWSCloudFormation/latest/UserGuide/using-cfn-protect-stacks.html',
  },
  'PRV-04': {
    title: 'Everything says whose it is',
    area: 'PRV',
    severity: 'error',
    tiers: 'all',
    why: 'Whoever meets a resource at night, or on a bill, must know whom to call and who pays.',
    decidedBy:
      'Each resource whose CloudFormation schema takes tags has service, environment, owner and cost-center, in lower case and not empty; a global table has them on each replica. Tags of the stack, and of the stacks around a nested one, count for its resources. Custom resources and the metadata of the CDK are not asked.',
    withSeaworthy:
      'Put the stack into an Environment; its service, environmentName, owner and costCenter become the tags.',
    withCdk:
      'Call Tags.of(app).add() for service, environment, owner and cost-center, and addStackTag of Stack for the same four: they reach what the CDK adds by itself.',
    documentation: 'https://docs.aws.amazon.com/whitepapers/latest/tagging-best-practices/tagging-best-practices.html',
  },
  'PRV-05': {
    title: 'Templates keep room to grow',
    area: 'PRV',
    severity: 'warning',
    tiers: 'all',
    why: 'CloudFormation refuses more than 500 resources or 1 MB per template. A stack that is nearly full cannot be mended in a hurry.',
    decidedBy: 'Each template has fewer than 400 resources and less than 800,000 bytes, as the file stands.',
    withSeaworthy:
      'Keep what environments share apart from the services: PlatformStack and WebServiceStack, one stack for each service.',
    withCdk: 'Split the Stack along what changes together, before it is full.',
    documentation: 'https://docs.aws.amazon.com/AWSCloudFormation/latest/UserGuide/cloudformation-limits.html',
  },
} satisfies ChecklistItems;
