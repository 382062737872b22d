import { passes, type Judgement } from '../checklist/judgement';
import { plain, type Paint } from './paint';

/** One sentence: whether the app may sail, what stands in the way, and how much is met. */
export function verdict(judgement: Judgement, paint: Paint = plain): string {
  const { findings, broken, undecided, waived, off, score } = judgement;
  const errors = findings.filter(({ severity }) => severity === 'error').length;
  const inTheWay = [
    ...some(broken.length, 'broken rule'),
    ...some(errors, 'error'),
    ...some(findings.length - errors, 'warning'),
  ];
  const beside = [
    score === null ? 'nothing to judge' : `${score} % met`,
    ...(undecided.length === 0 ? [] : [`${undecided.length} undecided`]),
    ...(waived.length === 0 ? [] : [`${waived.length} waived`]),
    ...(off.length === 0 ? [] : [`${off.length} switched off`]),
  ];
  const mayPass = passes(judgement);
  const counts = [inTheWay, beside].filter((part) => part.length > 0).map((part) => part.join(', '));
  const text = `${mayPass ? 'Seaworthy' : 'Not seaworthy yet'}: ${counts.join('; ')}`;
  return paint(mayPass ? (inTheWay.length === 0 ? 'good' : 'warning') : 'bad', text);
}

function some(count: number, what: string): string[] {
  return count === 0 ? [] : [`${count} ${what}${count === 1 ? '' : 's'}`];
}
