import { Duration } from 'aws-cdk-lib';
import { type Alarm, ComparisonOperator, TreatMissingData } from 'aws-cdk-lib/aws-cloudwatch';
import type { ICertificate } from 'aws-cdk-lib/aws-certificatemanager';
import type { Construct } from 'constructs';
import { AlarmSet } from '../observability/alarm-set';
import { Severity } from '../observability/severity';

/**
 * ACM begins to renew a certificate that it issued weeks earlier (60 days before the end of one that lives for 13
 * months) and tries every hour, so 30 days left mean that renewal has been failing for long, with a month to mend it.
 * Source: https://docs.aws.amazon.com/acm/latest/userguide/managed-renewal.html
 */
export const RENEW_BEFORE_DAYS = 30;

/**
 * A ticket when a certificate has fewer days left than it should.
 * ACM reports twice a day and falls silent when a certificate has expired: missing data keep the state, so the alarm of
 * an expired certificate stays on, and that of a new one does not cry before the first report.
 */
export function watchCertificate(scope: Construct, certificate: ICertificate, days: number): Alarm {
  return AlarmSet.of(scope).add(scope, 'CertificateExpiryAlarm', {
    metric: certificate.metricDaysToExpiry({ statistic: 'Minimum', period: Duration.days(1) }),
    threshold: days,
    comparisonOperator: ComparisonOperator.LESS_THAN_THRESHOLD,
    evaluationPeriods: 1,
    treatMissingData: TreatMissingData.IGNORE,
    severity: Severity.TICKET,
    summary: `A certificate expires in less than ${days} days and was not renewed.`,
    runbook: 'certificate-expiry',
  });
}
