import { Duration, Size, type Stack } from 'aws-cdk-lib';
import { Match, type Template } from 'aws-cdk-lib/assertions';
import { LogArchive } from '../../../constructs/observability/log-archive';
import { APPLICATION_EVENTS } from '../../../constructs/observability/log-tables-application';
import type { LogFormat } from '../../../constructs/observability/log-tables-columns';
import { FLOW_LOG_FORMAT, NETWORK_FLOWS } from '../../../constructs/observability/log-tables-flow';
import {
  LOAD_BALANCER_CONNECTIONS,
  LOAD_BALANCER_REQUESTS,
} from '../../../constructs/observability/log-tables-load-balancer';
import { FLAG_SETS, PLACE, templateOf, testStack } from '../../_helpers/stack';

/** What a row of the table holds, as Hive's RegexSerDe finds it: the whole line must match, group n is column n. */
function rowOf({ columns, serdeParameters }: LogFormat, line: string): Record<string, string | undefined> {
  const groups = new RegExp(`^(?:${serdeParameters['input.regex']})$`, 's').exec(line)?.slice(1);
  if (groups === undefined) {
    throw new Error(`not parsed: ${line}`);
  }
  expect(groups).toHaveLength(columns.length);
  return Object.fromEntries(columns.map(({ name }, index) => [name, groups[index]]));
}

/** Example entries of https://docs.aws.amazon.com/elasticloadbalancing/latest/application/load-balancer-access-logs.html */
const TARGET_GROUP = 'arn:aws:elasticloadbalancing:us-east-2:123456789012:targetgroup/my-targets/73e2d6bc24d8a067';
const HTTP = `http 2018-07-02T22:23:00.186641Z app/my-loadbalancer/50dc6c495c0c9188 192.168.131.39:2817 10.0.0.1:80 0.000 0.001 0.000 200 200 34 366 "GET http://www.example.com:80/ HTTP/1.1" "curl/7.46.0" - - ${TARGET_GROUP} "Root=1-58337262-36d228ad5d99923122bbe354" "-" "-" 0 2018-07-02T22:22:48.364000Z "forward" "-" "-" "10.0.0.1:80" "200" "-" "-" TID_1234abcd5678ef90 "-" "-" "-"`;
const HTTPS = `https 2018-07-02T22:23:00.186641Z app/my-loadbalancer/50dc6c495c0c9188 192.168.131.39:2817 10.0.0.1:80 0.086 0.048 0.037 200 200 0 57 "GET https://www.example.com:443/ HTTP/1.1" "curl/7.46.0" ECDHE-RSA-AES128-GCM-SHA256 TLSv1.2 ${TARGET_GROUP} "Root=1-58337281-1d84f3d73c47ec4e58577259" "www.example.com" "arn:aws:acm:us-east-2:123456789012:certificate/12345678-1234-1234-1234-123456789012" 1 2018-07-02T22:22:48.364000Z "authenticate,forward" "-" "-" "10.0.0.1:80" "200" "-" "-" TID_1234abcd5678ef90 "m.example.com" "-" "TransformSuccess"`;
const HTTP2 = `h2 2018-07-02T22:23:00.186641Z app/my-loadbalancer/50dc6c495c0c9188 10.0.1.252:48160 10.0.0.66:9000 0.000 0.002 0.000 200 200 5 257 "GET https://10.0.2.105:773/ HTTP/2.0" "curl/7.46.0" ECDHE-RSA-AES128-GCM-SHA256 TLSv1.2 ${TARGET_GROUP} "Root=1-58337327-72bd00b0343d75b906739c42" "-" "-" 1 2018-07-02T22:22:48.364000Z "redirect" "https://example.com:80/" "-" "10.0.0.66:9000" "200" "-" "-" TID_1234abcd5678ef90 "-" "-" "-"`;
const WEBSOCKET = `ws 2018-07-02T22:23:00.186641Z app/my-loadbalancer/50dc6c495c0c9188 10.0.0.140:40914 10.0.1.192:8010 0.001 0.003 0.000 101 101 218 587 "GET http://10.0.0.30:80/ HTTP/1.1" "-" - - ${TARGET_GROUP} "Root=1-58337364-23a8c76965a2ef7629b185e3" "-" "-" 1 2018-07-02T22:22:48.364000Z "forward" "-" "-" "10.0.1.192:8010" "101" "-" "-" TID_1234abcd5678ef90 "-" "-" "-"`;
const LAMBDA = `http 2018-11-30T22:23:00.186641Z app/my-loadbalancer/50dc6c495c0c9188 192.168.131.39:2817 - 0.000 0.001 0.000 502 - 34 366 "GET http://www.example.com:80/ HTTP/1.1" "curl/7.46.0" - - ${TARGET_GROUP} "Root=1-58337364-23a8c76965a2ef7629b185e3" "-" "-" 0 2018-11-30T22:22:48.364000Z "forward" "-" "LambdaInvalidResponse" "-" "-" "-" "-" TID_1234abcd5678ef90 "-" "-" "-"`;

