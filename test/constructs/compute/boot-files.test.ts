import { execFileSync } from 'node:child_process';
import { statSync } from 'node:fs';
import { join } from 'node:path';
import type { BootProps } from '../../../constructs/compute/boot/boot-props';
import { bootScript } from '../../../constructs/compute/boot/boot-script';
import { type ARTIFACTS, bootProps, type DryRun, FakeMachine } from '../../_helpers/boot';

let machine: FakeMachine;

beforeEach(() => {
  machine = new FakeMachine();
});

afterEach(() => machine.remove());

const boot = (artifact: keyof typeof ARTIFACTS, changes: Partial<BootProps> = {}): DryRun =>
  machine.boot(bootScript(bootProps(artifact, changes)).render());

const modeOf = (path: string): string => (statSync(join(machine.root, path)).mode & 0o777).toString(8);

describe('what is written', () => {
  test('the agent ships the logs and measures memory and disk for the group', () => {
    boot('file');
    const agent = JSON.parse(machine.read('opt/aws/amazon-cloudwatch-agent/etc/orders.json')) as Record<string, never>;
    const file = (log_group_name: string, log_stream_name: string, file_path: string) => ({
      log_group_name,
      log_stream_name,
      file_path,
    });
    const system = '/orders/production/system';
    const append_dimensions = { AutoScalingGroupName: 'orders-production' };
    expect(agent).toEqual({
      agent: { metrics_collection_interval: 60, omit_hostname: true },
      logs: {
        logs_collected: {
          files: {
            collect_list: [
              file('/orders/production/application', '{instance_id}', '/var/log/orders/application.log'),
              file(system, '{instance_id}/boot', '/var/log/cloud-init-output.log'),
              file(system, '{instance_id}/cloud-init', '/var/log/cloud-init.log'),
              file(system, '{instance_id}/drain', '/var/log/orders/drain.log'),
              file(system, '{instance_id}/messages', '/var/log/messages'),
            ],
          },
        },
        force_flush_interval: 5,
      },
      metrics: {
        namespace: 'CWAgent',
        aggregation_dimensions: [['AutoScalingGroupName']],
        metrics_collected: {
          mem: { measurement: ['mem_used_percent'], append_dimensions },
          disk: { measurement: ['used_percent'], resources: ['/'], drop_device: true, append_dimensions },
        },
      },
    });
  });

  test('the logs rotate by size, and the journal has an end', () => {
    boot('file');
    expect(machine.read('etc/logrotate.d/orders')).toMatch(
      /^\/var\/log\/orders\/\*\.log \{\n {2}size 50M\n {2}rotate 5\n/,
    );
    expect(machine.read('etc/logrotate.d/00-limits')).toBe('maxsize 50M\n');
    expect(machine.read('etc/systemd/system/logrotate.timer.d/hourly.conf')).toContain('OnCalendar=hourly');
    expect(machine.read('etc/systemd/journald.conf.d/size.conf')).toBe('[Journal]\nSystemMaxUse=200M\n');
  });

  test('the unit restarts, starts on boot, and stops in time', () => {
    boot('file', { command: '/usr/bin/node-22 --title=100% server.js' });
    const unit = machine.read('etc/systemd/system/orders.service').split('\n');
    expect(unit).toEqual(
      expect.arrayContaining([
        'Description=orders (production)',
        'StartLimitIntervalSec=300',
        'StartLimitBurst=10',
        'WantedBy=multi-user.target',
        'Restart=always',
        'RestartSec=3',
        'TimeoutStopSec=30',
        'KillSignal=SIGTERM',
        'User=orders',
        'WorkingDirectory=/opt/orders/app',
        'ExecStart=/usr/bin/node-22 --title=100%% server.js',
        'EnvironmentFile=-/run/orders/environment',
        'StandardOutput=append:/var/log/orders/application.log',
        'CapabilityBoundingSet=',
      ]),
    );
  });

  test('a port below 1024 gives one capability and no root', () => {
    boot('file', { port: 443, user: 'web' });
    const unit = machine.read('etc/systemd/system/orders.service');
    expect(unit).toContain('\nAmbientCapabilities=CAP_NET_BIND_SERVICE\n');
    expect(unit).toContain('\nUser=web\n');
  });

  test('the unit of an image hands the environment on by name, and takes everything else away', () => {
    boot('image', { command: 'serve', user: '1000' });
    const unit = machine.read('etc/systemd/system/orders.service').split('\n');
    expect(unit).toContain(
      'ExecStart=/usr/bin/docker run --rm --name orders --pull never --network host --log-driver none --read-only ' +
        '--tmpfs /tmp --cap-drop ALL --security-opt no-new-privileges --user 1000 ' +
        '--env AWS_REGION --env ENVIRONMENT --env KEEP_ALIVE_TIMEOUT_SECONDS --env PORT --env SERVICE ' +
        '--env STOP_TIMEOUT_SECONDS --env LOG_LEVEL --env GREETING --env ORDER_SIGNING_KEY ' +
        '111122223333.dkr.ecr.eu-west-1.amazonaws.com/orders:2026-11-20.3 serve',
    );
    expect(unit).toContain('Requires=docker.service');
    expect(unit).toContain('ExecStopPost=-/usr/bin/docker rm --force orders');
  });
});

describe('the environment', () => {
  const fetch = () => machine.run('opt/orders/bin/fetch-environment');

  test('is written for root alone, from settings, parameters and secrets', () => {
    boot('file');
    const { status, calls } = fetch();
    expect(status).toBe(0);
    expect(machine.read('run/orders/environment')).toBe(
      'AWS_REGION="eu-west-1"\nENVIRONMENT="production"\nKEEP_ALIVE_TIMEOUT_SECONDS="75"\nPORT="8080"\n' +
        'SERVICE="orders"\nSTOP_TIMEOUT_SECONDS="30"\nLOG_LEVEL="info"\nGREETING="hello"\nORDER_SIGNING_KEY="s3cret"\n',
    );
    expect([modeOf('run/orders/environment'), modeOf('run/orders')]).toEqual(['600', '700']);
    expect(calls).toEqual([
      'aws ssm get-parameter --name /orders/greeting --with-decryption --query Parameter.Value --output json',
      'aws secretsmanager get-secret-value --secret-id arn:aws:secretsmanager:eu-west-1:111122223333:secret:orders-key-AbCdEf --query SecretString --output json',
    ]);
    expect([modeOf('opt/orders/settings'), modeOf('opt/orders/bin/fetch-environment')]).toEqual(['600', '755']);
  });

  test('takes one key out of a JSON secret', () => {
    machine.answer('arn:db', JSON.stringify(JSON.stringify({ user: 'orders', port: 5432, nested: { a: [1] } })));
    boot('file', { parameters: {}, secrets: { A: 'arn:db#user', B: 'arn:db#port', C: 'arn:db#nested', D: 'arn:db' } });
    expect(fetch().status).toBe(0);
    expect(machine.read('run/orders/environment').split('\n').slice(-5)).toEqual([
      'A="orders"',
      'B="5432"',
      'C="{\\"a\\": [1]}"',
      'D="{\\"user\\":\\"orders\\",\\"port\\":5432,\\"nested\\":{\\"a\\":[1]}}"',
      '',
    ]);
  });

  test('fails the start where a secret is not what it should be, and the log says which without showing it', () => {
    const wrong = [
      ['"{\\"user\\":1}"', 'it is not a JSON object with the key password'],
      ['"hunter2 is not JSON"', 'it is not a JSON object with the key password'],
      ['"[\\"hunter2\\"]"', 'it is not a JSON object with the key password'],
      ['"{\\"password\\":null}"', 'it holds no text'],
      ['"{\\"password\\":\\"hunter2\\\\u0000\\"}"', 'it holds no text'],
      ['null', 'it is not a JSON object with the key password'],
    ] as const;
    boot('file', { secrets: { PASSWORD: 'arn:db#password' } });
    for (const [answer, reason] of wrong) {
      machine.answer('arn:db', answer);
      const { status, log } = fetch();
      expect([status, log]).toEqual([1, expect.stringContaining(reason)]);
      expect(log).toContain('orders: PASSWORD: cannot read secret arn:db#password');
      expect(log).not.toContain('hunter2');
      expect(machine.has('run/orders/environment')).toBe(false);
      expect(machine.has('run/orders/environment.new')).toBe(false);
    }
  });

  test('stays that of the last start while AWS does not answer', () => {
    boot('file');
    fetch();
    const before = machine.read('run/orders/environment');
    machine.answer('_orders_greeting', '');
    const { status, log } = fetch();
    expect([status, machine.read('run/orders/environment')]).toEqual([0, before]);
    expect(log).toContain('starting with the environment of the last start');
  });

  test('nothing secret stands in the script, nor in what it leaves on disk', () => {
    const script = bootScript(bootProps('file')).render();
    machine.boot(script);
    fetch();
    expect(script).not.toContain('s3cret');
    expect(execFileSync('grep', ['-rl', 's3cret', machine.root], { encoding: 'utf8' }).trim()).toBe(
      join(machine.root, 'run/orders/environment'),
    );
  });
});
