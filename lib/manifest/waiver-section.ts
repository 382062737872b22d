import { z } from 'zod';
import { CHECKLIST } from '../../constructs/core/checklist';
import { WAIVER_RULES } from '../../constructs/core/waivers';
import { COMPLETE, keysJudgedBy } from './judged-by';
import { show } from './show';
import { nearest } from '../spelling/suggest';
import { day, slug } from './words';

const OURS = 'Seaworthy::';
const IDS = Object.keys(CHECKLIST);

/** One entry of the section `waive`. */
export const waiver = z
  .strictObject({
    item: z.string().superRefine(checkItem).describe('The finding that is waived, like Seaworthy::NET-05'),
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

/** Names the pack, and where the pack is ours, an item that there is. */
function checkItem(item: string, context: z.core.$RefinementCtx<string>): void {
  const [pack = '', id] = item.split('::', 2);
  const isForeign = id !== undefined && `${pack}::`.toLowerCase() !== OURS.toLowerCase();
  if (item === `${OURS}${id}` && IDS.includes(id ?? '')) {
    return;
  }
  if (isForeign && /^[\w-]+::.+/.test(item)) {
    return;
  }
  const near = isForeign ? undefined : nearest((id ?? item).toUpperCase(), IDS);
  const advice = near === undefined ? '; docs/checklist.md lists the items' : `; did you mean '${OURS}${near}'?`;
  const allowed =
    id === undefined ? 'name the pack and the rule, like Seaworthy::NET-05' : 'be an item of the checklist';
  context.addIssue({ code: 'custom', message: `must ${allowed}, got ${show(item)}${advice}`, params: COMPLETE });
}
