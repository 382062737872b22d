// Builds the package into dist/: JavaScript file by file, shell and text assets beside it, the Lambda handlers of
// lib/runtime, each bundled into dist/handlers/<name>/index.js, and what checklist.html carries in itself, in
// dist/lib/report/html/page.json. Declarations come from tsc (`npm run build:types`).
import { createHash } from 'node:crypto';
import { cpSync, existsSync, mkdirSync, readdirSync, rmSync, writeFileSync } from 'node:fs';
import { dirname, join, parse } from 'node:path';
import { build } from 'esbuild';

const root = join(import.meta.dirname, '..');
const out = join(root, 'dist');
const rooms = ['constructs', 'lib', 'bin'];
const page = join('lib', 'report', 'html');
const ownBuilds = [join('lib', 'runtime'), join('lib', 'templates'), join(page, 'client')];
const isOwnBuild = (path) => ownBuilds.some((folder) => path.startsWith(folder));

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

// The page of the report runs no script and no style but these: its policy names their hashes.
async function reportPage() {
  const bundled = async (file) => {
    const { outputFiles } = await build({
      absWorkingDir: root,
      entryPoints: [join(page, 'client', file)],
      bundle: true,
      minify: true,
      write: false,
      format: file.endsWith('.ts') ? 'iife' : undefined,
      target: ['chrome123', 'firefox121', 'safari17.5'],
      legalComments: 'none',
      logLevel: 'warning',
    });
    return outputFiles[0].text.trim();
  };
  const hash = (text) => `sha256-${createHash('sha256').update(text).digest('base64')}`;
  const [script, styles] = await Promise.all(['page.ts', 'page.css'].map(bundled));
  const assets = { script, scriptHash: hash(script), styles, stylesHash: hash(styles) };
  mkdirSync(join(out, page), { recursive: true });
  writeFileSync(join(out, page, 'page.json'), JSON.stringify(assets));
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
await Promise.all([javascript(), handlers(), reportPage()]);
assets();
