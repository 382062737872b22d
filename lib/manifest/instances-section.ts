import { z } from 'zod';
import { isImmutableImage } from '../../constructs/compute/artifact';
import { OFF_HOURS_RULES } from '../../constructs/cost/off-hours';
import { keysJudgedBy } from './judged-by';
import { urlPath, variableName, whole } from './words';

const artifact = z.union([
  z.strictObject({ asset: z.string().describe('A folder, relative to the manifest') }),
  z.strictObject({ bucket: z.string().describe('Name of a bucket'), key: z.string().describe('Key of an object') }),
  z.strictObject({
    image: z
      .string()
      .refine(isImmutableImage, { error: 'must end in a digest or in a tag other than latest' })
      .describe('A container image with a tag that never moves, or a digest'),
  }),
]);

const imageOptions = {
  architecture: z.enum(['arm64', 'x86_64']).optional().describe('The processor that the image is built for'),
  rootDevice: z.string().optional().describe('The device that the image boots from, like /dev/xvda'),
};

const image = z.union([
  z.strictObject({
    ssmParameter: z.string().describe('Name of a parameter that holds the id of an image'),
    ...imageOptions,
  }),
  z.strictObject({
    id: z
      .string()
      .regex(/^ami-[0-9a-f]{8,17}$/, { error: 'must be the id of an image, like ami-0abcdef1234567890' })
      .describe('Id of an image'),
    ...imageOptions,
  }),
]);

const capacity = z.strictObject({
  min: whole(1, 1000).optional().describe('Fewest instances'),
  max: whole(1, 1000).optional().describe('Most instances'),
});

const scaling = z.strictObject({
  cpuPercent: whole(10, 90).optional().describe('CPU utilisation that the group aims at'),
  requestsPerTarget: whole(1, 10_000_000).optional().describe('Requests a minute per instance that the group aims at'),
  offHours: z
    .strictObject({
      stop: z.string().describe('Cron expression of five fields at which the instances stop'),
      start: z.string().describe('Cron expression of five fields at which they start again'),
      timeZone: z.string().describe('IANA time zone of both, like Europe/Berlin'),
    })
    .superRefine(keysJudgedBy(OFF_HOURS_RULES))
    .optional()
    .describe('Hours in which nobody needs the service'),
});

const lifecycle = z.strictObject({
  bootTimeoutSeconds: whole(120, 7200).optional().describe('An instance that does not serve by then is thrown away'),
  warmupSeconds: whole(1, 3600).optional().describe('Seconds until the load of a new instance counts'),
  healthCheckGraceSeconds: whole(1, 7200)
    .optional()
    .describe('Seconds in which a new instance may fail its health check'),
  stopTimeoutSeconds: whole(1, 3600).optional().describe('Seconds between SIGTERM and SIGKILL'),
  maxInstanceLifetimeDays: whole(1, 30).optional().describe('Age at which an instance is replaced'),
  bakeTimeSeconds: whole(0, 172_800).optional().describe('Seconds that a finished release is watched'),
  rollbackOnAlarms: z
    .boolean()
    .optional()
    .describe('Alarms stop a release and roll it back; false for one that mends what rings, with DEP-02 waived'),
  maxHealthyPercentage: whole(110, 200).optional().describe('Percent of the capacity while a release is under way'),
  keepAliveSeconds: whole(2, 4000).optional().describe("The application's keep-alive; above the idle timeout"),
});

const route = z.strictObject({
  hosts: z.array(z.string()).optional().describe('Host names whose requests come here'),
  paths: z.array(urlPath).optional().describe('Paths whose requests come here'),
  priority: whole(2, 9999).optional().describe('Place of the listener rule'),
  healthyCodes: z.string().optional().describe('Status codes of a healthy target, like 200-299'),
  deregistrationDelaySeconds: whole(5, 120).optional().describe('Seconds for requests in flight'),
  slowStartSeconds: whole(30, 900).optional().describe('Seconds in which a new target warms up'),
});

/** The section `instances`. */
export const instances = z
  .strictObject({
    artifact: artifact.optional().describe('What to run'),
    command: z.string().optional().describe('The command that starts it, with an absolute path'),
    packages: z.array(z.string()).optional().describe('Packages of the operating system'),
    port: whole(1, 65535).optional().describe('The port that the application listens on'),
    healthCheckPath: urlPath.optional().describe('The path that answers 200 when it can serve'),
    instanceType: z
      .string()
      .regex(/^[a-z][a-z0-9-]*\d[a-z0-9-]*\.[a-z0-9-]+$/, { error: 'must be an EC2 instance type like m8g.large' })
      .optional()
      .describe('EC2 instance type'),
    image: image.optional().describe('The machine image; default: Amazon Linux 2023'),
    capacity: capacity.optional().describe('How many instances there are'),
    scaling: scaling.optional().describe('What their number follows'),
    lifecycle: lifecycle.optional().describe('How instances come, stay and go'),
    route: route.optional().describe('Which requests come here'),
    variables: z.record(variableName, z.string()).optional().describe('Environment variables in plain text'),
    secrets: z
      .record(variableName, z.string())
      .optional()
      .describe(
        'Environment variables from secrets: a name of the section secrets or an ARN; #field for one JSON field',
      ),
    parameters: z.record(variableName, urlPath).optional().describe('Environment variables from Parameter Store'),
  })
  .describe('The service itself, on an auto scaling group');
