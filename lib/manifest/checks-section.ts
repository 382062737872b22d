import { z } from 'zod';

/** How an item is set, for editors; what is wrong in a setting is told in the words of the checklist, see `checks.ts`. */
const setting = z.union([
  z.enum(['error', 'warning']),
  z
    .strictObject({
      severity: z.enum(['error', 'warning']).optional().describe('The severity of every finding of the item'),
      tiers: z.enum(['all', 'production']).optional().describe('Whether it binds everywhere or in production only'),
    })
    .meta({ minProperties: 1 }),
  z.strictObject({ off: z.string().min(1).describe('Why it is not asked; stands in every report') }),
]);

const { anyOf } = z.toJSONSchema(setting, { io: 'input' });

/** The section `checks`. */
export const checks = z
  .strictObject({
    checklist: z
      .boolean()
      .optional()
      .describe('Whether the production checklist judges the app at synth; default: it does'),
    awsSolutions: z
      .boolean()
      .optional()
      .describe('Whether the AwsSolutions rules of cdk-nag judge it too; default: they do'),
    incrementalValidation: z
      .boolean()
      .optional()
      .describe("Whether the CDK's validation remembers its verdict on each template; default: it does"),
    profile: z
      .string()
      .min(1)
      .optional()
      .describe(
        "The organisation's profile: the path of a YAML or JSON file or of a module, from the folder of the manifest",
      ),
    items: z
      .record(z.string(), z.unknown().meta({ anyOf }))
      .optional()
      .describe(
        'Settings by item, like NET-08: error, of the checklist or of a rule of the profile, whose setting they replace',
      ),
  })
  .describe('What judges the app at synth, all environments alike');
