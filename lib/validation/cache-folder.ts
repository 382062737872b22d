import { existsSync } from 'node:fs';
import { dirname, join, resolve } from 'node:path';

/** Names another folder for remembered verdicts. */
export const CACHE_VARIABLE = 'SEAWORTHY_VALIDATION_CACHE';

/**
 * Where verdicts are kept: the folder given; else the one that `SEAWORTHY_VALIDATION_CACHE` names; else
 * `node_modules/.cache/seaworthy/validation` of the project in whose folder the app runs. Undefined outside of any
 * project: a folder that all users of a machine share would let one write verdicts for another.
 */
export function cacheFolder(given?: string, from = process.cwd()): string | undefined {
  const named = given ?? process.env[CACHE_VARIABLE];
  if (named !== undefined && named !== '') {
    return resolve(from, named);
  }
  const modules = nearest(from, 'node_modules');
  return modules && join(modules, '.cache', 'seaworthy', 'validation');
}

function nearest(from: string, name: string): string | undefined {
  const here = join(from, name);
  if (existsSync(here)) {
    return here;
  }
  return dirname(from) === from ? undefined : nearest(dirname(from), name);
}
