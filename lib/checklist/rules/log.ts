import type { LOG } from '../../../constructs/core/items/log';
import { expectSet, reading } from '../expect';
import type { Cursor, Resource } from '../model';
import { isProvider } from '../providers';
import { agentPlacesOf, rotatesLogs, shipsLogs } from '../relations/agent-configurations';
import { launchTemplateOf, launchTemplateSpecifications } from '../relations/launch-templates';
import { isOfProvider, LOG_GROUP, logGroupsOfFunction } from '../relations/log-groups';
import { deliveriesInto } from '../relations/log-targets';
import { allOf, anyOf, met, missed, undecided, undecidedAt, type Rule, type Verdict } from '../rule';
import type { TemplateIndex } from '../template-index';
import { logsComeTogether } from './log-archive';
import { DATABASE_TYPES, keepsRecord } from './log-databases';
import { DOOR_TYPES, doorKeepsRecord } from './log-doors';
import { logsExpire } from './log-expiry';

const BUCKET = 'AWS::S3::Bucket';
const GROUP = 'AWS::AutoScaling::AutoScalingGroup';
const TASK = 'AWS::ECS::TaskDefinition';

export const LOG_RULES: Record<keyof typeof LOG, Rule> = {
  'LOG-01': { types: [LOG_GROUP, BUCKET], judge: endsSomeDay },
  'LOG-02': { types: [LOG_GROUP], judge: logsComeTogether },
  'LOG-03': { types: DOOR_TYPES, judge: doorKeepsRecord },
  'LOG-04': { types: ['AWS::Lambda::Function', TASK, GROUP], judge: writesToManagedGroup },
  'LOG-05': {
    types: ['AWS::WAFv2::WebACL'],
    judge: (acl, index) => {
      const logging = index.linked(acl, 'AWS::WAFv2::LoggingConfiguration', 'ResourceArn');
      const first = (list: Cursor) => list.items()[0] ?? list.at('0');
      const verdicts = logging.map((one) => ({
        ...expectSet(first(one.at('LogDestinationConfigs')).as(`LogDestinationConfigs of ${one.id}`), 'a destination'),
        evidence: [one],
        locations: [],
      }));
      return anyOf(...verdicts) ?? missed('no logging configuration', 'a logging configuration of this web ACL');
    },
  },
  'LOG-06': { types: DATABASE_TYPES, judge: keepsRecord },
  'LOG-07': { types: [BUCKET], judge: accessIsRecorded },
};

function endsSomeDay(resource: Resource, index: TemplateIndex): Verdict | undefined {
  if (resource.type === BUCKET) {
    return logsExpire(resource, index);
  }
  const isExempt = resource.at('LogGroupClass').text() === 'DELIVERY' || isOfProvider(resource, index);
  return isExempt ? undefined : expectSet(resource.at('RetentionInDays'));
}

function writesToManagedGroup(resource: Resource, index: TemplateIndex): Verdict | undefined {
  switch (resource.type) {
    case GROUP:
      return shipsAndRotates(resource, index);
    case TASK:
      return containersLog(resource);
    default:
      return isProvider(resource) ? undefined : hasLogGroup(resource, index);
  }
}

function hasLogGroup(lambda: Resource, index: TemplateIndex): Verdict {
  const evidence = logGroupsOfFunction(lambda, index);
  const place = lambda.at('LoggingConfig.LogGroup');
  return place.isAbsent && evidence.length > 0
    ? met(`${evidence.map(({ id }) => id).join(', ')} bears its name`, { evidence })
    : { ...expectSet(place, 'LoggingConfig.LogGroup, a log group of its own'), evidence };
}

function containersLog(task: Resource): Verdict | undefined {
  const list = task.at('ContainerDefinitions');
  if (list.isUndecided) {
    return undecidedAt(list);
  }
  return allOf(
    ...list.items().map((container) => {
      const driver = container.at('LogConfiguration.LogDriver');
      return driver.text() === 'none'
        ? missed(reading(driver), 'a log driver that keeps logs', { locations: [driver.path] })
        : expectSet(driver);
    }),
  );
}

function shipsAndRotates(group: Resource, index: TemplateIndex): Verdict {
  const places = agentPlacesOf(group, index);
  const [ships, rotates] = [places.some(shipsLogs), places.some(rotatesLogs)];
  if (ships && rotates) {
    return met('an agent configuration ships logs, and they are rotated by size');
  }
  const elsewhere = launchTemplateSpecifications(group).find(
    (place) => launchTemplateOf(place, group, index) === undefined,
  );
  const open = places.find(isWhollyUnknown);
  if (elsewhere !== undefined || open !== undefined) {
    const because =
      open === undefined ? `the launch template at ${elsewhere?.name ?? ''} is outside the app` : reading(open);
    return undecided(because, { locations: elsewhere === undefined ? [] : [elsewhere.path] });
  }
  const found = ships ? 'logs are shipped, and nothing limits their size on disk' : 'no agent configuration ships logs';
  return missed(found, 'an agent configuration with logs_collected, and a size setting of logrotate or journald');
}

function isWhollyUnknown(place: Cursor): boolean {
  return place.parts().every((part) => typeof part !== 'string') && place.isUndecided;
}

function accessIsRecorded(bucket: Resource, index: TemplateIndex): Verdict | undefined {
  const place = bucket.at('LoggingConfiguration');
  const destination = place.at('DestinationBucketName');
  const details = { locations: [place.path] };
  const expected = 'server access logs in another bucket';
  if (index.meant(destination, bucket, BUCKET) === bucket) {
    return missed('it logs to itself', expected, details);
  }
  if (deliveriesInto(bucket, index).length > 0) {
    return undefined;
  }
  return destination.isAbsent
    ? missed(place.isAbsent ? 'no server access logging' : 'the logging names no destination', expected, details)
    : met(reading(destination), details);
}
