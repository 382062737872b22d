import { parseManifest } from '../../../lib/manifest/load';
import { changed, GOOD, problems } from './refused';

/** GOOD with more lines in staging. */
const inStaging = (lines: string) => changed('    network: { cidr: 10.20.0.0/16 }', lines.replaceAll(/^/gm, '    '));
const withCidr = (cidr: string) => changed('10.20.0.0/16', cidr);
const withArtifact = (artifact: string) => changed('{ asset: docs/examples/orders/app }', artifact);
const withSecret = (text: string) => changed('SIGNING_KEY: signing-key', `SIGNING_KEY: "${text}"`);
const withWaiver = (waiver: string) => `${GOOD}waive:\n  - ${waiver}\n`;
const existing = (more: string) =>
  inStaging(
    `availabilityZones: [eu-west-1a, eu-west-1b]
network:
  existing:
    vpcId: vpc-0abc
    cidr: 10.99.0.0/24
    publicSubnetIds: [subnet-01, subnet-02]
    privateSubnetIds: [subnet-03, subnet-04]
    gatewayEndpoints: use
    interfaceEndpoints: use
${more}`,
  );
const DIGEST = `@sha256:${'0'.repeat(64)}`;
const ARN = 'arn:aws:secretsmanager:eu-west-1:111122223333:secret:shared/mail';

