// The things to do of this desk in memory, each put together from what the journal keeps. What is said to have happened
// is on disk first.
import { nextAt, reduceWork } from '../../../shared/domain/work/reduce.ts';
import type { Work, WorkEvent, WorkSource } from '../../../shared/domain/work/types.ts';
import { fail, ok } from '../../../shared/result/result.ts';
import type { Result } from '../../../shared/result/result.ts';
import type { Journal } from '../../ports/journal.ts';
import type { Clock } from '../../ports/runtime.ts';

/** What happened, without its moment: that is stamped when it is written. */
export type NewEvent = WorkEvent extends infer E
  ? E extends WorkEvent
    ? Omit<E, 'at'> & { at?: number }
    : never
  : never;

export class WorkStore {
  readonly #works = new Map<string, Work>();
  readonly #clock: Clock;
  readonly #journal: () => Journal | undefined;
  readonly #onChange: (work: Work) => void;

  constructor(clock: Clock, journal: () => Journal | undefined, onChange: (work: Work) => void) {
    this.#clock = clock;
    this.#journal = journal;
    this.#onChange = onChange;
  }

  get(id: string): Work | undefined {
    return this.#works.get(id);
  }

  all(): IterableIterator<Work> {
    return this.#works.values();
  }

  /** Everything an earlier run kept. */
  restore(): void {
    const journal = this.#journal();
    if (!journal) return;
    const events = Map.groupBy(journal.workEvents(), ({ id }) => id);
    for (const source of journal.work())
      this.#put(
        reduceWork(
          source,
          (events.get(source.id) ?? []).map(({ event }) => event),
        ),
      );
  }

  /** Kept once: the same work again is no second one. */
  add(source: WorkSource): Result<Work> {
    const known = this.#works.get(source.id);
    if (known) return ok(known);
    const kept = this.#journal()?.saveWork(source) ?? fail('journalLocked');
    return kept.ok ? ok(this.#put(reduceWork(source, []))) : kept;
  }

  /** How it would stand if this happened now. */
  preview(work: Work, added: readonly NewEvent[]): Work {
    return reduceWork(work.source, [...work.history, ...this.#stamped(work, added)]);
  }

  append(id: string, ...added: readonly NewEvent[]): Result<Work> {
    const before = this.#works.get(id);
    if (!before) return fail('workGone');
    if (added.length === 0) return ok(before);
    const events = this.#stamped(before, added);
    const kept = this.#journal()?.appendWork(id, events) ?? fail('journalLocked');
    return kept.ok ? ok(this.#put(reduceWork(before.source, [...before.history, ...events]))) : kept;
  }

  #stamped({ history }: Work, added: readonly NewEvent[]): WorkEvent[] {
    const events: WorkEvent[] = [];
    for (const event of added)
      events.push({
        ...event,
        at: nextAt([...history.slice(-1), ...events], event.at ?? this.#clock.now()),
      } as WorkEvent);
    return events;
  }

  #put(work: Work): Work {
    this.#works.set(work.id, work);
    this.#onChange(work);
    return work;
  }
}
