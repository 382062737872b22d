import { execFileSync } from 'node:child_process';
import { statSync } from 'node:fs';
import { join } from 'node:path';
import { ARN, SecretsManagerDouble } from './secrets-manager';

type Handler = (event: object) => Promise<void>;

const HANDLER = '../../../lib/runtime/rotate-secret';

const double = new SecretsManagerDouble();
const SHAPE = { length: 40, without: ' !"#$%&\'()*+,/:;<=>?@[\\]^`{|}' };
const STEPS = ['createSecret', 'setSecret', 'testSecret', 'finishSecret'];
let handler: Handler;

async function step(name: string, more: object = {}): Promise<void> {
  await handler({ Step: name, SecretId: ARN, ClientRequestToken: 'new', ...more });
}

beforeAll(async () => {
  process.env.AWS_ENDPOINT_URL = await double.start();
  process.env.AWS_REGION = 'eu-west-1';
  process.env.AWS_ACCESS_KEY_ID = 'test';
  process.env.AWS_SECRET_ACCESS_KEY = 'test';
  ({ handler } = (await import(HANDLER)) as { handler: Handler });
});

afterAll(() => double.stop());

beforeEach(() => double.rotating({ SecretString: 'x'.repeat(40) }, SHAPE));

describe('a rotation', () => {
  test('ends with a new value of the same shape in use', async () => {
    for (const name of STEPS) {
      await step(name);
    }
    expect(double.stagesOf('new')).toEqual(['AWSPENDING', 'AWSCURRENT']);
    expect(double.stagesOf('old')).toEqual(['AWSPREVIOUS']);
    expect(double.textOf('new')).toMatch(/^[A-Za-z0-9._~-]{40}$/);
    for (const kind of [/[A-Z]/, /[a-z]/, /[0-9]/, /[-._~]/]) {
      expect(double.textOf('new')).toMatch(kind);
    }
  });

  test('changes one field of a secret that holds JSON, and only that', async () => {
    double.rotating(
      { SecretString: '{"username":"orders","port":5432,"password":"old"}' },
      { ...SHAPE, field: 'password' },
    );
    for (const name of STEPS) {
      await step(name);
    }
    const { password, ...others } = JSON.parse(double.textOf('new')) as { password: string };
    expect(others).toEqual({ username: 'orders', port: 5432 });
    expect(password).toMatch(/^[A-Za-z0-9._~-]{40}$/);
  });

  test('makes another value each time', async () => {
    const values = new Set<string>();
    for (let count = 0; count < 20; count += 1) {
      double.rotating({ SecretString: 'x'.repeat(40) }, SHAPE);
      await step('createSecret');
      values.add(double.textOf('new'));
    }
    expect(values.size).toBe(20);
  });
});

describe('a step that comes again', () => {
  test('createSecret keeps the value that it made', async () => {
    await step('createSecret');
    const made = double.textOf('new');
    await step('createSecret');
    expect(double.textOf('new')).toBe(made);
    expect(double.calls.filter((call) => call === 'PutSecretValue')).toHaveLength(1);
  });

  test.each(STEPS)('%s does nothing once the new value is in use', async (name) => {
    for (const one of STEPS) {
      await step(one);
    }
    double.calls = [];
    await step(name);
    expect(double.calls).toEqual(['DescribeSecret']);
  });
});

test('the trial run of a new schedule, with the value in use, passes and changes nothing', async () => {
  double.rotating({ SecretString: 'of an older shape' }, SHAPE);
  double.versions.set('new', { value: { SecretString: 'of an older shape' }, stages: ['AWSPENDING'] });
  await step('testSecret');
  expect(double.stagesOf('old')).toEqual(['AWSCURRENT']);
  expect(double.calls).not.toContain('PutSecretValue');
});

