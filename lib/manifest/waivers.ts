import { Stack } from 'aws-cdk-lib';
import type { Construct, IConstruct } from 'constructs';
import { SeaworthyError } from '../../constructs/core/errors';
import { metadataOf } from '../../constructs/core/metadata';
import { waive, type Waiver } from '../../constructs/core/waivers';
import { isGroup } from './merge';
import { show } from './show';
import { byDistance } from '../spelling/suggest';

/** A waiver as a manifest writes it. */
export interface ManifestWaiver extends Waiver {
  /** What it covers: a path below the environment, like `Platform/LogArchive`. */
  readonly at?: string;
}

/** How many paths are shown to somebody who missed one. */
const NEAR_PATHS = 5;

/**
 * Waives items in an environment that is built: on what `at` names, else on all of it.
 *
 * @throws SeaworthyError `WaiverPlaceUnknown` with all paths that lead nowhere, and what is near to them
 */
export function waiveInManifest(environment: Construct, waivers: readonly ManifestWaiver[] = []): void {
  const placed = waivers.map(({ at, ...waiver }) => ({ at, waiver, place: find(environment, at) }));
  const lost = placed.flatMap(({ at, place }) => (at === undefined || place !== undefined ? [] : [at]));
  if (lost.length > 0) {
    refuse(environment, lost);
  }
  for (const { waiver, place = environment } of placed) {
    waive(place, isThere(place, waiver) ? [] : [waiver]);
  }
}

/** True for a waiver that the construct got among its props. */
function isThere(place: IConstruct, { item }: Waiver): boolean {
  return place.node.scopes
    .filter(Stack.isStack)
    .some((stack) => metadataOf(stack).waivers.some((one) => one.path === place.node.path && one.item === item));
}

const ZONE_LOSS = 'Seaworthy::HA-02';

/** Those waivers that let the service's capacity be too small for the loss of a zone, as the service takes them. */
export function zoneLossWaivers(waivers: readonly ManifestWaiver[] = []): Waiver[] {
  return waivers.filter(coversZoneLoss).map(({ at: _, ...waiver }) => waiver);
}

/** True where a section `waive`, whatever its shape, lets the capacity be too small for the loss of a zone. */
export function acceptsZoneLoss(waivers: unknown): boolean {
  return Array.isArray(waivers) && waivers.some((one) => isGroup(one) && coversZoneLoss(one));
}

/** The service is the construct `Service` of the stack that is not `Platform`. */
function coversZoneLoss({ item, at }: { readonly item?: unknown; readonly at?: unknown }): boolean {
  return (
    item === ZONE_LOSS &&
    (at === undefined || (typeof at === 'string' && /^(?!Platform(\/|$))[^/]+(\/Service)?$/.test(at)))
  );
}

function find(environment: IConstruct, path: string | undefined): IConstruct | undefined {
  return path?.split('/').reduce<IConstruct | undefined>((found, id) => found?.node.tryFindChild(id), environment);
}

function refuse(environment: Construct, lost: readonly string[]): never {
  const start = environment.node.path.length + 1;
  const paths = environment.node.findAll().flatMap((one) => (one === environment ? [] : [one.node.path.slice(start)]));
  const lines = lost.map((path) => `${show(path)}; near: ${byDistance(path, paths).slice(0, NEAR_PATHS).join(', ')}`);
  throw new SeaworthyError(
    'WaiverPlaceUnknown',
    `waive.at must be the path of a construct below the environment, got ${lines.join('; and ')}`,
    { scope: environment, fix: 'write the path as findings show it, without the environment at its beginning' },
  );
}
