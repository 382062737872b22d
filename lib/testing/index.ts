import type {} from 'expect';
import { toHaveFinding, toPassChecklist, type FindingFilter } from './checklist-matchers';

/** The matchers as `expect()` offers them. */
export interface ChecklistMatchers<R> {
  /** Nothing at or below the construct misses an item of severity error that is not waived. */
  toPassChecklist(): R;
  /** The item, like `Seaworthy::NET-03` or `NET-03`, is missed at or below the construct. */
  toHaveFinding(id: string, filter?: FindingFilter): R;
}

declare global {
  namespace jest {
    interface Matchers<R, T> extends ChecklistMatchers<R> {
      toPassChecklist(this: Matchers<R, T>): R;
    }
  }
}

// The types of `@jest/globals`; a compiler that finds no such module passes over it in the declarations.
declare module 'expect' {
  interface Matchers<R> extends ChecklistMatchers<R> {
    toPassChecklist(): R;
  }
}

/** A runner without globals is handed the matchers: `expect.extend({ toPassChecklist, toHaveFinding })`. */
const runner = globalThis as { readonly expect?: { extend?(matchers: object): void } };
runner.expect?.extend?.({ toPassChecklist, toHaveFinding });

export { toHaveFinding, toPassChecklist, type FindingFilter };
