import { Duration } from 'aws-cdk-lib';
import { type IMetric, MathExpression, type Metric } from 'aws-cdk-lib/aws-cloudwatch';
import { type ApplicationLoadBalancer, HttpCodeElb, HttpCodeTarget } from 'aws-cdk-lib/aws-elasticloadbalancingv2';

const MINUTE = Duration.minutes(1);

/** What users of a load balancer experience. */
export class LoadBalancerMetrics {
  constructor(
    private readonly alb: ApplicationLoadBalancer,
    /** Requests that the maintenance page answered: 503 on purpose, and so no errors. */
    private readonly onPurpose?: Metric,
  ) {}

  /** Requests that were answered with a status of 500 or more, by targets or by the balancer itself. */
  public errors(period = MINUTE): IMetric {
    const own = this.alb.metrics.httpCodeElb(HttpCodeElb.ELB_5XX_COUNT, { period });
    const targets = this.alb.metrics.httpCodeTarget(HttpCodeTarget.TARGET_5XX_COUNT, { period });
    // A list skips what is missing, and CloudWatch has no point for a count of zero.
    const [all, metrics] = ['SUM([FILL(elb5xx, 0), FILL(target5xx, 0)])', { elb5xx: own, target5xx: targets }];
    return this.onPurpose === undefined
      ? math('Errors', period, all, metrics)
      : math('Errors', period, `${all} - FILL(purpose, 0)`, { ...metrics, purpose: this.onPurpose.with({ period }) });
  }

  /**
   * All requests. The balancer counts only those for which it found a target; where it found none, every request is an
   * error, so the number of errors is the number of requests.
   */
  public requests(period = MINUTE): IMetric {
    return math('Requests', period, 'MAX([FILL(answered, 0), errors])', {
      answered: this.alb.metrics.requestCount({ period }),
      errors: this.errors(period),
    });
  }

  /** Errors per hundred requests; 0 in a minute with fewer than `minimumRequests`. */
  public errorRate(minimumRequests: number, period = MINUTE): IMetric {
    return math('Errors (%)', period, `IF(requests >= ${minimumRequests}, 100 * errors / requests, 0)`, {
      requests: this.requests(period),
      errors: this.errors(period),
    });
  }

  /** The time, in seconds, within which 99 of 100 requests were answered; 0 with fewer than `minimumRequests`. */
  public slowest(minimumRequests: number, period: Duration): IMetric {
    return math('p99 (s)', period, `IF(answered >= ${minimumRequests}, latency, 0)`, {
      answered: this.alb.metrics.requestCount({ period }),
      latency: this.latency('p99', period),
    });
  }

  /** Time, in seconds, from the balancer to the target and back. */
  public latency(statistic: string, period = MINUTE): Metric {
    return this.alb.metrics.targetResponseTime({ statistic, period, label: `${statistic} (s)` });
  }

  /** Connections that the balancer refused because it had reached its limit. */
  public rejectedConnections(period = MINUTE): Metric {
    return this.alb.metrics.rejectedConnectionCount({ period });
  }

  /** Connections from the balancer to targets that failed. */
  public targetConnectionErrors(period = MINUTE): Metric {
    return this.alb.metrics.targetConnectionErrorCount({ period });
  }
}

/** An expression whose ids carry the period: a graph may show the same metric over several, and knows them by their ids. */
function math(label: string, period: Duration, expression: string, metrics: Record<string, IMetric>): IMetric {
  const suffix = `_${period.toSeconds()}`;
  const ids = new RegExp(`\\b(${Object.keys(metrics).join('|')})\\b`, 'g');
  return new MathExpression({
    label,
    period,
    expression: expression.replace(ids, `$1${suffix}`),
    usingMetrics: Object.fromEntries(Object.entries(metrics).map(([id, metric]) => [`${id}${suffix}`, metric])),
  });
}
