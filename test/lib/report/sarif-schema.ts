import { z } from 'zod';

// SARIF 2.1.0 (OASIS), as far as the report writes it. Each object takes the properties named here and no others, so
// whatever passes is SARIF; the numbers are those of the standard's sections.

/** 3.4.3: a URI reference by RFC 3986, so nothing outside its letters, and percent signs only before two digits. */
const uri = z.string().regex(/^(?:[A-Za-z0-9\-._~:/?#[\]@!$&'()*+,;=]|%[0-9A-Fa-f]{2})+$/);

/** 3.4.3: the first segment of a relative one holds no colon, or it would be a scheme. */
const fileUri = uri.refine((one) => /^(?:file:\/\/\/|[^:/]*(?:\/|$))/.test(one));

/** 3.11.5: braces of a message are placeholders unless they are doubled. */
const message = z.strictObject({
  text: z.string().refine((text) => !/(?<!\{)\{(?:\{\{)*(?!\{)|(?<!\})\}(?:\}\})*(?!\})/.test(text)),
});

/** 3.12 */
const multiformat = z.strictObject({ text: z.string().min(1), markdown: z.string().min(1).optional() });

/** 3.28, 3.29, 3.30, 3.33 */
const location = z.strictObject({
  physicalLocation: z.strictObject({
    artifactLocation: z
      .strictObject({ uri: fileUri, uriBaseId: z.enum(['%SRCROOT%', 'ASSEMBLY']).optional() })
      // 3.4.4: what a base is for is relative.
      .refine((one) => one.uri.startsWith('file:') === (one.uriBaseId === undefined)),
    region: z.strictObject({ startLine: z.int().min(1) }),
  }),
  logicalLocations: z
    .array(
      z.strictObject({
        name: z.string().min(1),
        fullyQualifiedName: z.string().min(1),
        kind: z.enum(['resource', 'module']),
      }),
    )
    .length(1),
});

/** 3.49 */
const rule = z.strictObject({
  id: z.string().min(1),
  name: z.string().regex(/^[\p{L}\p{N}]+$/u),
  shortDescription: multiformat,
  fullDescription: multiformat,
  help: multiformat,
  helpUri: uri.optional(),
  defaultConfiguration: z.strictObject({ level: z.enum(['error', 'warning']) }),
  // GitHub's code scanning takes 20 tags, and no file with more.
  properties: z.strictObject({ tags: z.array(z.string().min(1)).max(20).refine(isUnique) }),
});

/** 3.52 */
const reference = z.strictObject({ id: z.string().min(1), index: z.int().min(0) });

/** 3.35 */
const suppression = z.strictObject({
  kind: z.literal('external'),
  status: z.literal('accepted'),
  justification: z.string().min(1),
});

const common = {
  ruleId: z.string().min(1),
  ruleIndex: z.int().min(0),
  message,
  locations: z.array(location).length(1),
  partialFingerprints: z.record(z.string().min(1), z.string().regex(/^[0-9a-f]{32}:[1-9]\d*$/)),
  // 3.27.23: for all results or for none.
  suppressions: z.array(suppression).max(1),
  properties: z.strictObject({
    stack: z.string(),
    tier: z.string(),
    template: z.string(),
    found: z.string(),
    expected: z.string(),
    locations: z.array(z.string()),
    evidence: z.array(z.string()),
  }),
};

/** 3.27; by 3.27.10 a result that is no failure has no level. */
const result = z.discriminatedUnion('kind', [
  z.strictObject({ ...common, kind: z.literal('fail'), level: z.enum(['error', 'warning']) }),
  z.strictObject({ ...common, kind: z.literal('open'), level: z.literal('none') }),
]);

/** 3.58 */
const notification = z.strictObject({
  associatedRule: reference.optional(),
  level: z.enum(['error', 'warning']),
  message,
  locations: z.array(location).optional(),
  exception: z.strictObject({ message: z.string().min(1) }).optional(),
});

/** 3.20 */
const invocation = z.strictObject({
  executionSuccessful: z.boolean(),
  // 3.51
  ruleConfigurationOverrides: z
    .array(
      z.strictObject({
        descriptor: reference,
        configuration: z.strictObject({ enabled: z.literal(false) }),
        properties: z.strictObject({ reason: z.string() }),
      }),
    )
    .refine(isUnique),
  toolExecutionNotifications: z.array(notification),
});

const base = z.strictObject({ description: z.strictObject({ text: z.string() }) });

/** 3.14 */
const run = z
  .strictObject({
    tool: z.strictObject({
      driver: z.strictObject({ name: z.literal('Seaworthy'), rules: z.array(rule).refine(isUnique) }),
    }),
    invocations: z.array(invocation).length(1),
    originalUriBaseIds: z.strictObject({ '%SRCROOT%': base, ASSEMBLY: base }),
    columnKind: z.literal('utf16CodeUnits'),
    // GitHub's code scanning takes no file with more.
    results: z.array(result).max(25_000),
  })
  // 3.27.6, 3.52.5: an index names the rule of that id.
  .refine(({ tool, results, invocations }) => {
    const references = invocations.flatMap((one) => [
      ...one.ruleConfigurationOverrides.map(({ descriptor }) => descriptor),
      ...one.toolExecutionNotifications.flatMap(({ associatedRule }) => associatedRule ?? []),
    ]);
    const named = [...results.map(({ ruleId, ruleIndex }) => ({ id: ruleId, index: ruleIndex })), ...references];
    return named.every(({ id, index }) => tool.driver.rules[index]?.id === id);
  });

/** 3.13 */
export const sarifSchema = z.strictObject({
  $schema: z.literal('https://docs.oasis-open.org/sarif/sarif/v2.1.0/errata01/os/schemas/sarif-schema-2.1.0.json'),
  version: z.literal('2.1.0'),
  runs: z.array(run).length(1),
});

export type Sarif = z.infer<typeof sarifSchema>;

/** 3.7.3 */
function isUnique(values: readonly unknown[]): boolean {
  return new Set(values.map((value) => JSON.stringify(value))).size === values.length;
}
