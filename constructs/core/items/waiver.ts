import type { ChecklistItems } from '../checklist-item';

export const WAIVER = {
  'WAIVER-01': {
    title: 'Waivers end',
    area: 'WAIVER',
    severity: 'error',
    tiers: 'all',
    why: 'A waiver is a loan. When its day has passed, the item binds again.',
    decidedBy:
      'The day behind until in the reason of the acknowledgement is today or later; the end day itself is still covered. What is no day counts as passed.',
    withSeaworthy: 'Meet the item, or renew the waiver with a new until and a true reason.',
    withCdk: 'Write the day into the reason of Validations.acknowledge: [owner=team-orders until=2027-03-31].',
    documentation: 'https://docs.aws.amazon.com/cdk/v2/guide/policy-validation-synthesis.html',
  },
  'WAIVER-02': {
    title: 'Waivers are needed',
    area: 'WAIVER',
    severity: 'warning',
    tiers: 'all',
    why: 'A waiver that matches nothing hides the next real finding in its place.',
    decidedBy:
      'Each acknowledgement of a Seaworthy item, where the item binds, covers a finding on its construct or below it. An item that the checklist does not have, and WAIVER-01 and WAIVER-03, which cannot be waived, leave it without one.',
    withSeaworthy:
      'Delete the waiver, move it to the construct that has the finding, or correct its id where the checklist has no such item.',
    withCdk:
      'Delete the call of Validations.acknowledge, make it on the construct that has the finding, or correct its id.',
    documentation: 'https://docs.aws.amazon.com/cdk/v2/guide/policy-validation-synthesis.html',
  },
  'WAIVER-03': {
    title: 'Waivers say why and whose',
    area: 'WAIVER',
    severity: 'error',
    tiers: 'all',
    why: 'A waiver without a reason or an owner cannot be judged by anybody later.',
    decidedBy:
      'The reason of each acknowledgement of a Seaworthy item has words outside the bracket at its end, and the bracket names an owner. Without an owner it is a warning.',
    withSeaworthy: 'Use the prop waive of our constructs, or waive(construct, […]): both ask for reason and owner.',
    withCdk:
      'Pass Validations.acknowledge a reason that ends in [owner=team-orders]. In a template that no CDK made, write reason and owner into the waiver in its metadata: Metadata: { Seaworthy: { waivers: [{ item, reason, owner, until }] } }.',
    documentation: 'https://docs.aws.amazon.com/cdk/v2/guide/policy-validation-synthesis.html',
  },
} satisfies ChecklistItems;
