import type { ChecklistItems } from '../checklist-item';

export const INS = {
  'INS-01': {
    title: 'Instances start from a launch template with a known image',
    area: 'INS',
    severity: 'error',
    tiers: 'all',
    why: 'Launch configurations get no new features and no new instance types, and an instance without a stated image starts from whatever is there that day.',
    fix: 'Use InstanceService, or pass a LaunchTemplate with machineImage to AutoScalingGroup.',
  },
  'INS-02': {
    title: 'Instances are replaced, never patched in place',
    area: 'INS',
    severity: 'error',
    tiers: 'production',
    why: 'An instance that lives for months gathers changes that no template knows. A maximum lifetime makes replacement a weekly habit rather than an emergency.',
    fix: 'Use InstanceService, or set maxInstanceLifetime of AutoScalingGroup to between 1 and 30 days.',
  },
  'INS-05': {
    title: 'Function runtimes are supported',
    area: 'INS',
    severity: 'error',
    tiers: 'all',
    why: 'A deprecated runtime receives no security patches, and one day its functions can no longer be changed.',
    fix: 'Set runtime to a version that AWS supports, such as Runtime.NODEJS_24_X or Runtime.PYTHON_3_14.',
  },
} satisfies ChecklistItems;
