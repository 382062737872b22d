import { App } from 'aws-cdk-lib';
import { Template } from 'aws-cdk-lib/assertions';
import { buildEnvironments, type BuiltEnvironment } from '../../../lib/manifest/build';
import { parseManifest } from '../../../lib/manifest/load';
import { merge } from '../../../lib/manifest/merge';

/** A manifest with one environment and nothing that has a default; its artifact lies in the folder of the example. */
export const ORDERS = {
  service: 'orders',
  owner: 'team-orders',
  costCenter: '4711',
  alerts: { page: ['pager@example.com'], ticket: ['orders@example.com'] },
  loadBalancer: { access: 'public' },
  domain: { name: 'orders.example.com', hostedZone: { id: 'Z0123456789ABCDEFGHIJ', name: 'example.com' } },
  instances: { artifact: { asset: 'app' }, port: 8080, command: '/usr/bin/node-22 server.js' },
  budget: { monthlyLimitUsd: 900 },
  environments: { staging: { tier: 'staging', account: '111122223333', region: 'eu-west-1' } },
};

const PATH = 'docs/examples/orders/seaworthy.yaml';

/** ORDERS with changes laid over it, as text; null takes a key away. */
export function ordersWith(changes: object = {}): string {
  return JSON.stringify(merge(ORDERS, changes), (_key, value: unknown) => value ?? undefined);
}

/** The environments of ORDERS with changes laid over it, in an app that runs no checks. */
export function built(changes: object = {}, flags: Record<string, unknown> = {}): BuiltEnvironment[] {
  const app = new App({ context: flags, treeMetadata: false });
  // Tests of the checks are elsewhere; here they would cost seconds.
  Object.assign(app, { [Symbol.for('seaworthy.checks')]: new Set(['awsSolutions', 'checklist']) });
  return buildEnvironments(app, parseManifest(ordersWith(changes), PATH));
}

/** The templates of the first environment, as one text. */
export function templateText(changes?: object): string {
  const [first] = built(changes);
  if (first === undefined) {
    throw new Error('there is no environment');
  }
  const { platform, service } = first;
  return [platform, service].map((stack) => JSON.stringify(Template.fromStack(stack).toJSON())).join('\n');
}
