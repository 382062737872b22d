import { isReference, type Part, type Resource } from '../model';

/** A name on a dashboard, and the account that it is of. */
export interface ShownName {
  readonly name: string;
  /** @default - the dashboard's */
  readonly account?: string;
}

/** What the widgets of a dashboard show. */
export interface ShownMetrics {
  /** What dimensions, expressions and alarms refer to. */
  readonly resources: readonly Resource[];
  /** Values of dimensions, those in expressions included. */
  readonly values: readonly ShownName[];
  /** Alarms whose metrics are drawn. */
  readonly alarms: readonly ShownName[];
}

/** Stands around the number of a part that is no plain text. */
const MARK = '\uE000';

/** Terms of a search expression that name no dimension. */
const NO_DIMENSION = /^(MetricName|Namespace)$/i;

/**
 * Reads the body of a dashboard; undefined where it is no JSON.
 * @see https://docs.aws.amazon.com/AmazonCloudWatch/latest/APIReference/CloudWatch-Dashboard-Body-Structure.html
 */
export function readDashboard(parts: readonly Part[]): ShownMetrics | undefined {
  const json = parts.map((part, at) => (typeof part === 'string' ? part : `${MARK}${at}${MARK}`)).join('');
  const body = parsed(json);
  if (body === undefined) {
    return undefined;
  }
  const metrics = listIn(body, 'widgets').flatMap(metricsOf);
  const alarms = listIn(body, 'widgets').flatMap(alarmsOf);
  return {
    resources: [...metrics, ...alarms].flatMap(({ name }) => mentionsIn(name, parts)),
    values: metrics.flatMap(({ name, account, isExpression }) =>
      (isExpression ? valuesIn(name) : [name]).map((value) => ({ name: value, account: literal(account) })),
    ),
    alarms: alarms.map(({ name }) => {
      const [, , , , account, kind, ...rest] = name.split(':');
      return kind === 'alarm' ? { name: rest.join(':'), account: literal(account) } : { name };
    }),
  };
}

interface Text extends ShownName {
  readonly isExpression: boolean;
}

/** The values of dimensions and the expressions of a widget; `.` and `...` repeat what stands in the row above. */
function metricsOf(widget: unknown): Text[] {
  const properties = below(widget, 'properties');
  const found: Text[] = [];
  let above: string[] = [];
  for (const row of listIn(properties, 'metrics').filter((one): one is unknown[] => Array.isArray(one))) {
    const own = row.filter((one): one is string => typeof one === 'string');
    const cells =
      own[0] === '...' ? [...above.slice(0, Math.max(0, above.length - own.length + 1)), ...own.slice(1)] : own;
    const texts = cells.map((cell, at) => (cell === '.' ? (above[at] ?? cell) : cell));
    const options = row.find((one) => typeof one === 'object');
    const account = textIn(options, 'accountId') ?? textIn(properties, 'accountId');
    const expression = textIn(options, 'expression');
    const values = texts.filter((_, at) => at > 1 && at % 2 === 1);
    found.push(...values.map((name) => ({ name, account, isExpression: false })));
    found.push(...(expression === undefined ? [] : [{ name: expression, account, isExpression: true }]));
    above = texts.length > 0 ? texts : above;
  }
  return found;
}

function alarmsOf(widget: unknown): Text[] {
  const alarms = listIn(below(below(widget, 'properties'), 'annotations'), 'alarms');
  const texts = alarms.filter((one): one is string => typeof one === 'string');
  return below(widget, 'type') === 'metric' ? texts.map((name) => ({ name, isExpression: false })) : [];
}

/** The values that a search expression or a query of Metrics Insights asks for. */
function valuesIn(expression: string): string[] {
  return [...expression.matchAll(/(?:([\w.:-]+)\s*=\s*)?(?:"([^"]+)"|(?<==\s*)'([^']+)')/g)]
    .filter(([, key = '']) => !NO_DIMENSION.test(key))
    .map(([, , double, single]) => double ?? single ?? '');
}

function mentionsIn(text: string, parts: readonly Part[]): Resource[] {
  return text
    .split(MARK)
    .filter((_, at) => at % 2 === 1)
    .map((number) => parts[Number(number)])
    .filter((part) => part !== undefined && isReference(part))
    .map(({ resource }) => resource);
}

/** A text all of which is known. */
function literal(text: string | undefined): string | undefined {
  return text === undefined || text === '' || text.includes(MARK) ? undefined : text;
}

function parsed(json: string): unknown {
  try {
    return JSON.parse(json) as unknown;
  } catch {
    return undefined;
  }
}

function below(value: unknown, key: string): unknown {
  return typeof value === 'object' && value !== null ? (value as Readonly<Record<string, unknown>>)[key] : undefined;
}

function listIn(value: unknown, key: string): unknown[] {
  const list = below(value, key);
  return Array.isArray(list) ? (list as unknown[]) : [];
}

function textIn(value: unknown, key: string): string | undefined {
  const text = below(value, key);
  return typeof text === 'string' ? text : undefined;
}
