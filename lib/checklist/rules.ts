import type { ItemId } from '../../constructs/core/checklist';
import type { Rule } from './rule';
import { BAK_RULES } from './rules/bak';
import { CFG_RULES } from './rules/cfg';
import { COST_RULES } from './rules/cost';
import { DEP_RULES } from './rules/dep';
import { DOC_RULES } from './rules/doc';
import { HA_RULES } from './rules/ha';
import { INS_RULES } from './rules/ins';
import { LOG_RULES } from './rules/log';
import { MET_RULES } from './rules/met';
import { NET_RULES } from './rules/net';
import { PRF_RULES } from './rules/prf';
import { PRV_RULES } from './rules/prv';
import { SCL_RULES } from './rules/scl';
import { SEC_RULES } from './rules/sec';
import { STA_RULES } from './rules/sta';
import { TST_RULES } from './rules/tst';
import { WAIVER_RULES } from './rules/waiver';

/** The rule of every item: an item without one does not compile. */
export const RULES: Record<ItemId, Rule> = {
  ...INS_RULES,
  ...CFG_RULES,
  ...PRV_RULES,
  ...DEP_RULES,
  ...HA_RULES,
  ...SCL_RULES,
  ...PRF_RULES,
  ...NET_RULES,
  ...SEC_RULES,
  ...MET_RULES,
  ...LOG_RULES,
  ...BAK_RULES,
  ...STA_RULES,
  ...COST_RULES,
  ...DOC_RULES,
  ...TST_RULES,
  ...WAIVER_RULES,
};
