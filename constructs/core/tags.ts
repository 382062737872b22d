import { Tags } from 'aws-cdk-lib';
import type { IConstruct } from 'constructs';
import type { EnvironmentContext } from './context';

/** The tags that every resource carries, so that whoever meets it knows whose it is and who pays. */
export const TAGS = {
  service: 'service',
  environment: 'environment',
  owner: 'owner',
  costCenter: 'cost-center',
} as const;

/** Puts the four ownership tags on everything below `scope`. */
export function tagOwnership(
  scope: IConstruct,
  context: Pick<EnvironmentContext, 'service' | 'environment' | 'owner' | 'costCenter'>,
): void {
  for (const [fact, tag] of Object.entries(TAGS)) {
    Tags.of(scope).add(tag, context[fact as keyof typeof TAGS]);
  }
}
