import { assertNever } from '../../result/result.ts';
import type { Call, CallEvent, CallId, CallState } from './call.ts';

/** The state machine of call.ts as data: from which states each event is legal. */
const LEGAL: Record<CallEvent['type'], readonly CallState[]> = {
  rang: [],
  dialled: [],
  remoteRang: ['dialing', 'remoteRinging'],
  answerSent: ['ringing'],
  answered: ['ringing', 'answering', 'dialing', 'remoteRinging'],
  holdAsked: ['talking'],
  holdConfirmed: ['holding'],
  holdFailed: ['holding'],
  resumeAsked: ['held'],
  resumeConfirmed: ['resuming'],
  resumeFailed: ['resuming'],
  muteChanged: ['answering', 'talking', 'holding', 'held', 'resuming', 'transferring'],
  remoteHoldChanged: ['talking', 'holding', 'held', 'resuming', 'transferring'],
  silenced: ['ringing'],
  transferAsked: ['talking', 'held'],
  transferAccepted: ['transferring'],
  transferRang: ['transferring'],
  transferReached: ['transferring'],
  transferBounced: ['transferring'],
  transferUnknown: ['transferring'],
  audioLost: ['talking', 'holding', 'held', 'resuming', 'transferring'],
  audioBack: ['talking', 'holding', 'held', 'resuming', 'transferring'],
  ended: ['ringing', 'answering', 'dialing', 'remoteRinging', 'talking', 'holding', 'held', 'resuming', 'transferring'],
};

/** A move the machine does not know. Tests let it throw; the service journals it and keeps the call as it was. */
export class IllegalMove extends Error {
  readonly event: CallEvent['type'];
  readonly state: CallState | 'none';
  constructor(event: CallEvent['type'], state: CallState | 'none') {
    super(`'${event}' is not possible for a call that is '${state}'`);
    this.event = event;
    this.state = state;
  }
}

/** Facts about a new call that the event itself does not carry. */
export interface NewCall {
  readonly id: CallId;
  readonly line: number;
}

/** The call that begins with `rang` or `dialled`. */
export function beginCall(event: CallEvent, at: number, { id, line }: NewCall): Call {
  if (event.type !== 'rang' && event.type !== 'dialled') throw new IllegalMove(event.type, 'none');
  const incoming = event.type === 'rang';
  return {
    id,
    line,
    direction: incoming ? 'incoming' : 'outgoing',
    state: incoming ? 'ringing' : 'dialing',
    remote: event.remote,
    startedAt: at,
    muted: false,
    remoteHold: false,
    silenced: false,
    ...(event.queue ? { queue: event.queue } : {}),
    ...(event.type === 'dialled' && event.consultFor ? { consultFor: event.consultFor } : {}),
  };
}

/** The call after `event` at `at` (epoch ms). Throws IllegalMove; never changes its input. */
export function reduceCall(call: Call, event: CallEvent, at: number): Call {
  if (!LEGAL[event.type].includes(call.state)) throw new IllegalMove(event.type, call.state);
  switch (event.type) {
    case 'rang':
    case 'dialled':
      throw new IllegalMove(event.type, call.state);
    case 'remoteRang':
      return { ...call, state: 'remoteRinging' };
    case 'answerSent':
      return { ...call, state: 'answering' };
    case 'answered':
      return { ...call, state: 'talking', answeredAt: at };
    case 'muteChanged':
      return { ...call, muted: event.muted };
    case 'remoteHoldChanged':
      return { ...call, remoteHold: event.held };
    case 'silenced':
      return { ...call, silenced: true };
    case 'audioLost':
      return { ...call, trouble: 'audioLost' };
    case 'audioBack':
      return call.trouble === 'audioLost' ? untroubled(call) : call;
    case 'ended':
      return endCall(call, event.cause, at);
    case 'holdAsked':
    case 'holdConfirmed':
    case 'holdFailed':
    case 'resumeAsked':
    case 'resumeConfirmed':
    case 'resumeFailed':
      return reduceHold(call, event.type, at);
    case 'transferAsked':
    case 'transferAccepted':
    case 'transferRang':
    case 'transferReached':
    case 'transferBounced':
    case 'transferUnknown':
      return reduceTransfer(call, event, at);
    default:
      return assertNever(event);
  }
}

