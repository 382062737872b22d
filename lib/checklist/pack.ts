import { writeFileSync } from 'node:fs';
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
import { SeaworthyError } from '../../constructs/core/errors';
import type { Tier } from '../../constructs/core/tier';
import { terminal } from '../cli/io';
import { checklistJson } from '../report/checklist-json';
import { messageOf } from '../report/findings';
import { checklistHtml } from '../report/html';
import { checklistMarkdown } from '../report/markdown';
import { coloured, plain } from '../report/paint';
import { checklistSarif } from '../report/sarif';
import { scorecard } from '../report/scorecard';
import { AssemblyReader } from './assembly';
import { ConstructTree } from './construct-tree';
import { judge } from './judge';
import { passes, type BrokenRule, type Judgement, type Outcome } from './judgement';
import { checklistOf, type Checklist, type Profile } from './profile';
import { isWaivable, NAMESPACE } from './register';
import { SharedJudgement } from './shared-judgement';
import { failWithStages } from './stage-findings';
import { TemplateIndex } from './template-index';

/** The file beside the templates that holds the judgement. */
export const JUDGEMENT_FILE = 'checklist.json';

/** What is written beside the templates, by the names of the files. */
const REPORTS: Readonly<Record<string, (judgement: Judgement, folder: string) => string>> = {
  [JUDGEMENT_FILE]: checklistJson,
  'checklist.md': checklistMarkdown,
  'checklist.sarif': (judgement, folder) => checklistSarif(judgement, { folder }),
  'checklist.html': checklistHtml,
};

export interface ProductionChecklistProps extends Profile {
  /** The tier by which every stack is judged. @default - what each stack says of itself, else production */
  readonly tier?: Tier;
  /** Prints no scorecard. @default - true where NODE_ENV is test */
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
 * the templates: checklist.json for programs, .md for pull requests, .sarif for code scanning, .html for people. Waive an item with `waive` of any construct of this library,
 * or with `Validations.of(construct).acknowledge({ id: 'Seaworthy::NET-03', reason })`.
 *
 * An app that registers it twice is judged and reported once.
 */
export class ProductionChecklist extends NagPack {
  public readonly name = NAMESPACE;
  public override ruleIds: string[];
  /** What the last synth came to. */
  public judgement?: Judgement;
  private readonly shared?: SharedJudgement;
  private checklist: Checklist;

  /** @throws SeaworthyError `InvalidProfile`, with everything that is wrong in `items` and `extraRules` */
  constructor(
    scope?: IConstruct,
    private readonly props: ProductionChecklistProps = {},
  ) {
    super(scope);
    this.packName = NAMESPACE;
    this.checklist = checklistOf(props);
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
    this.ruleIds = Object.keys(this.checklist.rules);
  }

  /** Judges the templates; the CDK calls it when they are written. */
  public override validate(context: IPolicyValidationContext): PolicyValidationPluginReport {
    const templates = context.stackTemplates.map(({ templatePath }) => templatePath);
    this.judgement = undefined;
    this.judgement = this.shared?.take(templates);
    if (this.judgement !== undefined) {
      return { success: true, violations: [] };
    }
    const { tier, today, quiet = process.env.NODE_ENV === 'test', writeFiles = DEFAULTS.writeFiles } = this.props;
    const root = Stage.isStage(context.appConstruct) ? context.appConstruct.outdir : process.cwd();
    const tree = new ConstructTree(context.appConstruct);
    const stacks = context.stackTemplates.map(({ stackConstructPath, templatePath, region, accountId }) => ({
      templatePath,
      path: stackConstructPath,
      region,
      account: accountId,
    }));
    const sources = new AssemblyReader(root, (path) => tree.pathsOf(path)).read(stacks);
    const judgement = judge(new TemplateIndex(sources, tier), {
      ...this.checklist,
      acknowledgements: tree.acknowledgements,
      today,
      sourceOf: (path) => tree.sourceOf(path),
    });
    this.judgement = judgement;
    if (Stage.isStage(context.appConstruct)) {
      failWithStages(context.appConstruct, quiet ? undefined : judgement);
    }
    this.shared?.offer(judgement, templates);
    if (writeFiles) {
      const folder = relative(process.cwd(), root);
      Object.entries(REPORTS).forEach(([file, text]) => writeFileSync(join(root, file), text(judgement, folder)));
    }
    if (!quiet) {
      terminal.tell(scorecard(judgement, terminal.hasColour ? coloured : plain));
    }
    return { success: passes(judgement), violations: violationsOf(judgement, root) };
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

/**
 * What the CDK is told. It applies waivers by itself, so findings that are waived are reported too; all but those whose
 * waiver it does not know (a bare id), and those that it must not waive though it could, which are fatal: those whose
 * waiver has ended, and errors that cannot be waived at all.
 */
function violationsOf({ findings, waived, broken, waivers }: Judgement, root: string): PolicyViolation[] {
  const ended = new Set(waivers.filter(({ isExpired }) => isExpired).map(({ item }) => item));
  const vain = new Set(waivers.map(({ item }) => item).filter((item) => !isWaivable(item)));
  const mustStand = ({ item, severity }: Outcome) => ended.has(item) || (vain.has(item) && severity === 'error');
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
