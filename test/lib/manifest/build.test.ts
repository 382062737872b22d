import { existsSync } from 'node:fs';
import { Template } from 'aws-cdk-lib/assertions';
import { metadataOf } from '../../../constructs/core/metadata';
import { Tier } from '../../../constructs/core/tier';
import { parseManifest } from '../../../lib/manifest/load';
import { thrownBy } from '../../_helpers/thrown-by';
import { built, ordersWith } from './orders';

const FOREIGN = 'arn:aws:secretsmanager:eu-west-1:111122223333:secret:shared/mail-AbCdEf';

interface Policy {
  readonly Properties: { readonly PolicyDocument: { readonly Statement: Statement[] } };
}

interface Statement {
  readonly Action: unknown;
  readonly Resource: unknown;
}

describe('a manifest with two environments', () => {
  const environments = built({
    secrets: { 'signing-key': { template: { username: 'orders' } } },
    instances: {
      secrets: { SIGNING_KEY: 'signing-key#password', MAIL_PASSWORD: `${FOREIGN}#password` },
      parameters: { GREETING: '/orders/greeting' },
    },
    waive: [{ item: 'Seaworthy::NET-05', reason: 'For all', owner: 'team-orders' }],
    environments: {
      staging: { network: { cidr: '10.1.0.0/16' } },
      'load-test': {
        tier: 'development',
        account: '111122224444',
        region: 'eu-north-1',
        network: { cidr: '10.2.0.0/16' },
        alerts: { page: ['nobody@example.com'] },
        waive: [{ item: 'Seaworthy::HA-02', reason: 'For one', owner: 'team-orders' }],
      },
    },
  });
  const [staging, loadTest] = environments as [(typeof environments)[0], (typeof environments)[0]];
  const service = Template.fromStack(staging.service);

  test('becomes one stage per environment with two stacks each, named after environment and service', () => {
    expect(environments.flatMap((one) => [one.platform.node.path, one.service.node.path])).toEqual([
      'Staging/Platform',
      'Staging/Orders',
      'LoadTest/Platform',
      'LoadTest/Orders',
    ]);
  });

  test('tells each environment who and where it is', () => {
    expect(loadTest.environment.context).toEqual({
      tier: Tier.DEVELOPMENT,
      baseline: '2026-11',
      environment: 'load-test',
      service: 'orders',
      owner: 'team-orders',
      costCenter: '4711',
      alerts: { page: ['nobody@example.com'], ticket: ['orders@example.com'] },
      runbooks: 'docs/runbooks',
    });
    expect([loadTest.service.account, loadTest.service.region]).toEqual(['111122224444', 'eu-north-1']);
  });

  test('describes each stack', () => {
    const stacks = environments.flatMap(({ platform, service: web }) => [platform, web]);
    expect(stacks.map(({ templateOptions }) => templateOptions.description)).toEqual([
      'What orders stands on in staging: network, logs, alerts, backups, budget',
      'orders in staging: load balancer and instances',
      'What orders stands on in load-test: network, logs, alerts, backups, budget',
      'orders in load-test: load balancer and instances',
    ]);
  });

  test('makes the secrets of the section, and lets the service read its own and the foreign one, nothing else', () => {
    service.resourceCountIs('AWS::SecretsManager::Secret', 1);
    const [own] = Object.keys(service.findResources('AWS::SecretsManager::Secret'));
    const role = staging.service.resolve(staging.service.service.role.roleName) as unknown;
    const policies = Object.values(
      service.findResources('AWS::IAM::Policy', { Properties: { Roles: [role] } }) as Record<string, Policy>,
    );
    const readable = policies
      .flatMap(({ Properties }) => Properties.PolicyDocument.Statement)
      .filter(({ Action }) => Action === 'secretsmanager:GetSecretValue')
      .flatMap(({ Resource }) => Resource);
    expect(readable).toHaveLength(2);
    expect(readable).toEqual(expect.arrayContaining([{ Ref: own }, FOREIGN]));
  });

  test('puts no value of a secret into a template, only where it is found, with its field', () => {
    const data = JSON.stringify(Object.values(service.findResources('AWS::EC2::LaunchTemplate')));
    expect(data).toContain(`MAIL_PASSWORD=${FOREIGN}#password`);
    expect(data).toMatch(/SIGNING_KEY=",\{"Ref":"Secretsigningkey[0-9A-F]+"\},"#password/);
    expect(data).toContain('GREETING=/orders/greeting');
  });

  test('carries waivers: those of the environment in the place of the common ones', () => {
    const waivers = environments.map(({ environment, service: stack }) => {
      environment.synth();
      return metadataOf(stack).waivers.map(({ item }) => item);
    });
    expect(waivers[0]).toContain('Seaworthy::NET-05');
    expect(waivers[1]).toContain('Seaworthy::HA-02');
    expect(waivers[1]).not.toContain('Seaworthy::NET-05');
  });

  test('finds the artifact beside the manifest, whatever the working folder', () => {
    expect(existsSync('app')).toBe(false);
    expect(() => built({ instances: { artifact: { asset: 'app/server.js' } } })).not.toThrow();
  });
});

describe('what only a construct can refuse names the construct', () => {
  test.each<[string, object, string, string]>([
    [
      'an image for another processor',
      { instances: { image: { id: 'ami-0123456789abcdef0', architecture: 'x86_64' } } },
      'ImageArchitectureMismatch',
      'image must be built for arm64, which m8g.medium runs, got one for x86_64\n  at: Staging/Orders/Service',
    ],
    [
      'a name without a zone and without a certificate',
      { domain: { hostedZone: null } },
      'DomainWithoutProof',
      "hostedZone or certificateArn must be given for 'orders.example.com': a certificate can only be validated in a zone of Route 53\n  at: Staging/Orders/LoadBalancer/Domain",
    ],
  ])('%s', (_name, changes, code, message) => {
    expect(thrownBy(() => built(changes))).toMatchObject({ code, message });
  });
});

test('a waiver of the manifest lets the service do without the loss of a zone', () => {
  const waive = [{ item: 'Seaworthy::HA-02', reason: 'Cheap', owner: 'team-orders', at: 'Orders/Service' }];
  const [one] = built({ instances: { capacity: { min: 4, max: 4 } }, waive });
  expect(metadataOf(one!.service).waivers).toContainEqual({
    item: 'Seaworthy::HA-02',
    reason: 'Cheap',
    owner: 'team-orders',
    path: 'Staging/Orders/Service',
  });
});

describe('what cannot be meant is refused in the manifest', () => {
  test.each<[string, object, string]>([
    [
      'a service with the name of the stack that it stands on',
      { service: 'platform' },
      "service must not be 'platform', which is the stack that the service stands on",
    ],
    [
      'environments that differ by a hyphen only',
      { environments: { 'load-1': { tier: 'staging' }, load1: { tier: 'staging' } } },
      'environments.load1 is too like load-1: both become Load1',
    ],
    [
      'a hosted zone without a name',
      { domain: { name: null } },
      'domain.name is missing in staging: without it the hosted zone says nothing',
    ],
    [
      'a day that the calendar does not have',
      { environments: { staging: { expires: '2027-02-30' } } },
      "environments.staging.expires must be a day like 2027-03-31, got '2027-02-30'",
    ],
    [
      'an instance type without a generation',
      { instances: { instanceType: 'nonsense.large' } },
      "instances.instanceType must be an EC2 instance type like m8g.large, got 'nonsense.large'",
    ],
  ])('%s', (_name, changes, message) => {
    const error = thrownBy(() => parseManifest(ordersWith(changes), 'docs/examples/orders/seaworthy.yaml'));
    expect(error.code).toBe('ManifestInvalid');
    expect(error.message).toContain(`  ${message}`);
  });
});
