import { App, Duration, Stack } from 'aws-cdk-lib';
import { Template } from 'aws-cdk-lib/assertions';
import { LaunchTemplate } from 'aws-cdk-lib/aws-ec2';
import { LogGroup } from 'aws-cdk-lib/aws-logs';
import { Secret } from 'aws-cdk-lib/aws-secretsmanager';
import type { BootProps } from '../../../constructs/compute/boot/boot-props';
import { bootScript } from '../../../constructs/compute/boot/boot-script';
import { USER_DATA_LIMIT, userDataSize } from '../../../constructs/compute/boot/size';
import { SeaworthyError } from '../../../constructs/core/errors';
import { bootProps, SCRIPTS } from '../../_helpers/boot';

function refusalOf(changes: Partial<BootProps>, artifact: 'zip' | 'image' = 'zip'): [string, string] {
  try {
    bootScript(bootProps(artifact, changes));
  } catch (error) {
    expect(error).toBeInstanceOf(SeaworthyError);
    const { code, message } = error as SeaworthyError;
    return [code, message];
  }
  throw new Error('nothing was refused');
}

describe('the user data', () => {
  test('begins with what is particular, each value quoted', () => {
    const script = bootScript(bootProps('zip', { variables: { MOTTO: "it's $5 & more" }, secrets: {} })).render();
    expect(script.slice(0, script.indexOf('\n# --- '))).toBe(`#!/bin/bash
# Makes this instance one of the service orders. Written by Seaworthy, from constructs/compute/boot.
SERVICE='orders'
ENVIRONMENT='production'
REGION='eu-west-1'
GROUP='orders-production'
LAUNCH_HOOK='launched'
TERMINATION_HOOK='leaving'
APPLICATION_LOG_GROUP='/orders/production/application'
SYSTEM_LOG_GROUP='/orders/production/system'
BASE_PACKAGES=(
  'amazon-cloudwatch-agent'
  'awscli-2'
  'logrotate'
  'rsyslog'
  'gzip'
  'tar'
  'unzip'
)
PACKAGES=(
  'nodejs22'
)
ARTIFACT='s3://releases-111122223333/orders/7f3a.zip'
ARTIFACT_FILE='7f3a.zip'
COMMAND='/usr/bin/node-22 server.js'
RUN_AS='orders'
CAPABILITIES=''
PORT=8080
HEALTH_CHECK_PATH='/health'
HEALTHY_CODES='200-299'
HEALTH_SECONDS=300
STOP_SECONDS=30
SETTLE_SECONDS=15
VARIABLES=(
  'AWS_REGION=eu-west-1'
  'ENVIRONMENT=production'
  'KEEP_ALIVE_TIMEOUT_SECONDS=75'
  'PORT=8080'
  'SERVICE=orders'
  'STOP_TIMEOUT_SECONDS=30'
  'MOTTO=it'\\''s $5 & more'
)
PARAMETERS=(
  'GREETING=/orders/greeting'
)
SECRETS=()
`);
  });

  test.each(Object.entries(SCRIPTS))('for a %s leaves EC2 2.5 kB to spare', (_, script) => {
    expect(Buffer.byteLength(script)).toBe(userDataSize(script));
    expect(userDataSize(script)).toBeLessThan(USER_DATA_LIMIT - 2560);
  });

  test('can be seen to ship logs, to rotate them, and to export no credential', () => {
    for (const script of Object.values(SCRIPTS)) {
      expect(script).toContain('"logs_collected"');
      expect(script).toMatch(/logrotate\.d.*\n.*\n {2}size 50M\n {2}rotate 5/);
      expect(script).toContain('SystemMaxUse=200M');
      expect(script).not.toMatch(/export \w*(password|secret|token|key)\w*=/i);
      expect(script).not.toContain('@include');
    }
  });

  test('keeps tokens whole', () => {
    const stack = new Stack(new App(), 'S');
    const logGroup = new LogGroup(stack, 'Logs');
    const secret = new Secret(stack, 'Secret');
    const props = bootProps('zip', {
      region: stack.region,
      logGroups: { application: logGroup.logGroupName, system: 'system' },
      secrets: { KEY: secret.secretArn, PASSWORD: `${secret.secretArn}#password` },
    });
    new LaunchTemplate(stack, 'Template', { userData: bootScript(props, stack) });
    const [template] = Object.values(Template.fromStack(stack).findResources('AWS::EC2::LaunchTemplate')) as {
      Properties: { LaunchTemplateData: { UserData: { 'Fn::Base64': { 'Fn::Join': [string, unknown[]] } } } };
    }[];
    const [separator, parts] = template?.Properties.LaunchTemplateData.UserData['Fn::Base64']['Fn::Join'] ?? [];
    expect(separator).toBe('');
    const around = (ref: string) =>
      (parts ?? []).flatMap((part, index) =>
        JSON.stringify(part) === JSON.stringify({ Ref: ref })
          ? [
              [
                String(parts?.[index - 1])
                  .split('\n')
                  .at(-1),
                String(parts?.[index + 1]).split('\n')[0],
              ],
            ]
          : [],
      );
    const idOf = (construct: LogGroup | Secret) => stack.getLogicalId(construct.node.defaultChild as never);
    expect(around(idOf(logGroup))).toEqual([["APPLICATION_LOG_GROUP='", "'"]]);
    expect(around(idOf(secret))).toEqual([
      ["  'KEY=", "'"],
      ["  'PASSWORD=", "#password'"],
    ]);
    expect(around('AWS::Region')).toEqual([
      ["REGION='", "'"],
      ["  'AWS_REGION=", "'"],
    ]);
  });

  test('counts a token as the longest ARN', () => {
    const stack = new Stack();
    expect(userDataSize(`a='${stack.region}'`)).toBe(4 + 128);
    expect(userDataSize('é')).toBe(2);
  });
});

