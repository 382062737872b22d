import { z } from 'zod';

// Objects are open: a reader of one version must not trip over a key that a later release adds.

const count = z.int().nonnegative();
const id = z.string().meta({ description: 'Id of the item with its namespace, like Seaworthy::NET-03' });
const resource = z
  .string()
  .nullable()
  .meta({ description: 'Logical id of the resource; null where a stack or the app is meant' });
const path = z.string().meta({ description: 'Path of the construct; empty for the app' });
const template = z.string().meta({ description: 'File of the template, relative to the folder of the templates' });
const severity = z
  .enum(['error', 'warning'])
  .meta({ description: 'An error fails synth and check, a warning is reported' });
const tier = z.enum(['production', 'staging', 'development']).meta({ description: 'The tier that it was judged by' });
const title = z.string().meta({ description: 'The promise, in one short sentence' });
const fix = z.string().meta({ description: 'How to meet it' });
const found = z.string().meta({ description: 'What stands there, with the actual values' });
const documentation = z.string().meta({ description: 'Address of a page on the matter; empty where there is none' });
const evidence = z
  .array(z.string())
  .meta({ description: 'Logical ids that meet it or were looked at; <template>#<id> for those of other templates' });

const source = z
  .object({
    file: z.string().meta({ description: 'Relative to the working directory where it lies below it' }),
    line: z.int().positive().meta({ description: 'From 1' }),
  })
  .meta({ id: 'Source', description: 'The line of the program that made the construct; absent where nobody knows' });

const waiver = z
  .object({
    id,
    path: path.meta({ description: 'Path of the construct that it stands on; it covers everything below' }),
    reason: z.string().meta({ description: 'The reason without owner and end date' }),
    owner: z.string().optional().meta({ description: 'Who answers for it' }),
    until: z.string().optional().meta({ description: 'The last day that it holds, YYYY-MM-DD' }),
    isExpired: z.boolean().meta({ description: 'True when it has ended: it waives nothing any more' }),
    isBare: z.boolean().meta({ description: 'True when it was written without the namespace' }),
    isKnown: z.boolean().meta({ description: 'False where no item has the id' }),
    isRelevant: z
      .boolean()
      .meta({ description: 'True where the item binds a stack that the waiver stands in or above' }),
    matched: count.meta({ description: 'How many findings it covers, or would cover had it not ended' }),
  })
  .meta({ id: 'Waiver', description: 'A waiver, and what became of it' });

const undecided = z
  .object({
    id,
    severity,
    resource,
    path,
    template,
    message: z.string().meta({ description: 'The whole matter in one sentence' }),
    fix,
    title,
    type: z.string().nullable().meta({ description: 'Type of the resource; null where a stack or the app is meant' }),
    stack: z.string().meta({ description: 'Path of the stack' }),
    tier,
    found,
    locations: z.array(z.string()).meta({ description: 'Paths within the resource, like Properties.MaxSize' }),
    evidence,
    documentation,
    source: source.optional(),
  })
  .meta({ id: 'Undecided', description: 'What nobody can tell before the deployment' });

const finding = undecided
  .extend({ expected: z.string().meta({ description: 'What should stand there' }) })
  .meta({ id: 'Finding', description: 'An item that is missed' });

const waived = finding
  .extend({ waiver })
  .meta({ id: 'Waived', description: 'An item that is missed, and a waiver that holds' });

const met = z
  .object({ id, resource, path, template, found, evidence })
  .meta({ id: 'Met', description: 'An item that is met' });

const broken = z
  .object({ id, resource, path, template, error: z.string().meta({ description: 'The error, with its stack' }) })
  .meta({ id: 'Broken', description: 'A rule that failed itself: nothing is known of its item here' });

const item = z
  .object({
    title,
    area: z.string().meta({ description: 'Key of its area in areas' }),
    severity,
    tiers: z.enum(['all', 'production']).meta({ description: 'Whether it binds everywhere or in production only' }),
    why: z.string().meta({ description: 'What goes wrong without it; empty where nothing is said' }),
    decidedBy: z.string().meta({ description: 'What in a template decides it; empty where nothing is said' }),
    fix,
    documentation,
  })
  .meta({ id: 'Item', description: 'The texts of an item, by the profile of the app' });

const area = z
  .object({
    name: z.string().meta({ description: 'What the area is about' }),
    met: count,
    missed: count,
    waived: count,
    undecided: count,
    notApplicable: count.meta({ description: 'How many of its items apply to nothing in the app' }),
  })
  .meta({ id: 'Area', description: 'How many outcomes of each kind an area has' });

const stack = z
  .object({
    path,
    template,
    tier,
    region: z.string().optional().meta({ description: 'Absent where nobody knows' }),
    account: z.string().optional().meta({ description: 'Absent where nobody knows' }),
    resources: count.meta({ description: 'How many resources it declares' }),
  })
  .meta({ id: 'Stack', description: 'A template that was judged; nested ones stand behind their parents' });

const off = z
  .object({ id, title, reason: z.string().meta({ description: 'Why it binds nobody' }) })
  .meta({ id: 'SwitchedOff', description: 'An item that the profile switched off' });

/** What `checklist.json` holds. Only generation and tests load it: the texts of a synth are written without. */
export const checklistSchema = z.object({
  version: z.literal(1).meta({ description: 'Grows when a key goes or changes what it means; keys are added without' }),
  score: z
    .int()
    .min(0)
    .max(100)
    .nullable()
    .meta({ description: 'Percentage of what is decided that is met, rounded down; null where nothing is decided' }),
  areas: z.record(z.string(), area).meta({ description: 'Sums by area' }),
  stacks: z.array(stack).meta({ description: 'The stacks that were judged' }),
  findings: z.array(finding).meta({ description: 'What is missed: errors first, then by path' }),
  broken: z.array(broken).meta({ description: 'Rules that failed themselves; any of them fails synth and check' }),
  undecided: z
    .array(undecided)
    .meta({ description: 'What nobody can tell before the deployment; never counted as met' }),
  waived: z.array(waived).meta({ description: 'What is missed and waived' }),
  met: z.array(met).meta({ description: 'What is met, and by what' }),
  notApplicable: z.array(id).meta({ description: 'Items that apply to nothing in the app' }),
  off: z.array(off).meta({ description: 'Items that the profile switched off' }),
  waivers: z.array(waiver).meta({ description: 'The register: every waiver of these items, used or not' }),
  items: z.record(id, item).meta({ description: 'The texts of every item, by id' }),
});

export type ChecklistDocument = z.infer<typeof checklistSchema>;
export type FindingEntry = z.infer<typeof finding>;
export type BrokenEntry = z.infer<typeof broken>;
export type WaiverEntry = z.infer<typeof waiver>;
export type ItemEntry = z.infer<typeof item>;

/** The published schema of `checklist.json`. */
export function checklistJsonSchema(): object {
  return {
    $schema: 'https://json-schema.org/draft/2020-12/schema',
    title: 'Seaworthy checklist.json',
    description: 'The judgement of the production checklist on an app',
    ...z.toJSONSchema(checklistSchema, { io: 'input', target: 'draft-2020-12' }),
  };
}
