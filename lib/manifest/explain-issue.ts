import { z } from 'zod';
import { pathText, type Problem } from './problem';
import { listed, show } from './show';
import type { Source } from './source';
import { suggest } from '../spelling/suggest';

type Issue = z.core.$ZodIssue;
type Path = readonly (string | number)[];

/** Says in words what the schema found, at the place where it stands in the text. */
export function explainIssue(issue: Issue, source: Source, schema: z.ZodType): Problem[] {
  const path = issue.path as Path;
  const name = path.length === 0 ? 'the manifest' : pathText(path);
  switch (issue.code) {
    case 'unrecognized_keys':
      return explainKeys(issue.keys, path, source, schema);
    case 'invalid_union':
      return explainUnion(issue, source, schema, name);
    case 'invalid_value':
      return [
        source.problem(
          path,
          `${name} must be ${listed(issue.values.map(String), 'or')}, got ${show(issue.input)}${suggest(issue.input, issue.values.map(String))}`,
        ),
      ];
    case 'invalid_type':
      return [source.problem(path, `${name} ${wrongType(issue)}`)];
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
    case 'custom':
      if (issue.params?.complete === true) {
        return [source.problem(path, `${name} ${issue.message}`)];
      }
      return [source.problem(path, `${name} ${issue.message}, got ${show(issue.input)}`)];
    case 'invalid_format':
    case 'not_multiple_of':
    case 'invalid_element':
      return [source.problem(path, `${name} ${issue.message}, got ${show(issue.input)}`)];
  }
}

/** How messages of zod's own begin; any other was written for this key. */
const NOT_OURS = 'Invalid input';

function wrongType({ input, expected, message }: Extract<Issue, { code: 'invalid_type' }>): string {
  if (input === undefined) {
    return `is missing: ${article(expected)} is expected`;
  }
  const isBareText = expected === 'string' && (typeof input === 'number' || typeof input === 'boolean');
  const fallback = isBareText ? 'must be a text, in quotes' : `must be ${article(expected)}`;
  return `${message.startsWith(NOT_OURS) ? fallback : message}, got ${show(input)}`;
}

/** Keys that do not belong: unknown ones, and those of another option, which have no place beside what is there. */
function explainKeys(keys: readonly string[], path: Path, source: Source, schema: z.ZodType): Problem[] {
  const options = optionsAt(schema, path);
  const known = [...new Set(options.flat())];
  const unknown = keys
    .filter((key) => !known.includes(key))
    .map((key) =>
      source.problemAtKey(path, key, `${pathText([...path, key])} ${unknownKey(key, path, known, schema)}`),
    );
  const misplaced = keys.find((key) => known.includes(key));
  if (misplaced === undefined) {
    return unknown;
  }
  const rivals = source.keysAt(path).filter((key) => known.includes(key) && !options.every((one) => one.includes(key)));
  const message = `${pathText(path)} has ${listed(rivals, 'and')}, which exclude one another: write one and leave out the other`;
  return [source.problemAtKey(path, misplaced, message), ...unknown];
}

/** A key that nobody knows, or that the top of the manifest knows, where it holds for all environments. */
function unknownKey(key: string, path: Path, known: readonly string[], schema: z.ZodType): string {
  const isEnvironment = path.length === 2 && path[0] === 'environments';
  return isEnvironment && optionsAt(schema, []).flat().includes(key)
    ? 'belongs at the top of the manifest, where it holds for all environments'
    : `is no known key${suggest(key, known)}`;
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
  return [source.problem(path, `${name} must be ${listed([...new Set(options)], 'or')}, got ${show(issue.input)}`)];
}

function optionText(issue: Issue): string {
  if (issue.code === 'invalid_value') {
    return listed(issue.values.map(String), 'or');
  }
  return issue.code === 'invalid_type' ? article(issue.expected) : issue.message;
}

/** The keys that the schema allows under `path`: one list for each option that it leaves. */
function optionsAt(schema: z.ZodType, path: Path): string[][] {
  return path
    .reduce<z.core.$ZodType[]>((all, key) => all.flatMap((one) => step(one, key)), [schema])
    .flatMap((one) => optionsOf(one))
    .flatMap((one) => (one instanceof z.ZodObject ? [Object.keys(one.shape)] : []));
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
