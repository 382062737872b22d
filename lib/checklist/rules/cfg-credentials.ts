import { own, ownObject, scalarText, type JsonObject } from '../json';
import { isUnknown, type Cursor, type Resource, type Template } from '../model';
import type { TemplateIndex } from '../template-index';
import { allOf, met, missed, undecidedAt, type Verdict } from '../rule';

const CREDENTIAL = /password|passwd|secret|token|api[-_. ]?key|private[-_. ]?key/i;
const HARMLESS_NAME = /(?:arn|name|id|url|ttl|path)$/i;
const HARMLESS_VALUE = /^(?:arn:|\/|true$|false$|[-+]?\d+(?:\.\d+)?$|$)/i;
/** What may stand around references without being a credential: what a value of its own begins with, and separators. */
const HARMLESS_START = /^(?:arn:|\/)/i;
const SEPARATORS = /^[\s:;,.|/@=&_#+-]*$/;
const KEY_PREFIX = /AKIA|ASIA/;
const ACCESS_KEY = /(?<![A-Z0-9])(?:AKIA|ASIA)[A-Z0-9]{16}(?![A-Z0-9])/;
const DOCUMENTED_KEY = /AKIAIOSFODNN7EXAMPLE/g;
const VALUE = /"[^"]*"|'[^']*'|(?:\$\{[^}]*\}|\$(?!\{)|[^\s;&|"'$])*/.source;
/** An `export` may set several variables, and go on in the next line behind a backslash. */
const EXPORT = new RegExp(`(?:^|[\\s;&|])export((?:(?:[ \\t]|\\\\\\n)+[A-Za-z_]\\w*(?:=(?:${VALUE}))?)+)`, 'g');
const ASSIGNMENT = new RegExp(`(?:^|\\s)([A-Za-z_]\\w*)=(${VALUE})`, 'g');
const PARAMETER = /\$\{parameter ([A-Za-z0-9]+)\}/g;
const PARTS = ['Parameters', 'Mappings', 'Outputs', 'Metadata', 'Conditions'];
const EXPECTED = 'a reference to a secret, or a dynamic reference';

interface Named {
  readonly name: string;
  readonly value: Cursor;
}

const PLACES: Readonly<Record<string, (resource: Resource) => Named[]>> = {
  'AWS::Lambda::Function': (lambda) => variables(lambda.at('Environment.Variables')),
  'AWS::ECS::TaskDefinition': (task) =>
    task
      .at('ContainerDefinitions')
      .items()
      .flatMap((container) => container.at('Environment').items())
      .map((pair) => ({ name: pair.at('Name').shown(), value: pair.at('Value') })),
  'AWS::SSM::Parameter': (parameter) => [
    { name: parameter.at('Name').isAbsent ? parameter.id : parameter.at('Name').shown(), value: parameter.at('Value') },
  ],
  'AWS::RDS::DBInstance': masterPassword,
  'AWS::RDS::DBCluster': masterPassword,
  'AWS::DocDB::DBCluster': masterPassword,
  'AWS::Redshift::Cluster': masterPassword,
};

const USER_DATA: Readonly<Record<string, string>> = {
  'AWS::EC2::LaunchTemplate': 'LaunchTemplateData.UserData',
  'AWS::EC2::Instance': 'UserData',
  'AWS::AutoScaling::LaunchConfiguration': 'UserData',
};

/** The types with a place of their own for credentials. */
const CREDENTIAL_TYPES: ReadonlySet<string> = new Set([...Object.keys(PLACES), ...Object.keys(USER_DATA)]);

/** CFG-01 of one resource; an access key is looked for everywhere in it. */
export function keepsCredentials(resource: Resource, index: TemplateIndex): Verdict | undefined {
  const hasPlaces = CREDENTIAL_TYPES.has(resource.type);
  const mayHoldKeys = index.once(`keys in ${resource.template.file}`, () =>
    KEY_PREFIX.test(textOf(resource.template.body)),
  );
  if (!hasPlaces && !mayHoldKeys) {
    return undefined;
  }
  const named = hasPlaces ? (PLACES[resource.type]?.(resource) ?? []) : [];
  const userData = hasPlaces ? userDataOf(resource) : undefined;
  return allOf(
    ...named
      .filter(({ name }) => CREDENTIAL.test(name) && !HARMLESS_NAME.test(name))
      .map((one) => isReferred(one, resource)),
    userData === undefined ? undefined : exportsNothing(userData.text, userData.place, resource.template),
    noAccessKey(
      mayHoldKeys ? resource.body : {},
      userData?.text ?? '',
      ...named.map(({ value }) => value.text() ?? ''),
    ),
    named.length > 0 ? met('no credential in plain text') : undefined,
  );
}

/** CFG-01 of the parts of a template that belong to no resource. */
export function templateKeepsKeys({ body }: Template): Verdict | undefined {
  return noAccessKey(Object.fromEntries(PARTS.map((part) => [part, own(body, part)])));
}

