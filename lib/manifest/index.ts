export { runApp } from './app';
export { buildEnvironments, type BuiltEnvironment } from './build';
export { loadManifest, parseManifest, pickEnvironments, type LoadedManifest } from './load';
export type { EnvironmentManifest, Manifest } from './schema';
