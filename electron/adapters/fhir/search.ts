// Searches to their last page: each resource once, pages only from the server's own origin, never in circles.
import type { Log } from '../../ports/runtime.ts';
import type { AppError, Result } from '../../../shared/result/result.ts';
import { fail, ok } from '../../../shared/result/result.ts';
import type { KnownServer } from './known.ts';
import { AnyResource, Bundle, Outcome } from './shapes.ts';
import type { Reply, SearchParameters, Transport } from './transport.ts';

/** More than any patient has and any desk can look through; beyond, the server is broken or the question was. */
const MOST_PAGES = 20;
const MOST_FOUND = 2000;

export interface Search {
  /** Everything found, in the server's order, each resource once. */
  all(type: string, parameters: SearchParameters): Promise<Result<AnyResource[]>>;
  /** The same with the values in a body, where the server takes that: addresses end up in logs. */
  privately(type: string, parameters: SearchParameters): Promise<Result<AnyResource[]>>;
  /** The same, and an error where anything of it is lacking: for what must not be missed. Errors: ehrNotFhir besides. */
  whole(type: string, parameters: SearchParameters): Promise<Result<AnyResource[]>>;
  /** The rest of a search whose first page is at hand (from a batch). */
  rest(first: Bundle): Promise<Result<AnyResource[]>>;
}

export function bundleOf(reply: Reply): Result<Bundle> {
  const bundle = Bundle.safeParse(reply.body);
  return bundle.success ? ok(bundle.data) : fail('ehrNotFhir', 'not a Bundle');
}

export function createSearch(transport: Transport, known: KnownServer, log?: Log): Search {
  async function rest(first: Bundle, isStrict = false): Promise<Result<AnyResource[]>> {
    const found = new Map<string, AnyResource>();
    const seen = new Set<string>();
    let page = first;
    let isCutOff = false;
    for (;;) {
      for (const resource of resourcesIn(page)) found.set(`${resource.resourceType}/${resource.id}`, resource);
      isCutOff ||= isLacking(page);
      const next = page.link.find(({ relation }) => relation === 'next')?.url;
      if (next === undefined) break;
      isCutOff ||= seen.has(next);
      if (seen.has(next)) break;
      seen.add(next);
      if (seen.size >= MOST_PAGES || found.size >= MOST_FOUND) {
        log?.warn('ehr.tooManyPages', { pages: seen.size });
        isCutOff = true;
        break;
      }
      const reply = await transport.page(next);
      if (!reply.ok) return reply;
      const bundle = bundleOf(reply.value);
      if (!bundle.ok) return bundle;
      page = bundle.value;
    }
    if (isStrict && (isCutOff || found.size < (first.total ?? 0))) return fail('ehrNotFhir', 'not everything');
    return ok([...found.values()]);
  }

  async function by(
    method: 'GET' | 'POST',
    type: string,
    parameters: SearchParameters,
    isStrict: boolean,
  ): Promise<Result<AnyResource[]>> {
    const reply = await transport.search(type, parameters, method);
    if (!reply.ok) return reply;
    const bundle = bundleOf(reply.value);
    return bundle.ok ? rest(bundle.value, isStrict) : bundle;
  }

  async function privately(
    type: string,
    parameters: SearchParameters,
    isStrict: boolean,
  ): Promise<Result<AnyResource[]>> {
    if (!known.profile.postSearch) return by('GET', type, parameters, isStrict);
    const posted = await by('POST', type, parameters, isStrict);
    if (posted.ok || !isAboutPost(posted.error)) return posted;
    const got = await by('GET', type, parameters, isStrict);
    // Refused either way, it is the question that the server does not take, and not how it was put.
    if (got.ok) known.refuses('post');
    return got;
  }

  return {
    rest: (first) => rest(first),
    all: (type, parameters) => by('GET', type, parameters, false),
    privately: (type, parameters) => privately(type, parameters, false),
    whole: (type, parameters) => privately(type, parameters, true),
  };
}

/** Issues that say of an answer that something of it is not there: https://hl7.org/fhir/R4/valueset-issue-type.html */
const LACKING = new Set(['transient', 'lock-error', 'no-store', 'exception', 'timeout', 'incomplete', 'throttled']);

/** An entry that cannot be read, or the server's word that it does not say everything. */
function isLacking({ entry }: Bundle): boolean {
  return entry.some(({ resource }) => {
    const issues = Outcome.safeParse(resource);
    if (!issues.success) return !AnyResource.safeParse(resource).success;
    return issues.data.issue.some(
      ({ severity, code }) => severity === 'error' || severity === 'fatal' || LACKING.has(code ?? ''),
    );
  });
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
