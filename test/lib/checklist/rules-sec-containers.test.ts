import { outcomes, templates, testItem } from './judging';

const task = (containers: unknown, more: object = {}) => ({
  Task: { Type: 'AWS::ECS::TaskDefinition', Properties: { ContainerDefinitions: containers, ...more } },
});
const confined = { Name: 'web', Image: 'web:1', ReadonlyRootFilesystem: true };
const container = (properties: object) => task([{ ...confined, ...properties }]);
const user = (User: unknown) => container({ User });
const on = (OperatingSystemFamily: unknown, properties: object) =>
  task([{ Name: 'web', Image: 'web:1', ...properties }], { RuntimePlatform: { OperatingSystemFamily } });
const join = (...parts: unknown[]) => ({ 'Fn::Join': ['', parts] });
const writable = { ReadonlyRootFilesystem: false };

testItem('SEC-11', {
  on: 'Task',
  meets: {
    'a read-only disk': container({}),
    'said in quotes': container({ ReadonlyRootFilesystem: 'true', Privileged: 'false' }),
    'an ordinary user': user('1000:1000'),
    'an ordinary user in the group of root': user('app:0'),
    'a user whose name begins like root': user('rootless'),
    'a user that is empty': user(''),
    'a user that is known in part': user(join('app-', { Ref: 'Suffix' })),
    'an ordinary user and a group from a parameter': user(join('1000:', { Ref: 'Group' })),
    'a value through a mapping': templates({
      body: {
        Mappings: { Disk: { all: { ReadOnly: 'true' } } },
        Resources: container({ ReadonlyRootFilesystem: { 'Fn::FindInMap': ['Disk', 'all', 'ReadOnly'] } }),
      },
    }),
    'a parameter whose values are all ordinary': templates({
      body: {
        Parameters: { User: { Type: 'String', AllowedValues: ['app', '1000'] } },
        Resources: user({ Ref: 'User' }),
      },
    }),
    'a container on Windows': on('WINDOWS_SERVER_2025_CORE', { User: 'ContainerUser' }),
    'a container on Linux': on('LINUX', confined),
    'a read-only disk wherever it runs': on({ Ref: 'Family' }, confined),
  },
  breaks: {
    'a disk that nobody set': task([{ Name: 'web', Image: 'web:1' }]),
    'a disk to write to': container(writable),
    'the sidecar': task([confined, { Name: 'agent', Image: 'agent:1' }]),
    'a disk to write to in one branch': container({
      ReadonlyRootFilesystem: { 'Fn::If': ['IsDebug', { Ref: 'AWS::NoValue' }, true] },
    }),
    'a container that one branch adds': task([
      confined,
      { 'Fn::If': ['IsDebug', { ...confined, Privileged: true }, { Ref: 'AWS::NoValue' }] },
    ]),
    privileged: container({ Privileged: true }),
    root: user('root'),
    'root by number': user(0),
    'root with a group': user('0:1000'),
    'root by name with a group': user('root:app'),
    'root in pieces': user(join('ro', 'ot')),
    'root with a group from a parameter': user({ 'Fn::Sub': '0:${Group}' }),
    'a disk to write to on Linux': on('LINUX', writable),
    'privileged on Windows': on('WINDOWS_SERVER_2022_FULL', { Privileged: true }),
    'the administrator on Windows': on('WINDOWS_SERVER_2022_CORE', { User: 'ContainerAdministrator' }),
    'root on an unknown system': on({ Ref: 'Family' }, { ...confined, User: 'root' }),
  },
  undecided: {
    'a disk from a parameter': container({ ReadonlyRootFilesystem: { Ref: 'ReadOnly' } }),
    'rights from a parameter': container({ Privileged: { Ref: 'Privileged' } }),
    'a user from a parameter': user({ Ref: 'User' }),
    'a user that may become root': user(join('ro', { Ref: 'Rest' })),
    'a user with a group that may become root': user(join({ Ref: 'User' }, ':1000')),
    'a disk to write to on an unknown system': on({ Ref: 'Family' }, writable),
    'unknown containers': task({ Ref: 'Containers' }),
  },
  ignores: {
    'a task without containers': task([]),
    'a job of Batch': { Task: { Type: 'AWS::Batch::JobDefinition', Properties: { ContainerProperties: {} } } },
  },
});

test('is one finding for a task, with the place of each setting', () => {
  const found = outcomes(
    'SEC-11',
    task([{ Name: 'a', Image: 'a:1', User: 'root' }, confined, { ...confined, Privileged: true }]),
  );
  expect(found).toMatchObject([
    {
      resource: 'Task',
      found: [
        'ContainerDefinitions.0.ReadonlyRootFilesystem is not set',
        'ContainerDefinitions.0.User is root',
        'ContainerDefinitions.2.Privileged is true',
      ].join('; '),
      locations: [
        'Properties.ContainerDefinitions.0.ReadonlyRootFilesystem',
        'Properties.ContainerDefinitions.0.User',
        'Properties.ContainerDefinitions.2.Privileged',
      ],
    },
  ]);
});
