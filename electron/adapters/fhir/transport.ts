// One request to a FHIR server, around fhir-kit-client: what that library lacks is here. Every request has a deadline,
// only GET is tried again, redirects are not followed, and neither logs nor errors carry addresses or answers.
import { Client } from 'fhir-kit-client';
import { setTimeout as wait } from 'node:timers/promises';
import { z } from 'zod';
import type { EhrTokens } from '../../ports/ehr-access.ts';
import type { Log } from '../../ports/runtime.ts';
import type { AppError, Result } from '../../../shared/result/result.ts';
import { fail, ok } from '../../../shared/result/result.ts';
import type { Intent } from './failures.ts';
import { failureOf } from './failures.ts';

export interface TransportOptions {
  /** FHIR base address. */
  readonly baseUrl: string;
  /** The way in; absent where the server asks for none. Tokens are sent to this origin only. */
  readonly access?: EhrTokens | undefined;
  /** Milliseconds for a request with all its retries and its body. */
  readonly deadlineMs: number;
  /** Milliseconds before a GET is tried once more. */
  readonly retryDelayMs: number;
  readonly log?: Log;
}

const Answer = z.record(z.string(), z.unknown());
/** A parsed JSON object and what the headers add to it. */
export interface Reply {
  readonly body: z.infer<typeof Answer>;
  readonly location: string | undefined;
  /** What the server's clock said, epoch ms. */
  readonly date?: number | undefined;
}

type HeaderFields = Record<string, string>;
interface Options {
  readonly headers: HeaderFields;
  readonly signal: AbortSignal;
  readonly redirect: 'manual';
}

export interface PatchStep {
  readonly op: 'add' | 'replace';
  readonly path: string;
  readonly value: object | string;
}

export type SearchParameters = Record<string, string | string[]>;

export interface Transport {
  /** GET below the base, e.g. `metadata`, `Patient/1`. */
  get(path: string): Promise<Result<Reply>>;
  search(type: string, parameters: SearchParameters, method: 'GET' | 'POST'): Promise<Result<Reply>>;
  /** A page named by the server; refused unless it is on the server's own origin. */
  page(url: string): Promise<Result<Reply>>;
  /** Several reads at once. */
  bundle(body: { readonly type: 'batch' | 'transaction'; readonly entry: readonly object[] }): Promise<Result<Reply>>;
  create(type: string, resource: Record<string, unknown>, headers?: HeaderFields): Promise<Result<Reply>>;
  /** PUT of a whole resource; `If-Match` in `headers` keeps it from overwriting what it has not seen. */
  update(type: string, id: string, resource: Record<string, unknown>, headers: HeaderFields): Promise<Result<Reply>>;
  /** JSON Patch (RFC 6902), for servers that take no whole resource. */
  patch(type: string, id: string, changes: readonly PatchStep[], headers: HeaderFields): Promise<Result<Reply>>;
}

/** The same thing is worth asking again: the connection broke or the server was briefly away. */
const PASSING = new Set(['ehrUnreachable']);

const isUnauthorised = ({ code, detail }: AppError): boolean =>
  code === 'ehrRefused' && (detail ?? '').startsWith('HTTP 401');

/** What is logged of a path: the resource type and operation, no ids, no query. */
export function redact(path: string): string {
  const [type = '', second = ''] = (path.split('?')[0] ?? '').split('/').filter(Boolean);
  if (second === '') return type;
  return `${type}/${second.startsWith('_') || second.startsWith('$') ? second : ':id'}`;
}

/** Patients' data travels in the clear only to this machine itself. */
export function isPrivateEnough(baseUrl: string): boolean {
  const { protocol, hostname } = new URL(baseUrl);
  const isLoopback = hostname === 'localhost' || hostname === '[::1]' || /^127(\.\d+){3}$/.test(hostname);
  return protocol === 'https:' || (protocol === 'http:' && isLoopback);
}

