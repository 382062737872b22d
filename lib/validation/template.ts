import { readFileSync } from 'node:fs';
import { basename } from 'node:path';
import type { IPolicyValidationContext, ValidationRuleSource } from 'aws-cdk-lib';
import { defaultRulesFor, digestOf, type InstalledEngine } from './installed-engine';
import type { TemplatePlace } from './verdict';
import { FORMAT } from './verdict-store';

type StackTemplate = IPolicyValidationContext['stackTemplates'][number];

/** The rules that judge templates, beside those within the engine. */
export interface RuleSources {
  readonly regoRules?: ValidationRuleSource[];
  readonly guardRules?: ValidationRuleSource[];
  readonly includeDefaultRules?: boolean;
}

/** One emitted template. */
export interface Template extends TemplatePlace {
  readonly given: StackTemplate;
  readonly digest: string;
  /** The resource types in it, which decide what rules the CDK gives to the engine. */
  readonly types: ReadonlySet<string>;
}

/** Reads the templates of an app; undefined where that fails, or where two stacks share one file. */
export function readTemplates(given: readonly StackTemplate[]): Template[] | undefined {
  if (new Set(given.map(({ templatePath }) => templatePath)).size < given.length) {
    return undefined;
  }
  try {
    return given.map(read);
  } catch {
    return undefined;
  }
}

/** Whether the file still holds what was read. */
export function isUnchanged({ given, digest }: Template): boolean {
  return readTemplates([given])?.[0]?.digest === digest;
}

function read(given: StackTemplate): Template {
  const { stackConstructPath, templatePath } = given;
  const content = readFileSync(templatePath);
  return { given, stackConstructPath, templatePath, digest: digestOf(content), types: typesIn(content.toString()) };
}

/** The resource types of all templates: one engine judges them all, with the rules that any of them brings. */
export function typesOf(templates: readonly Template[]): Set<string> {
  return new Set(templates.flatMap(({ types }) => [...types]));
}

/**
 * Everything that the verdict on a template depends on, in one SHA-256: its content and file name, account and region,
 * the engine, aws-cdk-lib (which leaves out some of the engine's rules), all rules, and our own format.
 *
 * @param types the resource types of all templates of the app
 */
export function keyOf(
  { given, digest }: Template,
  types: ReadonlySet<string>,
  engine: InstalledEngine,
  { regoRules, guardRules, includeDefaultRules = true }: RuleSources,
): string {
  const defaults = includeDefaultRules ? defaultRulesFor(engine, types) : [];
  const parts = [
    FORMAT,
    engine.identity,
    defaults.map(({ file, digest: rules }) => [file, rules]),
    regoRules?.map(({ name, content }) => [name, content]) ?? null,
    guardRules?.map(({ name, content }) => [name, content]) ?? null,
    given.accountId ?? null,
    given.region ?? null,
    basename(given.templatePath),
    digest,
  ];
  return digestOf(JSON.stringify(parts));
}

/** As the CDK finds them: what is no JSON has none. */
function typesIn(template: string): Set<string> {
  try {
    const { Resources: resources } = JSON.parse(template) as { Resources?: Record<string, { Type?: unknown } | null> };
    const types = Object.values(resources ?? {}).map((resource) => resource?.Type);
    return new Set(types.filter((type) => typeof type === 'string'));
  } catch {
    return new Set();
  }
}
