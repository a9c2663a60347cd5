// A SMART authorization server in front of any FHIR server: who has no token gets 401, whose token does not cover what is
// asked gets 403, the rest is handed on. For the made-up practice and for tests; the FHIR server behind knows nothing of it.
import { createServer } from 'node:http';
import type { IncomingMessage, ServerResponse } from 'node:http';
import type { AddressInfo } from 'node:net';
import type { Provider } from 'oidc-provider';
import { interactions } from './interactions.ts';
import { guard } from './guard.ts';
import { createProvider } from './provider.ts';
import type { Staff } from './provider.ts';
import { readAll } from './body.ts';

export interface SmartFrontOptions {
  /** 0: any free port. */
  readonly port: number;
  /** Base address of the FHIR server behind. */
  readonly fhir: string;
  readonly clientId: string;
  readonly staff: readonly Staff[];
  readonly types: readonly string[];
  /** Seconds; five minutes unless told. */
  readonly tokenSeconds?: number;
  readonly redirectUris?: readonly string[];
  readonly service?: { readonly clientId: string; readonly keys: readonly object[] };
  /** Scopes to leave out of every token, however asked for: a practice whose EHR grants less. */
  readonly withheld?: readonly string[];
  /** What the configuration document says otherwise, or does not say (undefined). */
  readonly configuration?: Readonly<Record<string, unknown>>;
}

export interface SmartFront {
  /** FHIR base address behind the sign-in. */
  readonly url: string;
  /** Every access token is good no more; refresh tokens stay. */
  expireTokens(): Promise<void>;
  /** Nobody is signed in any more. */
  revokeAll(): Promise<void>;
  /** Successful answers of the token endpoint, by grant. */
  readonly granted: Readonly<Record<string, number>>;
  /** The authorization server itself answers 503. */
  setDown(down: boolean): void;
  close(): Promise<void>;
}

const FHIR = '/fhir';

function configurationOf(origin: string, { configuration }: SmartFrontOptions): Record<string, unknown> {
  return {
    issuer: origin,
    jwks_uri: `${origin}/jwks`,
    authorization_endpoint: `${origin}/auth`,
    token_endpoint: `${origin}/token`,
    revocation_endpoint: `${origin}/token/revocation`,
    token_endpoint_auth_methods_supported: ['none', 'private_key_jwt'],
    grant_types_supported: ['authorization_code', 'client_credentials', 'refresh_token'],
    scopes_supported: ['openid', 'fhirUser', 'offline_access', 'user/*.cruds', 'system/*.cruds'],
    response_types_supported: ['code'],
    code_challenge_methods_supported: ['S256'],
    capabilities: [
      'launch-standalone',
      'client-public',
      'client-confidential-asymmetric',
      'sso-openid-connect',
      'permission-offline',
      'permission-user',
      'permission-v1',
      'permission-v2',
    ],
    ...configuration,
  };
}

function sendJson(response: ServerResponse, status: number, body: unknown): void {
  response.writeHead(status, { 'content-type': 'application/json', 'cache-control': 'no-store' });
  response.end(JSON.stringify(body));
}

/** The same answer with the addresses of the server behind turned into ours: its links must lead back through here. */
async function handOn(fhir: string, ours: string, request: IncomingMessage, body: Buffer, response: ServerResponse) {
  const path = (request.url ?? '').slice(FHIR.length);
  const headers = Object.fromEntries(
    ['accept', 'content-type', 'if-match', 'if-none-exist', 'prefer'].flatMap((name) => {
      const value = request.headers[name];
      return typeof value === 'string' ? [[name, value]] : [];
    }),
  );
  const answer = await fetch(`${fhir}${path}`, {
    method: request.method ?? 'GET',
    headers,
    ...(body.length > 0 ? { body: new Uint8Array(body) } : {}),
    redirect: 'manual',
  });
  const text = (await answer.text()).replaceAll(fhir, ours);
  const kept = ['content-type', 'etag', 'location', 'retry-after'].flatMap((name) => {
    const value = answer.headers.get(name);
    return value === null ? [] : [[name, value.replaceAll(fhir, ours)] as const];
  });
  response.writeHead(answer.status, { ...Object.fromEntries(kept), 'cache-control': 'no-store' });
  response.end(text);
}

