import type { Cursor, Resource } from '../model';
import { placed } from '../place';
import type { TemplateIndex } from '../template-index';
import { gather } from '../gather';
import { arnFields } from './arns';
import { EVENT_SOURCE, LAMBDA } from './event-sources';

/** The event source mappings that read a queue: by a reference to it, or by an ARN with its name. */
export function mappingsOfQueue(queue: Resource, index: TemplateIndex): Resource[] {
  const byReference = index.linked(queue, EVENT_SOURCE, 'EventSourceArn');
  const byArn = index.once('event source mappings by the ARN of their source', () => {
    const found = new Map<string, Resource[]>();
    for (const mapping of index.ofType(EVENT_SOURCE)) {
      const key = keyOfArn(mapping.at('EventSourceArn'), mapping, 'sqs', 0);
      if (key !== undefined) {
        gather(found, key, mapping);
      }
    }
    return found;
  });
  const name = queue.at('QueueName').text();
  const named = name === undefined ? [] : (byArn.get(placed(name, queue.template)) ?? []);
  return [...new Set([...byReference, ...named])];
}

/** The function of the app that a mapping calls: itself, a version or an alias of it, by reference, name or ARN. */
export function functionOfMapping(mapping: Resource, index: TemplateIndex): Resource | undefined {
  const place = mapping.at('FunctionName');
  const meant =
    index.meant(place, mapping, LAMBDA) ?? place.mentions().flatMap((one) => index.referred(one, LAMBDA))[0];
  const key = keyOfArn(place, mapping, 'lambda', 1);
  if (meant !== undefined || key === undefined) {
    return meant;
  }
  const functions = index.once('functions by name', () => {
    const found = new Map<string, Resource[]>();
    for (const lambda of index.ofType(LAMBDA)) {
      const name = lambda.at('FunctionName').text();
      if (name !== undefined) {
        gather(found, placed(name, lambda.template), lambda);
      }
    }
    return found;
  });
  return functions.get(key)?.[0];
}

/** The name in an ARN without references, as a key for look-ups: that field of it which stands behind the account. */
function keyOfArn(place: Cursor, { template }: Resource, service: string, field: number): string | undefined {
  const fields = place.mentions().length === 0 ? arnFields(place) : undefined;
  const name = fields?.resource?.split(':')[field];
  if (fields === undefined || fields.service !== service || !name) {
    return undefined;
  }
  const account = fields.account ?? (fields.own.account ? template.account : undefined);
  const region = fields.region ?? (fields.own.region ? template.region : undefined);
  return placed(name, { account, region });
}
