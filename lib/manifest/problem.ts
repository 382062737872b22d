import { brief } from './show';

/** One thing that is wrong in a manifest, and where. */
export interface Problem {
  /** What is wrong, what was got, what is allowed; begins with the key. */
  readonly message: string;
  /** The keys that lead to it. */
  readonly path: readonly (string | number)[];
  /** Line in the file, from 1. */
  readonly line: number;
  /** Column in the line, from 1. */
  readonly column: number;
}

/** `network.zones`, `alerts.page[0]`: a path as a person would write it. */
export function pathText(path: readonly (string | number)[]): string {
  return path.reduce<string>((text, key) => {
    const part = typeof key === 'number' ? `[${key}]` : brief(key);
    return text === '' || typeof key === 'number' ? `${text}${part}` : `${text}.${part}`;
  }, '');
}
