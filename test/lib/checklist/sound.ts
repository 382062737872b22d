import { CHECKLIST } from '../../../constructs/core/checklist';
import type { Judgement, Outcome } from '../../../lib/checklist/judgement';
import type { Resource, Template } from '../../../lib/checklist/model';
import { binds } from '../../../lib/checklist/register';
import type { TemplateIndex } from '../../../lib/checklist/template-index';

/** What is wrong with a judgement, whatever the templates were: a text for each thing. */
export function flawsOf(judgement: Judgement, index: TemplateIndex): string[] {
  const { findings, undecided, met, waived, broken, score, areas, notApplicable } = judgement;
  const outcomes = [...findings, ...undecided, ...met, ...waived];
  const templates = new Map(index.templates.map((one) => [one.file, one]));
  const subjects = outcomes.map(({ item, template, path, resource }) => [item, template, path, resource].join(' '));
  const judged = new Set(outcomes.map(({ item }) => item));
  const counted = Object.values(areas).reduce((sum, one) => sum + one.met + one.missed + one.waived + one.undecided, 0);
  return [
    ...broken.map(({ item, path, error }) => `${item} on ${path} failed: ${error.split('\n').slice(0, 4).join('\n')}`),
    ...outcomes.flatMap((one) => flawsIn(one, templates)),
    ...subjects.filter((one, at) => subjects.indexOf(one) !== at).map((one) => `${one} is judged twice`),
    ...(score === null || (Number.isInteger(score) && score >= 0 && score <= 100) ? [] : [`the score is ${score}`]),
    ...(counted === outcomes.length ? [] : [`the areas count ${counted} of ${outcomes.length} outcomes`]),
    ...notApplicable.filter((item) => judged.has(item)).map((item) => `${item} is judged and not applicable`),
  ];
}

function flawsIn(outcome: Outcome, templates: ReadonlyMap<string, Template>): string[] {
  const { item, id, state, template, resource, type, path, tier, severity, found, expected, evidence } = outcome;
  const home = templates.get(template);
  const subject = resource === null ? undefined : home?.resources.get(resource);
  const entry = CHECKLIST[item as keyof typeof CHECKLIST];
  const named = (one: string): Resource | undefined => {
    const [other, ofOther] = one.split(/#(.*)/s);
    return home?.resources.get(one) ?? templates.get(other ?? '')?.resources.get(ofOther ?? '');
  };
  const flaws: [boolean, string][] = [
    [home === undefined, `names the template ${template}, which is none`],
    [resource !== null && subject === undefined, `names the resource ${resource ?? ''}, which is none`],
    [subject !== undefined && (subject.type !== type || subject.path !== path), `calls ${resource ?? ''} ${path}`],
    [resource === null && (type !== null || home?.path !== path), `is about ${path}, which is no stack`],
    [home?.tier !== tier || !binds(entry, tier), `binds the tier ${tier}`],
    [entry.severity === 'warning' && severity !== 'warning', `is an ${severity}`],
    [id !== `Seaworthy::${item}`, `is called ${id}`],
    [found.trim() === '' || (state === 'missed' && expected.trim() === ''), `found '${found}', not '${expected}'`],
    [/\[object |undefined|NaN/.test(found + expected), `says '${found}', '${expected}'`],
    ...evidence.map((one): [boolean, string] => [named(one) === undefined, `shows ${one}, which is none`]),
  ];
  return flaws.filter(([isFlaw]) => isFlaw).map(([, what]) => `${item} on ${template} ${path} ${what}`);
}

/** What a judgement says, without the words: comparable between templates that mean the same. */
export function statesOf({ findings, undecided, met }: Judgement): string[] {
  return [...findings, ...undecided, ...met]
    .map(({ item, template, path, resource, state, severity }) =>
      [item, template, path, resource, state, severity].map(String).join(' '),
    )
    .sort();
}
