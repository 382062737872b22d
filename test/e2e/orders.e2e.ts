import { SetDesiredCapacityCommand } from '@aws-sdk/client-auto-scaling';
import { DescribeStacksCommand } from '@aws-sdk/client-cloudformation';
import { checkAlarms, metricAlarms } from './areas/alarms';
import { checkAlerts } from './areas/alerts';
import { checkCompute, group } from './areas/compute';
import { checkCoverage } from './areas/coverage';
import { expectSurvivors, fingerprint, leftovers, lift, statefulIds, statusOf } from './areas/lifecycle';
import { checkLogs, expiryDays } from './areas/logs';
import { checkNetwork } from './areas/network';
import { checkPermissions } from './areas/permissions';
import { checkRecovery } from './areas/recovery';
import { checkSecrets } from './areas/secrets';
import { checkTraffic } from './areas/traffic';
import { checkWebFirewall } from './areas/web-firewall';
import { aws, present } from './harness/aws';
import { bootstrap, deploy, destroy, diff, prepareFolder, synth } from './harness/cli';
import { Journey } from './harness/journey';
import { brokenManifest, CHANGED, changedManifest, writeManifest } from './harness/manifests';
import { expectEmulator, seedHostedZone } from './harness/seed';
import { PLATFORM, SERVICE } from './harness/settings';
import { World } from './harness/world';

const journey = new Journey();
const assemblies = { first: '', changed: '', broken: '' };
let zone = '';
let deployed: World | undefined;
let before: unknown;

/** How many instances load has asked for when the second deployment comes. */
const UNDER_LOAD = 5;

function world(): World {
  return present(deployed, 'first deployment');
}

describe('the production environment of the example', () => {
  journey.step('an emulator answers, and knows the hosted zone of the domain', async () => {
    await expectEmulator();
    zone = await seedHostedZone();
  });

  journey.step('bootstrap', bootstrap);

  journey.step('synthesizes with all checks on', async () => {
    prepareFolder();
    assemblies.first = await synth(writeManifest('first', zone), 'first');
  });

  journey.step('deploys', async () => {
    await deploy(assemblies.first);
    deployed = await World.of(assemblies.first);
    expect([await statusOf(PLATFORM), await statusOf(SERVICE)]).toEqual(['CREATE_COMPLETE', 'CREATE_COMPLETE']);
  });

  journey.check('says where the service is reached', async () => {
    const { Stacks } = await aws.cloudFormation.send(new DescribeStacksCommand({ StackName: SERVICE }));
    expect(Stacks?.[0]?.Outputs?.map(({ OutputValue }) => OutputValue)).toContain('https://orders.example.com');
  });

  describe('network', () => checkNetwork(journey, world));
  describe('traffic', () => checkTraffic(journey, world));
  describe('web firewall', () => checkWebFirewall(journey, world));
  describe('compute', () => checkCompute(journey, world));
  describe('alarms', () => checkAlarms(journey, world));
  describe('alerts', () => checkAlerts(journey, world));
  describe('logs', () => checkLogs(journey, world));
  describe('keys, secrets, sessions', () => checkSecrets(journey, world));
  describe('recovery', () => checkRecovery(journey, world));
  describe('permissions', () => checkPermissions(journey, world));
  describe('coverage', () => checkCoverage(journey, world));
});

describe('a change of the manifest', () => {
  journey.step('without one, there is no difference', async () => {
    await diff(assemblies.first, 0);
  });

  journey.step('with one, there is', async () => {
    assemblies.changed = await synth(changedManifest(zone), 'changed');
    await diff(assemblies.changed, 1);
  });

  journey.step('is deployed while the service is under load', async () => {
    const { AutoScalingGroupName } = await group(world());
    await aws.autoScaling.send(
      new SetDesiredCapacityCommand({ AutoScalingGroupName, DesiredCapacity: UNDER_LOAD, HonorCooldown: false }),
    );
    await deploy(assemblies.changed);
    expect([await statusOf(PLATFORM), await statusOf(SERVICE)]).toEqual(['UPDATE_COMPLETE', 'UPDATE_COMPLETE']);
  });

  journey.check('is read back: threshold, capacity, days in the archive', async () => {
    const latency = world().one('AWS::CloudWatch::Alarm', /LoadBalancer\/Alarms\/Latency/).physicalId;
    expect((await metricAlarms()).get(latency)?.Threshold).toBe(CHANGED.latencySeconds);
    expect(await group(world())).toMatchObject({ MinSize: CHANGED.minimum, MaxSize: CHANGED.maximum });
    expect(await expiryDays(world())).toBe(CHANGED.archiveDays);
  });

  journey.check('leaves the instances that load has asked for', async () => {
    const { DesiredCapacity, Instances } = await group(world());
    expect([DesiredCapacity, Instances?.length]).toEqual([UNDER_LOAD, UNDER_LOAD]);
  });

  journey.check('replaces nothing that holds state or an address', async () => {
    expect(statefulIds(await World.of(assemblies.changed))).toEqual(statefulIds(world()));
    expect(Object.keys(statefulIds(world())).length).toBeGreaterThan(30);
  });
});

describe('a deployment that fails', () => {
  journey.step('ends with an error and a rollback', async () => {
    before = await fingerprint(await World.of(assemblies.changed));
    assemblies.broken = await synth(brokenManifest(zone), 'broken');
    const { output } = await deploy(assemblies.broken, 1);
    expect(output).toMatch(/certificate/i);
    expect(await statusOf(SERVICE)).toBe('UPDATE_ROLLBACK_COMPLETE');
  });

  journey.check('leaves everything as it was', async () => {
    expect(await fingerprint(await World.of(assemblies.changed))).toEqual(before);
  });

  journey.step('leaves no difference to the manifest before', async () => {
    await diff(assemblies.changed, 0);
  });
});

describe('the end of the environment', () => {
  journey.step('is refused while the stacks are protected', async () => {
    const { output } = await destroy(assemblies.changed, 1);
    expect(output).toContain('TerminationProtection');
    expect(await statusOf(SERVICE)).toBe('UPDATE_ROLLBACK_COMPLETE');
  });

  journey.step('is refused while the load balancer is protected', async () => {
    await lift.terminationProtection();
    await destroy(assemblies.changed, 1);
    expect(await statusOf(SERVICE)).toBe('DELETE_FAILED');
    expect(await statusOf(PLATFORM)).toBe('UPDATE_COMPLETE');
  });

  journey.step('comes when both protections are lifted', async () => {
    await lift.deletionProtection(world());
    await destroy(assemblies.changed);
    await expect(statusOf(SERVICE)).rejects.toThrow('does not exist');
    await expect(statusOf(PLATFORM)).rejects.toThrow('does not exist');
  });

  journey.check('keeps keys, secrets, backups, logs and their archive', async () => {
    expect(await expectSurvivors(world())).toEqual([
      'AWS::Backup::BackupVault',
      'AWS::KMS::Key',
      'AWS::Logs::LogGroup',
      'AWS::S3::Bucket',
      'AWS::SecretsManager::Secret',
    ]);
  });

  journey.check('leaves nothing else behind', async () => {
    const left = await leftovers(world());
    expect(left).toEqual(Object.fromEntries(Object.keys(left).map((kind) => [kind, []])));
  });

  journey.step('is no end for good: what was kept does not stand in the way of a new start', async () => {
    await deploy(assemblies.first);
    expect(await statusOf(SERVICE)).toBe('CREATE_COMPLETE');
    expect(await World.of(assemblies.first)).toBeDefined();
  });
});
