import { mkdirSync, mkdtempSync, realpathSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { CACHE_VARIABLE, cacheFolder } from '../../../lib/validation/cache-folder';

let project: string;
const before = process.env[CACHE_VARIABLE];

beforeEach(() => {
  delete process.env[CACHE_VARIABLE];
  project = realpathSync(mkdtempSync(join(tmpdir(), 'seaworthy-project-')));
  mkdirSync(join(project, 'node_modules'));
  mkdirSync(join(project, 'packages', 'orders'), { recursive: true });
});

afterEach(() => rmSync(project, { recursive: true, force: true }));

afterAll(() => {
  if (before !== undefined) {
    process.env[CACHE_VARIABLE] = before;
  }
});

const usual = () => join(project, 'node_modules', '.cache', 'seaworthy', 'validation');

test('verdicts lie with what else the modules of the project cache', () => {
  expect(cacheFolder(undefined, project)).toBe(usual());
});

test('the project is that of the working directory', () => {
  expect(cacheFolder()).toBe(join(process.cwd(), 'node_modules', '.cache', 'seaworthy', 'validation'));
});

test('the project is found from a folder within it', () => {
  expect(cacheFolder(undefined, join(project, 'packages', 'orders'))).toBe(usual());
});

test('an environment variable names another folder, and what the code names comes before it', () => {
  process.env[CACHE_VARIABLE] = 'build/verdicts';
  expect(cacheFolder(undefined, project)).toBe(join(project, 'build', 'verdicts'));
  expect(cacheFolder('/var/cache/verdicts', project)).toBe('/var/cache/verdicts');
});

test('an empty variable names nothing', () => {
  process.env[CACHE_VARIABLE] = '';
  expect(cacheFolder(undefined, project)).toBe(usual());
});

test('outside of any project there is no folder', () => {
  rmSync(join(project, 'node_modules'), { recursive: true });
  expect(cacheFolder(undefined, project)).toBeUndefined();
});
