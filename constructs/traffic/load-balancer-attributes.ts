import type { ApplicationListener, ApplicationLoadBalancer } from 'aws-cdk-lib/aws-elasticloadbalancingv2';
import type { LogArchive } from '../observability/log-archive';
import { LOG_PREFIXES } from '../observability/log-prefixes';

/**
 * Writes a load balancer's access, connection and health check logs into the archive. Written as attributes, because the L2's own
 * method needs a stack that knows its region; the archive's policy already lets the delivery service in.
 */
export function logInto(archive: LogArchive, alb: ApplicationLoadBalancer): void {
  for (const [kind, prefix] of [
    ['access_logs', LOG_PREFIXES.loadBalancer],
    ['connection_logs', LOG_PREFIXES.connections],
    ['health_check_logs', LOG_PREFIXES.healthChecks],
  ]) {
    alb.setAttribute(`${kind}.s3.enabled`, 'true');
    alb.setAttribute(`${kind}.s3.bucket`, archive.bucket.bucketName);
    alb.setAttribute(`${kind}.s3.prefix`, prefix);
  }
  // The service writes a test object when logging is turned on, which the policy must already allow.
  if (archive.bucket.policy !== undefined) {
    alb.node.addDependency(archive.bucket.policy);
  }
}

/** Headers of every answer: browsers stay on HTTPS for a year and guess no types, and nobody learns what serves them. */
export function hardenAnswers(listener: ApplicationListener): void {
  listener.setAttribute('routing.http.response.strict_transport_security.header_value', 'max-age=31536000');
  listener.setAttribute('routing.http.response.x_content_type_options.header_value', 'nosniff');
  listener.setAttribute('routing.http.response.server.enabled', 'false');
}
