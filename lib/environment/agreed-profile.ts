import { createRequire } from 'node:module';
import { isDeepStrictEqual } from 'node:util';
import type { Stage } from 'aws-cdk-lib';
import type { IConstruct } from 'constructs';
import { SeaworthyError } from '../../constructs/core/errors';
import type { ProductionChecklist } from '../checklist/pack';
import type { checklistOf, Profile } from '../checklist/profile';

const AGREED = Symbol.for('seaworthy.profile');

const load = createRequire(__filename);

/** By which profile an app is judged, and the pack that judges it. */
export interface AgreedProfile {
  /** @default - nobody has given one: the checklist as it is */
  profile?: Profile;
  /** @default - nobody has asked for the checklist yet */
  pack?: ProductionChecklist;
}

/**
 * The profile that the environments of an app agree on. One that is given counts for all of them, whoever comes first;
 * given again, it must say the same.
 *
 * @param scope who gives it
 * @throws SeaworthyError `InvalidProfile`, with everything that is wrong in it; `TwoProfiles` when another one was given
 * before: one of the two would be dropped silently
 */
export function agreeOnProfile(app: Stage, scope: IConstruct, profile?: Profile): AgreedProfile {
  const marked = app as Stage & { [AGREED]?: AgreedProfile };
  const agreed = (marked[AGREED] ??= {});
  if (profile === undefined) {
    return agreed;
  }
  if (agreed.profile === undefined) {
    const { checklistOf: check } = load('../checklist/profile') as { checklistOf: typeof checklistOf };
    check(profile);
    agreed.profile = profile;
    agreed.pack?.follow(profile);
    return agreed;
  }
  const differing = differences(agreed.profile, profile);
  if (differing.length > 0) {
    throw new SeaworthyError(
      'TwoProfiles',
      `checks.profile differs from the one that was given before, in ${differing.join(', ')}; one profile judges the whole app`,
      { scope, fix: 'give all environments of the app the same profile, or only one of them' },
    );
  }
  return agreed;
}

/** Where two profiles say different things. */
function differences(one: Profile, other: Profile): string[] {
  const [items = {}, others = {}] = [one.items, other.items];
  const differing = [...new Set([...Object.keys(items), ...Object.keys(others)])]
    .filter((item) => !isDeepStrictEqual(items[item], others[item]))
    .map((item) => `items.${item}`);
  return isDeepStrictEqual(one.extraRules ?? [], other.extraRules ?? []) ? differing : [...differing, 'extraRules'];
}
