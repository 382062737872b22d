import { mkdirSync, mkdtempSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import type { Terminal } from '../../../lib/cli/io';
import { seaworthy } from '../../../lib/cli/seaworthy';

/** What a command said and how it ended. */
export interface Said {
  readonly code: number;
  readonly printed: string;
  readonly told: string;
}

/** Runs `seaworthy` with these arguments in this process. */
export async function run(args: readonly string[], input = ''): Promise<Said> {
  const printed: string[] = [];
  const told: string[] = [];
  const terminal: Terminal = {
    print: (text) => printed.push(text),
    tell: (text) => told.push(text),
    hasColour: false,
    printsColour: false,
    width: 100,
    printWidth: 100,
    read: () => Promise.resolve(Buffer.from(input)),
  };
  const code = await seaworthy(args, terminal);
  return { code, printed: printed.join('\n'), told: told.join('\n') };
}

const FOLDER = mkdtempSync(join(tmpdir(), 'seaworthy-check-'));

/** A file for a test; texts as they are, everything else as JSON. */
export function written(name: string, content: unknown): string {
  const path = join(FOLDER, name);
  mkdirSync(dirname(path), { recursive: true });
  writeFileSync(path, typeof content === 'string' || Buffer.isBuffer(content) ? content : JSON.stringify(content));
  return path;
}

/** What `check --json` prints, as far as tests read it. */
export interface CheckedJson {
  readonly findings: { id: string; resource: string | null; path: string; severity: string; found: string }[];
  readonly undecided: { id: string; resource: string | null; path: string; found: string }[];
  readonly waived: {
    id: string;
    resource: string | null;
    waiver: { reason: string; owner?: string; until?: string };
  }[];
  readonly met: { id: string; resource: string | null; path: string; found: string }[];
  readonly broken: { id: string; error: string }[];
  readonly waivers: { id: string; path: string; reason: string; matched: number }[];
}

/** The judgement of `check --json` on a template; whatever it comes to, no rule may fail itself. */
export async function checked(path: string, ...options: string[]): Promise<CheckedJson> {
  const { code, printed, told } = await run(['check', path, '--json', ...options]);
  if (code === 2) {
    throw new TypeError(told);
  }
  const judgement = JSON.parse(printed) as CheckedJson;
  expect(judgement.broken).toEqual([]);
  return judgement;
}
