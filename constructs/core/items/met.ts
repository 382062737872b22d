import type { ChecklistItems } from '../checklist-item';
import { ALARM_NEEDS } from './alarm-needs';

export const MET = {
  'MET-01': {
    title: 'A failing front door pages',
    area: 'MET',
    severity: 'error',
    tiers: 'production',
    why: 'Users meet the load balancer first. Without alarms on errors, slowness and sick targets they tell you, not the other way round.',
    decidedBy:
      'Each application load balancer has alarms with an action in AWS/ApplicationELB on HTTPCode_Target_5XX_Count or HTTPCode_ELB_5XX_Count, or a rate over them, on TargetResponseTime at p90 or higher or at its maximum, and on UnHealthyHostCount of each of its target groups.',
    withSeaworthy: 'LoadBalancer brings the alarms; thresholds changes when they ring.',
    withCdk: `Add an Alarm with addAlarmAction for metrics.httpCodeTarget(HttpCodeTarget.TARGET_5XX_COUNT), for metrics.targetResponseTime with statistic p99, and for metrics.unhealthyHostCount of each target group. ${ALARM_NEEDS}`,
    documentation:
      'https://docs.aws.amazon.com/elasticloadbalancing/latest/application/load-balancer-cloudwatch-metrics.html',
  },
  'MET-02': {
    title: 'A suffering fleet is noticed',
    area: 'MET',
    severity: 'error',
    tiers: 'production',
    why: 'A full disk or memory takes instance after instance away, and scaling on CPU never sees it.',
    decidedBy:
      'Each AWS::AutoScaling::AutoScalingGroup has alarms with an action, by AutoScalingGroupName, on CPUUtilization and StatusCheckFailed in AWS/EC2 and on memory (mem_) and disk (disk_) in CWAgent. Each AWS::ECS::Service has them on CPU, on memory, and on running tasks below the desired or least count.',
    withSeaworthy: 'InstanceService brings the agent and the alarms; for a service on ECS add them with AlarmSet.',
    withCdk: `Install the CloudWatch agent with the dimension AutoScalingGroupName and add an Alarm with addAlarmAction for each metric; on ECS take metricCpuUtilization and metricMemoryUtilization, and RunningTaskCount of ECS/ContainerInsights. ${ALARM_NEEDS}`,
    documentation:
      'https://docs.aws.amazon.com/AmazonCloudWatch/latest/monitoring/metrics-collected-by-CloudWatch-agent.html',
  },
  'MET-03': {
    title: 'A suffering database is noticed',
    area: 'MET',
    severity: 'error',
    tiers: 'production',
    why: 'A database that runs out of memory, storage or connections takes every service that stands on it along. A metric shows it long before.',
    decidedBy:
      'Each database and cluster of RDS, DocumentDB and Neptune has alarms with an action on CPUUtilization, on free memory or storage (such as FreeableMemory or FreeStorageSpace), and on connections (DatabaseConnections in AWS/RDS); a cluster with readers also on replica lag. Alarms by the dimension of the cluster are enough, and so are alarms on each of its members.',
    withSeaworthy:
      'This library has no construct for databases: hand metricCPUUtilization, metricFreeableMemory and metricDatabaseConnections of those of the CDK to AlarmSet.',
    withCdk: `Add an Alarm with addAlarmAction for metricCPUUtilization, metricFreeableMemory, metricDatabaseConnections and, of a DatabaseCluster with readers, metric of AuroraReplicaLagMaximum. ${ALARM_NEEDS}`,
    documentation: 'https://docs.aws.amazon.com/AmazonRDS/latest/UserGuide/rds-metrics.html',
  },
  'MET-04': {
    title: 'A stuck queue is noticed',
    area: 'MET',
    severity: 'error',
    tiers: 'production',
    why: 'A queue whose consumer is gone fails in silence: producers go on, and users wait for something that never happens.',
    decidedBy:
      'Each AWS::SQS::Queue has an alarm with an action in AWS/SQS on ApproximateAgeOfOldestMessage; a dead-letter queue has one on ApproximateNumberOfMessagesVisible instead, that fires on the first message.',
    withSeaworthy:
      'This library has no construct for queues: hand metricApproximateAgeOfOldestMessage of Queue, and metricApproximateNumberOfMessagesVisible of its dead-letter queue, to AlarmSet.',
    withCdk: `Add an Alarm with addAlarmAction for metricApproximateAgeOfOldestMessage of the queue, and one with threshold 1 for metricApproximateNumberOfMessagesVisible of its dead-letter queue. ${ALARM_NEEDS}`,
    documentation:
      'https://docs.aws.amazon.com/AWSSimpleQueueService/latest/SQSDeveloperGuide/sqs-available-cloudwatch-metrics.html',
  },
  'MET-05': {
    title: 'A failing function is noticed',
    area: 'MET',
    severity: 'error',
    tiers: 'production',
    why: 'A function fails without a trace in any other metric, and a throttled one does not even write a log line.',
    decidedBy:
      'Each AWS::Lambda::Function has alarms with an action in AWS/Lambda, by FunctionName, on Errors and on Throttles. Functions that the CDK itself adds are not asked.',
    withSeaworthy: 'Hand metricErrors and metricThrottles of each Function to AlarmSet.',
    withCdk: `Add an Alarm with addAlarmAction for metricErrors and for metricThrottles of the Function. ${ALARM_NEEDS}`,
    documentation: 'https://docs.aws.amazon.com/lambda/latest/dg/monitoring-metrics-types.html',
  },
  'MET-06': {
    title: 'An alarm reaches somebody',
    area: 'MET',
    severity: 'error',
    tiers: 'all',
    why: 'An alarm without an action, or with a topic that nobody reads, is a red light in an empty room.',
    decidedBy:
      'Each alarm, or a composite alarm over it, has AlarmActions and not ActionsEnabled false, or rolls a release back (instance refresh, ECS, CodeDeploy, AppConfig). Each AWS::SNS::Topic of the app that an alarm writes to has a subscription, by AWS::SNS::Subscription, in itself, or by Amazon Q Developer in chat applications.',
    withSeaworthy: 'AlarmSet lets each alarm speak to Alerts, which has somebody on each of its topics.',
    withCdk:
      'Call addAlarmAction with an SnsAction on the Alarm, or on a CompositeAlarm over it, and addSubscription of the Topic.',
    documentation: 'https://docs.aws.amazon.com/AmazonCloudWatch/latest/monitoring/AlarmThatSendsEmail.html',
  },
  'MET-07': {
    title: 'An alarm says what to do',
    area: 'MET',
    severity: 'error',
    tiers: 'all',
    why: 'Whoever is woken at three does not know the service by heart. The way to the runbook belongs into the alarm.',
    decidedBy:
      'AlarmDescription of each AWS::CloudWatch::Alarm and AWS::CloudWatch::CompositeAlarm contains an https link or a path below docs/.',
    withSeaworthy: 'AlarmSet writes the link from the runbook of each alarm and from the runbooks of the Environment.',
    withCdk: 'Put an https link, or a path below docs/, into alarmDescription of Alarm and CompositeAlarm.',
    documentation: 'https://sre.google/workbook/on-call/',
  },
  'MET-08': {
    title: 'Silence is decided',
    area: 'MET',
    severity: 'error',
    tiers: 'all',
    why: 'No data may mean that all is well or that everything is down. Only who writes the alarm knows which.',
    decidedBy: 'TreatMissingData of each AWS::CloudWatch::Alarm is set.',
    withSeaworthy: 'AlarmSet makes no alarm without treatMissingData.',
    withCdk: 'Set treatMissingData of Alarm, for example to TreatMissingData.BREACHING.',
    documentation: 'https://docs.aws.amazon.com/AmazonCloudWatch/latest/monitoring/alarms-and-missing-data.html',
  },
  'MET-09': {
    title: 'The service has a picture',
    area: 'MET',
    severity: 'error',
    tiers: 'production',
    why: 'In an incident the first question is what changed. A dashboard that must be built first answers an hour late.',
    decidedBy:
      'A metric, or an alarm, of each application load balancer, auto scaling group, ECS service, database, cluster and DynamoDB table is on an AWS::CloudWatch::Dashboard of the app.',
    withSeaworthy:
      'LoadBalancer and InstanceService draw themselves on ServiceDashboard; add others with ServiceDashboard.of(stack).addSection.',
    withCdk: 'Call addWidgets of a Dashboard with a GraphWidget for the metrics of the resource.',
    documentation: 'https://aws.amazon.com/builders-library/building-dashboards-for-operational-visibility/',
  },
  'MET-10': {
    title: 'The service is watched from outside',
    area: 'MET',
    severity: 'warning',
    tiers: 'production',
    why: 'DNS, certificates and routes fail without a single error in the own metrics: no request arrives.',
    decidedBy:
      'An AWS::Synthetics::Canary or an AWS::Route53::HealthCheck asks for a host of each public application load balancer and each AWS::CloudFront::Distribution (its DNS name, an alias record, or the distribution before it), and an alarm with an action tells when it fails.',
    withSeaworthy: 'LoadBalancer with Access.PUBLIC and a domain brings a Canary with its alarm.',
    withCdk: `Add a Canary of aws-synthetics for the URL, and an Alarm with addAlarmAction on its metricSuccessPercent. ${ALARM_NEEDS}`,
    documentation: 'https://docs.aws.amazon.com/AmazonCloudWatch/latest/monitoring/CloudWatch_Synthetics_Canaries.html',
  },
  'MET-11': {
    title: 'The service states its objective',
    area: 'MET',
    severity: 'warning',
    tiers: 'production',
    why: 'Without a stated objective each blip pages somebody, and a slow leak of failures never does.',
    decidedBy:
      'Each public application load balancer has an AWS::ApplicationSignals::ServiceLevelObjective, or an AWS::CloudWatch::CompositeAlarm with an action that joins two alarms on one ratio over different windows.',
    withSeaworthy:
      'LoadBalancer brings a ServiceLevelObjective with its first target group; objective changes the 99.9 percent.',
    withCdk:
      'Add a CfnServiceLevelObjective, or a CompositeAlarm of AlarmRule.allOf over a long and a short window of the same error rate.',
    documentation: 'https://sre.google/workbook/alerting-on-slos/',
  },
  'MET-12': {
    title: 'Certificates do not expire by surprise',
    area: 'MET',
    severity: 'error',
    tiers: 'production',
    why: 'A renewal that fails is silent until the day on which every client refuses to connect.',
    decidedBy:
      'Each AWS::CertificateManager::Certificate has an alarm with an action in AWS/CertificateManager on DaysToExpiry, by CertificateArn, that fires when few days are left.',
    withSeaworthy: 'LoadBalancer and Domain watch theirs; hand metricDaysToExpiry of others to AlarmSet.',
    withCdk: `Add an Alarm with addAlarmAction for metricDaysToExpiry of Certificate, with ComparisonOperator.LESS_THAN_THRESHOLD. ${ALARM_NEEDS}`,
    documentation: 'https://docs.aws.amazon.com/acm/latest/userguide/cloudwatch-metrics.html',
  },
} satisfies ChecklistItems;
