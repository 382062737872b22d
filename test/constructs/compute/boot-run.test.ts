import { execFileSync } from 'node:child_process';
import { mkdirSync, readFileSync, statSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { Duration } from 'aws-cdk-lib';
import type { BootProps } from '../../../constructs/compute/boot/boot-props';
import { bootScript } from '../../../constructs/compute/boot/boot-script';
import { type ARTIFACTS, bootProps, type DryRun, FakeMachine } from '../../_helpers/boot';

const COMPLETE = 'aws autoscaling complete-lifecycle-action --auto-scaling-group-name orders-production';
const INSTANCE = '--instance-id i-0123456789abcdef0';
const CONTINUE = `${COMPLETE} --lifecycle-hook-name launched --lifecycle-action-result CONTINUE ${INSTANCE}`;
const ABANDON = `${COMPLETE} --lifecycle-hook-name launched --lifecycle-action-result ABANDON ${INSTANCE}`;
const HEALTH = 'curl -s -m 5 -o /dev/null -w %{http_code} http://127.0.0.1:8080/health';

let machine: FakeMachine;

beforeEach(() => {
  machine = new FakeMachine();
});

afterEach(() => machine.remove());

const boot = (artifact: keyof typeof ARTIFACTS, changes: Partial<BootProps> = {}): DryRun =>
  machine.boot(bootScript(bootProps(artifact, changes)).render());

const modeOf = (path: string): string => (statSync(join(machine.root, path)).mode & 0o777).toString(8);

describe('a boot that goes well', () => {
  test('does everything in order, and lets the instance in last, when the service has answered', () => {
    machine.release('tar');
    const { status, calls, log } = boot('tar');
    expect([status, log]).toEqual([0, expect.stringContaining('http://127.0.0.1:8080/health answered with 200')]);
    const agent = `${machine.root}/opt/aws/amazon-cloudwatch-agent/etc/orders.json`;
    expect(calls.slice(2)).toEqual([
      'dnf --assumeyes --quiet install amazon-cloudwatch-agent awscli-2 logrotate rsyslog gzip tar unzip nodejs22',
      'systemctl daemon-reload',
      'systemctl restart systemd-journald',
      'systemctl enable --now rsyslog logrotate.timer',
      'systemctl restart logrotate.timer',
      `amazon-cloudwatch-agent-ctl -a fetch-config -m ec2 -s -c file:${agent}`,
      'systemctl enable amazon-cloudwatch-agent',
      'systemctl daemon-reload',
      'systemctl enable --now orders-drain',
      `aws s3 cp --only-show-errors s3://releases-111122223333/orders/7f3a.tar.gz ${machine.root}/opt/orders/download/7f3a.tar.gz`,
      'id orders',
      'useradd --system --user-group --no-create-home --home-dir /var/lib/orders --shell /sbin/nologin orders',
      'systemctl daemon-reload',
      'systemctl enable orders',
      'systemctl restart --no-block orders',
      HEALTH,
      CONTINUE,
    ]);
  });

  test('waits for a service that takes its time', () => {
    machine.answer('health', '000\n503\n302\n204\n');
    const { status, calls } = boot('file');
    expect(status).toBe(0);
    expect(calls.slice(calls.indexOf(HEALTH))).toEqual([
      HEALTH,
      'sleep 2',
      HEALTH,
      'sleep 2',
      HEALTH,
      'sleep 2',
      HEALTH,
      CONTINUE,
    ]);
  });

  test('takes a second run', () => {
    machine.release('tar');
    const first = boot('tar');
    const second = boot('tar');
    expect([second.status, second.calls]).toEqual([0, first.calls]);
  });

  test('tries again, with longer and longer pauses, where packages do not come', () => {
    machine.answer('dnf-failures', '1\n2\n3\n');
    const { status, calls, log } = boot('file');
    expect(status).toBe(0);
    expect(calls.filter((call) => /^(dnf|sleep)/.test(call)).map((call) => call.slice(0, 7))).toEqual([
      'dnf --a',
      'sleep 2',
      'dnf --a',
      'sleep 4',
      'dnf --a',
      'sleep 8',
      'dnf --a',
    ]);
    expect(log).toContain('attempt 3 of 5 failed: dnf --assumeyes --quiet install');
  });
});

describe('a boot that goes wrong', () => {
  test('is abandoned when the service never answers, with the reason in the log', () => {
    machine.answer('health', '503\n');
    const { status, calls, log } = boot('file', { healthTimeout: Duration.seconds(1) });
    expect(status).toBe(1);
    expect(calls).not.toContain(CONTINUE);
    expect(calls.slice(-2)).toEqual(['sleep 10', ABANDON]);
    expect(calls).toContain('systemctl status --no-pager --lines 0 orders');
    expect(log).toContain(
      'boot failed: http://127.0.0.1:8080/health did not answer with 2xx within 1 s, the last status was 503',
    );
  });

  test('is abandoned when nothing listens, and shows the end of the log of the service', () => {
    machine.answer('health', '');
    mkdirSync(join(machine.root, 'var/log/orders'), { recursive: true });
    writeFileSync(join(machine.root, 'var/log/orders/application.log'), 'TypeError: cannot read settings\n');
    const { calls, log } = boot('file', { healthTimeout: Duration.seconds(1) });
    expect(calls.at(-1)).toBe(ABANDON);
    expect(log).toContain('TypeError: cannot read settings');
    expect(log).toContain('the last status was 000');
  });

  test('is abandoned when packages do not come', () => {
    machine.answer('dnf-failures', '1\n2\n3\n4\n5\n');
    const { status, calls, log } = boot('file');
    expect([status, calls.at(-1)]).toEqual([1, ABANDON]);
    expect(log).toMatch(/boot failed: gave up after 5 attempts: dnf --assumeyes --quiet install/);
  });

  test('is abandoned when the artifact is broken, and names the command', () => {
    machine.answer('artifact', 'no archive');
    const { status, calls, log } = boot('tar');
    expect([status, calls.at(-1)]).toEqual([expect.any(Number), ABANDON]);
    expect(log).toMatch(/boot failed: line \d+: tar -xzf/);
    expect(calls).not.toContain('systemctl enable orders');
  });

  test('a hook that nobody waits for does not break it', () => {
    machine.answer('no-hook', '');
    const { status, calls, log } = boot('file');
    expect(status).toBe(0);
    expect(calls.filter((call) => call === CONTINUE)).toHaveLength(6);
    expect(calls).not.toContain(ABANDON);
    expect(log).toContain('gave up after 6 attempts: aws autoscaling');
  });
});

describe('the artifact', () => {
  test.each(['zip', 'tar'] as const)(
    'is unpacked from a %s, readable to the service and writable to root only',
    (kind) => {
      machine.release(kind);
      expect(boot(kind).status).toBe(0);
      expect(machine.read('opt/orders/app/server.js')).toBe('hello');
      expect(machine.read('opt/orders/app/lib/more.js')).toBe('more');
      expect([modeOf('opt/orders/app/server.js'), modeOf('opt/orders/app/lib')]).toEqual(['644', '755']);
      expect([machine.has('opt/orders/download'), machine.has('opt/orders/app.new')]).toEqual([false, false]);
    },
  );

  test('replaces the one before wholly', () => {
    machine.release('tar');
    boot('tar');
    boot('file');
    expect(machine.has('opt/orders/app/server.js')).toBe(false);
    expect(modeOf('opt/orders/app/orders-server')).toBe('755');
  });

  test('is pulled as an image after a login that is forgotten again', () => {
    const { calls, status } = boot('image');
    expect(status).toBe(0);
    const registry = '111122223333.dkr.ecr.eu-west-1.amazonaws.com';
    const own = calls.filter((call) => /docker|ecr/.test(call) && !call.startsWith('dnf'));
    // The two sides of a pipe start in any order.
    expect([own[0], ...own.slice(1, 3).sort(), own[3]]).toEqual([
      'systemctl enable --now docker',
      'aws ecr get-login-password --region eu-west-1',
      `docker login --username AWS --password-stdin ${registry}`,
      `docker pull --quiet ${registry}/orders:2026-11-20.3`,
    ]);
    expect(readFileSync(join(machine.folder, 'calls.stdin'), 'utf8')).toBe('registry-password\n');
    expect(calls).toContain(
      'dnf --assumeyes --quiet install amazon-cloudwatch-agent awscli-2 logrotate rsyslog docker',
    );
  });

  test('of a public registry is pulled without a login', () => {
    const location = 'public.ecr.aws/nginx/nginx:1.29.3';
    const { calls } = boot('image', { artifact: { ...bootProps('image').artifact, location } });
    expect(calls.filter((call) => /^docker|ecr get/.test(call))).toEqual([`docker pull --quiet ${location}`]);
  });
});

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

describe('the drain watcher', () => {
  const watch = () => machine.run('opt/orders/bin/watch-drain');
  const left = `${COMPLETE} --lifecycle-hook-name leaving --lifecycle-action-result CONTINUE ${INSTANCE}`;

  test('waits, stops the service when the load balancer has let go, and then lets the instance go', () => {
    boot('file', { settleTime: Duration.seconds(20) });
    machine.answer('target-lifecycle-state', 'InService\nInService\nTerminated\n');
    const { status, calls, log } = watch();
    expect(status).toBe(0);
    expect(calls.filter((call) => !call.startsWith('curl'))).toEqual([
      'sleep 5',
      'sleep 5',
      'sleep 20',
      'systemctl stop orders',
      left,
    ]);
    expect(log).toContain('the instance leaves; orders stops in 20 s');
  });

  test('leaves a warm pool in the same way', () => {
    boot('file');
    machine.answer('target-lifecycle-state', 'Warmed:Terminated\n');
    expect(watch().calls.at(-1)).toBe(left);
  });

  test('outlives a metadata service that does not know the group yet', () => {
    boot('file');
    machine.answer('target-lifecycle-state', '\n\nTerminated\n');
    const { status, calls } = watch();
    expect([status, calls.at(-1)]).toEqual([0, left]);
  });
});
