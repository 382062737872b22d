import type { Source } from '../checklist/source';

/** The path of a construct; the app itself has none. */
export function pathText(path: string): string {
  return path === '' ? 'the app' : path;
}

/** `lib/orders.ts:12` */
export function sourceText({ file, line }: Source): string {
  return `${file}:${line}`;
}
