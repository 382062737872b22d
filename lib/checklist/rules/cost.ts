import type { COST } from '../../../constructs/core/items/cost';
import { reading } from '../expect';
import type { Cursor, Resource } from '../model';
import { isDataBucket } from '../relations/data-buckets';
import { allOf, met, missed, undecidedAt, type Rule, type Verdict } from '../rule';
import type { TemplateIndex } from '../template-index';
import { budgetsNotice } from './cost-budgets';
import { ends } from './cost-ends';

const BUCKET = 'AWS::S3::Bucket';
const CHEAPER = ['STANDARD_IA', 'ONEZONE_IA', 'INTELLIGENT_TIERING'];
/** Cheaper still: nobody asks for them, and nobody minds them. */
const ARCHIVES = ['GLACIER_IR', 'GLACIER', 'DEEP_ARCHIVE'];

/** Where volumes say their type. Only a volume of its own is gp2 where nothing is said. */
const VOLUMES: Readonly<Record<string, (resource: Resource) => readonly Cursor[]>> = {
  'AWS::EC2::Volume': (one) => [one.at('VolumeType')],
  'AWS::EC2::LaunchTemplate': (one) => devices(one.at('LaunchTemplateData.BlockDeviceMappings')),
  'AWS::EC2::Instance': (one) => devices(one.at('BlockDeviceMappings')),
  'AWS::AutoScaling::LaunchConfiguration': (one) => devices(one.at('BlockDeviceMappings')),
  'AWS::RDS::DBInstance': (one) => [one.at('StorageType')],
  'AWS::OpenSearchService::Domain': (one) => [one.at('EBSOptions.VolumeType')],
};

export const COST_RULES: Record<keyof typeof COST, Rule> = {
  'COST-01': { judgeApp: budgetsNotice },
  'COST-02': {
    types: [...Object.keys(VOLUMES), BUCKET],
    judge: (resource, index) => (resource.type === BUCKET ? objectsMove(resource, index) : volumesAreCheap(resource)),
  },
  'COST-03': { judgeStack: ends },
};

function volumesAreCheap(resource: Resource): Verdict | undefined {
  return allOf(...(VOLUMES[resource.type]?.(resource) ?? []).map((type) => isCheap(type, resource)));
}

function isCheap(type: Cursor, { type: owner }: Resource): Verdict | undefined {
  const details = { locations: [type.path] };
  if (type.isAbsent) {
    return owner === 'AWS::EC2::Volume'
      ? missed(`${type.name} is not set, which is gp2`, 'gp3 in place of gp2', details)
      : undefined;
  }
  if (type.text() === undefined) {
    return undecidedAt(type);
  }
  return type.text() === 'gp2' ? missed(reading(type), 'gp3 in place of gp2', details) : met(reading(type), details);
}

function devices(mappings: Cursor): Cursor[] {
  return mappings
    .items()
    .map((device) => device.at('Ebs'))
    .filter((volume) => !volume.isAbsent)
    .map((volume) => volume.at('VolumeType'));
}

function objectsMove(bucket: Resource, index: TemplateIndex): Verdict | undefined {
  if (!isDataBucket(bucket, index)) {
    return undefined;
  }
  const list = bucket.at('LifecycleConfiguration.Rules');
  const details = { locations: [list.path] };
  const rules = list.items();
  if (list.isUndecided && rules.length === 0) {
    return undecidedAt(list);
  }
  const moves = rules
    .filter((rule) => rule.at('Status').text() !== 'Disabled')
    .flatMap((rule) => [...rule.at('Transitions').items(), ...rule.at('Transition').items()])
    .map((transition) => transition.at('StorageClass'));
  const open = moves.find((storage) => storage.isUndecided);
  if (moves.some((storage) => [...CHEAPER, ...ARCHIVES].includes(storage.text() ?? ''))) {
    return met('objects move to cheaper storage', details);
  }
  return open === undefined
    ? missed('objects stay in standard storage', `a lifecycle rule to ${CHEAPER.join(' or ')}`, details)
    : undecidedAt(open);
}
