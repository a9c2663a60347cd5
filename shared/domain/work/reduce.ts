// What happened to a thing to do → how it stands. The order in which events arrive does not matter, nor how often:
// what two desks know of one item comes together to the same state at both.
import { assertNever } from '../../result/result.ts';
import type { Work, WorkEvent, WorkSource } from './types.ts';

/** What makes an event the same one, wherever it was heard of. */
export const eventKey = ({ what, at, by }: WorkEvent): string => `${at} ${what} ${by}`;

/** Both lists as one: each event once, oldest first. */
export function mergeEvents(...lists: readonly (readonly WorkEvent[])[]): WorkEvent[] {
  const all = new Map<string, WorkEvent>();
  for (const event of lists.flat()) {
    const key = eventKey(event);
    const known = all.get(key);
    // Of two reports of one event the one made here counts, whichever comes first.
    if (!known || (known.remote && !event.remote)) all.set(key, event);
  }
  return [...all.entries()].sort(([a, x], [b, y]) => x.at - y.at || (a < b ? -1 : 1)).map(([, event]) => event);
}

/** The moment to give to the next event, so that time never runs backwards within an item. */
export const nextAt = (events: readonly WorkEvent[], now: number): number =>
  Math.max(now, (events.at(-1)?.at ?? 0) + 1);

type State = { -readonly [K in keyof Work]: Work[K] };

export function reduceWork(source: WorkSource, events: readonly WorkEvent[]): Work {
  const history = mergeEvents(events);
  const work: State = {
    ...source,
    source,
    state: 'open',
    attempts: [],
    count: 1,
    lastAt: source.createdAt,
    unpushed: false,
    version: history.length,
    history,
  };
  for (const event of history) apply(work, event);
  return work;
}

/** Events of which the EHR need not hear. */
const OWN: ReadonlySet<WorkEvent['what']> = new Set(['pushed', 'pushRefused', 'again']);

function apply(work: State, event: WorkEvent): void {
  if (!event.remote && !OWN.has(event.what)) {
    work.unpushed = true;
    work.pushRefused = undefined;
  }
  const { at, by, name } = event;
  switch (event.what) {
    case 'claimed':
      // The first one has it; the EHR's word stands above what two desks believed while they could not ask.
      if (work.state === 'open' && (!work.claim || event.remote)) work.claim = { by, name, since: at };
      return;
    case 'released':
      work.claim = undefined;
      return;
    case 'attempt':
      return attempted(work, event);
    case 'reassigned':
      work.owner = event.owner;
      work.claim = undefined;
      return;
    case 'moved':
      work.due = event.due;
      return;
    case 'reworded':
      work.text = event.text;
      return;
    case 'again':
      work.count++;
      work.lastAt = Math.max(work.lastAt, at);
      return reopen(work);
    case 'closed':
      if (work.state === 'done') return;
      work.state = 'done';
      work.closed = { at, by, name, how: event.how, ...(event.callId ? { callId: event.callId } : {}) };
      work.claim = undefined;
      return;
    case 'reopened':
      return reopen(work);
    case 'pushed':
      work.reference = event.reference;
      work.unpushed = false;
      work.pushRefused = undefined;
      return;
    case 'pushRefused':
      work.unpushed = false;
      work.pushRefused = event.field === undefined ? {} : { field: event.field };
      return;
    default:
      return assertNever(event);
  }
}

function reopen(work: State): void {
  work.state = 'open';
  work.closed = undefined;
}

/** A call is one attempt: what is said of it later takes the place of what was thought of it first. */
function attempted(work: State, { at, name, outcome, callId }: Extract<WorkEvent, { what: 'attempt' }>): void {
  const index = callId === undefined ? -1 : work.attempts.findIndex((attempt) => attempt.callId === callId);
  const attempt = { at: work.attempts[index]?.at ?? at, name, outcome, ...(callId ? { callId } : {}) };
  work.attempts = index < 0 ? [...work.attempts, attempt] : work.attempts.with(index, attempt);
}
