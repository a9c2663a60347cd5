// The two transfers. Blind: call the target for the partner, report every step, and give the partner back when it fails.
// Attended: the partner of this leg meets the partner of the other.
import { listen } from './bridge.ts';
import { ringback } from '../media/sources.ts';
import type { Channel } from './channel.ts';
import type { Pbx } from './pbx.ts';
import { PhoneChannel } from './phone-channel.ts';
import type { Transfer } from './transfer.ts';
import { resolveNumber } from './dialplan.ts';

/** How long we wait for the phone's own BYE after a transfer that worked, milliseconds. */
const BYE_GRACE = 5_000;

/** The transferor's leg is ended by its phone; when that forgets, by us. */
function expectBye(channel: Channel): void {
  const timer = setTimeout(() => channel.hangup(), BYE_GRACE);
  timer.unref();
  channel.once('ended', () => clearTimeout(timer));
}

/** REFER without Replaces (RFC 5589 6). */
export function blindTransfer(pbx: Pbx, from: PhoneChannel, transfer: Transfer): void {
  const bridge = pbx.bridgeOf(from);
  if (!bridge) return transfer.report(481);
  const partner = bridge.other(from);
  transfer.report(100);
  const special = resolveNumber(transfer.target, pbx.dialplan).kind;
  if (special === 'queue' || special === 'echo') {
    bridge.release();
    transfer.report(200);
    expectBye(from);
    return pbx.route(partner, transfer.target);
  }
  if (special === 'park') {
    bridge.release();
    // All slots taken: the caller goes back to where they were.
    if (!pbx.parking.park(partner, from.device)) {
      pbx.connect(from, partner);
      return transfer.report(486);
    }
    transfer.report(200);
    return expectBye(from);
  }
  let alone = false;
  const leave = (): void => {
    alone = true;
    // The transferor hung up early (a truly blind transfer): the partner must not go with it.
    listen(partner, ringback(), pbx.pulse);
  };
  bridge.keepOnHangup(from, leave);
  const giveUp = pbx.dial(partner, transfer.target, {
    onRinging: () => transfer.report(180),
    onAnswer: (target) => {
      partner.off('ended', giveUp);
      bridge.release();
      partner.exten = transfer.target;
      pbx.connect(partner, target);
      transfer.report(200);
      if (!alone) expectBye(from);
    },
    onFail: (cause) => {
      partner.off('ended', giveUp);
      bridge.keepOnHangup(undefined);
      transfer.report(cause);
      if (alone) partner.hangup(cause);
    },
  });
  partner.on('ended', giveUp);
}

/** REFER with Replaces (RFC 3891, RFC 5589 7): both legs belong to the one who asks. */
export function attendedTransfer(pbx: Pbx, from: PhoneChannel, transfer: Transfer): void {
  const wanted = transfer.replaces;
  const other = [...pbx.channels].find(
    (channel): channel is PhoneChannel =>
      channel instanceof PhoneChannel &&
      channel !== from &&
      channel.line.extension === from.line.extension &&
      channel.dialog?.callId === wanted?.callId &&
      channel.dialog?.localTag === wanted?.toTag &&
      channel.dialog?.remoteTag === wanted?.fromTag,
  );
  const [first, second] = [pbx.bridgeOf(from), other && pbx.bridgeOf(other)];
  transfer.report(100);
  if (!first || !other || !second) return transfer.report(481);
  const [partner, target] = [first.other(from), second.other(other)];
  first.release();
  second.release();
  pbx.connect(partner, target);
  transfer.report(200);
  other.hangup();
  expectBye(from);
}
