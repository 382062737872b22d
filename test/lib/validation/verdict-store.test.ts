import { execFileSync } from 'node:child_process';
import {
  existsSync,
  mkdirSync,
  mkdtempSync,
  readdirSync,
  readFileSync,
  rmSync,
  symlinkSync,
  utimesSync,
  writeFileSync,
} from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import fc from 'fast-check';
import type { Verdict } from '../../../lib/validation/verdict';
import { LIFETIME, LIMITS, VerdictStore } from '../../../lib/validation/verdict-store';

const DAY = 24 * 60 * 60 * 1000;
const KEY = 'a'.repeat(64);
const FAILED: Verdict = {
  success: false,
  findings: [
    {
      ruleName: 'F3002',
      description: 'No such property',
      severity: 'error',
      fix: 'leave it out',
      ruleMetadata: { category: 'Structure' },
      places: [{ logicalId: 'Bucket', locations: ['Properties.Nonsense'] }, { locations: [] }],
    },
  ],
};

let folder: string;

beforeEach(() => {
  folder = mkdtempSync(join(tmpdir(), 'seaworthy-store-'));
});

afterEach(() => {
  jest.useRealTimers();
  rmSync(folder, { recursive: true, force: true });
});

const pathOf = (key = KEY) => join(folder, `${key}.json`);
const keyNumber = (index: number) => index.toString(16).padStart(64, '0');

/** The store with one verdict in it. */
function stored(verdict = FAILED): VerdictStore {
  const store = new VerdictStore(folder);
  store.remember([[KEY, verdict]]);
  return store;
}

/** What is recalled when the entry is changed part by part and sealed as it was. */
function recalledAfter(change: (entry: Record<string, unknown>) => unknown): Verdict | undefined {
  const store = stored();
  const entry = JSON.parse(readFileSync(pathOf(), 'utf8')) as Record<string, unknown>;
  writeFileSync(pathOf(), JSON.stringify(change(entry)));
  return store.recall(KEY);
}

test('a verdict is recalled as it was remembered, by any store on the folder', () => {
  stored();
  expect(new VerdictStore(folder).recall(KEY)).toEqual(FAILED);
  expect(new VerdictStore(folder).recall('b'.repeat(64))).toBeUndefined();
});

test('the folder is made when the first verdict is remembered', () => {
  folder = join(folder, 'not', 'there');
  expect(new VerdictStore(folder).recall(KEY)).toBeUndefined();
  expect(existsSync(folder)).toBe(false);
  expect(stored().recall(KEY)).toEqual(FAILED);
});

test('without a folder nothing is known and nothing is kept', () => {
  const store = new VerdictStore(undefined);
  store.remember([[KEY, FAILED]]);
  expect(store.recall(KEY)).toBeUndefined();
  expect(existsSync(`${KEY}.json`)).toBe(false);
});

test('the folder can be deleted at any time', () => {
  const store = stored();
  rmSync(folder, { recursive: true });
  expect(store.recall(KEY)).toBeUndefined();
  store.remember([[KEY, FAILED]]);
  expect(store.recall(KEY)).toEqual(FAILED);
});

test('whatever is done to a few bytes of an entry, it says the same or nothing', () => {
  const store = stored();
  const original = readFileSync(pathOf());
  fc.assert(
    fc.property(
      fc.array(fc.tuple(fc.nat(original.length - 1), fc.nat(255)), { minLength: 1, maxLength: 3 }),
      fc.option(fc.nat(original.length)),
      (edits, cut) => {
        const changed = Buffer.from(original);
        edits.forEach(([at, byte]) => changed.writeUInt8(byte, at));
        writeFileSync(pathOf(), changed.subarray(0, cut ?? undefined));
        const recalled = store.recall(KEY);
        expect(recalled === undefined || JSON.stringify(recalled) === JSON.stringify(FAILED)).toBe(true);
      },
    ),
    { numRuns: 500 },
  );
});

test.each<[string, (entry: Record<string, unknown>) => unknown]>([
  ['no entry', () => [FAILED]],
  ['a word', () => 'fine'],
  ['another format', (entry) => ({ ...entry, format: 2 })],
  ['the key of another template', (entry) => ({ ...entry, key: 'b'.repeat(64) })],
  ['no time', (entry) => ({ ...entry, judgedAt: 'yesterday' })],
  ['another time', (entry) => ({ ...entry, judgedAt: (entry['judgedAt'] as number) + 1 })],
  ['no verdict', (entry) => ({ ...entry, verdict: undefined })],
  ['a passing verdict', (entry) => ({ ...entry, verdict: { success: true, findings: [] } })],
  ['a seal of another kind', (entry) => ({ ...entry, seal: 1 })],
])('an entry that holds %s says nothing', (_what, change) => {
  expect(recalledAfter(change)).toBeUndefined();
});

test('the pristine entry, written back by the same hand, does say something', () => {
  expect(recalledAfter((entry) => entry)).toEqual(FAILED);
});

