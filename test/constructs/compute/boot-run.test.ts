import { mkdirSync, readFileSync, statSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { Duration } from 'aws-cdk-lib';
import type { BootProps } from '../../../constructs/compute/boot/boot-props';
import { bootScript } from '../../../constructs/compute/boot/boot-script';
import { BOOT_FAILURE } from '../../../constructs/compute/instance-alarms';
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

/** Reads `[time, service, step = "boot", result = "failed:", ...]` as CloudWatch Logs does. */
const isCounted = (line: string): boolean => {
  const columns = BOOT_FAILURE.logPatternString.slice(1, -1).split(', ');
  const words = line.split(' ');
  return columns.every((column, index) => {
    const [, wanted] = / = "(.*)"$/.exec(column) ?? [];
    return wanted === undefined || wanted === words[index];
  });
};

const modeOf = (path: string): string => (statSync(join(machine.root, path)).mode & 0o777).toString(8);

describe('a boot that goes well', () => {
  test('does everything in order, and lets the instance in last, when the service has answered', () => {
    machine.release('tar');
    const { status, calls, log } = boot('tar');
    expect([status, log]).toEqual([0, expect.stringContaining('http://127.0.0.1:8080/health answered with 200')]);
    const agent = `${machine.root}/opt/aws/amazon-cloudwatch-agent/etc/orders.json`;
    expect(calls.slice(2)).toEqual([
      'dnf --assumeyes --quiet install amazon-cloudwatch-agent awscli-2 logrotate rsyslog gzip tar unzip',
      'systemctl daemon-reload',
      'systemctl restart systemd-journald',
      'systemctl enable --now rsyslog logrotate.timer',
      'systemctl restart logrotate.timer',
      `amazon-cloudwatch-agent-ctl -a fetch-config -m ec2 -s -c file:${agent}`,
      'systemctl enable amazon-cloudwatch-agent',
      'dnf --assumeyes --quiet install nodejs22',
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

  test('takes the codes that the load balancer takes', () => {
    machine.answer('health', '000\n204\n299\n404\n302\n');
    const { status, calls, log } = boot('file', { healthyCodes: '200-203,205,301-302' });
    expect([status, calls.filter((call) => call === HEALTH)]).toEqual([0, Array(5).fill(HEALTH)]);
    expect(log).toContain('answered with 302');
  });

  test('takes a second run', () => {
    machine.release('tar');
    const first = boot('tar');
    const second = boot('tar');
    expect([second.status, second.calls]).toEqual([0, first.calls]);
  });

  test('tries again, with longer and longer pauses, where packages do not come', () => {
    machine.answer('dnf-failures', '1\n2\n3\n');
    const { status, calls, log } = boot('file', { packages: [] });
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
      'boot failed: http://127.0.0.1:8080/health did not answer with 200-299 within 1 s, the last status was 503',
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

  test('ships its log before it installs what may not exist', () => {
    machine.answer('dnf-unknown', 'nodjs22\n');
    const { status, calls, log } = boot('file', { packages: ['nodjs22'] });
    expect([status, calls.at(-1)]).toEqual([1, ABANDON]);
    expect(log).toContain('boot failed: gave up after 5 attempts: dnf --assumeyes --quiet install nodjs22');
    const agent = calls.findIndex((call) => call.startsWith('amazon-cloudwatch-agent-ctl -a fetch-config'));
    expect(agent).toBeGreaterThan(0);
    expect(agent).toBeLessThan(calls.findIndex((call) => call.endsWith('install nodjs22')));
  });

  test('says why on the console too, where it is writable', () => {
    machine.answer('health', '503\n');
    mkdirSync(join(machine.root, 'dev'));
    writeFileSync(join(machine.root, 'dev/console'), '');
    boot('file', { healthTimeout: Duration.seconds(1) });
    expect(machine.read('dev/console')).toMatch(
      /^\S+ orders: boot failed: http:\/\/127.0.0.1:8080\/health did not answer with 200-299 within 1 s/,
    );
  });

  test('counts once as a failed launch, however often its log is shipped', () => {
    machine.answer('artifact', 'no archive');
    const { log } = boot('tar');
    const [line = ''] = log.split('\n').filter((one) => one.includes('boot failed:'));
    // As journald and rsyslog bring the output of cloud-init into /var/log/messages, in either of its formats.
    const copies = [
      `Nov 20 10:00:00 ip-10-0-0-1 cloud-init[2134]: ${line}`,
      `2026-11-20T10:00:00.123456+00:00 ip-10-0-0-1 cloud-init[2134]: ${line}`,
    ];
    expect(line).toMatch(/^\S+ orders: boot failed: line \d+: tar/);
    expect(line).not.toMatch(/["[\]]/);
    expect(log.split('\n').filter(isCounted)).toEqual([line]);
    expect(copies.filter(isCounted)).toEqual([]);
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
