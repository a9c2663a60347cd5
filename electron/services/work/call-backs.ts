// Calls and the list of things to do: calling back from an item, what came of it, calls that nobody took, and the
// conversations that settle them.
import type { CallId, Call } from '../../../shared/domain/call/call.ts';
import { dialTarget } from '../../../shared/domain/call/dial.ts';
import type { WaitingCaller } from '../../../shared/domain/queue/types.ts';
import type { Site } from '../../../shared/domain/site/site.ts';
import {
  callBackDue,
  correction,
  outcomeOf,
  placeOf,
  settledBy,
  wasMissed,
} from '../../../shared/domain/work/contacts.ts';
import type { Contact } from '../../../shared/domain/work/contacts.ts';
import type { AttemptOutcome, WorkKind } from '../../../shared/domain/work/types.ts';
import { fail, ok } from '../../../shared/result/result.ts';
import type { Done, Result } from '../../../shared/result/result.ts';
import type { Clock } from '../../ports/runtime.ts';
import type { Caller, Handlers, Topics } from '../../ports/topics.ts';
import type { CallsService } from '../calls/calls.ts';
import type { WorklistService } from './worklist-service.ts';

export interface CallBacksDeps {
  readonly topics: Topics;
  readonly clock: Clock;
  readonly site: () => Site | undefined;
  readonly list: () => WorklistService;
  readonly place: CallsService['place'];
  readonly call: (callId: CallId) => Call | undefined;
  readonly user: () => { readonly id: string; readonly name: string } | undefined;
  readonly keyOf: (number: string | undefined) => string | undefined;
  /** How a number is shown, or who it is by the directory. */
  readonly shown: (number: string) => string;
  /** The verified patient of a call. */
  readonly patientOf: (callId: CallId) => string | undefined;
  /** The PBX tells of every caller who gives up: what the phone alone believes about queues is not needed. */
  readonly isPbxTelling: () => boolean;
}

interface Link {
  readonly workId: string;
  /** Taken by calling, and given back when nobody was reached. */
  readonly isTakenByCalling: boolean;
}

interface NobodyTook {
  readonly kind: Extract<WorkKind, 'missed' | 'abandoned'>;
  readonly ref: string;
  readonly number: string;
  readonly at: number;
  readonly owner: string;
  readonly queue?: string | undefined;
  readonly callId?: CallId | undefined;
}

export class CallBacksService {
  readonly #deps: CallBacksDeps;
  readonly #links = new Map<CallId, Link>();

  constructor(deps: CallBacksDeps) {
    this.#deps = deps;
  }

  readonly handlers: Handlers = {
    'work.call': (item, caller) => this.#call(item, caller),
    'work.attempt': ({ id, callId, outcome }, { userId }) => this.#correct(id, callId, outcome, userId),
  };

  /** Somebody was reached, or a caller of before is here again. */
  answered(call: Call): void {
    if (call.direction === 'incoming') this.#settle(this.#contactOf(call));
  }

  ended(call: Call): void {
    const link = this.#links.get(call.id);
    if (link) this.#tried(call, link);
    if (call.direction === 'outgoing' && call.answeredAt !== undefined && call.consultFor === undefined)
      this.#settle(this.#contactOf(call));
    if (wasMissed(call)) this.#missed(call);
  }

  /** Nothing of the call is on the screen any more. */
  letGo(callId: CallId): void {
    this.#links.delete(callId);
    this.#deps.topics.remove('workCalls', callId);
  }

  /** A caller gave up waiting in a queue. */
  abandoned({ entry, queue, number }: WaitingCaller): void {
    const name = this.#queueName(queue);
    this.#nobodyTook({ kind: 'abandoned', ref: entry, number, at: this.#deps.clock.now(), owner: name, queue: name });
  }

  /** Somebody here or at another desk took a caller out of a queue. */
  connected({ number }: WaitingCaller, name: string): void {
    const key = this.#deps.keyOf(number);
    if (key !== undefined) this.#settle({ at: this.#deps.clock.now(), direction: 'incoming', key, by: '', name });
  }

