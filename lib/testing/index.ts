/// <reference types="jest" preserve="true" />
import { toHaveFinding, toPassChecklist, type FindingFilter } from './checklist-matchers';

declare global {
  namespace jest {
    interface Matchers<R> {
      /** Nothing at or below the construct misses an item of severity error that is not waived. */
      toPassChecklist(): R;
      /** The item, like `Seaworthy::NET-03`, is missed at or below the construct. */
      toHaveFinding(id: string, filter?: FindingFilter): R;
    }
  }
}

expect.extend({ toPassChecklist, toHaveFinding });

export { toHaveFinding, toPassChecklist, type FindingFilter };
