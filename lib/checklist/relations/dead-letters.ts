import type { Cursor, Resource } from '../model';
import { physicalName, type TemplateIndex } from '../template-index';
import { lastName } from './arns';

/** Where resources name the queue, or the destination, for what they could not deliver. */
const PLACES: Readonly<Record<string, (source: Resource) => readonly Cursor[]>> = {
  'AWS::SQS::Queue': (one) => [redriveTarget(one.at('RedrivePolicy'))],
  'AWS::SNS::Subscription': (one) => [redriveTarget(one.at('RedrivePolicy'))],
  'AWS::Lambda::Function': (one) => [one.at('DeadLetterConfig.TargetArn')],
  'AWS::Lambda::EventInvokeConfig': (one) => [one.at('DestinationConfig.OnFailure.Destination')],
  'AWS::Lambda::EventSourceMapping': (one) => [one.at('DestinationConfig.OnFailure.Destination')],
  'AWS::Scheduler::Schedule': (one) => [one.at('Target.DeadLetterConfig.Arn')],
  'AWS::Events::EventBus': (one) => [one.at('DeadLetterConfig.Arn')],
  'AWS::Events::Rule': (one) =>
    one
      .at('Targets')
      .items()
      .map((target) => target.at('DeadLetterConfig.Arn')),
  'AWS::Pipes::Pipe': (one) =>
    ['DynamoDBStreamParameters', 'KinesisStreamParameters'].map((source) =>
      one.at(`SourceParameters.${source}.DeadLetterConfig.Arn`),
    ),
};

/** Where a redrive policy names its queue: it may be an object, or JSON in a text. */
export function redriveTarget(policy: Cursor): Cursor {
  return policy.value.kind === 'map' || policy.isAbsent ? policy.at('deadLetterTargetArn') : policy;
}

/** True for a queue that takes what others could not deliver. */
export function isDeadLetterTarget(queue: Resource, index: TemplateIndex): boolean {
  const byReference = Object.entries(PLACES).some(([type, places]) =>
    index.referrers(queue, type).some((source) => places(source).some((place) => place.mentions().includes(queue))),
  );
  const name = physicalName(queue)?.text();
  return byReference || (name !== undefined && namedTargets(index).has(name));
}

function namedTargets(index: TemplateIndex): ReadonlySet<string> {
  return index.once('dead-letter targets by name', () => {
    const places = Object.entries(PLACES).flatMap(([type, of]) => index.ofType(type).flatMap(of));
    return new Set(
      places
        .filter((place) => place.mentions().length === 0)
        .map(lastName)
        .filter((name) => name !== undefined),
    );
  });
}
