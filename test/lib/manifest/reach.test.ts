import { manifestJsonSchema } from '../../../lib/manifest/json-schema';
import { templateText } from './orders';

/** A piece of text that the key brings into the templates, or one that it takes out of them. */
type Proof = string | RegExp | { readonly gone: string };

/** Some keys that are set together, and what shows in the templates that each of them arrived. */
interface Case {
  readonly changes: object;
  readonly proofs: Readonly<Record<string, Proof>>;
}

const VAULT = 'arn:aws:backup:eu-central-1:111122223333:backup-vault:far-away';
/** A resource of a type that is deleted with its stack. */
const deleted = (type: string) => new RegExp(`"${type}"((?!"Type":"AWS).)*"DeletionPolicy":"Delete"`);
const CERTIFICATE = 'arn:aws:acm:eu-west-1:111122223333:certificate/7f3a';

const CASES: Record<string, Case> = {
  'who and where': {
    changes: {
      service: 'parcels',
      owner: 'team-parcels',
      costCenter: '4712',
      baseline: '2026-11',
      runbooks: 'https://runbooks.example.com',
      alerts: {
        page: ['night@example.com', { slackWorkspaceId: 'T07EA123LEP', slackChannelId: 'C07EZ1ABC23' }],
        ticket: ['day@example.com', { slackWorkspaceId: 'T07EA123LEQ', slackChannelId: 'C07EZ1ABC24' }],
      },
      environments: {
        staging: {
          tier: 'production',
          account: '444455556666',
          region: 'eu-north-1',
          availabilityZones: ['eu-north-1b', 'eu-north-1c'],
          expires: '2027-03-31',
        },
      },
    },
    proofs: {
      service: '"parcels"',
      owner: '"team-parcels"',
      costCenter: '"4712"',
      runbooks: 'https://runbooks.example.com/',
      'alerts.page': 'night@example.com',
      'alerts.page.slackWorkspaceId': '"T07EA123LEP"',
      'alerts.page.slackChannelId': '"C07EZ1ABC23"',
      'alerts.ticket': 'day@example.com',
      'alerts.ticket.slackWorkspaceId': '"T07EA123LEQ"',
      'alerts.ticket.slackChannelId': '"C07EZ1ABC24"',
      'environments.tier': '"tier":"production"',
      'environments.account': '444455556666',
      'environments.region': 'eu-north-1',
      'environments.availabilityZones': '"AvailabilityZone":"eu-north-1c"',
      'environments.expires': '{"Key":"expires","Value":"2027-03-31"}',
    },
  },
  'an environment that differs': {
    changes: {
      webFirewall: false,
      environments: {
        staging: {
          costCenter: '4713',
          alerts: {
            page: ['desk@example.com', { slackWorkspaceId: 'T07EA123LER', slackChannelId: 'C07EZ1ABC25' }],
            ticket: ['board@example.com', { slackWorkspaceId: 'T07EA123LES', slackChannelId: 'C07EZ1ABC26' }],
          },
        },
      },
    },
    proofs: {
      webFirewall: { gone: '"AWS::WAFv2::WebACL"' },
      'environments.costCenter': '"4713"',
      'environments.alerts.page': 'desk@example.com',
      'environments.alerts.page.slackWorkspaceId': '"T07EA123LER"',
      'environments.alerts.page.slackChannelId': '"C07EZ1ABC25"',
      'environments.alerts.ticket': 'board@example.com',
      'environments.alerts.ticket.slackWorkspaceId': '"T07EA123LES"',
      'environments.alerts.ticket.slackChannelId': '"C07EZ1ABC26"',
    },
  },
  'a new network, and most numbers': {
    changes: {
      network: {
        cidr: '10.77.0.0/16',
        zones: 4,
        egress: 'regional',
        interfaceEndpoints: ['sqs'],
        extraTiers: [{ name: 'vault', subnetType: 'private' }],
      },
      logs: { archiveDays: 123, queryLimitGib: 7, removalPolicy: 'destroy' },
      sessions: { accountDefault: true, idleTimeoutMinutes: 7, maxDurationMinutes: 77 },
      domain: { name: 'buy.example.net', hostedZone: { id: 'Z0123456789ABCDEFGHIK', name: 'example.net' } },
      loadBalancer: {
        access: ['203.0.113.0/24'],
        maintenance: { enabled: true, page: '<h1>Back at noon</h1>', retryAfterMinutes: 33 },
        idleTimeoutSeconds: 47,
        deletionProtection: false,
        objectivePercent: 99.5,
        thresholds: {
          errorPercent: 6.5,
          latencySeconds: 2.5,
          minimumRequests: 321,
          minimumRequestsForLatency: 432,
          connectionErrors: 543,
        },
      },
      webFirewall: {
        requestsPerFiveMinutes: 4321,
        blockedAlarm: 6543,
        logAll: true,
        count: [
          {
            group: 'AWSManagedRulesCommonRuleSet',
            rules: ['SizeRestrictions_BODY'],
            reason: 'Uploads are large',
            owner: 'team-uploads',
            until: '2027-04-30',
          },
        ],
      },
      instances: {
        artifact: { asset: 'app/server.js' },
        command: '/usr/bin/node-22 other.js',
        packages: ['jq'],
        port: 8181,
        healthCheckPath: '/ready',
        instanceType: 'c8g.xlarge',
        capacity: { min: 5, max: 17 },
        scaling: {
          cpuPercent: 44,
          requestsPerTarget: 4444,
          offHours: { stop: '1 21 * * *', start: '2 6 * * *', timeZone: 'Europe/Berlin' },
        },
        lifecycle: {
          bootTimeoutSeconds: 780,
          warmupSeconds: 161,
          healthCheckGraceSeconds: 171,
          stopTimeoutSeconds: 37,
          maxInstanceLifetimeDays: 9,
          bakeTimeSeconds: 660,
          maxHealthyPercentage: 151,
          rollbackOnAlarms: false,
          keepAliveSeconds: 91,
        },
        route: {
          hosts: ['buy.example.net'],
          paths: ['/buy/*'],
          priority: 77,
          healthyCodes: '200-204',
          deregistrationDelaySeconds: 53,
          slowStartSeconds: 43,
        },
        variables: { COLOUR: 'teal' },
        secrets: { SIGNING_KEY: 'signing-key' },
        parameters: { GREETING: '/orders/greeting' },
      },
      secrets: {
        'signing-key': {
          description: 'Signs parcels',
          secretName: 'parcels/signing-key',
          length: 57,
          excludeCharacters: 'xyz',
          template: { username: 'parcels' },
          generatedField: 'word',
          rotateAfterDays: 17,
          replicaRegions: ['eu-central-1'],
          recoveryDays: 19,
          removalPolicy: 'destroy',
        },
      },
      backup: {
        retentionDays: 41,
        schedule: 'cron(7 2 * * ? *)',
        monthlyRetentionDays: 401,
        monthlyColdStorageAfterDays: 61,
        copyTo: [VAULT],
        minRetentionDays: 8,
        immutableAfterDays: 12,
      },
      budget: {
        monthlyLimitUsd: 1234,
        forecastPercent: [81],
        actualPercent: [92],
        tags: { project: 'parcels' },
      },
      waive: [{ item: 'Seaworthy::HA-02', reason: 'A rehearsal', owner: 'team-waiver', until: '2027-05-31' }],
    },
    proofs: {
      'network.cidr': '"CidrBlock":"10.77.0.0/16"',
      'network.zones': 'isolatedSubnet4',
      'network.egress': '"AvailabilityMode":"regional"',
      'network.interfaceEndpoints': '.sqs"',
      'network.extraTiers.name': 'vaultSubnet1',
      'network.extraTiers.subnetType': 'vaultSubnet1DefaultRoute',
      'logs.archiveDays': '"ExpirationInDays":123',
      'logs.queryLimitGib': `"BytesScannedCutoffPerQuery":${7 * 2 ** 30}`,
      'logs.removalPolicy': 'Custom::S3AutoDeleteObjects',
      'sessions.accountDefault': '"SSM-SessionManagerRunShell"',
      'sessions.idleTimeoutMinutes': '"idleSessionTimeout":"7"',
      'sessions.maxDurationMinutes': '"maxSessionDuration":"77"',
      'domain.name': '"DomainName":"buy.example.net"',
      'domain.hostedZone.id': '"HostedZoneId":"Z0123456789ABCDEFGHIK"',
      'loadBalancer.access': '"CidrIp":"203.0.113.0/24"',
      'loadBalancer.maintenance.enabled': '"ResponseCode":503',
      'loadBalancer.maintenance.page': '<h1>Back at noon</h1>',
      'loadBalancer.maintenance.retryAfterMinutes': '"1980"',
      'loadBalancer.idleTimeoutSeconds': '{"Key":"idle_timeout.timeout_seconds","Value":"47"}',
      'loadBalancer.deletionProtection': '{"Key":"deletion_protection.enabled","Value":"false"}',
      'loadBalancer.objectivePercent': '"AttainmentGoal":99.5',
      'loadBalancer.thresholds.errorPercent': '"Threshold":6.5',
      'loadBalancer.thresholds.latencySeconds': '"Threshold":2.5',
      'loadBalancer.thresholds.minimumRequests': 'requests_60 >= 321',
      'loadBalancer.thresholds.minimumRequestsForLatency': 'answered_300 >= 432',
      'loadBalancer.thresholds.connectionErrors': '"Threshold":543',
      'webFirewall.requestsPerFiveMinutes': '"Limit":4321',
      'webFirewall.blockedAlarm': '"Threshold":6543',
      'webFirewall.logAll': { gone: '"LoggingFilter"' },
      'webFirewall.count.group': '"RuleActionOverrides"',
      'webFirewall.count.rules': '"SizeRestrictions_BODY"',
      'webFirewall.count.reason': 'Uploads are large',
      'webFirewall.count.owner': 'team-uploads',
      'webFirewall.count.until': '2027-04-30',
      'instances.artifact.asset': "ARTIFACT_FILE='server.js'",
      'instances.command': 'other.js',
      'instances.packages': 'jq',
      'instances.port': '"Port":8181',
      'instances.healthCheckPath': '"HealthCheckPath":"/ready"',
      'instances.instanceType': '"c8g.xlarge"',
      'instances.capacity.min': '"MinSize":"5"',
      'instances.capacity.max': '"MaxSize":"17"',
      'instances.scaling.cpuPercent': '"TargetValue":44',
      'instances.scaling.requestsPerTarget': '"TargetValue":4444',
      'instances.scaling.offHours.stop': '"1 21 * * *"',
      'instances.scaling.offHours.start': '"2 6 * * *"',
      'instances.scaling.offHours.timeZone': '"Europe/Berlin"',
      'instances.lifecycle.bootTimeoutSeconds': '"HeartbeatTimeout":780',
      'instances.lifecycle.warmupSeconds': '"DefaultInstanceWarmup":161',
      'instances.lifecycle.healthCheckGraceSeconds': '"HealthCheckGracePeriod":171',
      'instances.lifecycle.stopTimeoutSeconds': 'STOP_SECONDS=37',
      'instances.lifecycle.maxInstanceLifetimeDays': `"MaxInstanceLifetime":${9 * 86400}`,
      'instances.lifecycle.bakeTimeSeconds': '"BakeTime":660',
      'instances.lifecycle.rollbackOnAlarms': { gone: '"AlarmSpecification"' },
      'instances.lifecycle.maxHealthyPercentage': '"MaxHealthyPercentage":151',
      'instances.lifecycle.keepAliveSeconds': 'KEEP_ALIVE_TIMEOUT_SECONDS=91',
      'instances.route.hosts': '"Values":["buy.example.net"]',
      'instances.route.paths': '"Values":["/buy/*"]',
      'instances.route.priority': '"Priority":77',
      'instances.route.healthyCodes': '"HttpCode":"200-204"',
      'instances.route.deregistrationDelaySeconds': '{"Key":"deregistration_delay.timeout_seconds","Value":"53"}',
      'instances.route.slowStartSeconds': '{"Key":"slow_start.duration_seconds","Value":"43"}',
      'instances.variables': 'COLOUR',
      'instances.secrets': 'SIGNING_KEY',
      'instances.parameters': 'parameter/orders/greeting',
      'secrets.description': '"Description":"Signs parcels"',
      'secrets.secretName': '"Name":"parcels/signing-key"',
      'secrets.length': '"PasswordLength":57',
      'secrets.excludeCharacters': '"ExcludeCharacters":"xyz"',
      'secrets.template': '\\"username\\":\\"parcels\\"',
      'secrets.generatedField': '"GenerateStringKey":"word"',
      'secrets.rotateAfterDays': '"AutomaticallyAfterDays":17',
      'secrets.replicaRegions': '"Region":"eu-central-1"',
      'secrets.recoveryDays': '"secretsmanager:RecoveryWindowInDays":"19"',
      'secrets.removalPolicy': deleted('AWS::SecretsManager::Secret'),
      'backup.retentionDays': '"DeleteAfterDays":41',
      'backup.schedule': '"ScheduleExpression":"cron(7 2 * * ? *)"',
      'backup.monthlyRetentionDays': '"DeleteAfterDays":401',
      'backup.monthlyColdStorageAfterDays': '"MoveToColdStorageAfterDays":61',
      'backup.copyTo': VAULT,
      'backup.minRetentionDays': '"MinRetentionDays":8',
      'backup.immutableAfterDays': '"ChangeableForDays":12',
      'budget.monthlyLimitUsd': '"Amount":1234',
      'budget.forecastPercent': '"Threshold":81',
      'budget.actualPercent': '"Threshold":92',
      'budget.tags': '"Key":"project"',
      'waive.item': '"item":"Seaworthy::HA-02"',
      'waive.reason': '"reason":"A rehearsal"',
      'waive.owner': '"owner":"team-waiver"',
      'waive.until': '"until":"2027-05-31"',
    },
  },
  'a network that is there already, and an image by id': {
    changes: {
      environments: { staging: { availabilityZones: ['eu-west-1a', 'eu-west-1b'] } },
      network: {
        existing: {
          vpcId: 'vpc-0abc',
          cidr: '10.99.0.0/16',
          publicSubnetIds: ['subnet-0a1', 'subnet-0a2'],
          privateSubnetIds: ['subnet-0b1', 'subnet-0b2'],
          isolatedSubnetIds: ['subnet-0c1', 'subnet-0c2'],
          publicRouteTableIds: ['rtb-0a1', 'rtb-0a2'],
          privateRouteTableIds: ['rtb-0b1', 'rtb-0b2'],
          isolatedRouteTableIds: ['rtb-0c1', 'rtb-0c2'],
          gatewayEndpoints: 'create',
          interfaceEndpoints: 'create',
          flowLogs: 'skip',
          queryLogs: 'skip',
        },
      },
      logs: { archiveBucket: 'company-logs', tables: true },
      loadBalancer: { access: { internal: ['10.99.0.0/17'] } },
      domain: { hostedZone: null, certificateArn: CERTIFICATE },
      webFirewall: true,
      instances: {
        artifact: { asset: null, image: '111122223333.dkr.ecr.eu-west-1.amazonaws.com/orders:2026-11-20.3' },
        image: { id: 'ami-0123456789abcdef0', architecture: 'x86_64', rootDevice: '/dev/sda1' },
        instanceType: 'm7i.large',
      },
    },
    proofs: {
      'network.existing.vpcId': '"VpcId":"vpc-0abc"',
      'network.existing.cidr': '"10.99.0.0/16"',
      'network.existing.privateSubnetIds': '"subnet-0b2"',
      'network.existing.publicRouteTableIds': '"rtb-0a2"',
      'network.existing.privateRouteTableIds': '"rtb-0b2"',
      'network.existing.isolatedRouteTableIds': '"rtb-0c2"',
      'network.existing.interfaceEndpoints': '.ssmmessages"',
      'network.existing.flowLogs': { gone: '"AWS::EC2::FlowLog"' },
      'network.existing.queryLogs': { gone: '"AWS::Route53Resolver::ResolverQueryLoggingConfig"' },
      'logs.archiveBucket': ':s3:::company-logs/',
      'loadBalancer.access.internal': '"CidrIp":"10.99.0.0/17"',
      'domain.certificateArn': `"CertificateArn":"${CERTIFICATE}"`,
      'instances.artifact.image': 'orders:2026-11-20.3',
      'instances.image.id': '"ImageId":"ami-0123456789abcdef0"',
      'instances.image.rootDevice': '"DeviceName":"/dev/sda1"',
    },
  },
  'the other forms of the same keys': {
    changes: {
      environments: { staging: { availabilityZones: ['eu-west-1a', 'eu-west-1b'] } },
      network: {
        existing: {
          vpcId: 'vpc-0abc',
          cidr: '10.99.0.0/16',
          publicSubnetIds: ['subnet-0a1', 'subnet-0a2'],
          privateSubnetIds: ['subnet-0b1', 'subnet-0b2'],
          gatewayEndpoints: 'use',
          interfaceEndpoints: 'use',
        },
      },
      logs: { tables: false },
      loadBalancer: { maintenance: true },
      instances: {
        artifact: { asset: null, bucket: 'company-releases', key: 'orders/7f3a.zip' },
        image: { ssmParameter: '/golden/arm64/latest' },
      },
      backup: { removalPolicy: 'destroy' },
    },
    proofs: {
      'network.existing.publicSubnetIds': '"subnet-0a2"',
      'network.existing.gatewayEndpoints': { gone: '"VpcEndpointType":"Gateway"' },
      'logs.tables': { gone: '"AWS::Athena::WorkGroup"' },
      'loadBalancer.maintenance': '"ResponseCode":503',
      'instances.artifact.bucket': 's3://company-releases/',
      'instances.artifact.key': 'orders/7f3a.zip',
      'instances.image.ssmParameter': '/golden/arm64/latest',
      'backup.removalPolicy': deleted('AWS::Backup::BackupVault'),
    },
  },
};

