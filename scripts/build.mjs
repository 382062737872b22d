// Builds the package into dist/: JavaScript file by file, shell and text assets beside it, and the Lambda handlers
// of lib/runtime, each bundled into dist/handlers/<name>/index.js. Declarations come from tsc (`npm run build:types`).
import { cpSync, existsSync, mkdirSync, readdirSync, rmSync } from 'node:fs';
import { dirname, join, parse } from 'node:path';
import { build } from 'esbuild';

const root = join(import.meta.dirname, '..');
const out = join(root, 'dist');
const rooms = ['constructs', 'lib', 'bin'];
const isOwnBuild = (path) => path.startsWith(join('lib', 'runtime')) || path.startsWith(join('lib', 'templates'));

const files = (ending) =>
  rooms
    .filter((room) => existsSync(join(root, room)))
    .flatMap((room) => readdirSync(join(root, room), { recursive: true }).map((path) => join(room, path)))
    .filter((path) => ending.test(path) && !isOwnBuild(path));

async function javascript() {
  await build({
    absWorkingDir: root,
    entryPoints: files(/(?<!\.d)\.ts$/),
    outdir: out,
    outbase: root,
    format: 'cjs',
    platform: 'node',
    target: 'node20',
    logLevel: 'warning',
  });
}

function assets() {
  for (const path of files(/\.(sh|json|html|css|service)$/)) {
    mkdirSync(dirname(join(out, path)), { recursive: true });
    cpSync(join(root, path), join(out, path));
  }
}

// A function gets its credentials from its environment; the other ways to find some would be half of each bundle.
const UNUSED = ['ini', 'login', 'process', 'sso', 'web-identity'].map((way) => `@aws-sdk/credential-provider-${way}`);

async function handlers() {
  const folder = join(root, 'lib', 'runtime');
  if (!existsSync(folder)) {
    return;
  }
  const names = readdirSync(folder)
    .filter((file) => /(?<!\.d)\.ts$/.test(file))
    .map((file) => parse(file).name);
  await Promise.all(
    names.map((name) =>
      build({
        absWorkingDir: root,
        entryPoints: [join(folder, `${name}.ts`)],
        outfile: join(out, 'handlers', name, 'index.js'),
        bundle: true,
        external: UNUSED,
        minify: true,
        format: 'cjs',
        platform: 'node',
        target: 'node24',
        mainFields: ['module', 'main'],
        legalComments: 'none',
        logLevel: 'warning',
      }),
    ),
  );
}

// What has no source any more must not be published, nor hide that it is missing.
function sweep() {
  const built = rooms
    .filter((room) => existsSync(join(out, room)))
    .flatMap((room) => readdirSync(join(out, room), { recursive: true }).map((path) => join(room, path)));
  for (const path of built.filter((one) => /\.(js|d\.ts)$/.test(one))) {
    if (!existsSync(join(root, path.replace(/\.(js|d\.ts)$/, '.ts')))) {
      rmSync(join(out, path));
    }
  }
}

sweep();
await Promise.all([javascript(), handlers()]);
assets();
