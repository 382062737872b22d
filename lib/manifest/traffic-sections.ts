import { z } from 'zod';
import { ManagedRules } from '../../constructs/traffic/web-firewall-rules';
import { addressRange, day, hostName, slug, whole } from './words';

/** The section `domain`. */
export const domain = z
  .strictObject({
    name: hostName.optional().describe('Host name of the service'),
    hostedZone: z
      .strictObject({
        id: z
          .string()
          .regex(/^Z[A-Z0-9]+$/, { error: 'must be the id of a hosted zone, like Z0123456789ABCDEFGHIJ' })
          .describe('Its id'),
        name: hostName.describe('Its name, like example.com'),
      })
      .optional()
      .describe('The public hosted zone that the name lies in'),
    certificateArn: z
      .string()
      .regex(/^arn:[\w-]+:acm:[\w-]+:\d{12}:certificate\/.+$/, { error: 'must be the ARN of an ACM certificate' })
      .optional()
      .describe('A certificate that exists; default: one is made and validated in the hosted zone'),
  })
  .describe('The name that users know');

/** The section `loadBalancer`. */
export const loadBalancer = z
  .strictObject({
    access: z
      .union([
        z.enum(['public', 'internal']),
        z.array(addressRange).min(1),
        z.strictObject({ internal: z.array(addressRange).min(1).describe('Ranges of private networks') }),
      ])
      .optional()
      .describe('Who may reach the service: everybody, the network, these ranges over the internet, or private ones'),
    maintenance: z
      .union([
        z.boolean(),
        z.strictObject({
          enabled: z.boolean().describe('The switch'),
          page: z.string().max(4096).optional().describe('The page, as complete HTML'),
          retryAfterMinutes: whole(1, 1440).optional().describe('When clients may ask again'),
        }),
      ])
      .optional()
      .describe('Answer every request with 503, Retry-After and a page'),
    idleTimeoutSeconds: whole(1, 120).optional().describe('Seconds after which an idle connection is closed'),
    deletionProtection: z.boolean().optional().describe('Refuse to be deleted'),
    objectivePercent: z.number().min(50).max(99.999).optional().describe('Share of good requests in 30 days'),
    thresholds: z
      .strictObject({
        errorPercent: z.number().positive().max(99).optional().describe('Errors per hundred requests that page'),
        latencySeconds: z.number().positive().max(120).optional().describe('99th percentile that pages'),
        minimumRequests: whole(1, 1_000_000)
          .optional()
          .describe('Requests in a minute below which errors do not count'),
        minimumRequestsForLatency: whole(1, 1_000_000)
          .optional()
          .describe('Requests in five minutes below which latency does not count'),
        connectionErrors: whole(1, 1_000_000).optional().describe('Failed connections in five minutes, for a ticket'),
      })
      .optional()
      .describe('When it calls for help'),
  })
  .describe('The front door');

const strictness = z.strictObject({
  requestsPerFiveMinutes: whole(10, 2_000_000_000).optional().describe('Requests of one address in five minutes'),
  blockedAlarm: whole(1, 1_000_000_000).optional().describe('Blocked requests in five minutes, for a ticket'),
  logAll: z.boolean().optional().describe('Log the requests that it let through, too'),
  count: z
    .array(
      z.strictObject({
        group: z.enum(ManagedRules).describe('The group of managed rules'),
        rules: z.array(z.string()).optional().describe('Rules of the group; default: all of them'),
        reason: z.string().min(1).describe('Why they may not block yet'),
        owner: slug.describe('Who answers for it'),
        until: day.optional().describe('The last day that they only count'),
      }),
    )
    .optional()
    .describe('Managed rules that only count while a service comes on board; each becomes a waiver'),
});

/** The section `webFirewall`. */
export const webFirewall = z
  .union([z.boolean(), strictness])
  .describe(
    'AWS WAF: true, false, or how strict it is; default: in front of a load balancer that has public addresses',
  );
