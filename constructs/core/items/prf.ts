import type { ChecklistItems } from '../checklist-item';

export const PRF = {
  'PRF-01': {
    title: 'One-minute metrics',
    area: 'PRF',
    severity: 'error',
    tiers: 'production',
    why: 'Five-minute metrics hide a spike and let alarms and scaling come late.',
    decidedBy:
      'LaunchTemplateData.Monitoring.Enabled of each AWS::EC2::LaunchTemplate is true, and MetricsCollection of each AWS::AutoScaling::AutoScalingGroup has Granularity 1Minute.',
    withSeaworthy: 'InstanceService sets both.',
    withCdk:
      'Set detailedMonitoring of LaunchTemplate to true and groupMetrics of AutoScalingGroup to [GroupMetrics.all()].',
    documentation: 'https://docs.aws.amazon.com/autoscaling/ec2/userguide/ec2-auto-scaling-cloudwatch-monitoring.html',
  },
  'PRF-02': {
    title: 'Slow queries can be found',
    area: 'PRF',
    severity: 'error',
    tiers: 'production',
    why: 'A CPU at 100 percent says that the database suffers, not which query makes it. Without recorded statements and waits, finding it takes hours.',
    decidedBy:
      'EnablePerformanceInsights of each AWS::RDS::DBInstance and AWS::DocDB::DBInstance is true; for an AWS::RDS::DBCluster, its PerformanceInsightsEnabled or the switch of each of its members. DatabaseInsightsMode advanced does as well in RDS, standard without Performance Insights does not. Db2 and custom engines have neither and are not asked.',
    withSeaworthy: 'This library has no construct for databases: set the props of those of the CDK.',
    withCdk:
      'Set enablePerformanceInsights of DatabaseInstance or DatabaseCluster to true, or databaseInsightsMode to DatabaseInsightsMode.ADVANCED with a performanceInsightRetention of PerformanceInsightRetention.MONTHS_15.',
    documentation: 'https://docs.aws.amazon.com/AmazonRDS/latest/UserGuide/USER_PerfInsights.html',
  },
  'PRF-03': {
    title: 'Current-generation hardware',
    area: 'PRF',
    severity: 'warning',
    tiers: 'all',
    why: 'Earlier generations cost more for less, and become scarce.',
    decidedBy:
      'No instance class of EC2, EKS, RDS, DocumentDB, Neptune, ElastiCache or OpenSearch is of a family that AWS lists as previous generation, t2 among them, and no volume is gp2, io1 or standard. An EBS volume without a type is gp2; an RDS instance with Iops, or a Multi-AZ cluster, without a StorageType is io1.',
    withSeaworthy: 'InstanceService runs on m8g.medium with a gp3 volume; instanceType takes another class.',
    withCdk:
      'Choose a current class in InstanceType.of, and set volumeType of EBS volumes to EbsDeviceVolumeType.GP3 and storageType of DatabaseInstance to StorageType.GP3.',
    documentation: 'https://docs.aws.amazon.com/ebs/latest/userguide/ebs-volume-types.html',
  },
  'PRF-04': {
    title: 'Every wait has an end',
    area: 'PRF',
    severity: 'error',
    tiers: 'all',
    why: 'A wait without an end holds its thread, its connection and its caller, and spreads the failure.',
    decidedBy:
      'Timeout of each AWS::Lambda::Function is set; the attribute idle_timeout.timeout_seconds of each application load balancer is set to 120 or less; VisibilityTimeout of a queue is at least six times the timeout of the function that it feeds; each task with an integration of an AWS::StepFunctions::StateMachine has TimeoutSeconds or TimeoutSecondsPath.',
    withSeaworthy:
      'LoadBalancer sets an idleTimeout of 60 seconds; functions, queues and state machines are those of the CDK.',
    withCdk:
      'Set timeout of Function, idleTimeout of ApplicationLoadBalancer, visibilityTimeout of Queue, and taskTimeout of the tasks of a StateMachine to Timeout.duration.',
    documentation: 'https://aws.amazon.com/builders-library/timeouts-retries-and-backoff-with-jitter/',
  },
} satisfies ChecklistItems;
