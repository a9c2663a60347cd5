// The calls to the targets of one escalation, and how long each may ring.
import { CallId } from '../../../shared/domain/call/call.ts';
import type { Clock, Ids } from '../../ports/runtime.ts';

export class LegBook {
  readonly #ids: Ids;
  readonly #clock: Clock;
  readonly #calls = new Map<number, CallId>();
  readonly #timers = new Map<number, () => void>();

  constructor(ids: Ids, clock: Clock) {
    this.#ids = ids;
    this.#clock = clock;
  }

  /** The id under which a target is going to be called: known before its phone can answer. */
  open(target: number): CallId {
    const callId = CallId.parse(this.#ids.next());
    this.#calls.set(target, callId);
    return callId;
  }

  callOf(target: number): CallId | undefined {
    return this.#calls.get(target);
  }

  targetOf(callId: CallId): number | undefined {
    return [...this.#calls].find(([, leg]) => leg === callId)?.[0];
  }

  time(target: number, seconds: number, isUp: () => void): void {
    this.#timers.get(target)?.();
    this.#timers.set(target, this.#clock.after(seconds * 1000, isUp));
  }

  stopTimers(): void {
    for (const cancel of this.#timers.values()) cancel();
    this.#timers.clear();
  }
}
