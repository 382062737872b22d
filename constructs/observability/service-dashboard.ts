import { Duration, Stack } from 'aws-cdk-lib';
import { Dashboard, PeriodOverride, Row, TextWidget, type IWidget } from 'aws-cdk-lib/aws-cloudwatch';
import { Construct } from 'constructs';
import { withDefaults } from '../core/defaults';
import { SeaworthyError } from '../core/errors';
import { checkProps, type PropRule } from '../core/props';
import { findShared, offerShared } from '../core/shared';
import { waive, type Waiver } from '../core/waivers';
import { AlarmSet } from './alarm-set';
import { AlarmStatusRow } from './alarm-status-row';

export interface ServiceDashboardProps {
  /** The time range that the dashboard opens with. @default Duration.hours(3) */
  readonly timeRange?: Duration;
  /** Items that do not apply here. @default - none */
  readonly waive?: Waiver[];
}

const DEFAULTS = { timeRange: Duration.hours(3) } satisfies Partial<ServiceDashboardProps>;

const RULES: PropRule<Required<Pick<ServiceDashboardProps, 'timeRange'>>>[] = [
  {
    code: 'DashboardTimeRange',
    reads: ['timeRange'],
    fails: ({ timeRange }) => timeRange.toMinutes() < 5 || timeRange.toDays({ integral: false }) > 455,
    message: ({ timeRange }) =>
      `timeRange must be between 5 minutes and 455 days, for which metrics are kept, got ${timeRange.toHumanString()}`,
  },
];

/**
 * Widgets on one dashboard, status row and section titles included.
 *
 * @see https://docs.aws.amazon.com/AmazonCloudWatch/latest/monitoring/cloudwatch_limits.html
 */
const MAX_WIDGETS = 500;
const FULL_WIDTH = 24;
const KEY = 'service-dashboard';

/**
 * The picture of one stack: first the state of all its alarms, then a section for each construct that has metrics.
 *
 * Constructs of this library add their sections by themselves; add your own with `addSection`. It refuses more widgets
 * than CloudWatch shows. What else a dashboard can do is in `dashboard`.
 */
export class ServiceDashboard extends Construct {
  /** The dashboard of the stack of `scope`. */
  public static of(scope: Construct): ServiceDashboard {
    const stack = Stack.of(scope);
    const found = findShared<ServiceDashboard>(scope, KEY);
    return found !== undefined && Stack.of(found) === stack ? found : new ServiceDashboard(stack, 'Dashboard');
  }

  public readonly dashboard: Dashboard;
  private widgets = 0;

  constructor(scope: Construct, id: string, props: ServiceDashboardProps = {}) {
    super(scope, id);
    const { timeRange } = withDefaults(props, DEFAULTS);
    checkProps(this, { timeRange }, RULES);

    this.dashboard = new Dashboard(this, 'Resource', {
      defaultInterval: timeRange,
      periodOverride: PeriodOverride.AUTO,
    });
    const alarms = AlarmSet.of(this);
    this.dashboard.addWidgets(new AlarmStatusRow(() => alarms.alarms));

    offerShared(this, KEY);
    waive(this, props.waive);
  }

  /** Adds a titled row of widgets below what is there. What does not fit beside the others goes below them. */
  public addSection(title: string, ...widgets: IWidget[]): void {
    this.widgets += 1 + widgets.reduce((sum, widget) => sum + widget.toJson().length, 0);
    if (this.widgets >= MAX_WIDGETS) {
      throw new SeaworthyError(
        'DashboardFull',
        `widgets must be fewer than ${MAX_WIDGETS} on one dashboard, got ${this.widgets} with section '${title}'`,
        { scope: this, fix: 'put the section on a ServiceDashboard of another stack, or on a dashboard of its own' },
      );
    }
    this.dashboard.addWidgets(new TextWidget({ markdown: `## ${title}`, width: FULL_WIDTH, height: 1 }));
    if (widgets.length > 0) {
      this.dashboard.addWidgets(new Row(...widgets));
    }
  }
}
