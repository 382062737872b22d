import { createHash } from 'node:crypto';
import { readFileSync, statSync } from 'node:fs';
import { createRequire } from 'node:module';
import { dirname, join } from 'node:path';

const ENGINE = '@aws/cloudformation-validate';

const RULES_FOLDER = ['core', 'lib', 'validation', 'rules'];
const PLUGIN_FILE = ['core', 'lib', 'validation', 'cloudformation-validate-plugin.js'];

/** One file of rules that the CDK gives to the engine when a template has a resource of its types; null: always. */
interface DefaultRules {
  readonly file: string;
  readonly types: readonly string[] | null;
  readonly digest: string;
}

/** The engine and the rules as they are installed, read without loading the engine. */
export interface InstalledEngine {
  readonly version: string;
  /** Everything of the installation that a verdict depends on, whatever is in a template. */
  readonly identity: readonly (string | number)[];
  readonly defaultRules: readonly DefaultRules[];
}

let found: { readonly engine: InstalledEngine | undefined } | undefined;

/** What aws-cdk-lib brings with it, read once; undefined where it is not laid out as known here. */
export function installedEngine(): InstalledEngine | undefined {
  found ??= { engine: read() };
  return found.engine;
}

/** The names of the default rules that the CDK loads for an app with these resource types. */
export function defaultRulesFor(engine: InstalledEngine, types: ReadonlySet<string>): readonly DefaultRules[] {
  return engine.defaultRules.filter((rules) => rules.types?.some((type) => types.has(type)) ?? true);
}

function read(): InstalledEngine | undefined {
  try {
    const manifest = createRequire(__filename).resolve('aws-cdk-lib/package.json');
    const root = dirname(manifest);
    const engineManifest = createRequire(manifest).resolve(`${ENGINE}/package.json`);
    const version = versionIn(engineManifest);
    const program = join(dirname(engineManifest), 'bindings_wasm_bg.wasm');
    const plugin = readFileSync(join(root, ...PLUGIN_FILE));
    return {
      version,
      identity: [version, statSync(program).size, versionIn(manifest), digestOf(plugin)],
      defaultRules: readDefaultRules(join(root, ...RULES_FOLDER)),
    };
  } catch {
    // Another layout means another release of the CDK: nothing is known of its verdicts, so none is remembered.
    return undefined;
  }
}

function readDefaultRules(folder: string): DefaultRules[] {
  const { rules } = JSON.parse(readFileSync(join(folder, 'index.generated.json'), 'utf8')) as {
    rules: { file: string; types: string[] | null }[];
  };
  return rules.map(({ file, types }) => {
    const names = types === null ? null : types.map((type) => type.toString());
    return { file, types: names, digest: digestOf(readFileSync(join(folder, file))) };
  });
}

function versionIn(manifest: string): string {
  return (JSON.parse(readFileSync(manifest, 'utf8')) as { version: string }).version.toString();
}

/** SHA-256 in hexadecimal. */
export function digestOf(content: string | Buffer): string {
  return createHash('sha256').update(content).digest('hex');
}
