import type { CfnServiceLevelObjective } from 'aws-cdk-lib/aws-applicationsignals';
import type { IMetric } from 'aws-cdk-lib/aws-cloudwatch';

type Query = CfnServiceLevelObjective.MetricDataQueryProperty;

/** A metric, plain or computed, in the words of Application Signals: its inputs first, and the result under `id`. */
export function sliQueries(metric: IMetric, id: string, returnData = true): Query[] {
  const { metricStat, mathExpression } = metric.toMetricConfig();
  if (metricStat !== undefined) {
    const { namespace, metricName, dimensions, period, statistic: stat } = metricStat;
    const measured = {
      namespace,
      metricName,
      dimensions: dimensions?.map(({ name, value }) => ({ name, value: String(value) })),
    };
    return [{ id, metricStat: { metric: measured, period: period.toSeconds(), stat }, returnData }];
  }
  const { expression = '', usingMetrics = {} } = mathExpression ?? {};
  const inputs = Object.entries(usingMetrics);
  return [
    ...inputs.flatMap(([name, input]) => sliQueries(input, `${id}_${name}`, false)),
    { id, expression: renamed(expression, id, Object.keys(usingMetrics)), returnData },
  ];
}

/** Ids are shared by all queries of an objective, so each input is named after the result that it belongs to. */
function renamed(expression: string, id: string, names: readonly string[]): string {
  return names.length === 0
    ? expression
    : expression.replace(new RegExp(`\\b(${names.join('|')})\\b`, 'g'), `${id}_$1`);
}
