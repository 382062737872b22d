import type { ChecklistItems } from '../checklist-item';

export const PRF = {
  'PRF-01': {
    title: 'One-minute metrics',
    area: 'PRF',
    severity: 'error',
    tiers: 'production',
    why: 'Five-minute metrics hide a spike and let alarms and scaling come late.',
    fix: 'Use InstanceService, or set detailedMonitoring of the LaunchTemplate and groupMetrics of the group.',
  },
  'PRF-03': {
    title: 'Current-generation hardware',
    area: 'PRF',
    severity: 'warning',
    tiers: 'all',
    why: 'Earlier generations cost more for less, and become scarce.',
    fix: 'Choose a current instance class and gp3 or io2 volumes.',
  },
  'PRF-04': {
    title: 'Every wait has an end',
    area: 'PRF',
    severity: 'error',
    tiers: 'all',
    why: 'A wait without an end holds its thread, its connection and its caller, and spreads the failure.',
    fix: 'Set timeout of functions and tasks, idleTimeout of load balancers up to 120 seconds, visibilityTimeout of queues to six times the timeout of their consumer.',
  },
} satisfies ChecklistItems;
