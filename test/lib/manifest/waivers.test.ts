import { App, Stack, Stage } from 'aws-cdk-lib';
import { Construct } from 'constructs';
import { metadataOf } from '../../../constructs/core/metadata';
import { acceptsZoneLoss, waiveInManifest, zoneLossWaivers } from '../../../lib/manifest/waivers';
import { thrownBy } from '../../_helpers/thrown-by';

const WAIVER = { item: 'Seaworthy::LOG-02', reason: 'Elsewhere', owner: 'team-orders' };
const ZONE_LOSS = { ...WAIVER, item: 'Seaworthy::HA-02' };

function environment() {
  const stage = new Stage(new App(), 'Production');
  const platform = new Stack(stage, 'Platform');
  new Construct(new Construct(platform, 'LogArchive'), 'Bucket');
  new Stack(stage, 'Orders');
  return { stage, platform };
}

test('a waiver with a place covers that alone', () => {
  const { stage, platform } = environment();
  waiveInManifest(stage, [{ ...WAIVER, at: 'Platform/LogArchive' }]);
  expect(metadataOf(platform).waivers).toEqual([{ ...WAIVER, path: 'Production/Platform/LogArchive' }]);
});

test('a waiver without a place covers the environment', () => {
  const { stage, platform } = environment();
  waiveInManifest(stage, [WAIVER]);
  stage.synth();
  expect(metadataOf(platform).waivers).toEqual([{ ...WAIVER, path: 'Production' }]);
});

test('a waiver that its construct got already is not written again', () => {
  const { stage, platform } = environment();
  const at = 'Platform/LogArchive';
  waiveInManifest(stage, [{ ...WAIVER, at }]);
  waiveInManifest(stage, [{ ...WAIVER, at }]);
  expect(metadataOf(platform).waivers).toHaveLength(1);
});

test('no waivers are fine', () => {
  expect(() => waiveInManifest(environment().stage, undefined)).not.toThrow();
});

test('places that are not there are refused together, with what is near to them, and nothing is waived', () => {
  const { stage, platform } = environment();
  const places = ['Platform/LogArchive', 'Platfrom/LogArchive', 'Platform/LogArchive/Bukket'];
  const error = thrownBy(() =>
    waiveInManifest(
      stage,
      places.map((at) => ({ ...WAIVER, at })),
    ),
  );
  expect(error.code).toBe('WaiverPlaceUnknown');
  expect(error.message).toBe(
    [
      "waive.at must be the path of a construct below the environment, got 'Platfrom/LogArchive'; near: Platform/LogArchive, Platform/LogArchive/Bucket, Platform, Orders; and 'Platform/LogArchive/Bukket'; near: Platform/LogArchive/Bucket, Platform/LogArchive, Platform, Orders",
      '  at: Production',
      '  fix: write the path as findings show it, without the environment at its beginning',
    ].join('\n'),
  );
  expect(metadataOf(platform).waivers).toEqual([]);
});

describe('the loss of a zone', () => {
  test.each<[string | undefined, boolean]>([
    [undefined, true],
    ['Orders', true],
    ['Orders/Service', true],
    ['Orders/LoadBalancer', false],
    ['Platform', false],
    ['Platform/Service', false],
  ])('is accepted for the service by a waiver at %s: %s', (at, accepted) => {
    expect(acceptsZoneLoss([WAIVER, { ...ZONE_LOSS, at }])).toBe(accepted);
    expect(zoneLossWaivers([WAIVER, { ...ZONE_LOSS, at }])).toEqual(accepted ? [ZONE_LOSS] : []);
  });

  test('is not accepted by what is no list of waivers', () => {
    expect([undefined, null, 'x', [null], [1]].map(acceptsZoneLoss)).toEqual([false, false, false, false, false]);
    expect(zoneLossWaivers()).toEqual([]);
  });
});
