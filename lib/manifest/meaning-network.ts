import { cidrsOverlap } from '../../constructs/network/cidr';
import { isGroup } from './merge';
import type { Problem } from './problem';
import { show } from './show';
import type { Source } from './source';
import { at, textsAt, type View } from './view';

/** Zones that are not there, and a network that does not fit them. */
export function checkNetwork(view: View, source: Source): Problem[] {
  return [...checkZones(view, source), ...checkEnoughZones(view, source), ...checkExisting(view, source)];
}

function checkZones(view: View, source: Source): Problem[] {
  const region = at(view.data, ['region']);
  const zones = textsAt(view.data, ['availabilityZones']);
  return zones.flatMap(([index, zone], place) => {
    const problem = (message: string) =>
      source.problem(view.where(['availabilityZones', index]), `availabilityZones must ${message}, got ${show(zone)}`);
    if (zones.slice(0, place).some(([, other]) => other === zone)) {
      return [problem(`differ from one another in ${view.name}`)];
    }
    return typeof region !== 'string' || (zone.startsWith(region) && /^[a-z]$/.test(zone.slice(region.length)))
      ? []
      : [problem(`be zones of ${region} in ${view.name}`)];
  });
}

function checkEnoughZones(view: View, source: Source): Problem[] {
  const [zones, wanted] = [at(view.data, ['availabilityZones']), at(view.data, ['network', 'zones'])];
  if (!Array.isArray(zones) || typeof wanted !== 'number' || zones.length >= wanted) {
    return [];
  }
  const message = `availabilityZones must name ${wanted} zones (network.zones) in ${view.name}, got ${zones.length}`;
  return [source.problem(view.where(['availabilityZones']), message)];
}

/** The subnets of a VPC that is there already are told apart by the zones, whose order they follow. */
function checkExisting(view: View, source: Source): Problem[] {
  const path = ['network', 'existing'];
  const [existing, zones] = [at(view.data, path), at(view.data, ['availabilityZones'])];
  if (!isGroup(existing)) {
    return [];
  }
  if (zones === undefined) {
    const message = `availabilityZones is missing in ${view.name}: the subnets of network.existing follow their order`;
    return [source.problemAtKey(['environments'], view.key, message)];
  }
  const count = Array.isArray(zones) ? zones.length : 0;
  return ['public', 'private', 'isolated'].flatMap((tier) => {
    const [subnets, tables] = [existing[`${tier}SubnetIds`], existing[`${tier}RouteTableIds`]];
    const problem = (key: string, message: string) =>
      source.problem(view.where([...path, key]), `network.existing.${key} must ${message}`);
    if (!Array.isArray(subnets)) {
      return [];
    }
    const uneven = count > 0 && subnets.length % count !== 0;
    const unlike = Array.isArray(tables) && tables.length !== subnets.length;
    const each = `name as many for each of the ${count} availabilityZones of ${view.name}, got ${subnets.length}`;
    return [
      ...(uneven ? [problem(`${tier}SubnetIds`, each)] : []),
      ...(unlike
        ? [problem(`${tier}RouteTableIds`, `name one for each of the ${subnets.length} subnets, got ${tables.length}`)]
        : []),
    ];
  });
}

/** Ranges of two environments must not overlap: they could never be peered, or reached from one desk. */
export function checkOverlaps(views: readonly View[], source: Source): Problem[] {
  const ranges = views.flatMap((view) => {
    const range = at(view.data, ['network', 'cidr']);
    return typeof range === 'string' ? [{ view, range }] : [];
  });
  return ranges.flatMap((one, index) =>
    ranges
      .slice(0, index)
      .filter((other) => cidrsOverlap(one.range, other.range))
      .map((other) =>
        source.problem(
          one.view.where(['network', 'cidr']),
          `network.cidr of ${one.view.name} (${one.range}) overlaps with that of ${other.view.name} (${other.range})`,
        ),
      ),
  );
}
