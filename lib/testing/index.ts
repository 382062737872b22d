/// <reference types="jest" preserve="true" />
import { toHaveFinding, toPassChecklist, type FindingFilter } from './checklist-matchers';

declare global {
  namespace jest {
    interface Matchers<R, T> {
      /** Nothing at or below the construct misses an item of severity error that is not waived. */
      toPassChecklist(this: Matchers<R, T>): R;
      /** The item, like `Seaworthy::NET-03`, is missed at or below the construct. */
      toHaveFinding(this: Matchers<R, T>, id: string, filter?: FindingFilter): R;
    }
  }
}

expect.extend({ toPassChecklist, toHaveFinding });

export { toHaveFinding, toPassChecklist, type FindingFilter };
