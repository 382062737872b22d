import { existsSync } from 'node:fs';
import { resolve } from 'node:path';
import { CAPACITY_RULES, type CapacityFacts } from '../../constructs/compute/capacity';
import { withDefaults } from '../../constructs/core/defaults';
import { Tier } from '../../constructs/core/tier';
import { DEFAULTS as NETWORK_DEFAULTS, type NetworkProps } from '../../constructs/network/network';
import { isGroup } from './merge';
import type { Problem } from './problem';
import { listed, show } from './show';
import type { Source } from './source';
import { at, type View } from './view';
import { acceptsZoneLoss } from './waivers';

const CAPACITY = ['instances', 'capacity'];

/** A capacity that cannot be, or cannot lose a zone, and an artifact that is not there or is two. */
export function checkInstances(view: View, source: Source, folder: string): Problem[] {
  return [
    ...checkCapacity(view, source),
    ...checkAsset(view, source, folder),
    ...checkOptions(view, source, ['instances', 'artifact'], [['asset'], ['bucket', 'key'], ['image']]),
    ...checkOptions(view, source, ['instances', 'image'], [['ssmParameter'], ['id']]),
  ];
}

function checkCapacity(view: View, source: Source): Problem[] {
  const [min, max] = [at(view.data, [...CAPACITY, 'min']), at(view.data, [...CAPACITY, 'max'])];
  if ((min === undefined) !== (max === undefined)) {
    const missing = min === undefined ? 'min' : 'max';
    const message = `instances.capacity.${missing} is missing in ${view.name}: write both, min and max`;
    return [source.problem(view.where(CAPACITY), message)];
  }
  if (!Number.isInteger(min) || !Number.isInteger(max)) {
    return [];
  }
  if (Number(min) > Number(max)) {
    const message = `instances.capacity.min must be at most max (${Number(max)}) in ${view.name}, got ${Number(min)}`;
    return [source.problem(view.where([...CAPACITY, 'min']), message)];
  }
  return checkZoneLoss({ min: Number(min), max: Number(max) }, view, source);
}

/** The rules of the construct that look at more than the two numbers. */
const ZONE_LOSS_RULES = { CapacityMinTooSmall: 'min', CapacityMaxTooSmall: 'max' } as const;

function checkZoneLoss(capacity: Pick<CapacityFacts, 'min' | 'max'>, view: View, source: Source): Problem[] {
  const tier = Object.values(Tier).find((one) => one === at(view.data, ['tier']));
  const zones = tier && zonesOf(view, tier);
  if (tier === undefined || zones === undefined) {
    return [];
  }
  const facts = { ...capacity, tier, zones, zoneLossAccepted: acceptsZoneLoss(at(view.data, ['waive'])) };
  return Object.entries(ZONE_LOSS_RULES).flatMap(([code, key]) =>
    CAPACITY_RULES.filter((rule) => rule.code === code && rule.fails(facts)).map((rule) => {
      const message = rule.message(facts).replace(/^\S+/, (name) => `instances.${name} of ${view.name}`);
      return source.problem(view.where([...CAPACITY, key]), message);
    }),
  );
}

/** How many zones the network of an environment will have; undefined where that is written wrongly. */
function zonesOf(view: View, tier: Tier): number | undefined {
  const [wanted, named] = [at(view.data, ['network', 'zones']), at(view.data, ['availabilityZones'])];
  const isExisting = at(view.data, ['network', 'existing']) !== undefined;
  if (wanted !== undefined && !isExisting) {
    return typeof wanted === 'number' ? wanted : undefined;
  }
  if (named !== undefined) {
    return Array.isArray(named) ? new Set(named).size : undefined;
  }
  return isExisting ? undefined : withDefaults<NetworkProps, typeof NETWORK_DEFAULTS>({}, NETWORK_DEFAULTS, tier).zones;
}

function checkAsset(view: View, source: Source, folder: string): Problem[] {
  const path = ['instances', 'artifact', 'asset'];
  const asset = at(view.data, path);
  return typeof asset !== 'string' || existsSync(resolve(folder, asset))
    ? []
    : [
        source.problem(
          view.where(path),
          `instances.artifact.asset must be a folder or file that is there, seen from the manifest, got ${show(asset)}`,
        ),
      ];
}

/** An option in an environment joins the common one, where each alone is right: neither can be meant then. */
function checkOptions(view: View, source: Source, path: string[], options: string[][]): Problem[] {
  const merged = at(view.data, path);
  const given = options.flat().filter((key) => isGroup(merged) && merged[key] !== undefined);
  const own = given.filter((key) => at(view.own, [...path, key]) !== undefined);
  const isMixed = options.filter((keys) => keys.some((key) => given.includes(key))).length > 1;
  if (!isMixed || own.length === 0 || own.length === given.length) {
    return [];
  }
  const message = `${path.join('.')} of ${view.name} has ${listed(given, 'and')}, partly from what holds for all environments; they exclude one another: write it in each environment`;
  return [source.problem(['environments', view.key, ...path], message)];
}
