import { Duration } from 'aws-cdk-lib';
import { Metric, Stats, type MetricOptions } from 'aws-cdk-lib/aws-cloudwatch';

/** The namespace that the CloudWatch agent on each instance writes into. */
export const AGENT_NAMESPACE = 'CWAgent';

/** The namespace of metrics that are counted from logs. */
const OWN_NAMESPACE = 'Seaworthy';

/** The metrics of an auto scaling group, by minute. The group is named by plain text, so that no alarm depends on it. */
export class InstanceMetrics {
  constructor(private readonly autoScalingGroupName: string) {}

  /** CPU in use, in percent. */
  public cpuUtilization(options?: MetricOptions): Metric {
    return this.metric('AWS/EC2', 'CPUUtilization', Stats.AVERAGE, options);
  }

  /** Memory in use, in percent, on the fullest instance. */
  public memoryUsed(options?: MetricOptions): Metric {
    return this.metric(AGENT_NAMESPACE, 'mem_used_percent', Stats.MAXIMUM, options);
  }

  /** Root disk in use, in percent, on the fullest instance. */
  public diskUsed(options?: MetricOptions): Metric {
    return this.metric(AGENT_NAMESPACE, 'disk_used_percent', Stats.MAXIMUM, options);
  }

  /** More than 0 while an instance fails a status check of EC2. */
  public statusCheckFailed(options?: MetricOptions): Metric {
    return this.metric('AWS/EC2', 'StatusCheckFailed', Stats.MAXIMUM, options);
  }

  /** Instances that there should be. */
  public desiredCapacity(options?: MetricOptions): Metric {
    return this.metric('AWS/AutoScaling', 'GroupDesiredCapacity', Stats.MAXIMUM, options);
  }

  /** Instances that serve. */
  public inServiceInstances(options?: MetricOptions): Metric {
    return this.metric('AWS/AutoScaling', 'GroupInServiceInstances', Stats.MINIMUM, options);
  }

  /** The size that the group may not fall below, as it is now. */
  public minSize(options?: MetricOptions): Metric {
    return this.metric('AWS/AutoScaling', 'GroupMinSize', Stats.MAXIMUM, options);
  }

  /** The size that the group may not exceed, as it is now. */
  public maxSize(options?: MetricOptions): Metric {
    return this.metric('AWS/AutoScaling', 'GroupMaxSize', Stats.MAXIMUM, options);
  }

  /** Launches that failed: instances that never answered their own health check, counted from their logs. */
  public failedLaunches(options?: MetricOptions): Metric {
    const metricName = `${this.autoScalingGroupName}-failed-launches`;
    return new Metric({
      namespace: OWN_NAMESPACE,
      metricName,
      statistic: Stats.SUM,
      period: Duration.minutes(1),
      ...options,
    });
  }

  private metric(namespace: string, metricName: string, statistic: string, options: MetricOptions = {}): Metric {
    return new Metric({
      namespace,
      metricName,
      dimensionsMap: { AutoScalingGroupName: this.autoScalingGroupName },
      statistic,
      period: Duration.minutes(1),
      ...options,
    });
  }
}
