import { SeaworthyError } from '../../constructs/core/errors';
import type { Tier } from '../../constructs/core/tier';
import { tierNamed, TIER_WORDS } from '../checklist/template-tier';

/**
 * The tier that a word means, in whatever case: `production`, `prod`, `live`, …
 *
 * @throws SeaworthyError `UnknownTier`
 */
export function tierOfWord(word: unknown, name: string): Tier {
  const tier = typeof word === 'string' ? tierNamed(word) : undefined;
  if (tier === undefined) {
    throw new SeaworthyError('UnknownTier', `${name} must be one of ${TIER_WORDS.join(', ')}, got ${shown(word)}`);
  }
  return tier;
}

function shown(word: unknown): string {
  return typeof word === 'string' ? `'${word}'` : (JSON.stringify(word) ?? String(word));
}