describe('refuses', () => {
  const refusal = (text: string) => expect.objectContaining({ name: 'RotationFailed', message: text }) as Error;

  test('a step that it does not know', async () => {
    await expect(step('dropSecret')).rejects.toEqual(
      refusal("Step must be one of createSecret, setSecret, testSecret, finishSecret, got 'dropSecret'"),
    );
    expect(double.calls).toEqual([]);
  });

  test('a version that is not staged', async () => {
    await expect(step('createSecret', { ClientRequestToken: 'other' })).rejects.toEqual(
      refusal(`Version other of ${ARN} is not staged for rotation`),
    );
  });

  test('a version in another stage', async () => {
    double.versions.set('new', { stages: ['AWSPREVIOUS'] });
    await expect(step('createSecret')).rejects.toEqual(
      refusal(`Version new of ${ARN} must be AWSPENDING, is AWSPREVIOUS`),
    );
  });

  test.each(['setSecret', 'testSecret', 'finishSecret'])('%s before there is a value', async (name) => {
    await expect(step(name)).rejects.toEqual(refusal(`Version new of ${ARN} has no value yet`));
    expect(double.stagesOf('old')).toEqual(['AWSCURRENT']);
  });

  test('a value of another shape, which somebody else put there', async () => {
    double.versions.set('new', { value: { SecretString: 'short' }, stages: ['AWSPENDING'] });
    await expect(step('finishSecret')).rejects.toEqual(
      refusal(`The new value of ${ARN} must be 40 characters without the excluded ones, has 5`),
    );
    double.versions.set('new', { value: { SecretString: `${'x'.repeat(39)}'` }, stages: ['AWSPENDING'] });
    await expect(step('testSecret')).rejects.toThrow('without the excluded ones');
  });

  test('the old value as the new one', async () => {
    double.versions.set('new', { value: { SecretString: 'x'.repeat(40) }, stages: ['AWSPENDING'] });
    for (const name of ['setSecret', 'finishSecret']) {
      await expect(step(name)).rejects.toEqual(refusal(`The new value of ${ARN} is the old one`));
    }
  });

  test('bytes', async () => {
    double.rotating({ SecretBinary: 'AAEC' }, SHAPE);
    await expect(step('createSecret')).rejects.toEqual(
      refusal(`${ARN} holds bytes; only text and JSON can be rotated`),
    );
  });

  test.each(['no json, but hunter2', '["hunter2"]'])(
    'JSON that is no object, without quoting it',
    async (SecretString) => {
      double.rotating({ SecretString }, { ...SHAPE, field: 'password' });
      await expect(step('createSecret')).rejects.toEqual(refusal(`The value of ${ARN} must be a JSON object`));
    },
  );

  test('a new value without its field', async () => {
    double.rotating({ SecretString: '{}' }, { ...SHAPE, field: 'password' });
    double.versions.set('new', { value: { SecretString: '{"password":1}' }, stages: ['AWSPENDING'] });
    await expect(step('testSecret')).rejects.toEqual(
      refusal(`The new value of ${ARN} must hold text in its field 'password'`),
    );
  });

  test('a secret without a shape, or with one that cannot be read', async () => {
    double.tags = [];
    await expect(step('createSecret')).rejects.toEqual(
      refusal(`${ARN} must carry its shape in the tag seaworthy:shape, got 'no such tag'`),
    );
    double.tags = [{ Key: 'seaworthy:shape', Value: 'e30=' }];
    await expect(step('createSecret')).rejects.toEqual(
      refusal(`${ARN} must carry its shape in the tag seaworthy:shape, got 'e30='`),
    );
  });
});

describe('faults of the service', () => {
  test('a throttled call is tried again', async () => {
    double.faults.set('DescribeSecret', [{ status: 400, type: 'ThrottlingException' }]);
    double.faults.set('PutSecretValue', [{ status: 500, type: 'InternalServiceError' }]);
    await step('createSecret');
    expect(double.textOf('new')).toHaveLength(40);
    expect(double.calls.filter((call) => call === 'PutSecretValue')).toHaveLength(2);
  });

  test('a refusal reaches Secrets Manager, and the old value stays in use', async () => {
    await step('createSecret');
    double.faults.set('UpdateSecretVersionStage', [{ status: 400, type: 'AccessDeniedException' }]);
    await expect(step('finishSecret')).rejects.toThrow('It went wrong');
    expect(double.stagesOf('old')).toEqual(['AWSCURRENT']);
    await step('finishSecret');
    expect(double.stagesOf('new')).toContain('AWSCURRENT');
  });

  test('only a missing value counts as none: another fault is not taken for it', async () => {
    double.faults.set('GetSecretValue', [{ status: 400, type: 'DecryptionFailure' }]);
    await expect(step('createSecret')).rejects.toThrow('It went wrong');
    expect(double.calls).not.toContain('PutSecretValue');
  });
});

describe('the bundle', () => {
  const bundle = join(__dirname, '..', '..', '..', 'dist', 'handlers', 'rotate-secret', 'index.js');

  test('is small and loads fast', () => {
    const script = `const from = performance.now(); const { handler } = require(${JSON.stringify(bundle)}); process.stdout.write(typeof handler + ' ' + (performance.now() - from))`;
    const [type, time] = execFileSync(process.execPath, ['-e', script], { stdio: ['ignore', 'pipe', 'ignore'] })
      .toString()
      .split(' ');
    expect(type).toBe('function');
    expect(Number(time)).toBeLessThan(250);
    expect(statSync(bundle).size).toBeLessThan(320_000);
  });
});
