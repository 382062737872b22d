import { METADATA_KEY } from '../../../constructs/core/metadata';
import { TAGS } from '../../../constructs/core/tag-names';
import { ownObject, ownString } from '../json';
import type { Cursor, Resource, Template } from '../model';
import { anyOf, met, missed, undecided, undecidedAt, type Verdict } from '../rule';
import type { TemplateIndex } from '../template-index';
import { tierNamed } from '../template-tier';

const BUDGET = 'AWS::Budgets::Budget';
const EXPECTED = 'a budget with a notification';

/** COST-01: one verdict for each environment of the app, on its first stack. */
export function* budgetsNotice(index: TemplateIndex): Iterable<readonly [Template, Verdict]> {
  const seen = new Set<string>();
  for (const template of index.templates.filter(({ parent }) => parent === undefined)) {
    const environment = environmentOf(template);
    const key = `${template.tier} ${environment ?? ''}`;
    if (!seen.has(key)) {
      seen.add(key);
      const verdicts = index.ofType(BUDGET).map((budget) => notices(budget, template, environment));
      yield [template, anyOf(...verdicts) ?? missed('the app has no budget', EXPECTED)];
    }
  }
}

/** The environment that a stack belongs to, as its template or its tags name it. */
function environmentOf({ body, stackTags }: Template): string | undefined {
  return (
    ownString(ownObject(ownObject(body, 'Metadata'), METADATA_KEY), 'environment') ?? stackTags.get(TAGS.environment)
  );
}

function notices(budget: Resource, template: Template, environment: string | undefined): Verdict {
  const evidence = [budget];
  const list = budget.at('NotificationsWithSubscribers');
  const told = list
    .items()
    .filter((one) => one.at('Subscribers').isUndecided || one.at('Subscribers').items().length > 0);
  if (told.length === 0) {
    return list.isUndecided ? undecidedAt(list) : missed(`${budget.id} notifies nobody`, EXPECTED, { evidence });
  }
  const named = environmentsIn(budget);
  const isOurs = named.length === 0 || named.some((name) => isEnvironment(name, template, environment));
  if (!isOurs && named.some((name) => name.includes('${'))) {
    return undecided(`${budget.id} is for ${named.join(', ')}`, { evidence });
  }
  return isOurs
    ? met(`${budget.id} notifies`, { evidence })
    : missed(`${budget.id} is for ${named.join(', ')}`, `${EXPECTED} for ${environment ?? template.tier}`, {
        evidence,
      });
}

function isEnvironment(name: string, { tier }: Template, environment: string | undefined): boolean {
  return environment === undefined ? (tierNamed(name) ?? tier) === tier : name === environment;
}

/** The environments that a budget is narrowed to by the tag of that name. */
function environmentsIn(budget: Resource): string[] {
  const filters = budget.at('Budget.CostFilters').entries();
  const byFilter = filters
    .filter(([name]) => name === 'TagKeyValue')
    .flatMap(([, values]) => values.items())
    .map((value) => /^(?:user:)?environment\$(.*)$/i.exec(value.shown())?.[1]);
  return [...byFilter.filter((name) => name !== undefined), ...inExpression(budget.at('Budget.FilterExpression'))];
}

function inExpression(expression: Cursor): string[] {
  const tags = expression.at('Tags');
  const isAbout =
    tags
      .at('Key')
      .text()
      ?.replace(/^user:/, '')
      .toLowerCase() === TAGS.environment;
  const own = isAbout
    ? tags
        .at('Values')
        .items()
        .map((value) => value.shown())
    : [];
  const below = ['And', 'Or'].flatMap((name) => expression.at(name).items());
  return [...own, ...below.flatMap(inExpression)];
}