describe('requests at load balancers', () => {
  const parse = (line: string) => rowOf(LOAD_BALANCER_REQUESTS, line);

  test('a request over HTTP', () => {
    expect(parse(HTTP)).toEqual({
      type: 'http',
      time: '2018-07-02T22:23:00.186641Z',
      elb: 'app/my-loadbalancer/50dc6c495c0c9188',
      client_ip: '192.168.131.39',
      client_port: '2817',
      target_ip: '10.0.0.1',
      target_port: '80',
      request_processing_time: '0.000',
      target_processing_time: '0.001',
      response_processing_time: '0.000',
      elb_status_code: '200',
      target_status_code: '200',
      received_bytes: '34',
      sent_bytes: '366',
      request_verb: 'GET',
      request_url: 'http://www.example.com:80/',
      request_proto: 'HTTP/1.1',
      user_agent: 'curl/7.46.0',
      ssl_cipher: '-',
      ssl_protocol: '-',
      target_group_arn: TARGET_GROUP,
      trace_id: 'Root=1-58337262-36d228ad5d99923122bbe354',
      domain_name: '-',
      chosen_cert_arn: '-',
      matched_rule_priority: '0',
      request_creation_time: '2018-07-02T22:22:48.364000Z',
      actions_executed: 'forward',
      redirect_url: '-',
      lambda_error_reason: '-',
      target_port_list: '10.0.0.1:80',
      target_status_code_list: '200',
      classification: '-',
      classification_reason: '-',
      conn_trace_id: 'TID_1234abcd5678ef90',
      transformed_host: '-',
      transformed_uri: '-',
      request_transform_status: '-',
    });
  });

  test('HTTPS with a rewritten request, HTTP/2, a web socket, a failed function', () => {
    expect(parse(HTTPS)).toMatchObject({
      ssl_protocol: 'TLSv1.2',
      domain_name: 'www.example.com',
      actions_executed: 'authenticate,forward',
      transformed_host: 'm.example.com',
      request_transform_status: 'TransformSuccess',
    });
    expect(parse(HTTP2)).toMatchObject({ request_proto: 'HTTP/2.0', redirect_url: 'https://example.com:80/' });
    expect(parse(WEBSOCKET)).toMatchObject({ type: 'ws', elb_status_code: '101', user_agent: '-' });
    expect(parse(LAMBDA)).toMatchObject({
      target_ip: '',
      target_port: '',
      target_status_code: '-',
      lambda_error_reason: 'LambdaInvalidResponse',
    });
  });

  test('lines from before a field was added, and after the next one', () => {
    const untransformed = HTTP.slice(0, HTTP.indexOf(' TID_') + ' TID_1234abcd5678ef90'.length);
    expect(parse(untransformed)).toMatchObject({ conn_trace_id: 'TID_1234abcd5678ef90', transformed_host: undefined });
    expect(parse(HTTP.slice(0, HTTP.indexOf(' TID_')))).toMatchObject({
      classification_reason: '-',
      conn_trace_id: undefined,
    });
    expect(parse(`${HTTP} 10.0.0.9`)).toMatchObject({ request_transform_status: '-' });
    expect(parse(`${untransformed} `)).toMatchObject({ conn_trace_id: 'TID_1234abcd5678ef90' });
  });

  test('what clients make up: malformed requests, spaces in the path, quotation marks, IPv6', () => {
    for (const request of ['- - - ', '- http://www.example.com:80- ']) {
      expect(parse(HTTP.replace('GET http://www.example.com:80/ HTTP/1.1', request))).toMatchObject({
        request_verb: '-',
        request_url: request.slice(2, -1),
        user_agent: 'curl/7.46.0',
      });
    }
    expect(parse(HTTP.replace(':80/ HTTP', ':80/a b HTTP'))).toMatchObject({
      request_url: 'http://www.example.com:80/a b',
    });
    expect(parse(HTTP.replace('curl/7.46.0', String.raw`My \"best\" agent`))).toMatchObject({
      user_agent: String.raw`My \"best\" agent`,
      conn_trace_id: 'TID_1234abcd5678ef90',
    });
    expect(parse(HTTP.replace('192.168.131.39:2817', '2001:db8::5:52000'))).toMatchObject({
      client_ip: '2001:db8::5',
      client_port: '52000',
    });
  });

  test('lists of several targets', () => {
    expect(parse(HTTP.replace('"10.0.0.1:80" "200"', '"10.0.0.1:80 10.0.0.2:80" "502 200"'))).toMatchObject({
      target_port_list: '10.0.0.1:80 10.0.0.2:80',
      target_status_code_list: '502 200',
    });
  });
});

