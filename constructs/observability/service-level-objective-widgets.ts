import { Duration } from 'aws-cdk-lib';
import { GraphWidget, MathExpression, SingleValueWidget, type IWidget } from 'aws-cdk-lib/aws-cloudwatch';
import { BURN_RATES, budgetOf, burnRateOf, errorRatio, type ErrorRatio } from './service-level-objective-burn';

const HEIGHT = 6;

/** The budget that is left, and how fast it burns now. */
export function objectiveWidgets(ratio: ErrorRatio): IWidget[] {
  return [budgetLeft(ratio), burnRate(ratio, Duration.hours(1)), burnRate(ratio, Duration.hours(6))];
}

function budgetLeft({ total, bad, objective, window }: ErrorRatio): IWidget {
  const period = window;
  return new SingleValueWidget({
    title: `Error budget left of ${window.toHumanString()}`,
    width: 6,
    height: HEIGHT,
    start: `-${window.toIsoString()}`,
    end: 'P0D',
    setPeriodToTimeRange: true,
    metrics: [
      new MathExpression({
        expression: `100 * (1 - FILL(bad, 0) / total / ${budgetOf(objective)})`,
        usingMetrics: { total: total(period), bad: bad(period) },
        period,
        label: 'Percent',
      }),
    ],
  });
}

/** One graph for each window: inputs of computed counts would share their names in one. */
function burnRate(ratio: ErrorRatio, period: Duration): IWidget {
  return new GraphWidget({
    title: `How fast the error budget burns, over ${period.toHumanString()}`,
    width: 9,
    height: HEIGHT,
    left: [
      new MathExpression({
        expression: `ratio / ${budgetOf(ratio.objective)}`,
        usingMetrics: { ratio: errorRatio(ratio, period) },
        period,
        label: 'Times faster than allowed',
      }),
    ],
    leftYAxis: { min: 0 },
    leftAnnotations: BURN_RATES.map((burn) => ({
      value: burnRateOf(burn, ratio.window),
      label: `${burn.severity} (${burn.long.name})`,
    })),
  });
}
