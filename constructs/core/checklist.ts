import { BAK } from './items/bak';
import { CFG } from './items/cfg';
import { COST } from './items/cost';
import { DEP } from './items/dep';
import { DOC } from './items/doc';
import { HA } from './items/ha';
import { INS } from './items/ins';
import { LOG } from './items/log';
import { MET } from './items/met';
import { NET } from './items/net';
import { PRF } from './items/prf';
import { PRV } from './items/prv';
import { SCL } from './items/scl';
import { SEC } from './items/sec';
import { STA } from './items/sta';
import { TST } from './items/tst';
import { WAIVER } from './items/waiver';

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
  ...MET,
  ...LOG,
  ...BAK,
  ...STA,
  ...COST,
  ...DOC,
  ...TST,
  ...WAIVER,
} as const;

/** The id of an item: `NET-03`. */
export type ItemId = keyof typeof CHECKLIST;
