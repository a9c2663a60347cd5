// The browser host: the same contract over HTTP and a WebSocket, on loopback only. A one-time token in the start address
// becomes a cookie; every request and every socket is checked for cookie and origin.
import { randomBytes, timingSafeEqual } from 'node:crypto';
import { createReadStream, statSync } from 'node:fs';
import http from 'node:http';
import path from 'node:path';
import type { Socket } from 'node:net';
import { WebSocketServer } from 'ws';
import type { WebSocket } from 'ws';
import { PAGES } from '../../shared/contract/define.ts';
import type { Page } from '../../shared/contract/define.ts';
import { topics } from '../../shared/contract/index.ts';
import type { TopicName } from '../../shared/contract/index.ts';
import { PageMessage } from '../../shared/contract/wire.ts';
import type { HostMessage } from '../../shared/contract/wire.ts';
import { CONTENT_SECURITY_POLICY } from './content-security-policy.ts';
import type { Subscriber, TopicHub } from './hub.ts';
import type { CommandRouter } from './router.ts';
import type { WayOut } from './way-out.ts';
import { CONTENT_TYPES } from '../ports/pages.ts';

/** A wallboard's cookie opens the wallboard and nothing else: whoever takes it from the TV has what the TV shows. */
const COOKIES = { desk: 'frontdesk', wallboard: 'frontdesk-wallboard' } as const;
type Scope = keyof typeof COOKIES;
const scopeOf = (page: Page): Scope => (page === 'wallboard' ? 'wallboard' : 'desk');
/** A page that has more than this unsent gets a snapshot later instead of every change. */
const BEHIND_BYTES = 1_000_000;
const PHONE_PING_MS = 3_000;
const MAX_MESSAGE_BYTES = 2_000_000;

export interface WebHostOptions {
  readonly hub: TopicHub;
  readonly router: CommandRouter;
  /** Folder with the built pages. */
  readonly root: string;
  /** 0: any free port. */
  readonly port: number;
  /** Where a page may be led to outside, once each. */
  readonly wayOut?: Pick<WayOut, 'take'>;
  readonly onPages?: (page: Page, connected: number) => void;
}

export interface WebHost {
  /**
   * An address with a fresh one-time token. The console carries the phone page as a hidden frame unless `separatePhone`
   * says that it is opened as a page of its own.
   */
  startUrl(options?: { page?: Page; separatePhone?: boolean }): string;
  readonly origin: string;
  close(): Promise<void>;
}

const same = (a: string, b: string) => a.length === b.length && timingSafeEqual(Buffer.from(a), Buffer.from(b));
const newSecret = () => randomBytes(24).toString('base64url');

class Guard {
  readonly #secrets: Readonly<Record<Scope, string>> = { desk: newSecret(), wallboard: newSecret() };
  readonly #tokens = new Map<string, Scope>();

  newToken(scope: Scope): string {
    const token = newSecret();
    this.#tokens.set(token, scope);
    return token;
  }

