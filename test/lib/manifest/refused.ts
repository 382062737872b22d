import { SeaworthyError } from '../../../constructs/core/errors';
import { parseManifest } from '../../../lib/manifest/load';

/** A manifest that is right; its artifact is found from the working folder of the tests. */
export const GOOD = `
service: orders
owner: team-orders
costCenter: "4711"
alerts:
  page: [pager@example.com]
  ticket: [orders@example.com]
loadBalancer:
  access: public
budget:
  monthlyLimitUsd: 900
instances:
  artifact: { asset: docs/examples/orders/app }
  port: 8080
  capacity: { min: 3, max: 9 }
  secrets: { SIGNING_KEY: signing-key }
secrets:
  signing-key: { length: 40 }
environments:
  production:
    tier: production
    account: "111122223333"
    region: eu-west-1
    network: { cidr: 10.10.0.0/16 }
  staging:
    tier: staging
    account: "111122224444"
    region: eu-west-1
    network: { cidr: 10.20.0.0/16 }
    instances:
      capacity: { min: 2 }
domain: { certificateArn: "arn:aws:acm:eu-west-1:111122223333:certificate/6f1b9f2c" }
`;

/** How a text is refused. */
export function refused(text: string): string {
  try {
    parseManifest(text, 'service.yaml');
  } catch (error) {
    expect(error).toBeInstanceOf(SeaworthyError);
    expect((error as SeaworthyError).code).toBe('ManifestInvalid');
    return (error as SeaworthyError).message;
  }
  throw new Error('the manifest was accepted');
}

/** GOOD with one piece of text replaced. */
export function changed(from: string | RegExp, to: string): string {
  expect(GOOD).toMatch(from);
  return GOOD.replace(from, to);
}

/** The problems of GOOD with lines replaced or added: `line:column  message`, one text each. */
export function problems(text: string): string[] {
  return refused(text)
    .split('\n')
    .slice(1)
    .map((line) => line.replace('  service.yaml:', ''));
}
