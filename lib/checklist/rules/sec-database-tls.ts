import { reading } from '../expect';
import type { Cursor, Resource } from '../model';
import { isMember } from '../relations/databases';
import { met, missed, undecided, undecidedAt, type Verdict } from '../rule';
import type { TemplateIndex } from '../template-index';

const GROUPS = [
  'AWS::RDS::DBParameterGroup',
  'AWS::RDS::DBClusterParameterGroup',
  'AWS::DocDB::DBClusterParameterGroup',
  'AWS::Neptune::DBClusterParameterGroup',
];

/** The types of SEC-03 that speak of databases. */
export const DATABASE_TLS_TYPES = [
  ...GROUPS,
  'AWS::RDS::DBInstance',
  'AWS::RDS::DBCluster',
  'AWS::DocDB::DBCluster',
  'AWS::Neptune::DBCluster',
];

interface Family {
  readonly pattern: RegExp;
  readonly parameter: string;
  /** Whether TLS is forced where nobody says otherwise, by the version. */
  isForced(version: number): boolean;
}

const FAMILIES: readonly Family[] = [
  { pattern: /^aurora-postgresql/, parameter: 'rds.force_ssl', isForced: (version) => version >= 17 },
  { pattern: /^postgres/, parameter: 'rds.force_ssl', isForced: (version) => version >= 15 },
  { pattern: /^sqlserver/, parameter: 'rds.force_ssl', isForced: () => false },
  { pattern: /^mariadb/, parameter: 'require_secure_transport', isForced: (version) => version >= 11.08 },
  { pattern: /^(aurora-mysql|mysql)/, parameter: 'require_secure_transport', isForced: () => false },
  { pattern: /^docdb/, parameter: 'tls', isForced: () => true },
  { pattern: /^neptune/, parameter: 'neptune_enforce_ssl', isForced: () => true },
];

const ON = /^(1|on|true|enabled|tls1\.[23]\+?|fips-140-3)$/i;

/** Met where a database, or the parameter group that it shares with others, refuses plain connections. */
export function databaseForcesTls(resource: Resource, index: TemplateIndex): Verdict | undefined {
  return GROUPS.includes(resource.type) ? groupForcesTls(resource) : defaultsForceTls(resource, index);
}

function groupForcesTls(group: Resource): Verdict | undefined {
  const place = group.at('Family');
  const name = place.text();
  if (name === undefined) {
    return undecidedAt(place);
  }
  const isOfMember = group.type === 'AWS::RDS::DBParameterGroup' && name.startsWith('aurora-');
  const family = isOfMember ? undefined : FAMILIES.find(({ pattern }) => pattern.test(name));
  if (family === undefined) {
    return undefined;
  }
  const list = group.at('Parameters');
  const value = list.entries().find(([key]) => key === family.parameter)?.[1];
  const expected = `${family.parameter} on`;
  const details = { locations: [`${list.path}.${family.parameter}`] };
  if (list.isUndecided || value?.isUndecided === true) {
    return undecidedAt(value ?? list);
  }
  if (value === undefined) {
    return family.isForced(versionIn(name))
      ? met(`${name} forces TLS by itself`, details)
      : missed(`${family.parameter} is not set`, expected, details);
  }
  const found = `${family.parameter} is ${value.shown()}`;
  return ON.test(value.text() ?? '') ? met(found, details) : missed(found, expected, details);
}

function defaultsForceTls(database: Resource, index: TemplateIndex): Verdict | undefined {
  if (isMember(database)) {
    return undefined;
  }
  const property = database.type.endsWith('::DBCluster') ? 'DBClusterParameterGroupName' : 'DBParameterGroupName';
  const place = database.at(property);
  if (index.meant(place, database, ...GROUPS) !== undefined) {
    return undefined;
  }
  const isDefault = place.isAbsent || (place.text() ?? '').startsWith('default.');
  return isDefault
    ? byEngine(database, place)
    : undecided(`${reading(place)}, outside the app`, { locations: [place.path] });
}

function byEngine(database: Resource, place: Cursor): Verdict | undefined {
  const service = /^AWS::(DocDB|Neptune)::/.exec(database.type)?.[1]?.toLowerCase();
  const engine = database.at('Engine');
  const name = service ?? engine.text();
  if (name === undefined) {
    return undecided(reading(engine), { locations: [engine.path] });
  }
  const family = FAMILIES.find(({ pattern }) => pattern.test(name));
  const version = database.at('EngineVersion');
  // The name of a default group says the version too: default.postgres16.
  const number = versionIn((version.isAbsent ? place : version).text() ?? '');
  const details = { locations: [place.path] };
  if (family === undefined) {
    return undefined;
  }
  if (family.isForced(number)) {
    return met(`${name} ${version.text() ?? ''} forces TLS by itself`, details);
  }
  return family.isForced(Infinity) && Number.isNaN(number)
    ? undecided(`${reading(version)}, and newer versions force TLS by themselves`, { locations: [version.path] })
    : missed(
        'the default parameters let plain connections in',
        `a parameter group with ${family.parameter} on`,
        details,
      );
}

/** The major version, and the minor one in hundredths: 11.08 for 11.8. */
function versionIn(text: string): number {
  const [, major = NaN, minor = 0] = /(\d+)(?:\.(\d+))?/.exec(text) ?? [];
  return Number(major) + Number(minor) / 100;
}
