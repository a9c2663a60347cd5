// Strict vendors: FHIR servers over the embedded EHR's practice that answer 4xx with an OperationOutcome to whatever their
// CapabilityStatement does not advertise: another type, interaction, parameter, join or condition, a comma, a bundle.
import type { ServerResponse } from 'node:http';
import { COMBINATION } from '../../shared/domain/ehr/statement.ts';
import { json, outcome, standIn } from './stand-in.ts';
import type { Heard, StandIn } from './stand-in.ts';

/** What one resource type allows. */
export interface TypePolicy {
  readonly search?: readonly string[];
  readonly create?: boolean;
  readonly update?: boolean;
  /** JSON Patch, with If-Match. */
  readonly patch?: boolean;
  readonly conditionalCreate?: boolean;
  /** One of these sets of parameters must be there in full. */
  readonly needs?: readonly (readonly string[])[];
  readonly includes?: readonly string[];
  readonly reverseIncludes?: readonly string[];
}

export interface Vendor {
  readonly name: string;
  readonly bundles: readonly ('batch' | 'transaction')[];
  /** Whether `_search` by POST, and a comma between values, are accepted. */
  readonly postSearch: boolean;
  readonly or: boolean;
  /** More hits than these are refused with 422. */
  readonly most?: number;
  /** Whether the statement says which parameters are required, and not only the refusals. */
  readonly saysNeeds?: boolean;
  /** Whether changes need If-Match (428 without), and what a stale one is answered with. */
  readonly ifMatch?: 409 | 412;
  /** An Appointment takes its slots when it is created, and gives them back when it is cancelled; taken ones are refused. */
  readonly books?: boolean;
  readonly types: Readonly<Record<string, TypePolicy>>;
}

export function capabilityOf({ name, bundles, types, ifMatch, saysNeeds = false }: Vendor) {
  const code = (one: string) => ({ code: one });
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
        interaction: bundles.map(code),
        resource: Object.entries(types).map(([type, policy]) => ({
          type,
          interaction: [
            code('read'),
            ...(policy.search ? [code('search-type')] : []),
            ...(policy.create ? [code('create')] : []),
            ...(policy.update ? [code('update')] : []),
            ...(policy.patch ? [code('patch')] : []),
          ],
          ...(policy.update ? { versioning: ifMatch === undefined ? 'versioned' : 'versioned-update' } : {}),
          conditionalCreate: policy.conditionalCreate ?? false,
          searchParam: (policy.search ?? []).map((parameter) => ({ name: parameter, type: 'token' })),
          searchInclude: policy.includes ?? [],
          searchRevInclude: policy.reverseIncludes ?? [],
          ...(saysNeeds && policy.needs ? { extension: policy.needs.map(combination) } : {}),
        })),
      },
    ],
  };
}

const combination = (names: readonly string[]) => ({
  url: COMBINATION,
  extension: names.map((valueString) => ({ url: 'required', valueString })),
});

type Asked = Pick<Heard, 'method' | 'path' | 'body'> & { readonly headers: Heard['headers'] };

/** Why this vendor refuses, as an HTTP status; undefined when it does not. */
function refusal(vendor: Vendor, { method, path, body, headers }: Asked): number | undefined {
  const [address = '', query = ''] = path.split('?');
  const [type = '', second] = address.split('/');
  const policy = vendor.types[type];
  if (!policy) return 404;
  if (method === 'PUT') {
    if (!policy.update) return 405;
    return vendor.ifMatch !== undefined && headers['if-match'] === undefined ? 428 : undefined;
  }
  if (method === 'PATCH') {
    if (!policy.patch) return 405;
    // As one vendor documents it: 412 without a version, 409 with an old one.
    return headers['if-match'] === undefined ? 412 : undefined;
  }
  if (method === 'POST' && second === undefined) {
    if (!policy.create) return 405;
    if (!/^application\/(fhir\+)?json/.test(headers['content-type'] ?? '')) return 415;
    return headers['if-none-exist'] !== undefined && !policy.conditionalCreate ? 400 : undefined;
  }
  if (method !== 'GET' && method !== 'POST') return 405;
  if (method === 'POST' && (second !== '_search' || !vendor.postSearch)) return 405;
  if (method === 'GET' && second !== undefined) return second.startsWith('_') ? 405 : undefined;
  if (!policy.search) return 405;
  return searchRefusal(vendor, policy, new URLSearchParams(method === 'POST' ? body : query));
}

