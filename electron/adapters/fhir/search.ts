// Searches to their last page: each resource once, pages only from the server's own origin, never in circles.
import type { Log } from '../../ports/runtime.ts';
import type { AppError, Result } from '../../../shared/result/result.ts';
import { fail, ok } from '../../../shared/result/result.ts';
import type { KnownServer } from './known.ts';
import { AnyResource, Bundle } from './shapes.ts';
import type { Reply, SearchParameters, Transport } from './transport.ts';

/** More than any patient has and any desk can look through; beyond, the server is broken or the question was. */
const MOST_PAGES = 20;
const MOST_FOUND = 2000;

export interface Search {
  /** Everything found, in the server's order, each resource once. */
  all(type: string, parameters: SearchParameters): Promise<Result<AnyResource[]>>;
  /** The same with the values in a body, where the server takes that: addresses end up in logs. */
  privately(type: string, parameters: SearchParameters): Promise<Result<AnyResource[]>>;
  /** The rest of a search whose first page is at hand (from a batch). */
  rest(first: Bundle): Promise<Result<AnyResource[]>>;
}

export function bundleOf(reply: Reply): Result<Bundle> {
  const bundle = Bundle.safeParse(reply.body);
  return bundle.success ? ok(bundle.data) : fail('ehrNotFhir', 'not a Bundle');
}

export function createSearch(transport: Transport, known: KnownServer, log?: Log): Search {
  async function rest(first: Bundle): Promise<Result<AnyResource[]>> {
    const found = new Map<string, AnyResource>();
    const seen = new Set<string>();
    let page = first;
    for (;;) {
      for (const resource of resourcesIn(page)) found.set(`${resource.resourceType}/${resource.id}`, resource);
      const next = page.link.find(({ relation }) => relation === 'next')?.url;
      if (next === undefined || seen.has(next)) break;
      seen.add(next);
      if (seen.size >= MOST_PAGES || found.size >= MOST_FOUND) {
        log?.warn('ehr.tooManyPages', { pages: seen.size });
        break;
      }
      const reply = await transport.page(next);
      if (!reply.ok) return reply;
      const bundle = bundleOf(reply.value);
      if (!bundle.ok) return bundle;
      page = bundle.value;
    }
    return ok([...found.values()]);
  }

  async function by(
    method: 'GET' | 'POST',
    type: string,
    parameters: SearchParameters,
  ): Promise<Result<AnyResource[]>> {
    const reply = await transport.search(type, parameters, method);
    if (!reply.ok) return reply;
    const bundle = bundleOf(reply.value);
    return bundle.ok ? rest(bundle.value) : bundle;
  }

  return {
    rest,
    all: (type, parameters) => by('GET', type, parameters),
    async privately(type, parameters) {
      if (!known.profile.postSearch) return by('GET', type, parameters);
      const posted = await by('POST', type, parameters);
      if (posted.ok || !isAboutPost(posted.error)) return posted;
      const got = await by('GET', type, parameters);
      // Refused either way, it is the question that the server does not take, and not how it was put.
      if (got.ok) known.refuses('post');
      return got;
    },
  };
}

/** Refused for how it was asked (404, 405, 415, 501), and not for what was. */
const isAboutPost = ({ code, detail }: AppError): boolean =>
  code === 'ehrCannot' || code === 'ehrNotFound' || /^HTTP 415\b/.test(detail ?? '');

function resourcesIn(bundle: Bundle): AnyResource[] {
  return bundle.entry.slice(0, MOST_FOUND).flatMap(({ resource, search }) => {
    const parsed = AnyResource.safeParse(resource);
    return parsed.success && search?.mode !== 'outcome' && parsed.data.resourceType !== 'OperationOutcome'
      ? [parsed.data]
      : [];
  });
}