interface Front {
  readonly options: SmartFrontOptions;
  readonly origin: string;
  readonly provider: Provider;
  readonly authorize: (request: IncomingMessage, response: ServerResponse) => void;
  readonly interact: ReturnType<typeof interactions>;
  isDown: boolean;
}

async function serveFhir(front: Front, request: IncomingMessage, response: ServerResponse): Promise<void> {
  const path = new URL(request.url ?? '/', front.origin).pathname.slice(FHIR.length + 1);
  if (path === '.well-known/smart-configuration')
    return sendJson(response, 200, configurationOf(front.origin, front.options));
  const body = await readAll(request);
  if (path !== 'metadata') {
    const refused = await guard(front.provider, request, path, body);
    if (refused) {
      response.setHeader('www-authenticate', 'Bearer');
      const code = refused === 401 ? 'login' : 'forbidden';
      return sendJson(response, refused, { resourceType: 'OperationOutcome', issue: [{ severity: 'error', code }] });
    }
  }
  await handOn(front.options.fhir, `${front.origin}${FHIR}`, request, body, response);
}

async function serve(front: Front, request: IncomingMessage, response: ServerResponse): Promise<void> {
  const { pathname } = new URL(request.url ?? '/', front.origin);
  if (pathname === FHIR || pathname.startsWith(`${FHIR}/`)) return serveFhir(front, request, response);
  if (front.isDown) return sendJson(response, 503, { error: 'temporarily_unavailable' });
  if (pathname.startsWith('/interaction/')) return front.interact(request, response);
  front.authorize(request, response);
}

/** Starts the sign-in on 127.0.0.1. */
export async function startSmartFront(options: SmartFrontOptions): Promise<SmartFront> {
  const server = createServer();
  await new Promise<void>((resolve, reject) => {
    server.once('error', reject);
    server.listen(options.port, '127.0.0.1', resolve);
  });
  const origin = `http://127.0.0.1:${(server.address() as AddressInfo).port}`;
  const provider = createProvider({
    issuer: origin,
    clientId: options.clientId,
    redirectUris: options.redirectUris ?? ['http://127.0.0.1/frontdesk'],
    staff: options.staff,
    types: options.types,
    tokenSeconds: options.tokenSeconds ?? 300,
    service: options.service,
  });
  const granted: Record<string, number> = {};
  provider.on('grant.success', (context) => {
    const grant = String(context.oidc.params?.['grant_type'] ?? '');
    granted[grant] = (granted[grant] ?? 0) + 1;
  });
  const issued = new Map<string, () => Promise<void>>();
  const keep = (token: { readonly jti: string; destroy(): Promise<void> }) =>
    void issued.set(token.jti, () => token.destroy());
  provider.on('access_token.saved', keep);
  provider.on('client_credentials.saved', keep);
  const expire = async (): Promise<void> => {
    await Promise.all([...issued.values()].map((destroy) => destroy()));
    issued.clear();
  };
  const handler = provider.callback();
  const front: Front = {
    options,
    origin,
    provider,
    authorize: (request, response) => void handler(request, response),
    interact: interactions(provider, options.staff, options.withheld ?? []),
    isDown: false,
  };
  server.on('request', (request: IncomingMessage, response: ServerResponse) => {
    serve(front, request, response).catch(() => {
      if (response.headersSent) response.destroy();
      else
        sendJson(response, 502, {
          resourceType: 'OperationOutcome',
          issue: [{ severity: 'error', code: 'exception' }],
        });
    });
  });
  return {
    url: `${origin}${FHIR}`,
    granted,
    expireTokens: expire,
    revokeAll: async () => {
      await expire();
      await front.interact.revokeAll();
    },
    setDown: (down) => (front.isDown = down),
    close: () =>
      new Promise((resolve) => {
        server.close(() => resolve());
        server.closeAllConnections();
      }),
  };
}
