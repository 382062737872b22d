import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { App, CfnResource, Stack } from 'aws-cdk-lib';
import { CfnInclude } from 'aws-cdk-lib/cloudformation-include';
import { NagRuleCompliance, type NagRuleResult } from 'cdk-nag/lib/nag-rules';
import { isObject, ownObject, ownString } from '../../../lib/checklist/json';
import type { TemplateSource } from '../../../lib/checklist/template-index';
import { REQUIRED_PROPERTIES } from './required-properties';

/** A rule of cdk-nag: asked about one resource. */
export type NagRule = (node: CfnResource) => NagRuleResult;

/** What a rule of cdk-nag says; it throws at a value that it cannot read. */
export type NagAnswer = 'compliant' | 'non-compliant' | 'not applicable' | 'throws';

/** A rule of cdk-nag by its folder and name: `kms/KMSBackingKeyRotationEnabled`. */
export function nagRule(name: string): NagRule {
  // One file alone: the entry of the package loads every rule that it has.
  return jest.requireActual<{ default: NagRule }>(`cdk-nag/lib/rules/${name}`).default;
}

/** Templates with all that the CDK asks of them: parameters, conditions and properties that a case leaves out. */
export function completed(sources: readonly TemplateSource[]): TemplateSource[] {
  return sources.map((source) => ({ ...source, body: completedBody(source.body) }));
}

/** The constructs of templates: an app with one stack for each. */
export function constructsOf(sources: readonly TemplateSource[]): CfnResource[] {
  const app = new App();
  const folder = mkdtempSync(join(tmpdir(), 'seaworthy-nag-'));
  try {
    for (const [at, { body }] of sources.entries()) {
      const templateFile = join(folder, `${at}.json`);
      writeFileSync(templateFile, JSON.stringify(body));
      new CfnInclude(new Stack(app, `Stack${at}`), 'Template', { templateFile });
    }
  } finally {
    rmSync(folder, { recursive: true });
  }
  return app.node.findAll().filter((node): node is CfnResource => CfnResource.isCfnResource(node));
}

/** What a rule says of a resource; of all of them where it does not speak of resources of that type. */
export function answerOf(rule: NagRule, all: readonly CfnResource[], on: string | null): NagAnswer {
  const answers = all.map((node) => [node, ask(rule, node)] as const);
  const own = answers.find(([node]) => idOf(node) === on)?.[1] ?? 'not applicable';
  const order: NagAnswer[] = ['non-compliant', 'throws', 'compliant'];
  return own === 'not applicable' ? (order.find((one) => answers.some(([, answer]) => answer === one)) ?? own) : own;
}

/** The logical id of an included resource. */
export function idOf(node: CfnResource): string {
  return String(Stack.of(node).resolve(node.logicalId));
}

function ask(rule: NagRule, node: CfnResource): NagAnswer {
  try {
    const result = rule(node);
    if (Array.isArray(result)) {
      return result.length > 0 ? 'non-compliant' : 'compliant';
    }
    const words: Readonly<Record<NagRuleCompliance, NagAnswer>> = {
      [NagRuleCompliance.COMPLIANT]: 'compliant',
      [NagRuleCompliance.NON_COMPLIANT]: 'non-compliant',
      [NagRuleCompliance.NOT_APPLICABLE]: 'not applicable',
    };
    return words[result];
  } catch {
    return 'throws';
  }
}

function completedBody(body: unknown): unknown {
  if (!isObject(body)) {
    return {};
  }
  const names = { parameters: new Set<string>(), conditions: new Set<string>() };
  collect(body, names);
  const declared = (section: string, known: Iterable<string>, value: unknown) => ({
    ...Object.fromEntries([...known].map((name) => [name, value])),
    ...ownObject(body, section),
  });
  const resources = Object.fromEntries(
    Object.entries(ownObject(body, 'Resources')).map(([id, resource]) => [id, filled(resource)]),
  );
  const isParameter = (name: string) => !name.startsWith('AWS::') && !Object.hasOwn(resources, name);
  return {
    ...body,
    Resources: resources,
    Parameters: declared('Parameters', [...names.parameters].filter(isParameter), { Type: 'String' }),
    Conditions: declared('Conditions', names.conditions, { 'Fn::Equals': [{ Ref: 'AWS::AccountId' }, '111122223333'] }),
  };
}

function filled(resource: unknown): unknown {
  const required = REQUIRED_PROPERTIES[ownString(resource, 'Type') ?? ''];
  return isObject(resource) && required !== undefined
    ? { ...resource, Properties: { ...required, ...ownObject(resource, 'Properties') } }
    : resource;
}

function collect(value: unknown, names: { parameters: Set<string>; conditions: Set<string> }): void {
  if (Array.isArray(value)) {
    value.forEach((one: unknown) => collect(one, names));
  }
  for (const [key, one] of Object.entries(isObject(value) ? value : {})) {
    const [text] = Array.isArray(one) ? (one as unknown[]) : [one];
    if (key === 'Ref' && typeof one === 'string') {
      names.parameters.add(one);
    }
    if (key === 'Fn::If' && typeof text === 'string') {
      names.conditions.add(text);
    }
    if (key === 'Fn::Sub' && typeof text === 'string') {
      [...text.matchAll(/\$\{(\w+)\}/g)].forEach(([, name = '']) => names.parameters.add(name));
    }
    collect(one, names);
  }
}
