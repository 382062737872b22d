import { Token } from 'aws-cdk-lib';

/** True for a day of the calendar, `YYYY-MM-DD`, and for a token, whose value nobody knows yet. */
export function isDay(text: string): boolean {
  return Token.isUnresolved(text) || (/^\d{4}-\d{2}-\d{2}$/.test(text) && isoDayOf(text) === text);
}

function isoDayOf(text: string): string | undefined {
  const time = Date.parse(`${text}T00:00:00Z`);
  return Number.isNaN(time) ? undefined : new Date(time).toISOString().slice(0, 10);
}
