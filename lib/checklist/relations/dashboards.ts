import type { Resource } from '../model';
import { placed } from '../place';
import { physicalName, type TemplateIndex } from '../template-index';
import { met, missed, undecided, type Verdict } from '../rule';
import { alarmsAbout } from './alarms';
import { readDashboard } from './dashboard-body';

const DASHBOARD = 'AWS::CloudWatch::Dashboard';

interface Pictured {
  /** What the metrics of dashboards refer to, and the alarms whose metrics they show. */
  readonly resources: Map<Resource, Resource>;
  /** Values of dimensions, by account: a dashboard shows metrics of whatever region. */
  readonly values: Map<string, Resource>;
  /** Names of alarms whose metrics are shown, by account. */
  readonly alarms: Map<string, Resource>;
  /** Dashboards whose body nobody knows yet. */
  readonly unread: Resource[];
}

/** Met where a metric of one of these resources is on a dashboard of the app. */
export function isPictured(subjects: readonly Resource[], index: TemplateIndex): Verdict {
  const { resources, values, alarms, unread } = pictured(index);
  const about = alarmsAbout(subjects, index);
  const named = (one: Resource, by: Map<string, Resource>) => {
    const name = physicalName(one)?.text();
    return name === undefined ? undefined : by.get(placed(name, { account: one.template.account }));
  };
  const dashboard = [
    ...[...subjects, ...about].map((one) => resources.get(one)),
    ...subjects.map((one) => named(one, values)),
    ...about.map((one) => named(one, alarms)),
  ].find((one) => one !== undefined);
  if (dashboard !== undefined) {
    return met(`its metrics are on ${dashboard.id}`, { evidence: [dashboard] });
  }
  return unread.length > 0
    ? undecided(`the body of ${unread.map(({ id }) => id).join(', ')} is not in its template`)
    : missed('its metrics are on no dashboard of the app', `a dashboard with metrics of ${subjects[0]?.id ?? 'it'}`);
}

function pictured(index: TemplateIndex): Pictured {
  return index.once('metrics on dashboards', () => {
    const found: Pictured = { resources: new Map(), values: new Map(), alarms: new Map(), unread: [] };
    for (const dashboard of index.ofType(DASHBOARD)) {
      const body = dashboard.at('DashboardBody');
      const read = readDashboard(body.parts());
      if (read === undefined) {
        found.unread.push(...(body.isUndecided ? [dashboard] : []));
      } else {
        const key = (name: string, account = dashboard.template.account) => placed(name, { account });
        read.resources.forEach((resource) => found.resources.set(resource, dashboard));
        read.values.forEach(({ name, account }) => found.values.set(key(name, account), dashboard));
        read.alarms.forEach(({ name, account }) => found.alarms.set(key(name, account), dashboard));
      }
    }
    return found;
  });
}
