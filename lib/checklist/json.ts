/** A JSON object whose shape nobody has checked. */
export type JsonObject = Readonly<Record<string, unknown>>;

/** True for an object that is neither a list nor null. */
export function isObject(value: unknown): value is JsonObject {
  return typeof value === 'object' && value !== null && !Array.isArray(value);
}

/** The own property of a JSON object; never one that the prototype lends. */
export function own(value: unknown, key: string): unknown {
  return isObject(value) && Object.hasOwn(value, key) ? value[key] : undefined;
}

/** The own property of a JSON object as an object; empty where it is something else. */
export function ownObject(value: unknown, key: string): JsonObject {
  const found = own(value, key);
  return isObject(found) ? found : {};
}

/** The own property of a JSON object as a string. */
export function ownString(value: unknown, key: string): string | undefined {
  const found = own(value, key);
  return typeof found === 'string' ? found : undefined;
}

/** The text of a JSON scalar; undefined for everything else, which may not even have one. */
export function scalarText(value: unknown): string | undefined {
  const isScalar = typeof value === 'string' || typeof value === 'number' || typeof value === 'boolean';
  return isScalar ? String(value) : undefined;
}

/** The intrinsic function that an object consists of, as `[name, argument]`. */
export function intrinsicOf(value: unknown): [string, unknown] | undefined {
  if (!isObject(value)) {
    return undefined;
  }
  const [name, ...others] = Object.keys(value);
  const isIntrinsic = name !== undefined && others.length === 0 && (name === 'Ref' || name.startsWith('Fn::'));
  return isIntrinsic ? [name, value[name]] : undefined;
}
