import { spawnSync } from 'node:child_process';
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';

const RUNNER = join(__dirname, 'run.mjs');

/** An empty PATH: no emulator is found. */
let nothing = '';

beforeAll(() => {
  nothing = mkdtempSync(join(tmpdir(), 'seaworthy-e2e-path-'));
});

afterAll(() => rmSync(nothing, { recursive: true }));

function run(env: Record<string, string>): { status: number | null; stderr: string } {
  const { status, stderr } = spawnSync(process.execPath, [RUNNER], {
    env: { PATH: nothing, ...env },
    encoding: 'utf8',
    timeout: 20_000,
  });
  return { status, stderr };
}

describe('npm run e2e', () => {
  test.each(['https://cloudformation.eu-west-1.amazonaws.com', 'http://localhost.example.com:5000', 'nonsense'])(
    'refuses the endpoint %s, which is not on loopback',
    (endpoint) => {
      const { status, stderr } = run({ AWS_ENDPOINT_URL: endpoint });
      expect(stderr).toBe(
        `REFUSED e2e: AWS_ENDPOINT_URL must be on loopback (localhost, 127.0.0.1, [::1]), got ${endpoint}\n`,
      );
      expect(status).toBe(2);
    },
  );

  test('says that it was skipped where there is no emulator, which is a failure where it is required', () => {
    const skipped = run({});
    expect(skipped.stderr).toMatch(/^SKIP e2e: no AWS_ENDPOINT_URL, no EMULATOR_CMD and no moto_server on the PATH/);
    expect(skipped.status).toBe(0);
    expect(run({ E2E_REQUIRED: '1' }).status).toBe(1);
  });

  test('says why an emulator does not start, and leaves its log', () => {
    const { status, stderr } = run({ EMULATOR_CMD: 'false', PATH: process.env['PATH'] ?? '' });
    expect(stderr).toMatch(/the emulator ended by itself \(exit code 1\); see .*emulator\.log/);
    expect(status).toBe(1);
    const [, left = ''] = /left for you to read: (.*)/.exec(stderr) ?? [];
    rmSync(left, { recursive: true });
  });
});