  /** A token opens the door once. */
  redeem(token: string | null): string | undefined {
    const scope = token ? this.#tokens.get(token) : undefined;
    if (!token || !scope || !this.#tokens.delete(token)) return undefined;
    return `${COOKIES[scope]}=${this.#secrets[scope]}; HttpOnly; SameSite=Strict; Path=/`;
  }

  /** Whether the desk, or only its wallboard, is open to whoever asks. */
  admits(request: http.IncomingMessage): Scope | undefined {
    const cookies = new Map(
      (request.headers.cookie ?? '').split('; ').map((part) => part.split('=') as [string, string | undefined]),
    );
    return (['desk', 'wallboard'] as const).find((scope) => {
      const value = cookies.get(COOKIES[scope]);
      return value !== undefined && same(value, this.#secrets[scope]);
    });
  }
}

export async function startWebHost(options: WebHostOptions): Promise<WebHost> {
  const guard = new Guard();
  const server = http.createServer((request, response) => serve(options, guard, request, response));
  await new Promise<void>((resolve, reject) => {
    server.once('error', reject);
    server.listen(options.port, '127.0.0.1', resolve);
  });
  const address = server.address();
  const port = typeof address === 'object' && address ? address.port : options.port;
  const origin = `http://127.0.0.1:${port}`;
  const sockets = new WebSocketServer({ noServer: true, maxPayload: MAX_MESSAGE_BYTES });
  const counts = new Map<Page, number>();
  const count = (page: Page, by: number) => {
    counts.set(page, (counts.get(page) ?? 0) + by);
    options.onPages?.(page, counts.get(page) ?? 0);
  };

  server.on('upgrade', (request, socket, head) => {
    const page = PAGES.find((name) => request.url === `/contract/${name}`);
    if (
      !page ||
      request.headers.origin !== origin ||
      request.headers.host !== `127.0.0.1:${port}` ||
      !mayOpen(guard.admits(request), page)
    )
      return refuse(socket as Socket);
    // One phone a host: a second one (another tab) would take the first one's place at the PBX. It asks again, and is
    // let in once the first is gone.
    if (page === 'phone' && (counts.get(page) ?? 0) > 0) return refuse(socket as Socket, '409 Conflict');
    sockets.handleUpgrade(request, socket, head, (webSocket) => {
      count(page, 1);
      connect(options, page, webSocket);
      if (page === 'phone') watchForSilence(webSocket);
      webSocket.once('close', () => count(page, -1));
    });
  });

  return {
    origin,
    startUrl: ({ page = 'console', separatePhone = false } = {}) =>
      `${origin}/${page}/?${separatePhone ? 'separate-phone&' : ''}token=${guard.newToken(scopeOf(page))}`,
    close: async () => {
      sockets.clients.forEach((client) => client.terminate());
      server.closeAllConnections();
      await new Promise((resolve) => server.close(resolve));
    },
  };
}

/** Who may open the desk may look at its wallboard, too. */
const mayOpen = (scope: Scope | undefined, page: Page): boolean => scope === 'desk' || scope === scopeOf(page);

/** What a wallboard is made of: its own page, and the parts that pages share. */
const isWallboards = (pathname: string): boolean => /^\/(?:wallboard|assets)\//.test(pathname);

function refuse(socket: Socket, status = '403 Forbidden'): void {
  // Whoever was refused may be gone already; nobody else listens on this socket.
  socket.on('error', () => socket.destroy());
  socket.end(`HTTP/1.1 ${status}\r\nConnection: close\r\n\r\n`);
}

/** A phone page whose process is gone without a goodbye must not keep the next one out. */
function watchForSilence(socket: WebSocket): void {
  let answered = true;
  const timer = setInterval(() => {
    if (!answered) return socket.terminate();
    answered = false;
    socket.ping();
  }, PHONE_PING_MS);
  socket.on('pong', () => (answered = true));
  socket.once('close', () => clearInterval(timer));
}

function connect({ hub, router }: WebHostOptions, page: Page, socket: WebSocket): void {
  const send = (message: HostMessage) => {
    if (socket.readyState === socket.OPEN) socket.send(JSON.stringify(message));
  };
  const subscriber: Subscriber = {
    page,
    send: (topic, message) => send({ kind: 'topic', topic, message }),
    isBehind: () => socket.bufferedAmount > BEHIND_BYTES,
  };
  socket.on('message', (data, isBinary) => {
    const message = isBinary ? undefined : parse(String(data));
    if (!message) return socket.close(1008, 'not the contract');
    if (message.kind === 'command')
      void router
        .run(page, message.name, message.input)
        .then((envelope) => send({ kind: 'answer', id: message.id, envelope }));
    else if (Object.hasOwn(topics, message.topic)) {
      if (message.kind === 'subscribe') hub.subscribe(subscriber, message.topic as TopicName);
      else hub.unsubscribe(subscriber, message.topic as TopicName);
    }
  });
  socket.on('close', () => hub.unsubscribe(subscriber));
  socket.on('error', () => socket.terminate());
}

function parse(text: string): PageMessage | undefined {
  try {
    return PageMessage.safeParse(JSON.parse(text)).data;
  } catch {
    return undefined;
  }
}

function serve(
  { root, wayOut }: WebHostOptions,
  guard: Guard,
  request: http.IncomingMessage,
  response: http.ServerResponse,
): void {
  const { host = '', origin } = request.headers;
  const isOurs = /^(127\.0\.0\.1|localhost):\d+$/.test(host) && (origin === undefined || origin === `http://${host}`);
  if (!isOurs) return end(response, 403);
  const base = 'http://127.0.0.1';
  if (!URL.canParse(request.url ?? '/', base)) return end(response, 400);
  const url = new URL(request.url ?? '/', base);
  const cookie = guard.redeem(url.searchParams.get('token'));
  if (cookie) {
    // The token leaves the address bar and the history at once.
    response.writeHead(303, { 'Set-Cookie': cookie, Location: withoutToken(url), 'Referrer-Policy': 'no-referrer' });
    return void response.end();
  }
  const scope = guard.admits(request);
  if (!scope || (scope === 'wallboard' && !isWallboards(path.posix.normalize(url.pathname)))) return end(response, 403);
  if (request.method !== 'GET') return end(response, 405);
  const outside = wayOut?.take(url.pathname);
  if (outside !== undefined) return leadTo(response, outside);
  const file = fileFor(root, url.pathname);
  if (!file) return end(response, 404);
  response.writeHead(200, {
    'Content-Type': CONTENT_TYPES[path.extname(file)] ?? 'application/octet-stream',
    'Content-Security-Policy': CONTENT_SECURITY_POLICY,
    'X-Content-Type-Options': 'nosniff',
    'Referrer-Policy': 'no-referrer',
    'Cross-Origin-Opener-Policy': 'same-origin',
    'Permissions-Policy': 'microphone=(self), camera=(), geolocation=()',
    'Cache-Control': 'no-cache',
  });
  createReadStream(file)
    .on('error', () => response.destroy())
    .pipe(response);
}

/** Nothing of where it leads is kept here, and nothing of here goes along. */
function leadTo(response: http.ServerResponse, address: string): void {
  response.writeHead(303, { Location: address, 'Referrer-Policy': 'no-referrer', 'Cache-Control': 'no-store' });
  response.end();
}

function withoutToken(url: URL): string {
  url.searchParams.delete('token');
  return url.pathname + url.search;
}

function end(response: http.ServerResponse, status: number): void {
  response.writeHead(status, { 'Content-Type': 'text/plain' });
  response.end(status === 403 ? 'Open Frontdesk with the address that `npm start` printed.' : '');
}

/** The file below `root`, or undefined: nothing outside it can be named. */
function fileFor(root: string, pathname: string): string | undefined {
  const wanted = path.normalize(path.join(root, pathname.endsWith('/') ? `${pathname}index.html` : pathname));
  if (!wanted.startsWith(root + path.sep)) return undefined;
  try {
    return statSync(wanted).isFile() ? wanted : undefined;
  } catch {
    return undefined; // not there, or a name no disk can hold
  }
}
