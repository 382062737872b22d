// Finds an emulator on this machine, starts it on loopback, and ends it.
import { spawn, spawnSync } from 'node:child_process';
import { existsSync, openSync, readFileSync } from 'node:fs';
import { createServer } from 'node:net';
import { delimiter, join } from 'node:path';
import { setTimeout as wait } from 'node:timers/promises';

const LAUNCHER = join(import.meta.dirname, 'moto_plus.py');
const MODULES = join(import.meta.dirname, '..', '..', '..', 'node_modules');
const START_SECONDS = 30;
const STOP_SECONDS = 5;

/**
 * The command that starts an emulator, or undefined where there is none: EMULATOR_CMD, else moto, where it is installed.
 * moto is started through the launcher beside this file, which carries whole templates; `moto_server` alone does not.
 */
export function findEmulator() {
  if (process.env.EMULATOR_CMD) {
    return process.env.EMULATOR_CMD;
  }
  const server = findOnPath('moto_server');
  if (server === undefined) {
    return undefined;
  }
  const python = [shebang(server), 'python3'].find((one) => one !== undefined && canImportMoto(one));
  return python === undefined ? 'moto_server' : `'${python}' '${LAUNCHER}'`;
}

/** Starts an emulator with `-H HOST -p PORT`, as moto_server takes them, and waits until it answers. */
export async function startEmulator(command, folder) {
  const port = await freePort();
  const log = join(folder, 'emulator.log');
  const output = openSync(log, 'a');
  const child = spawn(`exec ${command} -H 127.0.0.1 -p ${port}`, {
    shell: true,
    stdio: ['ignore', output, output],
    // Handlers of custom resources run in the emulator; their SDK clients are those of this project.
    env: { ...process.env, MOTO_ACM_VALIDATION_WAIT: '1', NODE_PATH: MODULES, TMPDIR: folder },
  });
  const ended = new Promise((resolve) => child.once('close', resolve));
  const stop = async () => {
    child.kill();
    if ((await Promise.race([ended, wait(STOP_SECONDS * 1000, 'late', { ref: false })])) === 'late') {
      child.kill('SIGKILL');
    }
  };
  // By name: moto takes addresses in numbers for the name of a bucket when a template is read from S3.
  const endpoint = `http://localhost:${port}`;
  for (const until = Date.now() + START_SECONDS * 1000; Date.now() < until; await wait(200)) {
    if (child.exitCode !== null) {
      throw new Error(`the emulator ended by itself (exit code ${child.exitCode}); see ${log}`);
    }
    if (await fetch(endpoint, { signal: AbortSignal.timeout(2000) }).catch(() => undefined)) {
      return { endpoint, stop };
    }
  }
  await stop();
  throw new Error(`the emulator did not answer within ${START_SECONDS} s; see ${log}`);
}

function findOnPath(command) {
  return (process.env.PATH ?? '')
    .split(delimiter)
    .map((folder) => join(folder, command))
    .find((path) => existsSync(path));
}

/** The interpreter that a script names in its first line, for moto in an environment of its own. */
function shebang(path) {
  return /^#!\s*(\/\S*python\S*)/.exec(readFileSync(path, 'utf8'))?.[1];
}

function canImportMoto(python) {
  return spawnSync(python, ['-c', 'import moto.server'], { stdio: 'ignore' }).status === 0;
}

function freePort() {
  return new Promise((resolve, reject) => {
    const server = createServer().once('error', reject);
    server.listen(0, '127.0.0.1', () => {
      const { port } = server.address();
      server.close(() => resolve(port));
    });
  });
}
