import { SeaworthyError } from '../../constructs/core/errors';

/** The error that an action throws, which must be one of ours. */
export function thrownBy(action: () => unknown): SeaworthyError {
  try {
    action();
  } catch (error) {
    expect(error).toBeInstanceOf(SeaworthyError);
    return error as SeaworthyError;
  }
  throw new Error('nothing was thrown');
}
