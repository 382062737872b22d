import { existsSync } from 'node:fs';
import { join } from 'node:path';
import { Code } from 'aws-cdk-lib/aws-lambda';
import { SeaworthyError } from './errors';

const CANDIDATES = [join(__dirname, '..', '..', 'handlers'), join(__dirname, '..', '..', 'dist', 'handlers')];

/**
 * The code of a Lambda handler that was bundled when the library was built, found by its name under `lib/runtime`.
 * Nothing is bundled at synth.
 *
 * @throws SeaworthyError `HandlerNotBuilt` when the bundle is missing
 */
export function bundledHandler(name: string): Code {
  const folder = CANDIDATES.map((root) => join(root, name)).find((path) => existsSync(join(path, 'index.js')));
  if (folder === undefined) {
    throw new SeaworthyError('HandlerNotBuilt', `The bundled handler '${name}' was not found`, {
      fix: 'run `npm run build`, which bundles lib/runtime into dist/handlers',
    });
  }
  return Code.fromAsset(folder);
}