test.each<[string, unknown]>([
  ['a success that is a word', { success: 'true', findings: [] }],
  ['findings that are no list', { success: true, findings: {} }],
  ['a part that is unknown', { success: true, findings: [], more: 1 }],
  ['a finding without places', { success: true, findings: [{ ruleName: 'F', description: 'd' }] }],
  ['a finding without a rule', { success: true, findings: [{ description: 'd', places: [] }] }],
  ['metadata that are no words', { success: true, findings: [{ ...FAILED.findings[0], ruleMetadata: { a: 1 } }] }],
  [
    'a location that is no word',
    { success: true, findings: [{ ...FAILED.findings[0], places: [{ locations: [1] }] }] },
  ],
])('a verdict with %s is not believed, though its seal is right', (_what, verdict) => {
  expect(stored(verdict as Verdict).recall(KEY)).toBeUndefined();
  expect(existsSync(pathOf())).toBe(true);
});

test('a verdict counts for a week', () => {
  const now = Date.now();
  jest.useFakeTimers({ now, doNotFake: ['nextTick', 'setImmediate'] });
  const store = stored();
  jest.setSystemTime(now + LIFETIME);
  expect(store.recall(KEY)).toEqual(FAILED);
  jest.setSystemTime(now + LIFETIME + 1);
  expect(store.recall(KEY)).toBeUndefined();
});

test('a verdict from the future does not count', () => {
  const now = Date.now();
  jest.useFakeTimers({ now, doNotFake: ['nextTick', 'setImmediate'] });
  const store = stored();
  jest.setSystemTime(now - DAY);
  expect(store.recall(KEY)).toEqual(FAILED);
  jest.setSystemTime(now - DAY - 1);
  expect(store.recall(KEY)).toBeUndefined();
});

describe('a folder that is of no use is no failure', () => {
  test('it is a file', () => {
    const file = join(folder, 'file');
    writeFileSync(file, '');
    const store = new VerdictStore(file);
    store.remember([[KEY, FAILED]]);
    expect(store.recall(KEY)).toBeUndefined();
  });

  test('it lies within a file', () => {
    writeFileSync(join(folder, 'file'), '');
    const store = new VerdictStore(join(folder, 'file', 'cache'));
    store.remember([[KEY, FAILED]]);
    expect(store.recall(KEY)).toBeUndefined();
  });

  test('an entry is a folder: it stays, and no unfinished file is left', () => {
    mkdirSync(join(pathOf(), 'within'), { recursive: true });
    expect(stored().recall(KEY)).toBeUndefined();
    expect(readdirSync(folder)).toEqual([`${KEY}.json`]);
  });

  test('an entry is a pipe, which would be waited for', () => {
    execFileSync('mkfifo', [pathOf()]);
    expect(new VerdictStore(folder).recall(KEY)).toBeUndefined();
  });

  test('an entry is a link', () => {
    stored();
    const other = 'b'.repeat(64);
    symlinkSync(pathOf(), pathOf(other));
    expect(new VerdictStore(folder).recall(other)).toBeUndefined();
  });

  test('an entry is enormous', () => {
    writeFileSync(pathOf(), ' '.repeat(1024 * 1024 + 1));
    expect(new VerdictStore(folder).recall(KEY)).toBeUndefined();
  });
});

test('a verdict that would be an enormous entry is not kept', () => {
  const store = stored({ success: true, findings: [{ ruleName: 'W', description: 'x'.repeat(1 << 20), places: [] }] });
  expect(store.recall(KEY)).toBeUndefined();
  expect(readdirSync(folder)).toEqual([]);
});

describe('what is remembered stays within bounds', () => {
  function old(name: string, age: number, content = ''): void {
    const at = (Date.now() - age) / 1000;
    writeFileSync(join(folder, name), content);
    utimesSync(join(folder, name), at, at);
  }

  test('entries that no longer count go, and what an interrupted run left behind', () => {
    const unfinished = `${KEY}.00000000-0000-4000-8000-000000000000.tmp`;
    const fresh = `${KEY}.00000000-0000-4000-8000-000000000001.tmp`;
    old(`${keyNumber(1)}.json`, LIFETIME + DAY);
    old(`${keyNumber(2)}.json`, LIFETIME - DAY);
    old(unfinished, 2 * DAY);
    old(fresh, 0);
    stored();
    expect(readdirSync(folder).sort()).toEqual([`${keyNumber(2)}.json`, fresh, `${KEY}.json`].sort());
  });

  test('of too many entries the oldest go', () => {
    for (let index = 0; index < LIMITS.entries; index++) {
      old(`${keyNumber(index)}.json`, 1000 * (index + 10));
    }
    stored();
    expect(readdirSync(folder)).toHaveLength(LIMITS.entries);
    expect(existsSync(pathOf())).toBe(true);
    expect(existsSync(pathOf(keyNumber(LIMITS.entries - 1)))).toBe(false);
    expect(existsSync(pathOf(keyNumber(LIMITS.entries - 2)))).toBe(true);
  });

  test('of too large ones the oldest go', () => {
    const megabyte = ' '.repeat(1024 * 1024);
    for (let index = 0; index < 34; index++) {
      old(`${keyNumber(index)}.json`, 1000 * (index + 10), megabyte);
    }
    stored();
    expect(readdirSync(folder)).toHaveLength(LIMITS.bytes / megabyte.length);
    expect(existsSync(pathOf())).toBe(true);
  });

  test('what is not ours is left alone', () => {
    old('README.md', LIFETIME * 2);
    stored();
    expect(existsSync(join(folder, 'README.md'))).toBe(true);
  });
});
