import type { AutoScalingGroupProps } from 'aws-cdk-lib/aws-autoscaling';
import { InstanceClass, InstanceSize, InstanceType, type LaunchTemplateProps } from 'aws-cdk-lib/aws-ec2';
import type { WithDefaults } from '../core/defaults';
import type { PropRule } from '../core/props';
import { perTier } from '../core/tier';
import type { Waiver } from '../core/waivers';
import type { INetwork } from '../network/i-network';
import type { LoadBalancer } from '../traffic/load-balancer';
import type { ServiceTargetGroupProps } from '../traffic/service-target-group';
import type { Artifact } from './artifact';
import { CAPACITY_RULES, type CapacityFacts, type CapacityProps } from './capacity';
import { InstanceImage } from './instance-image';
import type { InstanceLifecycleProps } from './instance-lifecycle';
import type { ServiceConfigurationProps } from './service-configuration';
import type { ScalingProps } from './service-scaling';

/** Changes the props of one resource before it is made; what the checklist asks for is checked afterwards. */
export interface InstanceServiceTransform {
  readonly launchTemplate?: (props: LaunchTemplateProps) => LaunchTemplateProps;
  readonly autoScalingGroup?: (props: AutoScalingGroupProps) => AutoScalingGroupProps;
}

/** Which requests come to a service, and how its targets are treated. */
export type RouteProps = Pick<
  ServiceTargetGroupProps,
  'hosts' | 'paths' | 'priority' | 'healthyCodes' | 'deregistrationDelay' | 'slowStart'
>;

export interface InstanceServiceProps {
  /** Where the instances run: in its private subnets, over all its zones. */
  readonly network: INetwork;
  /** What they run. */
  readonly artifact: Artifact;
  /**
   * The port that the application listens on. Behind a load balancer another port means another target group, which is
   * empty until the release is done: change it in a maintenance window, with the switch `maintenance` on.
   */
  readonly port: number;
  /** The path that answers a healthy code (200) when the application can serve, and only then. @default '/health' */
  readonly healthCheckPath?: string;
  /** The command that starts the application, with an absolute path. @default - the one that the artifact brings */
  readonly command?: string;
  /** Packages of the operating system that the application needs. @default [] */
  readonly packages?: string[];
  /** Environment variables, secrets and parameters of the application. @default - none */
  readonly configuration?: ServiceConfigurationProps;
  /** What sends requests to the instances, and alone may. @default - nothing: only `connections` opens the port */
  readonly loadBalancer?: LoadBalancer;
  /** Which requests of the load balancer come here. @default - those that nobody else takes */
  readonly route?: RouteProps;
  /**
   * The hardware: one virtual CPU and 4 GiB, Graviton of a current generation.
   *
   * Source: https://aws.amazon.com/ec2/instance-types/m8g/
   * @default InstanceType.of(InstanceClass.M8G, InstanceSize.MEDIUM)
   */
  readonly instanceType?: InstanceType;
  /** What the instances boot from. @default InstanceImage.amazonLinux2023() */
  readonly image?: InstanceImage;
  /**
   * How many instances there are at least and at most.
   *
   * @default perTier<CapacityProps>({ min: 3, max: 6 }, { min: 2, max: 4 }, { min: 1, max: 2 })
   */
  readonly capacity?: CapacityProps;
  /** What their number follows in between. @default - half of their CPU */
  readonly scaling?: ScalingProps;
  /** How instances come, stay and go, and how a release is watched. @default - as `InstanceLifecycleProps` says */
  readonly lifecycle?: InstanceLifecycleProps;
  /** Changes props of inner resources before they are made. @default - they stay */
  readonly transform?: InstanceServiceTransform;
  /** Items that do not apply here. @default - none */
  readonly waive?: Waiver[];
}

export const DEFAULTS = {
  healthCheckPath: '/health',
  packages: [],
  instanceType: InstanceType.of(InstanceClass.M8G, InstanceSize.MEDIUM),
  image: InstanceImage.amazonLinux2023(),
  capacity: perTier<CapacityProps>({ min: 3, max: 6 }, { min: 2, max: 4 }, { min: 1, max: 2 }),
};

/** The props of a service with everything decided that has a default. */
export type InstanceServiceSettings = WithDefaults<InstanceServiceProps, typeof DEFAULTS>;
export type CheckedInstanceService = InstanceServiceSettings & CapacityFacts;

export const RULES: PropRule<CheckedInstanceService>[] = [
  {
    code: 'InstanceTypeMalformed',
    reads: [],
    fails: ({ instanceType }) => !isInstanceType(instanceType),
    message: ({ instanceType }) =>
      `instanceType must be a family and a size like m8g.medium, got '${instanceType.toString()}'`,
  },
  {
    code: 'ImageArchitectureMismatch',
    reads: [],
    fails: ({ image: { architecture }, instanceType }) =>
      architecture !== undefined && isInstanceType(instanceType) && architecture !== instanceType.architecture,
    message: ({ image, instanceType }) =>
      `image must be built for ${instanceType.architecture}, which ${instanceType.toString()} runs, got one for ${image.architecture}`,
  },
  {
    code: 'RouteWithoutLoadBalancer',
    reads: [],
    fails: ({ route, loadBalancer }) => route !== undefined && loadBalancer === undefined,
    message: () => 'route needs a loadBalancer that sends the requests, got none',
  },
  {
    code: 'OffHoursUnderCanary',
    reads: [],
    fails: ({ scaling, loadBalancer }) =>
      scaling?.offHours !== undefined && loadBalancer?.access.isOpenToAll === true && loadBalancer.domain !== undefined,
    message: () =>
      'scaling.offHours must not be given behind a loadBalancer that a canary watches, which pages every night and ' +
      'blocks releases; let nobody but named address ranges or the VPC in (access), or keep the instances and give the ' +
      'environment a day on which it expires',
  },
  ...CAPACITY_RULES,
];

/** An instance type that says which processor it has. */
function isInstanceType(type: InstanceType): boolean {
  return /^[a-z][a-z0-9-]*\.[a-z0-9-]+$/.test(type.toString());
}
