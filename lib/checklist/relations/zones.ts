import { isUnknown, type Cursor, type Resource } from '../model';

/** The availability zone of a subnet, as its template names it: equal names are equal zones. */
export interface Zone {
  readonly name: string;
  /** Two names of one kind are two zones; undefined for a name that may be that of any other, such as a parameter. */
  readonly kind?: string;
}

/** The zone of a subnet; undefined where it is left to AWS. */
export function zoneOf(subnet: Resource): Zone | undefined {
  const place = [subnet.at('AvailabilityZone'), subnet.at('AvailabilityZoneId')].find((one) => !one.isAbsent);
  return place === undefined ? undefined : { name: place.shown(), kind: kindOf(place) };
}

/** A name of a zone, worded for reports. */
export function zoneShown(name: string): string {
  return name.replace(/^\$\{(\d+) of zones of (.*)\}$/, 'zone $1 of $2').replace(/^\$\{(parameter .*)\}$/, '$1');
}

/** True where two names of zones mean two zones for certain. */
export function areApart(one: Zone, other: Zone): boolean {
  return one.kind !== undefined && one.kind === other.kind && one.name !== other.name;
}

/** How many zones some names mean for certain. */
export function leastZones(zones: readonly Zone[]): number {
  const kinds = new Set(zones.map(({ kind }) => kind));
  kinds.delete(undefined);
  return Math.max(0, ...[...kinds].map((kind) => new Set(zones.filter((one) => one.kind === kind).map(nameOf)).size));
}

function kindOf(place: Cursor): string | undefined {
  if (place.unknown === undefined) {
    return place.name;
  }
  const [first, second, ...others] = place.parts();
  const isOfOwnRegion = isUnknown(first ?? '') && typeof second === 'string' && others.length === 0;
  return isOfOwnRegion && place.unknown === 'AWS::Region' ? place.unknown : /^\d+ of (.*)$/.exec(place.unknown)?.[1];
}

function nameOf({ name }: Zone): string {
  return name;
}
