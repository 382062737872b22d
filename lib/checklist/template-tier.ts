import { METADATA_KEY } from '../../constructs/core/metadata';
import { Tier } from '../../constructs/core/tier';
import { ownObject, ownString, type JsonObject } from './json';

const NAMES: Readonly<Record<string, Tier>> = {
  production: Tier.PRODUCTION,
  prod: Tier.PRODUCTION,
  live: Tier.PRODUCTION,
  staging: Tier.STAGING,
  stage: Tier.STAGING,
  uat: Tier.STAGING,
  development: Tier.DEVELOPMENT,
  dev: Tier.DEVELOPMENT,
  test: Tier.DEVELOPMENT,
  sandbox: Tier.DEVELOPMENT,
};

/** Every word that names a tier. */
export const TIER_WORDS: readonly string[] = Object.keys(NAMES);

/** The tier that a template names: in its own metadata, else in its stack's tag `environment`. */
export function tierOfTemplate(body: JsonObject, stackTags: ReadonlyMap<string, string>): Tier | undefined {
  const stated = ownString(ownObject(ownObject(body, 'Metadata'), METADATA_KEY), 'tier');
  return tierNamed(stated) ?? tierNamed(stackTags.get('environment'));
}

/** The tier that a word means, in whatever case. */
export function tierNamed(word: string | undefined): Tier | undefined {
  const name = word?.trim().toLowerCase() ?? '';
  return Object.hasOwn(NAMES, name) ? NAMES[name] : undefined;
}
