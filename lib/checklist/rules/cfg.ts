import type { CFG } from '../../../constructs/core/items/cfg';
import type { Rule } from '../rule';
import { keepsCredentials, templateKeepsKeys } from './cfg-credentials';
import { configurationIsValidated, rollsOutGradually, ROLLOUT_TYPES } from './cfg-delivery';

export const CFG_RULES: Record<keyof typeof CFG, Rule> = {
  'CFG-01': { types: 'any', judge: keepsCredentials, judgeStack: templateKeepsKeys },
  'CFG-02': { types: ['AWS::AppConfig::ConfigurationProfile'], judge: configurationIsValidated },
  'CFG-03': { types: ROLLOUT_TYPES, judge: rollsOutGradually },
};
