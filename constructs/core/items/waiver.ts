import type { ChecklistItems } from '../checklist-item';

export const WAIVER = {
  'WAIVER-01': {
    title: 'Waivers end',
    area: 'WAIVER',
    severity: 'error',
    tiers: 'all',
    why: 'A waiver is a loan. When its day has passed, the item binds again.',
    fix: 'Meet the item, or renew the waiver with a new date and a true reason.',
  },
  'WAIVER-02': {
    title: 'Waivers are needed',
    area: 'WAIVER',
    severity: 'warning',
    tiers: 'all',
    why: 'A waiver that matches nothing hides the next real finding in its place.',
    fix: 'Delete the waiver, or move it to the construct that has the finding.',
  },
  'WAIVER-03': {
    title: 'Waivers say why and whose',
    area: 'WAIVER',
    severity: 'error',
    tiers: 'all',
    why: 'A waiver without a reason or an owner cannot be judged by anybody later.',
    fix: 'Use waive of our constructs, or acknowledge() with a reason that ends in [owner=team].',
  },
} satisfies ChecklistItems;
