import { assertNever } from '../../result/result.ts';
import type { AnyCallEvent, Call, CallId, DeskEvent, EndCause } from './call.ts';
import { CallState, holdsLine } from './call.ts';
import { withHistory } from './history.ts';
import { isUnderWay, reduceTransfer } from './transfer.ts';

/** The state machine of call.ts as data: from which states each event is legal. */
const LEGAL: Record<AnyCallEvent['type'], readonly CallState[]> = {
  // A parked call rings or is dialled again under its own id.
  rang: ['parked'],
  dialled: ['parked'],
  remoteRang: ['dialing', 'remoteRinging'],
  answerSent: ['ringing'],
  answered: ['ringing', 'answering', 'dialing', 'remoteRinging'],
  holdAsked: ['talking'],
  holdConfirmed: ['holding'],
  holdFailed: ['holding'],
  resumeAsked: ['held'],
  resumeConfirmed: ['resuming'],
  resumeFailed: ['resuming'],
  muteChanged: ['answering', 'dialing', 'remoteRinging', 'talking', 'holding', 'held', 'resuming', 'transferring'],
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
  joined: ['talking'],
  separated: ['talking', 'holding', 'held', 'resuming', 'transferring'],
  // For a parked call: its leg to this desk is over, which changes nothing.
  ended: CallState.options.filter((state) => state !== 'ended'),
  followBegan: ['talking', 'held'],
  followRang: ['talking', 'holding', 'held', 'resuming', 'transferring'],
  followReturned: ['talking', 'holding', 'held', 'resuming', 'transferring'],
  followCancelled: ['talking', 'holding', 'held', 'resuming', 'transferring'],
  parkedAt: ['transferring', 'parked'],
  parkEnded: ['parked'],
  heldTooLong: ['held'],
};

/** A move the machine does not know. Tests let it throw; the service journals it and keeps the call as it was. */
export class IllegalMove extends Error {
  readonly event: AnyCallEvent['type'];
  readonly state: CallState | 'none';
  constructor(event: AnyCallEvent['type'], state: CallState | 'none') {
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
export function beginCall(event: AnyCallEvent, at: number, { id, line }: NewCall): Call {
  if (event.type !== 'rang' && event.type !== 'dialled') throw new IllegalMove(event.type, 'none');
  const incoming = event.type === 'rang';
  const call: Call = {
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
    ...(event.type === 'rang' && event.parkedSlot ? { parkedSlot: event.parkedSlot, recalled: true } : {}),
    ...(event.type === 'dialled' && event.consultFor ? { consultFor: event.consultFor } : {}),
    ...(event.type === 'dialled' && event.forTransfer ? { forTransfer: true } : {}),
    ...(event.type === 'dialled' && event.purpose ? { purpose: event.purpose } : {}),
    ...(event.type === 'rang' && event.queue?.callback ? { purpose: 'callback' as const } : {}),
    // Main has taken the wish out where it is not granted.
    ...(event.type === 'rang' && event.autoAnswer ? { purpose: 'intercom' as const } : {}),
  };
  return withHistory(undefined, call, event, at);
}

/** The call after `event` at `at` (epoch ms). Throws IllegalMove; never changes its input. */
export function reduceCall(call: Call, event: AnyCallEvent, at: number): Call {
  if (!LEGAL[event.type].includes(call.state)) throw new IllegalMove(event.type, call.state);
  return withHistory(call, next(call, event, at), event, at);
}

function next(call: Call, event: AnyCallEvent, at: number): Call {
  switch (event.type) {
    case 'rang':
      return { ...untroubled(call), state: 'ringing', silenced: false, recalled: true };
    case 'dialled':
      return { ...untroubled(call), state: 'dialing' };
    case 'remoteRang':
      return { ...call, state: 'remoteRinging' };
    case 'answerSent':
      return { ...call, state: 'answering' };
    case 'answered':
      // A parked caller who is fetched was answered long ago.
      return { ...call, state: 'talking', answeredAt: call.answeredAt ?? at };
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
    case 'joined':
      return { ...untroubled(call), conference: event.conference };
    case 'separated':
      return separated(call);
    case 'ended':
      return endLeg(call, event.cause, at);
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
      return reduceDesk(call, event, at);
  }
}

function reduceDesk(call: Call, event: DeskEvent, at: number): Call {
  switch (event.type) {
    case 'followBegan':
    case 'followRang':
    case 'followReturned':
    case 'followCancelled':
      return reduceTransfer(call, event, at);
    case 'parkedAt':
      return { ...call, parkedSlot: event.slot, parkedAt: at };
    case 'parkEnded':
      return endCall(call, event.cause, at);
    case 'heldTooLong':
      return { ...call, holdAlert: event.alert };
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
      // Why nobody took the caller is read while speaking with the caller again.
      return { ...(call.trouble === 'transferReturned' ? call : untroubled(call)), state: 'resuming' };
    case 'resumeConfirmed':
      return { ...unheld(call), ...keptTrouble(call), state: 'talking' };
    case 'resumeFailed':
      return { ...call, state: 'held', trouble: 'resumeFailed' };
    default:
      return assertNever(type);
  }
}

/** The leg to this desk is over; of a parked caller, or one about to be parked, that is not the end. */
function endLeg(call: Call, cause: EndCause, at: number): Call {
  if (call.state === 'parked') return call;
  const { transfer } = call;
  const wentToPark = call.state === 'transferring' && transfer?.kind === 'park' && cause === 'callerHungUp';
  if (!wentToPark || transfer.state === 'asked') return endCall(call, cause, at);
  return reduceTransfer(call, { type: 'transferReached' }, at);
}

function endCall(call: Call, cause: EndCause, at: number): Call {
  const gaveUp = cause === 'callerHungUp' && call.answeredAt === undefined && call.direction === 'incoming';
  const reached = call.transfer?.state === 'reached' && call.transfer.kind !== 'park';
  const ended = reached ? 'transferred' : gaveUp ? 'callerGaveUp' : cause;
  const { transfer, ...rest } = separated(unheld(call));
  // Whoever hangs up while the transfer still rings has not been helped by it.
  const last = transfer && isUnderWay(transfer) ? { ...transfer, state: 'abandoned' as const, endedAt: at } : transfer;
  return {
    ...rest,
    ...(last ? { transfer: last } : {}),
    ...{ state: 'ended', endedAt: at, ended, muted: false, remoteHold: false },
  };
}

const keptTrouble = (call: Call): Pick<Call, 'trouble'> =>
  call.trouble === 'transferReturned' ? { trouble: call.trouble } : {};

function untroubled(call: Call): Call {
  const { trouble: _trouble, ...rest } = call;
  return rest;
}

function unheld(call: Call): Call {
  const { heldSince: _heldSince, holdAlert: _holdAlert, ...rest } = untroubled(call);
  return rest;
}

function separated(call: Call): Call {
  const { conference: _conference, ...rest } = call;
  return rest;
}

/** The lowest free line, or undefined when all are taken. */
export function freeLine(calls: readonly Call[], count: number): number | undefined {
  const taken = new Set(calls.filter(holdsLine).map((call) => call.line));
  for (let line = 1; line <= count; line++) if (!taken.has(line)) return line;
  return undefined;
}
