export { CHECKLIST, type ItemId } from '../../constructs/core/checklist';
export type { ChecklistItem } from '../../constructs/core/checklist-item';
export { JUDGEMENT_FILE, ProductionChecklist, type ProductionChecklistProps } from './pack';
export type { BrokenRule, Counts, Judgement, Outcome, WaivedOutcome } from './judgement';
export type { FindingSeverity, State } from './rule';
export type { WaiverUse } from './waiver-use';
