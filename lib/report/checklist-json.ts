import type { BrokenRule, Judgement, Outcome } from '../checklist/judgement';
import type { JudgedItem } from '../checklist/judged-item';
import { NAMESPACE } from '../checklist/register';
import type { WaiverUse } from '../checklist/waiver-use';
import { AREAS } from './areas';
import type { BrokenEntry, ChecklistDocument, FindingEntry, ItemEntry, WaiverEntry } from './checklist-schema';
import { messageOf } from './findings';

/** Grows when a key goes, or changes what it means; keys are added without. */
const VERSION = 1;

/**
 * The judgement as `checklist.json` holds it, by `checklist.schema.json`. The same judgement is the same text: nothing
 * in it changes from one synth of the same app to the next.
 */
export function checklistJson(judgement: Judgement): string {
  const { findings, undecided, waived, met, notApplicable, score, broken, waivers, areas, stacks, items, off } =
    judgement;
  const document: ChecklistDocument = {
    version: VERSION,
    score,
    areas: Object.fromEntries(
      Object.entries(areas).map(([area, counts]) => [area, { name: AREAS[area] ?? area, ...counts }]),
    ),
    stacks: stacks.map(({ path, template, tier, region, account, resources }) => ({
      path,
      template,
      tier,
      region,
      account,
      resources,
    })),
    findings: findings.map(withExpected),
    broken: broken.map(brokenEntry),
    undecided: undecided.map(entry),
    waived: waived.map((one) => ({ ...withExpected(one), waiver: waiverEntry(one.waiver) })),
    met: met.map(({ id, resource, path, template, found, evidence }) => ({
      id,
      resource,
      path,
      template,
      found,
      evidence: [...evidence],
    })),
    notApplicable: notApplicable.map(namespaced),
    off: off.map(({ id, title, reason }) => ({ id, title, reason })),
    waivers: waivers.map(waiverEntry),
    items: Object.fromEntries(Object.entries(items).map(([item, texts]) => [namespaced(item), itemEntry(texts)])),
  };
  return JSON.stringify(document);
}

function withExpected(outcome: Outcome): FindingEntry {
  return { ...entry(outcome), expected: outcome.expected };
}

function entry(outcome: Outcome): Omit<FindingEntry, 'expected'> {
  const { id, severity, resource, path, template, fix, title, type, stack, tier, found, documentation, source } =
    outcome;
  return {
    id,
    severity,
    resource,
    path,
    template,
    message: messageOf(outcome),
    fix,
    title,
    type,
    stack,
    tier,
    found,
    locations: [...outcome.locations],
    evidence: [...outcome.evidence],
    documentation,
    source: source && { file: source.file, line: source.line },
  };
}

function brokenEntry({ id, resource, path, template, error }: BrokenRule): BrokenEntry {
  return { id, resource, path, template, error };
}

function waiverEntry(waiver: WaiverUse): WaiverEntry {
  const { item, path, reason, owner, until, isExpired, isBare, isKnown, isRelevant, matched } = waiver;
  return { id: namespaced(item), path, reason, owner, until, isExpired, isBare, isKnown, isRelevant, matched };
}

function itemEntry({ title, area, severity, tiers, why, decidedBy, fix, documentation }: JudgedItem): ItemEntry {
  return { title, area, severity, tiers, why, decidedBy, fix, documentation };
}

function namespaced(item: string): string {
  return `${NAMESPACE}::${item}`;
}
