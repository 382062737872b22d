import { Token } from 'aws-cdk-lib';
import type { PropRule } from '../../core/props';
import { ArtifactKind } from '../artifact';
import type { BootProps } from './boot-props';
import { looksLikeCredential } from './credentials';
import { isNameOfSystem } from './system-names';

/** What the boot script sets itself, from the props of the same meaning. */
export const OWN_VARIABLES = [
  'AWS_REGION',
  'ENVIRONMENT',
  'KEEP_ALIVE_TIMEOUT_SECONDS',
  'PORT',
  'SERVICE',
  'STOP_TIMEOUT_SECONDS',
];

const VARIABLE_NAME = /^[A-Za-z_]\w*$/;
const USER_NAME = /^[a-z_][a-z0-9_-]{0,31}$/;
const PACKAGE_NAME = /^[A-Za-z0-9][\w.+:~^-]*$/;

const namesOf = (props: BootProps): string[] =>
  [props.variables, props.parameters, props.secrets].flatMap((one) => Object.keys(one));
const badNames = (props: BootProps): string[] => namesOf(props).filter((name) => !VARIABLE_NAME.test(name));
const ownNames = (props: BootProps): string[] => namesOf(props).filter((name) => OWN_VARIABLES.includes(name));
const credentials = ({ variables }: BootProps): string[] =>
  Object.keys(variables).filter((name) => looksLikeCredential(name, variables[name] ?? ''));
const badPackages = ({ packages }: BootProps): string[] =>
  packages.filter((name) => !Token.isUnresolved(name) && !PACKAGE_NAME.test(name));

function doubleNames(props: BootProps): string[] {
  const names = namesOf(props);
  return names.filter((name, index) => names.indexOf(name) !== index);
}

/** What the props of a boot script must hold to. */
export const RULES: PropRule<BootProps>[] = [
  {
    code: 'ServiceNameInvalid',
    reads: ['serviceName'],
    fails: ({ serviceName }) => !/^[a-z][a-z0-9-]{0,30}$/.test(serviceName),
    message: ({ serviceName }) =>
      `serviceName must be up to 31 lower-case letters, digits and dashes and begin with a letter, got '${serviceName}'`,
  },
  {
    code: 'ServiceNameTaken',
    reads: ['serviceName'],
    fails: ({ serviceName }) => isNameOfSystem(serviceName),
    message: ({ serviceName }) =>
      `serviceName must leave '${serviceName}' to the operating system, which has a unit, a folder or a user of that name; ` +
      `call the service something like ${serviceName}-api`,
  },
  {
    code: 'CommandMissing',
    reads: ['artifact', 'command'],
    fails: ({ artifact, command }) => artifact.kind === ArtifactKind.OBJECT && command === undefined,
    message: () => 'command must be given for an artifact that is no container image, got nothing',
  },
  {
    code: 'CommandNotAbsolute',
    reads: ['artifact', 'command'],
    fails: ({ artifact, command }) => artifact.kind === ArtifactKind.OBJECT && !/^\/|^$/.test(command ?? ''),
    message: ({ command }) => `command must begin with an absolute path like /usr/bin/node, got '${command}'`,
  },
  {
    code: 'CommandOverSeveralLines',
    reads: ['command'],
    fails: ({ command }) => /[\r\n]/.test(command ?? ''),
    message: () => 'command must be one line, got several',
  },
  {
    code: 'PortInvalid',
    reads: ['port'],
    fails: ({ port }) => !Number.isInteger(port) || port < 1 || port > 65535,
    message: ({ port }) => `port must be a whole number from 1 to 65535, got ${port}`,
  },
  {
    code: 'PortNeedsPrivilege',
    reads: ['artifact', 'port'],
    fails: ({ artifact, port }) => artifact.kind === ArtifactKind.IMAGE && port < 1024,
    message: ({ port }) => `port must be 1024 or more for a container image, which gets no privilege, got ${port}`,
  },
  {
    code: 'HealthCheckPathInvalid',
    reads: ['healthCheckPath'],
    fails: ({ healthCheckPath }) => !/^\/[!-~]*$/.test(healthCheckPath),
    message: ({ healthCheckPath }) => `healthCheckPath must begin with / and hold no blanks, got '${healthCheckPath}'`,
  },
  {
    code: 'HealthyCodesInvalid',
    reads: ['healthyCodes'],
    fails: ({ healthyCodes = '200' }) => !/^[1-5]\d\d(-[1-5]\d\d)?(,[1-5]\d\d(-[1-5]\d\d)?)*$/.test(healthyCodes),
    message: ({ healthyCodes }) => `healthyCodes must be status codes like 200-204,301, got '${healthyCodes}'`,
  },
  {
    code: 'UserInvalid',
    reads: ['user'],
    fails: ({ artifact, user }) =>
      user !== undefined &&
      !USER_NAME.test(user) &&
      !(artifact.kind === ArtifactKind.IMAGE && /^\d+(:\d+)?$/.test(user)),
    message: ({ user }) => `user must be the name of a Linux user, got '${user}'`,
  },
  {
    code: 'UserIsRoot',
    reads: ['user'],
    fails: ({ user }) => user === 'root' || /^0(:|$)/.test(user ?? ''),
    message: () => 'user must not be root; a port below 1024 does not need it either',
  },
  {
    code: 'PackageNameInvalid',
    reads: ['packages'],
    fails: (props) => badPackages(props).length > 0,
    message: (props) => `packages must be names of packages, got '${badPackages(props).join("', '")}'`,
  },
  {
    code: 'VariableNameInvalid',
    reads: ['variables', 'parameters', 'secrets'],
    fails: (props) => badNames(props).length > 0,
    message: (props) =>
      `variables, parameters and secrets must be named in letters, digits and underscores, got '${badNames(props).join("', '")}'`,
  },
  {
    code: 'VariableReserved',
    reads: ['variables', 'parameters', 'secrets'],
    fails: (props) => ownNames(props).length > 0,
    message: (props) =>
      `variables, parameters and secrets must leave ${ownNames(props).join(', ')} to the boot script, which sets it from its own props`,
  },
  {
    code: 'VariableTwice',
    reads: ['variables', 'parameters', 'secrets'],
    fails: (props) => doubleNames(props).length > 0,
    message: (props) =>
      `variables, parameters and secrets must not share names, got ${doubleNames(props).join(', ')} twice`,
  },
  {
    code: 'CredentialInPlainText',
    reads: ['variables'],
    fails: (props) => credentials(props).length > 0,
    message: (props) =>
      `variables must hold no credentials, since user data is readable, got ${credentials(props).join(', ')}; move them to secrets`,
  },
];
