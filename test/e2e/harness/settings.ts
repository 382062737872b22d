import { join } from 'node:path';

/** The root of the repository. */
export const ROOT = join(__dirname, '..', '..', '..');

/** The account that the emulator answers for. */
export const ACCOUNT = '123456789012';
export const REGION = 'eu-west-1';
export const ZONES = ['a', 'b', 'c'].map((letter) => `${REGION}${letter}`);

/** What the CLI calls the two stacks, in the order of their deployment. */
export const PLATFORM = 'orders-production-Platform';
export const SERVICE = 'orders-production-Orders';

/** Where this run may write: made, and removed after success, by run.mjs. */
export function workFolder(): string {
  return fromEnvironment('E2E_FOLDER');
}

/** Where all calls go. run.mjs has made sure that it is on loopback. */
export function endpoint(): string {
  return fromEnvironment('AWS_ENDPOINT_URL');
}

function fromEnvironment(name: string): string {
  const value = process.env[name];
  if (value === undefined || value === '') {
    throw new Error(`${name} is not set: start this test with \`npm run e2e\``);
  }
  return value;
}
