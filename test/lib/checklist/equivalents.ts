import { intrinsicOf, isObject, ownObject, type JsonObject } from '../../../lib/checklist/json';
import type { TemplateSource } from '../../../lib/checklist/template-index';

type Literal = string | number | boolean;

/** Another way to write a literal; `nameOf` puts it into a mapping. */
type Writing = (literal: Literal, nameOf: (literal: Literal) => string) => unknown;

/** What CFG-01 looks for in the template as it is written, wherever it stands. */
const ACCESS_KEY = /AKIA|ASIA/;

const CONDITION = 'EitherWay';
const MAPPING = 'Written';

/** What CloudFormation takes for the literal itself. */
export const WRITINGS = {
  'Fn::Sub': (literal) => ({ 'Fn::Sub': String(literal).replaceAll('${', '${!') }),
  'Fn::Sub with a variable': (literal) => ({ 'Fn::Sub': ['${It}', { It: literal }] }),
  'Fn::Join': (literal) => ({ 'Fn::Join': ['', [literal]] }),
  'Fn::Join of two halves': (literal) => {
    const text = String(literal);
    const half = text.length >> 1;
    return { 'Fn::Join': ['', [text.slice(0, half), { Ref: 'AWS::NoValue' }, text.slice(half)]] };
  },
  'Fn::If': (literal) => ({ 'Fn::If': [CONDITION, literal, literal] }),
  'Fn::Select': (literal) => ({ 'Fn::Select': ['1', ['another', literal]] }),
  'Fn::FindInMap': (literal, nameOf) => ({ 'Fn::FindInMap': [MAPPING, nameOf(literal), 'value'] }),
} satisfies Record<string, Writing>;

/** Templates that say the same with every literal of their properties written in another way. */
export function rewritten(sources: readonly TemplateSource[], writing: Writing): TemplateSource[] {
  return sources.map((source) => ({ ...source, body: rewrittenBody(source.body, writing) }));
}

function rewrittenBody(body: unknown, writing: Writing): unknown {
  if (!isObject(body)) {
    return body;
  }
  const mapping: Record<string, { value: Literal }> = {};
  const nameOf = (literal: Literal) => {
    const name = `v${Object.keys(mapping).length}`;
    mapping[name] = { value: literal };
    return name;
  };
  const write = (literal: Literal) => (ACCESS_KEY.test(String(literal)) ? literal : writing(literal, nameOf));
  const resources = mapped(ownObject(body, 'Resources'), (resource) =>
    isObject(resource)
      ? mapped(resource, (part, key) => (key === 'Properties' || key === 'UpdatePolicy' ? rewrite(part, write) : part))
      : resource,
  );
  return {
    ...body,
    Resources: resources,
    Mappings: { ...ownObject(body, 'Mappings'), [MAPPING]: mapping },
    Conditions: { ...ownObject(body, 'Conditions'), [CONDITION]: { 'Fn::Equals': [{ Ref: 'AWS::Partition' }, '?'] } },
  };
}

function rewrite(value: unknown, write: (literal: Literal) => unknown): unknown {
  const again = (one: unknown) => rewrite(one, write);
  if (typeof value === 'string' || typeof value === 'number' || typeof value === 'boolean') {
    return write(value);
  }
  if (Array.isArray(value)) {
    return value.map(again);
  }
  const intrinsic = intrinsicOf(value);
  if (intrinsic === undefined) {
    return isObject(value) ? mapped(value, again) : value;
  }
  const [name, argument] = intrinsic;
  return { [name]: rewrittenArgument(name, argument, again) };
}

/** Only what may be an intrinsic function itself is written in another way. */
function rewrittenArgument(name: string, argument: unknown, again: (one: unknown) => unknown): unknown {
  const list = Array.isArray(argument) ? (argument as unknown[]) : [];
  const [first, second] = list;
  switch (name) {
    case 'Fn::If':
      return [first, ...list.slice(1).map(again)];
    case 'Fn::Join':
    case 'Fn::Select':
    case 'Fn::Split':
      return list.length === 2 ? [first, again(second)] : argument;
    case 'Fn::Sub':
      return isObject(second) ? [first, mapped(second, again)] : argument;
    case 'Fn::Cidr':
      return list.map(again);
    case 'Fn::Base64':
    case 'Fn::ImportValue':
      return again(argument);
    default:
      return argument;
  }
}

/** Templates whose resources, and all keys of objects within, stand in another order. */
export function reordered(sources: readonly TemplateSource[]): TemplateSource[] {
  return sources.map((source) => ({ ...source, body: turned(source.body) }));
}

function turned(value: unknown): unknown {
  if (Array.isArray(value)) {
    return value.map(turned);
  }
  return isObject(value)
    ? Object.fromEntries(
        Object.entries(value)
          .reverse()
          .map(([key, one]) => [key, turned(one)]),
      )
    : value;
}

/** Templates in which every object of the properties has one more member, and every list, that are not there. */
export function padded(sources: readonly TemplateSource[]): TemplateSource[] {
  const nothing = { Ref: 'AWS::NoValue' };
  const pad = (value: unknown): unknown => {
    if (Array.isArray(value)) {
      return [nothing, ...value.map(pad)];
    }
    return isObject(value) && intrinsicOf(value) === undefined
      ? { ...mapped(value, pad), NotThere: nothing, NotThereEither: null }
      : value;
  };
  return sources.map((source) => ({
    ...source,
    body: withProperties(source.body, pad),
  }));
}

function withProperties(body: unknown, change: (properties: unknown) => unknown): unknown {
  if (!isObject(body)) {
    return body;
  }
  const resources = mapped(ownObject(body, 'Resources'), (resource) =>
    isObject(resource) ? mapped(resource, (part, key) => (key === 'Properties' ? change(part) : part)) : resource,
  );
  return { ...body, Resources: resources };
}

function mapped(value: JsonObject, change: (one: unknown, key: string) => unknown): JsonObject {
  return Object.fromEntries(Object.entries(value).map(([key, one]) => [key, change(one, key)]));
}
