// A transfer without introduction that never loses the caller: the caller stays on hold here while this desk dials the
// target silently; as soon as somebody answers, the two are joined (REFER with Replaces, RFC 3891). Busy, no answer or
// refused: the caller is back at once, with the reason. A plain REFER would hand the caller to the dialplan, which gives
// nobody back and cannot be called off (Asterisk ends our leg whatever becomes of the target).
import { CallId, isLive } from '../../../shared/domain/call/call.ts';
import type { AnyCallEvent, Call, EndCause } from '../../../shared/domain/call/call.ts';
import { isUnderWay } from '../../../shared/domain/call/transfer.ts';
import { fail, ok } from '../../../shared/result/result.ts';
import type { Done, Result } from '../../../shared/result/result.ts';
import { canTransfer } from './core.ts';
import type { CallCore } from './core.ts';

export class FollowedTransfers {
  readonly #core: CallCore;
  /** Ends of the ringing time, by the silent call that rings. */
  readonly #limits = new Map<CallId, () => void>();
  readonly #timedOut = new Set<CallId>();

  constructor(core: CallCore) {
    this.#core = core;
    core.watch((call, event) => this.#changed(call, event));
  }

  /** The silent call that rings for this caller. */
  isFollowing(call: Call): boolean {
    const { transfer } = call;
    return (
      transfer !== undefined && isUnderWay(transfer) && this.#core.get(transfer.consultCallId!)?.forTransfer === true
    );
  }

  async begin(callId: CallId, target: string, label: string, userId: string): Promise<Result<Done>> {
    const core = this.#core;
    const call = core.get(callId);
    if (!call || !isLive(call)) return fail('callGone');
    if (!canTransfer(call) || this.isFollowing(call)) return fail('callNotPossibleNow');
    if (call.state === 'talking') {
      const held = await core.hold(callId);
      if (!held.ok) return held;
      if (core.get(callId)?.state !== 'held') return fail('callGone');
    }
    const consultCallId = CallId.parse(core.deps.ids.next());
    core.apply(callId, { type: 'followBegan', target, label, consultCallId });
    this.#note(callId, userId);
    const sent = await core.send(consultCallId, { do: 'dial', target, consultFor: callId, forTransfer: true });
    if (!sent.ok) await this.#back(callId, 'failed');
    else this.#limit(consultCallId);
    return sent;
  }

  async cancel(callId: CallId): Promise<Result<Done>> {
    const core = this.#core;
    const call = core.get(callId);
    if (!call || !isLive(call)) return fail('callGone');
    // Once somebody has answered, the two are being joined: that is a matter of a moment and not ours to undo.
    if (!this.isFollowing(call) || call.state === 'transferring') return fail('callNotPossibleNow');
    const consultCallId = call.transfer?.consultCallId;
    core.apply(callId, { type: 'followCancelled' });
    if (consultCallId) await this.#hangUp(consultCallId);
    await core.resumeIfQuiet(callId);
    return ok({});
  }

  #changed(call: Call, event: AnyCallEvent): void {
    if (call.forTransfer && call.consultFor) return this.#ringing(call, call.consultFor, event);
    if (event.type === 'ended' && call.transfer?.consultCallId) void this.#hangUp(call.transfer.consultCallId, true);
    const isBounced = event.type === 'transferBounced' || event.type === 'transferUnknown';
    const silent = call.transfer?.consultCallId;
    if (isBounced && silent && this.#core.get(silent)?.forTransfer)
      void this.#hangUp(silent).then(() => this.#core.resumeIfQuiet(call.id));
  }

  #ringing(silent: Call, callerId: CallId, event: AnyCallEvent): void {
    const caller = this.#core.get(callerId);
    const isWanted = caller !== undefined && isLive(caller) && caller.transfer?.consultCallId === silent.id;
    if (event.type === 'remoteRang' && isWanted) this.#core.apply(callerId, { type: 'followRang' });
    if (event.type === 'answered') {
      this.#unlimit(silent.id);
      if (isWanted && isUnderWay(caller.transfer!)) void this.#join(caller, silent.id);
      else void this.#hangUp(silent.id);
    }
    if (event.type !== 'ended') return;
    this.#unlimit(silent.id);
    const cause = this.#timedOut.delete(silent.id) ? 'noAnswer' : (silent.ended ?? 'failed');
    // Once the two are being joined, the end of the silent leg is part of that.
    if (isWanted && caller.state !== 'transferring') void this.#back(callerId, cause);
  }

  async #join(caller: Call, consultCallId: CallId): Promise<void> {
    const label = caller.transfer?.label ?? '';
    const joined = await this.#core.order(caller.id, { do: 'transferAttended', consultCallId, label }, canTransfer);
    if (joined.ok) return;
    await this.#hangUp(consultCallId);
    await this.#back(caller.id, 'failed');
  }

  async #back(callId: CallId, reason: EndCause): Promise<void> {
    const { transfer } = this.#core.get(callId) ?? {};
    if (!transfer || !isUnderWay(transfer)) return;
    this.#core.apply(callId, { type: 'followReturned', reason });
    await this.#core.resumeIfQuiet(callId);
  }

  async #hangUp(callId: CallId, onlySilent = false): Promise<void> {
    const call = this.#core.get(callId);
    if (!call || !isLive(call) || (onlySilent && !call.forTransfer)) return;
    await this.#core.send(callId, { do: 'hangUp' });
  }

  #limit(consultCallId: CallId): void {
    const seconds = this.#core.deps.site()?.phone.transferRingSeconds ?? 25;
    const call = this.#core.get(consultCallId);
    if (!call || !['dialing', 'remoteRinging'].includes(call.state)) return;
    const cancel = this.#core.deps.clock.after(seconds * 1000, () => {
      this.#timedOut.add(consultCallId);
      void this.#hangUp(consultCallId);
    });
    this.#limits.set(consultCallId, cancel);
  }

  #unlimit(consultCallId: CallId): void {
    this.#limits.get(consultCallId)?.();
    this.#limits.delete(consultCallId);
  }

  #note(callId: CallId, userId: string): void {
    const call = this.#core.get(callId);
    if (call) this.#core.deps.onTransfer(call, userId);
  }
}
