import { spawnSync } from 'node:child_process';
import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';

const ROOT = join(__dirname, '..', '..');
const CRUISER = join(ROOT, 'node_modules', 'dependency-cruiser', 'bin', 'dependency-cruise.mjs');
const RULES = join(ROOT, '.dependency-cruiser.cjs');

interface Graph {
  readonly modules: { readonly source: string }[];
  readonly summary: { readonly violations: { readonly rule: { readonly name: string }; from: string; to: string }[] };
}

function draw(cwd: string, ...folders: string[]): Graph {
  const run = spawnSync(process.execPath, [CRUISER, '--config', RULES, '--output-type', 'json', ...folders], {
    cwd,
    encoding: 'utf8',
    maxBuffer: 1e8,
  });
  return JSON.parse(run.stdout) as Graph;
}

function breaches(graph: Graph): string[] {
  return graph.summary.violations.map(({ rule, from, to }) => `${rule.name}: ${from} -> ${to}`);
}

test('every arrow of the import graph points down', () => {
  const graph = draw(ROOT, 'constructs', 'lib', 'bin');
  expect(breaches(graph)).toEqual([]);
  expect(graph.modules.some(({ source }) => source === 'constructs/core/errors.ts')).toBe(true);
});

describe('a breach is found', () => {
  const folder = mkdtempSync(join(tmpdir(), 'graph-'));
  afterAll(() => rmSync(folder, { recursive: true }));

  const files: Record<string, string> = {
    'constructs/core/low.ts': "import { high } from '../../lib/high';\nexport const low = high;\n",
    'lib/high.ts': 'export const high = 1;\n',
    'lib/one.ts': "import type { Two } from './two';\nexport type One = Two;\n",
    'lib/two.ts': "import type { One } from './one';\nexport type Two = One | 1;\n",
    'lib/room/index.ts': "export * from './inner';\n",
    'lib/room/inner.ts': 'export const inner = 1;\n',
    'lib/outside.ts': "import { inner } from './room/index';\nexport const outside = inner;\n",
    'lib/checklist/pack.ts': "import { Net } from '../../constructs/network/net';\nexport const pack = Net;\n",
    'constructs/network/net.ts': 'export const Net = 1;\n',
    'lib/report/text.ts': "import { readFileSync } from 'node:fs';\nexport const text = readFileSync;\n",
  };

  test('of each kind', () => {
    for (const [path, text] of Object.entries(files)) {
      mkdirSync(dirname(join(folder, path)), { recursive: true });
      writeFileSync(join(folder, path), text);
    }
    const found = new Set(draw(folder, 'constructs', 'lib').summary.violations.map(({ rule }) => rule.name));
    expect([...found].sort()).toEqual([
      'constructs-stand-on-the-cdk-alone',
      'judge-knows-no-construct',
      'no-barrel-from-inside',
      'no-circle',
      'reports-are-pure',
    ]);
  });
});
