import { gather } from './gather';
import type { BrokenRule, Judgement, Outcome, WaivedOutcome } from './judgement';
import { Resource, type Template } from './model';
import type { Checklist } from './profile';
import { binds, NAMESPACE, WaiverRegister } from './register';
import { allOf, undecided, type AnyResourceRule, type ResourceRule, type Verdict } from './rule';
import type { Source } from './source';
import { answerOf } from './rule-answer';
import { summaryOf } from './summary';
import type { TemplateIndex } from './template-index';
import type { Acknowledgement, WaiverUse } from './waiver-use';
import type { Combine } from './worlds';

/** What a judgement needs beside the templates. */
export interface JudgeOptions extends Checklist {
  /** What was waived. @default - nothing */
  readonly acknowledgements?: readonly Acknowledgement[];
  /** The day on which waivers are judged, `YYYY-MM-DD`. @default - today */
  readonly today?: string;
  /** The line of the app behind a construct. @default - nobody knows */
  readonly sourceOf?: (path: string) => Source | undefined;
}

/** Asks whether a waiver covers something, so it comes after all that may be covered. */
const NEEDED = 'WAIVER-02';

interface Subject {
  readonly template: Template;
  readonly resource?: Resource;
  readonly path: string;
}

/** Holds every item of the checklist against every template. */
export function judge(index: TemplateIndex, options: JudgeOptions): Judgement {
  return new Court(index, options).judgement();
}

const IN_ALL_WORLDS: Combine<Verdict | undefined> = {
  branch: (verdicts) => allOf(...verdicts),
  parameter: (verdicts, key) =>
    new Set(verdicts.map((verdict) => verdict?.state)).size === 1
      ? allOf(...verdicts)
      : undecided(`it depends on ${key}`, {
          locations: [...new Set(verdicts.flatMap((verdict) => verdict?.locations ?? []))],
        }),
  tooMany: (verdict) =>
    verdict === undefined || verdict.state === 'missed' ? verdict : undecided('more conditions than can be tried'),
};

type ResourceItem = readonly [item: string, rule: ResourceRule | AnyResourceRule];

type Verdicts = Map<Resource | Template, Verdict | undefined>;

const EACH_IN_ALL_WORLDS: Combine<Verdicts> = {
  branch: (results, key) => merged(results, (verdicts) => IN_ALL_WORLDS.branch(verdicts, key)),
  parameter: (results, key) => merged(results, (verdicts) => IN_ALL_WORLDS.parameter(verdicts, key)),
  tooMany: (result) => merged([result], ([verdict]) => IN_ALL_WORLDS.tooMany(verdict)),
};

class Court {
  private readonly outcomes: Outcome[] = [];
  private readonly broken: BrokenRule[] = [];
  private readonly byType = new Map<string, ResourceItem[]>();
  private readonly forAny: ResourceItem[] = [];

  constructor(
    private readonly index: TemplateIndex,
    private readonly options: JudgeOptions,
  ) {
    for (const [item, rule] of Object.entries(options.rules)) {
      if ('types' in rule && rule.types === 'any') {
        this.forAny.push([item, rule]);
      } else if ('types' in rule) {
        rule.types.forEach((type) => gather(this.byType, type, [item, rule]));
      }
    }
    for (const [type, rules] of this.byType) {
      this.byType.set(type, [...rules, ...this.forAny]);
    }
  }

  public judgement(): Judgement {
    const { items, acknowledgements = [], today = new Date().toISOString().slice(0, 10) } = this.options;
    this.judgeResources();
    this.judgeStacks();
    this.judgeApp();
    const register = new WaiverRegister(acknowledgements, this.index.templates, items, today);
    const first = this.sort(this.outcomes.splice(0), register);
    const isOfRegister = ({ item }: WaiverUse) => item.startsWith('WAIVER-');
    this.judgeWaivers(register.all, (item) => item !== NEEDED);
    this.judgeWaivers(
      register.all.filter((one) => !isOfRegister(one)),
      (item) => item === NEEDED,
    );
    const second = this.sort(this.outcomes.splice(0), register);
    // Which waivers of the register's own items are needed is known only now.
    this.judgeWaivers(register.all.filter(isOfRegister), (item) => item === NEEDED);
    const third = this.sort(this.outcomes);
    const all = [first, second, third];
    const findings = all.flatMap((one) => one.findings).sort(bySeverityThenPath);
    const waived = all.flatMap((one) => one.waived);
    const others = all.flatMap((one) => one.others);
    return summaryOf({ ...this.options, index: this.index, findings, waived, others, broken: this.broken, register });
  }

  private judgeResources(): void {
    for (const template of this.index.templates) {
      for (const resource of template.resources.values()) {
        for (const [item, rule] of this.byType.get(resource.type) ?? this.forAny) {
          if (this.isBound(item, template)) {
            const subject = { template, resource, path: resource.path };
            this.attempt(item, subject, () => rule.judge(resource, this.index));
          }
        }
      }
    }
  }

