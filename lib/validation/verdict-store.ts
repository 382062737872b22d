import { randomUUID } from 'node:crypto';
import { lstatSync, mkdirSync, readdirSync, readFileSync, renameSync, rmSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { digestOf } from './installed-engine';
import type { Verdict } from './verdict';
import { isVerdict } from './verdict-shape';

/** The shape of an entry. A change of it makes all entries unknown. */
export const FORMAT = 1;

const DAY = 24 * 60 * 60 * 1000;

/** How long a verdict counts, in milliseconds. The engine reads no clock; what that is worth is bounded here. */
export const LIFETIME = 7 * DAY;

/** What a folder may come to hold before the oldest entries go, in entries and in bytes. */
export const LIMITS = { entries: 1000, bytes: 32 * 1024 * 1024 } as const;

/** A verdict that is larger is judged anew each time. */
const LARGEST_ENTRY = 1024 * 1024;

const ENTRY = /^[0-9a-f]{64}\.json$/;
const UNFINISHED = /^[0-9a-f]{64}\.[0-9a-f-]{36}\.tmp$/;

interface Entry {
  readonly format: number;
  readonly key: string;
  readonly judgedAt: number;
  readonly verdict: Verdict;
  readonly seal: string;
}

/**
 * Verdicts in a folder, one file each, named by the key. Whatever is wrong with a file, its verdict is unknown; whatever
 * is wrong with the folder, nothing is known and nothing is kept. Never throws.
 *
 * A file appears whole or not at all, so that parallel runs can share the folder, and anybody may delete it.
 */
export class VerdictStore {
  constructor(private readonly folder: string | undefined) {}

  /** The verdict that was remembered under a key. */
  public recall(key: string): Verdict | undefined {
    return this.folder === undefined ? undefined : orUndefined(() => readEntry(this.pathOf(key), key)?.verdict);
  }

  /** Keeps verdicts, and lets go of the oldest ones where there are too many. */
  public remember(verdicts: readonly (readonly [key: string, verdict: Verdict])[]): void {
    orUndefined(() => {
      if (this.folder !== undefined && verdicts.length > 0) {
        mkdirSync(this.folder, { recursive: true });
        verdicts.forEach(([key, verdict]) => this.write(key, verdict));
        this.trim(this.folder);
      }
    });
  }

  private write(key: string, verdict: Verdict): void {
    const judgedAt = Date.now();
    const entry: Entry = { format: FORMAT, key, judgedAt, verdict, seal: sealOf(FORMAT, key, judgedAt, verdict) };
    const text = JSON.stringify(entry);
    if (Buffer.byteLength(text) > LARGEST_ENTRY) {
      return;
    }
    const unfinished = this.pathOf(key).replace(/json$/, `${randomUUID()}.tmp`);
    try {
      writeFileSync(unfinished, text, { flag: 'wx' });
      renameSync(unfinished, this.pathOf(key));
    } catch (error) {
      rmSync(unfinished, { force: true });
      throw error;
    }
  }

  private trim(folder: string): void {
    const files = readdirSync(folder)
      .filter((name) => ENTRY.test(name) || UNFINISHED.test(name))
      .flatMap((name) => orUndefined(() => ({ name, ...ageAndSize(join(folder, name)) })) ?? [])
      .sort((one, other) => one.age - other.age);
    let bytes = 0;
    files.forEach(({ name, age, size }, index) => {
      bytes += size;
      const isLeftOver = UNFINISHED.test(name) && age > DAY;
      if (isLeftOver || age > LIFETIME || index >= LIMITS.entries || bytes > LIMITS.bytes) {
        orUndefined(() => rmSync(join(folder, name), { force: true }));
      }
    });
  }

  private pathOf(key: string): string {
    return join(this.folder ?? '', `${key}.json`);
  }
}

function readEntry(path: string, key: string): Entry | undefined {
  const file = lstatSync(path);
  // Reading a pipe would wait for ever, and a link may lead to anything.
  if (!file.isFile() || file.size > LARGEST_ENTRY) {
    return undefined;
  }
  const entry: unknown = JSON.parse(readFileSync(path, 'utf8'));
  return isEntryFor(key, entry) ? entry : undefined;
}

function isEntryFor(key: string, value: unknown): value is Entry {
  const { format, key: own, judgedAt, verdict, seal } = value as Partial<Record<keyof Entry, unknown>>;
  return (
    format === FORMAT &&
    own === key &&
    typeof judgedAt === 'number' &&
    isAlive(Date.now() - judgedAt) &&
    isVerdict(verdict) &&
    seal === sealOf(format, key, judgedAt, verdict)
  );
}

/** A clock may be a little off; an entry from far ahead says nothing of its age. */
function isAlive(age: number): boolean {
  return age <= LIFETIME && age >= -DAY;
}

/** Says whether an entry is as it was written: it binds a verdict to its key. */
function sealOf(...parts: [format: number, key: string, judgedAt: number, verdict: Verdict]): string {
  return digestOf(JSON.stringify(parts));
}

function ageAndSize(path: string): { age: number; size: number } {
  const { mtimeMs, size } = lstatSync(path);
  return { age: Date.now() - mtimeMs, size };
}

/** A folder that cannot be read or written is as good as none. */
function orUndefined<T>(act: () => T): T | undefined {
  try {
    return act();
  } catch {
    return undefined;
  }
}
