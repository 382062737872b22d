/** What a check found wrong. */
class CheckFailed extends Error {}

/**
 * Asks for one address, as a user would, and fails unless the answer comes in time and with a status that was expected.
 * CloudWatch Synthetics calls a run failed when its handler throws. No library of the runtime is used, so that the check
 * runs on each Node.js runtime alike.
 */
export async function handler(): Promise<string> {
  const { URL: url = '', STATUSES: statuses = '200-299', TIMEOUT_MS: timeout = '10000' } = process.env;
  const started = Date.now();
  const { status } = await answerOf(url, Number(timeout));
  const took = Date.now() - started;
  if (!isExpected(status, statuses)) {
    throw new CheckFailed(`${url} answered ${status} after ${took} ms, expected ${statuses}`);
  }
  return `${url} answered ${status} after ${took} ms`;
}

async function answerOf(url: string, timeout: number): Promise<Response> {
  try {
    const headers = { 'user-agent': 'seaworthy-canary', 'cache-control': 'no-cache' };
    const response = await fetch(url, { redirect: 'manual', headers, signal: AbortSignal.timeout(timeout) });
    await response.arrayBuffer();
    return response;
  } catch (error) {
    throw new CheckFailed(`${url} did not answer within ${timeout} ms: ${reasonOf(error)}`, { cause: error });
  }
}

/** The reason behind `fetch failed` stands in its cause. */
function reasonOf(error: unknown): string {
  const { cause, message } = error as Error & { readonly cause?: Partial<Error> };
  return cause?.message ?? message;
}

/** Whether a status lies in a list like `200-299,401`. */
function isExpected(status: number, statuses: string): boolean {
  return statuses.split(',').some((part) => {
    const [from = '', to = from] = part.trim().split('-');
    return status >= Number(from) && status <= Number(to);
  });
}
