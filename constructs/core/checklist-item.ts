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
  /** How to meet it, with this library and with plain CDK. */
  readonly fix: string;
}

/** Items by their ids. */
export type ChecklistItems = Readonly<Record<string, ChecklistItem>>;
