import type { ChecklistItems } from '../checklist-item';

export const STA = {
  'STA-01': {
    title: 'Poison messages end somewhere',
    area: 'STA',
    severity: 'error',
    tiers: 'all',
    why: 'A message that can never be worked off is tried for days, or dropped without a word.',
    decidedBy:
      'Each AWS::SQS::Queue has a RedrivePolicy with maxReceiveCount, or takes what others could not deliver; each AWS::Scheduler::Schedule, each target of an AWS::Events::Rule and each AWS::SNS::Subscription to SQS or Lambda has a dead-letter queue; each AWS::Lambda::Function that something in the app calls without waiting has DeadLetterConfig or a destination for failures.',
    withSeaworthy:
      'This library has no construct for queues: give those of the CDK a deadLetterQueue, and watch that with AlarmSet.',
    withCdk:
      'Set deadLetterQueue of Queue, of the targets of Rule and Schedule, of SqsSubscription and LambdaSubscription; set deadLetterQueue or onFailure of Function.',
    documentation:
      'https://docs.aws.amazon.com/AWSSimpleQueueService/latest/SQSDeveloperGuide/sqs-dead-letter-queues.html',
  },
  'STA-02': {
    title: 'One consumer cannot starve the rest',
    area: 'STA',
    severity: 'warning',
    tiers: 'production',
    why: 'A burst of events takes all concurrency of the account, and functions that users wait for are throttled.',
    decidedBy:
      'Each AWS::Lambda::Function that events call sets ReservedConcurrentExecutions; where only event sources feed it, ScalingConfig.MaximumConcurrency of each AWS::Lambda::EventSourceMapping is enough. Functions that the CDK itself adds are not asked.',
    withSeaworthy: 'This library has no construct for functions: set the prop of Function as below.',
    withCdk: 'Set reservedConcurrentExecutions of Function, or maxConcurrency of SqsEventSource.',
    documentation: 'https://docs.aws.amazon.com/lambda/latest/dg/lambda-concurrency.html',
  },
  'STA-03': {
    title: 'Load beyond capacity is shed at the door',
    area: 'STA',
    severity: 'error',
    tiers: 'production',
    why: 'One client in a loop slows everybody down. A rate rule stops it before it costs anything.',
    decidedBy:
      'Each AWS::WAFv2::WebACL, unless all that it stands before is closed to the internet, has a rule with RateBasedStatement whose action is Block, Captcha or Challenge, in itself or in a rule group of the app.',
    withSeaworthy:
      'WebFirewall blocks an address above 2000 requests in five minutes; requestsPerFiveMinutes changes the limit.',
    withCdk: 'Give CfnWebACL a rule with rateBasedStatement and the action block.',
    documentation: 'https://aws.amazon.com/builders-library/using-load-shedding-to-avoid-overload/',
  },
  'STA-04': {
    title: 'What grows is trimmed',
    area: 'STA',
    severity: 'error',
    tiers: 'all',
    why: 'Old versions, broken uploads and images that nobody runs are paid for until somebody wonders about the bill.',
    decidedBy:
      'Each AWS::S3::Bucket has an enabled lifecycle rule for the whole bucket that aborts incomplete uploads, and, where it is versioned, one that expires noncurrent versions; each AWS::ECR::Repository has a LifecyclePolicy; each AWS::SQS::Queue sets MessageRetentionPeriod.',
    withSeaworthy: 'LogArchive trims itself; for buckets, repositories and queues of your own set the props below.',
    withCdk:
      'Set lifecycleRules of Bucket with abortIncompleteMultipartUploadAfter and noncurrentVersionExpiration, lifecycleRules of Repository, and retentionPeriod of Queue.',
    documentation: 'https://docs.aws.amazon.com/AmazonS3/latest/userguide/object-lifecycle-mgmt.html',
  },
  'STA-05': {
    title: 'Connections are pooled',
    area: 'STA',
    severity: 'warning',
    tiers: 'production',
    why: 'Each function that starts opens a connection of its own, and a database takes only so many. The burst that should be served is refused.',
    decidedBy:
      'Each AWS::RDS::DBCluster that functions use, or more than one workload, is named by an AWS::RDS::DBProxyTargetGroup. A workload uses the cluster when the security group of the cluster lets it in, or when it names the endpoint or the secret of the cluster. RDS Proxy knows neither DocumentDB nor Neptune.',
    withSeaworthy: 'This library has no construct for databases: call addProxy of the cluster of the CDK.',
    withCdk:
      'Call addProxy of DatabaseCluster with secrets and vpc, and hand the endpoint of the DatabaseProxy to the workloads.',
    documentation: 'https://docs.aws.amazon.com/AmazonRDS/latest/UserGuide/rds-proxy.html',
  },
} satisfies ChecklistItems;
