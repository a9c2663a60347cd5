// The one sentence a call's state deserves, if any: what happened and what to do. Pure.
import type { CallRow } from '../../../../shared/contract/call.ts';
import { isFollowing, isTalking } from '../../store/calls.ts';

export interface Sentence {
  readonly key: string;
  readonly values: Readonly<Record<string, string>>;
  readonly tone: 'plain' | 'warn' | 'danger';
}

const say = (key: string, tone: Sentence['tone'] = 'plain', values: Record<string, string> = {}): Sentence => ({
  key,
  values,
  tone,
});

const REASONS = [
  ...['busy', 'noAnswer', 'declined', 'notFound', 'refused', 'unreachable'],
  ...['connectionLost', 'callerHungUp', 'hungUp', 'failed'],
];
const returnedKey = (reason = '') =>
  REASONS.includes(reason) ? `transferReturned.${reason}` : 'trouble.transferReturned';

export function sentenceFor(call: CallRow): Sentence | undefined {
  const { transfer } = call;
  if (call.state === 'ended')
    return transfer?.state === 'reached'
      ? say('transfer.reached', 'plain', { who: transfer.label })
      : say(`ended.${call.ended ?? 'hungUp'}`);
  if (call.trouble === 'transferBounced' && transfer)
    return say('trouble.transferBounced', 'danger', { who: transfer.label });
  if (call.trouble === 'transferUnknown' && transfer)
    return say('trouble.transferUnknown', 'warn', { who: transfer.label });
  if (call.trouble === 'transferReturned' && transfer)
    return say(returnedKey(transfer.reason), 'danger', { who: transfer.label });
  if (call.trouble) return say(`trouble.${call.trouble}`, 'danger');
  if (call.state === 'transferring' && transfer)
    return say(`transfer.${transfer.state}`, 'plain', { who: transfer.label });
  if (call.state === 'parked')
    return call.parkedSlot === undefined
      ? say('call.parkedSomewhere')
      : say('call.parkedAt', 'plain', { slot: call.parkedSlot });
  if (isFollowing(call) && transfer) return say(`following.${transfer.state}`, 'plain', { who: transfer.label });
  const { quality } = call;
  // While it is only fair, it is said where something can be done about it.
  const isHeard = quality?.step === 'bad' || quality?.step === 'poor' || (quality && quality.cause !== 'none');
  if (quality && isTalking(call) && isHeard)
    return say(`quality.why.${quality.cause}`, quality.step === 'bad' ? 'danger' : 'warn', {
      loss: String(quality.loss),
      delay: String(quality.roundTrip ?? 0),
    });
  if (call.remoteHold) return say('call.remoteHoldSentence', 'warn');
  if (['dialing', 'remoteRinging', 'answering', 'holding', 'resuming'].includes(call.state))
    return say(`callSentence.${call.state}`);
  return undefined;
}
