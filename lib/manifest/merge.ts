/** Lays `over` on `base`: groups of keys are merged key by key, everything else is replaced. Neither is changed. */
export function merge(base: unknown, over: unknown): unknown {
  if (over === undefined) {
    return base;
  }
  if (!isGroup(base) || !isGroup(over)) {
    return over;
  }
  const merged: Record<string, unknown> = { ...base };
  for (const [key, value] of Object.entries(over)) {
    merged[key] = merge(merged[key], value);
  }
  return merged;
}

/** True for a plain group of keys. */
export function isGroup(value: unknown): value is Record<string, unknown> {
  return typeof value === 'object' && value !== null && !Array.isArray(value);
}
