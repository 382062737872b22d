import { spawnSync } from 'node:child_process';
import { chmodSync, mkdirSync, readdirSync, readFileSync, writeFileSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { bootScript } from '../../../constructs/compute/boot/boot-script';
import { bootProps, FakeMachine, outputOf, SCRIPTS, testWith } from '../../_helpers/boot';

const UNITS = ['orders.service', 'orders-drain.service'];
const SYSTEM_UNITS = '/usr/lib/systemd/system';

let machine: FakeMachine;

const newMachine = () => {
  machine = new FakeMachine();
};
const removeMachine = () => machine.remove();

function put(path: string, text: string, mode = 0o755): string {
  const file = join(machine.root, path);
  mkdirSync(dirname(file), { recursive: true });
  writeFileSync(file, text);
  chmodSync(file, mode);
  return file;
}

/** Boots the machine, and gives it what a real one has around the units. */
function boot(script: string): void {
  if (!script.includes("ARTIFACT_FILE='orders-server'")) {
    machine.release(script.includes('7f3a.zip') ? 'zip' : 'tar');
  }
  machine.boot(script);
  for (const unit of readdirSync(SYSTEM_UNITS).filter((name) => name.endsWith('.target'))) {
    put(join(SYSTEM_UNITS, unit), readFileSync(join(SYSTEM_UNITS, unit), 'utf8'), 0o644);
  }
  put(join(SYSTEM_UNITS, 'docker.service'), '[Service]\nExecStart=/usr/bin/docker\n', 0o644);
  for (const program of ['docker', 'env', 'node-22']) {
    put(join('usr/bin', program), '#!/bin/sh\n');
  }
}

/** What a checker says, and how it ended. */
function said(command: string, ...args: string[]): [string, number | null] {
  const { stdout, stderr, status } = spawnSync(command, args, { encoding: 'utf8' });
  return [stdout + stderr, status];
}

describe.each(Object.entries(SCRIPTS))('the script for a %s', (_, script) => {
  beforeAll(() => {
    newMachine();
    boot(script);
  });
  afterAll(removeMachine);

  testWith(['shellcheck'], 'passes shellcheck, with the programs that it writes', () => {
    const programs = ['fetch-environment', 'watch-drain'].map((name) => join(machine.root, 'opt/orders/bin', name));
    expect(said('shellcheck', put('user-data.sh', script), ...programs)).toEqual(['', 0]);
  });

  testWith(['systemd-analyze'], 'writes units that systemd finds nothing wrong with', () => {
    expect(said('systemd-analyze', 'verify', '--man=no', `--root=${machine.root}`, ...UNITS)).toEqual(['', 0]);
  });
});

describe('the unit', () => {
  beforeEach(newMachine);
  afterEach(removeMachine);

  testWith(['systemd-analyze'], 'is among the well hardened ones', () => {
    boot(bootScript(bootProps('file')).render());
    const security = ['security', '--offline=true', '--no-pager', `--root=${machine.root}`, 'orders.service'];
    const [report] = said('systemd-analyze', ...security);
    const [, exposure] = /Overall exposure level for orders\.service: ([\d.]+)/.exec(report) ?? [];
    expect(Number(exposure)).toBeLessThan(2.5);
  });

  testWith(['systemd-analyze'], 'would not pass with a command that is not there', () => {
    boot(bootScript(bootProps('file', { command: '/usr/bin/not-there' })).render());
    const [report, status] = said('systemd-analyze', 'verify', `--root=${machine.root}`, 'orders.service');
    expect(report).toContain('/usr/bin/not-there is not executable');
    expect(status).not.toBe(0);
  });
});

/**
 * systemd reads `EnvironmentFile` and `/etc/os-release` with one parser, and systemd-tmpfiles writes single fields of
 * the latter into files. So the environment file is laid there, with fields of os-release as names, and systemd itself
 * says what it reads.
 */
const FIELDS: Record<string, string> = { ID: '%o', VERSION_ID: '%w', BUILD_ID: '%B', VARIANT_ID: '%W' };

const NASTY: Record<string, string> = {
  ID: 'quotes " and \' and \\" and "" $HOME ${HOME} $(id) `id` %h %% \\$HOME',
  VERSION_ID: '  blanks\taround, tab, carriage return\r\nand é, ☃, 🚢  ',
  BUILD_ID: '-----BEGIN PRIVATE KEY-----\nMIIE\\\n\n  indented = # no comment ; neither\n-----END PRIVATE KEY-----\n\n',
  VARIANT_ID: '" # ID="overwritten"\nID=overwritten\n \\ \\\\ \\n \\t \\x41 ends in a backslash \\',
};

function asSystemdReadsIt(): Record<string, string> {
  put('etc/os-release', machine.read('run/orders/environment'));
  const lines = Object.entries(FIELDS).map(([name, specifier]) => `f+ /read/${name} 0644 - - - ${specifier}\n`);
  const rules = put('rules.conf', `d /read 0755 - - -\n${lines.join('')}`);
  outputOf('systemd-tmpfiles', `--root=${machine.root}`, '--create', rules);
  return Object.fromEntries(Object.keys(FIELDS).map((name) => [name, machine.read(join('read', name))]));
}

describe('systemd reads back every value as it was', () => {
  beforeEach(newMachine);
  afterEach(removeMachine);

  testWith(['systemd-tmpfiles'], 'for secrets', () => {
    const names = Object.keys(NASTY);
    machine.answer('arn:whole', JSON.stringify(NASTY.ID));
    machine.answer('arn:json', JSON.stringify(JSON.stringify(NASTY)));
    const secrets = Object.fromEntries(names.map((name) => [name, name === 'ID' ? 'arn:whole' : `arn:json#${name}`]));
    machine.boot(bootScript(bootProps('file', { secrets })).render());
    expect(machine.run('opt/orders/bin/fetch-environment').status).toBe(0);
    expect(asSystemdReadsIt()).toEqual(NASTY);
  });

  testWith(['systemd-tmpfiles'], 'for parameters', () => {
    const parameters = Object.fromEntries(Object.keys(NASTY).map((name) => [name, `/nasty/${name}`]));
    for (const [name, value] of Object.entries(NASTY)) {
      machine.answer(`_nasty_${name}`, JSON.stringify(value));
    }
    machine.boot(bootScript(bootProps('file', { parameters })).render());
    expect(machine.run('opt/orders/bin/fetch-environment').status).toBe(0);
    expect(asSystemdReadsIt()).toEqual(NASTY);
  });

  testWith(['systemd-tmpfiles'], 'for plain settings, through the shell of the boot script', () => {
    machine.boot(bootScript(bootProps('file', { variables: NASTY })).render());
    expect(machine.run('opt/orders/bin/fetch-environment').status).toBe(0);
    expect(asSystemdReadsIt()).toEqual(NASTY);
  });
});
