import { z } from 'zod';
import { removal, schedule, whole } from './words';

/** One secret of the section `secrets`. */
export const secret = z
  .strictObject({
    description: z.string().optional().describe('What it is for'),
    secretName: z.string().min(1).optional().describe('Its name; default: CloudFormation names it'),
    length: whole(16, 4096).optional().describe('Characters of the generated value'),
    excludeCharacters: z.string().optional().describe('Characters that the value may not hold'),
    template: z
      .record(z.string(), z.string())
      .optional()
      .describe('Other fields of a secret that holds JSON; default: the value is plain text'),
    generatedField: z.string().min(1).optional().describe('The field of a secret that holds JSON that is generated'),
    rotateAfterDays: whole(1, 90).optional().describe('Days after which it is replaced'),
    replicaRegions: z.array(z.string()).optional().describe('Regions that hold a copy'),
    recoveryDays: whole(7, 30).optional().describe('Days in which a deletion by hand can be taken back'),
    removalPolicy: removal.optional().describe('What becomes of it when it leaves the stack'),
  })
  .describe('A generated secret');

/** The section `backup`. */
export const backup = z
  .strictObject({
    retentionDays: whole(1, 3650).optional().describe('Days that a nightly backup is kept; 35 or more in production'),
    schedule: schedule
      .optional()
      .describe('When the nightly backup starts, as cron(...) in UTC; default: a time derived from the service'),
    monthlyRetentionDays: whole(31, 36_500).optional().describe('Days that the first backup of a month is kept'),
    monthlyColdStorageAfterDays: whole(1, 36_500)
      .optional()
      .describe('Days after which a monthly backup moves to cold storage; default: never'),
    copyTo: z
      .array(
        z.string().regex(/^arn:[\w-]+:backup:[\w-]+:\d{12}:backup-vault:.+$/, {
          error: 'must be the ARN of a backup vault',
        }),
      )
      .optional()
      .describe('Vaults in other regions or accounts that get a copy of each nightly backup, by their ARNs'),
    minRetentionDays: whole(1, 3650).optional().describe('The shortest retention that the vault takes in'),
    immutableAfterDays: whole(3, 3650)
      .optional()
      .describe('Days after which nobody can lift the lock of the vault any more; default: never'),
    removalPolicy: removal.optional().describe('What becomes of the vault when it leaves the stack'),
  })
  .describe('AWS Backup of everything that is tagged for it');
