import { join } from 'node:path';
import { App } from 'aws-cdk-lib';
import { Artifact } from '../../../constructs/compute/artifact';
import { Tier } from '../../../constructs/core/tier';
import { Access } from '../../../constructs/traffic/access';
import { Environment } from '../../../lib/environment/environment';
import { PlatformStack } from '../../../lib/stacks/platform-stack';
import { WebServiceStack } from '../../../lib/stacks/web-service-stack';

/**
 * One production environment with one platform and as many copies of the example service on it as BENCH_COPIES says:
 * how a team grows. BENCH_CHECKS=false leaves our own checks out.
 */
const copies = Number(process.env.BENCH_COPIES ?? '1');
const checked = process.env.BENCH_CHECKS !== 'false';
const application = join(process.cwd(), 'docs', 'examples', 'orders', 'app');
const hostedZone = { hostedZoneId: 'Z0123456789ABCDEFGHIJ', zoneName: 'example.com' };

const app = new App({ autoSynth: false });
const environment = new Environment(app, 'Production', {
  tier: Tier.PRODUCTION,
  env: { account: '111122223333', region: 'eu-west-1' },
  service: 'orders',
  owner: 'team-orders',
  costCenter: '4711',
  alerts: { page: ['orders-on-call@example.com'], ticket: ['orders@example.com'] },
  availabilityZones: ['eu-west-1a', 'eu-west-1b', 'eu-west-1c'],
  checks: { checklist: checked, awsSolutions: checked },
});
const platform = new PlatformStack(environment, 'Platform', { monthlyLimitUsd: 1500 });
for (let copy = 1; copy <= copies; copy++) {
  new WebServiceStack(environment, `Orders${copy}`, {
    network: platform.network,
    loadBalancer: { access: Access.PUBLIC, domain: { domainName: `orders${copy}.example.com`, hostedZone } },
    service: {
      artifact: Artifact.fromAsset(application),
      packages: ['nodejs22'],
      command: '/usr/bin/node-22 server.js',
      port: 8080,
      healthCheckPath: '/health',
      capacity: { min: 3, max: 12 },
      scaling: { cpuPercent: 50, requestsPerTarget: 3000 },
    },
    secrets: { 'signing-key': { description: 'Signs order receipts', length: 48 } },
    secretVariables: { ORDER_SIGNING_KEY: { name: 'signing-key' } },
  });
}
app.synth();