function searchRefusal(vendor: Vendor, policy: TypePolicy, parameters: URLSearchParams): number | undefined {
  const joins = { _include: policy.includes, _revinclude: policy.reverseIncludes };
  for (const [name, value] of parameters) {
    if (name === '_count') continue;
    if (name === '_include' || name === '_revinclude') {
      if (!joins[name]?.includes(value)) return 400;
    } else if (!policy.search?.includes(name.split(':')[0] ?? '')) return 400;
    if (!vendor.or && value.includes(',')) return 400;
  }
  const isEnough = policy.needs?.some((set) => set.every((name) => parameters.has(name))) ?? true;
  return isEnough ? undefined : 400;
}

interface Answered {
  readonly status: number;
  readonly body: unknown;
  readonly headers: Record<string, string>;
}

const refused = (status: number): Answered => ({
  status,
  body: outcome(status === 400 ? 'required' : status === 422 ? 'too-costly' : 'not-supported'),
  headers: {},
});

/** Headers of a request and of an answer that mean something to the other side. */
const FORWARDED = ['content-type', 'if-match', 'if-none-exist', 'cache-control'] as const;
const RETURNED = ['etag', 'location'] as const;

async function answerOf(vendor: Vendor | undefined, upstream: string, own: string, asked: Asked): Promise<Answered> {
  const isPage = asked.path.startsWith('?_') && asked.method === 'GET';
  const why = vendor === undefined || isPage ? undefined : refusal(vendor, asked);
  if (why !== undefined) return refused(why);
  if (vendor?.books && asked.path === 'Appointment' && asked.method === 'POST') {
    const taken = await takeSlots(upstream, asked.body);
    if (!taken) return refused(409);
  }
  if (asked.method === 'PATCH') return patched(upstream, asked);
  const headers = FORWARDED.flatMap((name) => (asked.headers[name] ? [[name, String(asked.headers[name])]] : []));
  const answer = await fetch(`${upstream}${asked.path === '' || asked.path.startsWith('?') ? '' : '/'}${asked.path}`, {
    method: asked.method,
    headers: Object.fromEntries(headers) as Record<string, string>,
    ...(asked.method === 'GET' ? {} : { body: asked.body }),
  });
  const isStale = answer.status === 412 && asked.method === 'PUT';
  const text = (await answer.text()).replaceAll(upstream, own); // links and addresses are this server's own
  const body = JSON.parse(text) as { total?: number };
  if (vendor?.most !== undefined && (body.total ?? 0) > vendor.most) return refused(422);
  const kept = RETURNED.flatMap((name) => {
    const value = answer.headers.get(name);
    return value === null ? [] : [[name, value.replaceAll(upstream, own)]];
  });
  const status = isStale ? (vendor?.ifMatch ?? 412) : answer.status;
  return { status, body, headers: Object.fromEntries(kept) as Record<string, string> };
}

interface Versioned {
  readonly meta?: { readonly versionId?: string };
  readonly slot?: readonly { readonly reference?: string }[];
}

async function put(address: string, resource: Versioned, version: string | undefined): Promise<Response> {
  return fetch(address, {
    method: 'PUT',
    headers: { 'content-type': 'application/fhir+json', 'if-match': `W/"${version}"` },
    body: JSON.stringify(resource),
  });
}

