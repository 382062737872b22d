import { loadManifest, parseManifest, pickEnvironments } from '../../../lib/manifest/load';
import { changed, GOOD, refused } from './refused';

test('a good manifest merges the common sections into each environment', () => {
  const { environments } = parseManifest(GOOD, 'service.yaml');
  expect(environments.get('production')?.instances?.capacity).toEqual({ min: 3, max: 9 });
  expect(environments.get('staging')?.instances).toEqual({
    artifact: { asset: 'docs/examples/orders/app' },
    port: 8080,
    capacity: { min: 2, max: 9 },
    secrets: { SIGNING_KEY: 'signing-key' },
  });
});

test.each<[string, string, string]>([
  [
    'a misspelt key is named with the nearest known one, where it stands',
    changed('costCenter:', 'costCentre:'),
    "service.yaml has 2 problems:\n  service.yaml:2:1  costCenter is missing: a string is expected\n  service.yaml:4:1  costCentre is no known key; did you mean 'costCenter'?",
  ],
  [
    'a misspelt key deep inside',
    changed('capacity: { min: 2 }', 'capacty: { min: 2 }'),
    "service.yaml has 1 problem:\n  service.yaml:31:7  environments.staging.instances.capacty is no known key; did you mean 'capacity'?",
  ],
  [
    'a key that is near to nothing gets the list of what is allowed',
    changed('network: { cidr: 10.20.0.0/16 }', 'network: { velocity: 3 }'),
    'service.yaml has 1 problem:\n  service.yaml:29:16  environments.staging.network.velocity is no known key; allowed: cidr, zones, egress, interfaceEndpoints, extraTiers, existing',
  ],
  [
    'a wrong word in a fixed list',
    changed('tier: staging', 'tier: stagging'),
    "service.yaml has 1 problem:\n  service.yaml:26:11  environments.staging.tier must be production, staging or development, got 'stagging'; did you mean 'staging'?",
  ],
  [
    'a wrong type',
    changed('port: 8080', 'port: "8080"'),
    "service.yaml has 1 problem:\n  service.yaml:14:9  instances.port must be a number, got '8080'",
  ],
  [
    'a number out of its range',
    changed('port: 8080', 'port: 80800'),
    'service.yaml has 1 problem:\n  service.yaml:14:9  instances.port must be 65535 or less, got 80800',
  ],
  [
    'an account without quotes',
    changed('account: "111122224444"', 'account: 111122224444'),
    'service.yaml has 1 problem:\n  service.yaml:27:14  environments.staging.account must be an account number of 12 digits, in quotes, got 111122224444',
  ],
  [
    'an impossible capacity',
    changed('capacity: { min: 2 }', 'capacity: { min: 12 }'),
    'service.yaml has 1 problem:\n  service.yaml:31:24  instances.capacity.min must be at most max (9) in staging, got 12',
  ],
  [
    'ranges that overlap',
    changed('10.20.0.0/16', '10.10.128.0/17'),
    'service.yaml has 1 problem:\n  service.yaml:29:22  network.cidr of staging (10.10.128.0/17) overlaps with that of production (10.10.0.0/16)',
  ],
  [
    'a domain outside its hosted zone',
    changed(
      '    network: { cidr: 10.20.0.0/16 }',
      '    domain: { name: orders.example.org, hostedZone: { id: Z1, name: example.com } }',
    ),
    "service.yaml has 1 problem:\n  service.yaml:29:21  domain.name must lie in the hosted zone example.com in staging, got 'orders.example.org'",
  ],
  [
    'a certificate of another region',
    changed(
      '    network: { cidr: 10.20.0.0/16 }',
      '    domain: { certificateArn: "arn:aws:acm:us-east-1:111122224444:certificate/1" }',
    ),
    "service.yaml has 1 problem:\n  service.yaml:29:31  domain.certificateArn must be of the region eu-west-1 of staging, got 'us-east-1'",
  ],
  [
    'zones of another region',
    changed('    network: { cidr: 10.20.0.0/16 }', '    availabilityZones: [eu-west-1a, us-east-1b]'),
    "service.yaml has 1 problem:\n  service.yaml:29:37  availabilityZones must be zones of eu-west-1 in staging, got 'us-east-1b'",
  ],
  [
    'a secret that nobody makes',
    changed('SIGNING_KEY: signing-key', 'SIGNING_KEY: signing'),
    "service.yaml has 1 problem:\n  service.yaml:16:27  instances.secrets.SIGNING_KEY must name a secret of the section secrets (signing-key) or an ARN, got 'signing'",
  ],
  [
    'what every environment needs',
    changed('loadBalancer:\n  access: public\n', ''),
    'service.yaml has 2 problems:\n  service.yaml:18:3  loadBalancer.access is missing in production: who may reach the service: public, internal, or a list of IPv4 ranges; write it there or for all environments\n  service.yaml:23:3  loadBalancer.access is missing in staging: who may reach the service: public, internal, or a list of IPv4 ranges; write it there or for all environments',
  ],
  ['a broken YAML', 'service: orders\nowner: [team\ncostCenter: "1"\n', 'service.yaml has'],
])('%s', (_name, text, message) => {
  expect(refused(text)).toContain(message);
});

