// The queues of a PBX that a unit test plays: what it has, what it tells, and how it answers what is asked of it.
import type { QueuePort } from '../../electron/ports/queues.ts';
import type { Member, QueueEvent, QueueTruth } from '../../shared/domain/queue/board.ts';
import type { WaitingCaller } from '../../shared/domain/queue/types.ts';
import { ok } from '../../shared/result/result.ts';
import type { Result } from '../../shared/result/result.ts';

export const waiting = (entry: string, position = 1, change: Partial<WaitingCaller> = {}): WaitingCaller => ({
  ...{ entry, queue: 'front', position, number: '+16175550123', name: '', withheld: false, priority: 0 },
  ...{ joinedAt: 0, ringingAt: [] },
  ...change,
});

export class FakeQueuePbx implements QueuePort {
  listener: Parameters<QueuePort['start']>[0] | undefined;
  stopped = 0;
  /** To every action. */
  answer: Result<void> = ok(undefined);
  readonly asked: unknown[][] = [];
  readonly queues = new Map<string, { waiting: WaitingCaller[]; members: Member[] }>();
  /** Channels that are still there after their callers have left. */
  readonly there = new Set<string>();
  /** Run before an action is answered. */
  before: ((action: string) => void) | undefined;

  start = (listener: Parameters<QueuePort['start']>[0]): void => void (this.listener = listener);
  stop = (): void => void this.stopped++;

  truth = async (queue: string): Promise<Result<QueueTruth>> => {
    this.asked.push(['truth', queue]);
    const { waiting, members } = this.#in(queue);
    return ok({
      queue,
      strategy: 'ringall',
      waiting: waiting.map((one, at) => ({ ...one, position: at + 1 })),
      members,
    });
  };
  isThere = async (uniqueId: string): Promise<Result<boolean>> => ok(this.there.has(uniqueId));
  setPriority = this.#does('setPriority');
  withdraw = this.#does('withdraw');
  redirect = this.#does('redirect');
  setPaused = this.#does('setPaused');
  signIn = this.#does('signIn');
  signOut = this.#does('signOut');

  say = (event: QueueEvent): void => this.listener?.onEvent(event);

  /** Everything is known and the link is up. */
  connect(): void {
    this.say({ type: 'snapshot', queues: [] });
    this.listener?.onLink('ok');
  }

  join(caller: WaitingCaller): void {
    this.#in(caller.queue).waiting.push(caller);
    this.say({ type: 'joined', caller });
  }

  /** Out of the queue, unanswered or not. */
  leave(entry: string, isUnanswered = true): WaitingCaller | undefined {
    for (const { waiting } of this.queues.values()) {
      const caller = waiting.find((one) => one.entry === entry);
      if (!caller) continue;
      waiting.splice(waiting.indexOf(caller), 1);
      if (isUnanswered) this.say({ type: 'abandoned', caller });
      this.say({ type: 'left', caller, count: waiting.length });
      return caller;
    }
    return undefined;
  }

  #in(queue: string) {
    const known = this.queues.get(queue) ?? { waiting: [], members: [] };
    this.queues.set(queue, known);
    return known;
  }

  #does(action: string) {
    return async (...given: unknown[]): Promise<Result<void>> => {
      this.asked.push([action, ...given]);
      this.before?.(action);
      return this.answer;
    };
  }
}
