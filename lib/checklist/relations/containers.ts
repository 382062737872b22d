import type { Cursor, Resource } from '../model';
import { allOf, undecidedAt, type Verdict } from '../rule';

export const TASK_DEFINITION = 'AWS::ECS::TaskDefinition';

/** What holds for all containers of a task definition; undefined where there is none. */
export function ofAllContainers(
  task: Resource,
  judge: (container: Cursor) => Verdict | undefined,
): Verdict | undefined {
  const list = task.at('ContainerDefinitions');
  return list.isUndecided ? undecidedAt(list) : allOf(...list.items().map(judge));
}
