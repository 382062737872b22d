/** A table over logs of one kind. */
export interface LogTable {
  readonly name: string;
  readonly folder: string;
  readonly columns: string[];
  readonly serializationLibrary: string;
  readonly serdeParameters: Record<string, string>;
}

const REGEX = 'org.apache.hadoop.hive.serde2.RegexSerDe';

export const TABLES: LogTable[] = [
  {
    name: 'alb_access_logs',
    folder: 'load-balancer/AWSLogs/111122223333/elasticloadbalancing/eu-west-1',
    columns: (
      'type time elb client_ip client_port target_ip target_port request_processing_time target_processing_time ' +
      'response_processing_time elb_status_code target_status_code received_bytes sent_bytes request_verb request_url ' +
      'request_proto user_agent ssl_cipher ssl_protocol target_group_arn trace_id domain_name chosen_cert_arn ' +
      'matched_rule_priority request_creation_time actions_executed redirect_url lambda_error_reason target_port_list ' +
      'target_status_code_list classification classification_reason conn_trace_id'
    ).split(' '),
    serializationLibrary: REGEX,
    serdeParameters: {
      'serialization.format': '1',
      'input.regex': `${'([^ ]*) '.repeat(12)}"([^ ]*) (.*) (- |[^ ]*)" "([^"]*)" ${'([^ ]*) '.repeat(3)}${'"([^"]*)" '.repeat(3)}.*`,
    },
  },
  {
    name: 'alb_connection_logs',
    folder: 'connections/AWSLogs/111122223333/elasticloadbalancing/eu-west-1',
    columns: (
      'time client_ip client_port listener_port tls_protocol tls_cipher tls_handshake_latency leaf_client_cert_subject ' +
      'leaf_client_cert_validity leaf_client_cert_serial_number tls_verify_status conn_trace_id'
    ).split(' '),
    serializationLibrary: REGEX,
    serdeParameters: { 'serialization.format': '1', 'input.regex': `${'([^ ]*) '.repeat(12)}?(.*)?` },
  },
  {
    name: 'vpc_flow_logs',
    folder: 'flow/AWSLogs/111122223333/vpcflowlogs/eu-west-1',
    columns: (
      'version account_id interface_id srcaddr dstaddr srcport dstport protocol packets bytes start end action ' +
      'log_status'
    ).split(' '),
    serializationLibrary: 'org.apache.hadoop.hive.serde2.lazy.LazySimpleSerDe',
    serdeParameters: { 'field.delim': ' ' },
  },
  {
    name: 'application_logs',
    folder: 'application',
    columns: 'messagetype owner loggroup logstream subscriptionfilters logevents'.split(' '),
    serializationLibrary: 'org.openx.data.jsonserde.JsonSerDe',
    serdeParameters: { 'ignore.malformed.json': 'true' },
  },
];
