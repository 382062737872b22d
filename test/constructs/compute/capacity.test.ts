import fc from 'fast-check';
import { Construct } from 'constructs';
import { CAPACITY_RULES, ceilingForZoneLoss } from '../../../constructs/compute/capacity';
import { checkProps } from '../../../constructs/core/props';
import { Tier } from '../../../constructs/core/tier';

const mins = fc.integer({ min: 1, max: 5_000 });
const zones = fc.integer({ min: 2, max: 6 });

describe('the ceiling for the loss of a zone', () => {
  test.each([
    [3, 3, 5],
    [2, 3, 3],
    [4, 3, 6],
    [2, 2, 4],
    [3, 4, 4],
    [1, 3, 2],
    [5, 1, 5],
  ])('of %i instances in %i zones is %i', (min, z, ceiling) => {
    expect(ceilingForZoneLoss(min, z)).toBe(ceiling);
  });

  test('leaves, with one zone of an even spread gone, at least the minimum', () => {
    fc.assert(
      fc.property(mins, zones, (min, z) => {
        const ceiling = ceilingForZoneLoss(min, z);
        expect((ceiling * (z - 1)) / z).toBeGreaterThanOrEqual(min);
      }),
    );
  });

  test('asks for no instance too many', () => {
    fc.assert(
      fc.property(mins, zones, (min, z) => {
        const oneLess = ceilingForZoneLoss(min, z) - 1;
        expect((oneLess * (z - 1)) / z).toBeLessThan(min);
      }),
    );
  });

  test('always leaves room to scale', () => {
    fc.assert(fc.property(mins, zones, (min, z) => expect(ceilingForZoneLoss(min, z)).toBeGreaterThan(min)));
  });
});

describe('the rules', () => {
  const accepts = (min: number, max: number, z: number, tier: Tier, zoneLossAccepted = false) => {
    const facts = { min, max, zones: z, tier, zoneLossAccepted };
    try {
      checkProps(new Construct(undefined as never, ''), facts, CAPACITY_RULES);
      return true;
    } catch {
      return false;
    }
  };

  test('agree with the arithmetic in production', () => {
    fc.assert(
      fc.property(fc.integer({ min: 1, max: 60 }), fc.integer({ min: 1, max: 90 }), zones, (min, max, z) => {
        expect(accepts(min, max, z, Tier.PRODUCTION)).toBe(min >= 2 && max >= (min * z) / (z - 1));
      }),
    );
  });

  test('allow one instance outside production, and the loss of it', () => {
    fc.assert(
      fc.property(mins, fc.constantFrom(Tier.STAGING, Tier.DEVELOPMENT), (min, tier) => {
        expect(accepts(min, min, 1, tier)).toBe(true);
      }),
    );
  });

  test('a waiver lifts what the loss of a zone asks for, not common sense', () => {
    expect(accepts(1, 1, 3, Tier.PRODUCTION, true)).toBe(true);
    expect(accepts(2, 1, 3, Tier.PRODUCTION, true)).toBe(false);
    expect(accepts(0, 1, 3, Tier.PRODUCTION, true)).toBe(false);
    expect(accepts(1.5, 4, 3, Tier.STAGING)).toBe(false);
  });
});
