// The notes of all desks, found again for their figures: Communications that carry our identifier (or our category), newest
// first, a page at a time. Asked by when they changed where the server says it can, since corrections keep the day of the call.
import type { Result } from '../../../shared/result/result.ts';
import { fail, ok } from '../../../shared/result/result.ts';
import { CATEGORY_SYSTEM, WRITE_ID_SYSTEM } from '../../../shared/domain/ehr-codes/ehr-codes.ts';
import type { EhrProfile } from '../../../shared/domain/ehr/profile.ts';
import type { HandledCallsPort, HandledPage, HandledQuestion, HandledSupport } from '../../ports/handled-calls.ts';
import { handledIn } from './handled-extension.ts';
import { bundleOf } from './search.ts';
import type { Reply, SearchParameters, Transport } from './transport.ts';

const PAGE = '100';

export interface HandledCalls {
  readonly support: HandledSupport;
  first(question: HandledQuestion): Promise<Result<HandledPage>>;
  next(page: string): Promise<Result<HandledPage>>;
}

export function createHandledCalls(transport: Transport, profile: EhrProfile): HandledCalls {
  const parameter = (...names: string[]) => profile.parameter('Communication', names);
  const canFind = profile.canSearch('Communication') && parameter('identifier', 'category') !== undefined;
  const support: HandledSupport = !canFind
    ? 'none'
    : parameter('_lastUpdated')
      ? 'changed'
      : parameter('sent')
        ? 'sent'
        : 'none';
  const ours: SearchParameters =
    parameter('identifier') === undefined ? { category: `${CATEGORY_SYSTEM}|` } : { identifier: `${WRITE_ID_SYSTEM}|` };
  return {
    support,
    async first({ by, since, before }) {
      if (support === 'none' || (by === 'changed' && support !== 'changed'))
        return fail('ehrCannot', 'Communication search');
      const date = by === 'changed' ? '_lastUpdated' : 'sent';
      const bounds = [`ge${stamp(since)}`, ...(before === undefined ? [] : [`lt${stamp(before)}`])];
      const asked = { ...ours, [date]: bounds, _sort: `-${date}`, _count: PAGE };
      return pageOf(await transport.search('Communication', asked, 'GET'));
    },
    next: async (page) => pageOf(await transport.page(page)),
  };
}

const stamp = (at: number): string => new Date(at).toISOString();

function pageOf(reply: Result<Reply>): Result<HandledPage> {
  if (!reply.ok) return reply;
  const bundle = bundleOf(reply.value);
  if (!bundle.ok) return bundle;
  const calls = bundle.value.entry.flatMap(({ resource }) => handledIn(resource) ?? []);
  const next = bundle.value.link.find(({ relation }) => relation === 'next')?.url;
  return ok({ calls, ...(next === undefined ? {} : { next }) });
}

/** The port over whichever connection is open. */
export function handledPort(connected: () => Promise<Result<{ readonly handled: HandledCalls }>>): HandledCallsPort {
  const by = async <T>(ask: (handled: HandledCalls) => Promise<Result<T>>): Promise<Result<T>> => {
    const opened = await connected();
    return opened.ok ? ask(opened.value.handled) : opened;
  };
  return {
    support: () => by(async ({ support }) => ok(support)),
    first: (question) => by((handled) => handled.first(question)),
    next: (page) => by((handled) => handled.next(page)),
  };
}
