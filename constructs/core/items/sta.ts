import type { ChecklistItems } from '../checklist-item';

export const STA = {
  'STA-01': {
    title: 'Poison messages end somewhere',
    area: 'STA',
    severity: 'error',
    tiers: 'all',
    why: 'A message that can never be worked off is tried for days, or dropped without a word.',
    fix: 'Give the queue, function, rule target, schedule or subscription a deadLetterQueue, or the function an onFailure destination.',
  },
  'STA-02': {
    title: 'One consumer cannot starve the rest',
    area: 'STA',
    severity: 'warning',
    tiers: 'production',
    why: 'A burst of events takes all concurrency of the account, and functions that users wait for are throttled.',
    fix: 'Set reservedConcurrentExecutions of the function, or maxConcurrency of its event source.',
  },
  'STA-03': {
    title: 'Load beyond capacity is shed at the door',
    area: 'STA',
    severity: 'error',
    tiers: 'production',
    why: 'One client in a loop slows everybody down. A rate rule stops it before it costs anything.',
    fix: 'WebFirewall has a rate rule; with plain CDK add a rule with rateBasedStatement and action block to the web ACL.',
  },
  'STA-04': {
    title: 'What grows is trimmed',
    area: 'STA',
    severity: 'error',
    tiers: 'all',
    why: 'Old versions, broken uploads and images that nobody runs are paid for until somebody wonders about the bill.',
    fix: 'Set lifecycleRules of the bucket (noncurrentVersionExpiration, abortIncompleteMultipartUploadAfter) and of the repository, retentionPeriod of the queue.',
  },
} satisfies ChecklistItems;
