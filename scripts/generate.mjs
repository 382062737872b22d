// Writes the files that are printed from code; `test/project/generated.test.ts` fails while one of them is stale.
import { writeFileSync } from 'node:fs';
import { createRequire } from 'node:module';
import { join } from 'node:path';

const root = join(import.meta.dirname, '..');
const { generatedFiles } = createRequire(import.meta.url)('../dist/lib/docs/generated.js');

for (const [path, text] of Object.entries(generatedFiles())) {
  writeFileSync(join(root, path), text);
}
