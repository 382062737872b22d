import type { Verdict } from './verdict';

type Check = (value: unknown) => boolean;

/** Whether a value from outside has the shape of a verdict, part by part, and nothing else. */
export function isVerdict(value: unknown): value is Verdict {
  return hasOnly(value, { success: isBoolean, findings: listOf(isFinding) });
}

function isFinding(value: unknown): boolean {
  const checks = {
    ruleName: isString,
    description: isString,
    severity: isOptional(isString),
    fix: isOptional(isString),
    ruleMetadata: isOptional((metadata) => isRecord(metadata) && Object.values(metadata).every(isString)),
    places: listOf(isPlace),
  };
  return hasOnly(value, checks);
}

function isPlace(value: unknown): boolean {
  return hasOnly(value, { logicalId: isOptional(isString), locations: listOf(isString) });
}

function hasOnly(value: unknown, checks: Record<string, Check>): boolean {
  return (
    isRecord(value) &&
    Object.keys(value).every((key) => Object.hasOwn(checks, key)) &&
    Object.entries(checks).every(([key, check]) => check(value[key]))
  );
}

function isRecord(value: unknown): value is Record<string, unknown> {
  return typeof value === 'object' && value !== null && !Array.isArray(value);
}

function isString(value: unknown): value is string {
  return typeof value === 'string';
}

function isBoolean(value: unknown): value is boolean {
  return typeof value === 'boolean';
}

function isOptional(check: Check): Check {
  return (value) => value === undefined || check(value);
}

function listOf(check: Check): Check {
  return (value) => Array.isArray(value) && value.every(check);
}
