import { Token } from 'aws-cdk-lib';

const CREDENTIAL_NAME = /password|passwd|secret|token|api_?key|private_?key/i;
const HARMLESS_NAME = /(ARN|NAME|ID|URL|TTL|PATH)$/i;
const HARMLESS_VALUE = /^(arn:.*|\/.*|\d+(\.\d+)?|true|false|)$/is;
const ACCESS_KEY = /\b(AKIA|ASIA)[A-Z0-9]{16}\b/;

/** Whether a plain setting is, by its name and value, a password or key that belongs into Secrets Manager. */
export function looksLikeCredential(name: string, value: string): boolean {
  if (Token.isUnresolved(value)) {
    return false;
  }
  return (
    ACCESS_KEY.test(value) || (CREDENTIAL_NAME.test(name) && !HARMLESS_NAME.test(name) && !HARMLESS_VALUE.test(value))
  );
}
