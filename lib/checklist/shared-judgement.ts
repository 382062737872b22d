import { isDeepStrictEqual } from 'node:util';
import type { IConstruct } from 'constructs';
import { SeaworthyError } from '../../constructs/core/errors';
import type { Judgement } from './judgement';

const SHARED = Symbol.for('seaworthy.judgements');

/** A judgement, the templates that it is of, and who has taken it over since. */
interface Entry {
  readonly judgement: Judgement;
  readonly templates: ReadonlySet<string>;
  /** What was asked: tier, day and profile. */
  readonly asked: object;
  readonly takenBy: Set<object>;
}

/**
 * What the packs of one app tell each other, so that an app in which the checklist is registered twice is judged and
 * reported once.
 */
export class SharedJudgement {
  private readonly entries: Map<object, Entry>;

  constructor(
    scope: IConstruct,
    private readonly pack: object,
  ) {
    const root = scope.node.root as IConstruct & { [SHARED]?: Map<object, Entry> };
    this.entries = root[SHARED] ??= new Map<object, Entry>();
  }

  /**
   * What another pack has just come to for all of these templates, once for each of its judgements.
   *
   * @throws SeaworthyError `TwoProfiles` when the other one was asked for something else: one of the two would be dropped
   */
  public take(templates: readonly string[], asked: object): Judgement | undefined {
    this.entries.delete(this.pack);
    for (const { judgement, templates: judged, asked: before, takenBy } of this.entries.values()) {
      if (!takenBy.has(this.pack) && templates.every((one) => judged.has(one))) {
        if (!isDeepStrictEqual(before, asked)) {
          throw new SeaworthyError(
            'TwoProfiles',
            'the app has two production checklists that ask for different things: their tier, today, items or extraRules differ',
            {
              fix: 'register one; in an app with environments give the profile to `checks: { profile }` of Environment',
            },
          );
        }
        takenBy.add(this.pack);
        return judgement;
      }
    }
    return undefined;
  }

  /** Offers a judgement to the other packs. */
  public offer(judgement: Judgement, templates: readonly string[], asked: object): void {
    this.entries.set(this.pack, { judgement, templates: new Set(templates), asked, takenBy: new Set() });
  }
}
