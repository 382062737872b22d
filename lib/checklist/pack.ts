import { join, relative } from 'node:path';
import {
  Stage,
  type IPolicyValidationContext,
  type PolicyValidationPluginReport,
  type PolicyViolation,
} from 'aws-cdk-lib';
// The file itself: the package's entry loads every rule that cdk-nag has, which takes longer than a whole judgement.
import { NagPack } from 'cdk-nag/lib/nag-pack';
import type { IConstruct } from 'constructs';
import { isCalendarDay } from '../../constructs/core/calendar-day';
import { SeaworthyError } from '../../constructs/core/errors';
import { Tier } from '../../constructs/core/tier';
import { terminal } from '../cli/io';
import { messageOf } from '../report/findings';
import { coloured, plain } from '../report/paint';
import { scorecard } from '../report/scorecard';
import { undecidedText } from '../report/undecided';
import { AssemblyReader } from './assembly';
import { ConstructTree } from './construct-tree';
import { judge } from './judge';
import { passes, type BrokenRule, type Judgement, type Outcome } from './judgement';
import { checklistOf, type Checklist, type Profile } from './profile';
import { isWaivable, NAMESPACE } from './register';
import { writeReports } from './report-files';
import { SharedJudgement } from './shared-judgement';
import { failWithStages } from './stage-findings';
import { TemplateIndex } from './template-index';

export interface ProductionChecklistProps extends Profile {
  /** The tier by which every stack is judged. @default - what each stack says of itself, else production */
  readonly tier?: Tier;
  /** Prints no scorecard and no warnings; what fails synth is always told. @default - true where NODE_ENV is test */
  readonly quiet?: boolean;
  /** Writes checklist.json, .md, .sarif and .html beside the templates. @default true */
  readonly writeFiles?: boolean;
  /** The day on which waivers are judged, `YYYY-MM-DD`. @default - today */
  readonly today?: string;
}

const DEFAULTS = { writeFiles: true } satisfies ProductionChecklistProps;

/**
 * The production checklist, held against every template of an app at synth:
 * `Validations.of(app).addPlugins(new ProductionChecklist(app))`.
 *
 * Errors fail synth and warnings do not. The CDK prints the findings of stacks; the pack prints the scorecard and the
 * findings of stages, which the CDK leaves out, and keeps the whole judgement, evidence included, in four reports beside
 * the templates: checklist.json for programs, .md for pull requests, .sarif for code scanning, .html for people. Waive an
 * item with `waive` of any construct of this library, or with
 * `Validations.of(construct).acknowledge({ id: 'Seaworthy::NET-03', reason })`.
 *
 * An app that registers it twice is judged and reported once; both must ask for the same (`TwoProfiles`).
 */
export class ProductionChecklist extends NagPack {
  public readonly name = NAMESPACE;
  public override ruleIds: string[];
  /** What the last synth came to. */
  public judgement?: Judgement;
  private readonly shared?: SharedJudgement;
  private checklist: Checklist;

  /** @throws SeaworthyError `InvalidProfile`, with everything that is wrong in the props */
  constructor(
    scope?: IConstruct,
    private props: ProductionChecklistProps = {},
  ) {
    super(scope);
    this.packName = NAMESPACE;
    this.checklist = checklistOf(props, problemsOf(props));
    this.ruleIds = Object.keys(this.checklist.rules);
    this.shared = scope && new SharedJudgement(scope, this);
  }

  /**
   * Judges by this profile from now on, in place of the one that it was made with.
   *
   * @throws SeaworthyError `InvalidProfile`, with everything that is wrong in `items` and `extraRules`
   */
  public follow(profile: Profile): void {
    this.checklist = checklistOf(profile);
    this.props = { ...this.props, items: profile.items, extraRules: profile.extraRules };
    this.ruleIds = Object.keys(this.checklist.rules);
  }

  /**
   * Judges the templates; the CDK calls it when they are written. What keeps it from judging is a finding that nobody can
   * waive: the CDK's command line would let a check pass that only throws.
   */
  public override validate(context: IPolicyValidationContext): PolicyValidationPluginReport {
    const { quiet = process.env.NODE_ENV === 'test' } = this.props;
    const app = context.appConstruct;
    if (Stage.isStage(app)) {
      failWithStages(app, { isQuiet: quiet });
    }
    this.judgement = undefined;
    try {
      return this.report(context, quiet);
    } catch (error) {
      return { success: false, violations: [failure('Checklist', wordOf(error))] };
    }
  }

