import type { Duration } from 'aws-cdk-lib';
import type { PropRule } from '../core/props';

/** What the rules read. */
export interface CheckedCanaryProps {
  readonly url: string;
  readonly path: string;
  readonly statuses: string;
  readonly rate: Duration;
  readonly timeout: Duration;
  readonly retries: number;
}

const LEAST_TIMEOUT_SECONDS = 15;

/** What a canary refuses. */
export const CANARY_RULES: PropRule<CheckedCanaryProps>[] = [
  {
    code: 'CanaryUrl',
    reads: ['url'],
    fails: ({ url }) => !/^https:\/\/[^\s/@?#]+\/?$/.test(url),
    message: ({ url }) => `url must be https:// and a host, like https://orders.example.com, got '${url}'`,
  },
  {
    code: 'CanaryPath',
    reads: ['path'],
    fails: ({ path }) => !/^\/\S*$/.test(path),
    message: ({ path }) => `path must begin with a slash and hold no space, like /health, got '${path}'`,
  },
  {
    code: 'CanaryStatuses',
    reads: ['statuses'],
    fails: ({ statuses }) => !/^[1-5]\d\d(-[1-5]\d\d)?(,[1-5]\d\d(-[1-5]\d\d)?)*$/.test(statuses),
    message: ({ statuses }) => `statuses must list HTTP statuses and ranges, like 200-299,401, got '${statuses}'`,
  },
  {
    code: 'CanaryRate',
    reads: ['rate'],
    fails: ({ rate }) => !Number.isInteger(minutesIn(rate)) || minutesIn(rate) < 1 || minutesIn(rate) > 60,
    message: ({ rate }) => `rate must be 1 to 60 whole minutes, got ${rate.toHumanString()}`,
  },
  {
    code: 'CanaryTimeout',
    reads: ['timeout'],
    fails: ({ timeout }) => timeout.toSeconds() < LEAST_TIMEOUT_SECONDS,
    message: ({ timeout }) =>
      `timeout must be ${LEAST_TIMEOUT_SECONDS} seconds or more, got ${timeout.toHumanString()}`,
  },
  {
    code: 'CanaryRetries',
    reads: ['retries'],
    fails: ({ retries }) => ![0, 1, 2].includes(retries),
    message: ({ retries }) => `retries must be 0, 1 or 2, got ${retries}`,
  },
  {
    code: 'CanaryRunsOverlap',
    reads: ['rate', 'timeout', 'retries'],
    fails: ({ rate, timeout, retries }) => timeout.toSeconds() * (1 + retries) > rate.toSeconds(),
    message: ({ rate, timeout, retries }) =>
      `timeout x (1 + retries) must fit into rate, or runs overlap: got ${timeout.toHumanString()} x ${1 + retries} in ${rate.toHumanString()}`,
  },
];

function minutesIn(rate: Duration): number {
  return rate.toMinutes({ integral: false });
}
