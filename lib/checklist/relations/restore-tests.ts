import { gather } from '../gather';
import type { Resource } from '../model';
import { isSamePlace, placed, type Place } from '../place';
import type { TemplateIndex } from '../template-index';
import { arnFields } from './arns';
import { and, hasTag, isListed, not, PLAN, selectedData, selectionsOf, type Answer } from './backup-selections';

const TEST = 'AWS::Backup::RestoreTestingSelection';
const TEST_PLAN = 'AWS::Backup::RestoreTestingPlan';
const VAULTS = ['AWS::Backup::BackupVault', 'AWS::Backup::LogicallyAirGappedBackupVault'];

/** What AWS Backup calls the types of resources, but for those of which the engine decides. */
const KINDS: Readonly<Record<string, readonly string[] | undefined>> = {
  'AWS::RDS::DBInstance': ['RDS'],
  'AWS::DocDB::DBCluster': ['DocumentDB'],
  'AWS::Neptune::DBCluster': ['Neptune'],
  'AWS::DynamoDB::Table': ['DynamoDB'],
  'AWS::DynamoDB::GlobalTable': ['DynamoDB'],
  'AWS::EFS::FileSystem': ['EFS'],
  'AWS::S3::Bucket': ['S3'],
  'AWS::EC2::Volume': ['EBS'],
};

/** What AWS Backup calls the type of a resource that holds data: `Aurora`. More than one where the engine is not known. */
export function backupKindsOf(resource: Resource): readonly string[] {
  const engine = resource.at('Engine');
  const ofEngine = (name: string) => [name.startsWith('aurora') ? 'Aurora' : 'RDS'];
  return KINDS[resource.type] ?? (engine.text() === undefined ? ['Aurora', 'RDS'] : ofEngine(engine.text() ?? ''));
}

/**
 * The restore testing selections for the type of a resource, or whose type nobody knows yet: where the resource is, and
 * where copies of its backups go.
 */
export function restoreTestsFor(resource: Resource, index: TemplateIndex): Resource[] {
  const tests = index.once('restore testing selections by type', () => {
    const found = new Map<string, Resource[]>();
    for (const test of index.ofType(TEST)) {
      const kind = index.settled(() => test.at('ProtectedResourceType').text());
      gather(found, placed(kind ?? '', test.template), test);
    }
    return found;
  });
  if (tests.size === 0) {
    return [];
  }
  const places = [resource.template, ...copyPlacesOf(resource, index)];
  const keys = places.flatMap((place) => [...backupKindsOf(resource), ''].map((kind) => placed(kind, place)));
  return [...new Set(keys)].flatMap((key) => tests.get(key) ?? []);
}

/** The plan of the app that a restore testing selection belongs to. */
export function planOfTest(test: Resource, index: TemplateIndex): Resource | undefined {
  return index.meant(test.at('RestoreTestingPlanName'), test, TEST_PLAN);
}

/** Whether a restore testing selection takes in anything that the app backs up: one of a type stands for all of it. */
export function testsAnything(test: Resource, resource: Resource, index: TemplateIndex): Answer {
  const own = isTaken(resource, test);
  if (own === true) {
    return true;
  }
  const backedUp = backedUpData(index);
  const settled = index.once('restore testing selections that take something in', () => {
    const tests = index.ofType(TEST);
    return new Map(tests.map((one) => [one, index.settled(() => takesAny(one, backedUp))]));
  });
  const isAny = settled.get(test) ?? takesAny(test, backedUp);
  return isAny ? true : own;
}

function takesAny(test: Resource, backedUp: ReadonlyMap<string, readonly Resource[]>): boolean {
  const kind = test.at('ProtectedResourceType').text() ?? '';
  return (backedUp.get(kind) ?? []).some((resource) => isTaken(resource, test) === true);
}

function backedUpData(index: TemplateIndex): ReadonlyMap<string, readonly Resource[]> {
  return index.once('what is backed up, by type', () => {
    const found = new Map<string, Resource[]>();
    for (const [resource, selections] of selectedData(index).byData) {
      for (const kind of selections.length === 0 ? [] : backupKindsOf(resource)) {
        gather(found, kind, resource);
      }
    }
    return found;
  });
}

/** Both lists narrow down; without them, everything of the type is meant. */
function isTaken(resource: Resource, test: Resource): Answer {
  const [arns, conditions] = [test.at('ProtectedResourceArns'), test.at('ProtectedResourceConditions')];
  if (conditions.isUndecided) {
    return undefined;
  }
  const each = conditions.entries().flatMap(([operator, list]) =>
    list.items().map((one) => {
      const answer = hasTag(resource, one.at('Key'), one.at('Value'), (value, wanted) => value === wanted);
      return operator.startsWith('StringNot') ? not(answer) : answer;
    }),
  );
  return and([arns.isAbsent ? true : isListed(resource, arns), ...each]);
}

/** The accounts and regions that backups of a resource are copied to. */
function copyPlacesOf(resource: Resource, index: TemplateIndex): Place[] {
  const { certain, possible } = selectionsOf(resource, index);
  const plans = [...certain, ...possible].map((selection) =>
    index.meant(selection.at('BackupPlanId'), selection, PLAN),
  );
  return [...new Set(plans)]
    .flatMap((plan) => (plan === undefined ? [] : copyPlacesOfPlan(plan, index)))
    .filter((place) => !isSamePlace(place, resource.template));
}

function copyPlacesOfPlan(plan: Resource, index: TemplateIndex): Place[] {
  const here = plan.template;
  return plan
    .at('BackupPlan.BackupPlanRule')
    .items()
    .flatMap((rule) => rule.at('CopyActions').items())
    .flatMap((copy): Place[] => {
      const place = copy.at('DestinationBackupVaultArn');
      const vault = index.meant(place, plan, ...VAULTS);
      const fields = arnFields(place);
      return vault !== undefined
        ? [vault.template]
        : fields === undefined
          ? []
          : [
              {
                region: fields.own.region ? here.region : fields.region,
                account: fields.own.account ? here.account : fields.account,
              },
            ];
    });
}
