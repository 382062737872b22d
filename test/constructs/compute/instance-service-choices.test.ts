import { Match } from 'aws-cdk-lib/assertions';
import { InstanceArchitecture, InstanceType } from 'aws-cdk-lib/aws-ec2';
import { InstanceImage } from '../../../constructs/compute/instance-image';
import { Tier } from '../../../constructs/core/tier';
import { templateOf } from '../../_helpers/stack';
import { fixture } from './service-fixture';

const GROUP = 'AWS::AutoScaling::AutoScalingGroup';
const TEMPLATE = 'AWS::EC2::LaunchTemplate';

describe('capacity', () => {
  test.each([
    [Tier.PRODUCTION, '3', '6'],
    [Tier.STAGING, '2', '4'],
    [Tier.DEVELOPMENT, '1', '2'],
  ])('in %s is %s to %s', (tier, MinSize, MaxSize) => {
    const { stack, service } = fixture({ tier });
    service();
    templateOf(stack).hasResourceProperties(GROUP, { MinSize, MaxSize });
  });

  test('that cannot lose a zone is refused, with the numbers', () => {
    const { service } = fixture();
    expect(() => service({ capacity: { min: 3, max: 4 } })).toThrow(
      'capacity.max must be 5 or more, which is min 3 times 3/2, so that the loss of one of 3 zones can be made good, ' +
        'got 4; waive Seaworthy::HA-02 to do without\n  at: Test/Stack/Service',
    );
  });

  test('that is wrong in several ways is refused once', () => {
    const { service } = fixture();
    expect(() => service({ capacity: { min: 1, max: 0 } })).toThrow(
      '4 props are wrong:\n' +
        '  - capacity.max must be a whole number from 1, got 0 [CapacityMaxMalformed]\n' +
        '  - capacity.min must not be above capacity.max, got min 1 and max 0 [CapacityMinAboveMax]\n' +
        '  - capacity.min must be 2 or more in production, got 1; waive Seaworthy::HA-02 to run on one instance [CapacityMinTooSmall]\n' +
        '  - capacity.max must be 2 or more, which is min 1 times 3/2, so that the loss of one of 3 zones can be made good, ' +
        'got 0; waive Seaworthy::HA-02 to do without [CapacityMaxTooSmall]\n' +
        '  at: Test/Stack/Service',
    );
  });

  test('of one instance is possible in production where it is waived', () => {
    const { stack, service } = fixture();
    const waiver = { item: 'Seaworthy::HA-02', reason: 'A batch that may wait', owner: 'team-orders' };
    service({ capacity: { min: 1, max: 1 }, waive: [waiver] });
    templateOf(stack).hasResourceProperties(GROUP, { MinSize: '1', MaxSize: '1' });
  });
});

describe('the image', () => {
  test('follows the processor of the instance type', () => {
    const { stack, service } = fixture();
    service({ instanceType: new InstanceType('m8i.large') });
    templateOf(stack).hasResourceProperties(TEMPLATE, {
      LaunchTemplateData: { ImageId: { Ref: Match.stringLikeRegexp('x8664') }, InstanceType: 'm8i.large' },
    });
  });

  test('and type that cannot be are refused', () => {
    const { service } = fixture();
    expect(() => service({ instanceType: new InstanceType('large') }, 'Large')).toThrow(
      "instanceType must be a family and a size like m8g.medium, got 'large'\n  at: Test/Stack/Large",
    );
    const image = InstanceImage.fromParameter('/images/orders', { architecture: InstanceArchitecture.X86_64 });
    expect(() => service({ image })).toThrow(
      'image must be built for arm64, which m8g.medium runs, got one for x86_64\n  at: Test/Stack/Service',
    );
  });
});
