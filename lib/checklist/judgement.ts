import type { Tier } from '../../constructs/core/tier';
import type { JudgedItem, SwitchedOff } from './judged-item';
import type { FindingSeverity, State } from './rule';
import type { Source } from './source';
import type { WaiverUse } from './waiver-use';

/** What was found on one resource for one item. Everything in it is plain data. */
export interface Outcome {
  /** `Seaworthy::NET-03` */
  readonly id: string;
  /** `NET-03` */
  readonly item: string;
  readonly area: string;
  readonly state: State;
  readonly severity: FindingSeverity;
  /** The promise. */
  readonly title: string;
  /** Logical id; null where a stack or the app is meant. */
  readonly resource: string | null;
  readonly type: string | null;
  /** Path of the construct. */
  readonly path: string;
  /** Path of the stack. */
  readonly stack: string;
  /** The template's file, relative to the assembly. */
  readonly template: string;
  /** The tier that it was judged by. */
  readonly tier: Tier;
  readonly found: string;
  readonly expected: string;
  readonly fix: string;
  /** A page on the matter; empty where an extra rule names none. */
  readonly documentation: string;
  /** Where the construct was made, if the CDK knows it and it is no met promise. */
  readonly source?: Source;
  readonly locations: readonly string[];
  /** The waiver that covered it until it ended. */
  readonly ended?: WaiverUse;
  /** The logical ids that meet the promise, or that were looked at; `<template>#<id>` for those of another template. */
  readonly evidence: readonly string[];
}

/** A finding that somebody waived. */
export interface WaivedOutcome extends Outcome {
  readonly waiver: WaiverUse;
}

/** A rule that failed itself. */
export interface BrokenRule {
  readonly id: string;
  readonly item: string;
  readonly resource: string | null;
  readonly path: string;
  readonly template: string;
  readonly error: string;
}

/** A template that was judged. */
export interface JudgedStack {
  readonly path: string;
  readonly template: string;
  readonly tier: Tier;
  readonly region?: string;
  readonly account?: string;
  /** How many resources it declares. */
  readonly resources: number;
}

/** How many outcomes of each kind there are. */
export interface Counts {
  readonly met: number;
  readonly missed: number;
  readonly waived: number;
  readonly undecided: number;
}

/** Everything that the checklist says of an app. */
export interface Judgement {
  readonly findings: readonly Outcome[];
  readonly undecided: readonly Outcome[];
  readonly waived: readonly WaivedOutcome[];
  readonly met: readonly Outcome[];
  /** Items that apply to nothing in the app. */
  readonly notApplicable: readonly string[];
  readonly broken: readonly BrokenRule[];
  /** Every waiver of this pack's items, used or not. */
  readonly waivers: readonly WaiverUse[];
  readonly areas: Readonly<Record<string, Counts & { readonly notApplicable: number }>>;
  /** The stacks of the app, nested ones behind their parents. */
  readonly stacks: readonly JudgedStack[];
  /** What was asked, by item. */
  readonly items: Readonly<Record<string, JudgedItem>>;
  /** What a profile switched off. */
  readonly off: readonly SwitchedOff[];
  /** Percentage of what is decided that is met; null where nothing is decided. */
  readonly score: number | null;
}

/** True when the app may sail: nothing of severity error is missed, and no rule failed. */
export function passes({ findings, broken }: Pick<Judgement, 'findings' | 'broken'>): boolean {
  return broken.length === 0 && findings.every(({ severity }) => severity !== 'error');
}
