import { existsSync, readFileSync } from 'node:fs';
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
  return Code.fromAsset(handlerFolder(name));
}

/**
 * The source of such a bundle, for services that take code as text.
 *
 * @throws SeaworthyError `HandlerNotBuilt` when the bundle is missing
 */
export function bundledSource(name: string): string {
  return readFileSync(join(handlerFolder(name), 'index.js'), 'utf8');
}

function handlerFolder(name: string): string {
  const folder = CANDIDATES.map((root) => join(root, name)).find((path) => existsSync(join(path, 'index.js')));
  if (folder === undefined) {
    throw new SeaworthyError('HandlerNotBuilt', `The bundled handler '${name}' was not found`, {
      fix: 'run `npm run build`, which bundles lib/runtime into dist/handlers',
    });
  }
  return folder;
}
