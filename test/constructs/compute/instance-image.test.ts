import { InstanceArchitecture } from 'aws-cdk-lib/aws-ec2';
import { InstanceImage } from '../../../constructs/compute/instance-image';
import { templateOf, testStack } from '../../_helpers/stack';

const { ARM_64, X86_64 } = InstanceArchitecture;

test('Amazon Linux 2023 follows the processor, and is resolved at deployment', () => {
  const stack = testStack();
  InstanceImage.amazonLinux2023().machineImage(ARM_64).getImage(stack);
  InstanceImage.amazonLinux2023().machineImage(X86_64).getImage(stack);
  for (const architecture of ['arm64', 'x86_64']) {
    expect(Object.values(templateOf(stack).findParameters('*'))).toContainEqual({
      Type: 'AWS::SSM::Parameter::Value<AWS::EC2::Image::Id>',
      Default: `/aws/service/ami-amazon-linux-latest/al2023-ami-kernel-default-${architecture}`,
    });
  }
});

test.each([
  ['/images/orders-arm64', ARM_64],
  ['/images/orders-aarch64/latest', ARM_64],
  ['/images/orders-x86_64', X86_64],
  ['/images/orders-amd64', X86_64],
  ['/images/orders', undefined],
])('the name %s tells the processor %s', (name, architecture) => {
  expect(InstanceImage.fromParameter(name).architecture).toBe(architecture);
});

test('what is said counts more than the name', () => {
  expect(InstanceImage.fromParameter('/images/x86_64', { architecture: ARM_64 }).architecture).toBe(ARM_64);
});

test('an id stays as it is, and brings its root device', () => {
  const image = InstanceImage.fromId('ami-0abcdef1234567890', { rootDevice: '/dev/sda1' });
  expect(image.machineImage(ARM_64).getImage(testStack()).imageId).toBe('ami-0abcdef1234567890');
  expect(image.rootDevice).toBe('/dev/sda1');
  expect(InstanceImage.amazonLinux2023().rootDevice).toBe('/dev/xvda');
});

test('a malformed id is refused', () => {
  expect(() => InstanceImage.fromId('orders-image')).toThrow(
    "imageId must look like ami-0abcdef1234567890, got 'orders-image'",
  );
});
