import { join, relative, resolve, sep } from 'node:path';

/** A place in a program. */
export interface Source {
  /** Relative to the working directory where it lies below it. */
  readonly file: string;
  readonly line: number;
}

/** The package's own rooms: this file runs from `lib/checklist`, also below `dist`. */
const OWN = ['constructs', 'lib', 'bin'].map((room) => join(resolve(__dirname, '../..'), room) + sep);

const FRAME = /\(?((?:file:\/\/)?[^()\s][^()]*?):(\d+):\d+\)?$/;

/** The line of the app behind a stack trace of the CDK: the first that is neither Node's, nor a package's, nor ours. */
export function sourceIn(trace: readonly string[]): Source | undefined {
  for (const frame of trace.flatMap((entry) => entry.split('\n'))) {
    const [, place = '', line = ''] = FRAME.exec(frame.trim().replace(/^at /, '')) ?? [];
    const path = place.slice(place.indexOf('(') + 1).replace(/^file:\/\//, '');
    if (isOfTheApp(path)) {
      const near = relative(process.cwd(), path);
      return { file: near.startsWith('..') ? path : near, line: Number(line) };
    }
  }
  return undefined;
}

function isOfTheApp(path: string): boolean {
  const isFile = path.startsWith(sep) || /^[A-Za-z]:[\\/]/.test(path);
  return isFile && !/[\\/]node_modules[\\/]/.test(path) && !OWN.some((room) => path.startsWith(room));
}
