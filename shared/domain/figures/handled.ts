// What a desk's finished note tells the other desks of its call, in codes: it travels with the note through the EHR, so that
// figures do not rest on one desk's own journal. Pure. Nothing here says more of the caller than the note itself holds.
import type { Call } from '../call/call.ts';
import type { Note } from '../note/types.ts';
import type { Country } from '../phone-number/phone-number.ts';
import { numberKey } from '../work/contacts.ts';
import { deskFactOf, wrapUpOf } from './desk-fact.ts';

/** Seconds and epoch ms; absent is not known. */
export interface HandledCall {
  readonly callId: string;
  /** Of the note: a correction has a higher one. */
  readonly version: number;
  readonly at: number;
  readonly answeredAt?: number | undefined;
  /** Extension of who wrote the note. */
  readonly agent: string;
  readonly direction: Call['direction'];
  readonly queue?: string | undefined;
  readonly entry?: string | undefined;
  readonly linkedId?: string | undefined;
  /** Comparable number of the caller, only where the note itself holds it. */
  readonly key?: string | undefined;
  readonly talk?: number | undefined;
  readonly hold?: number | undefined;
  readonly wrapUp?: number | undefined;
  /** Transfers whose end is known: handed on, tried, come back. Absent while the call goes on. */
  readonly transfers?: { readonly reached: boolean; readonly tried: number; readonly bounced: number } | undefined;
  readonly category?: string | undefined;
  readonly outcome?: string | undefined;
  readonly patientId?: string | undefined;
}

export interface HandledBy {
  readonly agent: string;
  readonly country: Country;
  /** When the note was finished for the first time: corrections do not make the wrap-up longer. */
  readonly firstFinishedAt?: number | undefined;
}

/** Undefined: a call that is nobody's (consultations, intercom). A call that goes on tells less. */
export function handledOf(call: Call, note: Note, by: HandledBy): HandledCall | undefined {
  if (call.consultFor !== undefined || call.purpose !== undefined) return undefined;
  const fact = deskFactOf(call, note, by);
  const key = numberKey(call.remote.number, by.country);
  const { category, outcome } = note.content;
  return {
    ...{ callId: call.id, version: note.version, at: call.startedAt, answeredAt: call.answeredAt },
    ...{ agent: by.agent, direction: call.direction, category, outcome, patientId: note.patientId },
    ...{ queue: call.queue?.queue, entry: call.queue?.entry, linkedId: call.queue?.linkedId },
    key: key !== undefined && isInNote(note, key, by.country) ? key : undefined,
    ...(fact && { talk: fact.talk, hold: fact.hold, wrapUp: wrapUpOf(by.firstFinishedAt, call.endedAt) }),
    ...(fact && { transfers: { reached: fact.transferred, tried: fact.tried, bounced: fact.bounced } }),
  };
}

const isInNote = ({ content }: Note, key: string, country: Country): boolean =>
  Object.values(content.fields).some((answer) => numberKey(answer, country) === key);

/** The part of a queue call that a note is brought together with. */
export interface Joinable {
  readonly entry: string;
  readonly queue: string;
  readonly joinedAt: number;
  readonly linkedId?: string | undefined;
  /** Comparable number; undefined: withheld. */
  readonly key?: string | undefined;
  readonly agent?: string | undefined;
  readonly waited?: number | undefined;
}

/** The PBX counts whole seconds, and each of three clocks is a little off: known callers may be found further apart. */
const SAME_ANSWER_MS = 3_000;
const SAME_CALLER_MS = 60_000;

/**
 * The queue call that a note is about: by the PBX's own ids where the leg carried them; else by caller and time; where the
 * number is not known, by who answered and just when. Two that fit equally well are none.
 */
export function joinHandled<T extends Joinable>(
  note: Pick<HandledCall, 'entry' | 'queue' | 'linkedId' | 'key' | 'agent' | 'answeredAt' | 'at'>,
  calls: readonly T[],
): T | undefined {
  const { entry, queue, linkedId } = note;
  if (entry !== undefined) {
    const same = calls.filter((call) => call.entry === entry && (queue === undefined || call.queue === queue));
    if (same.length > 0) return lastBefore(same, note.answeredAt ?? note.at);
  }
  if (linkedId !== undefined) {
    const same = calls.filter((call) => call.linkedId === linkedId);
    const mine = same.filter((call) => call.agent === note.agent);
    if (same.length > 0) return lastBefore(mine.length > 0 ? mine : same, note.answeredAt ?? note.at);
  }
  return byAnswer(note, calls);
}

function lastBefore<T extends Joinable>(calls: readonly T[], at: number): T | undefined {
  const inOrder = [...calls].sort((a, b) => a.joinedAt - b.joinedAt || (a.queue < b.queue ? -1 : 1));
  return inOrder.findLast(({ joinedAt }) => joinedAt <= at + SAME_CALLER_MS) ?? inOrder[0];
}

function byAnswer<T extends Joinable>(
  { key, agent, answeredAt }: Pick<HandledCall, 'key' | 'agent' | 'answeredAt'>,
  calls: readonly T[],
): T | undefined {
  if (answeredAt === undefined) return undefined;
  const limit = key === undefined ? SAME_ANSWER_MS : SAME_CALLER_MS;
  const apart = ({ joinedAt, waited = 0 }: T) => Math.abs(joinedAt + waited * 1000 - answeredAt);
  const fitting = calls
    .filter((call) => call.agent === agent && agent !== '' && (key === undefined || call.key === key))
    .filter((call) => call.waited !== undefined && apart(call) <= limit)
    .sort((a, b) => apart(a) - apart(b));
  const [best, next] = fitting;
  return best && (!next || apart(next) > apart(best)) ? best : undefined;
}
