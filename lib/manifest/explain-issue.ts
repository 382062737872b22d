import { distance } from 'fastest-levenshtein';
import { z } from 'zod';
import { pathText, type Problem } from './problem';
import type { Source } from './source';

type Issue = z.core.$ZodIssue;
type Path = readonly (string | number)[];

/** Says in words what the schema found, at the place where it stands in the text. */
export function explainIssue(issue: Issue, source: Source, schema: z.ZodType): Problem[] {
  const path = issue.path as Path;
  const name = path.length === 0 ? 'the manifest' : pathText(path);
  switch (issue.code) {
    case 'unrecognized_keys':
      return issue.keys.map((key) =>
        source.problemAtKey(
          path,
          key,
          `${pathText([...path, key])} is no known key${suggest(key, keysAt(schema, path))}`,
        ),
      );
    case 'invalid_union':
      return explainUnion(issue, source, schema, name);
    case 'invalid_value':
      return [
        source.problem(
          path,
          `${name} must be ${orList(issue.values.map(String))}, got ${show(issue.input)}${suggest(issue.input, issue.values.map(String))}`,
        ),
      ];
    case 'invalid_type':
      return issue.input === undefined
        ? [source.problem(path, `${name} is missing: ${article(issue.expected)} is expected`)]
        : [source.problem(path, `${name} must be ${article(issue.expected)}, got ${show(issue.input)}`)];
    case 'too_small':
      return [
        source.problem(path, `${name} must be ${limit(issue.origin, issue.minimum)} or more, got ${show(issue.input)}`),
      ];
    case 'too_big':
      return [
        source.problem(path, `${name} must be ${limit(issue.origin, issue.maximum)} or less, got ${show(issue.input)}`),
      ];
    case 'invalid_key':
      return [
        source.problem(path, `${name} is not an allowed name: ${issue.issues.map((one) => one.message).join('; ')}`),
      ];
    case 'invalid_format':
    case 'not_multiple_of':
    case 'invalid_element':
    case 'custom':
      return [source.problem(path, `${name} ${issue.message}, got ${show(issue.input)}`)];
  }
}

/** `; did you mean 'zones'?`, or the list of what is allowed where nothing is near. */
export function suggest(got: unknown, allowed: readonly string[]): string {
  if (typeof got !== 'string' || allowed.length === 0) {
    return '';
  }
  const [nearest] = [...allowed].sort((one, other) => distance(got, one) - distance(got, other));
  return nearest !== undefined && distance(got, nearest) <= Math.max(2, Math.floor(got.length / 3))
    ? `; did you mean '${nearest}'?`
    : `; allowed: ${allowed.join(', ')}`;
}

function explainUnion(
  issue: Extract<Issue, { code: 'invalid_union' }>,
  source: Source,
  schema: z.ZodType,
  name: string,
): Problem[] {
  const path = issue.path as Path;
  const deepest = issue.errors
    .filter((branch) => branch.every((one) => one.path.length > 0 || one.code === 'unrecognized_keys'))
    .sort((one, other) => one.length - other.length)[0];
  if (deepest !== undefined) {
    return deepest.flatMap((one) => explainIssue({ ...one, path: [...path, ...one.path] }, source, schema));
  }
  const options = issue.errors.flat().map((one) => optionText(one));
  return [source.problem(path, `${name} must be ${orList([...new Set(options)])}, got ${show(issue.input)}`)];
}

function optionText(issue: Issue): string {
  if (issue.code === 'invalid_value') {
    return orList(issue.values.map(String));
  }
  return issue.code === 'invalid_type' ? article(issue.expected) : issue.message;
}

/** The keys that the schema allows under `path`. */
function keysAt(schema: z.ZodType, path: Path): string[] {
  const found = path.reduce<z.core.$ZodType[]>((all, key) => all.flatMap((one) => step(one, key)), [schema]);
  return [
    ...new Set(
      found
        .flatMap((one) => optionsOf(one))
        .flatMap((one) => (one instanceof z.ZodObject ? Object.keys(one.shape) : [])),
    ),
  ];
}

function step(schema: z.core.$ZodType, key: string | number): z.core.$ZodType[] {
  return optionsOf(schema).flatMap((one) => {
    if (one instanceof z.ZodObject) {
      const inner = (one.shape as Record<string, z.core.$ZodType>)[String(key)];
      return inner === undefined ? [] : [inner];
    }
    if (one instanceof z.ZodRecord) {
      return [one.valueType];
    }
    return one instanceof z.ZodArray ? [one.element] : [];
  });
}

function optionsOf(schema: z.core.$ZodType): z.core.$ZodType[] {
  if (schema instanceof z.ZodOptional || schema instanceof z.ZodDefault) {
    return optionsOf(schema.unwrap());
  }
  return schema instanceof z.ZodUnion ? schema.options.flatMap((one) => optionsOf(one)) : [schema];
}

function limit(origin: string, bound: number | bigint): string {
  if (origin === 'string') {
    return `${bound} characters`;
  }
  return origin === 'array' ? `a list of ${bound}` : String(bound);
}

function article(expected: string): string {
  const words: Record<string, string> = {
    object: 'a group of keys',
    array: 'a list',
    int: 'a whole number',
    record: 'a group of keys',
  };
  return words[expected] ?? `a ${expected}`;
}

function orList(words: readonly string[]): string {
  return words.length < 2 ? (words[0] ?? '') : `${words.slice(0, -1).join(', ')} or ${words.at(-1)}`;
}

function show(value: unknown): string {
  if (typeof value === 'string') {
    return `'${value}'`;
  }
  if (value === null || value === undefined) {
    return 'nothing';
  }
  if (Array.isArray(value)) {
    return `a list of ${value.length}`;
  }
  return typeof value === 'object' ? 'a group of keys' : JSON.stringify(value);
}
