import { gather } from '../gather';
import { isReference, isUnknown, type Cursor, type Resource } from '../model';
import { placed } from '../place';
import type { TemplateIndex } from '../template-index';
import { membersOf } from './database-clusters';
import { INGRESS, openingAt, SECURITY_GROUP, separateOpenings } from './security-groups';
import { workloadsIn, workloadsNaming } from './workloads';

const VPC = 'AWS::EC2::VPC';
const SECRET = 'AWS::SecretsManager::Secret';
const ATTACHMENT = 'AWS::SecretsManager::SecretTargetAttachment';
const ROTATION = 'AWS::SecretsManager::RotationSchedule';
const PARAMETER = 'AWS::SSM::Parameter';

/** The attributes of a cluster, or of one of its instances, by which a workload finds it or logs in to it. */
const WAYS_IN = /^(Read)?Endpoint(\.Address)?$|^MasterUserSecret/;

/** Who uses a database. */
export interface Users {
  readonly workloads: readonly Resource[];
  /** Why there may be more. */
  readonly unknown?: string;
}

/**
 * The workloads of the app that use a database cluster: those that its security groups let in, and those that name its
 * endpoint or its secret. A function that rotates the secret logs in now and then, and is no user.
 */
export function usersOf(cluster: Resource, index: TemplateIndex): Users {
  const { letIn, unknown } = letInBy(cluster, index);
  const found = new Set([...letIn, ...knowing(cluster, index)]);
  return {
    workloads: [...found].filter((one) => index.linked(one, ROTATION, 'RotationLambdaARN').length === 0),
    unknown,
  };
}

function letInBy(cluster: Resource, index: TemplateIndex): { letIn: Resource[]; unknown?: string } {
  const list = cluster.at('VpcSecurityGroupIds');
  const letIn: Resource[] = [];
  let { unknown } = list;
  for (const place of list.items()) {
    const group = index.meant(place, cluster, SECURITY_GROUP);
    if (group === undefined) {
      unknown ??= `${place.name} is ${place.shown()}, outside the app`;
      continue;
    }
    const inline = group.at('SecurityGroupIngress');
    unknown ??= inline.unknown;
    const separate = separateOpenings(group, index, INGRESS).map((one) => one.section('Properties'));
    for (const opening of [...inline.items(), ...separate]) {
      const peer = ['SourceSecurityGroupId', 'SourceSecurityGroupName']
        .map((name) => opening.at(name))
        .find((one) => !one.isAbsent);
      const source = peer === undefined ? undefined : index.meant(peer, group, SECURITY_GROUP);
      if (source !== undefined) {
        letIn.push(...workloadsIn(source, index));
      } else if (peer !== undefined) {
        unknown ??= `${group.id} lets ${peer.shown()} in, outside the app`;
      } else if (isToWholeVpc(opening, group, index)) {
        letIn.push(...workloadsBeside(group, index));
      }
    }
  }
  return { letIn, unknown };
}

/** True for an opening to all addresses of the group's own VPC, or to the world. */
function isToWholeVpc(opening: Cursor, group: Resource, index: TemplateIndex): boolean {
  const vpc = index.meant(group.at('VpcId'), group, VPC);
  const block = opening.at('CidrIp');
  const isOwn =
    vpc !== undefined &&
    !block.isAbsent &&
    (block.mentions().includes(vpc) || block.shown() === vpc.at('CidrBlock').shown());
  return isOwn || openingAt(opening).isToWorld === true;
}

/** The workloads in the VPC of a security group. */
function workloadsBeside(group: Resource, index: TemplateIndex): readonly Resource[] {
  const byVpc = index.once('workloads by VPC', () => {
    const found = new Map<string, Resource[]>();
    for (const one of index.ofType(SECURITY_GROUP)) {
      workloadsIn(one, index).forEach((workload) => gather(found, vpcOf(one), workload));
    }
    return found;
  });
  return byVpc.get(vpcOf(group)) ?? [];
}

function vpcOf(group: Resource): string {
  return placed(group.at('VpcId').shown(), group.template);
}

function knowing(cluster: Resource, index: TemplateIndex): Resource[] {
  const databases = [cluster, ...membersOf(cluster, index).known];
  const secrets = secretsOf(cluster, index);
  return [...databases, ...secrets].flatMap((subject) => {
    const isNamed = (value: Cursor) => names(value, subject, databases.includes(subject) ? WAYS_IN : /(?:)/);
    const parameters = index.referrers(subject, PARAMETER).filter((parameter) => isNamed(parameter.at('Value')));
    return [
      ...workloadsNaming(subject, index, isNamed),
      ...parameters.flatMap((one) => workloadsNaming(one, index, (value) => names(value, one, /(?:)/))),
    ];
  });
}

/** The secrets with which one logs in, and the attachments that stand for them. */
function secretsOf(cluster: Resource, index: TemplateIndex): Resource[] {
  const attachments = index.linked(cluster, ATTACHMENT, 'TargetId');
  const attached = attachments.map((one) => index.meant(one.at('SecretId'), one, SECRET));
  const written = ['MasterUsername', 'MasterUserPassword'].flatMap((name) => cluster.at(name).mentions());
  const all = [...attachments, ...attached, ...written.filter(({ type }) => type === SECRET)];
  return [...new Set(all.filter((one) => one !== undefined))];
}

function names(value: Cursor, subject: Resource, attribute: RegExp): boolean {
  return value
    .parts()
    .some(
      (part) =>
        (isReference(part) && part.resource === subject && attribute.test(part.attribute)) ||
        (typeof part !== 'string' && isUnknown(part) && part.of?.includes(subject) === true),
    );
}
