import {
  type CompositeAlarm,
  DescribeAlarmsCommand,
  GetDashboardCommand,
  type MetricAlarm,
} from '@aws-sdk/client-cloudwatch';
import { DescribeMetricFiltersCommand } from '@aws-sdk/client-cloudwatch-logs';
import { ListTopicsCommand } from '@aws-sdk/client-sns';
import { aws, present } from '../harness/aws';
import type { Journey } from '../harness/journey';
import { PLATFORM, SERVICE } from '../harness/settings';
import type { Deployed, World } from '../harness/world';

/** What is compared with the template, alarm by alarm. */
const COMPARED = [
  'AlarmDescription',
  'ComparisonOperator',
  'DatapointsToAlarm',
  'EvaluationPeriods',
  'Threshold',
  'TreatMissingData',
] as const;

/** Alarms, the composites that speak for them, and the dashboards. */
export function checkAlarms(journey: Journey, world: () => World): void {
  journey.check('every alarm has its threshold, periods, treatment of missing data and runbook', async () => {
    const planned = world().all('AWS::CloudWatch::Alarm');
    const deployed = await metricAlarms();
    expect(planned.length).toBeGreaterThan(20);
    for (const { physicalId, properties } of planned) {
      const alarm = present(deployed.get(physicalId), physicalId);
      const expected = COMPARED.filter((key) => properties[key] !== undefined);
      expect({ physicalId, ...pick(alarm, expected) }).toEqual({ physicalId, ...pick(properties, expected) });
      expect(alarm.TreatMissingData).toBeDefined();
      expect(alarm.AlarmDescription).toMatch(/Runbook: docs\/runbooks\/[a-z0-9-]+\.md$/);
    }
  });

  journey.check('no dimension of an alarm is empty or left without a value', async () => {
    for (const alarm of (await metricAlarms()).values()) {
      const metrics = [alarm, ...(alarm.Metrics ?? []).map(({ MetricStat }) => MetricStat?.Metric)];
      for (const { Value, Name } of metrics.flatMap((metric) => metric?.Dimensions ?? [])) {
        expect(`${alarm.AlarmName} ${Name}=${Value}`).not.toMatch(/=(|None|undefined)$|\$\{|\.[A-Z]\w+FullName$/);
      }
    }
  });

  journey.check('the load balancer alarms watch this load balancer and this target group', async () => {
    const name = world().one('AWS::ElasticLoadBalancingV2::LoadBalancer').physicalId.split(':loadbalancer/')[1];
    const alarms = await metricAlarms();
    for (const id of ['Errors', 'Latency']) {
      const one = alarms.get(
        world().one('AWS::CloudWatch::Alarm', new RegExp(`LoadBalancer/Alarms/${id}/`)).physicalId,
      );
      const dimensions = one?.Metrics?.flatMap(({ MetricStat }) => MetricStat?.Metric?.Dimensions ?? []);
      expect(dimensions).toContainEqual({ Name: 'LoadBalancer', Value: name });
    }
  });

  journey.check('each stack has two voices, which call topics that exist', async () => {
    const topics = await topicArns();
    for (const stack of [PLATFORM, SERVICE]) {
      const health = await voice(world(), stack, 'Health');
      const tickets = await voice(world(), stack, 'Tickets');
      expect(topics).toEqual(expect.arrayContaining([...actions(health), ...actions(tickets)]));
      expect(health.AlarmActions).toEqual(health.OKActions);
      expect(health.AlarmActions).not.toEqual(tickets.AlarmActions);
      expect([health.ActionsEnabled, tickets.ActionsEnabled]).toEqual([true, true]);
    }
  });

  journey.check(
    'every alarm speaks through one of these voices or scales the group, and calls nobody by itself',
    async () => {
      const composites = await compositeAlarms();
      const scaling = [...(await metricAlarms()).values()].filter(({ AlarmActions = [] }) => AlarmActions.length > 0);
      const policies = world().all('AWS::AutoScaling::ScalingPolicy');
      expect(policies.map(({ physicalId }) => physicalId)).toEqual(
        expect.arrayContaining(scaling.flatMap(({ AlarmActions = [] }) => AlarmActions)),
      );
      for (const stack of [PLATFORM, SERVICE]) {
        const voices = await Promise.all(['Health', 'Tickets'].map((id) => voice(world(), stack, id)));
        const heard = new Set(voices.flatMap((one) => members(one, composites)));
        const planned = world()
          .all('AWS::CloudWatch::Alarm')
          .filter((one) => one.stack === stack);
        const unheard = planned.filter(({ physicalId }) => !heard.has(physicalId)).map(({ physicalId }) => physicalId);
        expect(unheard).toEqual(scaling.filter(({ AlarmName = '' }) => unheard.includes(AlarmName)).map(nameOf));
      }
    },
  );

  journey.check('composites name alarms that exist', async () => {
    const names = new Set([...(await metricAlarms()).keys(), ...(await compositeAlarms()).keys()]);
    const composites = await compositeAlarms();
    expect([...composites.keys()].sort()).toEqual(physicalIds(world().all('AWS::CloudWatch::CompositeAlarm')));
    for (const one of composites.values()) {
      expect(namesIn(one).filter((name) => !names.has(name))).toEqual([]);
      expect(namesIn(one)).not.toEqual([]);
    }
  });

  journey.check('metric filters turn log lines into the metrics that alarms watch', async () => {
    const watched = new Set([...(await metricAlarms()).values()].map(({ MetricName }) => MetricName));
    for (const { physicalId } of world().all('AWS::Logs::MetricFilter')) {
      const { metricFilters } = await aws.logs.send(new DescribeMetricFiltersCommand({ filterNamePrefix: physicalId }));
      const [made] = metricFilters?.[0]?.metricTransformations ?? [];
      expect([...watched]).toContain(made?.metricName);
    }
  });

  journey.check('the dashboards are whole JSON, with all their widgets', async () => {
    for (const { physicalId } of world().all('AWS::CloudWatch::Dashboard')) {
      const { DashboardBody = '' } = await aws.cloudWatch.send(new GetDashboardCommand({ DashboardName: physicalId }));
      const { widgets } = JSON.parse(DashboardBody) as { widgets: unknown[] };
      expect(widgets.length).toBeGreaterThan(1);
      expect(DashboardBody).not.toMatch(/\$\{Token|"None"/);
    }
  });
}

/** All metric alarms by name. */
export async function metricAlarms(): Promise<Map<string, MetricAlarm>> {
  const { MetricAlarms = [] } = await aws.cloudWatch.send(new DescribeAlarmsCommand({ MaxRecords: 100 }));
  return new Map(MetricAlarms.map((alarm) => [alarm.AlarmName ?? '', alarm]));
}

async function compositeAlarms(): Promise<Map<string, CompositeAlarm>> {
  const { CompositeAlarms = [] } = await aws.cloudWatch.send(
    new DescribeAlarmsCommand({ AlarmTypes: ['CompositeAlarm'], MaxRecords: 100 }),
  );
  return new Map(CompositeAlarms.map((alarm) => [alarm.AlarmName ?? '', alarm]));
}

async function voice(world: World, stack: string, id: string): Promise<CompositeAlarm> {
  const found = world
    .all('AWS::CloudWatch::CompositeAlarm', new RegExp(`/Alarms/${id}/`))
    .find((one) => one.stack === stack);
  return present((await compositeAlarms()).get(found?.physicalId ?? ''), `${id} of ${stack}`);
}

/** The metric alarms that a composite speaks for, directly or through other composites. */
function members(alarm: CompositeAlarm, composites: Map<string, CompositeAlarm>): string[] {
  return namesIn(alarm).flatMap((name) => {
    const inner = composites.get(name);
    return inner === undefined ? [name] : members(inner, composites);
  });
}

function namesIn({ AlarmRule = '' }: CompositeAlarm): string[] {
  return [...AlarmRule.matchAll(/ALARM\("([^"]+)"\)/g)].map((match) => match[1] ?? '');
}

function actions({ AlarmActions = [] }: CompositeAlarm): string[] {
  expect(AlarmActions).not.toEqual([]);
  return AlarmActions;
}

async function topicArns(): Promise<(string | undefined)[]> {
  return ((await aws.sns.send(new ListTopicsCommand())).Topics ?? []).map(({ TopicArn }) => TopicArn);
}

function physicalIds(resources: Deployed[]): string[] {
  return resources.map(({ physicalId }) => physicalId).sort();
}

function nameOf({ AlarmName }: MetricAlarm): string | undefined {
  return AlarmName;
}

function pick(from: object, keys: readonly string[]): Record<string, unknown> {
  const values = from as Record<string, unknown>;
  return Object.fromEntries(keys.map((key) => [key, values[key]]));
}
