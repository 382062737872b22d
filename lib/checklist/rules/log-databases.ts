import { reading } from '../expect';
import type { Cursor, Resource } from '../model';
import { isMember } from '../relations/databases';
import { met, missed, undecided, undecidedAt, type Verdict } from '../rule';
import type { TemplateIndex } from '../template-index';

/** The types that LOG-06 speaks of. */
export const DATABASE_TYPES = [
  'AWS::RDS::DBInstance',
  'AWS::RDS::DBCluster',
  'AWS::DocDB::DBCluster',
  'AWS::Neptune::DBCluster',
];

/** The logs that tell what went wrong, by engine. */
const ERROR_LOGS: readonly (readonly [RegExp, readonly string[]])[] = [
  [/postgres/, ['postgresql']],
  [/mysql|mariadb/, ['error', 'slowquery']],
  [/^sqlserver/, ['error']],
  [/^oracle/, ['alert']],
  [/^db2/, ['diag.log']],
];

/** Met where a database exports the error log of its engine. */
export function keepsRecord(database: Resource, index: TemplateIndex): Verdict | undefined {
  if (isMember(database)) {
    return undefined;
  }
  const list = database.at('EnableCloudwatchLogsExports');
  const details = { locations: [list.path] };
  const exported = list.items();
  const open = list.isUndecided ? list : exported.find((one) => one.isUndecided);
  const has = (log: string) => exported.some((one) => one.text() === log);
  if (!database.type.startsWith('AWS::RDS::')) {
    return exported.length > 0
      ? met(reading(list), details)
      : open
        ? undecidedAt(open)
        : missed(reading(list), 'audit', details);
  }
  const engine = engineOf(database, index);
  const name = engine.text();
  if (name === undefined) {
    return exported.length === 0 && open === undefined
      ? missed(reading(list), 'the error log of the engine', details)
      : undecided(reading(engine), { locations: [engine.path] });
  }
  const wanted = ERROR_LOGS.find(([pattern]) => pattern.test(name))?.[1] ?? [];
  const left = wanted.filter((log) => !has(log));
  if (left.length === 0) {
    return wanted.length === 0 ? undefined : met(reading(list), details);
  }
  return open === undefined ? missed(reading(list), wanted.join(' and '), details) : undecidedAt(open);
}

/** The engine of a database; a replica has that of its source. */
function engineOf(database: Resource, index: TemplateIndex): Cursor {
  const engine = database.at('Engine');
  const names = ['SourceDBInstanceIdentifier', 'SourceDBClusterIdentifier', 'ReplicationSourceIdentifier'];
  const source = names
    .map((name) => index.meant(database.at(name), database, 'AWS::RDS::DBInstance', 'AWS::RDS::DBCluster'))
    .find((one) => one !== undefined);
  return engine.isAbsent && source !== undefined ? source.at('Engine') : engine;
}
