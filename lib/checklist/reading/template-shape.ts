import { intrinsicOf, isObject, own, ownObject, type JsonObject } from '../json';
import { quoted } from './problems';

/** What must be a map, and a map of maps. */
const MAPS = ['Metadata', 'Parameters', 'Mappings', 'Conditions', 'Rules', 'Outputs'];
const MAPS_OF_MAPS = ['Parameters', 'Mappings', 'Outputs'];

const LOOP = 'Fn::ForEach::';
const TRANSFORM = 'Fn::Transform';
const LANGUAGE = 'AWS::LanguageExtensions';

/** What keeps a value from being a template that anybody could deploy or judge. */
export function shapeProblems(body: unknown): string[] {
  if (!isObject(body)) {
    return [`it must be a map with Resources, got ${quoted(body)}`];
  }
  return [
    ...MAPS.flatMap((name) => mapProblem(name, own(body, name))),
    ...MAPS_OF_MAPS.flatMap((name) =>
      Object.entries(ownObject(body, name))
        .filter(([key]) => !isExpandedLater(key))
        .flatMap(([key, value]) => mapProblem(`${name}.${key}`, value)),
    ),
    ...resourceProblems(body),
  ];
}

/** True where a template declares nothing: the CDK writes such a one, and nobody else can deploy it. */
export function isEmpty(body: unknown): boolean {
  const resources = own(body, 'Resources');
  return resources === undefined || resources === null || (isObject(resources) && Object.keys(resources).length === 0);
}

/** What CloudFormation alone can expand, so that nobody judges it. */
export function shapeNotes(body: unknown): string[] {
  const declared = own(body, 'Transform');
  const transforms = (Array.isArray(declared) ? (declared as unknown[]) : declared === undefined ? [] : [declared])
    .map((one) => own(one, 'Name') ?? one)
    .filter((one) => one !== LANGUAGE)
    .map((one) => (typeof one === 'string' ? one : quoted(one)));
  const inside = innerKeys(body, (key) => key === TRANSFORM || key.startsWith(LOOP));
  return [
    ...transforms.map((name) => `the transform ${name} is not expanded: what it would add or change is not judged`),
    ...inside.map((key) => `${key} is not expanded: what it would make is not judged`),
  ];
}

function isExpandedLater(key: string): boolean {
  return key === TRANSFORM || key.startsWith(LOOP);
}

function resourceProblems(body: JsonObject): string[] {
  const resources = own(body, 'Resources');
  if (resources === undefined || resources === null) {
    return [];
  }
  if (!isObject(resources)) {
    return [`Resources must be a map, got ${quoted(resources)}`];
  }
  return Object.entries(resources)
    .filter(([id]) => !isExpandedLater(id))
    .flatMap(([id, resource]) => {
      const place = `Resources.${id}`;
      if (!isObject(resource)) {
        return [`${place} must be a map with a Type, got ${quoted(resource)}`];
      }
      const type = own(resource, 'Type');
      const isTyped = typeof type === 'string' && type.trim() !== '';
      return [
        ...(isTyped ? [] : [`${place}.Type must be a resource type like AWS::S3::Bucket, got ${quoted(type)}`]),
        ...mapProblem(`${place}.Properties`, own(resource, 'Properties')),
        ...mapProblem(`${place}.Metadata`, own(resource, 'Metadata')),
      ];
    });
}

/** A section left empty counts as left out. */
function mapProblem(place: string, value: unknown): string[] {
  const isMap = value === undefined || value === null || isObject(value) || intrinsicOf(value) !== undefined;
  return isMap ? [] : [`${place} must be a map, got ${quoted(value)}`];
}

/** The different keys of some kind anywhere in a value. */
function innerKeys(body: unknown, isMeant: (key: string) => boolean): string[] {
  const found = new Set<string>();
  const left = [body];
  for (let value = left.pop(); left.length > 0 || value !== undefined; value = left.pop()) {
    if (isObject(value)) {
      Object.keys(value)
        .filter(isMeant)
        .forEach((key) => found.add(key));
    }
    // One by one: a call takes only so many arguments.
    for (const inner of typeof value === 'object' && value !== null ? (Object.values(value) as unknown[]) : []) {
      if (typeof inner === 'object' && inner !== null) {
        left.push(inner);
      }
    }
  }
  return [...found];
}
