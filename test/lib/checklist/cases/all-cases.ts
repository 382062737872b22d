import { readdirSync } from 'node:fs';
import { join } from 'node:path';
import { TABLE, type TableCase } from './case-table';

const FOLDER = join(__dirname, '..');

type Body = (...values: readonly unknown[]) => unknown;

/** Runs what a `describe` holds, so that the tables in it are seen; nothing of what is skipped. */
const describeNow = Object.assign((_: unknown, body: Body) => void body(), {
  each: (rows: readonly unknown[]) => (_: unknown, body: Body) => rows.forEach((row) => body(...[row].flat())),
  skip: () => undefined,
});
const never = Object.assign(() => undefined, { each: () => () => undefined, skip: () => undefined });

const NEVER_RUN = ['test', 'it', 'xtest', 'xit', 'xdescribe', 'beforeAll', 'beforeEach', 'afterAll', 'afterEach'];
const COLLECTORS: Readonly<Record<string, unknown>> = {
  describe: describeNow,
  ...Object.fromEntries(NEVER_RUN.map((name) => [name, never])),
};

/** The cases of every item: all `rules-*.test.ts` are loaded, and none of their tests runs. */
export const ALL_CASES: readonly TableCase[] = collect();

function collect(): readonly TableCase[] {
  const scope = globalThis as unknown as Record<string, unknown>;
  const before = Object.fromEntries(Object.keys(COLLECTORS).map((name) => [name, scope[name]]));
  Object.assign(scope, COLLECTORS);
  try {
    for (const file of readdirSync(FOLDER).filter((one) => /^rules-.*\.test\.ts$/.test(one))) {
      const known = TABLE.length;
      jest.requireActual(join(FOLDER, file));
      if (TABLE.length === known) {
        throw new Error(`${file} has no cases; put them into testItem()`);
      }
    }
  } finally {
    Object.assign(scope, before);
  }
  return [...TABLE];
}
