import type { Judgement, Outcome } from '../checklist/judgement';
import { messageOf } from './findings';

/** The judgement as `checklist.json` holds it. Nothing in it changes from one synth of the same app to the next. */
export function checklistJson({
  findings,
  undecided,
  waived,
  met,
  notApplicable,
  score,
  broken,
  waivers,
  areas,
}: Judgement): string {
  return JSON.stringify({
    score,
    areas,
    findings: findings.map(withMessage),
    broken,
    undecided: undecided.map(place),
    waived: waived.map((one) => ({ ...withMessage(one), waiver: one.waiver })),
    met: met.map(({ id, resource, path, template, found, evidence }) => ({
      id,
      resource,
      path,
      template,
      found,
      evidence,
    })),
    notApplicable,
    waivers,
  });
}

function withMessage(outcome: Outcome) {
  return { ...place(outcome), message: messageOf(outcome), expected: outcome.expected, fix: outcome.fix };
}

function place({ id, severity, title, resource, type, path, stack, template, found, locations }: Outcome) {
  return { id, severity, title, resource, type, path, stack, template, found, locations };
}
