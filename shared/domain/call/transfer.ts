// How a transfer goes on and ends. Part of the call reducer, which has checked that the event is legal.
import { assertNever } from '../../result/result.ts';
import type { AnyCallEvent, Call, CallState, Transfer } from './call.ts';

export type TransferEvent = Extract<AnyCallEvent, { type: `transfer${string}` | `follow${string}` }>;

/** Asked and not yet decided. */
export const isUnderWay = (transfer: Transfer): boolean => ['asked', 'accepted', 'ringing'].includes(transfer.state);

export function reduceTransfer(call: Call, event: TransferEvent, at: number): Call {
  if (event.type === 'transferAsked' || event.type === 'followBegan') return begin(call, event, at);
  const { transfer } = call;
  // A late word about a transfer that was called off meanwhile.
  if (!transfer || !isUnderWay(transfer)) return call;
  const over = (state: Transfer['state'], more: Partial<Transfer> = {}): Transfer => ({
    ...transfer,
    ...more,
    state,
    endedAt: at,
  });
  switch (event.type) {
    case 'transferAccepted':
      return { ...call, transfer: { ...transfer, state: 'accepted' } };
    case 'transferRang':
    case 'followRang':
      return { ...call, transfer: { ...transfer, state: 'ringing' } };
    case 'transferReached':
      return transfer.kind === 'park' ? parked(call, over('reached'), at) : { ...call, transfer: over('reached') };
    case 'transferBounced':
      return back(call, over('bounced', event.status === undefined ? {} : { status: event.status }), 'transferBounced');
    case 'transferUnknown':
      return back(call, over('unknown'), 'transferUnknown');
    case 'followReturned':
      return back(call, over('returned', { reason: event.reason }), 'transferReturned');
    case 'followCancelled':
      return back(call, over('cancelled'));
    default:
      return assertNever(event);
  }
}

function begin(call: Call, event: Extract<TransferEvent, { type: 'transferAsked' | 'followBegan' }>, at: number): Call {
  const { transfer, pastTransfers, trouble: _trouble, ...rest } = call;
  const isFollow = event.type === 'followBegan';
  const state = isFollow ? call.state : 'transferring';
  // The colleague of a followed transfer has answered and is being joined: still the same transfer.
  if (transfer && isUnderWay(transfer) && transfer.consultCallId !== undefined && !isFollow)
    return { ...rest, ...(pastTransfers ? { pastTransfers } : {}), state, transfer };
  const asked: Transfer = {
    kind: isFollow ? 'blind' : event.kind,
    target: event.target,
    label: event.label,
    state: 'asked',
    ...(event.consultCallId ? { consultCallId: event.consultCallId } : {}),
    askedAt: at,
  };
  const past = [...(pastTransfers ?? []), ...(transfer ? [transfer] : [])];
  return { ...rest, ...(past.length > 0 ? { pastTransfers: past } : {}), state, transfer: asked };
}

function parked(call: Call, transfer: Transfer, at: number): Call {
  const { heldSince: _heldSince, holdAlert: _holdAlert, conference: _conference, recalled: _recalled, ...rest } = call;
  return { ...rest, state: 'parked', transfer, parkedAt: rest.parkedAt ?? at, muted: false, remoteHold: false };
}

/** A caller who was on hold when the transfer was asked is still on hold when it comes back. */
function back(call: Call, transfer: Transfer, trouble?: Call['trouble']): Call {
  const held: CallState = call.heldSince === undefined ? 'talking' : 'held';
  const state = call.state === 'transferring' ? held : call.state;
  return { ...call, state, transfer, ...(trouble ? { trouble } : {}) };
}