/** Keys that change no template, and why. */
const WITHOUT_TRACE: Record<string, string> = {
  ...Object.fromEntries(
    ['checklist', 'awsSolutions', 'incrementalValidation', 'profile', 'items']
      .concat(['items.severity', 'items.tiers', 'items.off'])
      .map((key) => [`checks.${key}`, 'changes what is judged; proven in checks.test.ts']),
  ),
  'waive.at': 'narrows a waiver; its place is proven in waivers.test.ts',
  baseline: 'there is only one yet',
  'domain.hostedZone.name': 'judges domain.name',
  'instances.image.architecture': 'judges instances.instanceType',
  'network.existing.isolatedSubnetIds': 'for databases, which a manifest cannot ask for yet',
};

const BEFORE = templateText();

describe.each(Object.entries(CASES))('%s', (_name, { changes, proofs }) => {
  const after = templateText(changes);

  test.each(Object.entries(proofs))('%s arrives', (_key, proof) => {
    const [there, notThere, text] = isGone(proof) ? [BEFORE, after, proof.gone] : [after, BEFORE, proof];
    const seen = { inThere: there.search(pattern(text)) >= 0, inOther: notThere.search(pattern(text)) >= 0 };
    expect({ text, ...seen }).toEqual({ text, inThere: true, inOther: false });
  });

  test('every key with a proof is set', () => {
    expect(Object.keys(proofs).filter((key) => !isSet(changes, key.split('.')))).toEqual([]);
  });
});

