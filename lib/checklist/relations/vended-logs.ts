import { gather } from '../gather';
import type { Resource } from '../model';
import { placed } from '../place';
import type { TemplateIndex } from '../template-index';

const SOURCE = 'AWS::Logs::DeliverySource';
const DELIVERY = 'AWS::Logs::Delivery';

/** The deliveries by which CloudWatch Logs passes on what a resource writes: those of some log types where given. */
export function deliveriesFrom(resource: Resource, index: TemplateIndex, logType = ''): Resource[] {
  const byName = index.once('deliveries by the name of their source', () => {
    const found = new Map<string, Resource[]>();
    for (const delivery of index.ofType(DELIVERY)) {
      gather(found, placed(delivery.at('DeliverySourceName').shown(), delivery.template), delivery);
    }
    return found;
  });
  const sources = index
    .referrers(resource, SOURCE)
    .filter((source) => source.at('ResourceArn').mentions().includes(resource))
    .filter((source) => (source.at('LogType').text() ?? logType).includes(logType));
  return sources.flatMap((source) => [
    ...new Set([
      ...index.linked(source, DELIVERY, 'DeliverySourceName'),
      ...(byName.get(placed(source.at('Name').shown(), source.template)) ?? []),
    ]),
  ]);
}
