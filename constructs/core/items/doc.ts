import type { ChecklistItems } from '../checklist-item';

export const DOC = {
  'DOC-01': {
    title: 'Stacks explain themselves',
    area: 'DOC',
    severity: 'error',
    tiers: 'all',
    why: 'In the console a stack is a name and a description. Whoever has to decide about it at night knows no more.',
    fix: 'Set description of the stack; Environment does so.',
  },
  'DOC-02': {
    title: 'Openings explain themselves',
    area: 'DOC',
    severity: 'error',
    tiers: 'all',
    why: 'Nobody dares to close an opening whose reason is forgotten.',
    fix: 'Set description of the security group and of each ingress rule to who may come in and why.',
  },
  'DOC-03': {
    title: 'Outputs explain themselves',
    area: 'DOC',
    severity: 'warning',
    tiers: 'all',
    why: 'Outputs are read by people and scripts that never saw the code.',
    fix: 'Set description of CfnOutput.',
  },
} satisfies ChecklistItems;
