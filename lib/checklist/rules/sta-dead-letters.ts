import { expectSet } from '../expect';
import type { Cursor, Resource } from '../model';
import { isProvider } from '../providers';
import { means } from '../relations/arns';
import { isDeadLetterTarget, redriveTarget } from '../relations/dead-letters';
import { asynchronousCallsOf, invokeConfigsOf, isTreatedBy, LAMBDA } from '../relations/event-sources';
import { allOf, anyOf, met, missed, undecidedAt, type Verdict } from '../rule';
import { physicalName, type TemplateIndex } from '../template-index';

const EXPECTED = 'a dead-letter queue';
/** Where a message may turn out to be poison. */
const WORKERS = ['sqs', 'lambda'];

const JUDGES: Readonly<Record<string, (resource: Resource, index: TemplateIndex) => Verdict | undefined>> = {
  'AWS::SQS::Queue': queueEnds,
  [LAMBDA]: functionEnds,
  'AWS::Scheduler::Schedule': (schedule) => expectSet(schedule.at('Target.DeadLetterConfig.Arn'), EXPECTED),
  'AWS::Events::Rule': ruleEnds,
  'AWS::SNS::Subscription': (subscription) => {
    const protocol = subscription.at('Protocol');
    const target = redriveTarget(subscription.at('RedrivePolicy'));
    if (protocol.isUndecided && target.isAbsent) {
      return undecidedAt(protocol);
    }
    return WORKERS.includes(protocol.text() ?? '') ? expectSet(target, EXPECTED) : undefined;
  },
  'AWS::SNS::Topic': topicEnds,
};

/** The types that STA-01 speaks of. */
export const DEAD_LETTER_TYPES = Object.keys(JUDGES);

/** STA-01: what cannot be delivered or worked off goes where somebody can look at it. */
export function endsSomewhere(resource: Resource, index: TemplateIndex): Verdict | undefined {
  return JUDGES[resource.type]?.(resource, index);
}

function queueEnds(queue: Resource, index: TemplateIndex): Verdict | undefined {
  return anyOf(
    isDeadLetterTarget(queue, index) ? met('it takes what others could not deliver') : undefined,
    redrives(queue),
  );
}

/** A queue cannot take its own poison, and without a count of receives nothing is ever taken out. */
function redrives(queue: Resource): Verdict | undefined {
  const policy = queue.at('RedrivePolicy');
  const target = redriveTarget(policy);
  const name = physicalName(queue)?.text();
  if (means(target, queue.template, queue, name)) {
    return missed('it is its own dead-letter queue', `${EXPECTED} of its own`, { locations: [target.path] });
  }
  const count = policy.at('maxReceiveCount');
  const isText = policy.value.kind === 'scalar' || policy.value.kind === 'text';
  const isCounted = isText ? policy.isUndecided || /"maxReceiveCount"\s*:/.test(policy.shown()) : !count.isAbsent;
  return target.isAbsent || isCounted
    ? expectSet(target, EXPECTED)
    : missed(`${count.name} is not set`, 'a maxReceiveCount', { locations: [count.path] });
}

function functionEnds(lambda: Resource, index: TemplateIndex): Verdict | undefined {
  const calls = isProvider(lambda) ? [] : asynchronousCallsOf(lambda, index);
  if (calls.length === 0) {
    return undefined;
  }
  const own = lambda.at('DeadLetterConfig.TargetArn');
  if (!own.isAbsent) {
    return expectSet(own);
  }
  const configs = invokeConfigsOf(lambda, index).filter((one) => !destinationOf(one).isAbsent);
  const dropped = calls.filter((call) => !configs.some((config) => isTreatedBy(call, config)));
  const callers = [...new Set(dropped.map(({ caller }) => caller))];
  return dropped.length === 0
    ? met(`failures go to ${configs.map((one) => destinationOf(one).shown()).join(', ')}`, { evidence: configs })
    : missed(
        `${callers.map(({ id }) => id).join(', ')} calls it, and what fails is dropped`,
        `${EXPECTED} or a failure destination`,
        { evidence: callers, locations: [own.path] },
      );
}

function destinationOf(config: Resource): Cursor {
  return config.at('DestinationConfig.OnFailure.Destination');
}

function ruleEnds(rule: Resource): Verdict | undefined {
  const targets = rule.at('Targets');
  return targets.isUndecided && targets.items().length === 0
    ? undecidedAt(targets)
    : allOf(...targets.items().map((target) => expectSet(target.at('DeadLetterConfig.Arn'), EXPECTED)));
}

/** A subscription that is written into the topic itself cannot have a dead-letter queue. */
function topicEnds(topic: Resource): Verdict | undefined {
  const isWorker = (one: Cursor) => WORKERS.includes(one.at('Protocol').text() ?? '');
  const inline = topic.at('Subscription').items().filter(isWorker);
  return allOf(
    ...inline.map((one) =>
      missed(`${one.name} has no dead-letter queue`, `a subscription of its own, with ${EXPECTED}`, {
        locations: [one.path],
      }),
    ),
  );
}
