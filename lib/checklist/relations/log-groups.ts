import { gather } from '../gather';
import type { Resource } from '../model';
import { placed } from '../place';
import { isProvider } from '../providers';
import { physicalName, type TemplateIndex } from '../template-index';
import { agentPlacesOf, mentionsIn, shipsLogs } from './agent-configurations';

export const LOG_GROUP = 'AWS::Logs::LogGroup';
const FUNCTION = 'AWS::Lambda::Function';
const TASK = 'AWS::ECS::TaskDefinition';
const GROUP = 'AWS::AutoScaling::AutoScalingGroup';

interface Named {
  readonly references: ReadonlySet<Resource>;
  readonly names: ReadonlySet<string>;
}

/** The log groups of the app that belong to a function: the one that it names, or that bears its name. */
export function logGroupsOfFunction(lambda: Resource, index: TemplateIndex): Resource[] {
  const named = index.meant(lambda.at('LoggingConfig.LogGroup'), lambda, LOG_GROUP);
  const bearing = index
    .referrers(lambda, LOG_GROUP)
    .filter((one) => one.at('LogGroupName').mentions().includes(lambda));
  const name = physicalName(lambda)?.shown();
  const usual = index.once('log groups by name', () =>
    groupBy(index.ofType(LOG_GROUP), (one) => placed(one.at('LogGroupName').shown(), one.template)),
  );
  const byName = name === undefined ? [] : (usual.get(placed(`/aws/lambda/${name}`, lambda.template)) ?? []);
  return [...new Set([...(named === undefined ? [] : [named]), ...bearing, ...byName])];
}

/** True for the log group of a function that the CDK added. */
export function isOfProvider(logGroup: Resource, index: TemplateIndex): boolean {
  return index
    .once('log groups of providers', () => {
      const providers = index.ofType(FUNCTION).filter(isProvider);
      return new Set(providers.flatMap((lambda) => logGroupsOfFunction(lambda, index)));
    })
    .has(logGroup);
}

/** True for a log group that a function, a container or an agent configuration of the app names. */
export function isOfApplication(logGroup: Resource, index: TemplateIndex): boolean {
  const { references, names } = index.once('log groups of applications', () => namedByApplications(index));
  const name = physicalName(logGroup)?.shown();
  return references.has(logGroup) || (name !== undefined && names.has(placed(name, logGroup.template)));
}

function namedByApplications(index: TemplateIndex): Named {
  const functions = index.ofType(FUNCTION).filter((lambda) => !isProvider(lambda));
  const named = index.ofType(TASK).flatMap((task) =>
    task
      .at('ContainerDefinitions')
      .items()
      .map((container) => ({ task, place: container.at('LogConfiguration.Options.awslogs-group') })),
  );
  const agents = index.ofType(GROUP).flatMap((group) =>
    agentPlacesOf(group, index)
      .filter(shipsLogs)
      .map((place) => ({ group, place })),
  );
  const texts = new Map<string, string[]>();
  agents.forEach(({ group, place }) => gather(texts, placed('', group.template), place.shown()));
  const groups = index.ofType(LOG_GROUP);
  const isInText = (group: Resource) => {
    const name = physicalName(group)?.text();
    const text = texts.get(placed('', group.template))?.join('\n');
    return name !== undefined && text !== undefined && names(name).some((one) => text.includes(one));
  };
  return {
    references: new Set([
      ...functions.flatMap((lambda) => logGroupsOfFunction(lambda, index)),
      ...[...named, ...agents].flatMap(({ place }) => mentionsIn(place).filter(({ type }) => type === LOG_GROUP)),
      ...groups.filter(isInText),
    ]),
    names: new Set(named.map(({ task, place }) => placed(place.text() ?? '', task.template))),
  };
}

/** How a configuration may write a name, so that no other name begins with it; a bare one is of an object. */
function names(name: string): string[] {
  return [`: ${name},`, `: ${name}}`, `"${name}"`, `'${name}'`, `=${name}\n`, `: ${name}\n`, `\\"${name}\\"`];
}

function groupBy(resources: readonly Resource[], key: (resource: Resource) => string): Map<string, Resource[]> {
  const found = new Map<string, Resource[]>();
  for (const resource of resources) {
    gather(found, key(resource), resource);
  }
  return found;
}
