// Small real HTTP servers that play difficult EHRs: one that answers what a test says, and strict vendors in front of the
// embedded EHR that refuse with 4xx whatever their CapabilityStatement does not advertise.
import { createServer } from 'node:http';
import type { IncomingMessage, ServerResponse } from 'node:http';
import type { AddressInfo } from 'node:net';

export interface Heard {
  readonly method: string;
  /** Path and query below /fhir. */
  readonly path: string;
  readonly headers: IncomingMessage['headers'];
  readonly body: string;
}

export interface StandIn {
  readonly url: string;
  readonly heard: Heard[];
  close(): Promise<void>;
}

export type Answer = (heard: Heard, response: ServerResponse, request: IncomingMessage) => void | Promise<void>;

/** A server that keeps what it hears and answers as told. */
export async function standIn(answer: Answer): Promise<StandIn> {
  const heard: Heard[] = [];
  const server = createServer((request, response) => {
    const chunks: Buffer[] = [];
    request.on('data', (chunk: Buffer) => chunks.push(chunk));
    request.on('end', () => {
      const one = {
        method: request.method ?? '',
        path: (request.url ?? '').replace(/^\/fhir\/?/, ''),
        headers: request.headers,
        body: Buffer.concat(chunks).toString('utf8'),
      };
      heard.push(one);
      void answer(one, response, request);
    });
  });
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  return {
    url: `http://127.0.0.1:${(server.address() as AddressInfo).port}/fhir`,
    heard,
    close: () =>
      new Promise((resolve) => {
        server.close(() => resolve());
        server.closeAllConnections();
      }),
  };
}

export function json(
  response: ServerResponse,
  status: number,
  body: unknown,
  headers: Record<string, string> = {},
): void {
  response.writeHead(status, { 'content-type': 'application/fhir+json', ...headers });
  response.end(JSON.stringify(body));
}

export const outcome = (code: string, text = 'no') => ({
  resourceType: 'OperationOutcome',
  issue: [{ severity: 'error', code, details: { text } }],
});

export const bundle = (resources: readonly object[], next?: string) => ({
  resourceType: 'Bundle',
  type: 'searchset',
  link: next === undefined ? [] : [{ relation: 'next', url: next }],
  entry: resources.map((resource) => ({ resource, search: { mode: 'match' } })),
});

/** What one resource type allows. */
export interface TypePolicy {
  readonly search?: readonly string[];
  readonly create?: boolean;
  readonly conditionalCreate?: boolean;
  /** One of these sets of parameters must be there in full. */
  readonly needs?: readonly (readonly string[])[];
}

export interface Vendor {
  readonly name: string;
  readonly batch: boolean;
  /** Whether `_search` by POST, and a comma between values, are accepted. */
  readonly postSearch: boolean;
  readonly or: boolean;
  readonly types: Readonly<Record<string, TypePolicy>>;
}

export function capabilityOf({ name, batch, types }: Vendor) {
  return {
    resourceType: 'CapabilityStatement',
    status: 'active',
    date: '2025-01-01',
    kind: 'instance',
    fhirVersion: '4.0.1',
    format: ['json'],
    software: { name },
    rest: [
      {
        mode: 'server',
        interaction: batch ? [{ code: 'batch' }] : [],
        resource: Object.entries(types).map(([type, policy]) => ({
          type,
          interaction: [
            { code: 'read' },
            ...(policy.search ? [{ code: 'search-type' }] : []),
            ...(policy.create ? [{ code: 'create' }] : []),
          ],
          conditionalCreate: policy.conditionalCreate ?? false,
          searchParam: (policy.search ?? []).map((parameter) => ({ name: parameter, type: 'token' })),
        })),
      },
    ],
  };
}

/** Why this vendor refuses, as an HTTP status; undefined when it does not. */
function refusal(vendor: Vendor, { method, path, body }: Heard): number | undefined {
  const [address = '', query = ''] = path.split('?');
  const [type = '', second] = address.split('/');
  if (type === '') return vendor.batch && method === 'POST' ? undefined : 404;
  const policy = vendor.types[type];
  if (!policy) return 404;
  const isPost = method === 'POST';
  if (isPost && second === undefined) return policy.create ? undefined : 405;
  if (isPost && !vendor.postSearch) return 405;
  if (!isPost && second !== undefined) return undefined;
  if (!policy.search) return 405;
  const parameters = new URLSearchParams(isPost ? body : query);
  const names = [...parameters.keys()].filter((name) => name !== '_count');
  if (names.some((name) => !policy.search?.includes(name))) return 400;
  if (!vendor.or && [...parameters.values()].some((value) => value.includes(','))) return 400;
  if (policy.needs && !policy.needs.some((set) => set.every((name) => names.includes(name)))) return 400;
  return undefined;
}

/** A strict vendor in front of `upstream`, a FHIR base address. */
export function vendorStandIn(vendor: Vendor, upstream: string): Promise<StandIn> {
  return standIn(async (heard, response) => {
    if (heard.path === 'metadata') return json(response, 200, capabilityOf(vendor));
    const refused = refusal(vendor, heard);
    if (refused !== undefined) return json(response, refused, outcome(refused === 400 ? 'required' : 'not-supported'));
    const answer = await fetch(`${upstream}/${heard.path}`, {
      method: heard.method,
      headers: { 'content-type': heard.headers['content-type'] ?? 'application/fhir+json' },
      ...(heard.method === 'GET' ? {} : { body: heard.body }),
    });
    response.writeHead(answer.status, { 'content-type': 'application/fhir+json' });
    response.end(await answer.text());
  });
}
