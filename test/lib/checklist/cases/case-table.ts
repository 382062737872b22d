import type { ItemId } from '../../../../constructs/core/checklist';
import type { Tier } from '../../../../constructs/core/tier';
import type { State } from '../../../../lib/checklist/rule';
import type { TemplateSource } from '../../../../lib/checklist/template-index';
import type { Acknowledgement } from '../../../../lib/checklist/waiver-use';

/** One row of the table that proves the items: templates, and what the item says of them. */
export interface TableCase {
  readonly item: ItemId;
  readonly what: string;
  readonly state: State | 'not applicable';
  /** Logical id of the resource that it is about; null for a stack. */
  readonly on: string | null;
  /** File of the template that it is about. @default - the one where something is found */
  readonly file?: string;
  readonly sources: readonly TemplateSource[];
  /** @default - production */
  readonly tier?: Tier;
  /** @default - none */
  readonly acknowledgements?: readonly Acknowledgement[];
}

/** Every case of the test files that were loaded so far. */
export const TABLE: TableCase[] = [];
