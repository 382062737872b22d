export { CHECKLIST, type ItemId } from '../../constructs/core/checklist';
export type { ChecklistItem } from '../../constructs/core/checklist-item';
export { SeaworthyError, type ErrorDetails } from '../../constructs/core/errors';
export { Tier } from '../../constructs/core/tier';
export { attribute } from './attributes';
export { expectFlag, expectNumber, expectSet, expectText, type Expectation } from './expect';
export type { ExtraItem, ExtraRule } from './extra-rule';
export type { ItemOverride, ItemSetting, OffSetting } from './item-setting';
export type { JsonObject } from './json';
export type { JudgedItem, SwitchedOff } from './judged-item';
export type { BrokenRule, Counts, JudgedStack, Judgement, Outcome, WaivedOutcome } from './judgement';
export type { Cursor, Part, Reference, Resource, Template, Unknown } from './model';
export { ProductionChecklist, type ProductionChecklistProps } from './pack';
export { JUDGEMENT_FILE } from './report-files';
export type { Place } from './place';
export type { Profile } from './profile';
export { hasAlarm, type AlarmMetric, type AlarmQuestion } from './relations/alarms';
export {
  allOf,
  anyOf,
  met,
  missed,
  undecided,
  undecidedAt,
  type AnyResourceRule,
  type AppRule,
  type Details,
  type FindingSeverity,
  type ResourceRule,
  type StackRule,
  type State,
  type Verdict,
} from './rule';
export type { Source } from './source';
export { tagsOf, type Tags } from './tags';
export type { TemplateIndex } from './template-index';
export type { WaiverUse } from './waiver-use';