/** Example entries of https://docs.aws.amazon.com/elasticloadbalancing/latest/application/load-balancer-connection-logs.html */
describe('connections to load balancers', () => {
  const CERTIFICATE =
    '"CN=amazondomains.com,O=endEntity,L=Seattle,ST=Washington,C=US" NotBefore=2023-09-21T22:43:21Z;NotAfter=2026-06-17T22:43:21Z FEF257372D5C14D4';
  const START = '2023-10-04T17:05:15.514108Z 203.0.113.1 36280 443 TLSv1.2 ECDHE-RSA-AES128-GCM-SHA256';
  const parse = (line: string) => rowOf(LOAD_BALANCER_CONNECTIONS, line);

  test('a handshake that succeeded', () => {
    expect(parse(`${START} 4.036 ${CERTIFICATE} Success TID_3180a73013c8ca4bac2f731159d4b0fe`)).toEqual({
      time: '2023-10-04T17:05:15.514108Z',
      client_ip: '203.0.113.1',
      client_port: '36280',
      listener_port: '443',
      tls_protocol: 'TLSv1.2',
      tls_cipher: 'ECDHE-RSA-AES128-GCM-SHA256',
      tls_handshake_latency: '4.036',
      leaf_client_cert_subject: 'CN=amazondomains.com,O=endEntity,L=Seattle,ST=Washington,C=US',
      leaf_client_cert_validity: 'NotBefore=2023-09-21T22:43:21Z;NotAfter=2026-06-17T22:43:21Z',
      leaf_client_cert_serial_number: 'FEF257372D5C14D4',
      tls_verify_status: 'Success',
      conn_trace_id: 'TID_3180a73013c8ca4bac2f731159d4b0fe',
    });
  });

  test('one that failed, one without a certificate, one with a field of tomorrow', () => {
    const failed = parse(`${START} - ${CERTIFICATE} Failed:ClientCertUntrusted TID_1c71a68d70587445ad5127ff8b2687d7`);
    expect(failed).toMatchObject({ tls_handshake_latency: '-', tls_verify_status: 'Failed:ClientCertUntrusted' });
    for (const subject of ['"-"', '-']) {
      expect(parse(`${START} 4.036 ${subject} - - - TID_1c71a68d70587445ad5127ff8b2687d7`)).toMatchObject({
        tls_verify_status: '-',
        conn_trace_id: 'TID_1c71a68d70587445ad5127ff8b2687d7',
      });
    }
    expect(parse(`${START} 4.036 ${CERTIFICATE} Success TID_3180 X25519MLKEM768`)).toMatchObject({
      conn_trace_id: 'TID_3180',
    });
  });
});

