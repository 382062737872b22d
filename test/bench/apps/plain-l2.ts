import { App, Stage, Tags } from 'aws-cdk-lib';
import { PlatformStack } from './plain-l2/platform-stack';
import { ServiceStack } from './plain-l2/service-stack';

// The resources of the example's production environment, written by hand with what the CDK offers: no construct, no
// check and no helper of ours.
const app = new App({ autoSynth: false });
const production = new Stage(app, 'Production', { env: { account: '111122223333', region: 'eu-west-1' } });
for (const [key, value] of Object.entries({
  service: 'orders',
  owner: 'team-orders',
  environment: 'production',
  'cost-center': '4711',
})) {
  Tags.of(production).add(key, value);
}
const platform = new PlatformStack(production, 'Platform', {
  description: 'What orders stands on in production',
  terminationProtection: true,
});
new ServiceStack(production, 'Orders', {
  description: 'orders in production',
  terminationProtection: true,
  platform,
});
app.synth();
