import { createRequire } from 'node:module';
import { SeaworthyError } from '../../../constructs/core/errors';

/** What the page carries in itself, with the hashes by which its policy knows them. */
export interface PageAssets {
  readonly script: string;
  readonly scriptHash: string;
  readonly styles: string;
  readonly stylesHash: string;
}

/** Built by scripts/build.mjs from `client/`: beside this file in the package, in `dist` for its sources. */
const CANDIDATES = ['./page.json', '../../../dist/lib/report/html/page.json'];

/**
 * The script and the styles of the page, bundled when the library was built.
 *
 * @throws SeaworthyError `PageNotBuilt` when the bundle is missing
 */
export function pageAssets(candidates: readonly string[] = CANDIDATES): PageAssets {
  // Loaded as a module, like the rest of the program: a report reads no files.
  const load = createRequire(__filename);
  for (const candidate of candidates) {
    try {
      return load(candidate) as PageAssets;
    } catch (error) {
      if ((error as NodeJS.ErrnoException).code !== 'MODULE_NOT_FOUND') {
        throw error;
      }
    }
  }
  throw new SeaworthyError('PageNotBuilt', 'The script and the styles of checklist.html were not found', {
    fix: 'run `npm run build`, which bundles lib/report/html/client into dist',
  });
}
