import { z } from 'zod';
import { manifestSchema } from './schema';

/** The JSON Schema of the manifest, for editors: made from the very schema that checks it. */
export function manifestJsonSchema(): object {
  return {
    $schema: 'https://json-schema.org/draft/2020-12/schema',
    title: 'Seaworthy service manifest',
    ...z.toJSONSchema(manifestSchema, { io: 'input', target: 'draft-2020-12' }),
  };
}
