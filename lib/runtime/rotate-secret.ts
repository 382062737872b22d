import { randomInt } from 'node:crypto';
import {
  DescribeSecretCommand,
  GetSecretValueCommand,
  PutSecretValueCommand,
  ResourceNotFoundException,
  SecretsManagerClient,
  UpdateSecretVersionStageCommand,
  type DescribeSecretCommandOutput,
} from '@aws-sdk/client-secrets-manager';

/** What Secrets Manager asks for; the same step may come more than once. */
export interface RotationEvent {
  readonly Step: string;
  readonly SecretId: string;
  /** Id of the version that the rotation makes. */
  readonly ClientRequestToken: string;
  readonly RotationToken?: string;
}

/** How a value is made. */
interface Shape {
  readonly length: number;
  /** Characters that it may not hold. */
  readonly without: string;
  /** The field of a JSON value that changes; the whole value where there is none. */
  readonly field?: string;
}

/** Why a rotation did not go on. No value of a secret ever stands in its text. */
class RotationFailed extends Error {
  public override readonly name = 'RotationFailed';
}

/** The tag in which the construct leaves the shape of a secret's value, as base64 of JSON. */
const SHAPE_TAG = 'seaworthy:shape';
const CURRENT = 'AWSCURRENT';
const PENDING = 'AWSPENDING';

/** The kinds of characters that Secrets Manager generates by default; a value holds at least one of each. */
const KINDS = [
  'ABCDEFGHIJKLMNOPQRSTUVWXYZ',
  'abcdefghijklmnopqrstuvwxyz',
  '0123456789',
  '!"#$%&\'()*+,-./:;<=>?@[\\]^_`{|}~',
];

const client = new SecretsManagerClient({ maxAttempts: 5 });

const STEPS: Record<string, (event: RotationEvent, secret: DescribeSecretCommandOutput) => Promise<void>> = {
  createSecret: create,
  // Nobody else has to be told of these values, so to set one is to see that it is there and well formed.
  setSecret: check,
  testSecret: check,
  finishSecret: finish,
};

/** One step of a rotation. Repeating a step that is done changes nothing. */
export async function handler(event: RotationEvent): Promise<void> {
  const step = STEPS[event.Step];
  if (step === undefined) {
    throw new RotationFailed(`Step must be one of ${Object.keys(STEPS).join(', ')}, got '${event.Step}'`);
  }
  const secret = await client.send(new DescribeSecretCommand({ SecretId: event.SecretId }));
  const stages = secret.VersionIdsToStages?.[event.ClientRequestToken];
  if (stages === undefined) {
    throw new RotationFailed(`Version ${event.ClientRequestToken} of ${event.SecretId} is not staged for rotation`);
  }
  if (stages.includes(CURRENT)) {
    return;
  }
  if (!stages.includes(PENDING)) {
    throw new RotationFailed(
      `Version ${event.ClientRequestToken} of ${event.SecretId} must be ${PENDING}, is ${stages.join(', ') || 'nothing'}`,
    );
  }
  await step(event, secret);
}

async function create(event: RotationEvent, secret: DescribeSecretCommandOutput): Promise<void> {
  if ((await pendingValue(event)) !== undefined) {
    return;
  }
  const { SecretId, ClientRequestToken, RotationToken } = event;
  const SecretString = renew(await currentValue(event), shapeOf(event, secret), SecretId);
  await client.send(
    new PutSecretValueCommand({ SecretId, ClientRequestToken, RotationToken, SecretString, VersionStages: [PENDING] }),
  );
}

/**
 * Sees that the new value is there, of the right shape, and not the old one. Secrets Manager tries a function out with
 * the value in use when a schedule is made or changed (`RotateImmediatelyOnUpdate: false`), by the step testSecret alone.
 */