test('every key of the schema has a proof, or a reason to have none', () => {
  const proven = [...Object.values(CASES).flatMap(({ proofs }) => Object.keys(proofs)), ...Object.keys(WITHOUT_TRACE)];
  expect([...new Set(proven)].sort()).toEqual(schemaKeys());
});

function isGone(proof: Proof): proof is { readonly gone: string } {
  return typeof proof === 'object' && 'gone' in proof;
}

function pattern(text: string | RegExp): RegExp {
  return typeof text === 'string' ? new RegExp(text.replaceAll(/[.*+?^${}()|[\]\\]/g, '\\$&')) : text;
}

/** True where a value stands under a path, whatever names lie between the keys of it. */
function isSet(value: unknown, [key, ...rest]: readonly string[]): boolean {
  if (key === undefined) {
    return value !== undefined;
  }
  if (typeof value !== 'object' || value === null) {
    return false;
  }
  const inner = (value as Record<string, unknown>)[key];
  return (inner !== undefined && isSet(inner, rest)) || Object.values(value).some((one) => isSet(one, [key, ...rest]));
}

interface Schema {
  readonly type?: string;
  readonly properties?: Readonly<Record<string, Schema>>;
  readonly additionalProperties?: Schema | boolean;
  readonly items?: Schema;
  readonly anyOf?: readonly Schema[];
}

/** The keys that hold something else than more keys; a section's keys once, though it may also stand in an environment. */
function schemaKeys(): string[] {
  const keys = leaves(manifestJsonSchema(), '');
  const repeated = keys.filter((key) => {
    const inEnvironment = /^environments\.(.*)$/.exec(key)?.[1];
    return inEnvironment !== undefined && keys.includes(inEnvironment) && !/^(alerts|costCenter)/.test(inEnvironment);
  });
  return [...new Set(keys.filter((key) => !repeated.includes(key)))].sort();
}

function leaves(schema: Schema, path: string): string[] {
  const { properties = {}, additionalProperties, items, anyOf = [] } = schema;
  const options = [...anyOf, ...[items, additionalProperties].filter((one) => typeof one === 'object')];
  const inner = Object.entries(properties).flatMap(([key, one]) => leaves(one, path === '' ? key : `${path}.${key}`));
  const isRecordOfTexts = typeof additionalProperties === 'object' && additionalProperties.type === 'string';
  const isLeaf = isRecordOfTexts || (schema.type !== 'object' && !(items?.type === 'object') && anyOf.length === 0);
  return [...(isLeaf && path !== '' ? [path] : []), ...inner, ...options.flatMap((one) => leaves(one, path))];
}
