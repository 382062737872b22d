/** One promise of the production checklist. */
export interface ChecklistItem {
  /** The promise, in one short sentence. */
  readonly title: string;
  /** The part of the checklist that it belongs to: `NET`. */
  readonly area: string;
  /** An error fails synth, a warning is reported. */
  readonly severity: 'error' | 'warning';
  /** Whether it binds everywhere or in production only. */
  readonly tiers: 'all' | 'production';
  /** What goes wrong without it. */
  readonly why: string;
  /** What in a template decides it. */
  readonly decidedBy: string;
  /** How to meet it with the constructs of this library; one sentence or two. */
  readonly withSeaworthy: string;
  /** How to meet it with the constructs of the CDK; one sentence or two. */
  readonly withCdk: string;
  /** The page that the promise stands on: of AWS, the Builders' Library, the SRE workbook. */
  readonly documentation: string;
}

/** Items by their ids. */
export type ChecklistItems = Readonly<Record<string, ChecklistItem>>;

/** How to meet an item, in one text: with this library, and with plain CDK. */
export function fixOf({ withSeaworthy, withCdk }: ChecklistItem): string {
  return `${withSeaworthy} With plain CDK: ${withCdk}`;
}
