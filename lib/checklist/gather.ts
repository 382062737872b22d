/** Puts a value to the others that a map holds under a key. */
export function gather<K, V>(map: Map<K, V[]>, key: K, value: V): void {
  const same = map.get(key);
  if (same === undefined) {
    map.set(key, [value]);
  } else {
    same.push(value);
  }
}
