import { execFileSync, spawnSync } from 'node:child_process';
import { chmodSync, existsSync, mkdirSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import { Duration } from 'aws-cdk-lib';
import { ArtifactKind, type BoundArtifact } from '../../constructs/compute/artifact';
import type { BootProps } from '../../constructs/compute/boot/boot-props';
import { bootScript } from '../../constructs/compute/boot/boot-script';

const grantRead = () => undefined;

/** Artifacts as they are bound in a stack with literal names. */
export const ARTIFACTS: Record<string, BoundArtifact> = {
  zip: {
    kind: ArtifactKind.OBJECT,
    location: 's3://releases-111122223333/orders/7f3a.zip',
    fileName: '7f3a.zip',
    grantRead,
  },
  tar: {
    kind: ArtifactKind.OBJECT,
    location: 's3://releases-111122223333/orders/7f3a.tar.gz',
    fileName: '7f3a.tar.gz',
    grantRead,
  },
  file: {
    kind: ArtifactKind.OBJECT,
    location: 's3://releases-111122223333/orders/7f3a',
    fileName: 'orders-server',
    grantRead,
  },
  image: {
    kind: ArtifactKind.IMAGE,
    location: '111122223333.dkr.ecr.eu-west-1.amazonaws.com/orders:2026-11-20.3',
    fileName: '',
    grantRead,
  },
};

/** The props of the example service, with an artifact of one kind. */
export function bootProps(artifact: keyof typeof ARTIFACTS = 'zip', changes: Partial<BootProps> = {}): BootProps {
  const bound = ARTIFACTS[artifact];
  if (bound === undefined) {
    throw new Error(`no such artifact: ${artifact}`);
  }
  const isImage = bound.kind === ArtifactKind.IMAGE;
  return {
    serviceName: 'orders',
    environment: 'production',
    artifact: bound,
    command: isImage ? undefined : '/usr/bin/node-22 server.js',
    packages: isImage ? [] : ['nodejs22'],
    port: 8080,
    healthCheckPath: '/health',
    variables: { LOG_LEVEL: 'info' },
    secrets: { ORDER_SIGNING_KEY: 'arn:aws:secretsmanager:eu-west-1:111122223333:secret:orders-key-AbCdEf' },
    parameters: { GREETING: '/orders/greeting' },
    logGroups: { application: '/orders/production/application', system: '/orders/production/system' },
    stopTimeout: Duration.seconds(30),
    autoScalingGroupName: 'orders-production',
    launchHookName: 'launched',
    terminationHookName: 'leaving',
    keepAliveTimeout: Duration.seconds(75),
    region: 'eu-west-1',
    ...changes,
  };
}

/** The kinds of script that there are, by name. */
export const SCRIPTS: Record<string, string> = {
  'zip in a bucket, with secrets': bootScript(bootProps('zip')).render(),
  'tar in a bucket, without secrets': bootScript(bootProps('tar', { secrets: {}, parameters: {} })).render(),
  'single file on a low port': bootScript(bootProps('file', { port: 443, user: 'web' })).render(),
  'image, with secrets': bootScript(bootProps('image')).render(),
  'image with command and user, without secrets': bootScript(
    bootProps('image', { command: 'serve --all', user: '1000', secrets: {}, parameters: {}, variables: {} }),
  ).render(),
};

/** Writes every call into one file, and answers as the machine and AWS would, from files that a test writes. */
const STUBS: Record<string, string> = {
  sleep: 'exec /bin/sleep 0.01',
  useradd: '',
  id: 'exit 1',
  docker: '[[ "$1" != login ]] || cat >>"$CALLS.stdin"',
  systemctl: '',
  dnf: `if [[ -s $ANSWERS/dnf-failures ]]; then sed -i 1d "$ANSWERS/dnf-failures"; exit 1; fi
[[ ! -e $ANSWERS/dnf-unknown ]] || [[ " $* " != *" $(<"$ANSWERS/dnf-unknown") "* ]] || exit 1
ctl="$ROOT/opt/aws/amazon-cloudwatch-agent/bin/amazon-cloudwatch-agent-ctl"
mkdir -p "$(dirname "$ctl")"
printf '#!/bin/bash\\necho "amazon-cloudwatch-agent-ctl $*" >>"$CALLS"\\n' >"$ctl"
chmod +x "$ctl"`,
  aws: `case "$1 $2" in
  's3 cp') cp "$ANSWERS/artifact" "\${!#}" ;;
  'ssm get-parameter') cat "$ANSWERS/\${4//\\//_}" ;;
  'secretsmanager get-secret-value') cat "$ANSWERS/\${4//\\//_}" ;;
  'ecr get-login-password') echo registry-password ;;
  'autoscaling complete-lifecycle-action') [[ ! -e $ANSWERS/no-hook ]] ;;
esac`,
  curl: `url="\${!#}"
next() {
  mapfile -t lines <"$1"
  printf '%s\\n' "\${lines[0]}"
  [[ \${#lines[@]} -le 1 ]] || printf '%s\\n' "\${lines[@]:1}" >"$1"
}
case "$url" in
  */api/token) echo TOKEN ;;
  */meta-data/*) [[ "$*" == *'X-aws-ec2-metadata-token: TOKEN'* ]] || exit 22
    file="$ANSWERS/\${url##*/}"; [[ -s $file ]] || exit 22; next "$file" ;;
  *) [[ -s $ANSWERS/health ]] || { printf 000; exit 7; }; printf %s "$(next "$ANSWERS/health")" ;;
esac`,
};

export interface DryRun {
  readonly status: number | null;
  /** What the script logged. */
  readonly log: string;
  /** The commands that it called, in order. */
  readonly calls: string[];
}

/** A machine made of a folder: scripts run below it, with stand-ins for everything that would reach outside. */
export class FakeMachine {
  public readonly folder = mkdtempSync(join(tmpdir(), 'seaworthy-boot-'));
  public readonly root = join(this.folder, 'root');

  constructor() {
    for (const [name, body] of Object.entries(STUBS)) {
      const line = 'printf "%s\\n" "${0##*/} $*" >>"$CALLS"';
      this.write(join(this.folder, 'bin', name), `#!/bin/bash\n${line}\n${body}\n`, 0o755);
    }
    mkdirSync(this.root);
    this.answer('instance-id', 'i-0123456789abcdef0\n');
    this.answer('health', '200\n');
    this.answer('artifact', 'echo hello\n');
    this.answer('_orders_greeting', '"hello"\n');
    this.answer('arn:aws:secretsmanager:eu-west-1:111122223333:secret:orders-key-AbCdEf', '"s3cret"\n');
  }

  /** Sets what the outside world says. */
  public answer(name: string, content: string | Buffer): void {
    this.write(join(this.folder, 'answers', name), content);
  }

  /** A built application as the release that the machine downloads, packed by a real tool. */
  public release(kind: 'zip' | 'tar'): void {
    const folder = join(this.folder, 'built');
    const file = join(this.folder, 'answers', 'artifact');
    this.write(join(folder, 'server.js'), 'hello', 0o600);
    this.write(join(folder, 'lib', 'more.js'), 'more', 0o666);
    rmSync(file);
    if (kind === 'zip') {
      execFileSync('python3', ['-m', 'zipfile', '-c', file, 'server.js', 'lib'], { cwd: folder });
    } else {
      execFileSync('tar', ['-czf', file, '-C', folder, '.']);
    }
  }

  /** The text of a file of the machine. */
  public read(path: string): string {
    return readFileSync(join(this.root, path), 'utf8');
  }

  public has(path: string): boolean {
    return existsSync(join(this.root, path));
  }

  /** Runs a whole script, given as text. */
  public boot(script: string): DryRun {
    const file = join(this.folder, 'user-data.sh');
    this.write(file, script, 0o755);
    return this.run(file);
  }

  /** Runs a program that lies on the machine. */
  public run(file: string): DryRun {
    const calls = join(this.folder, 'calls');
    rmSync(calls, { force: true });
    const { status, stderr } = spawnSync(file.startsWith(this.folder) ? file : join(this.root, file), {
      encoding: 'utf8',
      timeout: 30_000,
      env: {
        PATH: `${join(this.folder, 'bin')}:/usr/local/bin:/usr/bin:/bin`,
        ROOT: this.root,
        CALLS: calls,
        ANSWERS: join(this.folder, 'answers'),
      },
    });
    const called = existsSync(calls) ? readFileSync(calls, 'utf8').trimEnd().split('\n') : [];
    return { status, log: stderr, calls: called };
  }

  public remove(): void {
    rmSync(this.folder, { recursive: true, force: true });
  }

  private write(path: string, content: string | Buffer, mode = 0o644): void {
    mkdirSync(dirname(path), { recursive: true });
    writeFileSync(path, content);
    chmodSync(path, mode);
  }
}

/**
 * A test that needs programs of the machine. Where one is missing it is skipped, and says so in its name; where the
 * environment variable CI is set, it fails instead.
 */
export function testWith(programs: string[], name: string, body: () => void): void {
  const missing = programs.filter((program) => spawnSync('which', [program]).status !== 0);
  if (missing.length === 0) {
    test(name, body);
  } else if (['', 'false'].includes(process.env.CI ?? '')) {
    test.skip(`${name} (skipped: ${missing.join(', ')} is not installed)`, body);
  } else {
    test(name, () => {
      throw new Error(`${missing.join(', ')} must be installed where CI is set`);
    });
  }
}

/** The output of a command that must succeed, errors included. */
export function outputOf(command: string, ...args: string[]): string {
  return execFileSync(command, args, { encoding: 'utf8', stdio: ['ignore', 'pipe', 'pipe'] });
}
