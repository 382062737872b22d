import { isAbsolute, join } from 'node:path';
import { settingProblems } from '../checklist/item-setting';
import type { Profile } from '../checklist/profile';
import type { ChecksProps } from '../environment/checks';
import { readProfileSync, refusalLines } from '../profile/profile-file';
import { knownItems, type KnownItems } from './known-items';
import { checkWaivers } from './meaning-waivers';
import { isGroup } from './merge';
import type { Problem } from './problem';
import type { Manifest } from './schema';
import { shortened } from './show';
import type { Source } from './source';
import { at } from './view';

/** The profile that a manifest names, and what is wrong with it and with the items that the manifest names. */
export interface ReadChecks {
  /** @default - it names none, or none that can be read */
  readonly profile?: Profile;
  readonly problems: readonly Problem[];
}

/** A path is shown whole, so that it can be followed; more than this is none. */
const LONGEST_PATH = 255;

/**
 * Reads the profile that a manifest names, and checks the items in the manifest: those that are set and those that are
 * waived must be items of the checklist or rules that the profile brings.
 *
 * @param folder the folder of the manifest; the path of the profile starts there
 */
export function readChecks(source: Source, folder: string): ReadChecks {
  const { profile, problems } = profileOf(source, folder);
  const known = knownItems(profile, problems.length > 0);
  return { profile, problems: [...problems, ...checkItems(source, known), ...checkWaivers(source, known)] };
}

/** The checks of the app: what the section says, on top of the profile that it names. Items of the section win. */
export function checksProps(section: Manifest['checks'], profile?: Profile): ChecksProps | undefined {
  if (section === undefined) {
    return undefined;
  }
  const { checklist, awsSolutions, incrementalValidation } = section;
  const items = section.items as Profile['items'];
  const merged = items === undefined ? profile : { ...profile, items: { ...profile?.items, ...items } };
  return { checklist, awsSolutions, incrementalValidation, profile: merged };
}

function profileOf(source: Source, folder: string): ReadChecks {
  const path = ['checks', 'profile'];
  const name = at(source.data, path);
  if (typeof name !== 'string' || name === '') {
    return { problems: [] };
  }
  try {
    return { profile: readProfileSync(isAbsolute(name) ? name : join(folder, name)).profile, problems: [] };
  } catch (error) {
    const [first = '', ...rest] = refusalLines(error);
    const text = [`checks.profile: ${first}`, ...rest.map((line) => `    ${line}`)].join('\n');
    return { problems: [source.problem(path, name.length > LONGEST_PATH ? shortened(text, name) : text)] };
  }
}

function checkItems(source: Source, known: KnownItems): Problem[] {
  const items = at(source.data, ['checks', 'items']);
  const stated = isGroup(items) ? items : {};
  const ids = [...known.ids, ...Object.keys(stated).filter((item) => known.has(item))];
  return settingProblems(stated, ids).map(({ item, key, isName, message }) => {
    const path = ['checks', 'items', item, ...(key === undefined ? [] : [key])];
    const text = `checks.${message}`;
    return isName ? source.problemAtKey(path.slice(0, -1), key ?? item, text) : source.problem(path, text);
  });
}
