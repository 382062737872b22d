import { KINDS, type Kind } from '../kinds';
import type { OutcomeRow, PageData, PageItem, PageStack, PageWaiver, SubjectRow } from '../page-data';

const TIERS = ['production', 'staging', 'development'];

/** What an outcome is about: a resource, a stack, or a place in the construct tree. */
export interface Subject {
  /** `<template>#<logical id>`; the path stands for the logical id where there is none. */
  readonly key: string;
  /** Logical id; empty where a stack or the app is meant. */
  readonly resource: string;
  readonly type: string;
  readonly path: string;
  readonly stack: PageStack;
  /** `bin/app.ts:12`; empty where nobody knows. */
  readonly source: string;
  readonly entries: Entry[];
  /** Outcomes of others that name it as evidence. */
  readonly bearsOut: Entry[];
}

/** An outcome as the page shows it. */
export interface Entry {
  readonly kind: Kind;
  readonly item: PageItem;
  readonly subject: Subject;
  readonly found: string;
  readonly expected: string;
  readonly locations: readonly string[];
  readonly evidence: readonly string[];
  readonly waiver?: PageWaiver;
  /** Everything that a search looks through, in lower case. */
  readonly text: string;
}

/** The page's data, ready to be shown. */
export interface Model extends Pick<PageData, 'areas' | 'stacks' | 'idle' | 'paste'> {
  readonly entries: readonly Entry[];
  readonly subjects: readonly Subject[];
  readonly byKey: ReadonlyMap<string, Subject>;
  readonly tiers: readonly string[];
}

/** The name under which a stack is shown and linked. */
export function stackName({ path, template }: PageStack): string {
  return path === '' ? template : path;
}

/** The key of a resource that is named as evidence in an outcome: its own template is left out there. */
export function evidenceKey(name: string, { subject }: Entry): string {
  return name.includes('#') ? name : `${subject.stack.template}#${name}`;
}

/** Puts the texts back where numbers stand for them. */
export function modelOf(data: PageData): Model {
  const subjects = data.subjects.map((row) => subjectOf(row, data));
  const entries = data.outcomes.map((row) => entryOf(row, data, subjects));
  const byKey = new Map(subjects.map((subject) => [subject.key, subject]));
  for (const entry of entries) {
    entry.subject.entries.push(entry);
    for (const name of entry.evidence) {
      const witness = byKey.get(evidenceKey(name, entry));
      if (witness !== undefined && witness !== entry.subject) {
        witness.bearsOut.push(entry);
      }
    }
  }
  const { areas, stacks, idle, paste } = data;
  return {
    areas,
    stacks,
    idle,
    paste,
    entries,
    subjects,
    byKey,
    tiers: TIERS.filter((tier) => stacks.some((stack) => stack.tier === tier)),
  };
}

function subjectOf([resource, type, path, stack, file, line]: SubjectRow, { strings, stacks }: PageData): Subject {
  const text = (at: number) => strings[at] ?? '';
  const home = stacks[stack] ?? { path: '', template: '', tier: '' };
  return {
    key: `${home.template}#${text(resource) || text(path)}`,
    resource: text(resource),
    type: text(type),
    path: text(path),
    stack: home,
    source: file === 0 ? '' : `${text(file)}:${line}`,
    entries: [],
    bearsOut: [],
  };
}

function entryOf(row: OutcomeRow, data: PageData, subjects: readonly Subject[]): Entry {
  const [kind, at, subjectAt, foundAt, expectedAt, locationsAt, evidenceAt, waiverAt] = row;
  const text = (place: number) => data.strings[place] ?? '';
  const item = data.items[at] as PageItem;
  const subject = subjects[subjectAt] as Subject;
  const [found, expected] = [text(foundAt), text(expectedAt)];
  const locations = locationsAt.map(text);
  const waiver = data.waivers[waiverAt];
  const { resource, type, path, source, stack } = subject;
  const searched = [item.id, item.title, path, resource, type, source, stack.template, found, expected, ...locations];
  return {
    kind: KINDS[kind] ?? 'undecided',
    item,
    subject,
    found,
    expected,
    locations,
    evidence: evidenceAt.map(text),
    waiver,
    text: [...searched, waiver?.reason ?? '', waiver?.owner ?? ''].join('\n').toLowerCase(),
  };
}
