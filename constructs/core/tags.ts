import { Tags } from 'aws-cdk-lib';
import type { IConstruct } from 'constructs';
import type { EnvironmentContext } from './context';
import { TAGS } from './tag-names';

export { TAGS };

/** Puts the four ownership tags on everything below `scope`. */
export function tagOwnership(
  scope: IConstruct,
  context: Pick<EnvironmentContext, 'service' | 'environment' | 'owner' | 'costCenter'>,
): void {
  for (const [fact, tag] of Object.entries(TAGS)) {
    Tags.of(scope).add(tag, context[fact as keyof typeof TAGS]);
  }
}
