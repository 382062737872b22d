import { changed, GOOD, problems } from './refused';

test.each<[string, string, string[]]>([
  [
    'two options of an artifact at once',
    changed('{ asset: docs/examples/orders/app }', '{ asset: docs, image: "orders:1" }'),
    ['13:28  instances.artifact has asset and image, which exclude one another: write one and leave out the other'],
  ],
  [
    'three keys of two options',
    changed('{ asset: docs/examples/orders/app }', '{ asset: docs, bucket: releases, key: a.zip }'),
    [
      '13:28  instances.artifact has asset, bucket and key, which exclude one another: write one and leave out the other',
    ],
  ],
  [
    'two options of an image at once, beside what belongs to both',
    changed(
      'port: 8080',
      'port: 8080\n  image: { ssmParameter: /golden, id: ami-0123456789abcdef0, architecture: arm64 }',
    ),
    ['15:35  instances.image has ssmParameter and id, which exclude one another: write one and leave out the other'],
  ],
  [
    'an unknown key beside an option',
    changed('{ asset: docs/examples/orders/app }', '{ asset: docs, imege: "orders:1" }'),
    ["13:28  instances.artifact.imege is no known key; did you mean 'image'?"],
  ],
  [
    'an account without quotes',
    changed('"111122224444"', '111122224444'),
    ['27:14  environments.staging.account must be an account number of 12 digits, in quotes, got 111122224444'],
  ],
  [
    'a number where a text belongs',
    changed('"4711"', '4711'),
    ['4:13  costCenter must be a text, in quotes, got 4711'],
  ],
  [
    'a section with nothing in it',
    changed(/budget:\n.*\n/, 'budget:\n'),
    ['10:8  budget must be a group of keys, got nothing'],
  ],
  [
    'secrets with nothing in them',
    changed('  signing-key: { length: 40 }\n', ''),
    ['17:9  secrets must be a group of keys, got nothing'],
  ],
  [
    'an environment with nothing in it',
    changed('domain: { cert', '  empty:\ndomain: { cert'),
    ['32:9  environments.empty must be a group of keys, got nothing'],
  ],
  [
    'an artifact with nothing in it',
    changed('{ asset: docs/examples/orders/app }', ''),
    ['13:13  instances.artifact must be a group of keys, got nothing'],
  ],
])('%s is one problem', (_name, text, expected) => {
  expect(problems(text)).toEqual(expected);
});

const LONG = 'x'.repeat(5000);

test.each<[string, string]>([
  ['value', changed('access: public', `access: ${LONG}`)],
  ['key', changed('port: 8080', `port: 8080\n  ${LONG.slice(0, 900)}: 1`)],
  ['range', changed('10.20.0.0/16', `10.20.0.0/16${LONG}`)],
  ['alert route', changed('orders@example.com', LONG)],
  ['address', changed('access: public', `access: ["${'a'.repeat(5000)}/8"]`)],
  ['asset', changed('docs/examples/orders/app', LONG)],
  ['secret', changed('SIGNING_KEY: signing-key', `SIGNING_KEY: ${LONG}`)],
  ['field', changed('SIGNING_KEY: signing-key', `SIGNING_KEY: signing-key#${LONG}`)],
  ['zone', changed('    network: { cidr: 10.20.0.0/16 }', `    availabilityZones: [eu-west-1a, ${LONG}]`)],
  [
    'cron',
    changed('port: 8080', `port: 8080\n  scaling: { offHours: { stop: ${LONG}, start: 0 7 * * *, timeZone: UTC } }`),
  ],
  ['profile', `${GOOD}checks: { profile: ${LONG} }\n`],
  ['waived item', `${GOOD}waive: [{ item: ${LONG}, reason: Later, owner: team-orders }]\n`],
  [
    'environment',
    changed(/staging:/, `${LONG.slice(0, 900)}:`).replace('capacity: { min: 2 }', 'capacity: { min: 10 }'),
  ],
])('a long %s is shortened', (_name, text) => {
  const found = problems(text);
  expect(found.join('\n')).toMatch(/…'? \(\d+ characters\)/);
  expect(Math.max(...found.map(({ length }) => length))).toBeLessThan(500);
});

test.each<[string, string, string]>([
  [
    'two documents',
    `${GOOD}---\nservice: other\n`,
    '33:1  not valid YAML: a manifest is one document; what follows the line --- belongs into a file of its own',
  ],
  [
    'tabs',
    'service: orders\nalerts:\n\tpage: [a@example.com]\n\tticket: [b@example.com]\n',
    '3:1  not valid YAML: a tab stands where spaces are expected: indent with spaces',
  ],
  [
    'an alias of nothing',
    changed('costCenter: "4711"', 'costCenter: *center'),
    '4:13  not valid YAML: *center stands for what is marked with &center, which is not there above it',
  ],
  [
    'lines that are indented at random',
    '  service: orders\n owner: team-orders\ncostCenter: "1"\n',
    '2:2  not valid YAML: this does not belong here; is the line indented like its neighbours?',
  ],
  ['a quote without an end', 'service: "orders\n', '2:1  not valid YAML: Missing closing quote'],
  [
    'a colon too many',
    'service: orders: new\n',
    '1:10  not valid YAML: a second colon in one line; put a value that holds a colon in quotes',
  ],
  ['a key that is a list', '? [service]\n: orders\n', '1:3  not valid YAML: a key must be a plain word'],
  [
    'aliases that multiply one another',
    [
      'a: &a [x,x,x,x,x,x,x,x,x]',
      ...'bcdefgh'.split('').map((name, i) => `${name}: &${name} [${Array(9).fill(`*${'abcdefgh'[i]}`).join(',')}]`),
    ].join('\n'),
    '2:8  not valid YAML: aliases of aliases stand for more than anybody can mean',
  ],
])('%s: one problem, with its place', (_name, text, expected) => {
  expect(problems(text)).toEqual([expected]);
});

test('every key that stands twice is told', () => {
  expect(problems('service: a\nservice: b\nowner: c\nowner: d\n')).toEqual([
    '2:1  not valid YAML: this key stands twice in its group',
    '4:1  not valid YAML: this key stands twice in its group',
  ]);
});
