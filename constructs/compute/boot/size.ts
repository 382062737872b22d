import { Tokenization } from 'aws-cdk-lib';
import type { IConstruct } from 'constructs';
import { SeaworthyError } from '../../core/errors';

/** What EC2 takes as user data, before it is encoded. See https://docs.aws.amazon.com/AWSEC2/latest/UserGuide/user-data.html */
export const USER_DATA_LIMIT = 16_384;

/** What a token counts as: as long as the ARN of a secret, the longest value that the boot script takes. */
const TOKEN_LENGTH = 128;

/** How many bytes of user data a script takes, with a generous guess for each token in it. */
export function userDataSize(script: string): number {
  const guessed = Tokenization.reverseString(script).mapTokens({ mapToken: () => 'x'.repeat(TOKEN_LENGTH) });
  return Buffer.byteLength(String(guessed.join({ join: (left, right) => `${left ?? ''}${right ?? ''}` })));
}

/** Refuses a script that EC2 would refuse, when the instance is launched. */
export function checkSize(script: string, scope?: IConstruct): void {
  const size = userDataSize(script);
  if (size > USER_DATA_LIMIT) {
    throw new SeaworthyError(
      'UserDataTooLarge',
      `The boot script takes ${size} bytes of user data, ${USER_DATA_LIMIT} are allowed`,
      {
        scope,
        fix: 'move variables into one JSON parameter or secret, or into the artifact',
      },
    );
  }
}
