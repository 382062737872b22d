import { gather } from '../gather';
import type { Cursor, Resource } from '../model';
import { placed } from '../place';
import { physicalName, type TemplateIndex } from '../template-index';

export const LAMBDA = 'AWS::Lambda::Function';
export const EVENT_SOURCE = 'AWS::Lambda::EventSourceMapping';
const INVOKE_CONFIG = 'AWS::Lambda::EventInvokeConfig';

/** Where resources name the function that they call without waiting for its answer. */
const CALLERS: Readonly<Record<string, (caller: Resource) => readonly Cursor[]>> = {
  'AWS::SNS::Subscription': (one) => [one.at('Endpoint')],
  'AWS::SNS::Topic': (one) => each(one.at('Subscription'), 'Endpoint'),
  'AWS::Events::Rule': (one) => each(one.at('Targets'), 'Arn'),
  'AWS::Scheduler::Schedule': (one) => [one.at('Target.Arn')],
  'AWS::S3::Bucket': (one) => each(one.at('NotificationConfiguration.LambdaConfigurations'), 'Function'),
  'Custom::S3BucketNotifications': (one) =>
    each(one.at('NotificationConfiguration.LambdaFunctionConfigurations'), 'LambdaFunctionArn'),
  'AWS::Logs::SubscriptionFilter': (one) => [one.at('DestinationArn')],
  'AWS::CloudWatch::Alarm': (one) => one.at('AlarmActions').items(),
  'AWS::CloudWatch::CompositeAlarm': (one) => one.at('AlarmActions').items(),
  'AWS::IoT::TopicRule': (one) => each(one.at('TopicRulePayload.Actions'), 'Lambda.FunctionArn'),
  'AWS::SES::ReceiptRule': (one) => each(one.at('Rule.Actions'), 'LambdaAction.FunctionArn'),
  [INVOKE_CONFIG]: (one) => [
    one.at('DestinationConfig.OnSuccess.Destination'),
    one.at('DestinationConfig.OnFailure.Destination'),
  ],
};

/** A place where something calls a function without waiting for its answer. */
export interface AsynchronousCall {
  readonly caller: Resource;
  /** The function, or the version or alias of it that is called. */
  readonly handle: Resource;
  /** `$LATEST`, or the name of an alias; undefined where nobody knows it yet. */
  readonly qualifier?: string;
}

/** What calls a function without waiting for its answer: itself, or by one of its versions or aliases. */
export function asynchronousCallsOf(lambda: Resource, index: TemplateIndex): AsynchronousCall[] {
  const byReference = handlesOf(lambda, index).flatMap((handle) =>
    Object.entries(CALLERS).flatMap(([type, places]) =>
      index.referrers(handle, type).flatMap((caller) =>
        places(caller)
          .filter((place) => place.mentions().includes(handle))
          .map((place) => ({ caller, handle, qualifier: qualifierAt(place, handle) })),
      ),
    ),
  );
  const name = physicalName(lambda)?.shown();
  const callers = name === undefined ? [] : (callersByName(index).get(placed(name, lambda.template)) ?? []);
  const byName = callers.flatMap((caller) =>
    (CALLERS[caller.type]?.(caller) ?? [])
      .map(namedFunction)
      .filter((named) => named?.name === name)
      .map((named) => ({ caller, handle: lambda, qualifier: named?.qualifier })),
  );
  return [...byReference, ...byName];
}

/** What calls functions by ARNs that are written out, by the names of the functions. */
function callersByName(index: TemplateIndex): ReadonlyMap<string, readonly Resource[]> {
  return index.once('asynchronous callers by the name of the function', () => {
    const found = new Map<string, Resource[]>();
    for (const [type, places] of Object.entries(CALLERS)) {
      for (const caller of index.ofType(type)) {
        const names = places(caller).map((place) => namedFunction(place)?.name);
        new Set(names).forEach((name) => {
          if (name !== undefined) {
            gather(found, placed(name, caller.template), caller);
          }
        });
      }
    }
    return found;
  });
}

/** The function that an ARN without references names. */
function namedFunction(place: Cursor): { name: string; qualifier: string } | undefined {
  const [, name, qualifier = '$LATEST'] = /^arn:.*:function:([^:]+)(?::([^:]+))?$/.exec(place.shown()) ?? [];
  return name === undefined || place.mentions().length > 0 ? undefined : { name, qualifier };
}

/** The callers of a function that do not wait for its answer. */
export function asynchronousCallersOf(lambda: Resource, index: TemplateIndex): Resource[] {
  return [...new Set(asynchronousCallsOf(lambda, index).map(({ caller }) => caller))];
}

/** The queues and streams that a function is fed from. */
export function eventSourcesOf(lambda: Resource, index: TemplateIndex): Resource[] {
  const found = handlesOf(lambda, index).flatMap((handle) => index.linked(handle, EVENT_SOURCE, 'FunctionName'));
  return [...new Set(found)];
}

/** How asynchronous calls of a function are treated. */
export function invokeConfigsOf(lambda: Resource, index: TemplateIndex): Resource[] {
  return index.linked(lambda, INVOKE_CONFIG, 'FunctionName');
}

/** True where a configuration is of the version or alias that a call names: it says nothing of the others. */
export function isTreatedBy({ handle, qualifier }: AsynchronousCall, config: Resource): boolean {
  const own = config.at('Qualifier');
  return qualifier === undefined || own.isUndecided || own.mentions().includes(handle) || own.shown() === qualifier;
}

function qualifierAt(place: Cursor, handle: Resource): string | undefined {
  if (handle.type !== LAMBDA) {
    return handle.at('Name').isAbsent ? handle.id : handle.at('Name').shown();
  }
  const last = place.parts().at(-1);
  return typeof last === 'string' ? last.replace(/^:/, '') : place.isUndecided ? undefined : '$LATEST';
}

function handlesOf(lambda: Resource, index: TemplateIndex): Resource[] {
  const versions = index.linked(lambda, 'AWS::Lambda::Version', 'FunctionName');
  const aliases = index.linked(lambda, 'AWS::Lambda::Alias', 'FunctionName');
  return [lambda, ...versions, ...aliases];
}

function each(list: Cursor, path: string): Cursor[] {
  return list.items().map((item) => item.at(path));
}
