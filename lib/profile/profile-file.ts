import { dirname, extname, resolve } from 'node:path';
import { SeaworthyError } from '../../constructs/core/errors';
import type { Tier } from '../../constructs/core/tier';
import type { ExtraRule } from '../checklist/extra-rule';
import { isObject, own } from '../checklist/json';
import { checklistOf, type Checklist, type Profile } from '../checklist/profile';
import { parseJson } from '../checklist/reading/json-template';
import { quoted, refuse } from '../checklist/reading/problems';
import { yaml } from '../checklist/reading/template-text';
import { readText } from '../checklist/reading/text-file';
import { suggest } from '../spelling/suggest';
import { importModule, MODULE_ENDINGS, requireModule } from './load-module';
import { tierOfWord } from './tier-word';

/** The checklist of an organisation. */
export interface ProfileFile {
  /** How it differs from the one of this library. */
  readonly profile: Profile;
  /** What it comes to. */
  readonly checklist: Checklist;
  /** @default - what each template says of itself */
  readonly tier?: Tier;
}

/** Something that needs modules: it asks for each by its path, and goes on with what the module exports. */
type Reading<T> = Generator<string, T, unknown>;

const KEYS = ['tier', 'items', 'extraRules'];

const DATA: Readonly<Record<string, (text: string, path: string) => unknown>> = {
  '.json': parseJson,
  '.yaml': yamlIn,
  '.yml': yamlIn,
};

