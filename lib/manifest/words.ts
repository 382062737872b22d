import { z } from 'zod';
import { isDay } from '../../constructs/core/day';
import { CIDR_RULES } from '../../constructs/network/cidr';
import { cidrProblem } from '../../constructs/traffic/cidr';
import { COMPLETE, textJudgedBy } from './judged-by';
import { shortened } from './show';

const DAY = /^\d{4}-\d{2}-\d{2}$/;
const RANGE = /^[0-9a-fA-F.:]+\/\d{1,3}$/;
const CIDR = /^(\d{1,3}\.){3}\d{1,3}\/\d{1,2}$/;

const range = z.string().regex(CIDR, { error: 'must be an IPv4 range like 10.0.0.0/16', abort: true });

/** The IPv4 range of a new VPC. */
export const vpcCidr = range.superRefine(textJudgedBy(CIDR_RULES, (text) => ({ cidr: text })));

/** The IPv4 range of a VPC that is there already, which may be smaller than one of ours. */
export const existingCidr = range.superRefine(
  textJudgedBy(
    CIDR_RULES.filter(({ code }) => code !== 'CidrPrefixOutOfRange'),
    (text) => ({ cidr: text }),
  ),
);

/** A range of addresses, IPv4 or IPv6. */
export const addressRange = z
  .string()
  .regex(RANGE, { error: 'must be an address range like 203.0.113.0/24', abort: true })
  .superRefine((text, context) => {
    const problem = cidrProblem(text);
    if (problem !== undefined) {
      const message = shortened(`must be a sound address range: ${problem}`, text);
      context.addIssue({ code: 'custom', message, params: COMPLETE });
    }
  });

const FIELD = '[\\w*,/?#-]+';

/** When something happens that repeats, as EventBridge and AWS Backup write it: cron with six fields, or a rate. */
export const schedule = z
  .string()
  .regex(new RegExp(`^(cron\\((${FIELD} ){5}${FIELD}\\)|rate\\([1-9]\\d* (minute|hour|day)s?\\))$`), {
    error: 'must be a schedule of six fields like cron(30 3 * * ? *)',
  });

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
