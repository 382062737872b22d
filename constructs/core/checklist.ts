import { CFG } from './items/cfg';
import { DEP } from './items/dep';
import { HA } from './items/ha';
import { INS } from './items/ins';
import { LOG } from './items/log';
import { NET } from './items/net';
import { PRF } from './items/prf';
import { PRV } from './items/prv';
import { SCL } from './items/scl';
import { SEC } from './items/sec';
import { WAIVER } from './items/waiver';
import { MET } from './items/met';
import { BAK } from './items/bak';
import { STA } from './items/sta';
import { COST } from './items/cost';
import { DOC } from './items/doc';
import { TST } from './items/tst';

/** The production checklist: every item that has a rule. Ids never change. */
export const CHECKLIST = {
  ...INS,
  ...CFG,
  ...PRV,
  ...DEP,
  ...HA,
  ...SCL,
  ...PRF,
  ...NET,
  ...SEC,
  ...LOG,
  ...WAIVER,
  ...MET,
  ...BAK,
  ...STA,
  ...COST,
  ...DOC,
  ...TST,
} as const;

/** The id of an item: `NET-03`. */
export type ItemId = keyof typeof CHECKLIST;
