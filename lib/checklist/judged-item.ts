import { fixOf, type ChecklistItem } from '../../constructs/core/checklist-item';

/** An item as a judgement holds it: of the checklist, or of a rule that a team added. */
export interface JudgedItem extends Pick<ChecklistItem, 'title' | 'area' | 'severity' | 'tiers' | 'why' | 'decidedBy'> {
  /** How to meet it. */
  readonly fix: string;
  /** A page on the matter; empty where a team named none. */
  readonly documentation: string;
  /** True where the profile decides the severity, whatever a verdict says. */
  readonly isSet?: boolean;
}

/** An item that a profile switched off. */
export interface SwitchedOff {
  readonly id: string;
  readonly item: string;
  readonly title: string;
  readonly reason: string;
}

/** An item of the table as a judgement holds it. */
export function judgedItem(item: ChecklistItem): JudgedItem {
  const { title, area, severity, tiers, why, decidedBy, documentation } = item;
  return { title, area, severity, tiers, why, decidedBy, documentation, fix: fixOf(item) };
}
