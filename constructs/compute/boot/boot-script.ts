import { UserData } from 'aws-cdk-lib/aws-ec2';
import type { IConstruct } from 'constructs';
import { withDefaults } from '../../core/defaults';
import { checkProps } from '../../core/props';
import { ArtifactKind } from '../artifact';
import { DEFAULTS, type BootProps } from './boot-props';
import { RULES } from './boot-rules';
import { part } from './parts';
import { assignments } from './shell';
import { checkSize } from './size';

const PACKAGES = ['amazon-cloudwatch-agent', 'awscli-2', 'logrotate', 'rsyslog'];
const PACKAGES_OF = { [ArtifactKind.OBJECT]: ['gzip', 'tar', 'unzip'], [ArtifactKind.IMAGE]: ['docker'] };
const FETCH = { [ArtifactKind.OBJECT]: 'artifact-object.sh', [ArtifactKind.IMAGE]: 'artifact-image.sh' };

/**
 * The user data that makes an instance of Amazon Linux 2023 one of a service. You get, in this order: the packages that
 * every instance needs; the CloudWatch agent (logs, memory, disk) and rotation by size on disk; the packages of the
 * service, so that the log tells when one of them does not exist; a watcher that stops the service before its
 * instance leaves the group; the artifact in `/opt/<service>/app`; a hardened systemd unit that restarts the service on
 * failure and on boot, and reads parameters and secrets into memory before each start; where AWS does not answer, those
 * of the last start hold. The service may write to `/var/lib/<service>` and `/tmp` only. The launch hook is answered
 * CONTINUE when the service answers its own health check, and ABANDON when anything before that failed.
 *
 * The script is plain shell below a few quoted variables, and takes a second run. It logs to
 * `/var/log/cloud-init-output.log`, which the agent ships to the system log group; why it failed stands on the console
 * of the instance too.
 *
 * It refuses credentials among the plain variables, running as root, and more than the 16 kB that EC2 takes.
 * Commands added to the returned user data run after the service is in.
 *
 * @throws SeaworthyError `InvalidProps` or the one that is wrong, `UserDataTooLarge`
 */
export function bootScript(props: BootProps, scope?: IConstruct): UserData {
  checkProps(scope, props, RULES);
  const filled = withDefaults(props, DEFAULTS);
  const script = [
    '#!/bin/bash\n',
    `# Makes this instance one of the service ${props.serviceName}. Written by Seaworthy, from constructs/compute/boot.\n`,
    assignments(headerOf(filled)),
    part('base.sh'),
    part('logs.sh'),
    part('drain.sh'),
    part(FETCH[props.artifact.kind]),
    part('service.sh'),
    part('main.sh'),
  ].join('');
  checkSize(script, scope);
  return UserData.custom(script);
}

type Filled = BootProps & Required<Pick<BootProps, keyof typeof DEFAULTS>>;

function headerOf(props: Filled): Record<string, string | number | string[]> {
  const { artifact, command = '' } = props;
  const isImage = artifact.kind === ArtifactKind.IMAGE;
  return {
    SERVICE: props.serviceName,
    ENVIRONMENT: props.environment,
    REGION: props.region,
    GROUP: props.autoScalingGroupName,
    LAUNCH_HOOK: props.launchHookName,
    TERMINATION_HOOK: props.terminationHookName,
    APPLICATION_LOG_GROUP: props.logGroups.application,
    SYSTEM_LOG_GROUP: props.logGroups.system,
    BASE_PACKAGES: [...PACKAGES, ...PACKAGES_OF[artifact.kind]],
    PACKAGES: props.packages,
    ARTIFACT: artifact.location,
    ...(isImage ? {} : { ARTIFACT_FILE: artifact.fileName }),
    // A lone percent sign is a specifier to systemd.
    COMMAND: command.replaceAll('%', '%%'),
    RUN_AS: props.user ?? (isImage ? '' : props.serviceName),
    CAPABILITIES: !isImage && props.port < 1024 ? 'CAP_NET_BIND_SERVICE' : '',
    PORT: props.port,
    HEALTH_CHECK_PATH: props.healthCheckPath,
    HEALTHY_CODES: props.healthyCodes,
    HEALTH_SECONDS: props.healthTimeout.toSeconds(),
    STOP_SECONDS: props.stopTimeout.toSeconds(),
    SETTLE_SECONDS: props.settleTime.toSeconds(),
    VARIABLES: pairs({
      AWS_REGION: props.region,
      ENVIRONMENT: props.environment,
      KEEP_ALIVE_TIMEOUT_SECONDS: String(props.keepAliveTimeout.toSeconds()),
      PORT: String(props.port),
      SERVICE: props.serviceName,
      STOP_TIMEOUT_SECONDS: String(props.stopTimeout.toSeconds()),
      ...props.variables,
    }),
    PARAMETERS: pairs(props.parameters),
    SECRETS: pairs(props.secrets),
  };
}

function pairs(values: Record<string, string>): string[] {
  return Object.entries(values).map(([name, value]) => `${name}=${value}`);
}
