/** The tags that every resource carries, so that whoever meets it knows whose it is and who pays. */
export const TAGS = {
  service: 'service',
  environment: 'environment',
  owner: 'owner',
  costCenter: 'cost-center',
} as const;
