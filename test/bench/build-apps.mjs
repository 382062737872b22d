// Compiles the apps of the benchmark ahead of the measurement: one file each, which loads the CDK as it was installed
// and the package as it was built.
import { mkdirSync, rmSync } from 'node:fs';
import { join } from 'node:path';
import { build } from 'esbuild';
import { ROOT } from './cold-synth.mjs';

const APPS = join(import.meta.dirname, 'apps');
const OUT = join(ROOT, '.cache', 'bench');

/** Imports of the package lead to what was built of it. */
const ourBuild = {
  name: 'our-build',
  setup({ onResolve }) {
    onResolve({ filter: /^(\.\.\/)+(lib|constructs)\// }, ({ path }) => ({
      path: `${path.replace(/^(\.\.\/)+/, `${ROOT}/dist/`).replace(/\.js$/, '')}.js`,
      external: true,
    }));
    onResolve({ filter: /^(aws-cdk-lib|cdk-nag|constructs|node:)/ }, ({ path }) => ({ path, external: true }));
  },
};

/** Compiles all apps and returns where one of them lies, by its name. */
export async function buildApps() {
  rmSync(OUT, { recursive: true, force: true });
  mkdirSync(OUT, { recursive: true });
  await build({
    absWorkingDir: ROOT,
    entryPoints: ['empty', 'plain-l2', 'copies', 'packs', 'share'].map((name) => join(APPS, `${name}.ts`)),
    outdir: OUT,
    bundle: true,
    plugins: [ourBuild],
    format: 'cjs',
    platform: 'node',
    target: 'node20',
    logLevel: 'warning',
  });
  return (name) => join(OUT, `${name}.js`);
}
