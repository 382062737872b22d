import { Tags } from 'aws-cdk-lib';
import type { Secret } from 'aws-cdk-lib/aws-secretsmanager';

/** The tag from which the rotation function learns how to make the next value. */
export const SHAPE_TAG = 'seaworthy:shape';

/** The longest value of a tag. */
export const MAX_TAG_VALUE = 256;

/** How the value of a secret is made. */
export interface SecretShape {
  readonly length: number;
  /** Characters that it may not hold. */
  readonly without: string;
  /** The field of a JSON value that is generated. */
  readonly field?: string;
}

/** A shape as the tag carries it: as base64, since tags take few kinds of characters. */
export function encodeShape({ length, without, field }: SecretShape): string {
  return Buffer.from(JSON.stringify({ length, without, field })).toString('base64');
}

/** Leaves the shape on a secret. */
export function tagShape(secret: Secret, shape: SecretShape): void {
  Tags.of(secret).add(SHAPE_TAG, encodeShape(shape));
}
