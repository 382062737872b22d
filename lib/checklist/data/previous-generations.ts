/** EC2 families that AWS lists as previous generation on 2026-11-20, and t2, which counts as one. */
export const PREVIOUS_GENERATIONS: ReadonlySet<string> = new Set(
  (
    'a1 c1 c3 c4 cc1 cc2 cg1 cr1 d2 f1 g2 g3 g3s h1 hi1 hs1 i2 i3 m1 m2 m3 m4 p2 p3 p3dn r3 r4 t1 t2 x1 x1e' as const
  ).split(' '),
);

/** The family of an instance class: `m4` of `db.m4.large`, `cache.m4.large` and `m4.large.search`. */
export function familyOf(instanceClass: string): string {
  return instanceClass.replace(/^(db|cache)\./, '').split('.')[0] ?? '';
}