/** A line of YAML that says nothing: blank, a comment, the beginning or the end of a document. */
const NOTHING = /^(?:(?:---|\.\.\.)(?=\s|$))?\s*(?:#.*)?$/;

/**
 * The profile that a file holds: YAML, JSON, or a module that exports one. Without a file, the checklist as it is.
 *
 * @throws SeaworthyError `InvalidProfile`, with everything that is wrong in it; `InvalidYaml`, `InvalidJson`, and what
 * reading a file throws
 */
export async function readProfile(path?: string): Promise<ProfileFile> {
  if (path === undefined) {
    return { profile: {}, checklist: checklistOf() };
  }
  const reading = profileIn(path);
  let step = reading.next();
  while (step.done !== true) {
    step = await importModule(step.value).then(
      (exported) => reading.next(exported),
      (error: unknown) => reading.throw(error),
    );
  }
  return step.value;
}

/**
 * The same at once, for an app, which cannot wait.
 *
 * @throws SeaworthyError as `readProfile`, and `ModuleMustBeAwaited` within
 */
export function readProfileSync(path: string): ProfileFile {
  const reading = profileIn(path);
  let step = reading.next();
  while (step.done !== true) {
    const loaded = load(step.value);
    step = 'error' in loaded ? reading.throw(loaded.error) : reading.next(loaded.exported);
  }
  return step.value;
}

function load(path: string): { readonly exported: unknown } | { readonly error: unknown } {
  try {
    return { exported: requireModule(path) };
  } catch (error) {
    return { error };
  }
}

function* profileIn(path: string): Reading<ProfileFile> {
  const stated = yield* statedIn(path);
  if (!isObject(stated)) {
    refuse('InvalidProfile', path, [`it must be a map of ${KEYS.join(', ')}, got ${quoted(stated)}`]);
  }
  const refusals = new Refusals();
  Object.keys(isObject(stated) ? stated : {})
    .filter((key) => !KEYS.includes(key))
    .forEach((key) => refusals.add(`${key} is not known${suggest(key, KEYS)}`));
  const word = own(stated, 'tier');
  const tier = word === undefined ? undefined : refusals.unless(() => tierOfWord(word, 'tier'));
  const extraRules = yield* extraRulesOf(own(stated, 'extraRules'), dirname(path), refusals);
  const profile: Profile = { items: (own(stated, 'items') ?? {}) as Profile['items'], extraRules };
  const checklist = refusals.unless(() => checklistOf(profile));
  refuse('InvalidProfile', path, refusals.lines, refusals.fix);
  return { profile, checklist: checklist ?? checklistOf(), tier };
}

function* statedIn(path: string): Reading<unknown> {
  const ending = extname(path).toLowerCase();
  const read = DATA[ending];
  if (read !== undefined) {
    return read(readText(path), path);
  }
  if (!MODULE_ENDINGS.includes(ending)) {
    const endings = [...Object.keys(DATA), ...MODULE_ENDINGS].join(', ');
    throw new SeaworthyError('ProfileOfNoKind', `${path} must be a profile that ends in ${endings}`, {
      fix: 'write it as YAML, or compile TypeScript first',
    });
  }
  return unwrapped(yield resolve(path));
}

/** A file of comments changes nothing. A bare `off` is false in the YAML of CloudFormation; here it is the word. */
function yamlIn(text: string, path: string): unknown {
  if (text.split('\n').every((line) => NOTHING.test(line))) {
    return {};
  }
  const { body } = yaml().parseYaml(text, path);
  const items = own(body, 'items');
  if (!isObject(body) || !isObject(items)) {
    return body;
  }
  const words = Object.entries(items).map(([item, setting]) => [item, setting === false ? 'off' : setting] as const);
  return { ...body, items: Object.fromEntries(words) };
}

/** Paths of modules become the rules that they export; rules stay what they are. */
function* extraRulesOf(stated: unknown, folder: string, refusals: Refusals): Reading<readonly ExtraRule[]> {
  const entries = typeof stated === 'string' ? [stated] : (stated ?? []);
  if (!Array.isArray(entries)) {
    return stated as readonly ExtraRule[];
  }
  const rules: unknown[] = [];
  for (const entry of entries as unknown[]) {
    rules.push(...(typeof entry === 'string' ? yield* rulesIn(resolve(folder, entry), entry, refusals) : [entry]));
  }
  return rules as readonly ExtraRule[];
}

function* rulesIn(path: string, name: string, refusals: Refusals): Reading<readonly unknown[]> {
  try {
    const exported = unwrapped(yield path);
    const rules = Array.isArray(exported) ? (exported as unknown[]) : own(exported, 'extraRules');
    if (Array.isArray(rules)) {
      return rules as unknown[];
    }
    refusals.add(`extraRules: ${name} must export a list of rules, or one named extraRules`);
  } catch (error) {
    refusals.take(error);
  }
  return [];
}

/** What is wrong in a profile, and what mends that. */
class Refusals {
  public readonly lines: string[] = [];
  private readonly fixes = new Set<string>();

  public get fix(): string {
    return [...this.fixes].join('; ') || 'see docs/profile.md';
  }

  public add(line: string): void {
    this.lines.push(line);
  }

  /** Takes an error over; every other than a refusal goes on. */
  public take(error: unknown): void {
    const lines = refusalLines(error);
    const { code, fix } = error as SeaworthyError;
    // A refused checklist explains item settings, whatever is wrong in it.
    const fits = code !== 'InvalidProfile' || lines.some((line) => line.startsWith('items'));
    this.lines.push(...lines);
    if (fits && fix !== undefined) {
      this.fixes.add(fix);
    }
  }

  /** What a step comes to; where it is refused, the refusal is one problem more. */
  public unless<T>(step: () => T): T | undefined {
    try {
      return step();
    } catch (error) {
      this.take(error);
      return undefined;
    }
  }
}

/** What a module means to export: its default, where it has one. */
function unwrapped(exported: unknown): unknown {
  const inner = isObject(exported) && 'default' in exported ? exported.default : exported;
  return isObject(inner) && 'default' in inner && own(inner, '__esModule') === true ? inner.default : inner;
}

/** The lines of a refusal without its fix; every other error goes on. */
export function refusalLines(error: unknown): string[] {
  if (!(error instanceof SeaworthyError)) {
    throw error;
  }
  const { message, fix } = error;
  return (fix === undefined ? message : message.replace(`\n  fix: ${fix}`, '')).split('\n');
}
