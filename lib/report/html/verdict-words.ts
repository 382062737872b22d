import { passes, type Judgement } from '../../checklist/judgement';
import { counted } from './kinds';

/** What a judgement comes to, in words. */
export interface VerdictWords {
  /** `Seaworthy` or what it is instead. */
  readonly headline: string;
  /** What stands in the way, or that nothing does. */
  readonly sentence: string;
  readonly tone: 'fair' | 'foul' | 'calm';
}

/** The verdict: two or three words, and one sentence. */
export function verdictWords(judgement: Judgement): VerdictWords {
  const { findings, undecided, waived, met, broken } = judgement;
  const errors = findings.filter(({ severity }) => severity === 'error').length;
  const warnings = findings.length - errors;
  if (findings.length + undecided.length + waived.length + met.length + broken.length === 0) {
    return {
      headline: 'Nothing to judge',
      sentence: 'No promise of the checklist speaks of anything in these templates.',
      tone: 'calm',
    };
  }
  const missed = list([
    ...(broken.length === 0 ? [] : [`${counted(broken.length, 'rule')} failed`]),
    ...(errors === 0 ? [] : [`${counted(errors, 'error')} ${errors === 1 ? 'stands' : 'stand'} in the way`]),
    ...(warnings === 0 ? [] : [`${counted(warnings, 'warning')} ${warnings === 1 ? 'wants' : 'want'} a look`]),
  ]);
  const open = list([
    ...(warnings === 0 ? [] : [counted(warnings, 'warning')]),
    ...(undecided.length > 0 ? [`${counted(undecided.length, 'promise')} that only the deployment decides`] : []),
    ...(waived.length === 0 ? [] : [counted(waived.length, 'waived finding')]),
  ]);
  if (!passes(judgement)) {
    return { headline: 'Not seaworthy yet', sentence: `${missed}.`, tone: 'foul' };
  }
  return {
    headline: 'Seaworthy',
    sentence: open === '' ? 'Fair winds: every promise is met.' : `No error is left; ${open} to keep an eye on.`,
    tone: 'fair',
  };
}

function list(parts: readonly string[]): string {
  return parts.length < 2 ? parts.join('') : `${parts.slice(0, -1).join(', ')} and ${parts.at(-1) ?? ''}`;
}
