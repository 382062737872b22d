import { cidrsOverlap } from '../../constructs/network/cidr';
import { isGroup, merge } from './merge';
import { pascalCase } from './pascal-case';
import type { Problem } from './problem';
import { SECTION_NAMES } from './sections';
import type { Source } from './source';

type Path = readonly (string | number)[];

/** One environment with the common sections laid under it, and where each of its values was written. */
interface View {
  readonly name: string;
  readonly data: unknown;
  /** The path of a value in the text: the environment's own, else the common one. */
  where(path: Path): Path;
}

/**
 * Checks what a schema cannot say: values that contradict one another. Reads the plain data defensively, so that it
 * finds its problems also where the shape is wrong elsewhere.
 */
export function checkMeaning(source: Source): Problem[] {
  const views = viewsOf(source.data);
  return [
    ...checkNames(source),
    ...views.flatMap((view) => [
      ...checkRequired(view, source),
      ...checkCapacity(view, source),
      ...checkDomain(view, source),
      ...checkZones(view, source),
      ...checkSecrets(view, source),
    ]),
    ...checkOverlaps(views, source),
  ];
}

const REQUIRED: [Path, string][] = [
  [['instances', 'artifact'], 'what to run: an asset folder, an object of a bucket, or a container image'],
  [['instances', 'port'], 'the port that the application listens on'],
  [['loadBalancer', 'access'], 'who may reach the service: public, internal, or a list of IPv4 ranges'],
  [['budget', 'monthlyLimitUsd'], 'what the environment may cost in a month'],
];

/** Names that would become the same construct id. */
function checkNames(source: Source): Problem[] {
  const all = at(source.data, ['environments']);
  const names = Object.keys(isGroup(all) ? all : {});
  const alike = names.flatMap((name, index) => {
    const other = names.slice(0, index).find((one) => pascalCase(one) === pascalCase(name));
    const message = `environments.${name} is too like ${other}: both become ${pascalCase(name)}`;
    return other === undefined ? [] : [source.problemAtKey(['environments'], name, message)];
  });
  const message = "service must not be 'platform', which is the stack that the service stands on";
  return at(source.data, ['service']) === 'platform' ? [source.problem(['service'], message), ...alike] : alike;
}

function checkRequired(view: View, source: Source): Problem[] {
  return REQUIRED.filter(([path]) => at(view.data, path) === undefined).map(([path, meaning]) =>
    source.problemAtKey(
      ['environments'],
      view.name,
      `${path.join('.')} is missing in ${view.name}: ${meaning}; write it there or for all environments`,
    ),
  );
}

function checkCapacity(view: View, source: Source): Problem[] {
  const path = ['instances', 'capacity'];
  const [min, max] = [at(view.data, [...path, 'min']), at(view.data, [...path, 'max'])];
  if ((min === undefined) !== (max === undefined)) {
    const missing = min === undefined ? 'min' : 'max';
    const message = `instances.capacity.${missing} is missing in ${view.name}: write both, min and max`;
    return [source.problem(view.where(path), message)];
  }
  if (typeof min !== 'number' || typeof max !== 'number' || min <= max) {
    return [];
  }
  const message = `instances.capacity.min must be at most max (${max}) in ${view.name}, got ${min}`;
  return [source.problem(view.where([...path, 'min']), message)];
}

function checkDomain(view: View, source: Source): Problem[] {
  const [name, zone] = [at(view.data, ['domain', 'name']), at(view.data, ['domain', 'hostedZone', 'name'])];
  const certificate = at(view.data, ['domain', 'certificateArn']);
  const problems: Problem[] = [];
  if (typeof name === 'string' && typeof zone === 'string' && name !== zone && !name.endsWith(`.${zone}`)) {
    const message = `domain.name must lie in the hosted zone ${zone} in ${view.name}, got '${name}'`;
    problems.push(source.problem(view.where(['domain', 'name']), message));
  }
  if (zone !== undefined && name === undefined) {
    const message = `domain.name is missing in ${view.name}: without it the hosted zone says nothing`;
    problems.push(source.problem(view.where(['domain', 'hostedZone']), message));
  }
  const region = at(view.data, ['region']);
  const certificateRegion = typeof certificate === 'string' ? certificate.split(':')[3] : undefined;
  if (certificateRegion !== undefined && typeof region === 'string' && certificateRegion !== region) {
    const message = `domain.certificateArn must be of the region ${region} of ${view.name}, got '${certificateRegion}'`;
    problems.push(source.problem(view.where(['domain', 'certificateArn']), message));
  }
  return problems;
}

function checkZones(view: View, source: Source): Problem[] {
  const [zones, region] = [at(view.data, ['availabilityZones']), at(view.data, ['region'])];
  if (!Array.isArray(zones) || typeof region !== 'string') {
    return [];
  }
  const path = view.where(['availabilityZones']);
  const foreign = zones.flatMap((zone, index) =>
    typeof zone === 'string' && !new RegExp(`^${region}[a-z]$`).test(zone)
      ? [
          source.problem(
            [...path, index],
            `availabilityZones must be zones of ${region} in ${view.name}, got '${zone}'`,
          ),
        ]
      : [],
  );
  const wanted = at(view.data, ['network', 'zones']);
  const short =
    typeof wanted === 'number' && zones.length < wanted
      ? [
          source.problem(
            path,
            `availabilityZones must name ${wanted} zones (network.zones) in ${view.name}, got ${zones.length}`,
          ),
        ]
      : [];
  return [...foreign, ...short];
}

function checkSecrets(view: View, source: Source): Problem[] {
  const used = at(view.data, ['instances', 'secrets']);
  const made = at(view.data, ['secrets']);
  const names = isGroup(made) ? Object.keys(made) : [];
  return Object.entries(isGroup(used) ? used : {}).flatMap(([variable, name]) => {
    const secret = typeof name === 'string' ? (name.split('#')[0] ?? '') : '';
    return secret === '' || secret.startsWith('arn:') || names.includes(secret)
      ? []
      : [
          source.problem(
            view.where(['instances', 'secrets', variable]),
            `instances.secrets.${variable} must name a secret of the section secrets (${names.join(', ') || 'which has none'}) or an ARN, got '${secret}'`,
          ),
        ];
  });
}

/** Ranges of two environments must not overlap: they could never be peered, or reached from one desk. */
function checkOverlaps(views: readonly View[], source: Source): Problem[] {
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

function viewsOf(data: unknown): View[] {
  const all = at(data, ['environments']);
  const common = Object.fromEntries(SECTION_NAMES.map((name) => [name, at(data, [name])]));
  return Object.entries(isGroup(all) ? all : {}).map(([name, own]) => ({
    name,
    data: merge(common, isGroup(own) ? own : undefined),
    where: (path) => (at(own, path) === undefined ? path : ['environments', name, ...path]),
  }));
}

function at(data: unknown, path: Path): unknown {
  return path.reduce<unknown>(
    (value, key) => (isGroup(value) && Object.hasOwn(value, key) ? value[key] : undefined),
    data,
  );
}
