import { execFile } from 'node:child_process';
import { existsSync, readdirSync } from 'node:fs';

/** What a program said and did. */
export interface Outcome {
  readonly code: number;
  readonly stdout: string;
  readonly stderr: string;
  /** The names of what it wrote into its output folder; empty where there is no folder. */
  readonly written: string[];
}

/** Runs a CDK app as the CDK's command line does, which leaves the verdict on findings to the app. */
export function runApp(program: string, outdir: string, context: Record<string, unknown> = {}): Promise<Outcome> {
  const env = {
    PATH: process.env.PATH,
    HOME: process.env.HOME,
    CDK_VALIDATION: 'false',
    CDK_OUTDIR: outdir,
    CDK_CONTEXT_JSON: JSON.stringify({ '@aws-cdk/core:failSynthOnValidationErrors': false, ...context }),
  };
  return new Promise((resolve) => {
    const child = execFile(process.execPath, [program], { env, timeout: 60_000 }, (_error, stdout, stderr) => {
      const written = existsSync(outdir) ? readdirSync(outdir).sort() : [];
      resolve({ code: child.exitCode ?? -1, stdout, stderr, written });
    });
  });
}
