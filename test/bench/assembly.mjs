// What a cloud assembly holds, so that two apps can be seen to make the same things.
import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';

/** Resources by type, over all templates, and the size of the templates. */
export function inventory(folder) {
  const texts = readdirSync(folder, { recursive: true })
    .filter((path) => path.endsWith('.template.json'))
    .map((path) => readFileSync(join(folder, path), 'utf8'));
  const byType = new Map();
  for (const { Resources = {} } of texts.map((text) => JSON.parse(text))) {
    for (const { Type } of Object.values(Resources)) {
      byType.set(Type, (byType.get(Type) ?? 0) + 1);
    }
  }
  return {
    byType: Object.fromEntries([...byType].sort(([a], [b]) => a.localeCompare(b))),
    resources: [...byType.values()].reduce((sum, count) => sum + count, 0),
    templates: texts.length,
    templateKb: texts.reduce((sum, text) => sum + Buffer.byteLength(text), 0) / 1024,
  };
}

/** How long the packs took, as the app wrote it down, in milliseconds. */
export function packTimes(folder) {
  return JSON.parse(readFileSync(join(folder, 'pack.json'), 'utf8'));
}
