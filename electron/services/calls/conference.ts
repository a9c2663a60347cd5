// Three people in one conversation, mixed at this desk: two calls and whoever sits here.
import { isLive } from '../../../shared/domain/call/call.ts';
import type { Call, CallId } from '../../../shared/domain/call/call.ts';
import { fail, ok } from '../../../shared/result/result.ts';
import type { Done, Result } from '../../../shared/result/result.ts';
import { canTransfer } from './core.ts';
import type { CallCore } from './core.ts';

export class Conferences {
  readonly #core: CallCore;

  constructor(core: CallCore) {
    this.#core = core;
  }

  /** The calls in one conversation with this one, itself included. */
  of(callId: CallId): Call[] {
    const call = this.#core.get(callId);
    if (!call) return [];
    if (call.conference === undefined) return [call];
    return this.#core.all().filter((each) => each.conference === call.conference);
  }

  async merge(callId: CallId, withCallId: CallId): Promise<Result<Done>> {
    const core = this.#core;
    const both = [core.get(callId), core.get(withCallId)];
    if (both.some((call) => !call || !isLive(call))) return fail('callGone');
    const isPossible = (call: Call | undefined) =>
      call !== undefined && canTransfer(call) && !call.forTransfer && call.conference === undefined;
    if (callId === withCallId || !both.every(isPossible)) return fail('callNotPossibleNow');
    return core.together(callId, withCallId, async () => {
      for (const id of [callId, withCallId]) {
        const others = await core.holdOthers(id);
        if (!others.ok) return others;
        if (core.get(id)?.state !== 'held') continue;
        const resumed = await core.send(id, { do: 'resume' });
        if (!resumed.ok) return resumed;
      }
      return core.order(callId, { do: 'join', withCallId }, (call) => call.state === 'talking');
    });
  }

  /** Talks to this call alone again; the other one goes on hold. */
  async split(callId: CallId): Promise<Result<Done>> {
    const core = this.#core;
    const others = this.of(callId).filter((call) => call.id !== callId);
    if (others.length === 0) return fail('callNotPossibleNow');
    const separated = await core.send(callId, { do: 'separate' });
    return separated.ok ? core.holdOthers(callId) : separated;
  }

  /** Joins the other two with each other (REFER with Replaces) and is out of it. */
  async leave(callId: CallId): Promise<Result<Done>> {
    const [other] = this.of(callId).filter((call) => call.id !== callId);
    if (!other) return fail('callNotPossibleNow');
    const label = other.remote.name || other.remote.number;
    return this.#core.order(callId, { do: 'transferAttended', consultCallId: other.id, label }, canTransfer);
  }

  /** Mute and hold are for everybody in the conversation. */
  async all(callId: CallId, work: (call: Call) => Promise<Result<Done>>): Promise<Result<Done>> {
    const answers = await Promise.all(this.of(callId).map(work));
    return answers.find((answer) => !answer.ok) ?? ok({});
  }
}