describe('refuses', () => {
  test.each<[string, Partial<BootProps>, string]>([
    [
      'ServiceNameInvalid',
      { serviceName: 'Orders!' },
      "serviceName must be up to 31 lower-case letters, digits and dashes and begin with a letter, got 'Orders!'",
    ],
    [
      'CommandMissing',
      { command: undefined },
      'command must be given for an artifact that is no container image, got nothing',
    ],
    [
      'CommandNotAbsolute',
      { command: 'node server.js' },
      "command must begin with an absolute path like /usr/bin/node, got 'node server.js'",
    ],
    ['CommandOverSeveralLines', { command: '/bin/a\n/bin/b' }, 'command must be one line, got several'],
    ['PortInvalid', { port: 70_000 }, 'port must be a whole number from 1 to 65535, got 70000'],
    [
      'HealthCheckPathInvalid',
      { healthCheckPath: 'health' },
      "healthCheckPath must begin with / and hold no blanks, got 'health'",
    ],
    [
      'HealthyCodesInvalid',
      { healthyCodes: '200 - 204' },
      "healthyCodes must be status codes like 200-204,301, got '200 - 204'",
    ],
    ['UserInvalid', { user: 'Web User' }, "user must be the name of a Linux user, got 'Web User'"],
    ['UserIsRoot', { user: 'root' }, 'user must not be root; a port below 1024 does not need it either'],
    [
      'PackageNameInvalid',
      { packages: ['nodejs22', '--setopt=x', 'a b'] },
      "packages must be names of packages, got '--setopt=x', 'a b'",
    ],
    [
      'VariableNameInvalid',
      { variables: { 'A-B': '1' }, secrets: { '1X': 'arn' } },
      "variables, parameters and secrets must be named in letters, digits and underscores, got 'A-B', '1X'",
    ],
    [
      'VariableReserved',
      { variables: { PORT: '1' }, parameters: { ENVIRONMENT: '/e' } },
      'variables, parameters and secrets must leave PORT, ENVIRONMENT to the boot script, which sets it from its own props',
    ],
    [
      'VariableTwice',
      { variables: { A: '1' }, secrets: { A: 'arn' } },
      'variables, parameters and secrets must not share names, got A twice',
    ],
    [
      'CredentialInPlainText',
      { variables: { DB_PASSWORD: 'hunter2', apiKey: 'abc', OTHER: `AKIA${'B'.repeat(16)}` } },
      'variables must hold no credentials, since user data is readable, got DB_PASSWORD, apiKey, OTHER; move them to secrets',
    ],
  ])('%s', (code, changes, message) => {
    expect(refusalOf(changes)).toEqual([code, message]);
  });

  test.each([
    ...['docker', 'messages', 'root', 'mail', 'rsyslog', 'sshd', 'crond', 'chronyd', 'dbus', 'cloud-init', 'aws'],
    ...['systemd-journald', 'amazon-cloudwatch-agent', 'amazon-ssm-agent', 'cloud-final'],
  ])('the name %s, which the operating system has', (serviceName) => {
    expect(refusalOf({ serviceName })).toEqual([
      'ServiceNameTaken',
      `serviceName must leave '${serviceName}' to the operating system, which has a unit, a folder or a user of that ` +
        `name; call the service something like ${serviceName}-api`,
    ]);
  });

  test.each(['orders', 'mailer', 'docker-registry', 'user-profiles'])('not the name %s', (serviceName) => {
    expect(() => bootScript(bootProps('zip', { serviceName }))).not.toThrow();
  });

  test('an image on a port that needs a privilege', () => {
    expect(refusalOf({ port: 443 }, 'image')).toEqual([
      'PortNeedsPrivilege',
      'port must be 1024 or more for a container image, which gets no privilege, got 443',
    ]);
  });

  test('an image that runs as root by number, and several things at once', () => {
    expect(refusalOf({ user: '0:0' }, 'image')[0]).toBe('UserIsRoot');
    expect(refusalOf({ port: 0, user: 'root' })).toEqual([
      'InvalidProps',
      '2 props are wrong:\n' +
        '  - port must be a whole number from 1 to 65535, got 0 [PortInvalid]\n' +
        '  - user must not be root; a port below 1024 does not need it either [UserIsRoot]',
    ]);
  });

  test('more than EC2 takes, and says where', () => {
    const scope = new Stack(undefined, 'S');
    const variables = { LONG: 'x'.repeat(USER_DATA_LIMIT) };
    const size = userDataSize(bootScript(bootProps()).render()) + `  'LONG='\n`.length + USER_DATA_LIMIT;
    const expected = size - `  'LOG_LEVEL=info'\n`.length;
    expect(() => bootScript(bootProps('zip', { variables }), scope)).toThrow(
      `The boot script takes ${expected} bytes of user data, 16384 are allowed\n  at: S\n` +
        '  fix: move variables into one JSON parameter or secret, or into the artifact',
    );
  });

  test('nothing harmless', () => {
    const variables = {
      SECRET_ARN: 'arn:aws:secretsmanager:eu-west-1:111122223333:secret:x',
      TOKEN_TTL: '300',
      PASSWORD_PATH: 'secrets/x',
      API_KEY_REQUIRED: 'true',
      SECRETS_FOLDER: '/etc/secrets',
    };
    expect(() => bootScript(bootProps('zip', { variables, user: 'web_1', packages: ['gcc-c++'] }))).not.toThrow();
    expect(() => bootScript(bootProps('image', { user: '1000:1000', command: undefined }))).not.toThrow();
    expect(() => bootScript(bootProps('zip', { healthTimeout: Duration.minutes(1) }))).not.toThrow();
  });
});