async function check(event: RotationEvent, secret: DescribeSecretCommandOutput): Promise<void> {
  const pending = await pendingValue(event);
  if (pending === undefined) {
    throw new RotationFailed(`Version ${event.ClientRequestToken} of ${event.SecretId} has no value yet`);
  }
  if (pending === (await currentValue(event))) {
    if (event.Step === 'testSecret') {
      return;
    }
    throw new RotationFailed(`The new value of ${event.SecretId} is the old one`);
  }
  const shape = shapeOf(event, secret);
  const value = generatedPart(pending, shape, event.SecretId);
  if (value.length !== shape.length || [...value].some((one) => shape.without.includes(one))) {
    throw new RotationFailed(
      `The new value of ${event.SecretId} must be ${shape.length} characters without the excluded ones, has ${value.length}`,
    );
  }
}

async function finish(event: RotationEvent, secret: DescribeSecretCommandOutput): Promise<void> {
  await check(event, secret);
  const { SecretId, ClientRequestToken } = event;
  const versions = Object.entries(secret.VersionIdsToStages ?? {});
  const RemoveFromVersionId = versions.find(([, stages]) => stages.includes(CURRENT))?.[0];
  await client.send(
    new UpdateSecretVersionStageCommand({
      SecretId,
      VersionStage: CURRENT,
      MoveToVersionId: ClientRequestToken,
      RemoveFromVersionId,
    }),
  );
}

async function currentValue({ SecretId }: RotationEvent): Promise<string> {
  const { SecretString } = await client.send(new GetSecretValueCommand({ SecretId, VersionStage: CURRENT }));
  if (SecretString === undefined) {
    throw new RotationFailed(`${SecretId} holds bytes; only text and JSON can be rotated`);
  }
  return SecretString;
}

async function pendingValue({ SecretId, ClientRequestToken }: RotationEvent): Promise<string | undefined> {
  try {
    const version = { SecretId, VersionId: ClientRequestToken, VersionStage: PENDING };
    return (await client.send(new GetSecretValueCommand(version))).SecretString;
  } catch (error) {
    if (error instanceof ResourceNotFoundException) {
      return undefined;
    }
    throw error;
  }
}

function shapeOf({ SecretId }: RotationEvent, { Tags = [] }: DescribeSecretCommandOutput): Shape {
  const text = Tags.find(({ Key }) => Key === SHAPE_TAG)?.Value;
  try {
    const shape = JSON.parse(Buffer.from(text ?? '', 'base64').toString()) as Partial<Shape>;
    if (typeof shape.length === 'number' && typeof shape.without === 'string') {
      return { length: shape.length, without: shape.without, field: shape.field };
    }
  } catch {
    // Falls through to the error below, which says what is expected.
  }
  throw new RotationFailed(`${SecretId} must carry its shape in the tag ${SHAPE_TAG}, got '${text ?? 'no such tag'}'`);
}

/** The value that follows another: of the same form, with a new generated part. */
function renew(current: string, shape: Shape, secretId: string): string {
  const fresh = generate(shape);
  if (shape.field === undefined) {
    return fresh;
  }
  return JSON.stringify({ ...fieldsOf(current, secretId), [shape.field]: fresh });
}

function generatedPart(value: string, { field }: Shape, secretId: string): string {
  if (field === undefined) {
    return value;
  }
  const part = fieldsOf(value, secretId)[field];
  if (typeof part !== 'string') {
    throw new RotationFailed(`The new value of ${secretId} must hold text in its field '${field}'`);
  }
  return part;
}

function fieldsOf(value: string, secretId: string): Record<string, unknown> {
  try {
    const fields: unknown = JSON.parse(value);
    if (typeof fields === 'object' && fields !== null && !Array.isArray(fields)) {
      return fields as Record<string, unknown>;
    }
  } catch {
    // The parser quotes what it could not read, and that must not reach a log.
  }
  throw new RotationFailed(`The value of ${secretId} must be a JSON object`);
}

/** Draws until each kind of character that is allowed occurs, so that no position betrays a kind. */
function generate({ length, without }: Shape): string {
  const kinds = KINDS.map((kind) => [...kind].filter((one) => !without.includes(one))).filter(({ length: n }) => n > 0);
  const alphabet = kinds.flat();
  for (;;) {
    const drawn = Array.from({ length }, () => alphabet[randomInt(alphabet.length)] ?? '');
    if (kinds.every((kind) => kind.some((one) => drawn.includes(one)))) {
      return drawn.join('');
    }
  }
}
