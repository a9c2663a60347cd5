// Ways the demo EHR can be ill, to show and to test what the console does then.
import type { IncomingMessage, Server, ServerResponse } from 'node:http';

export const FAULTS = ['none', 'slow', 'html', 'down'] as const;
export type Fault = (typeof FAULTS)[number];

/** How long `slow` keeps every request waiting. */
export const SLOW_MS = 10_000;

/** What a session that ran out looks like behind many hospital proxies: a sign-in page with status 200. */
const LOGIN_PAGE =
  '<!doctype html><title>Sign in</title><h1>Your session has expired</h1><form><input name="user"></form>';

export interface FaultSwitch {
  set(fault: Fault): void;
  /** Runs `serve` as the present fault has it: at once, late, or not at all. */
  apply(request: IncomingMessage, response: ServerResponse, serve: () => void): void;
  /** Forgets everything that still waits. */
  clear(): void;
}

export function faultSwitch(server: Server): FaultSwitch {
  let fault: Fault = 'none';
  const waiting = new Set<NodeJS.Timeout>();
  const later = (serve: () => void): NodeJS.Timeout => {
    const timer = setTimeout(() => {
      waiting.delete(timer);
      serve();
    }, SLOW_MS);
    waiting.add(timer);
    return timer;
  };
  server.on('connection', (socket) => {
    if (fault === 'down') socket.destroy();
  });
  const clear = (): void => {
    for (const timer of waiting) clearTimeout(timer);
    waiting.clear();
  };
  return {
    set(next) {
      fault = next;
      if (next === 'down') {
        clear();
        server.closeAllConnections();
      }
    },
    apply(request, response, serve) {
      if (fault === 'none') return serve();
      if (fault === 'down') return void request.socket.destroy();
      if (fault === 'html') {
        response.writeHead(200, { 'content-type': 'text/html; charset=utf-8' });
        return void response.end(LOGIN_PAGE);
      }
      const timer = later(serve);
      response.once('close', () => {
        clearTimeout(timer);
        waiting.delete(timer);
      });
    },
    clear,
  };
}
