import type { ChecklistItems } from '../checklist-item';

export const PRV = {
  'PRV-01': {
    title: 'Stateful resources survive deletion of their stack',
    area: 'PRV',
    severity: 'error',
    tiers: 'production',
    why: 'One wrong refactoring deletes or replaces a resource. With a retain or snapshot policy the data is still there afterwards.',
    fix: 'Our stateful constructs retain in production; with plain CDK set removalPolicy to RemovalPolicy.RETAIN or SNAPSHOT.',
  },
  'PRV-02': {
    title: 'Databases and load balancers refuse deletion',
    area: 'PRV',
    severity: 'error',
    tiers: 'production',
    why: 'Deletion protection is the last question between a slip and an outage that lasts for hours.',
    fix: 'LoadBalancer and Database set it; with plain CDK set deletionProtection to true.',
  },
  'PRV-03': {
    title: 'Stacks refuse deletion',
    area: 'PRV',
    severity: 'error',
    tiers: 'production',
    why: 'Termination protection makes deleting a production stack two deliberate steps.',
    fix: 'Put the stack into an Environment, or set terminationProtection of Stack to true.',
  },
  'PRV-04': {
    title: 'Everything says whose it is',
    area: 'PRV',
    severity: 'error',
    tiers: 'all',
    why: 'Whoever meets a resource at night, or on a bill, must know whom to call and who pays.',
    fix: 'Put the stack into an Environment, or call Tags.of(app).add() for service, environment, owner and cost-center.',
  },
  'PRV-05': {
    title: 'Templates keep room to grow',
    area: 'PRV',
    severity: 'warning',
    tiers: 'all',
    why: 'CloudFormation refuses more than 500 resources or 1 MB per template. A stack that is nearly full cannot be mended in a hurry.',
    fix: 'Split the stack along what changes together, before it is full.',
  },
} satisfies ChecklistItems;
