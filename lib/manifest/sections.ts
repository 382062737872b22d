import { z } from 'zod';
import { instances } from './instances-section';
import { network } from './network-section';
import { backup, secret } from './keeping-sections';
import { domain, loadBalancer, webFirewall } from './traffic-sections';
import { waiver } from './waiver-section';
import { removal, slug, whole } from './words';

const logs = z
  .strictObject({
    archiveDays: whole(30, 3650).optional().describe('Days that the central archive keeps logs'),
    archiveBucket: z.string().optional().describe('Name of an archive bucket that is there already'),
    tables: z.boolean().optional().describe('Whether the archive can be queried with Athena'),
    queryLimitGib: z.number().positive().optional().describe('Gibibytes that one query may read before it is stopped'),
    removalPolicy: removal.optional().describe('What becomes of the archive when it leaves the stack'),
  })
  .describe('Where logs go, and how long they stay');

const sessions = z
  .strictObject({
    accountDefault: z
      .boolean()
      .optional()
      .describe('Make this the session document of the whole account and region (SSM-SessionManagerRunShell)'),
    idleTimeoutMinutes: whole(1, 60).optional().describe('Minutes after which an idle session ends'),
    maxDurationMinutes: whole(1, 1440).optional().describe('Minutes after which any session ends'),
  })
  .describe('Session Manager, in the place of SSH');

const percents = z.array(z.number().positive().max(1000)).min(1);

const budget = z
  .strictObject({
    monthlyLimitUsd: z
      .number()
      .positive()
      .optional()
      .describe('What the environment may cost in a month, in US dollars'),
    forecastPercent: percents.optional().describe('Percent of the limit at which a forecast becomes a ticket'),
    actualPercent: percents.optional().describe('Percent of the limit at which what was spent becomes a ticket'),
    tags: z
      .record(z.string(), z.string())
      .optional()
      .describe('Cost allocation tags whose costs count; default: service and environment'),
  })
  .describe('The limit on spending');

/** The parts of a service that may stand at the top of a manifest, for all environments, and in each environment. */
export const sections = {
  network: network.optional(),
  logs: logs.optional(),
  sessions: sessions.optional(),
  domain: domain.optional(),
  loadBalancer: loadBalancer.optional(),
  webFirewall: webFirewall.optional(),
  instances: instances.optional(),
  secrets: z.record(slug, secret).optional().describe('Generated secrets by name'),
  backup: backup.optional(),
  budget: budget.optional(),
  waive: z.array(waiver).optional().describe('Items of the checklist that are not followed, with reason and owner'),
};

/** The names of the sections. */
export const SECTION_NAMES = Object.keys(sections) as (keyof typeof sections)[];
