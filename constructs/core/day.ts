import { Token } from 'aws-cdk-lib';
import { isCalendarDay } from './calendar-day';

/** True for a day of the calendar, `YYYY-MM-DD`, and for a token, whose value nobody knows yet. */
export function isDay(text: string): boolean {
  return Token.isUnresolved(text) || isCalendarDay(text);
}