  async #call(item: { id: string; version?: number | undefined }, caller: Caller): Promise<Result<{ callId: CallId }>> {
    const list = this.#deps.list();
    const work = list.store.get(item.id);
    const site = this.#deps.site();
    if (!work || !site) return fail('workGone');
    const target = work.number === undefined ? undefined : dialTarget(work.number, site);
    if (target === undefined) return fail('workNoNumber');
    // Whoever calls has it in hand: nobody else may call the same person at the same time.
    const isMine = work.claim?.by === caller.userId;
    const taken = await list.handlers['work.claim']!({ id: item.id }, caller);
    if (!taken.ok) return taken;
    // The call-back goes on where the caller waited: rules and figures see the same queue.
    const queue = site.queues.find(({ name }) => name === work.queue)?.id;
    const placed = await this.#deps.place(target, queue === undefined ? {} : { queue: { queue } });
    if (!placed.ok) {
      if (!isMine) await list.handlers['work.release']!({ id: item.id }, caller);
      return placed;
    }
    const { callId } = placed.value;
    this.#links.set(callId, { workId: item.id, isTakenByCalling: !isMine });
    const { patientId } = work;
    this.#deps.topics.set('workCalls', callId, { callId, workId: item.id, ...(patientId ? { patientId } : {}) });
    // It may have failed before the phone said that it was asked to dial.
    const call = this.#deps.call(callId);
    if (call?.state === 'ended') this.#tried(call, { workId: item.id, isTakenByCalling: !isMine });
    return placed;
  }

  #tried(call: Call, { workId, isTakenByCalling }: Link): void {
    const list = this.#deps.list();
    const outcome = outcomeOf(call);
    const who = this.#me();
    list.store.append(workId, { ...who, what: 'attempt', outcome, callId: call.id });
    const claim = list.store.get(workId)?.claim;
    if (outcome !== 'reached' && isTakenByCalling && claim?.by === who.by)
      list.store.append(workId, { ...who, what: 'released' });
    list.told();
  }

  #correct(id: string, callId: string, outcome: AttemptOutcome, userId: string): Result<Done> {
    const list = this.#deps.list();
    const work = list.store.get(id);
    if (!work?.attempts.some((attempt) => attempt.callId === callId)) return fail('workGone');
    const who = { at: this.#deps.clock.now(), by: userId, name: list.nameOf(userId) };
    const kept = list.store.append(id, ...correction(work, { callId, outcome }, who));
    if (!kept.ok) return kept;
    list.told();
    return ok({});
  }

  #contactOf(call: Call): Contact {
    const who = this.#me();
    return {
      ...who,
      at: this.#deps.clock.now(),
      direction: call.direction,
      key: this.#deps.keyOf(call.remote.withheld ? undefined : call.remote.number),
      patientId: this.#deps.patientOf(call.id),
      callId: call.id,
    };
  }

  #settle(contact: Contact): void {
    const { store } = this.#deps.list();
    const settled = settledBy(contact, store.all());
    const { by, name, callId } = contact;
    for (const { id, how } of settled)
      store.append(id, { by, name, what: 'closed', how, ...(callId ? { callId } : {}) });
    if (settled.length > 0) this.#deps.list().told();
  }

  #missed(call: Call): void {
    const { number, withheld } = call.remote;
    const at = call.endedAt ?? this.#deps.clock.now();
    if (withheld) return;
    if (!call.queue)
      return this.#nobodyTook({ kind: 'missed', ref: call.id, number, at, owner: this.#me().name, callId: call.id });
    // A queue rings many desks, and the phone alone cannot know whether another one took the call.
    if (this.#deps.isPbxTelling()) return;
    const name = this.#queueName(call.queue.queue);
    const ref = call.queue.entry ?? call.id;
    this.#nobodyTook({ kind: 'abandoned', ref, number, at, owner: name, queue: name, callId: call.id });
  }

  #nobodyTook({ kind, ref, number, at, owner, queue, callId }: NobodyTook): void {
    const list = this.#deps.list();
    const site = this.#deps.site();
    const key = this.#deps.keyOf(number);
    // Who hides the number cannot be called back: there is nothing that anybody could do.
    if (!site || key === undefined) return;
    const place = placeOf({ ref, key, at }, list.store.all());
    if (place.to === 'item') list.store.append(place.id, { by: '', name: '', what: 'again', ref, at });
    if (place.to !== 'new') return;
    list.add({
      ...{ id: `${kind}/${ref}`, kind, text: '', about: this.#deps.shown(number), number, key, owner },
      due: callBackDue(site.hours, site.clinic.timeZone, at, site.work.callBackMinutes),
      ...{ createdAt: at, createdBy: '' },
      ...(queue ? { queue } : {}),
      ...(callId ? { callId } : {}),
    });
  }

  #queueName(id: string): string {
    return this.#deps.site()?.queues.find((queue) => queue.id === id)?.name ?? id;
  }

  #me(): { by: string; name: string } {
    const user = this.#deps.user();
    return { by: user?.id ?? '', name: user?.name ?? '' };
  }
}
