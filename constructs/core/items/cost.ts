import type { ChecklistItems } from '../checklist-item';

export const COST = {
  'COST-01': {
    title: 'Spending beyond plan is noticed',
    area: 'COST',
    severity: 'error',
    tiers: 'production',
    why: 'A loop, a leak or a stolen key costs by the hour, and the invoice comes by the month.',
    fix: 'Add a SpendingGuard; with plain CDK a CfnBudget with notificationsWithSubscribers.',
  },
  'COST-02': {
    title: 'Cheap where it is free to be',
    area: 'COST',
    severity: 'warning',
    tiers: 'all',
    why: 'gp3 does what gp2 does for a fifth less, and most objects are never read again after a month.',
    fix: 'Use gp3 volumes, and a lifecycle rule of the bucket that moves objects to intelligent tiering or infrequent access.',
  },
  'COST-03': {
    title: 'Test environments end',
    area: 'COST',
    severity: 'warning',
    tiers: 'all',
    why: 'What was set up for one test runs for years, day and night.',
    fix: 'Tag the stack with expires (a date such as 2027-03-31), or use OffHours, or scale to zero on a schedule.',
  },
} satisfies ChecklistItems;