/** What such a server does by itself: all slots of a new visit, or none. */
async function takeSlots(upstream: string, body: string): Promise<boolean> {
  const visit = JSON.parse(body) as Versioned;
  for (const { reference = '' } of visit.slot ?? []) {
    const slot = (await (await fetch(`${upstream}/${reference}`)).json()) as Versioned & { status?: string };
    if (slot.status !== 'free') return false;
    if (!(await put(`${upstream}/${reference}`, { ...slot, status: 'busy' } as Versioned, slot.meta?.versionId)).ok)
      return false;
  }
  return true;
}

/** Changes at the top level of a resource; a cancelled visit gives its slots back. */
async function patched(upstream: string, { path, body, headers }: Asked): Promise<Answered> {
  const before = (await (await fetch(`${upstream}/${path}`)).json()) as Versioned;
  if (`W/"${before.meta?.versionId}"` !== headers['if-match']) return refused(409);
  const steps = JSON.parse(body) as { path: string; value: unknown }[];
  const changed = { ...before, ...Object.fromEntries(steps.map((step) => [step.path.slice(1), step.value])) };
  const answer = await put(`${upstream}/${path}`, changed, before.meta?.versionId);
  if (answer.ok && steps.some(({ value }) => value === 'cancelled'))
    for (const { reference = '' } of before.slot ?? []) {
      const slot = (await (await fetch(`${upstream}/${reference}`)).json()) as Versioned;
      await put(`${upstream}/${reference}`, { ...slot, status: 'free' } as Versioned, slot.meta?.versionId);
    }
  return { status: answer.ok ? 200 : 409, body: await answer.json(), headers: {} };
}

interface Entry {
  readonly request?: { readonly method?: string; readonly url?: string };
}

/** Reads in a bundle: each is refused or answered for itself; in a transaction one refusal is the answer to all. */
async function bundleAnswer(vendor: Vendor, asked: Asked, one: (asked: Asked) => Promise<Answered>): Promise<Answered> {
  const bundle = JSON.parse(asked.body) as { type?: string; entry?: Entry[] };
  if (!vendor.bundles.some((type) => type === bundle.type)) return refused(vendor.bundles.length === 0 ? 405 : 400);
  const answers = await Promise.all(
    (bundle.entry ?? []).map(({ request }) =>
      request?.method === 'GET' ? one({ method: 'GET', path: request.url ?? '', body: '', headers: {} }) : refused(400),
    ),
  );
  const failed = bundle.type === 'transaction' ? answers.find(({ status }) => status >= 400) : undefined;
  if (failed) return failed;
  const entry = answers.map(({ status, body }) => ({
    ...(status < 400 ? { resource: body } : {}),
    response: { status: String(status), ...(status < 400 ? {} : { outcome: body }) },
  }));
  return { status: 200, body: { resourceType: 'Bundle', type: `${bundle.type}-response`, entry }, headers: {} };
}

/** May answer in its own way instead, and then says true. */
export type Spoil = (heard: Heard, answered: Answered, response: ServerResponse) => boolean | Promise<boolean>;

/**
 * A strict vendor in front of `upstream`, a FHIR base address; without a vendor, `upstream` as it is.
 * @param spoil told of every answer but the statement
 */
export async function vendorStandIn(vendor: Vendor | undefined, upstream: string, spoil?: Spoil): Promise<StandIn> {
  const server: StandIn = await standIn(async (heard, response) => {
    if (vendor && heard.path === 'metadata') return json(response, 200, capabilityOf(vendor));
    const one = (asked: Asked) => answerOf(vendor, upstream, server.url, asked);
    const isBundle = heard.method === 'POST' && heard.path === '';
    const answered = vendor && isBundle ? await bundleAnswer(vendor, heard, one) : await one(heard);
    if (heard.path !== 'metadata' && (await spoil?.(heard, answered, response))) return;
    json(response, answered.status, answered.body, answered.headers);
  });
  return server;
}
