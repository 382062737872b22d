import type { ChecklistItems } from '../checklist-item';

export const CFG = {
  'CFG-01': {
    title: 'No credential stands in plain text',
    area: 'CFG',
    severity: 'error',
    tiers: 'all',
    why: 'A template is read by everybody who may read the stack, and stays in the history of the repository, the assets bucket and CloudFormation.',
    fix: 'Keep the value in ManagedSecret (or Secret, or a SecureString parameter), and pass its name or a dynamic reference.',
  },
} satisfies ChecklistItems;
