/**
 * Where each kind of log lies in the archive. AWS services append `AWSLogs/<account>/…` to theirs; none of these names
 * holds `AWSLogs` or ends in a slash, as Elastic Load Balancing requires.
 */
export const LOG_PREFIXES = {
  /** Requests at load balancers. */
  loadBalancer: 'load-balancer',
  /** Connections to load balancers, with their TLS handshakes. */
  connections: 'connections',
  /** What load balancers think of their targets. */
  healthChecks: 'health-checks',
  /** Flow logs of networks. */
  flow: 'flow',
  /** Names that were looked up in networks. */
  resolver: 'resolver',
  /** Log groups, by way of the delivery stream. */
  application: 'application',
  /** What the delivery stream could not write under `application`. */
  applicationErrors: 'application-errors',
  /** Artifacts of canaries. */
  canary: 'canary',
  /** Results of Athena queries. */
  athena: 'athena',
} as const;
