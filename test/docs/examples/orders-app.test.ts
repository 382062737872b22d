import { spawn, type ChildProcess } from 'node:child_process';
import { createHmac } from 'node:crypto';
import { once } from 'node:events';
import { Agent, request, type IncomingMessage } from 'node:http';
import { connect } from 'node:net';
import { join } from 'node:path';

const FOLDER = join(__dirname, '..', '..', '..', 'docs', 'examples', 'orders', 'app');
const KEY = 'a signing key of some length';

interface LogLine {
  readonly level: string;
  readonly message: string;
  readonly port?: number;
  readonly error?: string;
  readonly status?: number;
  readonly path?: string;
}

interface Reply {
  readonly status: number;
  readonly headers: IncomingMessage['headers'];
  readonly body: Record<string, unknown>;
}

/** The application as a process of its own. */
class App {
  public readonly lines: LogLine[] = [];
  public readonly ended: Promise<[number | null, string | null]>;
  private readonly process: ChildProcess;

  constructor(environment: Record<string, string> = {}) {
    this.process = spawn(process.execPath, ['server.js'], {
      cwd: FOLDER,
      env: { PORT: '0', ORDER_SIGNING_KEY: KEY, STOP_TIMEOUT_SECONDS: '10', ...environment },
      stdio: ['ignore', 'pipe', 'inherit'],
    });
    let rest = '';
    this.process.stdout?.on('data', (chunk: Buffer) => {
      const lines = (rest + chunk.toString()).split('\n');
      rest = lines.pop() ?? '';
      this.lines.push(...lines.map((line) => JSON.parse(line) as LogLine));
    });
    this.ended = once(this.process, 'close') as Promise<[number | null, string | null]>;
  }

  /** Waits until a line with this message was logged. */
  public async logged(message: string): Promise<LogLine> {
    for (let tries = 0; tries < 500; tries++) {
      const line = this.lines.find((one) => one.message === message);
      if (line !== undefined) {
        return line;
      }
      await new Promise((resolve) => setTimeout(resolve, 10));
    }
    throw new Error(`'${message}' was never logged, but: ${JSON.stringify(this.lines)}`);
  }

  public async port(): Promise<number> {
    return (await this.logged('listening')).port ?? 0;
  }

  public signal(name: NodeJS.Signals): void {
    this.process.kill(name);
  }
}

function send(port: number, method: string, path: string, body?: unknown, agent?: Agent): Promise<Reply> {
  const text = typeof body === 'string' ? body : JSON.stringify(body);
  return new Promise((resolve, reject) => {
    const headers = body === undefined ? {} : { 'content-type': 'application/json' };
    const outgoing = request({ port, method, path, headers, agent, host: '127.0.0.1' }, (incoming) => {
      let received = '';
      incoming.on('data', (chunk: Buffer) => (received += chunk.toString()));
      incoming.on('end', () =>
        resolve({
          status: incoming.statusCode ?? 0,
          headers: incoming.headers,
          body: JSON.parse(received) as Record<string, unknown>,
        }),
      );
    });
    outgoing.on('error', reject);
    outgoing.end(text);
  });
}

const ORDER = { customer: 'Ada', items: [{ sku: 'TEA-100', quantity: 2 }] };

