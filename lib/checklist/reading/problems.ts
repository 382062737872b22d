import { SeaworthyError } from '../../../constructs/core/errors';

const MOST = 20;

/** Throws one error that lists everything that is wrong with something; nothing where nothing is. */
export function refuse(code: string, subject: string, problems: readonly string[], fix?: string): void {
  if (problems.length === 0) {
    return;
  }
  const shown = problems.slice(0, MOST).map((problem) => `  ${problem}`);
  const left = problems.length - shown.length;
  const lines = [
    `${subject} has ${problems.length} problem${problems.length === 1 ? '' : 's'}:`,
    ...shown,
    ...(left > 0 ? [`  and ${left} more`] : []),
  ];
  throw new SeaworthyError(code, lines.join('\n'), { fix });
}

/** A value as a message quotes it: short, and never more than one line. */
export function quoted(value: unknown): string {
  if (Array.isArray(value)) {
    return 'a list';
  }
  if (typeof value === 'object' && value !== null) {
    return 'a map';
  }
  const text = JSON.stringify(value) ?? String(value);
  return text.length > 80 ? `${text.slice(0, 77)}...` : text;
}
