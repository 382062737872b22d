import { gather } from '../gather';
import type { Cursor, Resource } from '../model';
import { placed } from '../place';
import { physicalName, type TemplateIndex } from '../template-index';
import { placedName } from './arns';

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
  const sources = name === undefined ? undefined : namedTargets(index).get(placed(name, queue.template));
  return byReference || (sources ?? []).some((source) => source !== queue);
}

/** What names a queue, by the name of the queue. */
function namedTargets(index: TemplateIndex): ReadonlyMap<string, readonly Resource[]> {
  return index.once('dead-letter targets by name', () => {
    const found = new Map<string, Resource[]>();
    for (const [type, of] of Object.entries(PLACES)) {
      for (const source of index.ofType(type)) {
        for (const place of of(source).filter((one) => one.mentions().length === 0)) {
          const name = placedName(place, source.template);
          if (name !== undefined) {
            gather(found, name, source);
          }
        }
      }
    }
    return found;
  });
}
