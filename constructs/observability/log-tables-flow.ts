import { columnsOf, type LogFormat } from './log-tables-columns';

/** Types of the columns whose values are no text. */
const TYPES: Record<string, string> = {
  version: 'int',
  srcport: 'int',
  dstport: 'int',
  protocol: 'bigint',
  packets: 'bigint',
  bytes: 'bigint',
  start: 'bigint',
  end: 'bigint',
  'tcp-flags': 'int',
  'traffic-path': 'int',
};

/** The fields of version 2, which a flow log has by default, in their order. */
const BY_DEFAULT =
  'version account-id interface-id srcaddr dstaddr srcport dstport protocol packets bytes start end action log-status';

/** Fields of versions 3 to 5: where a packet really came from and went to, and how. */
const MORE =
  'vpc-id subnet-id instance-id tcp-flags type pkt-srcaddr pkt-dstaddr az-id pkt-src-aws-service pkt-dst-aws-service flow-direction traffic-path';

const FIELDS = `${BY_DEFAULT} ${MORE}`.split(' ');

/**
 * What a flow log should record, in the order of the table's columns; for the property `logFormat` of a flow log. The
 * first fields are the default ones, so that the table reads flow logs without a format too.
 *
 * @see https://docs.aws.amazon.com/vpc/latest/userguide/flow-log-records.html
 */
export const FLOW_LOG_FORMAT = FIELDS.map((field) => `\${${field}}`).join(' ');

/**
 * Flow logs as plain text, delivered to S3 by day.
 *
 * @see https://docs.aws.amazon.com/athena/latest/ug/vpc-flow-logs-partition-projection.html
 */
export const NETWORK_FLOWS: LogFormat = {
  description: 'Flows in networks, one row per flow and interval',
  columns: FIELDS.flatMap((field) => columnsOf(`${field.replace(/-/g, '_')} ${TYPES[field] ?? 'string'}`)),
  serializationLibrary: 'org.apache.hadoop.hive.serde2.lazy.LazySimpleSerDe',
  serdeParameters: { 'serialization.format': ' ', 'field.delim': ' ' },
  tableParameters: { 'skip.header.line.count': '1' },
};
