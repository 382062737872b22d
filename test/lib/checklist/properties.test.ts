import fc from 'fast-check';
import { Tier } from '../../../constructs/core/tier';
import { judge } from '../../../lib/checklist/judge';
import type { Judgement } from '../../../lib/checklist/judgement';
import { isObject, ownObject } from '../../../lib/checklist/json';
import { checklistOf } from '../../../lib/checklist/profile';
import { TemplateIndex, type TemplateSource } from '../../../lib/checklist/template-index';
import { ALL_CASES } from './cases/all-cases';
import type { TableCase } from './cases/case-table';
import { padded, reordered, rewritten, WRITINGS } from './equivalents';
import { disturbedApp, generatedApp, knownApp } from './generated-templates';
import { judged } from './judging';
import { flawsOf, statesOf } from './sound';

/** Runs of each property; more of them find more: SEAWORTHY_PROPERTY_RUNS=20000, each time with another seed. */
const RUNS = Number(process.env.SEAWORTHY_PROPERTY_RUNS ?? 30);
const SEED = Number(
  process.env.SEAWORTHY_PROPERTY_SEED ?? (process.env.SEAWORTHY_PROPERTY_RUNS === undefined ? 20261120 : Date.now()),
);
const CHECKLIST = checklistOf();

type Sources = readonly TemplateSource[];

const tier = fc.constantFrom(undefined, ...Object.values(Tier));

function judgedAnew(sources: Sources, by?: Tier): { judgement: Judgement; flaws: string[] } {
  const index = new TemplateIndex(sources, by);
  const judgement = judge(index, { ...CHECKLIST, today: '2026-11-20' });
  return { judgement, flaws: flawsOf(judgement, index) };
}

function holds<T>(arbitrary: fc.Arbitrary<T>, property: (one: T) => void, share = 1): void {
  fc.assert(fc.property(arbitrary, property), { seed: SEED, numRuns: Math.ceil(RUNS * share) });
}

const apps = fc.oneof(knownApp, disturbedApp, generatedApp);

/** The size of each template as it was: it is what PRV-05 asks for. */
function sized(sources: Sources): TemplateSource[] {
  return sources.map((source) => ({ ...source, bytes: source.bytes ?? 1_000 }));
}

describe.each([
  ['generated apps', generatedApp],
  ['tests that were disturbed', disturbedApp],
])('%s', (_, arbitrary: fc.Arbitrary<Sources>) => {
  test('are judged without a flaw, and twice the same', () => {
    holds(
      fc.tuple(arbitrary, tier),
      ([sources, by]) => {
        const { judgement, flaws } = judgedAnew(sources, by);
        expect(flaws).toEqual([]);
        expect(JSON.stringify(judgedAnew(sources, by).judgement)).toBe(JSON.stringify(judgement));
      },
      4,
    );
  });
});

const island = { Island: { Type: 'AWS::Made::Up', Properties: { Name: 'island', Size: 5 } } };

/** Templates with one more resource; PRV-05 counts them, so that large ones stay as they are. */
function withIsland(sources: Sources): TemplateSource[] {
  return sources.map((source) => {
    const resources = ownObject(source.body, 'Resources');
    return isObject(source.body) && Object.keys(resources).length < 100
      ? { ...source, body: { ...source.body, Resources: { ...resources, ...island } } }
      : source;
  });
}

type Change = (sources: Sources) => Sources;

const writings = Object.entries(WRITINGS).map(([name, writing]): [string, Change] => [
  `${name} in place of a literal`,
  (sources) => rewritten(sources, writing),
]);

describe('the judgement does not depend on', () => {
  test.each<[string, Change]>([
    ['the order of resources and keys', reordered],
    ['members that are not there', padded],
    ['a resource that nobody speaks of', withIsland],
    ...writings,
  ])('%s', (_, change) =>
    holds(apps, (sources) => {
      const before = sized(sources);
      const { judgement, flaws } = judgedAnew(change(before));
      expect(flaws).toEqual([]);
      expect(statesOf(judgement)).toEqual(statesOf(judgedAnew(before).judgement));
    }),
  );
});

describe('no case of an item depends on', () => {
  const statesIn = (one: TableCase, sources: Sources) => statesOf(judged(sources, one, one.item)).join();
  const before = ALL_CASES.map((one) => statesIn(one, sized(one.sources)));

  test.each<[string, Change]>([
    ['the order of resources and keys', reordered],
    ['members that are not there', padded],
    ...writings.filter(([name]) => /^Fn::(If|Join of two halves) /.test(name)),
  ])('%s', (_, change) => {
    const moved = ALL_CASES.filter((one, at) => statesIn(one, change(sized(one.sources))) !== before[at]);
    expect(moved.map(({ item, what }) => `${item}: ${what}`)).toEqual([]);
  });
});
