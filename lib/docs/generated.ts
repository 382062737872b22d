import { CHECKLIST } from '../../constructs/core/checklist';
import { manifestJsonSchema } from '../manifest/json-schema';
import { manifestPage } from '../manifest/manifest-page';
import { checklistPage } from '../report/checklist-page';
import { checklistJsonSchema } from '../report/checklist-schema';

/** The files of the repository that are printed from code, by path. */
export function generatedFiles(): Record<string, string> {
  const schema = manifestJsonSchema();
  return {
    'lib/manifest/manifest.schema.json': `${JSON.stringify(schema, null, 2)}\n`,
    'lib/report/checklist.schema.json': `${JSON.stringify(checklistJsonSchema(), null, 2)}\n`,
    'docs/manifest.md': `${manifestPage(schema).trimEnd()}\n`,
    'docs/checklist.md': `${checklistPage(CHECKLIST).trimEnd()}\n`,
  };
}