describe('the orders application', () => {
  let app: App;
  let port: number;

  beforeAll(async () => {
    app = new App({ KEEP_ALIVE_TIMEOUT_SECONDS: '75' });
    port = await app.port();
  });

  afterAll(async () => {
    app.signal('SIGKILL');
    await app.ended;
  });

  test('says that it is ready', async () => {
    const { status, body } = await send(port, 'GET', '/health');
    expect([status, body]).toEqual([200, { status: 'ready' }]);
  });

  test('takes an order, signs it with the key, and shows it again', async () => {
    const taken = await send(port, 'POST', '/orders', { ...ORDER, extra: 'is dropped' });
    expect(taken.status).toBe(201);
    const { receipt, ...order } = taken.body;
    expect(order).toEqual({ id: expect.any(String) as string, takenAt: expect.any(String) as string, ...ORDER });
    expect(receipt).toBe(createHmac('sha256', KEY).update(JSON.stringify(order)).digest('hex'));
    const location = taken.headers.location ?? '';
    expect(location).toBe(`/orders/${String(order.id)}`);
    expect((await send(port, 'GET', location)).body).toEqual(taken.body);
    expect((await send(port, 'GET', '/orders?count=1')).body).toEqual({ orders: [taken.body] });
  });

  test.each<[string, string, string, unknown, number, unknown]>([
    [
      'an order that is wrong in several ways',
      'POST',
      '/orders',
      { customer: ' ', items: [{ sku: 'tea', quantity: 0 }] },
      422,
      {
        error: 'the order cannot be taken',
        problems: [
          'customer must be a text of 1 to 200 characters',
          'items[0].sku must be 1 to 40 capital letters, digits or dashes',
          'items[0].quantity must be a whole number from 1 to 1000',
        ],
      },
    ],
    [
      'an order that is a list',
      'POST',
      '/orders',
      [],
      422,
      { error: 'the order cannot be taken', problems: ['the order must be an object'] },
    ],
    [
      'an item that is nothing',
      'POST',
      '/orders',
      { customer: 'Ada', items: [null] },
      422,
      {
        error: 'the order cannot be taken',
        problems: [
          'items[0].sku must be 1 to 40 capital letters, digits or dashes',
          'items[0].quantity must be a whole number from 1 to 1000',
        ],
      },
    ],
    ['a body that is not JSON', 'POST', '/orders', '{', 400, { error: 'the body is not JSON' }],
    [
      'a body without a type',
      'POST',
      '/orders',
      undefined,
      415,
      { error: 'the content type must be application/json' },
    ],
    [
      'a body that is too large',
      'POST',
      '/orders',
      'x'.repeat(70_000),
      413,
      { error: 'the body must hold 65536 bytes or fewer' },
    ],
    [
      'a count that is no number',
      'GET',
      '/orders?count=many',
      undefined,
      400,
      { error: 'count must be a whole number from 1 to 100' },
    ],
    ['an order that is not there', 'GET', '/orders/none', undefined, 404, { error: 'there is no order none' }],
    ['the root', 'GET', '/', undefined, 404, { error: 'there is nothing here' }],
    ['a path below an order', 'GET', '/orders/1/2', undefined, 404, { error: 'there is nothing here' }],
    ['a method', 'DELETE', '/orders', undefined, 405, { error: 'DELETE is not allowed here' }],
  ])('refuses %s: %s %s', async (_, method, path, body, status, expected) => {
    const reply = await send(port, method, path, body);
    expect([reply.status, reply.body]).toEqual([status, expected]);
  });

  test('keeps an idle connection for as long as it is told', async () => {
    const agent = new Agent({ keepAlive: true, maxSockets: 1 });
    const { headers } = await send(port, 'GET', '/health', undefined, agent);
    expect(headers['keep-alive']).toBe('timeout=75');
    agent.destroy();
  });

  test('logs each request as a line of JSON', async () => {
    await send(port, 'GET', '/orders/for-the-log');
    await new Promise((resolve) => setTimeout(resolve, 50));
    expect(app.lines.find(({ path }) => path === '/orders/for-the-log')).toMatchObject({
      level: 'info',
      message: 'request',
      status: 404,
    });
  });
});

/** Opens a connection and sends only the beginning of a request. */
async function halfRequest(port: number) {
  const socket = connect(port, '127.0.0.1');
  let received = '';
  socket.on('data', (chunk: Buffer) => (received += chunk.toString()));
  const closed = once(socket, 'close').then(() => received);
  const body = JSON.stringify(ORDER);
  socket.write(
    `POST /orders HTTP/1.1\r\nHost: orders\r\nContent-Type: application/json\r\nContent-Length: ${body.length}\r\n\r\n`,
  );
  socket.write(body.slice(0, 5));
  await new Promise((resolve) => setTimeout(resolve, 100));
  return { finish: () => socket.write(body.slice(5)), closed };
}

describe('on SIGTERM', () => {
  test('the application finishes the request in flight, takes no new ones, and ends cleanly', async () => {
    const app = new App();
    const port = await app.port();
    const idle = new Agent({ keepAlive: true });
    await send(port, 'GET', '/health', undefined, idle);
    const inFlight = await halfRequest(port);

    app.signal('SIGTERM');
    await app.logged('stopping');
    await expect(send(port, 'GET', '/health')).rejects.toMatchObject({ code: 'ECONNREFUSED' });
    inFlight.finish();

    const reply = await inFlight.closed;
    expect(reply).toMatch(/^HTTP\/1\.1 201 Created\r\n/);
    expect(reply).toMatch(/\r\nConnection: close\r\n/i);
    expect(await app.ended).toEqual([0, null]);
    expect(app.lines.at(-1)?.message).toMatch(/^(stopped|request)$/);
    idle.destroy();
  });

  test('a request that never ends is cut off before the stop timeout', async () => {
    const app = new App({ STOP_TIMEOUT_SECONDS: '2' });
    const inFlight = await halfRequest(await app.port());
    const from = Date.now();
    app.signal('SIGTERM');
    expect(await app.ended).toEqual([1, null]);
    expect(Date.now() - from).toBeLessThan(2000);
    expect(await inFlight.closed).toBe('');
    expect(app.lines.map(({ message }) => message)).toContain('requests were cut off');
  });
});

test('the application does not start with wrong settings, and names all of them', async () => {
  const app = new App({ PORT: 'http', ORDER_SIGNING_KEY: 'short', LOG_LEVEL: 'all', STOP_TIMEOUT_SECONDS: '0' });
  expect(await app.ended).toEqual([1, null]);
  expect(app.lines).toEqual([
    expect.objectContaining({
      level: 'error',
      message: 'cannot start',
      error:
        "PORT must be a whole number from 0 to 65535, got 'http'; " +
        "STOP_TIMEOUT_SECONDS must be a whole number from 1 to 3600, got '0'; " +
        "LOG_LEVEL must be one of debug, info, warn, error, got 'all'; " +
        'ORDER_SIGNING_KEY must hold 16 characters or more, got 5',
    }),
  ]);
});

test('the application says nothing where only errors are wanted', async () => {
  const app = new App({ LOG_LEVEL: 'error' });
  await new Promise((resolve) => setTimeout(resolve, 300));
  app.signal('SIGTERM');
  await app.ended;
  expect(app.lines).toEqual([]);
});
