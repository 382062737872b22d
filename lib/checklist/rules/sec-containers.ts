import { expectFlag, reading } from '../expect';
import type { Cursor, Resource } from '../model';
import { ofAllContainers } from '../relations/containers';
import { ANY, mayEqual, patternOf } from '../relations/text-patterns';
import { allOf, met, missed, undecided, undecidedAt, type Verdict } from '../rule';

/** Users with all rights in a container, alone and with a group. */
const ROOTS = ['root', '0'].flatMap((user) => [user, `${user}:*`]);
const ROOT = /^(root|0+)$/;
/** What root is to a container on Windows. */
const ADMINISTRATOR = /^(.*\\)?ContainerAdministrator$/i;

/** SEC-11: each container of a task can write to volumes only, and has no more rights than it needs. */
export function containersAreConfined(task: Resource): Verdict | undefined {
  const family = task.at('RuntimePlatform.OperatingSystemFamily');
  const isWindows = family.isUndecided ? undefined : /^WINDOWS/i.test(family.text() ?? '');
  return ofAllContainers(task, (container) =>
    allOf(
      diskIsReadOnly(container.at('ReadonlyRootFilesystem'), family, isWindows),
      expectFlag(container.at('Privileged'), false, 'met'),
      userIsOrdinary(container.at('User')),
    ),
  );
}

/** Windows cannot run a container on a read-only disk, and ECS takes no such setting for it. */
function diskIsReadOnly(place: Cursor, family: Cursor, isWindows: boolean | undefined): Verdict {
  if (isWindows === true) {
    return met(`${reading(family)}, which knows no read-only root filesystem`, { locations: [family.path] });
  }
  const verdict = expectFlag(place, true);
  return verdict.state === 'missed' && isWindows === undefined
    ? undecided(`${verdict.found}, and nobody can tell yet whether it runs on Windows`, {
        locations: [place.path, family.path],
      })
    : verdict;
}

function userIsOrdinary(place: Cursor): Verdict | undefined {
  if (place.isAbsent || place.text() === '') {
    return undefined;
  }
  const details = { locations: [place.path] };
  const pattern = patternOf(place);
  const [user = ''] = pattern.split(':');
  if (!user.includes(ANY)) {
    return ROOT.test(user) || ADMINISTRATOR.test(user)
      ? missed(reading(place), 'a user other than root', details)
      : met(reading(place), details);
  }
  return ROOTS.some((root) => mayEqual(pattern, root)) ? undecidedAt(place) : met(reading(place), details);
}
