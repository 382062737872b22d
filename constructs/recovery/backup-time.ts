import { createHash } from 'node:crypto';

/** A time of the night, in UTC. */
export interface BackupTime {
  readonly hour: number;
  readonly minute: number;
}

/** The hours in which backups start. */
const NIGHT = 6;

/**
 * A time between 00:01 and 05:59, always the same for the same name and spread over names: the backups of an account do
 * not all start together, and none at the full hour, when everybody else's do.
 */
export function backupTime(name: string): BackupTime {
  const number = createHash('sha256').update(name).digest().readUInt32BE(0);
  return { hour: number % NIGHT, minute: 1 + (Math.floor(number / NIGHT) % 59) };
}
