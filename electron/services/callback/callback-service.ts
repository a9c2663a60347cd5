// Callers who hung up and kept their place in a queue. Each is a thing to do from the moment it is asked, with the window that
// was promised, so that nothing is lost with the PBX, with this program or with the night. When the turn comes and somebody
// takes it, the caller is dialled; what came of it is written into the thing to do like every call-back.
import { promisedBy, workIdOf } from '../../../shared/domain/callback/callback.ts';
import type { AnyCallEvent, AskedBack, Call } from '../../../shared/domain/call/call.ts';
import { idOf } from '../../../shared/domain/queue/state.ts';
import type { WaitingCaller } from '../../../shared/domain/queue/types.ts';
import type { Site } from '../../../shared/domain/site/site.ts';
import { fail, ok } from '../../../shared/result/result.ts';
import type { Done, Result } from '../../../shared/result/result.ts';
import type { QueuePort } from '../../ports/queues.ts';
import type { Log } from '../../ports/runtime.ts';
import type { Caller, Handlers } from '../../ports/topics.ts';
import type { CallBacksService } from '../work/call-backs.ts';
import type { WorklistService } from '../work/worklist-service.ts';

export interface CallbackDeps {
  readonly log: Log;
  readonly site: () => Site | undefined;
  readonly port: () => Pick<QueuePort, 'withdraw'> | undefined;
  readonly list: () => WorklistService;
  readonly callBacks: () => CallBacksService;
  /** Everybody who waits, at home or on the line. */
  readonly waiting: () => readonly WaitingCaller[];
  readonly keyOf: (number: string | undefined) => string | undefined;
  /** How a number is shown, or who it is by the directory. */
  readonly shown: (number: string) => string;
  readonly caller: () => Caller;
  readonly hangUp: (callId: Call['id']) => Promise<Result<unknown>>;
  readonly dismiss: (callId: Call['id']) => void;
  readonly audit: (detail: string, userId: string) => void;
}

interface Turn {
  readonly asked: AskedBack;
  readonly queue: string;
}

export class CallbackService {
  readonly #deps: CallbackDeps;
  /** Places that were asked to be given up. */
  readonly #withdrawn = new Set<string>();

  constructor(deps: CallbackDeps) {
    this.#deps = deps;
  }

  readonly handlers: Handlers = {
    'callback.withdraw': ({ workId }, caller) => this.#withdraw(workId, caller),
  };

  /** Another connection, which may have heard of none of it. */
  anew(): void {
    this.#withdrawn.clear();
  }

  /** Whoever waits at home is a thing to do; and a thing that is done, or in somebody's hands, waits no longer. */
  look(): void {
    const { store } = this.#deps.list();
    for (const place of this.#deps.waiting()) {
      const { queue, callback } = place;
      if (!callback) continue;
      const work = store.get(workIdOf(callback));
      if (!work) this.#keep({ asked: callback, queue });
      else if (work.state === 'done' || work.claim) this.#leaveQueue(place);
    }
  }

  callChanged(call: Call, event: AnyCallEvent): void {
    const asked = call.queue?.callback;
    if (call.purpose !== 'callback' || !asked || !call.queue) return;
    // Nobody is on the line: it only said whose turn it is.
    if (event.type === 'answered') void this.#deps.hangUp(call.id);
    if (call.state !== 'ended') return;
    this.#deps.dismiss(call.id);
    if (call.answeredAt !== undefined) void this.#dial({ asked, queue: call.queue.queue });
  }

  async #dial(turn: Turn): Promise<void> {
    this.#keep(turn);
    const caller = this.#deps.caller();
    const placed = await this.#deps.callBacks().handlers['work.call']!({ id: workIdOf(turn.asked) }, caller);
    // It stays among the things to do with its window: nothing is lost.
    if (!placed.ok) this.#deps.log.warn('callback.notDialled', { code: placed.error.code });
    this.#deps.audit('turn', caller.userId);
  }

  #keep({ asked, queue }: Turn): void {
    const site = this.#deps.site();
    const list = this.#deps.list();
    const id = workIdOf(asked);
    if (!site || list.store.get(id)) return;
    const name = site.queues.find((one) => one.id === queue)?.name ?? queue;
    const key = this.#deps.keyOf(asked.number);
    list.add({
      ...{ id, kind: 'callback', text: '', about: this.#deps.shown(asked.number), number: asked.number },
      ...(key === undefined ? {} : { key }),
      ...{ owner: name, queue: name, due: promisedBy(queue, asked.askedAt, site) },
      ...{ createdAt: asked.askedAt, createdBy: '' },
    });
  }

  async #withdraw(workId: string, caller: Caller): Promise<Result<Done>> {
    const work = this.#deps.list().store.get(workId);
    if (work?.kind !== 'callback') return fail('callbackGone');
    const closed = await this.#deps.list().handlers['work.done']!({ id: workId }, caller);
    if (!closed.ok) return closed;
    this.#deps.audit('withdraw', caller.userId);
    this.look();
    return ok({});
  }

  /** Nobody is on the line: the dialplan ends the place by that word. */
  #leaveQueue(place: WaitingCaller): void {
    const { entry, queue } = place;
    const port = this.#deps.port();
    if (!port || this.#withdrawn.has(entry)) return;
    this.#withdrawn.add(entry);
    void port.withdraw({ queue, uniqueId: idOf(place) }, 'callback').then((done) => {
      if (!done.ok && done.error.code !== 'queueCallerGone') this.#withdrawn.delete(entry);
    });
  }
}
