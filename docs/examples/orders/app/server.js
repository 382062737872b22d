import { createServer } from 'node:http';
import { answer, answerTo } from './api.js';
import { log, logFrom } from './log.js';
import { Orders } from './orders.js';
import { settingsFrom } from './settings.js';

/** What is left of the stop timeout for the process to end by itself, before systemd ends it. */
const STOP_RESERVE_MS = 1000;

function start(settings) {
  logFrom(settings.logLevel);
  const orders = new Orders(settings.signingKey);
  let stopping = false;

  const server = createServer((request, response) => {
    void respond(request, response, { orders, isStopping: () => stopping });
  });
  // Longer than the load balancer's idle timeout, or requests would meet connections that are just being closed.
  server.keepAliveTimeout = settings.keepAliveSeconds * 1000;
  server.headersTimeout = server.keepAliveTimeout + 5000;
  server.requestTimeout = server.headersTimeout;

  server.listen(settings.port, () => log('info', 'listening', { port: server.address().port }));

  const stop = (signal) => {
    if (stopping) {
      return;
    }
    stopping = true;
    log('info', 'stopping', { signal });
    server.close(() => log('info', 'stopped'));
    server.closeIdleConnections();
    setTimeout(
      () => {
        log('error', 'requests were cut off', { stopSeconds: settings.stopSeconds });
        process.exitCode = 1;
        server.closeAllConnections();
      },
      Math.max(settings.stopSeconds * 1000 - STOP_RESERVE_MS, STOP_RESERVE_MS / 2),
    ).unref();
  };
  process.on('SIGTERM', stop);
  process.on('SIGINT', stop);
}

async function respond(request, response, context) {
  const from = performance.now();
  response.on('close', () =>
    log('info', 'request', {
      method: request.method,
      path: request.url.split('?')[0],
      status: response.writableFinished ? response.statusCode : 499,
      milliseconds: Math.round(performance.now() - from),
      trace: request.headers['x-amzn-trace-id'],
    }),
  );
  let result;
  try {
    result = await answer(request, context);
  } catch (error) {
    result = answerTo(error);
    if (result.status === 500) {
      log('error', 'request failed', { error: error.stack });
    }
  }
  const body = JSON.stringify(result.body);
  response.writeHead(result.status, {
    'Content-Type': 'application/json',
    'Content-Length': Buffer.byteLength(body),
    'Cache-Control': 'no-store',
    ...(context.isStopping() ? { Connection: 'close' } : {}),
    ...result.headers,
  });
  response.end(body);
}

try {
  start(settingsFrom(process.env));
} catch (error) {
  log('error', 'cannot start', { error: error.message });
  process.exitCode = 1;
}