export function createTransport(options: TransportOptions): Transport {
  const client = new Client({ baseUrl: options.baseUrl.replace(/\/+$/, '') });
  const origin = new URL(options.baseUrl).origin;
  const privateEnough = isPrivateEnough(options.baseUrl);

  async function attempt(label: string, intent: Intent, signal: AbortSignal, run: Run): Promise<Result<Reply>> {
    const token = await options.access?.token();
    // What the server can do is said to anybody; without it nobody could tell whether there is a server at all.
    if (token?.ok === false && label !== 'GET metadata') return token;
    const bearer = token?.ok ? token.value : undefined;
    const first = await ask(label, intent, signal, run, bearer);
    // A 401 comes before anything is done: also what writes is safe to send again, with another token.
    if (first.ok || bearer === undefined || !isUnauthorised(first.error)) return first;
    const other = await options.access?.refused(bearer);
    if (other?.ok !== true || other.value === undefined) return other?.ok === false ? other : first;
    return ask(label, intent, signal, run, other.value);
  }

  async function ask(
    label: string,
    intent: Intent,
    signal: AbortSignal,
    run: Run,
    bearer: string | undefined,
  ): Promise<Result<Reply>> {
    try {
      // A server that answers a search from memory (HAPI FHIR does, for a minute) would hide what was written since.
      const headers: HeaderFields = {
        'cache-control': 'no-cache',
        ...(bearer === undefined ? {} : { authorization: `Bearer ${bearer}` }),
      };
      const answer = await run({ headers, signal, redirect: 'manual' });
      const fields = Client.httpFor(answer).response?.headers;
      const date = Date.parse(fields?.get('date') ?? '');
      return ok({
        body: Answer.parse(answer),
        location: fields?.get('location') ?? undefined,
        date: Number.isNaN(date) ? undefined : date,
      });
    } catch (thrown) {
      const error = failureOf(thrown, intent);
      options.log?.warn('ehr.requestFailed', { request: label, code: error.code, detail: error.detail });
      return { ok: false, error };
    }
  }

  async function send(
    method: 'GET' | 'POST' | 'PUT' | 'PATCH',
    path: string,
    intent: Intent,
    run: Run,
  ): Promise<Result<Reply>> {
    if (!privateEnough) return fail('ehrRefused', 'https is required off this machine');
    const signal = AbortSignal.timeout(options.deadlineMs);
    const label = `${method} ${redact(path)}`;
    const first = await attempt(label, intent, signal, run);
    if (first.ok || method !== 'GET' || !PASSING.has(first.error.code)) return first;
    try {
      await wait(options.retryDelayMs, undefined, { signal });
    } catch {
      return first; // no time left
    }
    return attempt(`${label} again`, intent, signal, run);
  }

  return {
    get: (path) => send('GET', path, 'read', (request) => client.request(path, { method: 'GET', options: request })),
    search: (type, searchParams, method) =>
      send(method, method === 'POST' ? `${type}/_search` : type, 'read', (request) =>
        client.search({
          resourceType: type,
          searchParams,
          options: { ...request, ...(method === 'POST' ? { postSearch: true } : {}) },
        }),
      ),
    async page(url) {
      const target = URL.parse(url, `${options.baseUrl.replace(/\/+$/, '')}/`);
      // The library would send the token to whatever host the link names.
      if (target?.origin !== origin) return fail('ehrNotFhir', 'next page on another origin');
      return send('GET', 'page', 'read', (request) => client.request(target.href, { method: 'GET', options: request }));
    },
    bundle: (body) =>
      send('POST', body.type, 'read', (request) =>
        client.batch({ body: { resourceType: 'Bundle', ...body, entry: [...body.entry] }, options: request }),
      ),
    create: (type, resource, headers = {}) =>
      send('POST', type, 'write', (request) =>
        client.create({
          resourceType: type,
          body: { ...resource, resourceType: type },
          options: { ...request, headers: { ...request.headers, ...headers } },
        }),
      ),
    update: (type, id, resource, headers) =>
      send('PUT', `${type}/${id}`, 'write', (request) =>
        client.update({
          resourceType: type,
          id,
          body: { ...resource, resourceType: type, id },
          options: { ...request, headers: { ...request.headers, ...headers } },
        }),
      ),
    patch: (type, id, changes, headers) =>
      send('PATCH', `${type}/${id}`, 'write', (request) =>
        client.patch({
          resourceType: type,
          id,
          jsonPatch: [...changes],
          options: { ...request, headers: { ...request.headers, ...headers } },
        }),
      ),
  };
}

type Run = (request: Options) => ReturnType<Client['request']>;
