import { Duration } from 'aws-cdk-lib';
import type { BoundArtifact } from '../artifact';

/** Where the CloudWatch agent sends what. */
export interface BootLogGroups {
  /** Name of the log group of what the service prints. */
  readonly application: string;
  /** Name of the log group of boot, drain watcher and operating system. */
  readonly system: string;
}

/** What an instance must know to become one of a service. */
export interface BootProps {
  /** Name of the systemd unit and of its folders: `orders` runs as `orders.service` in `/opt/orders/app`. */
  readonly serviceName: string;
  /** Name of the environment, which the service finds in `ENVIRONMENT`. */
  readonly environment: string;
  /** What runs. */
  readonly artifact: BoundArtifact;
  /**
   * The command line of the service, from an absolute path on; it is started in the folder of the artifact. systemd
   * fills in `${NAME}` from the environment.
   *
   * @default - the command of the image; an artifact that is no image needs one
   */
  readonly command?: string;
  /** Packages of Amazon Linux 2023 that the service needs, for example `nodejs22`. */
  readonly packages: string[];
  /** The port that the service listens on, which it finds in `PORT`. */
  readonly port: number;
  /** The path that answers with a healthy code as soon as, and as long as, the service can work. */
  readonly healthCheckPath: string;
  /** The status codes that count as healthy, as a target group takes them, for example `200,301-302`. @default '200-299' */
  readonly healthyCodes?: string;
  /**
   * The user that the service runs as. Made where it is missing; in an image it must exist.
   *
   * @default - the name of the service; for an image, the user that the image names
   */
  readonly user?: string;
  /** Settings that are no secret, by the name of the environment variable. */
  readonly variables: Record<string, string>;
  /**
   * Secrets, by the name of the environment variable: the ARN of each, with `#key` behind it where one key of a JSON
   * secret is wanted. They are read when the service starts, and never stand in user data.
   */
  readonly secrets: Record<string, string>;
  /** Names of parameters in Parameter Store, by the name of the environment variable. Read when the service starts. */
  readonly parameters: Record<string, string>;
  /** Where the logs go. */
  readonly logGroups: BootLogGroups;
  /** How long the service may take to stop after SIGTERM, which it finds in `STOP_TIMEOUT_SECONDS`. */
  readonly stopTimeout: Duration;
  /** Name of the group, which is answered and which the metrics carry. */
  readonly autoScalingGroupName: string;
  /** Name of the hook that waits until the service is healthy. */
  readonly launchHookName: string;
  /** Name of the hook that waits until the service has stopped. */
  readonly terminationHookName: string;
  /** How long the service keeps an idle connection, which it finds in `KEEP_ALIVE_TIMEOUT_SECONDS`. */
  readonly keepAliveTimeout: Duration;
  /** The region, which the service finds in `AWS_REGION`. */
  readonly region: string;
  /**
   * How long the service works on after its instance was chosen to leave, until the load balancer sends it nothing new.
   * The heartbeat of the termination hook must be longer than this and `stopTimeout` together.
   *
   * @default Duration.seconds(15)
   */
  readonly settleTime?: Duration;
  /**
   * How long the service may take from its start to its first good answer. The heartbeat of the launch hook must leave
   * room for it and for the installation before it.
   *
   * @default Duration.minutes(5)
   */
  readonly healthTimeout?: Duration;
}

/** What holds where a prop was not given. */
export const DEFAULTS = {
  healthyCodes: '200-299',
  settleTime: Duration.seconds(15),
  healthTimeout: Duration.minutes(5),
} satisfies Partial<BootProps>;
