import type { CFG } from '../../../constructs/core/items/cfg';
import type { Rule } from '../rule';
import { keepsCredentials, templateKeepsKeys } from './cfg-credentials';

export const CFG_RULES: Record<keyof typeof CFG, Rule> = {
  'CFG-01': { types: 'any', judge: keepsCredentials, judgeStack: templateKeepsKeys },
};
