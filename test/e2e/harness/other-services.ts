import { endpoint, REGION } from './settings';

/** Services whose SDK client is not a dependency of this project; few calls each, all over plain JSON. */
const TARGETS = {
  athena: 'AmazonAthena',
  budgets: 'AWSBudgetServiceGateway',
  events: 'AWSEvents',
  firehose: 'Firehose_20150804',
  glue: 'AWSGlue',
  route53resolver: 'Route53Resolver',
  sqs: 'AmazonSQS',
} as const;

/** Calls an operation of one of these services. */
export async function call<T>(service: keyof typeof TARGETS, operation: string, input: object = {}): Promise<T> {
  const response = await fetch(endpoint(), {
    method: 'POST',
    headers: {
      ...identity(service),
      'content-type': `application/x-amz-json-1.${service === 'sqs' ? 0 : 1}`,
      'x-amz-target': `${TARGETS[service]}.${operation}`,
    },
    body: JSON.stringify(input),
  });
  return read<T>(response, `${service}.${operation}`);
}

/** Reads a path of a service with a REST interface. */
export async function get<T>(service: 'lambda' | 'synthetics', path: string): Promise<T> {
  return read<T>(await fetch(`${endpoint()}${path}`, { headers: identity(service) }), `${service} ${path}`);
}

/** Calls an operation of IAM, which answers in XML, and gives the texts of one element. */
export async function iam(operation: string, input: Record<string, string>, element: string): Promise<string[]> {
  const response = await fetch(endpoint(), {
    method: 'POST',
    headers: { ...identity('iam'), 'content-type': 'application/x-www-form-urlencoded' },
    body: new URLSearchParams({ Action: operation, Version: '2010-05-08', ...input }).toString(),
  });
  const text = await response.text();
  if (!response.ok) {
    throw new Error(`iam.${operation}: ${response.status} ${text}`);
  }
  return [...text.matchAll(new RegExp(`<${element}>([^<]*)</${element}>`, 'g'))].map((match) => match[1] ?? '');
}

async function read<T>(response: Response, what: string): Promise<T> {
  const text = await response.text();
  if (!response.ok) {
    throw new Error(`${what}: ${response.status} ${text.slice(0, 300)}`);
  }
  return JSON.parse(text) as T;
}

/** Names the service, as a signed request does. Emulators read the name and do not check the signature. */
function identity(service: string): Record<string, string> {
  const scope = `${process.env['AWS_ACCESS_KEY_ID']}/20260101/${REGION}/${service}/aws4_request`;
  return { authorization: `AWS4-HMAC-SHA256 Credential=${scope}, SignedHeaders=host, Signature=none` };
}
