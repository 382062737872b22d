import { z } from 'zod';
import { Baseline } from '../../constructs/core/baseline';
import { Tier } from '../../constructs/core/tier';
import { checks } from './checks-section';
import { sections } from './sections';
import { day, slug } from './words';

const alertRoute = z
  .union([
    z.string(),
    z.strictObject({
      slackWorkspaceId: z.string().describe('Id of the Slack workspace, for example T07EA123LEP'),
      slackChannelId: z.string().describe('Id of the channel, for example C07EZ1ABC23'),
    }),
  ])
  .describe('An e-mail address, an https URL, the ARN of an SNS topic, or a Slack channel');

const costCenter = z.string().min(1);
const routes = z.array(alertRoute).min(1);
const page = routes.describe('Wakes somebody up');
const ticket = routes.describe('Is read on the next working day');

const ACCOUNT = 'must be an account number of 12 digits, in quotes';

const environment = z
  .strictObject({
    tier: z.enum(Tier).describe('How much the environment matters; changes numbers, never the shape'),
    account: z
      .string({ error: ACCOUNT })
      .regex(/^\d{12}$/, { error: ACCOUNT })
      .describe('AWS account number, in quotes'),
    region: z
      .string()
      .regex(/^[a-z]{2}(-[a-z]+)+-\d$/, { error: 'must be an AWS region like eu-west-1' })
      .describe('AWS region'),
    availabilityZones: z
      .array(z.string())
      .min(2)
      .max(4)
      .optional()
      .describe('Pins the availability zones; default: the first ones of the region'),
    expires: day.optional().describe('Last day of an environment that is not meant to stay'),
    costCenter: costCenter.optional().describe('Who pays for it; default: who pays for the others'),
    alerts: z
      .strictObject({ page: page.optional(), ticket: ticket.optional() })
      .optional()
      .describe('Who is told of this environment, where it is not who is told of the others'),
    ...sections,
  })
  .describe('One environment: where it is, and which numbers differ in it');

/** The service manifest: one file that says what a service is and where it runs. */
export const manifestSchema = z
  .strictObject({
    service: slug.describe('Name of the service; becomes the tag `service`'),
    owner: slug.describe('The team that answers for it; becomes the tag `owner`'),
    costCenter: costCenter.describe('Who pays; becomes the tag `cost-center`'),
    baseline: z.enum(Baseline).optional().describe('The dated set of defaults that the service is pinned to'),
    runbooks: z.string().optional().describe('Where runbooks are found: an https URL or a path under docs/'),
    alerts: z.strictObject({ page, ticket }).describe('Who is told, and how urgently'),
    checks: checks.optional(),
    ...sections,
    environments: z
      .record(slug, environment)
      .refine((all) => Object.keys(all).length > 0, { error: 'must name at least one environment' })
      .describe('The environments by name; each may repeat any section to change it'),
  })
  .describe('Service manifest of Seaworthy');

/** A manifest as it was written. */
export type Manifest = z.infer<typeof manifestSchema>;

/** One environment as it was written. */
export type EnvironmentManifest = Manifest['environments'][string];
