import type { JudgedStack, Judgement, Outcome } from '../../checklist/judgement';
import type { WaiverUse } from '../../checklist/waiver-use';
import { AREAS } from '../areas';
import { acknowledgementFor, waiverFor } from '../findings';
import { KINDS, type Kind } from './kinds';
import type { OutcomeRow, PageData, PageItem, PageStack, PageWaiver, SubjectRow } from './page-data';

/** What a judgement says, as short as the page's script can read it: worst first, then by path. */
export function pageDataOf(judgement: Judgement): PageData {
  return new Encoder(judgement).data();
}

/** The kind of an outcome that is no waived one. */
export function kindOf({ state, severity }: Pick<Outcome, 'state' | 'severity'>): Kind {
  return state === 'missed' ? severity : state;
}

/** Names of the areas of a judgement, by code: in the checklist's order, then those of other rules. */
export function areaNames({ areas }: Pick<Judgement, 'areas'>): Record<string, string> {
  const known = Object.keys(AREAS).filter((area) => Object.hasOwn(areas, area));
  const others = Object.keys(areas).filter((area) => !known.includes(area));
  return Object.fromEntries([...known, ...others].map((area): [string, string] => [area, nameOf(area)]));
}

function nameOf(area: string): string {
  return Object.hasOwn(AREAS, area) ? (AREAS[area] ?? '') : '';
}

/** Values by their place in a list; each stands there once. */
class Table<T> {
  public readonly rows: T[] = [];
  private readonly places = new Map<unknown, number>();

  public placeOf(key: unknown, row: () => T): number {
    const known = this.places.get(key);
    if (known !== undefined) {
      return known;
    }
    this.places.set(key, this.rows.length);
    return this.rows.push(row()) - 1;
  }
}

class Encoder {
  private readonly strings = new Table<string>();
  private readonly stacks = new Table<PageStack>();
  private readonly items = new Table<PageItem>();
  private readonly subjects = new Table<SubjectRow>();
  private readonly waivers = new Table<PageWaiver>();
  private readonly sources = new Map<string, NonNullable<Outcome['source']>>();

  constructor(private readonly judgement: Judgement) {
    this.text('');
    judgement.stacks.forEach((stack) => this.stack(stack));
    for (const { path, source } of [...judgement.findings, ...judgement.waived, ...judgement.undecided]) {
      if (source !== undefined) {
        this.sources.set(path, source);
      }
    }
  }

  public data(): PageData {
    const { findings, undecided, waived, met, notApplicable, items } = this.judgement;
    const outcomes = [
      ...findings.map((one) => this.outcome(one, kindOf(one))),
      ...byPath(undecided).map((one) => this.outcome(one, 'undecided')),
      ...byPath(waived).map((one) => this.outcome(one, 'waived', one.waiver)),
      ...byPath(met).map((one) => this.outcome(one, 'met')),
    ];
    return {
      strings: this.strings.rows,
      areas: areaNames(this.judgement),
      stacks: this.stacks.rows,
      items: this.items.rows,
      subjects: this.subjects.rows,
      outcomes,
      waivers: this.waivers.rows,
      idle: notApplicable.map((item) => [item, items[item]?.title ?? '', items[item]?.area ?? '']),
      paste: [waiverFor('{id}'), acknowledgementFor('{id}')],
    };
  }

  private outcome(outcome: Outcome, kind: Kind, waiver?: WaiverUse): OutcomeRow {
    return [
      KINDS.indexOf(kind),
      this.item(outcome),
      this.subject(outcome),
      this.text(outcome.found),
      this.text(outcome.expected),
      outcome.locations.map((one) => this.text(one)),
      outcome.evidence.map((one) => this.text(one)),
      waiver === undefined ? -1 : this.waiver(waiver),
    ];
  }

  private text(text: string): number {
    return this.strings.placeOf(text, () => text);
  }

  private stack({ path, template, tier }: Pick<JudgedStack, 'path' | 'template' | 'tier'>): number {
    return this.stacks.placeOf(template, () => ({ path, template, tier }));
  }

  private item({ id, item, title, area, fix, documentation }: Outcome): number {
    const { why = '', decidedBy = '' } = this.judgement.items[item] ?? {};
    return this.items.placeOf(item, () => ({ id, item, title, area, why, decidedBy, fix, documentation }));
  }

  private subject({ resource, type, path, stack, template, tier }: Outcome): number {
    return this.subjects.placeOf(JSON.stringify([template, resource, path]), () => {
      const source = this.sources.get(path);
      return [
        this.text(resource ?? ''),
        this.text(type ?? ''),
        this.text(path),
        this.stack({ path: stack, template, tier }),
        this.text(source?.file ?? ''),
        source?.line ?? 0,
      ];
    });
  }

  private waiver(waiver: WaiverUse): number {
    const { path, reason, owner, until } = waiver;
    return this.waivers.placeOf(waiver, () => ({ path, reason, owner, until }));
  }
}

function byPath<T extends Pick<Outcome, 'path' | 'item'>>(outcomes: readonly T[]): T[] {
  return [...outcomes].sort((one, other) => compare(one.path, other.path) || compare(one.item, other.item));
}

function compare(one: string, other: string): number {
  return one < other ? -1 : one > other ? 1 : 0;
}
