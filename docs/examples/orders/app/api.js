import { problemsOf } from './orders.js';

const LARGEST_BODY = 64 * 1024;

/** An answer that is not 2xx, with its reason. */
class Refusal extends Error {
  constructor(status, message, { headers = {}, problems } = {}) {
    super(message);
    this.status = status;
    this.headers = headers;
    this.body = { error: message, ...(problems === undefined ? {} : { problems }) };
  }
}

/** Answers one request: `{ status, body, headers? }`. */
export async function answer(request, { orders, isStopping }) {
  const url = new URL(request.url, 'http://orders');
  const [, root, id, rest] = url.pathname.split('/');
  if (rest !== undefined) {
    throw new Refusal(404, 'there is nothing here');
  }
  if (root === 'health' && id === undefined) {
    allow(request, 'GET');
    return isStopping() ? { status: 503, body: { status: 'stopping' } } : { status: 200, body: { status: 'ready' } };
  }
  if (root === 'orders' && id === undefined) {
    allow(request, 'GET', 'POST');
    return request.method === 'POST' ? take(request, orders) : list(url, orders);
  }
  if (root === 'orders') {
    allow(request, 'GET');
    const order = orders.get(id);
    if (order === undefined) {
      throw new Refusal(404, `there is no order ${id}`);
    }
    return { status: 200, body: order };
  }
  throw new Refusal(404, 'there is nothing here');
}

/** The answer to an error: the refusal itself, or 500 without a word about the inside. */
export function answerTo(error) {
  return error instanceof Refusal
    ? { status: error.status, body: error.body, headers: error.headers }
    : { status: 500, body: { error: 'something went wrong' } };
}

function allow(request, ...methods) {
  if (!methods.includes(request.method)) {
    throw new Refusal(405, `${request.method} is not allowed here`, { headers: { Allow: methods.join(', ') } });
  }
}

function list(url, orders) {
  const count = Number(url.searchParams.get('count') ?? 20);
  if (!Number.isInteger(count) || count < 1 || count > 100) {
    throw new Refusal(400, 'count must be a whole number from 1 to 100');
  }
  return { status: 200, body: { orders: orders.newest(count) } };
}

async function take(request, orders) {
  const wanted = await jsonIn(request);
  const problems = problemsOf(wanted);
  if (problems.length > 0) {
    throw new Refusal(422, 'the order cannot be taken', { problems });
  }
  const order = orders.add(wanted);
  return { status: 201, body: order, headers: { Location: `/orders/${order.id}` } };
}

async function jsonIn(request) {
  if (!/^application\/json\b/i.test(request.headers['content-type'] ?? '')) {
    throw new Refusal(415, 'the content type must be application/json');
  }
  const chunks = [];
  let size = 0;
  for await (const chunk of request) {
    size += chunk.length;
    if (size > LARGEST_BODY) {
      throw new Refusal(413, `the body must hold ${LARGEST_BODY} bytes or fewer`, { headers: { Connection: 'close' } });
    }
    chunks.push(chunk);
  }
  try {
    return JSON.parse(Buffer.concat(chunks).toString('utf8'));
  } catch {
    throw new Refusal(400, 'the body is not JSON');
  }
}
