import {
  CloudFormationValidatePlugin,
  type IPolicyValidationContext,
  type PolicyValidationPluginReport,
  type ValidationRuleSource,
} from 'aws-cdk-lib';
import { withDefaults } from '../../constructs/core/defaults';
import { cacheFolder } from './cache-folder';
import { defaultRulesFor, installedEngine, type InstalledEngine } from './installed-engine';
import { isUnchanged, keyOf, readTemplates, typesOf, type RuleSources, type Template } from './template';
import { reportOf, verdictOf, type Verdict } from './verdict';
import { VerdictStore } from './verdict-store';

export interface IncrementalValidationProps extends RuleSources {
  /**
   * Where verdicts are remembered, from the working directory.
   *
   * @default - the folder that the environment variable SEAWORTHY_VALIDATION_CACHE names, else
   * `node_modules/.cache/seaworthy/validation` of the project; outside of any project nothing is remembered
   */
  readonly cacheFolder?: string;
  /** Rego rules of your own, beside the engine's. With one that asks for time or random numbers, nothing is remembered. @default - none */
  readonly regoRules?: ValidationRuleSource[];
  /** Guard rules of your own, beside the engine's. @default - none */
  readonly guardRules?: ValidationRuleSource[];
  /** Whether the Rego rules of the CDK count. @default true */
  readonly includeDefaultRules?: boolean;
}

const DEFAULTS = { includeDefaultRules: true } satisfies IncrementalValidationProps;

/** What makes a rule say one thing now and another later. */
const NOT_REPEATABLE = /\b(?:rand|time|uuid|http|opa|net)\.[a-z]|\bnow\s*\(/;

/**
 * The CDK's own CloudFormation validation, remembering its verdict on each template: a template that is known is not
 * judged again, and while all are known the engine (300 MB) is not even loaded. The findings are the same to the letter,
 * warnings and their acknowledgements included: `Validations.of(x).acknowledge({ id: 'CloudFormation-Validate::W2508' })`.
 *
 * A verdict counts for one content of a template, one account and region, one version of engine and CDK, and one set of
 * rules, and for a week. What cannot be read, is damaged or was not written for just this is judged anew.
 *
 * Registering it replaces the built-in validation, as with the CDK's `CloudFormationValidatePlugin`: only on an App, once,
 * and whatever `CDK_VALIDATION` says. `validateIncrementally` minds that switch.
 */
export class IncrementalValidation extends CloudFormationValidatePlugin {
  private readonly sources: RuleSources;
  private readonly folder?: string;

  constructor(props: IncrementalValidationProps = {}) {
    const { cacheFolder: folder, ...rules } = withDefaults(props, DEFAULTS);
    super(rules);
    this.sources = rules;
    this.folder = folder;
  }

  /** The engine's version, told without loading it. */
  public override get version(): string | undefined {
    return installedEngine()?.version ?? super.version;
  }

  /** The CDK names the engine's version in place of its rules. */
  public override get ruleIds(): string[] | undefined {
    return this.version === undefined ? undefined : [this.version];
  }

  /** Judges the templates that are not known; the CDK calls it when all are written. */
  public override validate(context: IPolicyValidationContext): PolicyValidationPluginReport {
    const engine = this.isRepeatable() ? installedEngine() : undefined;
    const templates = engine && readTemplates(context.stackTemplates);
    if (engine === undefined || templates === undefined) {
      return super.validate(context);
    }
    const types = typesOf(templates);
    const keys = new Map(templates.map((template) => [template, keyOf(template, types, engine, this.sources)]));
    const store = new VerdictStore(cacheFolder(this.folder));
    const known = new Map([...keys].flatMap(([template, key]) => paired(template, store.recall(key))));
    const unknown = templates.filter((template) => !known.has(template));
    const judged = unknown.length === 0 ? new Map<Template, Verdict>() : this.judge(unknown, context, engine, types);
    if (judged === undefined) {
      return super.validate(context);
    }
    store.remember(
      [...judged].filter(([one]) => isUnchanged(one)).flatMap(([one, verdict]) => paired(keys.get(one), verdict)),
    );
    return told(templates, new Map([...known, ...judged]));
  }

  /** Judges templates one by one; undefined where the CDK does not work as known here, so that it must judge by itself. */
  private judge(
    templates: readonly Template[],
    context: IPolicyValidationContext,
    engine: InstalledEngine,
    types: ReadonlySet<string>,
  ): Map<Template, Verdict> | undefined {
    // One engine for all templates, as the CDK makes it. Left to itself it would make one for each.
    const prepare: unknown = Reflect.get(this, 'initializeEngine');
    if (typeof prepare !== 'function') {
      return undefined;
    }
    Reflect.apply(prepare, this, [types]);
    const verdicts = new Map<Template, Verdict>();
    for (const template of templates) {
      const verdict = verdictOf(super.validate(withOnly(context, template)), template);
      if (verdict === undefined) {
        return undefined;
      }
      verdicts.set(template, verdict);
    }
    return this.wasJudgedBy(engine, types) ? verdicts : undefined;
  }

  private isRepeatable(): boolean {
    const { regoRules = [], guardRules = [] } = this.sources;
    return ![...regoRules, ...guardRules].some(({ content }) => NOT_REPEATABLE.test(content));
  }

  /** Whether the engine that ran is the one that the keys speak of: an earlier app may have left it more rules. */
  private wasJudgedBy(engine: InstalledEngine, types: ReadonlySet<string>): boolean {
    const loadedFor: unknown = Reflect.get(this, 'engineResourceTypes');
    return (
      super.version === engine.version &&
      loadedFor instanceof Set &&
      this.namesOfRules(engine, loadedFor) === this.namesOfRules(engine, types)
    );
  }

  private namesOfRules(engine: InstalledEngine, types: ReadonlySet<string>): string {
    const { includeDefaultRules = true } = this.sources;
    return includeDefaultRules
      ? defaultRulesFor(engine, types)
          .map(({ file }) => file)
          .join()
      : '';
  }
}

function told(templates: readonly Template[], verdicts: ReadonlyMap<Template, Verdict>): PolicyValidationPluginReport {
  return reportOf(
    templates.flatMap((place) => paired(place, verdicts.get(place)).map(([, verdict]) => ({ place, verdict }))),
  );
}

function withOnly(context: IPolicyValidationContext, { given }: Template): IPolicyValidationContext {
  return { ...context, stackTemplates: [given], templatePaths: [given.templatePath] };
}

function paired<K, V>(key: K | undefined, value: V | undefined): [K, V][] {
  return key === undefined || value === undefined ? [] : [[key, value]];
}
