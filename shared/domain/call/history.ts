// What happened to a call, in a few lines that a person can read.
import type { AnyCallEvent, Call, HistoryEntry } from './call.ts';

/** More than any call needs; a call that is held and resumed all day must not grow for ever. */
const LONGEST = 60;

function entryOf(before: Call | undefined, event: AnyCallEvent): Omit<HistoryEntry, 'at'> | undefined {
  switch (event.type) {
    case 'rang':
      return before ? { what: 'recalled', ...slotOf(before) } : { what: 'rang' };
    case 'dialled':
      return before ? { what: 'retrieved', ...slotOf(before) } : { what: 'dialled' };
    case 'answered':
      return { what: 'answered' };
    case 'holdConfirmed':
      return { what: 'held' };
    case 'resumeConfirmed':
      return { what: 'resumed' };
    case 'followBegan':
    case 'transferAsked':
      // The hand-over of a followed transfer is the same transfer.
      return isFollowed(before, event) ? undefined : { what: 'transferBegan', label: event.label };
    case 'transferReached':
      return before?.transfer?.kind === 'park' ? undefined : { what: 'transferReached', ...labelOf(before) };
    case 'transferBounced':
    case 'transferUnknown':
    case 'followReturned':
    case 'followCancelled':
      return { what: 'transferFailed', ...labelOf(before) };
    case 'parkedAt':
      return { what: 'parked', label: event.slot };
    case 'joined':
      return { what: 'joined' };
    case 'separated':
      return { what: 'separated' };
    case 'ended':
    case 'parkEnded':
      return { what: 'ended' };
    default:
      return undefined;
  }
}

const slotOf = (call: Call) => (call.parkedSlot === undefined ? {} : { label: call.parkedSlot });
const labelOf = (call: Call | undefined) => (call?.transfer ? { label: call.transfer.label } : {});
const isFollowed = (before: Call | undefined, event: AnyCallEvent): boolean =>
  event.type === 'transferAsked' &&
  event.consultCallId !== undefined &&
  before?.transfer?.endedAt === undefined &&
  before?.transfer?.consultCallId === event.consultCallId;

/** `call` (the result of `event`) with one more line of history, when the event is worth one. */
export function withHistory(before: Call | undefined, call: Call, event: AnyCallEvent, at: number): Call {
  if (call === before) return call;
  const entry = entryOf(before, event);
  if (!entry) return call;
  return { ...call, history: [...(call.history ?? []), { at, ...entry }].slice(-LONGEST) };
}