test.each<[string, string, string[]]>([
  [
    'no name and no certificate for HTTPS',
    changed(/domain: .*\n/, ''),
    ['production', 'staging'].map(
      (name, index) =>
        `${20 + 5 * index}:3  domain is missing in ${name}: HTTPS needs a certificate, of a domain in a hosted zone or ` +
        'by its certificateArn; write it there or for all environments',
    ),
  ],
  [
    'a prefix that no address has',
    withCidr('10.20.0.0/99'),
    ["29:22  environments.staging.network.cidr must be an IPv4 block like 10.0.0.0/16, got '10.20.0.0/99'"],
  ],
  [
    'an address that there is not',
    withCidr('10.999.0.0/16'),
    ["29:22  environments.staging.network.cidr must be an IPv4 block like 10.0.0.0/16, got '10.999.0.0/16'"],
  ],
  [
    'a range too small for the plan of addresses',
    withCidr('10.20.0.0/24'),
    ["29:22  environments.staging.network.cidr must have a prefix from /16 to /22, got '10.20.0.0/24'"],
  ],
  [
    'a range that begins in the middle of itself',
    withCidr('10.20.3.0/16'),
    [
      "29:22  environments.staging.network.cidr must begin at the first address of its block, got '10.20.3.0/16', whose block is 10.20.0.0/16",
    ],
  ],
  [
    'a zone twice',
    inStaging('availabilityZones: [eu-west-1a, eu-west-1b, eu-west-1a]'),
    ["29:49  availabilityZones must differ from one another in staging, got 'eu-west-1a'"],
  ],
  [
    'alert routes that lead to nobody, and to a topic of another region',
    changed(
      'ticket: [orders@example.com]',
      'ticket: [not-an-address, http://example.com/hook, "arn:aws:sns:eu-north-1:111122223333:orders"]',
    ),
    [
      "7:12  alerts.ticket[0] must be an e-mail address, an https URL, the ARN of an SNS topic or a Slack channel, got 'not-an-address'",
      "7:28  alerts.ticket[1] must be an e-mail address, an https URL, the ARN of an SNS topic or a Slack channel, got 'http://example.com/hook' (plain HTTP)",
      "7:53  alerts.ticket[2] must be an e-mail address, an https URL, the ARN of an SNS topic or a Slack channel, got 'arn:aws:sns:eu-north-1:111122223333:orders' (in eu-north-1, but an alarm reaches topics of its own region only: eu-west-1)",
    ],
  ],
  [
    'an alert route of one environment',
    inStaging('alerts:\n  page: [{ slackWorkspaceId: "t 1", slackChannelId: C1 }]'),
    [
      "30:14  environments.staging.alerts.page[0] must be an e-mail address, an https URL, the ARN of an SNS topic or a Slack channel, got Slack channel 't 1/C1'",
    ],
  ],
  [
    'address ranges that are none, or all of them',
    changed('access: public', 'access: [10.0.0.0/99, 0.0.0.0/0, 203.0.113.0/24, 203.0.113.7/24]'),
    [
      "9:12  loadBalancer.access[0] must be a sound address range: '10.0.0.0/99' is no address range like 203.0.113.0/24 or 2001:db8::/32",
      "9:25  loadBalancer.access[1] must be a sound address range: '0.0.0.0/0' is wider than /8, which is as good as the whole world",
      "9:52  loadBalancer.access[3] must be a sound address range: '203.0.113.7/24' has bits set behind its /24 prefix, so it names one host and not the range",
    ],
  ],
  [
    'private address ranges',
    changed('access: public', 'access: { internal: [10.0.0.0/99] }'),
    [
      "9:24  loadBalancer.access.internal[0] must be a sound address range: '10.0.0.0/99' is no address range like 203.0.113.0/24 or 2001:db8::/32",
    ],
  ],
  [
    'an image whose tag moves',
    withArtifact('{ image: "nginx:latest" }'),
    ["13:22  instances.artifact.image must end in a digest or in a tag other than latest, got 'nginx:latest'"],
  ],
  [
    'an image without a tag',
    withArtifact('{ image: nginx }'),
    ["13:22  instances.artifact.image must end in a digest or in a tag other than latest, got 'nginx'"],
  ],
  [
    'an asset that is not there',
    withArtifact('{ asset: nowhere }'),
    ["13:22  instances.artifact.asset must be a folder or file that is there, seen from the manifest, got 'nowhere'"],
  ],
  [
    'off hours that are no times',
    changed('port: 8080', 'port: 8080\n  scaling:\n    offHours: { stop: at night, start: 0 7 * * *, timeZone: Mars }'),
    [
      "16:23  instances.scaling.offHours.stop must be a cron expression of five fields like 0 20 * * MON-FRI, got 'at night'",
      "16:61  instances.scaling.offHours.timeZone must be an IANA name like Europe/Berlin, got 'Mars'",
    ],
  ],
  [
    'a backup schedule that is none',
    `${GOOD}backup: { schedule: cron(nonsense) }\n`,
    ["33:21  backup.schedule must be a schedule of six fields like cron(30 3 * * ? *), got 'cron(nonsense)'"],
  ],
  [
    'a secret by a part of its ARN',
    withSecret(ARN),
    [
      `16:27  instances.secrets.SIGNING_KEY must be the complete ARN of a secret, with the six characters at its end, got '${ARN.slice(0, 60)}…' (${ARN.length} characters)`,
    ],
  ],
  [
    'a field of a secret that has none',
    withSecret('signing-key#nofield'),
    [
      "16:27  instances.secrets.SIGNING_KEY must name the whole secret 'signing-key', which has no fields, since it has no template; got field 'nofield'",
    ],
  ],
  [
    'a field that the secret has not',
    withSecret('signing-key#pasword').replace('{ length: 40 }', '{ template: { user: orders } }'),
    [
      "16:27  instances.secrets.SIGNING_KEY must name a field of the secret 'signing-key', got 'pasword'; did you mean 'password'?",
    ],
  ],
  [
    'a waiver without the name of the pack',
    withWaiver('{ item: NET-05, reason: Later, owner: team-orders }'),
    [
      "34:13  waive[0].item must name the pack and the rule, like Seaworthy::NET-05, got 'NET-05'; did you mean 'Seaworthy::NET-05'?",
    ],
  ],
  [
    'a waiver of an item that there is not',
    withWaiver('{ item: "Seaworthy::NET-5", reason: Later, owner: team-orders }'),
    [
      "34:13  waive[0].item must be an item of the checklist, got 'Seaworthy::NET-5'; did you mean 'Seaworthy::NET-05'?",
    ],
  ],
  [
    'a waiver of an item that is near to none',
    withWaiver('{ item: "Seaworthy::everything", reason: Later, owner: team-orders }'),
    [
      "34:13  waive[0].item must be an item of the checklist, got 'Seaworthy::everything'; docs/checklist.md lists the items",
    ],
  ],
  [
    'a waiver whose reason says nothing, and whose place is a URL path',
    withWaiver('{ item: "Seaworthy::NET-05", reason: " ", owner: team-orders, at: /Platform }'),
    [
      "34:42  waive[0].reason of the waiver of Seaworthy::NET-05 must say why, got ' '",
      "34:71  waive[0].at must be a path below the environment, like Platform/LogArchive, got '/Platform'",
    ],
  ],
  [
    'an existing network without zones',
    existing('').replace('    availabilityZones: [eu-west-1a, eu-west-1b]\n', ''),
    ['25:3  availabilityZones is missing in staging: the subnets of network.existing follow their order'],
  ],
  [
    'subnets that do not fit the zones, and route tables that do not fit the subnets',
    existing('    isolatedSubnetIds: [subnet-05, subnet-06, subnet-07]\n    privateRouteTableIds: [rtb-01]'),
    [
      '38:28  network.existing.isolatedSubnetIds must name as many for each of the 2 availabilityZones of staging, got 3',
      '39:31  network.existing.privateRouteTableIds must name one for each of the 2 subnets, got 1',
    ],
  ],
  [
    'a capacity that cannot lose one of the three zones that there are by default',
    changed('{ min: 3, max: 9 }', '{ min: 9, max: 9 }'),
    [
      '15:28  instances.capacity.max of production must be 14 or more, which is min 9 times 3/2, so that the loss of one of 3 zones can be made good, got 9; waive Seaworthy::HA-02 to do without',
    ],
  ],
  [
    'a capacity that cannot lose one of the two zones that are named',
    inStaging('availabilityZones: [eu-west-1a, eu-west-1b]').replace('{ min: 2 }', '{ min: 5 }'),
    [
      '15:28  instances.capacity.max of staging must be 10 or more, which is min 5 times 2/1, so that the loss of one of 2 zones can be made good, got 9; waive Seaworthy::HA-02 to do without',
    ],
  ],
  [
    'one instance in production',
    changed('{ min: 3, max: 9 }', '{ min: 1, max: 9 }'),
    [
      '15:20  instances.capacity.min of production must be 2 or more in production, got 1; waive Seaworthy::HA-02 to run on one instance',
    ],
  ],
  [
    'an artifact that is one thing everywhere and another in an environment',
    changed('      capacity: { min: 2 }', `      artifact: { image: "orders${DIGEST}" }`),
    [
      '31:17  instances.artifact of staging has asset and image, partly from what holds for all environments; they exclude one another: write it in each environment',
    ],
  ],
])('%s', (_name, text, expected) => {
  expect(problems(text)).toEqual(expected);
});

