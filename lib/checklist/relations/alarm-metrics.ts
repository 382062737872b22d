import type { AlarmMetric } from './alarms';

/** A family of metrics about one kind of resource. */
export interface MetricFamily {
  readonly namespace: string;
  /** The dimension that says whose metric it is. */
  readonly dimension: string;
  /** The attribute that is the value of the dimension, where a template refers to the resource. */
  readonly attribute: string;
}

/**
 * True for one of some metrics of a family; whose it is, is asked elsewhere. A reference to another attribute, the ARN or
 * the URL in place of the name, is a dimension without data. A piece of an attribute is taken for the name.
 */
export function isOfFamily(metric: AlarmMetric, names: readonly string[] | RegExp, family: MetricFamily): boolean {
  const { name: metricName = '' } = metric;
  return (
    metric.namespace === family.namespace &&
    (names instanceof RegExp ? names.test(metricName) : names.includes(metricName)) &&
    metric.dimensions.some(([name, value]) => {
      const reference = value.reference();
      const isName = reference === undefined || reference.piece !== undefined;
      return name === family.dimension && (isName || reference.attribute === family.attribute);
    })
  );
}
