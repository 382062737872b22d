import fc from 'fast-check';
import { Tier } from '../../../constructs/core/tier';
import { judge } from '../../../lib/checklist/judge';
import type { Judgement } from '../../../lib/checklist/judgement';
import { isObject, ownObject } from '../../../lib/checklist/json';
import { checklistOf } from '../../../lib/checklist/profile';
import { TemplateIndex, type TemplateSource } from '../../../lib/checklist/template-index';
import { padded, reordered, rewritten, WRITINGS } from './equivalents';
import { disturbedApp, generatedApp, knownApp } from './generated-templates';
import { flawsOf, statesOf } from './sound';

/** Runs of each property; more of them find more: SEAWORTHY_PROPERTY_RUNS=20000, each time with another seed. */
const RUNS = Number(process.env.SEAWORTHY_PROPERTY_RUNS ?? 100);
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

describe('the judgement does not depend', () => {
  const isUnmoved = (change: (sources: Sources) => Sources) =>
    holds(apps, (sources) => {
      const before = sized(sources);
      const { judgement, flaws } = judgedAnew(change(before));
      expect(flaws).toEqual([]);
      expect(statesOf(judgement)).toEqual(statesOf(judgedAnew(before).judgement));
    });

  test('on the order of resources and keys', () => isUnmoved(reordered));

  test('on members that are not there', () => isUnmoved(padded));

  test('on a resource that nobody speaks of', () => {
    const island = { Island: { Type: 'AWS::Made::Up', Properties: { Name: 'island', Size: 5 } } };
    const hasRoom = (source: TemplateSource) => Object.keys(ownObject(source.body, 'Resources')).length < 100;
    isUnmoved((sources) =>
      sources.map((source) =>
        isObject(source.body) && hasRoom(source)
          ? { ...source, body: { ...source.body, Resources: { ...ownObject(source.body, 'Resources'), ...island } } }
          : source,
      ),
    );
  });

  test.each(Object.entries(WRITINGS))('on %s in place of a literal', (_, writing) =>
    isUnmoved((sources) => rewritten(sources, writing)),
  );
});