test.each<[string, string]>([
  ['an image with a digest', withArtifact(`{ image: "orders${DIGEST}" }`)],
  ['an image with a tag', withArtifact('{ image: "registry.example.com:5000/orders:2026-11-20.3" }')],
  ['a small network that is there already', existing('    isolatedSubnetIds: [subnet-05, subnet-06]')],
  ['a complete ARN', withSecret(`${ARN}-AbCdEf#password`)],
  ['a field of a template', withSecret('signing-key#user').replace('{ length: 40 }', '{ template: { user: orders } }')],
  [
    'the field that is generated',
    withSecret('signing-key#key').replace('{ length: 40 }', '{ template: {}, generatedField: key }'),
  ],
  [
    'a waiver of another pack',
    withWaiver('{ item: "AwsSolutions::AwsSolutions-EC23", reason: Open, owner: team-orders }'),
  ],
  ['a rate', `${GOOD}backup: { schedule: rate(12 hours) }\n`],
  [
    'a small capacity where the loss of a zone is accepted',
    changed('{ min: 3, max: 9 }', '{ min: 1, max: 2 }').replace('      capacity: { min: 2 }\n', '      port: 8081\n') +
      'waive:\n  - { item: "Seaworthy::HA-02", reason: Cheap, owner: team-orders, at: Orders/Service }\n',
  ],
])('%s is fine', (_name, text) => {
  expect(() => parseManifest(text, 'service.yaml')).not.toThrow();
});
