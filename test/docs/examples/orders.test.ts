import { join } from 'node:path';
import { App, type Stack } from 'aws-cdk-lib';
import { Template } from 'aws-cdk-lib/assertions';
import { buildEnvironments } from '../../../lib/manifest/build';
import { loadManifest } from '../../../lib/manifest/load';

const EXAMPLE = join(__dirname, '../../../docs/examples/orders/seaworthy.yaml');

/** Lists whose length follows zones, or days: only that they are there is compared. */
const COUNTED = new Set([
  'LifecycleConfiguration',
  'AlarmRule',
  'DashboardBody',
  'RouteTableIds',
  'Subnets',
  'VPCZoneIdentifier',
]);

interface ResourceShape {
  readonly Type: string;
  readonly Properties?: unknown;
}

/** What a stack is made of: each resource with its properties, in which numbers and names of environments are folded. */
function shapeOf(stack: Stack): Map<string, Set<string>> {
  const { Resources } = Template.fromStack(stack).toJSON() as { Resources: Record<string, ResourceShape> };
  const shape = new Map<string, Set<string>>();
  for (const [id, { Type, Properties }] of Object.entries(Resources)) {
    const key = `${Type} ${foldId(id)}`;
    const properties = Object.entries(Properties ?? {}).map(
      ([name, value]) => `${key} ${name} ${COUNTED.has(name) ? '' : fold(value)}`,
    );
    shape.set(key, new Set([...(shape.get(key) ?? []), ...properties]));
  }
  return shape;
}

/** Folds what exists once per zone. */
function foldId(id: string): string {
  return id
    .replace(/Production|Staging|Development/g, 'Env')
    .replace(/[0-9A-F]{4,}$/, '')
    .replace(/(Subnet|Ports)\d/g, '$1N')
    .replace(/[0-9A-F]{8}$/, '');
}

/** Folds numbers, hashes, and what an environment is called. */
function fold(value: unknown): string {
  return JSON.stringify(value)
    .replace(/[Pp]roduction|[Ss]taging|[Dd]evelopment|\bdev\b/g, 'ENV')
    .replace(/orders\.(ENV\.)?example\.com/g, 'DOMAIN')
    .replace(/\bZ[0-9A-Z]{20}\b/g, 'ZONE')
    .replace(/[0-9A-Fa-f]{8,}/g, 'N')
    .replace(/\d+(\.\d+)?/g, 'N')
    .replace(/\{"Key":"expires","Value":"N-N-N"\},|"expires":"N-N-N",/g, '')
    .replace(/("deletion_protection.enabled","Value":)"(true|false)"/, '$1"SWITCH"')
    .replace(/^(true|false)$/, 'SWITCH')
    .replace(/("N"|N)(,("N"|N))+/g, 'N')
    .replace(/mNg\.(medium|large)/g, 'SIZE')
    .replace(/rate\(N minutes?\)/g, 'RATE')
    .replace(/[a-z]+anary-N/g, 'CANARY')
    .replace(/orders-[A-Za-z]+-Backup-N-/g, 'VAULT')
    .replace(/\{"Key":"expires","PropagateAtLaunch":true,"Value":"N-N-N"\},/g, '');
}

/** Where two stacks differ by more than numbers, as names of properties. */
function differences(one: Stack, other: Stack): string[] {
  const [left, right] = [shapeOf(one), shapeOf(other)];
  const parts = [...new Set([...left.keys(), ...right.keys()])];
  return parts.flatMap((part) => {
    const [a, b] = [left.get(part), right.get(part)];
    if (a === undefined || b === undefined) {
      return [`${part} is in one of them only`];
    }
    return [...b].filter((property) => !a.has(property)).map((property) => property);
  });
}

describe('the environments of the orders example differ in numbers only', () => {
  const [production, staging, development] = buildEnvironments(new App(), loadManifest(EXAMPLE));

  test.each([
    ['staging', staging],
    ['development', development],
  ])('%s', (_name, other) => {
    for (const part of ['platform', 'service'] as const) {
      expect(differences(production![part], other![part])).toEqual([]);
    }
  });
});
