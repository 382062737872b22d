import { spacedFields, type LogField } from './log-tables-columns';

const WORD = '([^ ]*)';
const SECONDS = '([-.0-9]*)';
const COUNT = '([-0-9]*)';
const QUOTED = '"([^"]*)"';
/** Text of the client's own making, in which the load balancer writes a quotation mark as `\"`. */
const QUOTED_BY_CLIENT = '"([^"\\\\]*(?:\\\\.[^"\\\\]*)*)"';

const REQUEST_FIELDS: LogField[] = [
  ['type string', WORD],
  ['time string', WORD],
  ['elb string', WORD],
  ['client_ip string, client_port int', '([^ ]*):([0-9]*)'],
  ['target_ip string, target_port int', '([^ ]*)[:-]([0-9]*)'],
  ['request_processing_time double', SECONDS],
  ['target_processing_time double', SECONDS],
  ['response_processing_time double', SECONDS],
  ['elb_status_code int', COUNT],
  ['target_status_code string', COUNT],
  ['received_bytes bigint', COUNT],
  ['sent_bytes bigint', COUNT],
  ['request_verb string, request_url string, request_proto string', '"([^ ]*) (.*) (- |[^ ]*)"'],
  ['user_agent string', QUOTED_BY_CLIENT],
  ['ssl_cipher string', WORD],
  ['ssl_protocol string', WORD],
  ['target_group_arn string', WORD],
  ['trace_id string', QUOTED],
  ['domain_name string', QUOTED],
  ['chosen_cert_arn string', QUOTED],
  ['matched_rule_priority string', WORD],
  ['request_creation_time string', WORD],
  ['actions_executed string', QUOTED],
  ['redirect_url string', QUOTED],
  ['lambda_error_reason string', QUOTED],
  ['target_port_list string', QUOTED],
  ['target_status_code_list string', QUOTED],
  ['classification string', QUOTED],
  ['classification_reason string', QUOTED],
];

/**
 * Requests, as Application Load Balancers log them. Columns and order are those of AWS, with the fields about rewritten
 * requests behind; lists of targets may hold spaces, which the expression in AWS's example does not allow for.
 *
 * @see https://docs.aws.amazon.com/athena/latest/ug/create-alb-access-logs-table-partition-projection.html
 * @see https://docs.aws.amazon.com/elasticloadbalancing/latest/application/load-balancer-access-logs.html
 */
export const LOAD_BALANCER_REQUESTS = spacedFields('Requests at Application Load Balancers', REQUEST_FIELDS, [
  ['conn_trace_id string', WORD],
  ['transformed_host string, transformed_uri string, request_transform_status string', `${QUOTED} ${QUOTED} ${QUOTED}`],
]);

/**
 * Connections and their TLS handshakes, as Application Load Balancers log them.
 *
 * @see https://docs.aws.amazon.com/athena/latest/ug/create-alb-connection-logs-table-partition-projection.html
 */
export const LOAD_BALANCER_CONNECTIONS = spacedFields(
  'Connections to Application Load Balancers',
  [
    ['time string', WORD],
    ['client_ip string', WORD],
    ['client_port int', '([0-9]*)'],
    ['listener_port int', '([0-9]*)'],
    ['tls_protocol string', WORD],
    ['tls_cipher string', WORD],
    ['tls_handshake_latency double', SECONDS],
    ['leaf_client_cert_subject string', `(?:${QUOTED_BY_CLIENT}|-)`],
    ['leaf_client_cert_validity string', WORD],
    ['leaf_client_cert_serial_number string', WORD],
    ['tls_verify_status string', WORD],
  ],
  [['conn_trace_id string', WORD]],
);
