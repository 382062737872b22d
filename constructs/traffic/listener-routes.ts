import { createHash } from 'node:crypto';
import type { IConstruct } from 'constructs';
import { SeaworthyError } from '../core/errors';

/** Which requests go to a target group. */
export interface Route {
  /** Host names that the rule matches; `*` and `?` are wildcards. @default - all hosts */
  readonly hosts?: readonly string[];
  /** Paths that the rule matches; `*` and `?` are wildcards. @default - all paths */
  readonly paths?: readonly string[];
  /** Place of the rule among the others; the lowest is asked first. @default - by precision */
  readonly priority?: number;
}

/** The maintenance rule stands before all others. */
export const MAINTENANCE_PRIORITY = 1;
/** Priorities that a route may ask for; those above are given automatically. */
export const LAST_EXPLICIT_PRIORITY = 9_999;

const LONGEST_PATTERN = 128;
/** Room for this many groups whose rules are equally precise, per length of pattern. */
const SLOTS = 64;

/**
 * Gives each route of a listener its priority. A more precise rule comes first, whatever the order in the code: paths
 * with hosts, then paths alone, then hosts alone, then everything else; among paths the longer. Equals are told apart by
 * a hash of their id, so that adding a route moves no other one, which CloudFormation could not do in one update.
 */
export class ListenerRoutes {
  private readonly takenBy = new Map<number, string>();
  private readonly conditions = new Map<string, string>();

  /**
   * The priority of the route that `id` adds.
   *
   * @throws SeaworthyError `PriorityTaken`, `RouteTaken`
   */
  public add(scope: IConstruct, id: string, route: Route): number {
    this.refuseTwin(scope, id, route);
    const priority = route.priority ?? this.automatic(id, route);
    const other = this.takenBy.get(priority);
    if (other !== undefined) {
      throw new SeaworthyError('PriorityTaken', `priority must be unique on a listener, got ${priority} twice`, {
        scope,
        fix: `give '${id}' or '${other}' another priority, or leave it out`,
      });
    }
    this.takenBy.set(priority, id);
    return priority;
  }

  private refuseTwin(scope: IConstruct, id: string, { hosts = [], paths = [] }: Route): void {
    const key = JSON.stringify([[...hosts].sort(), [...paths].sort()]);
    const twin = this.conditions.get(key);
    if (twin !== undefined) {
      throw new SeaworthyError('RouteTaken', `hosts and paths of '${id}' are those of '${twin}', got no request ever`, {
        scope,
        fix: 'give the two target groups different hosts or paths',
      });
    }
    this.conditions.set(key, id);
  }

  private automatic(id: string, route: Route): number {
    const first = LAST_EXPLICIT_PRIORITY + 1 + rankOf(route) * SLOTS;
    const start = createHash('sha256').update(id).digest().readUInt32BE() % SLOTS;
    const slots = Array.from({ length: SLOTS }, (_, step) => first + ((start + step) % SLOTS));
    return slots.find((slot) => !this.takenBy.has(slot)) ?? first;
  }
}

/** How early a route is asked: 0 is the most precise. */
function rankOf({ hosts = [], paths = [] }: Route): number {
  const precision = Math.min(...paths.map((path) => path.replace(/\*.*$/, '').length), LONGEST_PATTERN);
  const withinPaths = LONGEST_PATTERN - precision;
  if (paths.length > 0) {
    return (hosts.length > 0 ? 0 : LONGEST_PATTERN + 1) + withinPaths;
  }
  return 2 * (LONGEST_PATTERN + 1) + (hosts.length > 0 ? (hosts.some((host) => host.includes('*')) ? 1 : 0) : 2);
}