  private judgeStacks(): void {
    for (const [item, rule] of Object.entries(this.options.rules)) {
      if ('judgeStack' in rule) {
        for (const template of this.index.templates.filter((one) => this.isBound(item, one))) {
          this.attempt(item, { template, path: template.path }, () => rule.judgeStack(template, this.index));
        }
      }
    }
  }

  private judgeApp(): void {
    const [template] = this.index.templates;
    for (const [item, rule] of Object.entries(this.options.rules)) {
      if ('judgeApp' in rule && template !== undefined) {
        this.guard(item, { template, path: '' }, () => {
          const answers = () => new Map([...rule.judgeApp(this.index)].map(([one, said]) => [one, answerOf(said)]));
          const verdicts = this.index.worlds.explore<Verdicts>(answers, EACH_IN_ALL_WORLDS);
          for (const [subject, verdict] of verdicts) {
            const resource = subject instanceof Resource ? subject : undefined;
            const home = subject instanceof Resource ? subject.template : subject;
            if (this.isBound(item, home)) {
              this.record(item, { template: home, resource, path: subject.path }, verdict);
            }
          }
        });
      }
    }
  }

  private judgeWaivers(waivers: readonly WaiverUse[], isAsked: (item: string) => boolean): void {
    const { templates } = this.index;
    for (const waiver of waivers) {
      const isAround = ({ path }: Template) => path === waiver.path || waiver.path.startsWith(`${path}/`);
      const template = templates.findLast(isAround) ?? templates[0];
      for (const [item, rule] of Object.entries(this.options.rules)) {
        if ('judgeWaiver' in rule && template !== undefined && isAsked(item)) {
          const subject = { template, path: waiver.path };
          this.guard(item, subject, () => this.record(item, subject, rule.judgeWaiver(waiver)));
        }
      }
    }
  }

  private attempt(item: string, subject: Subject, rule: () => Verdict | undefined): void {
    this.guard(item, subject, () =>
      this.record(
        item,
        subject,
        this.index.worlds.explore(() => answerOf(rule()), IN_ALL_WORLDS),
      ),
    );
  }

  private guard(item: string, { template, resource, path }: Subject, action: () => void): void {
    try {
      action();
    } catch (error) {
      this.broken.push({
        id: `${NAMESPACE}::${item}`,
        item,
        resource: resource?.id ?? null,
        path,
        template: template.file,
        error: wordOf(error),
      });
    }
  }

  private record(item: string, subject: Subject, verdict: Verdict | undefined): void {
    const entry = this.options.items[item];
    if (verdict === undefined || entry === undefined) {
      return;
    }
    const { template, resource, path } = subject;
    const name = (one: Resource) => (one.template === template ? one.id : `${one.template.file}#${one.id}`);
    this.outcomes.push({
      id: `${NAMESPACE}::${item}`,
      item,
      area: entry.area,
      state: verdict.state,
      severity: entry.isSet === true ? entry.severity : (verdict.severity ?? entry.severity),
      title: entry.title,
      resource: resource?.id ?? null,
      type: resource?.type ?? null,
      path,
      stack: template.path,
      template: template.file,
      tier: template.tier,
      found: verdict.found,
      expected: verdict.expected,
      fix: entry.fix,
      documentation: entry.documentation,
      source: verdict.state === 'met' ? undefined : this.options.sourceOf?.(path),
      locations: verdict.locations,
      evidence: verdict.evidence.map(name),
    });
  }

  private sort(outcomes: readonly Outcome[], register?: WaiverRegister) {
    const findings: Outcome[] = [];
    const waived: WaivedOutcome[] = [];
    for (const outcome of outcomes.filter(({ state }) => state === 'missed')) {
      const waiver = register?.claim(outcome);
      if (waiver === undefined || waiver.isExpired) {
        findings.push(waiver === undefined ? outcome : { ...outcome, ended: waiver });
      } else {
        waived.push({ ...outcome, waiver });
      }
    }
    return { findings, waived, others: outcomes.filter(({ state }) => state !== 'missed') };
  }

  private isBound(item: string, { tier }: Template): boolean {
    const entry = this.options.items[item];
    return entry !== undefined && binds(entry, tier);
  }
}

function merged(
  results: readonly Verdicts[],
  combine: (verdicts: (Verdict | undefined)[]) => Verdict | undefined,
): Verdicts {
  const subjects = new Set(results.flatMap((result) => [...result.keys()]));
  return new Map([...subjects].map((subject) => [subject, combine(results.map((result) => result.get(subject)))]));
}

/** A stack that overflowed says nothing but where it did. */
function wordOf(error: unknown): string {
  if (error instanceof RangeError && /call stack/i.test(error.message)) {
    return 'a value is nested too deep to be judged';
  }
  return error instanceof Error ? (error.stack ?? error.message) : String(error);
}

function bySeverityThenPath(one: Outcome, other: Outcome): number {
  const rank = (outcome: Outcome) => (outcome.severity === 'error' ? 0 : 1);
  return rank(one) - rank(other) || compare(one.path, other.path) || compare(one.item, other.item);
}

function compare(one: string, other: string): number {
  return one < other ? -1 : one > other ? 1 : 0;
}
