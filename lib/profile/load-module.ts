import { createRequire } from 'node:module';
import { extname } from 'node:path';
import { pathToFileURL } from 'node:url';
import { SeaworthyError } from '../../constructs/core/errors';
import { statOf } from '../checklist/reading/text-file';

/** How the names of modules end. */
export const MODULE_ENDINGS: readonly string[] = ['.js', '.cjs', '.mjs'];

const load = createRequire(__filename);

/**
 * What a module of a user exports: all of it as one map.
 *
 * @throws SeaworthyError `ModuleMissing`, `ModuleOfNoKind`, `ModuleFailed`
 */
export async function importModule(path: string): Promise<unknown> {
  checkFile(path);
  try {
    return extname(path) === '.mjs' ? await import(pathToFileURL(path).href) : await required(path);
  } catch (cause) {
    throw failed(path, cause);
  }
}

/**
 * The same at once, for those who cannot wait, as an app that is being built.
 *
 * @throws SeaworthyError `ModuleMissing`, `ModuleOfNoKind`, `ModuleFailed`, and `ModuleMustBeAwaited` for one that Node can
 * only import
 */
export function requireModule(path: string): unknown {
  checkFile(path);
  try {
    return load(path) as unknown;
  } catch (cause) {
    throw isRefused(cause) ? mustBeAwaited(path, cause) : failed(path, cause);
  }
}

function checkFile(path: string): void {
  if (!MODULE_ENDINGS.includes(extname(path))) {
    throw new SeaworthyError('ModuleOfNoKind', `${path} must be a module that ends in ${MODULE_ENDINGS.join(', ')}`, {
      fix: 'compile TypeScript first',
    });
  }
  if (statOf(path)?.isFile() !== true) {
    throw new SeaworthyError('ModuleMissing', `${path} is not there`, {
      fix: 'a path in a configuration starts from its folder',
    });
  }
}

/** Whether a `.js` is a module of the new kind, Node alone can tell. */
async function required(path: string): Promise<unknown> {
  try {
    return load(path) as unknown;
  } catch (error) {
    if (isRefused(error)) {
      return await import(pathToFileURL(path).href);
    }
    throw error;
  }
}

function isRefused(error: unknown): boolean {
  return /^ERR_REQUIRE_(ESM|ASYNC_MODULE)$/.test((error as NodeJS.ErrnoException | undefined)?.code ?? '');
}

function mustBeAwaited(path: string, cause: unknown): SeaworthyError {
  const isOldNode = (cause as NodeJS.ErrnoException).code === 'ERR_REQUIRE_ESM';
  return isOldNode
    ? new SeaworthyError(
        'ModuleMustBeAwaited',
        `${path} is an ES module, which a synchronous app can load in Node 20.19, 22.12 or later; this is ${process.version}`,
        { fix: 'update Node, or write the module as .cjs', cause },
      )
    : new SeaworthyError('ModuleMustBeAwaited', `${path} awaits at its top, for which a synchronous app cannot wait`, {
        fix: 'await nothing outside of functions, in it and in what it imports',
        cause,
      });
}

function failed(path: string, cause: unknown): SeaworthyError {
  const message = cause instanceof Error ? cause.message : String(cause);
  return new SeaworthyError('ModuleFailed', `${path} cannot be loaded: ${message.split('\n')[0] ?? message}`, {
    fix: 'mend the module',
    cause,
  });
}
