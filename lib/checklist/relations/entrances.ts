import { gather } from '../gather';
import type { Cursor, Resource } from '../model';
import type { TemplateIndex } from '../template-index';

const RECORDS = ['AWS::Route53::RecordSet', 'AWS::Route53::RecordSetGroup'];
const DISTRIBUTION = 'AWS::CloudFront::Distribution';

/** Under which addresses users reach an entrance. */
export interface Hosts {
  /** Host names, in lower case. */
  readonly names: ReadonlySet<string>;
  /** The entrance itself, and the records and distributions that lead to it. */
  readonly resources: ReadonlySet<Resource>;
}

/** The hosts of a load balancer or a distribution: its own name, alias records, and distributions in front of it. */
export function hostsOf(entrance: Resource, index: TemplateIndex): Hosts {
  const names = new Set<string>();
  const resources = new Set([entrance]);
  for (const one of resources) {
    namesOf(one, resources).forEach((name) => names.add(name));
    const records = index.referrers(one, ...RECORDS).filter((record) => leadsTo(record, one));
    const inFront = [
      ...index.referrers(one, DISTRIBUTION),
      ...[...names].flatMap((name) => distributionsByOrigin(index).get(name) ?? []),
    ].filter((distribution) => distribution !== one && hasOrigin(distribution, one, names));
    [...records, ...inFront].forEach((another) => resources.add(another));
  }
  return { names, resources };
}

/**
 * A host name as it is compared: without the dot at the end, in lower case. Literal names mean the same everywhere; one
 * with a part that is known at deployment only does so within the account of the resource that names it.
 */
export function hostName(text: string, { template }: Resource): string {
  const name = text.trim().replace(/\.$/, '').toLowerCase();
  return name.includes('${') ? `${name}@${template.account ?? ''}` : name;
}

function namesOf(resource: Resource, leadHere: ReadonlySet<Resource>): string[] {
  if (resource.type === DISTRIBUTION) {
    return resource
      .at('DistributionConfig.Aliases')
      .items()
      .map((alias) => hostName(alias.shown(), resource));
  }
  return recordsIn(resource)
    .filter((record) => targetsOf(record).some((target) => target.mentions().some((one) => leadHere.has(one))))
    .map((record) => hostName(record.at('Name').shown(), resource));
}

function leadsTo(resource: Resource, entrance: Resource): boolean {
  return recordsIn(resource).some((record) => targetsOf(record).some((target) => target.mentions().includes(entrance)));
}

function recordsIn(resource: Resource): readonly Cursor[] {
  switch (resource.type) {
    case 'AWS::Route53::RecordSet':
      return [resource.section('Properties')];
    case 'AWS::Route53::RecordSetGroup':
      return resource.at('RecordSets').items();
    default:
      return [];
  }
}

function targetsOf(record: Cursor): readonly Cursor[] {
  return [record.at('AliasTarget.DNSName'), ...record.at('ResourceRecords').items()];
}

function hasOrigin(distribution: Resource, entrance: Resource, names: ReadonlySet<string>): boolean {
  return originsOf(distribution).some(
    (domain) => domain.mentions().includes(entrance) || names.has(hostName(domain.shown(), distribution)),
  );
}

function originsOf(distribution: Resource): readonly Cursor[] {
  return distribution
    .at('DistributionConfig.Origins')
    .items()
    .map((origin) => origin.at('DomainName'));
}

function distributionsByOrigin(index: TemplateIndex): ReadonlyMap<string, readonly Resource[]> {
  return index.once('distributions by the names of their origins', () => {
    const found = new Map<string, Resource[]>();
    for (const distribution of index.ofType(DISTRIBUTION)) {
      for (const domain of originsOf(distribution)) {
        gather(found, hostName(domain.shown(), distribution), distribution);
      }
    }
    return found;
  });
}
