import { SeaworthyError } from '../../../constructs/core/errors';

/** How many problems or notes of one file are shown; of all others only the number. */
export const MOST = 20;

/** Problems of one text, of which only those that are shown are put into words. */
export class Problems {
  public count = 0;
  private readonly told: string[] = [];

  /** The first ones. */
  public get shown(): readonly string[] {
    return this.told;
  }

  public add(tell: () => string): void {
    this.count += 1;
    if (this.told.length < MOST) {
      this.told.push(tell());
    }
  }
}

/** Throws one error that lists everything that is wrong with something; nothing where nothing is. */
export function refuse(code: string, subject: string, problems: readonly string[] | Problems, fix?: string): void {
  const count = problems instanceof Problems ? problems.count : problems.length;
  if (count === 0) {
    return;
  }
  const shown = problems instanceof Problems ? problems.shown : problems.slice(0, MOST);
  const left = count - shown.length;
  const lines = [
    `${subject} has ${count} problem${count === 1 ? '' : 's'}:`,
    ...shown.map((problem) => `  ${problem}`),
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
