import { dirname, extname, resolve } from 'node:path';
import { SeaworthyError } from '../../constructs/core/errors';
import type { Tier } from '../../constructs/core/tier';
import type { ExtraRule } from '../checklist/extra-rule';
import { isObject, own } from '../checklist/json';
import { checklistOf, type Checklist, type Profile } from '../checklist/profile';
import { parseJson } from '../checklist/reading/json-template';
import { quoted, refuse } from '../checklist/reading/problems';
import { readText } from '../checklist/reading/text-file';
import { yaml } from '../checklist/reading/template-text';
import { suggest } from '../spelling/suggest';
import { loadModule } from './load-module';
import { tierOfWord } from './tier-word';

/** The checklist of an organisation. */
export interface ProfileFile {
  readonly checklist: Checklist;
  /** @default - what each template says of itself */
  readonly tier?: Tier;
}

const KEYS = ['tier', 'items', 'extraRules'];

const DATA: Readonly<Record<string, (text: string, path: string) => unknown>> = {
  '.json': parseJson,
  '.yaml': yamlIn,
  '.yml': yamlIn,
};

/**
 * The profile that a file holds: YAML, JSON, or a module that exports one. Without a file, the checklist as it is.
 *
 * @throws SeaworthyError `InvalidProfile`, with everything that is wrong in it; `InvalidYaml`, `InvalidJson`, and what
 * reading a file throws
 */
export async function readProfile(path?: string): Promise<ProfileFile> {
  if (path === undefined) {
    return { checklist: checklistOf() };
  }
  const stated = await statedIn(path);
  if (!isObject(stated)) {
    refuse('InvalidProfile', path, [`it must be a map of ${KEYS.join(', ')}, got ${quoted(stated)}`]);
  }
  const problems = Object.keys(isObject(stated) ? stated : {})
    .filter((key) => !KEYS.includes(key))
    .map((key) => `${key} is not known${suggest(key, KEYS)}`);
  const attempt = async <T>(step: () => T | Promise<T>): Promise<T | undefined> => {
    try {
      return await step();
    } catch (error) {
      if (!(error instanceof SeaworthyError)) {
        throw error;
      }
      problems.push(...linesOf(error));
      return undefined;
    }
  };
  const word = own(stated, 'tier');
  const tier = word === undefined ? undefined : await attempt(() => tierOfWord(word, 'tier'));
  const extraRules = await extraRulesOf(own(stated, 'extraRules'), dirname(path), attempt);
  const items = own(stated, 'items');
  const checklist = await attempt(() => checklistOf({ items: (items ?? {}) as Profile['items'], extraRules }));
  refuse('InvalidProfile', path, problems, "see docs/profile.md; an item is 'error', 'warning' or { off: 'why' }");
  return { checklist: checklist ?? checklistOf(), tier };
}

async function statedIn(path: string): Promise<unknown> {
  const read = DATA[extname(path).toLowerCase()];
  return read === undefined ? unwrapped(await loadModule(resolve(path))) : read(readText(path), path);
}

/** A bare `off` is false in the YAML of CloudFormation; here it is the word. */
function yamlIn(text: string, path: string): unknown {
  const { body } = yaml().parseYaml(text, path);
  const items = own(body, 'items');
  if (!isObject(body) || !isObject(items)) {
    return body;
  }
  const words = Object.entries(items).map(([item, setting]) => [item, setting === false ? 'off' : setting] as const);
  return { ...body, items: Object.fromEntries(words) };
}

/** Paths of modules become the rules that they export; rules stay what they are. */
async function extraRulesOf(
  stated: unknown,
  folder: string,
  attempt: (step: () => Promise<unknown>) => Promise<unknown>,
): Promise<readonly ExtraRule[]> {
  const entries = typeof stated === 'string' ? [stated] : (stated ?? []);
  if (!Array.isArray(entries)) {
    return stated as readonly ExtraRule[];
  }
  const rules: unknown[] = [];
  for (const entry of entries as unknown[]) {
    const loaded = typeof entry === 'string' ? await attempt(() => rulesIn(resolve(folder, entry), entry)) : [entry];
    rules.push(...((loaded ?? []) as unknown[]));
  }
  return rules as readonly ExtraRule[];
}

async function rulesIn(path: string, name: string): Promise<readonly unknown[]> {
  const exported = unwrapped(await loadModule(path));
  const rules = Array.isArray(exported) ? (exported as unknown[]) : own(exported, 'extraRules');
  if (!Array.isArray(rules)) {
    throw new SeaworthyError(
      'InvalidProfile',
      `extraRules: ${name} must export a list of rules, or one named extraRules`,
    );
  }
  return rules as unknown[];
}

/** What a module means to export: its default, where it has one. */
function unwrapped(exported: unknown): unknown {
  const inner = isObject(exported) && 'default' in exported ? exported.default : exported;
  return isObject(inner) && 'default' in inner && own(inner, '__esModule') === true ? inner.default : inner;
}

/** The lines of an error without its fix. */
function linesOf({ message, fix }: SeaworthyError): string[] {
  return (fix === undefined ? message : message.replace(`\n  fix: ${fix}`, '')).split('\n');
}
