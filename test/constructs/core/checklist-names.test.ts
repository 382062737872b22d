import { readdirSync } from 'node:fs';
import { createRequire } from 'node:module';
import { dirname, join } from 'node:path';
import { CHECKLIST } from '../../../constructs/core/checklist';
import type { ChecklistItem } from '../../../constructs/core/checklist-item';
import * as seaworthy from '../../../lib/index';
import * as stacks from '../../../lib/stacks/index';

type Module = Readonly<Record<string, unknown>>;

const load = createRequire(__filename);
const CDK = dirname(load.resolve('aws-cdk-lib/package.json'));

/** Names of services, engines and metrics look like names of classes. */
const NO_CLASSES = [
  'AppConfig',
  'AuroraReplicaLagMaximum',
  'AutoScaling',
  'AutoScalingGroupName',
  'CloudFront',
  'CloudWatch',
  'CodeDeploy',
  'DynamoDB',
  'GroupDesiredCapacity',
  'MariaDB',
  'MySQL',
  'PostgreSQL',
  'RunningTaskCount',
  'Session',
];

/** A module says what it exports without loading it. */
function cdkModules(): Module[] {
  const names = readdirSync(CDK).filter((name) => name.startsWith('aws-'));
  return ['', ...names].map((name) => load(join(CDK, name)) as Module);
}

const OURS: readonly Module[] = [seaworthy, stacks];
const ALL: readonly Module[] = [...OURS, ...cdkModules()];
const ITEMS: [string, ChecklistItem][] = Object.entries(CHECKLIST);

/** Words of two humps, like `LogGroup`, and words of one hump within a sentence, like the `Queue` of `of a Queue`. */
function namesIn(text: string): string[] {
  const long = text.match(/\b[A-Z][a-z0-9]+(?:[A-Z][A-Za-z0-9]*)+\b/g) ?? [];
  const short = [...text.matchAll(/[a-z,] ([A-Z][a-z]+)\b(?! Manager| Formation)/g)].map(([, name = '']) => name);
  const owners = membersIn(text).map(([owner]) => owner);
  return [...new Set([...long, ...short, ...owners])].filter((name) => !NO_CLASSES.includes(name));
}

function membersIn(text: string): [owner: string, member: string][] {
  return [...text.matchAll(/\b([A-Z][A-Za-z0-9]+)\.([A-Za-z]\w*)/g)].map(([, owner = '', member = '']) => [
    owner,
    member,
  ]);
}

function isExported(name: string, modules: readonly Module[]): boolean {
  return modules.some((module) => name in module);
}

function hasMember(owner: string, member: string): boolean {
  return ALL.filter((module) => owner in module).some((module) => {
    const found = module[owner] as { readonly prototype?: object };
    return member in found || (found.prototype !== undefined && member in found.prototype);
  });
}

function unknownNames(text: (item: ChecklistItem) => string, modules: readonly Module[]): string[] {
  return ITEMS.flatMap(([id, item]) =>
    namesIn(text(item)).flatMap((name) => (isExported(name, modules) ? [] : [`${id}: ${name}`])),
  );
}

test('what meets an item with this library exists, here or in the CDK', () => {
  expect(unknownNames(({ withSeaworthy }) => withSeaworthy, ALL)).toEqual([]);
});

test('what meets an item with plain CDK exists there', () => {
  expect(unknownNames(({ withCdk }) => withCdk, ALL.slice(OURS.length))).toEqual([]);
});

test('the members that are named exist', () => {
  const missing = ITEMS.flatMap(([id, { withSeaworthy, withCdk }]) =>
    membersIn(`${withSeaworthy} ${withCdk}`).flatMap(([owner, member]) =>
      hasMember(owner, member) ? [] : [`${id}: ${owner}.${member}`],
    ),
  );
  expect(missing).toEqual([]);
});

test('a name that does not exist is seen', () => {
  const text = 'Use LogSilo of a Cupboard, or Network.fromThinAir.';
  expect(namesIn(text).filter((name) => !isExported(name, ALL))).toEqual(['LogSilo', 'Cupboard']);
  expect(membersIn(text).filter(([owner, member]) => !hasMember(owner, member))).toEqual([['Network', 'fromThinAir']]);
});
