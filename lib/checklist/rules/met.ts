import type { MET } from '../../../constructs/core/items/met';
import { expectSet, reading } from '../expect';
import { gather } from '../gather';
import type { Resource } from '../model';
import { ALARM, acts } from '../relations/alarms';
import { COMPOSITE_ALARM } from '../relations/alarm-rules';
import { means, placedName } from '../relations/arns';
import { isPictured } from '../relations/dashboards';
import { isMember } from '../relations/databases';
import { ifApplication, ifPublicApplication, listenersOf, LOAD_BALANCER } from '../relations/load-balancing';
import { isWatched } from '../relations/outside-watch';
import { rollsReleaseBack } from '../relations/rollback-alarms';
import { placed } from '../place';
import { anyOf, met, missed, undecidedAt, type Rule, type Verdict } from '../rule';
import { physicalName, type TemplateIndex } from '../template-index';
import { sufferingIsNoticed, WATCHED_TYPES } from './met-databases';
import { statesObjective } from './met-objective';
import { stuckIsNoticed } from './met-queues';
import { doorPages, expiryIsNoticed, failureIsNoticed, fleetIsNoticed, tasksAreNoticed } from './met-service';

const GROUP = 'AWS::AutoScaling::AutoScalingGroup';
const SERVICE = 'AWS::ECS::Service';
const TOPIC = 'AWS::SNS::Topic';
const DISTRIBUTION = 'AWS::CloudFront::Distribution';
const CLUSTERS = ['AWS::RDS::DBCluster', 'AWS::DocDB::DBCluster', 'AWS::Neptune::DBCluster'];
const INSTANCES = ['AWS::RDS::DBInstance', 'AWS::DocDB::DBInstance', 'AWS::Neptune::DBInstance'];
const TABLES = ['AWS::DynamoDB::Table', 'AWS::DynamoDB::GlobalTable'];

/** What subscribes to a topic by its own means, and where it names the topic. */
const SUBSCRIBERS: Readonly<Record<string, string>> = {
  'AWS::SNS::Subscription': 'TopicArn',
  'AWS::Chatbot::SlackChannelConfiguration': 'SnsTopicArns',
  'AWS::Chatbot::MicrosoftTeamsChannelConfiguration': 'SnsTopicArns',
};

const LINK = /https:\/\/[^\s/]+/i;
const PAGE = /(^|[\s("'<`/.])docs\/[^\s]+/;

export const MET_RULES: Record<keyof typeof MET, Rule> = {
  'MET-01': { types: [LOAD_BALANCER], judge: doorPages },
  'MET-02': {
    types: [GROUP, SERVICE],
    judge: (resource, index) =>
      resource.type === GROUP ? fleetIsNoticed(resource, index) : tasksAreNoticed(resource, index),
  },
  'MET-03': { types: WATCHED_TYPES, judge: sufferingIsNoticed },
  'MET-04': { types: ['AWS::SQS::Queue'], judge: stuckIsNoticed },
  'MET-05': { types: ['AWS::Lambda::Function'], judge: failureIsNoticed },
  'MET-06': {
    types: [ALARM, COMPOSITE_ALARM, TOPIC],
    judge: (resource, index) =>
      resource.type === TOPIC
        ? topicIsRead(resource, index)
        : anyOf(acts(resource, index), rollsReleaseBack(resource, index)),
  },
  'MET-07': { types: [ALARM, COMPOSITE_ALARM], judge: saysWhatToDo },
  'MET-08': { types: [ALARM], judge: (alarm) => expectSet(alarm.at('TreatMissingData')) },
  'MET-09': { types: [LOAD_BALANCER, GROUP, SERVICE, ...CLUSTERS, ...INSTANCES, ...TABLES], judge: hasPicture },
  'MET-10': { types: [LOAD_BALANCER, DISTRIBUTION], judge: isSeenFromOutside },
  'MET-11': { types: [LOAD_BALANCER], judge: statesObjective },
  'MET-12': { types: ['AWS::CertificateManager::Certificate'], judge: expiryIsNoticed },
};

/** A topic that no alarm writes to is not judged. */
function topicIsRead(topic: Resource, index: TemplateIndex): Verdict | undefined {
  const writers = alarmsWritingTo(topic, index);
  if (writers.length === 0) {
    return undefined;
  }
  const inline = topic.at('Subscription');
  const subscribers = Object.entries(SUBSCRIBERS).flatMap(([type, property]) => index.linked(topic, type, property));
  if (subscribers.length > 0 || inline.items().length > 0) {
    return met('somebody is subscribed to it', { evidence: subscribers, locations: [inline.path] });
  }
  return inline.isUndecided
    ? undecidedAt(inline)
    : missed(`nobody is subscribed to it, and ${writers[0]?.id ?? 'an alarm'} writes to it`, 'a subscription', {
        evidence: writers,
      });
}

function alarmsWritingTo(topic: Resource, index: TemplateIndex): Resource[] {
  const name = physicalName(topic)?.text();
  const byName = index.once('alarms by the last part of their actions', () => {
    const found = new Map<string, Resource[]>();
    for (const alarm of index.ofType(ALARM, COMPOSITE_ALARM)) {
      for (const action of alarm.at('AlarmActions').items()) {
        const topicName = placedName(action, alarm.template);
        if (topicName !== undefined) {
          gather(found, topicName, alarm);
        }
      }
    }
    return found;
  });
  const named = name === undefined ? [] : (byName.get(placed(name, topic.template)) ?? []);
  const candidates = [...index.referrers(topic, ALARM, COMPOSITE_ALARM), ...named];
  const writes = (alarm: Resource) =>
    alarm
      .at('AlarmActions')
      .items()
      .some((action) => means(action, alarm.template, topic, name));
  return [...new Set(candidates)].filter(writes);
}

function saysWhatToDo(alarm: Resource): Verdict {
  const description = alarm.at('AlarmDescription');
  const text = description.shown();
  const details = { locations: [description.path] };
  if (!description.isAbsent && (LINK.test(text) || PAGE.test(text))) {
    return met(reading(description), details);
  }
  return description.isUndecided || description.mentions().length > 0
    ? undecidedAt(description)
    : missed(reading(description), 'a description with an https link or a path below docs/', details);
}

function hasPicture(resource: Resource, index: TemplateIndex): Verdict | undefined {
  if (resource.type === LOAD_BALANCER) {
    return ifApplication(resource, isPictured([resource, ...listenersOf(resource, index)], index));
  }
  const members = CLUSTERS.includes(resource.type)
    ? INSTANCES.flatMap((type) => index.linked(resource, type, 'DBClusterIdentifier'))
    : [];
  return isMember(resource) ? undefined : isPictured([resource, ...members], index);
}

function isSeenFromOutside(entrance: Resource, index: TemplateIndex): Verdict | undefined {
  if (entrance.type === DISTRIBUTION) {
    return isWatched(entrance, index);
  }
  return ifPublicApplication(entrance, isWatched(entrance, index));
}
