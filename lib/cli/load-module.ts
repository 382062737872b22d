import { createRequire } from 'node:module';
import { extname } from 'node:path';
import { pathToFileURL } from 'node:url';
import { SeaworthyError } from '../../constructs/core/errors';
import { statOf } from '../checklist/reading/text-file';

const ENDINGS = ['.js', '.cjs', '.mjs'];

const load = createRequire(__filename);

/**
 * What a module of a user exports: all of it as one map.
 *
 * @throws SeaworthyError `ModuleMissing`, `ModuleOfNoKind`, `ModuleFailed`
 */
export async function loadModule(path: string): Promise<unknown> {
  if (!ENDINGS.includes(extname(path))) {
    throw new SeaworthyError('ModuleOfNoKind', `${path} must be a module that ends in ${ENDINGS.join(', ')}`, {
      fix: 'compile TypeScript first',
    });
  }
  if (statOf(path)?.isFile() !== true) {
    throw new SeaworthyError('ModuleMissing', `${path} is not there`, {
      fix: 'a path in a configuration starts from its folder',
    });
  }
  try {
    return extname(path) === '.mjs' ? await import(pathToFileURL(path).href) : await required(path);
  } catch (cause) {
    const message = cause instanceof Error ? cause.message : String(cause);
    throw new SeaworthyError('ModuleFailed', `${path} cannot be loaded: ${message.split('\n')[0] ?? message}`, {
      fix: 'mend the module',
      cause,
    });
  }
}

/** Whether a `.js` is a module of the new kind, Node alone can tell. */
async function required(path: string): Promise<unknown> {
  try {
    return load(path) as unknown;
  } catch (error) {
    if (/^ERR_REQUIRE_(ESM|ASYNC_MODULE)$/.test((error as NodeJS.ErrnoException | undefined)?.code ?? '')) {
      return await import(pathToFileURL(path).href);
    }
    throw error;
  }
}
