import { Duration, Stack } from 'aws-cdk-lib';
import type { Template } from 'aws-cdk-lib/assertions';
import { GraphWidget, Metric, TextWidget, TreatMissingData } from 'aws-cdk-lib/aws-cloudwatch';
import { AlarmSet } from '../../../constructs/observability/alarm-set';
import { ServiceDashboard } from '../../../constructs/observability/service-dashboard';
import { Severity } from '../../../constructs/observability/severity';
import { nagFindings } from '../../_helpers/nag';
import { FLAG_SETS, templateOf, testStack, testStage } from '../../_helpers/stack';
import { thrownBy } from '../../_helpers/thrown-by';

const metric = new Metric({ namespace: 'AWS/EC2', metricName: 'CPUUtilization' });

interface Widget {
  readonly type: string;
  readonly x: number;
  readonly y: number;
  readonly height: number;
  readonly width: number;
  readonly properties: { readonly title?: string; readonly markdown?: string; readonly alarms?: string[] };
}

function bodyOf(template: Template): { start: string; widgets: Widget[] } {
  const [dashboard] = Object.values(template.findResources('AWS::CloudWatch::Dashboard'));
  const { DashboardBody: body } = (dashboard as { Properties: { DashboardBody: string | object } }).Properties;
  const parts = typeof body === 'string' ? [body] : (body as { 'Fn::Join': [string, unknown[]] })['Fn::Join'][1];
  const text = parts
    .map((part) => (typeof part === 'string' ? part : JSON.stringify(part).replaceAll('"', '')))
    .join('');
  return JSON.parse(text) as { start: string; widgets: Widget[] };
}

function addAlarms(stack: Stack, count: number): void {
  for (let index = 0; index < count; index++) {
    AlarmSet.of(stack).add(stack, `Alarm${index}`, {
      metric,
      threshold: 80,
      evaluationPeriods: 1,
      treatMissingData: TreatMissingData.BREACHING,
      severity: index % 2 === 0 ? Severity.PAGE : Severity.TICKET,
      summary: 'It is on.',
      runbook: 'alarm',
    });
  }
}

describe.each(FLAG_SETS)('service dashboard under %s', (_, flags) => {
  test('shows the state of all alarms first, also of later ones, then the sections, for three hours', () => {
    const stack = testStack({ flags });
    const dashboard = ServiceDashboard.of(stack);
    dashboard.addSection('Fleet', new GraphWidget({ title: 'CPU', left: [metric] }));
    addAlarms(stack, 8);
    const { start, widgets } = bodyOf(templateOf(stack));
    expect(start).toBe('-PT3H');
    expect(widgets.map(({ type, properties }) => properties.title ?? properties.markdown ?? type)).toEqual([
      'Alarms',
      '## Fleet',
      'CPU',
    ]);
    expect(widgets[0]?.properties.alarms).toHaveLength(8);
    expect(widgets.map(({ x, y, height }) => [x, y, height])).toEqual([
      [0, 0, 3],
      [0, 3, 1],
      [0, 4, 6],
    ]);
  });

  test('is the same each time', () => {
    const body = () => {
      const stack = testStack({ flags });
      addAlarms(stack, 5);
      ServiceDashboard.of(stack).addSection('Fleet', new GraphWidget({ title: 'CPU', left: [metric] }));
      return bodyOf(templateOf(stack));
    };
    expect(body()).toEqual(body());
  });

  test('cdk-nag finds nothing', () => {
    const stack = testStack({ flags });
    ServiceDashboard.of(stack);
    expect(nagFindings(stack)).toEqual([]);
  });
});

describe('service dashboard', () => {
  test('there is one for each stack', () => {
    const stage = testStage();
    const [one, two] = ['One', 'Two'].map((id) => new Stack(stage, id)) as [Stack, Stack];
    expect(ServiceDashboard.of(one)).toBe(ServiceDashboard.of(one));
    expect(ServiceDashboard.of(one)).not.toBe(ServiceDashboard.of(two));
  });

  test('a status widget holds at most 100 alarms', () => {
    const stack = testStack();
    ServiceDashboard.of(stack).addSection('End');
    addAlarms(stack, 120);
    const { widgets } = bodyOf(templateOf(stack));
    expect(
      widgets.map(({ properties, y }) => [properties.title ?? properties.markdown, properties.alarms?.length, y]),
    ).toEqual([
      ['Alarms 1 of 2', 100, 0],
      ['Alarms 2 of 2', 20, 18],
      ['## End', undefined, 23],
    ]);
  });

  test('refuses more widgets than CloudWatch shows', () => {
    const dashboard = ServiceDashboard.of(testStack());
    const widgets = Array.from({ length: 498 }, () => new TextWidget({ markdown: 'x' }));
    dashboard.addSection('Many', ...widgets);
    const error = thrownBy(() => dashboard.addSection('More', new TextWidget({ markdown: 'x' })));
    expect(error.code).toBe('DashboardFull');
    expect(error.message).toBe(
      "widgets must be fewer than 500 on one dashboard, got 501 with section 'More'\n" +
        '  at: Test/Stack/Dashboard\n' +
        '  fix: put the section on a ServiceDashboard of another stack, or on a dashboard of its own',
    );
  });

  test('refuses a time range that shows nothing', () => {
    const error = thrownBy(() => new ServiceDashboard(testStack(), 'Dashboard', { timeRange: Duration.minutes(1) }));
    expect(error.code).toBe('DashboardTimeRange');
    expect(error.message).toBe(
      'timeRange must be between 5 minutes and 455 days, for which metrics are kept, got 1 minute\n  at: Test/Stack/Dashboard',
    );
  });
});
