import type { ChecklistItems } from '../checklist-item';

export const DEP = {
  'DEP-01': {
    title: 'A change reaches the running instances',
    area: 'DEP',
    severity: 'error',
    tiers: 'all',
    why: 'Without an update policy a new launch template is stored and no running instance ever sees it.',
    decidedBy:
      'UpdatePolicy of each AWS::AutoScaling::AutoScalingGroup has AutoScalingInstanceRefresh, AutoScalingRollingUpdate, or AutoScalingReplacingUpdate with WillReplace true.',
    withSeaworthy: 'InstanceService releases by instance refresh.',
    withCdk:
      'Set updatePolicy of AutoScalingGroup to UpdatePolicy.instanceRefresh, UpdatePolicy.rollingUpdate or UpdatePolicy.replacingUpdate.',
    documentation: 'https://docs.aws.amazon.com/autoscaling/ec2/userguide/asg-instance-refresh.html',
  },
  'DEP-02': {
    title: 'A bad release rolls back by itself',
    area: 'DEP',
    severity: 'error',
    tiers: 'production',
    why: 'Machines notice a bad release within minutes and undo it at once. People need an hour.',
    decidedBy:
      'A group: an instance refresh with an alarm in AlarmSpecification, a rolling update with WaitOnResourceSignals, or a replacing update with a creation policy. An AWS::ECS::Service: deployment Alarms with Enable and Rollback, and either a DeploymentCircuitBreaker that rolls back or a Strategy of BLUE_GREEN, LINEAR or CANARY. An AWS::Lambda::Alias, and a service under CODE_DEPLOY: a deployment group with alarms and DEPLOYMENT_STOP_ON_ALARM.',
    withSeaworthy:
      'InstanceService rolls back on the alarms of its stack, see lifecycle.rollbackOnAlarms; AlarmSet keeps the alarms with rollback true, for example for ECS, in rollbackAlarms.',
    withCdk:
      'Give alarms to UpdatePolicy.instanceRefresh; set circuitBreaker and deploymentAlarms (AlarmBehavior.ROLLBACK_ON_ALARM) of FargateService or Ec2Service; put a LambdaDeploymentGroup with alarms before the Alias.',
    documentation: 'https://aws.amazon.com/builders-library/ensuring-rollback-safety-during-deployments/',
  },
  'DEP-03': {
    title: 'Requests in flight finish',
    area: 'DEP',
    severity: 'error',
    tiers: 'all',
    why: 'A target that leaves at once cuts its requests off. One that lingers for five minutes makes every release slow.',
    decidedBy:
      'The attribute deregistration_delay.timeout_seconds of each AWS::ElasticLoadBalancingV2::TargetGroup is set to between 5 and 120. Groups of functions are not asked.',
    withSeaworthy: 'LoadBalancer.addTargetGroup drains for 30 seconds; deregistrationDelay takes 5 to 120.',
    withCdk: 'Set deregistrationDelay of ApplicationTargetGroup or NetworkTargetGroup to 5 to 120 seconds.',
    documentation:
      'https://docs.aws.amazon.com/elasticloadbalancing/latest/application/edit-target-group-attributes.html',
  },
  'DEP-04': {
    title: 'An instance leaves only after it drained',
    area: 'DEP',
    severity: 'error',
    tiers: 'production',
    why: 'If the instance or the container stops before the load balancer has let go of it, users see errors at every scale-in and release.',
    decidedBy:
      'Each AWS::AutoScaling::AutoScalingGroup behind a target group has a lifecycle hook for autoscaling:EC2_INSTANCE_TERMINATING whose HeartbeatTimeout is at least the longest deregistration delay of its target groups. StopTimeout of each container behind a target group is at least that delay, or 30 seconds where that is less.',
    withSeaworthy: 'InstanceService has the hook, and waits as long as its target group drains.',
    withCdk:
      'Call addLifecycleHook of AutoScalingGroup with LifecycleTransition.INSTANCE_TERMINATING and a heartbeatTimeout of at least the deregistration delay; set stopTimeout of the container to 30 seconds or more.',
    documentation: 'https://docs.aws.amazon.com/autoscaling/ec2/userguide/lifecycle-hooks.html',
  },
  'DEP-05': {
    title: 'Capacity does not dip during a release',
    area: 'DEP',
    severity: 'error',
    tiers: 'production',
    why: 'A release that takes capacity away meets its peak load sooner or later.',
    decidedBy:
      'MinHealthyPercentage of the instance refresh and of InstanceMaintenancePolicy is 90 or more, both where both are there. MinInstancesInService of a rolling update is at least MinSize. MinimumHealthyPercent of an AWS::ECS::Service is 100 or more; services of type DAEMON are not asked.',
    withSeaworthy: 'InstanceService starts the new instances first and never goes below 100 percent.',
    withCdk:
      'Set minHealthyPercentage of UpdatePolicy.instanceRefresh and of AutoScalingGroup to 90 or more, minInstancesInService of UpdatePolicy.rollingUpdate to minCapacity, minHealthyPercent of the ECS service to 100.',
    documentation:
      'https://docs.aws.amazon.com/autoscaling/ec2/userguide/ec2-auto-scaling-instance-maintenance-policy.html',
  },
  'DEP-06': {
    title: 'A deployment keeps the capacity that scaling reached',
    area: 'DEP',
    severity: 'error',
    tiers: 'all',
    why: 'A fixed desired capacity in the template throws the group back to its quiet-night size with every deployment.',
    decidedBy:
      'An AWS::AutoScaling::AutoScalingGroup with scaling policies has no DesiredCapacity, an AWS::ECS::Service with a scalable target no DesiredCount.',
    withSeaworthy: 'InstanceService sets none: capacity takes a minimum and a maximum only.',
    withCdk: 'Leave desiredCapacity of AutoScalingGroup and desiredCount of the ECS service out; scaling sets them.',
    documentation: 'https://docs.aws.amazon.com/AmazonECS/latest/developerguide/service-auto-scaling.html',
  },
} satisfies ChecklistItems;
