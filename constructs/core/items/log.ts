import type { ChecklistItems } from '../checklist-item';

export const LOG = {
  'LOG-01': {
    title: 'Logs end some day',
    area: 'LOG',
    severity: 'error',
    tiers: 'all',
    why: 'Logs without an end cost more every month, and keep personal data for longer than anybody may.',
    decidedBy:
      'RetentionInDays of each AWS::Logs::LogGroup is set; those of class DELIVERY, and of functions that the CDK itself adds, are not asked. Each AWS::S3::Bucket that logs are delivered into has an enabled lifecycle rule with ExpirationInDays or ExpirationDate that covers them all.',
    withSeaworthy: 'ApplicationLogs and LogArchive do so; retention of either takes another time.',
    withCdk: 'Set retention of LogGroup, and lifecycleRules with expiration of the Bucket that takes the logs.',
    documentation: 'https://docs.aws.amazon.com/AmazonCloudWatch/latest/logs/Working-with-log-groups-and-streams.html',
  },
  'LOG-02': {
    title: 'Logs come together',
    area: 'LOG',
    severity: 'error',
    tiers: 'production',
    why: 'During an incident nobody has the time to search log groups one by one.',
    decidedBy:
      'Each AWS::Logs::LogGroup that a function, a container or an agent configuration names has an AWS::Logs::SubscriptionFilter without a pattern or an AWS::Logs::Delivery, or an AWS::Logs::AccountPolicy of type SUBSCRIPTION_FILTER_POLICY sends it on.',
    withSeaworthy:
      'ApplicationLogs goes on to the LogArchive; call subscribe of LogArchive for log groups of your own.',
    withCdk:
      'Add a SubscriptionFilter with FilterPattern.allEvents() and a FirehoseDestination or KinesisDestination that fills a central archive.',
    documentation: 'https://docs.aws.amazon.com/AmazonCloudWatch/latest/logs/SubscriptionFilters.html',
  },
  'LOG-03': {
    title: 'The front door keeps a record',
    area: 'LOG',
    severity: 'error',
    tiers: 'all',
    why: 'Access logs are the only record of the requests that never reached the application.',
    decidedBy:
      'Application and network load balancers have the attributes access_logs.s3.enabled true and access_logs.s3.bucket, AWS::CloudFront::Distribution has Logging or RealtimeLogConfigArn, or CloudWatch Logs delivers their ACCESS_LOGS; stages of API Gateway have a DestinationArn for access logs.',
    withSeaworthy: 'LoadBalancer writes access, connection and health check logs into the LogArchive.',
    withCdk:
      'Call logAccessLogs of the load balancer, set enableLogging of Distribution to true, and set accessLogDestination in deployOptions of RestApi.',
    documentation: 'https://docs.aws.amazon.com/elasticloadbalancing/latest/application/load-balancer-access-logs.html',
  },
  'LOG-04': {
    title: 'Every workload writes to a managed log group',
    area: 'LOG',
    severity: 'error',
    tiers: 'all',
    why: 'Logs that stay on a machine are lost with it, or fill its disk until the service stops.',
    decidedBy:
      'Each AWS::Lambda::Function sets LoggingConfig.LogGroup, or a log group of the app bears its name; each container of an AWS::ECS::TaskDefinition has a LogDriver other than none; the instances of each group take, from user data, AWS::CloudFormation::Init or Systems Manager, an agent configuration with logs_collected and a size limit of logrotate or journald.',
    withSeaworthy:
      'InstanceService ships and rotates logs; hand logGroup of ApplicationLogs to functions and containers.',
    withCdk:
      'Set logGroup of Function, logging of addContainer to LogDrivers.awsLogs, and give instances a CloudWatch agent configuration and a logrotate maxsize.',
    documentation: 'https://docs.aws.amazon.com/AmazonCloudWatch/latest/monitoring/Install-CloudWatch-Agent.html',
  },
  'LOG-05': {
    title: 'The firewall keeps a record',
    area: 'LOG',
    severity: 'error',
    tiers: 'production',
    why: 'Without it nobody can tell whether a blocked request was an attack or a customer.',
    decidedBy:
      'Each AWS::WAFv2::WebACL has an AWS::WAFv2::LoggingConfiguration with a destination in LogDestinationConfigs.',
    withSeaworthy: 'WebFirewall logs what it blocked or counted, and with logAll all of it.',
    withCdk: 'Add a CfnLoggingConfiguration for the web ACL, to a LogGroup whose name begins with aws-waf-logs-.',
    documentation: 'https://docs.aws.amazon.com/waf/latest/developerguide/logging.html',
  },
  'LOG-06': {
    title: 'Databases keep a record',
    area: 'LOG',
    severity: 'error',
    tiers: 'production',
    why: 'The reason for a failure of a database stands in its error log, which is gone with the instance.',
    decidedBy:
      'EnableCloudwatchLogsExports of each AWS::RDS::DBInstance and AWS::RDS::DBCluster has postgresql, or error and slowquery (MySQL, MariaDB), error (SQL Server), alert (Oracle) or diag.log (Db2); clusters of DocumentDB and Neptune have any. Members of a cluster are not asked.',
    withSeaworthy: 'This library has no construct for databases: set the prop of those of the CDK.',
    withCdk:
      "Set cloudwatchLogsExports of DatabaseInstance or DatabaseCluster to ['postgresql'] for PostgreSQL, to ['error', 'slowquery'] for MySQL and MariaDB.",
    documentation:
      'https://docs.aws.amazon.com/AmazonRDS/latest/UserGuide/USER_LogAccess.Procedural.UploadtoCloudWatch.html',
  },
  'LOG-07': {
    title: 'Bucket access is recorded',
    area: 'LOG',
    severity: 'error',
    tiers: 'all',
    why: 'After a leak the first question is who read what.',
    decidedBy:
      'LoggingConfiguration.DestinationBucketName of each AWS::S3::Bucket that takes no logs itself names another bucket.',
    withSeaworthy: 'Call recordAccess of LogArchive for the bucket.',
    withCdk:
      'Set serverAccessLogsBucket of Bucket to another one, and the feature flag @aws-cdk/aws-s3:serverAccessLogsUseBucketPolicy to true in the context of cdk.json, as cdk init does: without it the bucket that takes the logs gets an ACL and misses SEC-09.',
    documentation: 'https://docs.aws.amazon.com/AmazonS3/latest/userguide/ServerLogs.html',
  },
} satisfies ChecklistItems;