type HoldEvent = 'holdAsked' | 'holdConfirmed' | 'holdFailed' | 'resumeAsked' | 'resumeConfirmed' | 'resumeFailed';

/** Held means the far end confirmed it (RFC 3264 8.4 answer), not that we asked. */
function reduceHold(call: Call, type: HoldEvent, at: number): Call {
  switch (type) {
    case 'holdAsked':
      return { ...untroubled(call), state: 'holding' };
    case 'holdConfirmed':
      return { ...call, state: 'held', heldSince: at };
    case 'holdFailed':
      return { ...call, state: 'talking', trouble: 'holdFailed' };
    case 'resumeAsked':
      return { ...untroubled(call), state: 'resuming' };
    case 'resumeConfirmed':
      return { ...unheld(call), state: 'talking' };
    case 'resumeFailed':
      return { ...call, state: 'held', trouble: 'resumeFailed' };
    default:
      return assertNever(type);
  }
}

type TransferEvent = Extract<CallEvent, { type: `transfer${string}` }>;

function reduceTransfer(call: Call, event: TransferEvent, at: number): Call {
  if (event.type === 'transferAsked') {
    const { kind, target, label, consultCallId } = event;
    const transfer = { kind, target, label, state: 'asked' as const, askedAt: at };
    return {
      ...untroubled(call),
      state: 'transferring',
      transfer: consultCallId ? { ...transfer, consultCallId } : transfer,
    };
  }
  const transfer = call.transfer;
  if (!transfer) throw new IllegalMove(event.type, call.state);
  switch (event.type) {
    case 'transferAccepted':
      return { ...call, transfer: { ...transfer, state: 'accepted' } };
    case 'transferRang':
      return { ...call, transfer: { ...transfer, state: 'ringing' } };
    case 'transferReached':
      return { ...call, transfer: { ...transfer, state: 'reached', endedAt: at } };
    case 'transferBounced': {
      const bounced = { ...transfer, state: 'bounced' as const, endedAt: at };
      const withStatus = event.status === undefined ? bounced : { ...bounced, status: event.status };
      return { ...call, state: backFrom(call), transfer: withStatus, trouble: 'transferBounced' };
    }
    case 'transferUnknown':
      return {
        ...call,
        state: backFrom(call),
        transfer: { ...transfer, state: 'unknown', endedAt: at },
        trouble: 'transferUnknown',
      };
    default:
      return assertNever(event);
  }
}

/** A caller who was on hold when the transfer was asked is still on hold when it comes back. */
const backFrom = (call: Call): CallState => (call.heldSince === undefined ? 'talking' : 'held');

function endCall(call: Call, cause: Call['ended'] & string, at: number): Call {
  const gaveUp = cause === 'callerHungUp' && call.answeredAt === undefined && call.direction === 'incoming';
  const reached = call.transfer?.state === 'reached';
  const ended = reached ? 'transferred' : gaveUp ? 'callerGaveUp' : cause;
  return { ...unheld(call), state: 'ended', endedAt: at, ended, muted: false, remoteHold: false };
}

function untroubled(call: Call): Call {
  const { trouble: _trouble, ...rest } = call;
  return rest;
}

function unheld(call: Call): Call {
  const { heldSince: _heldSince, ...rest } = untroubled(call);
  return rest;
}

/** The lowest free line, or undefined when all are taken. */
export function freeLine(calls: readonly Call[], count: number): number | undefined {
  const taken = new Set(calls.filter((call) => call.state !== 'ended').map((call) => call.line));
  for (let line = 1; line <= count; line++) if (!taken.has(line)) return line;
  return undefined;
}
