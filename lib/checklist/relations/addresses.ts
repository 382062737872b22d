import { isReference, type Cursor } from '../model';

/** Blocks with a shorter prefix are so many addresses that they count as the world. */
const SHORTEST = 8;

/**
 * True where a block of addresses, IPv4 or IPv6, is as good as the world; undefined where nobody can tell. The length
 * of the prefix decides, however the address before it is written.
 */
export function isWorld(block: Cursor): boolean | undefined {
  const last = block.parts().at(-1);
  const length = typeof last === 'string' ? /\/\s*(\d+)\s*$/.exec(last)?.[1] : undefined;
  if (length !== undefined) {
    return Number(length) < SHORTEST;
  }
  const isOwn = last !== undefined && typeof last !== 'string' && isReference(last);
  return isOwn || block.text() !== undefined ? false : undefined;
}
