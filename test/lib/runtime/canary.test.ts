import { createServer, type Server } from 'node:http';
import type { AddressInfo } from 'node:net';
import { handler } from '../../../lib/runtime/canary';

const STATUS = /^\/(\d{3})$/;

describe('canary', () => {
  let server: Server;
  let base: string;
  const before = { ...process.env };

  beforeAll(async () => {
    server = createServer(({ url = '' }, response) => {
      const status = STATUS.exec(url)?.[1];
      if (status !== undefined) {
        response.writeHead(Number(status), { location: '/200' }).end('answer');
      }
    });
    await new Promise<void>((done) => server.listen(0, '127.0.0.1', done));
    base = `http://127.0.0.1:${(server.address() as AddressInfo).port}`;
  });

  afterEach(() => {
    process.env = { ...before };
  });

  afterAll(async () => {
    server.closeAllConnections();
    await new Promise((done) => server.close(done));
  });

  const check = (path: string, settings: Record<string, string> = {}) => {
    Object.assign(process.env, { URL: `${base}${path}`, ...settings });
    return handler();
  };

  test('an answer that was expected is a success', async () => {
    await expect(check('/204')).resolves.toMatch(/^http:\/\/127\.0\.0\.1:\d+\/204 answered 204 after \d+ ms$/);
    await expect(check('/401', { STATUSES: '200-299, 401' })).resolves.toContain('answered 401');
  });

  test.each([['/500'], ['/404'], ['/301']])('%s is a failure', async (path) => {
    await expect(check(path)).rejects.toThrow(/answered \d{3} after \d+ ms, expected 200-299$/);
  });

  test('no answer in time is a failure that says so', async () => {
    await expect(check('/silent', { TIMEOUT_MS: '50' })).rejects.toThrow(/\/silent did not answer within 50 ms: /);
  });

  test('no connection is a failure that says why', async () => {
    Object.assign(process.env, { URL: 'http://127.0.0.1:1/' });
    await expect(handler()).rejects.toThrow(/did not answer within 10000 ms: (connect ECONNREFUSED|bad port)/);
  });
});