function variables(place: Cursor): Named[] {
  return place.entries().map(([name, value]) => ({ name, value }));
}

function masterPassword(database: Resource): Named[] {
  const value = database.at('MasterUserPassword');
  return value.isAbsent ? [] : [{ name: 'MasterUserPassword', value }];
}

function isReferred({ name, value }: Named, { template }: Resource): Verdict {
  const details = { locations: [value.path] };
  const text = value.text();
  if (value.isAbsent || (text !== undefined && HARMLESS_VALUE.test(text))) {
    return met(`${name} holds no credential`, details);
  }
  if (text !== undefined) {
    return missed(`${name} is a literal of ${text.length} character${text.length === 1 ? '' : 's'}`, EXPECTED, details);
  }
  const parts = value.parts();
  const literals = parts.filter((part) => typeof part === 'string');
  const isHarmless = typeof parts[0] === 'string' && HARMLESS_START.test(parts[0]);
  if (!isHarmless && literals.some((literal) => !SEPARATORS.test(literal))) {
    return missed(`${name} holds a literal beside a reference`, EXPECTED, details);
  }
  const isDynamic = parts.some((part) => isUnknown(part) && part.unknown.startsWith('{{resolve:'));
  const parameter = /^parameter (.+)$/.exec(value.unknown ?? '')?.[1];
  if (isHarmless || isDynamic || value.mentions().length > 0) {
    return met(`${name} is a reference`, details);
  }
  if (parameter === undefined) {
    return undecidedAt(value);
  }
  return hasCredentialAsDefault(parameter, template)
    ? missed(`${name} takes the literal default of parameter ${parameter}`, EXPECTED, details)
    : undecidedAt(value);
}

function hasCredentialAsDefault(name: string, { body }: Template): boolean {
  const parameter = own(ownObject(body, 'Parameters'), name);
  const standard = own(parameter, 'Default');
  const isLiteral = typeof standard === 'string' && !HARMLESS_VALUE.test(standard) && !standard.includes('{{resolve:');
  return isLiteral && scalarText(own(parameter, 'Type'))?.startsWith('AWS::SSM::') !== true;
}

function userDataOf(resource: Resource): { text: string; place: Cursor } | undefined {
  const path = USER_DATA[resource.type];
  const place = path === undefined ? undefined : resource.at(path);
  if (place === undefined || place.isAbsent) {
    return undefined;
  }
  const text = place.shown();
  const isEncoded = /^[A-Za-z0-9+/\s]{16,}={0,2}\s*$/.test(text) && text.replace(/\s/g, '').length % 4 === 0;
  return { text: isEncoded ? Buffer.from(text, 'base64').toString('utf8') : text, place };
}

function exportsNothing(text: string, place: Cursor, template: Template): Verdict {
  const details = { locations: [place.path] };
  const assignments = [...text.matchAll(EXPORT)].flatMap(([, all = '']) => [...all.matchAll(ASSIGNMENT)]);
  for (const [, name = '', quoted = ''] of assignments) {
    const value = quoted.replace(/^["']|["']$/g, '');
    if (!CREDENTIAL.test(name) || HARMLESS_NAME.test(name)) {
      continue;
    }
    const parameter = [...value.matchAll(PARAMETER)].find(([, one = '']) => hasCredentialAsDefault(one, template))?.[1];
    if (parameter !== undefined) {
      return missed(`user data exports ${name} with the literal default of parameter ${parameter}`, EXPECTED, details);
    }
    if (!HARMLESS_VALUE.test(value) && !/[$`]|\{\{resolve:/.test(value)) {
      return missed(`user data exports ${name} as a literal`, EXPECTED, details);
    }
  }
  return met('user data exports no credential', details);
}

/** Looks for access keys in a part of a template, and in texts that were put together from it. */
function noAccessKey(body: JsonObject, ...texts: string[]): Verdict | undefined {
  return [textOf(body), ...texts].some(holdsKey)
    ? missed('a literal that looks like an AWS access key', 'no access key in a template', { locations: keysIn(body) })
    : undefined;
}

/** Where access keys stand. */
function keysIn(body: JsonObject): string[] {
  const found: string[] = [];
  const left: [path: string, value: unknown][] = Object.entries(body);
  for (let one = left.pop(); one !== undefined; one = left.pop()) {
    const [path, value] = one;
    if (typeof value === 'string' && holdsKey(value)) {
      found.push(path);
    } else if (typeof value === 'object' && value !== null) {
      left.push(...Object.entries(value).map(([key, inner]): [string, unknown] => [`${path}.${key}`, inner]));
    }
  }
  return found.sort();
}

function holdsKey(text: string): boolean {
  return KEY_PREFIX.test(text) && ACCESS_KEY.test(text.replace(DOCUMENTED_KEY, ''));
}

function textOf(body: unknown): string {
  return JSON.stringify(body) ?? '';
}
