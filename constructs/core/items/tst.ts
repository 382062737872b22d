import type { ChecklistItems } from '../checklist-item';

export const TST = {
  'TST-01': {
    title: 'Failure is rehearsed',
    area: 'TST',
    severity: 'warning',
    tiers: 'production',
    why: 'That a service survives the loss of a zone is an assumption until it was tried.',
    fix: 'Add a FaultExperiment; with plain CDK a CfnExperimentTemplate on the service with a CloudWatch alarm as stop condition.',
  },
  'TST-02': {
    title: 'The outside view is tested before the release counts',
    area: 'TST',
    severity: 'warning',
    tiers: 'production',
    why: 'A release may break what only users see, while every instance calls itself healthy.',
    fix: 'InstanceService takes the alarm of the Canary; with plain CDK name it among the alarms of the instance refresh, ECS service or CodeDeploy group.',
  },
} satisfies ChecklistItems;
