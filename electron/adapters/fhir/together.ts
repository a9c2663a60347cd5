// Several reads in one request, where the server takes bundles: a batch, or a transaction of reads where only those are
// offered (https://hl7.org/fhir/R4/http.html#transaction). Each answer stands on its own place. Search values travel in the
// body, never in an address.
import type { Result } from '../../../shared/result/result.ts';
import { fail, ok } from '../../../shared/result/result.ts';
import type { KnownServer } from './known.ts';
import { bundleOf } from './search.ts';
import type { Search } from './search.ts';
import type { AnyResource } from './shapes.ts';
import { Bundle } from './shapes.ts';
import type { SearchParameters, Transport } from './transport.ts';

export interface Asked {
  readonly type: string;
  readonly parameters: SearchParameters;
}

export interface Together {
  /** Whether this server takes bundles at all, as far as is known. */
  readonly isPossible: () => boolean;
  /**
   * One resource and some searches, or searches alone; undefined where the server refused the bundle: ask one by one.
   * `first` is the answer to `read`. `heard` is told of each search as soon as its last page is there.
   */
  ask(
    read: string | undefined,
    searches: readonly Asked[],
    heard?: (index: number, found: Result<AnyResource[]>) => void,
  ): Promise<{ first: Result<unknown>; found: readonly Result<AnyResource[]>[] } | undefined>;
}

export function createTogether(transport: Transport, search: Search, known: KnownServer): Together {
  async function answers(urls: readonly string[]): Promise<Result<Bundle['entry']> | undefined> {
    const type = known.profile.bundle;
    if (type === 'none') return undefined;
    const entry = urls.map((url) => ({ request: { method: 'GET', url } }));
    const reply = await transport.bundle({ type, entry });
    if (!reply.ok) {
      const { code } = reply.error;
      // A transaction fails as a whole when one part does: that says nothing about the next one.
      if (type === 'batch' && (code === 'ehrCannot' || code === 'ehrRejected')) known.refuses('batch');
      return ['ehrCannot', 'ehrRejected', 'ehrNotFhir'].includes(code) ? undefined : reply;
    }
    const outer = bundleOf(reply.value);
    return outer.ok ? ok(outer.value.entry) : undefined;
  }

  return {
    isPossible: () => known.profile.bundle !== 'none',
    async ask(read, searches, heard) {
      const urls = searches.map(({ type, parameters }) => addressOf(type, parameters));
      const entries = await answers([...(read === undefined ? [] : [read]), ...urls]);
      if (entries === undefined) return undefined;
      if (!entries.ok) return { first: entries, found: searches.map(() => entries) };
      const [one, others] =
        read === undefined ? [undefined, entries.value] : [entries.value[0], entries.value.slice(1)];
      const found = searches.map(async (_, index) => {
        const inner = Bundle.safeParse(others[index]?.resource);
        const answer = inner.success ? await search.rest(inner.data) : partFailure(others[index]?.response?.status);
        heard?.(index, answer);
        return answer;
      });
      const status = one?.response?.status;
      const isRefused = /^[45]/.test(status ?? '');
      return { first: isRefused ? partFailure(status) : ok(one?.resource), found: await Promise.all(found) };
    },
  };
}

function partFailure(status: string | undefined): Result<never> {
  if (/^40[13]/.test(status ?? '')) return fail('ehrRefused', 'part of a bundle');
  if (/^4(04|10)/.test(status ?? '')) return fail('ehrNotFound', 'part of a bundle');
  return fail('ehrRejected', `HTTP ${/^\d{3}/.exec(status ?? '')?.[0] ?? 'unknown'}, part of a bundle`);
}

function addressOf(type: string, parameters: SearchParameters): string {
  const query = new URLSearchParams();
  for (const [name, value] of Object.entries(parameters)) for (const one of [value].flat()) query.append(name, one);
  return `${type}?${query.toString()}`;
}
