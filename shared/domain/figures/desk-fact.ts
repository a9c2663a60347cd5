// What this desk's own calls and notes say that the PBX cannot: hold, wrap-up, transfers that came back, what it was
// about, whether the note is there. Pure.
import type { Call, Transfer } from '../call/call.ts';
import type { Note } from '../note/types.ts';
import type { Country } from '../phone-number/phone-number.ts';
import { numberKey } from '../work/contacts.ts';

export interface DeskFact {
  readonly callId: string;
  readonly at: number;
  /** `voicemail`: a message in a mailbox that everybody shares. */
  readonly direction: Call['direction'] | 'voicemail';
  /** The queue's entry, as the leg carried it. */
  readonly entry?: string | undefined;
  readonly queue?: string | undefined;
  readonly number: string;
  /** Extension of who had it. */
  readonly agent: string;
  readonly answered: boolean;
  readonly talk?: number | undefined;
  readonly hold?: number | undefined;
  readonly wrapUp?: number | undefined;
  readonly transferred: boolean;
  readonly tried: number;
  readonly bounced: number;
  readonly note: 'none' | 'owed' | 'complete';
  readonly category?: string | undefined;
  readonly outcome?: string | undefined;
  readonly patientId?: string | undefined;
  /** How the PBX names the whole call. */
  readonly linkedId?: string | undefined;
  /** Comparable number. */
  readonly key?: string | undefined;
}

/** Longer than this it was not wrap-up: somebody came back to the note later. */
const LONGEST_WRAP_UP_S = 3_600;
/** Neither the caller's nor anybody's fault, or not known. */
const UNDECIDED: readonly Transfer['state'][] = ['cancelled', 'abandoned', 'unknown'];

const seconds = (ms: number): number => Math.max(0, Math.round(ms / 1000));

/** Undefined: a call that is not over, or nobody's (consultations, intercom, listening to voicemail). */
export function deskFactOf(
  call: Call,
  note: Note | undefined,
  { agent, country }: { readonly agent: string; readonly country: Country },
): DeskFact | undefined {
  const { endedAt } = call;
  if (call.state !== 'ended' || endedAt === undefined) return undefined;
  if (call.consultFor !== undefined || call.purpose !== undefined) return undefined;
  const ended = [...(call.pastTransfers ?? []), ...(call.transfer ? [call.transfer] : [])].filter(
    ({ kind, state }) => kind !== 'park' && !UNDECIDED.includes(state),
  );
  const key = numberKey(call.remote.number, country);
  const owes = call.answeredAt !== undefined;
  return {
    ...{ callId: call.id, at: call.startedAt, direction: call.direction, number: call.remote.number, agent },
    ...{ entry: call.queue?.entry, queue: call.queue?.queue, linkedId: call.queue?.linkedId, key, answered: owes },
    ...(call.answeredAt === undefined ? {} : { talk: seconds(endedAt - call.answeredAt), hold: holdOf(call, endedAt) }),
    wrapUp: note?.correction ? undefined : wrapUpOf(note?.finishedAt, endedAt),
    transferred: ended.some(({ state }) => state === 'reached'),
    tried: ended.filter(({ state }) => ['reached', 'bounced', 'returned'].includes(state)).length,
    bounced: ended.filter(({ state }) => state === 'bounced' || state === 'returned').length,
    note: note?.state === 'finished' || note?.correction ? 'complete' : owes ? 'owed' : 'none',
    ...(note?.state === 'finished' ? { category: note.content.category, outcome: note.content.outcome } : {}),
    patientId: note?.patientId,
  };
}

/** From the end of the call to its finished note; undefined where it was none. */
export function wrapUpOf(finishedAt: number | undefined, endedAt: number | undefined): number | undefined {
  if (finishedAt === undefined || endedAt === undefined) return undefined;
  const wrapUp = seconds(finishedAt - endedAt);
  return wrapUp > LONGEST_WRAP_UP_S ? undefined : wrapUp;
}

function holdOf({ history = [] }: Call, endedAt: number): number {
  let held = 0;
  let since: number | undefined;
  for (const { at, what } of history) {
    if (what === 'held') since ??= at;
    if (since !== undefined && (what === 'resumed' || what === 'transferReached' || what === 'ended')) {
      held += at - since;
      since = undefined;
    }
  }
  return seconds(held + (since === undefined ? 0 : endedAt - since));
}
