import {
  BlockDeviceVolume,
  EbsDeviceVolumeType,
  type ISecurityGroup,
  type InstanceType,
  LaunchTemplate,
  LaunchTemplateHttpTokens,
  type LaunchTemplateProps,
  type UserData,
} from 'aws-cdk-lib/aws-ec2';
import type { IRole } from 'aws-cdk-lib/aws-iam';
import type { Construct } from 'constructs';
import type { InstanceImage } from './instance-image';

/** What differs between one service's instances and another's. */
export interface ServiceLaunchTemplateProps {
  readonly instanceType: InstanceType;
  readonly image: InstanceImage;
  readonly userData: UserData;
  readonly role: IRole;
  readonly securityGroup: ISecurityGroup;
  /** Changes the template's props before it is made. @default - they stay */
  readonly transform?: (props: LaunchTemplateProps) => LaunchTemplateProps;
}

/** Room for the system, the application and a week of rotated logs. */
const ROOT_VOLUME_GB = 20;

/**
 * How an instance is launched: encrypted disk, metadata only for callers with a session token and within reach of the
 * instance itself, metrics by the minute, no key pair. Containers share its network, so one hop is enough for them too.
 */
export function serviceLaunchTemplate(scope: Construct, id: string, props: ServiceLaunchTemplateProps): LaunchTemplate {
  const { instanceType, image, userData, role, securityGroup, transform = (same) => same } = props;
  return new LaunchTemplate(
    scope,
    id,
    transform({
      instanceType,
      machineImage: image.machineImage(instanceType.architecture),
      userData,
      role,
      securityGroup,
      detailedMonitoring: true,
      ebsOptimized: true,
      httpEndpoint: true,
      httpTokens: LaunchTemplateHttpTokens.REQUIRED,
      httpPutResponseHopLimit: 1,
      blockDevices: [
        {
          deviceName: image.rootDevice,
          volume: BlockDeviceVolume.ebs(ROOT_VOLUME_GB, {
            encrypted: true,
            volumeType: EbsDeviceVolumeType.GP3,
            deleteOnTermination: true,
          }),
        },
      ],
    }),
  );
}
