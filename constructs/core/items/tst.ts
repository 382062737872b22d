import type { ChecklistItems } from '../checklist-item';

export const TST = {
  'TST-01': {
    title: 'Failure is rehearsed',
    area: 'TST',
    severity: 'warning',
    tiers: 'production',
    why: 'That a service survives the loss of a zone is an assumption until it was tried.',
    decidedBy:
      'On each group or ECS service behind a public load balancer, or on the load balancer itself, there is an AWS::FIS::ExperimentTemplate, by resource or by tag, whose StopConditions name an alarm.',
    withSeaworthy: 'InstanceService behind a public LoadBalancer brings a FaultExperiment, which only a person starts.',
    withCdk: 'Add a CfnExperimentTemplate on the service, with the ARN of an Alarm in stopConditions.',
    documentation: 'https://docs.aws.amazon.com/fis/latest/userguide/stop-conditions.html',
  },
  'TST-02': {
    title: 'The outside view is tested before the release counts',
    area: 'TST',
    severity: 'warning',
    tiers: 'production',
    why: 'A release may break what only users see, while every instance calls itself healthy.',
    decidedBy:
      'In an app with a canary or a health check from outside, an alarm on one, or a composite alarm over it, is among the alarms that roll back each group or ECS service behind its public load balancers. An app without either is not asked.',
    withSeaworthy: 'InstanceService rolls back on the alarm of the Canary of its LoadBalancer.',
    withCdk:
      'Name the alarm in alarms of UpdatePolicy.instanceRefresh, in deploymentAlarms of the ECS service, or in alarms of the deployment group of CodeDeploy.',
    documentation: 'https://aws.amazon.com/builders-library/automating-safe-hands-off-deployments/',
  },
} satisfies ChecklistItems;
