// Measures cold synthesis: `npm run bench -- [ROUNDS] [--copies-rounds N] [--only synth|copies|packs] [--assert] [--json FILE]`,
// or `--profile CASE` for one run of a case under the profiler. See docs/benchmarks.md.
import { mkdirSync, writeFileSync } from 'node:fs';
import { availableParallelism, cpus, loadavg, totalmem } from 'node:os';
import { join, resolve } from 'node:path';
import { parseArgs } from 'node:util';
import { inventory, packTimes } from './assembly.mjs';
import { buildApps } from './build-apps.mjs';
import { copiesCases, packCases, synthCases } from './cases.mjs';
import { coldSynth, ROOT } from './cold-synth.mjs';
import { inventoryTable, packsTable, perServiceTable, targetsTable, timesTable } from './report.mjs';
import { copiesTargets, packTargets, synthTargets } from './targets.mjs';

const PARTS = ['synth', 'copies', 'packs'];

function say(text) {
  process.stderr.write(`${text}\n`);
}

function readArguments() {
  const { values, positionals } = parseArgs({
    allowPositionals: true,
    options: {
      'copies-rounds': { type: 'string', default: '3' },
      only: { type: 'string' },
      assert: { type: 'boolean', default: false },
      json: { type: 'string' },
      profile: { type: 'string' },
    },
  });
  const [rounds, copiesRounds] = [positionals[0] ?? '7', values['copies-rounds']].map(Number);
  if (![rounds, copiesRounds].every((count) => Number.isInteger(count) && count > 0)) {
    throw new TypeError(`rounds must be whole numbers above 0, got ${positionals[0] ?? values['copies-rounds']}`);
  }
  if (values.only !== undefined && !PARTS.includes(values.only)) {
    throw new TypeError(`--only must be one of ${PARTS.join(', ')}, got ${values.only}`);
  }
  return {
    ...values,
    rounds: { synth: rounds, copies: copiesRounds, packs: copiesRounds },
    parts: values.only ? [values.only] : PARTS,
  };
}

/**
 * Runs each case once to warm the system's file cache, and to see what it makes; then once a round, forwards and
 * backwards in turn, so that a drift of the machine hits all alike.
 */
function measure(cases, rounds, before, look) {
  const seen = new Map(cases.map((one) => [one.id, coldSynth(one, { look: inventory }).seen]));
  say(`${before} warm-up done`);
  const samples = new Map(cases.map(({ id }) => [id, []]));
  for (let round = 1; round <= rounds; round++) {
    for (const one of round % 2 === 1 ? cases : cases.toReversed()) {
      samples.get(one.id).push(coldSynth(one, { look }));
    }
    say(`${before} round ${round} of ${rounds}`);
  }
  return { samples, seen };
}

function synthPart(appOf, rounds) {
  const cases = synthCases(appOf);
  const { samples: results, seen } = measure(cases, rounds, 'synth');
  const [plain, production] = ['plain/on', 'production/on'].map((id) => seen.get(id));
  const targets = synthTargets(results);
  const text = [inventoryTable(plain, production), timesTable('Cold synth, whole process', cases, results)].join('\n');
  return { text, targets, results, inventories: { plain, production } };
}

function copiesPart(appOf, rounds) {
  const cases = copiesCases(appOf);
  const { samples: results } = measure(cases, rounds, 'copies');
  const targets = copiesTargets(results);
  const text = [timesTable('Services in one app', cases, results), perServiceTable(targets)].join('\n');
  return { text, targets, results };
}

function packsPart(appOf, rounds) {
  const cases = packCases(appOf);
  const { samples: results } = measure(cases, rounds, 'packs', packTimes);
  return { text: packsTable(cases, results), targets: packTargets(results), results };
}

function profile(appOf, id) {
  const cases = [...synthCases(appOf), ...copiesCases(appOf), ...packCases(appOf)];
  const one = cases.find((candidate) => candidate.id === id);
  if (one === undefined) {
    throw new TypeError(`--profile must be one of ${cases.map((candidate) => candidate.id).join(', ')}, got ${id}`);
  }
  const folder = join(ROOT, '.cache', 'bench', 'profile');
  mkdirSync(folder, { recursive: true });
  const { seconds } = coldSynth(one, { nodeOptions: ['--cpu-prof', `--cpu-prof-dir=${folder}`] });
  say(`${one.title}: ${seconds.toFixed(2)} s under the profiler; profile in ${folder}`);
}

function writeJson(file, machine, parts) {
  const content = Object.fromEntries(
    Object.entries(parts).map(([name, { results, targets, inventories }]) => [
      name,
      { samples: Object.fromEntries(results), targets, inventories },
    ]),
  );
  writeFileSync(resolve(file), `${JSON.stringify({ machine, ...content }, undefined, 2)}\n`);
}

async function main() {
  const { parts: names, rounds, assert, json, profile: profiled } = readArguments();
  const appOf = await buildApps();
  if (profiled !== undefined) {
    profile(appOf, profiled);
    return 0;
  }
  const machine = {
    node: process.version,
    cpu: cpus()[0]?.model,
    cores: availableParallelism(),
    memoryMb: Math.round(totalmem() / 1024 ** 2),
    rounds,
    loadBefore: loadavg()[0],
  };
  const parts = Object.fromEntries(
    names.map((name) => [name, { synth: synthPart, copies: copiesPart, packs: packsPart }[name](appOf, rounds[name])]),
  );
  machine.loadAfter = loadavg()[0];
  const targets = Object.values(parts).flatMap((part) => part.targets);
  const head = `Node ${machine.node}, ${machine.cores} cores (${machine.cpu}), load ${machine.loadBefore.toFixed(1)} before and ${machine.loadAfter.toFixed(1)} after\n`;
  process.stdout.write(`${[head, ...Object.values(parts).map(({ text }) => text), targetsTable(targets)].join('\n')}`);
  if (json !== undefined) {
    writeJson(json, machine, parts);
  }
  return assert && targets.some(({ met }) => met === false) ? 1 : 0;
}

try {
  process.exitCode = await main();
} catch (error) {
  say(error instanceof TypeError ? error.message : (error.stack ?? String(error)));
  process.exitCode = 2;
}