  private report(context: IPolicyValidationContext, quiet: boolean): PolicyValidationPluginReport {
    const templates = context.stackTemplates.map(({ templatePath }) => templatePath);
    const { items, extraRules, tier, today, writeFiles = DEFAULTS.writeFiles } = this.props;
    const asked = { items, extraRules, tier, today };
    this.judgement = this.shared?.take(templates, asked);
    if (this.judgement !== undefined) {
      return { success: true, violations: [] };
    }
    const app = context.appConstruct;
    const root = Stage.isStage(app) ? app.outdir : process.cwd();
    const judgement = this.judge(context, root);
    this.judgement = judgement;
    this.shared?.offer(judgement, templates, asked);
    if (Stage.isStage(app)) {
      failWithStages(app, { judgement });
    }
    const unwritten = writeFiles ? writeReports(judgement, root) : [];
    if (!quiet) {
      const paint = terminal.hasColour ? coloured : plain;
      const unknown = undecidedText(judgement, paint, terminal.width);
      const told = [unknown && `${unknown}\n`, scorecard(judgement, paint), writeFiles ? wayOn(judgement, root) : ''];
      terminal.tell(told.filter((part) => part !== '').join('\n'));
    }
    return {
      success: passes(judgement) && unwritten.length === 0,
      violations: [...violationsOf(judgement, root), ...unwritten.map((problem) => failure('Report', problem))],
    };
  }

  private judge(context: IPolicyValidationContext, root: string): Judgement {
    const tree = new ConstructTree(context.appConstruct);
    const stacks = context.stackTemplates.map(({ stackConstructPath, templatePath, region, accountId }) => ({
      templatePath,
      path: stackConstructPath,
      region,
      account: accountId,
    }));
    const sources = new AssemblyReader(root, (path) => tree.pathsOf(path)).read(stacks);
    return judge(new TemplateIndex(sources, this.props.tier), {
      ...this.checklist,
      acknowledgements: tree.acknowledgements,
      today: this.props.today,
      sourceOf: (path) => tree.sourceOf(path),
    });
  }

  /** @throws SeaworthyError `ChecklistNeedsTemplates`: a construct tree without its templates cannot be judged */
  public override validateScope(scope: IConstruct): PolicyValidationPluginReport {
    throw new SeaworthyError('ChecklistNeedsTemplates', 'The production checklist judges templates, not constructs', {
      scope,
      fix: 'register it with Validations.of(app).addPlugins() and synthesize',
    });
  }

  /** Not used: whole templates are judged at once. */
  protected override checkResource(): void {}
}

function problemsOf({ tier, today }: ProductionChecklistProps): string[] {
  const tiers: readonly string[] = Object.values(Tier);
  return [
    ...(tier === undefined || tiers.includes(tier) ? [] : [`tier must be ${tiers.join(', ')}, got ${String(tier)}`]),
    ...(today === undefined || isCalendarDay(today) ? [] : [`today must be a day like 2027-03-31, got ${today}`]),
  ];
}

/** Where there is more to read. */
function wayOn({ findings }: Judgement, root: string): string {
  const folder = relative(process.cwd(), root) || '.';
  const [first] = findings;
  const explain = first === undefined ? '' : `; npx seaworthy explain ${first.item} tells more of one`;
  return `In ${folder}: checklist.html to look at, and checklist.md, .sarif and .json${explain}`;
}

/** What keeps the checklist from its work; no waiver covers it. */
function failure(ruleName: string, description: string): PolicyViolation {
  return { ruleName, description, severity: 'fatal', violatingResources: [{ constructPath: '', locations: [] }] };
}

function wordOf(error: unknown): string {
  return error instanceof SeaworthyError
    ? error.message
    : `the checklist itself failed: ${error instanceof Error ? (error.stack ?? error.message) : String(error)}`;
}

/**
 * What the CDK is told. It applies waivers by itself, so findings that are waived are reported too; all but those whose
 * waiver it does not know (a bare id), and errors that it must not waive though it could, which are fatal: those whose
 * waiver has ended, and those that cannot be waived at all.
 */
function violationsOf({ findings, waived, broken }: Judgement, root: string): PolicyViolation[] {
  const mustStand = ({ item, severity, ended }: Outcome) =>
    severity === 'error' && (ended !== undefined || !isWaivable(item));
  return [
    ...broken.map((one) => violation(one, root, `The rule itself failed: ${one.error}`, 'fatal')),
    ...findings.map((one) => violation(one, root, messageOf(one), mustStand(one) ? 'fatal' : one.severity)),
    ...waived.filter(({ waiver }) => !waiver.isBare).map((one) => violation(one, root, messageOf(one), one.severity)),
  ];
}

function violation(about: Outcome | BrokenRule, root: string, description: string, severity: string): PolicyViolation {
  const resource = {
    constructPath: about.path,
    resourceLogicalId: about.resource ?? undefined,
    templatePath: join(root, about.template),
    locations: 'locations' in about ? [...about.locations] : [],
  };
  return {
    ruleName: about.item,
    description,
    severity,
    fix: 'fix' in about ? about.fix : undefined,
    violatingResources: [resource],
  };
}
