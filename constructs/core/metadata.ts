import type { Stack } from 'aws-cdk-lib';

/** The key in a template's `Metadata` section under which this library keeps what a reader of the bare template needs. */
export const METADATA_KEY = 'Seaworthy';

/** A waiver as a template carries it: with the path of the construct that it covers. */
export interface WaiverRecord {
  readonly path: string;
  readonly item: string;
  readonly reason: string;
  readonly owner: string;
  readonly until?: string;
}

/** What a template says of itself, for checks that see nothing but the template. */
export interface TemplateMetadata {
  tier?: string;
  environment?: string;
  service?: string;
  baseline?: string;
  readonly waivers: WaiverRecord[];
}

/** The metadata of a stack's template; made empty on first use. */
export function metadataOf(stack: Stack): TemplateMetadata {
  const sections = (stack.templateOptions.metadata ??= {});
  return (sections[METADATA_KEY] ??= { waivers: [] }) as TemplateMetadata;
}
