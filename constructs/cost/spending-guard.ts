import { CfnBudget } from 'aws-cdk-lib/aws-budgets';
import type { ITopic } from 'aws-cdk-lib/aws-sns';
import { Construct } from 'constructs';
import { contextOf } from '../core/context';
import { withDefaults } from '../core/defaults';
import { checkProps, type PropRule } from '../core/props';
import { TAGS } from '../core/tags';
import { waive, type Waiver } from '../core/waivers';
import { Alerts } from '../observability/alerts';

export interface SpendingGuardProps {
  /** What the environment may cost in a month, in US dollars. Nobody else can know it, so there is no default. */
  readonly monthlyLimit: number;
  /** At which percentages of the limit a forecast for the month becomes a ticket. @default [80, 100] */
  readonly forecastPercent?: number[];
  /** At which percentages of the limit what was spent becomes a ticket. @default [100] */
  readonly actualPercent?: number[];
  /**
   * The cost allocation tags whose costs count, all of them together. They must be activated in the billing console of the
   * paying account, or the budget stays at zero. @default - `service` and `environment` of the environment, else no filter
   */
  readonly tags?: Record<string, string>;
  /** Whom it tells. @default - the ticket topic of the environment */
  readonly topic?: ITopic;
  /** Items that do not apply here. @default - none */
  readonly waive?: Waiver[];
}

const DEFAULTS = { forecastPercent: [80, 100], actualPercent: [100] } satisfies Partial<SpendingGuardProps>;

type Settled = SpendingGuardProps & Required<Pick<SpendingGuardProps, keyof typeof DEFAULTS>>;

/** The most notifications that a budget has. @see https://docs.aws.amazon.com/cost-management/latest/userguide/management-limits.html */
const MAX_NOTIFICATIONS = 5;

const RULES: PropRule<Settled>[] = [
  {
    code: 'MonthlyLimitNotPositive',
    reads: ['monthlyLimit'],
    fails: ({ monthlyLimit }) => !(monthlyLimit > 0 && Number.isFinite(monthlyLimit)),
    message: ({ monthlyLimit }) => `monthlyLimit must be more than 0 US dollars, got ${monthlyLimit}`,
  },
  {
    code: 'ForecastPercentOutOfRange',
    reads: ['forecastPercent'],
    fails: ({ forecastPercent }) => !forecastPercent.every(isPercent),
    message: ({ forecastPercent }) =>
      `forecastPercent must hold percentages from 1 to 1000, got ${forecastPercent.join(', ')}`,
  },
  {
    code: 'ActualPercentOutOfRange',
    reads: ['actualPercent'],
    fails: ({ actualPercent }) => !actualPercent.every(isPercent),
    message: ({ actualPercent }) =>
      `actualPercent must hold percentages from 1 to 1000, got ${actualPercent.join(', ')}`,
  },
  {
    code: 'SpendingNoticesCount',
    reads: ['forecastPercent', 'actualPercent'],
    fails: (props) => countOf(props) < 1 || countOf(props) > MAX_NOTIFICATIONS,
    message: (props) =>
      `forecastPercent and actualPercent must hold 1 to ${MAX_NOTIFICATIONS} percentages together, hold ${countOf(props)}`,
  },
];

/**
 * A monthly budget for what carries the tags of an environment. Spending that runs ahead of plan becomes a ticket while
 * there is time to act: when the forecast reaches 80 and 100 percent of the limit, and when the limit is reached.
 *
 * It stops nothing. Refuses a limit of zero, and more notices than a budget has.
 */
export class SpendingGuard extends Construct {
  public readonly budget: CfnBudget;

  constructor(scope: Construct, id: string, props: SpendingGuardProps) {
    super(scope, id);
    const settled = withDefaults<SpendingGuardProps, typeof DEFAULTS>(props, DEFAULTS);
    checkProps(this, settled, RULES);
    const { topicArn } = settled.topic ?? Alerts.of(this).ticket;
    const notices = [
      ...settled.forecastPercent.map((percent) => noticeAt('FORECASTED', percent)),
      ...settled.actualPercent.map((percent) => noticeAt('ACTUAL', percent)),
    ];
    this.budget = new CfnBudget(this, 'Resource', {
      budget: {
        budgetType: 'COST',
        timeUnit: 'MONTHLY',
        budgetLimit: { amount: settled.monthlyLimit, unit: 'USD' },
        metrics: ['UnblendedCost'],
        filterExpression: filterOn(settled.tags ?? tagsOf(this)),
      },
      notificationsWithSubscribers: notices.map((notification) => ({
        notification,
        subscribers: [{ subscriptionType: 'SNS', address: topicArn }],
      })),
    });
    waive(this, props.waive);
  }
}

function noticeAt(notificationType: string, threshold: number): CfnBudget.NotificationProperty {
  return { notificationType, threshold, thresholdType: 'PERCENTAGE', comparisonOperator: 'GREATER_THAN' };
}

function tagsOf(scope: Construct): Record<string, string> {
  const context = contextOf(scope);
  return context === undefined ? {} : { [TAGS.service]: context.service, [TAGS.environment]: context.environment };
}

/** All tags together; a lone expression stands without the `And`, which takes two or more. */
function filterOn(tags: Record<string, string>): CfnBudget.ExpressionProperty | undefined {
  const expressions = Object.entries(tags).map(([key, value]) => ({
    tags: { key, values: [value], matchOptions: ['EQUALS'] },
  }));
  return expressions.length > 1 ? { and: expressions } : expressions[0];
}

function countOf({ forecastPercent, actualPercent }: Settled): number {
  return forecastPercent.length + actualPercent.length;
}

function isPercent(percent: number): boolean {
  return percent >= 1 && percent <= 1000;
}
