import { Duration } from 'aws-cdk-lib';
import { Access } from '../../constructs/traffic/access';
import type { DomainProps } from '../../constructs/traffic/domain';
import type { LoadBalancerProps } from '../../constructs/traffic/load-balancer';
import { mapDefined } from './map-defined';
import type { EnvironmentManifest } from './schema';

/** The props of the load balancer. */
export function loadBalancerProps({
  domain,
  loadBalancer = {},
  webFirewall,
}: EnvironmentManifest): Omit<LoadBalancerProps, 'network'> {
  const { access, maintenance, idleTimeoutSeconds, deletionProtection, objectivePercent, thresholds } = loadBalancer;
  return {
    access: accessOf(access),
    domain: domain?.name === undefined ? undefined : domainProps(domain, domain.name),
    certificateArn: domain?.name === undefined ? domain?.certificateArn : undefined,
    webFirewall,
    maintenance:
      typeof maintenance === 'object'
        ? {
            enabled: maintenance.enabled,
            page: maintenance.page,
            retryAfter: mapDefined(maintenance.retryAfterMinutes, (minutes) => Duration.minutes(minutes)),
          }
        : maintenance,
    idleTimeout: mapDefined(idleTimeoutSeconds, (seconds) => Duration.seconds(seconds)),
    deletionProtection,
    objective: objectivePercent,
    thresholds: thresholds && {
      errorPercent: thresholds.errorPercent,
      latency: mapDefined(thresholds.latencySeconds, (seconds) => Duration.millis(seconds * 1000)),
      minimumRequests: thresholds.minimumRequests,
      minimumRequestsForLatency: thresholds.minimumRequestsForLatency,
      connectionErrors: thresholds.connectionErrors,
    },
  };
}

function accessOf(access: NonNullable<EnvironmentManifest['loadBalancer']>['access']): Access {
  if (Array.isArray(access)) {
    return Access.cidrs(...access);
  }
  if (typeof access === 'object') {
    return Access.internalCidrs(...access.internal);
  }
  return access === 'public' ? Access.PUBLIC : Access.INTERNAL;
}

function domainProps(domain: NonNullable<EnvironmentManifest['domain']>, domainName: string): DomainProps {
  const { hostedZone, certificateArn } = domain;
  return {
    domainName,
    hostedZone: hostedZone && { hostedZoneId: hostedZone.id, zoneName: hostedZone.name },
    certificateArn,
  };
}