test('all problems are told at once, in the order of the file', () => {
  const text = changed('capacity: { min: 2 }', 'capacity: { min: 12 }')
    .replace('service: orders', 'service: Orders!')
    .replace('port: 8080', 'prot: 8080');
  const lines = refused(text)
    .split('\n')
    .slice(1)
    .map((line) => line.trim().split(' ')[0]);
  expect(lines).toEqual([
    'service.yaml:2:10',
    'service.yaml:14:3',
    'service.yaml:20:3',
    'service.yaml:25:3',
    'service.yaml:31:24',
  ]);
});

test('keys that would reach into prototypes are refused', () => {
  expect(refused(changed('service: orders', 'service: orders\n__proto__: { polluted: true }'))).toContain(
    '__proto__ is no known key',
  );
  expect(({} as Record<string, unknown>)['polluted']).toBeUndefined();
});

test('an empty file, a list and a scalar are no manifests', () => {
  expect(refused('')).toBe(
    'service.yaml has 1 problem:\n  service.yaml:1:1  the manifest must be a group of keys, got nothing',
  );
  expect(refused('[1]')).toContain('the manifest must be a group of keys, got a list of 1');
  expect(refused('x')).toContain("the manifest must be a group of keys, got 'x'");
});

test('aliases cannot be made to explode', () => {
  const bomb = [
    'a: &a [x,x,x,x,x,x,x,x,x]',
    ...'bcdefgh'.split('').map((name, i) => `${name}: &${name} [${Array(9).fill(`*${'abcdefgh'[i]}`).join(',')}]`),
  ];
  expect(refused(bomb.join('\n'))).toContain('not valid YAML');
});

test('a missing file says how to name one', () => {
  expect(() => loadManifest('nowhere.yaml')).toThrow(
    "manifest must be a YAML file, got 'nowhere.yaml', which is not there\n  fix: name it with `-c manifest=PATH`, as seen from the folder that cdk runs in",
  );
});

describe('environments are picked by name', () => {
  const loaded = parseManifest(GOOD, 'service.yaml');

  test('all of them by default', () => {
    expect([...pickEnvironments(loaded, []).keys()]).toEqual(['production', 'staging']);
  });

  test('only those that are named', () => {
    expect([...pickEnvironments(loaded, ['staging']).keys()]).toEqual(['staging']);
  });

  test('an unknown one is refused', () => {
    expect(() => pickEnvironments(loaded, ['prodution', 'moon'])).toThrow(
      "environment must be one of service.yaml, got 'prodution'; did you mean 'production'?, 'moon'; allowed: production, staging",
    );
  });
});
