import { isReference, type Cursor, type Part, type Resource } from '../model';
import { physicalName, type TemplateIndex } from '../template-index';
import { met, missed, undecided, type Verdict } from '../rule';
import { alarmsAbout } from './alarms';

const DASHBOARD = 'AWS::CloudWatch::Dashboard';
const MARK = '\uE000';

interface Pictured {
  /** What the metrics of dashboards refer to, and the alarms whose metrics they show. */
  readonly resources: Map<Resource, Resource>;
  /** Texts within the metrics: names of dimensions among them. */
  readonly texts: Map<string, Resource>;
  /** Dashboards whose body nobody knows yet. */
  readonly unread: Resource[];
}

/** Met where a metric of one of these resources is on a dashboard of the app. */
export function isPictured(subjects: readonly Resource[], index: TemplateIndex): Verdict {
  const { resources, texts, unread } = pictured(index);
  const byReference = [...subjects, ...alarmsAbout(subjects, index)].map((one) => resources.get(one));
  const byName = subjects.map((one) => texts.get(physicalName(one)?.shown() ?? ''));
  const dashboard = [...byReference, ...byName].find((one) => one !== undefined);
  if (dashboard !== undefined) {
    return met(`its metrics are on ${dashboard.id}`, { evidence: [dashboard] });
  }
  return unread.length > 0
    ? undecided(`the body of ${unread.map(({ id }) => id).join(', ')} is not in its template`)
    : missed('its metrics are on no dashboard of the app', `a dashboard with metrics of ${subjects[0]?.id ?? 'it'}`);
}

function pictured(index: TemplateIndex): Pictured {
  return index.once('metrics on dashboards', () => {
    const found: Pictured = { resources: new Map(), texts: new Map(), unread: [] };
    for (const dashboard of index.ofType(DASHBOARD)) {
      read(dashboard, found);
    }
    return found;
  });
}

function read(dashboard: Resource, { resources, texts, unread }: Pictured): void {
  const body = dashboard.at('DashboardBody');
  const parts = body.parts();
  const json = parts.map((part, at) => (typeof part === 'string' ? part : `${MARK}${at}${MARK}`)).join('');
  const widgets = widgetsIn(json);
  if (widgets === undefined) {
    addUnread(body, dashboard, unread);
    return;
  }
  for (const text of widgets.flatMap(shownMetrics)) {
    mentionsIn(text, parts).forEach((resource) => resources.set(resource, dashboard));
    [text, text.replace(/^arn:.*:alarm:/, ''), ...quoted(text)].forEach((name) => texts.set(name, dashboard));
  }
}

function addUnread(body: Cursor, dashboard: Resource, unread: Resource[]): void {
  if (body.isUndecided) {
    unread.push(dashboard);
  }
}

function widgetsIn(json: string): unknown[] | undefined {
  try {
    const body = JSON.parse(json) as { widgets?: unknown };
    return Array.isArray(body.widgets) ? (body.widgets as unknown[]) : [];
  } catch {
    return undefined;
  }
}

/** All texts below the metrics that a widget draws, and the alarms whose metrics it draws. */
function shownMetrics(widget: unknown): string[] {
  const properties = below(widget, 'properties');
  const isDrawn = below(widget, 'type') === 'metric';
  return [
    ...textsIn(below(properties, 'metrics')),
    ...(isDrawn ? textsIn(below(below(properties, 'annotations'), 'alarms')) : []),
  ];
}

function below(value: unknown, key: string): unknown {
  return typeof value === 'object' && value !== null ? (value as Readonly<Record<string, unknown>>)[key] : undefined;
}

function textsIn(value: unknown): string[] {
  if (typeof value === 'string') {
    return [value];
  }
  return typeof value === 'object' && value !== null ? Object.values(value).flatMap(textsIn) : [];
}

function mentionsIn(text: string, parts: readonly Part[]): Resource[] {
  return text
    .split(MARK)
    .filter((_, at) => at % 2 === 1)
    .map((number) => parts[Number(number)])
    .filter((part) => part !== undefined && isReference(part))
    .map(({ resource }) => resource);
}

/** The names that a search expression or a query puts in quotes. */
function quoted(text: string): string[] {
  return [...text.matchAll(/["']([^"']+)["']/g)].map(([, name = '']) => name);
}
