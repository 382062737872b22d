import {
  type IMachineImage,
  type InstanceArchitecture,
  InstanceArchitecture as Architecture,
  MachineImage,
  OperatingSystemType,
  UserData,
} from 'aws-cdk-lib/aws-ec2';
import { SeaworthyError } from '../core/errors';

export interface InstanceImageOptions {
  /** The processor that the image is built for. @default - as its name says, else that of the instance type */
  readonly architecture?: InstanceArchitecture;
  /** Name of the device that the image boots from. @default '/dev/xvda' */
  readonly rootDevice?: string;
}

const DEFAULTS = {
  rootDevice: '/dev/xvda',
} satisfies Partial<InstanceImageOptions>;

/**
 * What an instance boots from. Deployment turns each form into one known image id, so that all instances of a release
 * are alike and a release can be rolled back.
 */
export class InstanceImage {
  /** Amazon Linux 2023 as it is on the day of the deployment, for the processor of the instance type. */
  public static amazonLinux2023(): InstanceImage {
    return new InstanceImage(
      (architecture) => `/aws/service/ami-amazon-linux-latest/al2023-ami-kernel-default-${architecture}`,
    );
  }

  /** The image whose id stands in a parameter of Systems Manager, read at each deployment. It must run systemd and dnf. */
  public static fromParameter(parameterName: string, options: InstanceImageOptions = {}): InstanceImage {
    return new InstanceImage(() => parameterName, { architecture: architectureIn(parameterName), ...options });
  }

  /**
   * One image for ever. It must run systemd and dnf, and gets no security updates by itself.
   *
   * @throws SeaworthyError `ImageIdMalformed`
   */
  public static fromId(imageId: string, options: InstanceImageOptions = {}): InstanceImage {
    if (!/^ami-[0-9a-f]{8,17}$/.test(imageId)) {
      throw new SeaworthyError('ImageIdMalformed', `imageId must look like ami-0abcdef1234567890, got '${imageId}'`);
    }
    return new InstanceImage(() => imageId, options);
  }

  /** The processor that it is built for, where that is known. */
  public readonly architecture?: InstanceArchitecture;
  /** Name of the device that it boots from. */
  public readonly rootDevice: string;

  private constructor(
    private readonly nameFor: (architecture: InstanceArchitecture) => string,
    { architecture, rootDevice = DEFAULTS.rootDevice }: InstanceImageOptions = {},
  ) {
    this.architecture = architecture;
    this.rootDevice = rootDevice;
  }

  /** The image for instances of one processor, as the CDK takes it. */
  public machineImage(architecture: InstanceArchitecture): IMachineImage {
    const name = this.nameFor(architecture);
    if (name.startsWith('ami-')) {
      return {
        getImage: () => ({ imageId: name, osType: OperatingSystemType.LINUX, userData: UserData.forLinux() }),
      };
    }
    return MachineImage.fromSsmParameter(name, { os: OperatingSystemType.LINUX, cachedInContext: false });
  }
}

function architectureIn(name: string): InstanceArchitecture | undefined {
  if (/arm64|aarch64/i.test(name)) {
    return Architecture.ARM_64;
  }
  return /x86[_-]64|amd64/i.test(name) ? Architecture.X86_64 : undefined;
}
