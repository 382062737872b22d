import { readFileSync, statSync, type Stats } from 'node:fs';
import { SeaworthyError } from '../../../constructs/core/errors';

/** CloudFormation takes 1 MB; what is far beyond that is no template. */
const LARGEST_MB = 20;

const BOM = '\uFEFF';

/**
 * The text of a file.
 *
 * @throws SeaworthyError `FileMissing`, `FileUnreadable`, `NotAFile`, `FileTooLarge`, `NotUtf8`
 */
export function readText(path: string): string {
  const found = statOf(path);
  if (found === undefined) {
    throw new SeaworthyError('FileMissing', `${path} is not there`, {
      fix: 'check the path; it starts from this folder',
    });
  }
  if (!found.isFile()) {
    throw new SeaworthyError('NotAFile', `${path} is ${found.isDirectory() ? 'a folder' : 'no file'}`, {
      fix: 'name a file',
    });
  }
  if (found.size > LARGEST_MB * 2 ** 20) {
    throw tooLarge(path);
  }
  return decode(
    unlessUnreadable(path, () => readFileSync(path)),
    path,
  );
}

/** What a path leads to; undefined where nothing is there. */
export function statOf(path: string): Stats | undefined {
  return unlessUnreadable(path, () => statSync(path, { throwIfNoEntry: false }));
}

/** The text that bytes stand for; `name` is what messages call it. */
export function decode(bytes: Uint8Array, name: string): string {
  if (bytes.length > LARGEST_MB * 2 ** 20) {
    throw tooLarge(name);
  }
  try {
    return new TextDecoder('utf-8', { fatal: true }).decode(bytes);
  } catch (cause) {
    const before = Buffer.from(bytes).toString('utf8').replace(BOM, '').split('\uFFFD')[0] ?? '';
    throw new SeaworthyError(
      'NotUtf8',
      `${name} is not UTF-8 text: line ${before.split('\n').length} has other bytes`,
      {
        fix: 'save it as UTF-8',
        cause,
      },
    );
  }
}

function tooLarge(name: string): SeaworthyError {
  return new SeaworthyError('FileTooLarge', `${name} is larger than ${LARGEST_MB} MB`, {
    fix: 'name a template; CloudFormation takes 1 MB at most',
  });
}

function unlessUnreadable<T>(path: string, read: () => T): T {
  try {
    return read();
  } catch (cause) {
    const { code = 'unknown error', message } = cause as NodeJS.ErrnoException;
    if (code === 'ENOTDIR') {
      throw new SeaworthyError('FileMissing', `${path} is not there: part of the path is no folder`, { cause });
    }
    throw new SeaworthyError('FileUnreadable', `${path} cannot be read: ${message.split(',')[0] ?? code}`, {
      fix: 'check that this user may read it',
      cause,
    });
  }
}
