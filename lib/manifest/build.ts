import { dirname } from 'node:path';
import type { App } from 'aws-cdk-lib';
import { Environment } from '../environment/environment';
import { PlatformStack } from '../stacks/platform-stack';
import { WebServiceStack } from '../stacks/web-service-stack';
import { serviceProps } from './instances-props';
import type { LoadedManifest } from './load';
import { pascalCase } from './pascal-case';
import { platformProps } from './platform-props';
import type { EnvironmentManifest } from './schema';
import { loadBalancerProps } from './traffic-props';
import { waiveInManifest } from './waivers';

/** The stacks of one environment. */
export interface BuiltEnvironment {
  readonly environment: Environment;
  readonly platform: PlatformStack;
  readonly service: WebServiceStack;
}

/** Builds the stacks of environments of a manifest: one stack that services stand on, one with the service. */
export function buildEnvironments(
  app: App,
  loaded: LoadedManifest,
  picked: ReadonlyMap<string, EnvironmentManifest> = loaded.environments,
): BuiltEnvironment[] {
  return [...picked].map(([name, one]) => buildEnvironment(app, loaded, name, one));
}

function buildEnvironment(
  app: App,
  { manifest, path, checks }: LoadedManifest,
  name: string,
  one: EnvironmentManifest,
): BuiltEnvironment {
  const { service, owner, baseline, runbooks } = manifest;
  const { tier, account, region, availabilityZones, expires, costCenter = manifest.costCenter } = one;
  const environment = new Environment(app, pascalCase(name), {
    tier,
    env: { account, region },
    service,
    owner,
    costCenter,
    alerts: { ...manifest.alerts, ...one.alerts },
    baseline,
    runbooks,
    environmentName: name,
    availabilityZones,
    expires,
    checks,
  });
  const platform = new PlatformStack(environment, 'Platform', {
    description: `What ${service} stands on in ${name}: network, logs, alerts, backups, budget`,
    ...platformProps(one),
  });
  const web = new WebServiceStack(environment, pascalCase(service), {
    description: `${service} in ${name}: load balancer and instances`,
    network: platform.network,
    loadBalancer: loadBalancerProps(one),
    ...serviceProps(one, platform, dirname(path)),
  });
  waiveInManifest(environment, one.waive);
  return { environment, platform, service: web };
}
