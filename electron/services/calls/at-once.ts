// What a rule wants done with a call while it rings: sent on to somebody else, or left to the PBX's voicemail. Once a call,
// and only a call that comes in and that nobody has touched yet.
import type { Call, CallId } from '../../../shared/domain/call/call.ts';
import { dialTarget } from '../../../shared/domain/call/dial.ts';
import { isSameNumber } from '../../../shared/domain/phone-number/phone-number.ts';
import type { Country } from '../../../shared/domain/phone-number/phone-number.ts';
import type { AtOnce } from '../../../shared/domain/rules/types.ts';
import type { CallCore, Order } from './core.ts';

const isUntouched = (call: Call): boolean =>
  call.direction === 'incoming' && call.state === 'ringing' && !call.recalled && call.purpose === undefined;

export class RulesAtRing {
  readonly #core: CallCore;
  readonly #extension: () => string | undefined;
  readonly #asked = new Set<CallId>();

  constructor(core: CallCore, extension: () => string | undefined) {
    this.#core = core;
    this.#extension = extension;
    core.watch((call) => {
      if (call.state === 'ended') this.#asked.delete(call.id);
    });
  }

  carryOut(callId: CallId, atOnce: AtOnce): void {
    const call = this.#core.get(callId);
    if (!call || !isUntouched(call) || this.#asked.has(callId)) return;
    const order = this.#orderFor(call, atOnce);
    if (!order) return;
    this.#asked.add(callId);
    this.#core.deps.log.info('rules.atOnce', { rule: atOnce.rule, action: atOnce.do });
    // Should it fail, the call goes on ringing here as if there were no rule.
    void this.#core.order(callId, order, isUntouched);
  }

  #orderFor(call: Call, { do: what, number }: AtOnce): Order | undefined {
    if (what === 'decline') return { do: 'reject', toVoicemail: true };
    const site = this.#core.deps.site();
    const target = site && number !== undefined ? dialTarget(number, site) : undefined;
    if (!site || target === undefined || number === undefined) return undefined;
    // To this desk or back to the caller it would come round again.
    const { remote } = call;
    const isCaller = number === remote.number || isSameNumber(number, remote.number, site.clinic.country as Country);
    if (isCaller || target === this.#extension()) return undefined;
    return { do: 'reject', redirectTo: target };
  }
}
