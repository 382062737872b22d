import { readFileSync } from 'node:fs';
import { join } from 'node:path';

const texts = new Map<string, string>();

/** The text of a shell file that lies beside this one, with `@include <file>` lines replaced by the files they name. */
export function part(file: string): string {
  const known = texts.get(file);
  if (known !== undefined) {
    return known;
  }
  const text = readFileSync(join(__dirname, file), 'utf8').replace(/^@include (\S+)\n/gm, (_, name: string) =>
    part(name),
  );
  texts.set(file, text);
  return text;
}
