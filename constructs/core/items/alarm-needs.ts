/** What every alarm needs besides its action, so that who adds one for an item misses no other. */
export const ALARM_NEEDS =
  'Each alarm also needs an alarmDescription with a link to a runbook (MET-07) and treatMissingData (MET-08).';