describe('flow logs', () => {
  test('the columns are the fields of the format, the default ones first', () => {
    const fields = FLOW_LOG_FORMAT.split(' ').map((field) => field.slice(2, -1));
    expect(NETWORK_FLOWS.columns.map(({ name }) => name)).toEqual(fields.map((field) => field.replace(/-/g, '_')));
    expect(FLOW_LOG_FORMAT).toMatch(
      /^\$\{version} \$\{account-id} \$\{interface-id} \$\{srcaddr} \$\{dstaddr} \$\{srcport} \$\{dstport} \$\{protocol} \$\{packets} \$\{bytes} \$\{start} \$\{end} \$\{action} \$\{log-status} /,
    );
  });
});

describe.each(FLAG_SETS)('with %s', (_, flags) => {
  const stack: Stack = testStack({ flags });
  const archive = new LogArchive(stack, 'LogArchive');
  const template: Template = templateOf(stack);
  const at = (path: string): unknown => stack.resolve(archive.bucket.s3UrlForObject(path));

  const elb = `AWSLogs/${PLACE.account}/elasticloadbalancing/${PLACE.region}`;
  test.each([
    ['alb_access_logs', `load-balancer/${elb}`, LOAD_BALANCER_REQUESTS],
    ['alb_connection_logs', `connections/${elb}`, LOAD_BALANCER_CONNECTIONS],
    ['vpc_flow_logs', `flow/AWSLogs/${PLACE.account}/vpcflowlogs/${PLACE.region}`, NETWORK_FLOWS],
    ['application_logs', 'application', APPLICATION_EVENTS],
  ])('table %s lies where the logs lie, with a partition per day', (name, folder, format) => {
    template.hasResourceProperties('AWS::Glue::Table', {
      DatabaseName: stack.resolve(archive.tables?.database.ref) as unknown,
      TableInput: {
        Name: name,
        TableType: 'EXTERNAL_TABLE',
        PartitionKeys: [{ Name: 'day', Type: 'string' }],
        Parameters: Match.objectLike({
          'projection.enabled': 'true',
          'projection.day.type': 'date',
          'projection.day.format': 'yyyy/MM/dd',
          'projection.day.range': 'NOW-400DAYS,NOW',
          'storage.location.template': at(`${folder}/\${day}/`),
          ...format.tableParameters,
        }),
        StorageDescriptor: {
          Columns: format.columns.map(({ name: Name, type: Type }) => ({ Name, Type })),
          Location: at(`${folder}/`),
          SerdeInfo: { SerializationLibrary: format.serializationLibrary, Parameters: format.serdeParameters },
        },
      },
    });
  });

  test('results are encrypted, in the archive, and a query reads a limited amount', () => {
    template.hasResourceProperties('AWS::Athena::WorkGroup', {
      RecursiveDeleteOption: true,
      WorkGroupConfiguration: {
        EnforceWorkGroupConfiguration: true,
        BytesScannedCutoffPerQuery: 107_374_182_400,
        ResultConfiguration: {
          OutputLocation: at('athena/'),
          EncryptionConfiguration: { EncryptionOption: 'SSE_S3' },
          ExpectedBucketOwner: PLACE.account,
        },
      },
    });
  });

  test('the database has a name that SQL can spell', () => {
    template.hasResourceProperties('AWS::Glue::Database', {
      DatabaseInput: { Name: Match.stringLikeRegexp('^[a-z][a-z0-9_]+$') },
    });
  });
});

test('retention and limit are taken over, and tables can be left out', () => {
  const stack = testStack();
  new LogArchive(stack, 'Short', { retention: Duration.days(10), queryLimit: Size.gibibytes(1) });
  new LogArchive(stack, 'Plain', { tables: false });
  const template = templateOf(stack);
  template.resourceCountIs('AWS::Glue::Database', 1);
  template.allResourcesProperties('AWS::Glue::Table', {
    TableInput: { Parameters: { 'projection.day.range': 'NOW-10DAYS,NOW' } },
  });
  template.hasResourceProperties('AWS::Athena::WorkGroup', {
    WorkGroupConfiguration: { BytesScannedCutoffPerQuery: 1_073_741_824 },
  });
});
