import type { Resources } from './judging';

/** A resource of a template, in short. */
export function resource(type: string, properties: object = {}, others: object = {}): object {
  return { Type: type, Properties: properties, ...others };
}

/** An alarm on one metric that writes to a topic. */
export function alarm(
  namespace: string,
  name: string,
  dimensions: Readonly<Record<string, unknown>>,
  others: object = {},
): object {
  return resource('AWS::CloudWatch::Alarm', {
    ...metric(namespace, name, dimensions),
    Statistic: 'Sum',
    Period: 60,
    AlarmActions: ['arn:aws:sns:eu-west-1:123456789012:page'],
    ...others,
  });
}

/** The same alarm with its metric as an input of arithmetic. */
export function computedAlarm(
  metrics: readonly (readonly [namespace: string, name: string, dimensions: Readonly<Record<string, unknown>>])[],
  others: object = {},
  stat = 'Sum',
  period = 60,
): object {
  return resource('AWS::CloudWatch::Alarm', {
    Metrics: [
      { Id: 'result', Expression: '100 * m0 / m1', ReturnData: true },
      ...metrics.map(([namespace, name, dimensions], at) => ({
        Id: `m${at}`,
        ReturnData: false,
        MetricStat: { Metric: metric(namespace, name, dimensions), Stat: stat, Period: period },
      })),
    ],
    AlarmActions: ['arn:aws:sns:eu-west-1:123456789012:page'],
    ...others,
  });
}

/** A template without one of its resources. */
export function without(resources: Resources, ...ids: string[]): Resources {
  return Object.fromEntries(Object.entries(resources).filter(([id]) => !ids.includes(id)));
}

function metric(namespace: string, name: string, dimensions: Readonly<Record<string, unknown>>): object {
  return {
    Namespace: namespace,
    MetricName: name,
    Dimensions: Object.entries(dimensions).map(([dimension, value]) => ({ Name: dimension, Value: value })),
  };
}
