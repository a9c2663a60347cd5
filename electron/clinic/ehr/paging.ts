// Searches answered page by page. The next link is an opaque ticket: search values (phone numbers!) never get into a URL.
import type { Bundle, BundleEntry } from '@medplum/fhirtypes';
import { randomUUID } from 'node:crypto';

const PAGE_SIZE = 100;
const LARGEST_PAGE = 500;
/** Unused tickets that are kept; the oldest goes first. */
const TICKETS = 200;

interface Ticket {
  readonly type: string;
  readonly entries: readonly BundleEntry[];
  readonly total: number;
  readonly size: number;
}

/** Size of a page asked for with `_count`, within bounds. */
export function pageSize(count: unknown): number {
  const asked = typeof count === 'string' ? Number.parseInt(count, 10) : Number.NaN;
  return Number.isNaN(asked) ? PAGE_SIZE : Math.min(Math.max(asked, 1), LARGEST_PAGE);
}

export class Pages {
  readonly #tickets = new Map<string, Ticket>();
  readonly #base: () => string;

  /** @param base address of the service, for links */
  constructor(base: () => string) {
    this.#base = base;
  }

  /** First page of a whole result. */
  first(type: string, whole: Bundle, size: number): Bundle {
    const entries = whole.entry ?? [];
    return this.#page({ type, entries, total: whole.total ?? entries.length, size });
  }

  /** The page a ticket stands for; undefined when it was never given or is too old. */
  next(ticket: string): Bundle | undefined {
    const rest = this.#tickets.get(ticket);
    return rest && this.#page(rest);
  }

  #page({ type, entries, total, size }: Ticket): Bundle {
    const base = this.#base();
    const rest = entries.slice(size);
    const bundle: Bundle = {
      resourceType: 'Bundle',
      type: 'searchset',
      total,
      link: [{ relation: 'self', url: `${base}/${type}` }],
      entry: entries.slice(0, size).map(({ resource, search }) => ({
        fullUrl: `${base}/${resource?.resourceType ?? ''}/${resource?.id ?? ''}`,
        ...(resource ? { resource } : {}),
        search: search ?? { mode: 'match' },
      })),
    };
    if (rest.length > 0)
      bundle.link?.push({
        relation: 'next',
        url: `${base}?_page=${this.#issue({ type, entries: rest, total, size })}`,
      });
    return bundle;
  }

  #issue(ticket: Ticket): string {
    const oldest = this.#tickets.keys().next().value;
    if (this.#tickets.size >= TICKETS && oldest !== undefined) this.#tickets.delete(oldest);
    const name = randomUUID();
    this.#tickets.set(name, ticket);
    return name;
  }
}
