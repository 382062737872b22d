import { z } from 'zod';
import { WAIVER_RULES } from '../../constructs/core/waivers';
import { keysJudgedBy } from './judged-by';
import { day, slug } from './words';

/** One entry of the section `waive`; what `item` may be depends on the profile, see `meaning-waivers.ts`. */
export const waiver = z
  .strictObject({
    item: z.string().describe('The finding that is waived, like Seaworthy::NET-05'),
    reason: z.string().min(1).describe('Why, in a sentence that a reviewer can judge'),
    owner: slug.describe('Who answers for it'),
    until: day.optional().describe('The last day that it holds'),
    at: z
      .string()
      .regex(/^[^/]+(\/[^/]+)*$/, { error: 'must be a path below the environment, like Platform/LogArchive' })
      .optional()
      .describe('What it covers: a path below the environment, like Platform/LogArchive; default: all of it'),
  })
  .superRefine(keysJudgedBy(WAIVER_RULES.filter(({ code }) => code !== 'WaiverWithoutNamespace')))
  .describe('A rule that is not followed, with reason and owner');
