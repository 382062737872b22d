/** A dated set of defaults. A project that pins its baseline sees no default change on upgrade. */
export enum Baseline {
  /** The defaults of November 2026. */
  V2026_11 = '2026-11',
}
