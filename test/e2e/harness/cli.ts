import { spawn } from 'node:child_process';
import { appendFileSync, readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { ACCOUNT, REGION, ROOT, workFolder } from './settings';

const CLI = join(ROOT, 'node_modules', 'aws-cdk', 'bin', 'cdk');

export interface CliResult {
  readonly code: number;
  readonly output: string;
}

interface CliOptions {
  /** The exit code that is right. @default 0 */
  readonly code?: number;
  readonly seconds?: number;
}

/**
 * Calls the real CDK CLI in the work folder. Every call has an end: it is killed when its time is over.
 *
 * @throws Error with the end of the output when the exit code is another one
 */
export async function cdk(args: readonly string[], { code = 0, seconds = 60 }: CliOptions = {}): Promise<CliResult> {
  const result = await run([...args, '--no-notices', '--no-color'], seconds);
  appendFileSync(join(workFolder(), 'cdk.log'), `\n$ cdk ${args.join(' ')}\n${result.output}`);
  if (result.code !== code) {
    const tail = result.output.split('\n').slice(-40).join('\n');
    throw new Error(`cdk ${args.join(' ')}: expected exit code ${code}, got ${result.code}\n${tail}`);
  }
  return result;
}

function run(args: readonly string[], seconds: number): Promise<CliResult> {
  return new Promise((resolve, reject) => {
    const child = spawn(process.execPath, [CLI, ...args], {
      cwd: workFolder(),
      stdio: ['ignore', 'pipe', 'pipe'],
    });
    const chunks: string[] = [];
    for (const stream of [child.stdout, child.stderr]) {
      stream.setEncoding('utf8').on('data', (chunk: string) => chunks.push(chunk));
    }
    const timer = setTimeout(() => {
      chunks.push(`\nended after ${seconds} s`);
      child.kill('SIGKILL');
    }, seconds * 1000);
    child.once('error', reject);
    child.once('close', (exitCode) => {
      clearTimeout(timer);
      resolve({ code: exitCode ?? -1, output: chunks.join('') });
    });
  });
}

/** Makes the work folder a place to call the CLI from: the project's own settings, without its build. */
export function prepareFolder(): void {
  const settings = JSON.parse(readFileSync(join(ROOT, 'cdk.json'), 'utf8')) as Record<string, unknown>;
  delete settings['build'];
  const app = `${JSON.stringify(process.execPath)} ${JSON.stringify(join(ROOT, 'dist', 'bin', 'app.js'))}`;
  writeFileSync(join(workFolder(), 'cdk.json'), JSON.stringify({ ...settings, app }, undefined, 2));
}

export async function bootstrap(): Promise<void> {
  await cdk(['bootstrap', `aws://${ACCOUNT}/${REGION}`], { seconds: 60 });
}

/** Synthesizes the production environment of a manifest, with all checks on, and answers where the assembly is. */
export async function synth(manifest: string, name: string): Promise<string> {
  const assembly = join(workFolder(), name);
  const context = ['-c', `manifest=${manifest}`, '-c', 'environment=production'];
  await cdk(['synth', '--quiet', '--output', assembly, ...context], { seconds: 90 });
  return assembly;
}

export function deploy(assembly: string, code = 0): Promise<CliResult> {
  const quietly = ['--require-approval', 'never', '--progress', 'events'];
  return cdk(['deploy', '--app', assembly, '**', ...quietly], { code, seconds: 100 });
}

/** Compares templates. Exit code 1 means that there are differences. */
export function diff(assembly: string, code: 0 | 1): Promise<CliResult> {
  return cdk(['diff', '--app', assembly, '**', '--method=template', '--fail'], { code });
}

export function destroy(assembly: string, code = 0): Promise<CliResult> {
  return cdk(['destroy', '--app', assembly, '**', '--force'], { code, seconds: 90 });
}
