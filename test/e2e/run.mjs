// Runs the deployment test against an AWS-compatible endpoint on loopback: AWS_ENDPOINT_URL, else EMULATOR_CMD, else
// moto_server on the PATH, else it says that it was skipped (a failure where E2E_REQUIRED=1). Nothing else is reached.
import { spawn } from 'node:child_process';
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { findEmulator, startEmulator } from './emulator/start.mjs';

const ROOT = join(import.meta.dirname, '..', '..');
/** The whole run ends by then; every call of the CLI has a shorter limit of its own. */
const LIMIT_SECONDS = 300;
const LOOPBACK = new Set(['localhost', '127.0.0.1', '[::1]']);

function say(text) {
  process.stderr.write(`${text}\n`);
}

function isLoopback(url) {
  try {
    return LOOPBACK.has(new URL(url).hostname);
  } catch {
    return false;
  }
}

/** The environment of every child: an endpoint on loopback, made-up keys, and no way to a real account. */
function childEnvironment(endpoint, folder) {
  const own = Object.entries(process.env).filter(
    ([name]) => !name.startsWith('AWS_') && !name.startsWith('CDK_') && name !== 'NODE_OPTIONS',
  );
  return {
    ...Object.fromEntries(own),
    AWS_ENDPOINT_URL: endpoint,
    AWS_ACCESS_KEY_ID: 'seaworthy-e2e',
    AWS_SECRET_ACCESS_KEY: 'not-a-secret',
    AWS_CONFIG_FILE: '/dev/null',
    AWS_SHARED_CREDENTIALS_FILE: '/dev/null',
    AWS_EC2_METADATA_DISABLED: 'true',
    AWS_REGION: 'eu-west-1',
    CDK_DISABLE_CLI_TELEMETRY: 'true',
    HOME: folder,
    E2E_FOLDER: folder,
  };
}

/** Runs the tests and answers their exit code. A run that is interrupted or takes too long ends its tests, too. */
function runTests(env) {
  const jest = join(ROOT, 'node_modules', 'jest', 'bin', 'jest.js');
  const child = spawn(process.execPath, [jest, '--config', 'jest.e2e.config.js', '--runInBand'], {
    cwd: ROOT,
    env,
    stdio: 'inherit',
  });
  for (const signal of ['SIGINT', 'SIGTERM']) {
    process.once(signal, () => child.kill(signal));
  }
  const timer = setTimeout(() => {
    say(`the deployment test took longer than ${LIMIT_SECONDS} s`);
    child.kill('SIGKILL');
  }, LIMIT_SECONDS * 1000);
  return new Promise((resolve, reject) => {
    child.once('error', reject);
    child.once('close', (code) => {
      clearTimeout(timer);
      resolve(code ?? 1);
    });
  });
}

async function main() {
  const { AWS_ENDPOINT_URL: given, E2E_REQUIRED } = process.env;
  if (given && !isLoopback(given)) {
    say(`REFUSED e2e: AWS_ENDPOINT_URL must be on loopback (localhost, 127.0.0.1, [::1]), got ${given}`);
    return 2;
  }
  const command = given ? undefined : findEmulator();
  if (!given && command === undefined) {
    say('SKIP e2e: no AWS_ENDPOINT_URL, no EMULATOR_CMD and no moto_server on the PATH (pip install "moto[server]")');
    return E2E_REQUIRED === '1' ? 1 : 0;
  }
  const folder = mkdtempSync(join(tmpdir(), 'seaworthy-e2e-'));
  let status = 1;
  let emulator;
  try {
    emulator = given ? { endpoint: given } : await startEmulator(command, folder);
    say(`e2e against ${given ?? command}, working in ${folder}`);
    status = await runTests(childEnvironment(emulator.endpoint, folder));
    return status;
  } catch (error) {
    say(error.message);
    return status;
  } finally {
    await emulator?.stop?.();
    if (status === 0) {
      rmSync(folder, { recursive: true, force: true });
    } else {
      say(`left for you to read: ${folder}`);
    }
  }
}

process.exitCode = await main();
