import { SeaworthyError } from '../../constructs/core/errors';

/** Far beyond what CloudFormation takes, and short of what the stack of a program bears. */
const DEEPEST = 3_500;

/** @throws SeaworthyError `TemplateTooDeep`: a value is nested so deep that nobody could judge it */
export function checkDepth(body: unknown, file: string): void {
  let level: unknown[] = [body];
  for (let depth = 0; level.length > 0; depth += 1) {
    if (depth > DEEPEST) {
      throw new SeaworthyError('TemplateTooDeep', `${file} nests values more than ${DEEPEST} deep`, {
        fix: 'flatten the value; CloudFormation would refuse it too',
      });
    }
    level = level.flatMap((value) =>
      typeof value === 'object' && value !== null ? (Object.values(value) as unknown[]) : [],
    );
  }
}
