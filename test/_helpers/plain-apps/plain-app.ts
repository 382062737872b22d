import { App, type Stack, type StackProps } from 'aws-cdk-lib';
import type { Construct } from 'constructs';
import type { Judgement, Outcome } from '../../../lib/checklist/judgement';
import { judgementOf } from '../../../lib/testing/judged';
import { PLACE } from '../stack';

/** Paths within the stack, by item; the stack itself is a dot. */
export type Findings = Readonly<Record<string, readonly string[]>>;

/** What is missed, met and undecided, by area. */
export type Counts = Readonly<Record<string, readonly [missed: number, met: number, undecided: number]>>;

/** What the checklist says of an app, under no feature flags and under the recommended ones. */
export interface Picture {
  readonly findings: Findings;
  readonly withoutFlagsOnly: Findings;
  readonly withFlagsOnly: Findings;
  readonly countsWithoutFlags: Counts;
  readonly countsWithFlags: Counts;
}

type PlainStack = new (scope: Construct, id: string, props?: StackProps) => Stack;

const ZONES = { [`availability-zones:account=${PLACE.account}:region=${PLACE.region}`]: ['a', 'b', 'c'].map(zone) };

/** The judgement on an app of one plain stack. */
export function judgementOfPlain(plain: PlainStack, id: string, flags: Record<string, unknown>): Judgement {
  const app = new App({ context: { ...flags, ...ZONES }, analyticsReporting: true });
  return judgementOf(new plain(app, id, { env: PLACE }));
}

export function findingsBy(outcomes: readonly Outcome[]): Findings {
  const found: Record<string, string[]> = {};
  for (const { item, path, stack } of outcomes) {
    (found[item] ??= []).push(path === stack ? '.' : path.slice(stack.length + 1));
  }
  return sorted(found);
}

/** All findings of both. */
export function together(one: Findings, other: Findings): Findings {
  const items = new Set([...Object.keys(one), ...Object.keys(other)]);
  return sorted(Object.fromEntries([...items].map((item) => [item, [...(one[item] ?? []), ...(other[item] ?? [])]])));
}

/** Areas in which nothing applies are left out. */
export function countsOf({ areas }: Judgement): Counts {
  return Object.fromEntries(
    Object.entries(areas)
      .map(([area, { missed, met, undecided }]) => [area, [missed, met, undecided]] as const)
      .filter(([, counts]) => counts.some((count) => count > 0)),
  );
}

function sorted(findings: Findings): Findings {
  return Object.fromEntries(
    Object.entries(findings)
      .sort(([one], [other]) => (one < other ? -1 : 1))
      .map(([item, paths]) => [item, [...paths].sort()]),
  );
}

function zone(letter: string): string {
  return `${PLACE.region}${letter}`;
}
