import { z } from 'zod';
import { isDay } from '../../constructs/core/day';

const DAY = /^\d{4}-\d{2}-\d{2}$/;
const RANGE = /^[0-9a-fA-F.:]+\/\d{1,3}$/;
const CIDR = /^(\d{1,3}\.){3}\d{1,3}\/\d{1,2}$/;

/** An IPv4 range. */
export const cidr = z.string().regex(CIDR, { error: 'must be an IPv4 range like 10.0.0.0/16' });

/** A range of addresses, IPv4 or IPv6. */
export const addressRange = z.string().regex(RANGE, { error: 'must be an address range like 203.0.113.0/24' });

/** A day of the calendar. */
export const day = z
  .string()
  .regex(DAY, { error: 'must be a day like 2027-03-31' })
  .refine(isDay, { error: 'must be a day like 2027-03-31' });

/** What becomes of something that leaves its stack. */
export const removal = z.enum(['retain', 'destroy']);

/** A name that becomes part of names and tags in AWS. */
export const slug = z.string().regex(/^[a-z][a-z0-9-]{1,30}[a-z0-9]$/, {
  error: 'must be 3 to 32 lower-case letters, digits and hyphens, beginning with a letter',
});

/** The name of an environment variable. */
export const variableName = z
  .string()
  .regex(/^[A-Z_][A-Z0-9_]*$/, { error: 'an environment variable is written in capitals, digits and underscores' });

/** A host name with at least one dot. */
export const hostName = z
  .string()
  .regex(/^(\*\.)?([a-z0-9-]+\.)+[a-z]{2,}$/, { error: 'must be a host name like orders.example.com' });

/** A path of a URL. */
export const urlPath = z.string().regex(/^\/\S*$/, { error: 'must be a path that begins with /' });

/** A whole number in a range. */
export function whole(least: number, most: number): z.ZodInt {
  return z.int().min(least).max(most);
}
