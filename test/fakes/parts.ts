// Edges made simple for unit tests: a clock that stands until it is moved, topics that are a map, a log that keeps.
import type { Clock, Ids, Log } from '../../electron/ports/runtime.ts';
import type { Topics } from '../../electron/ports/topics.ts';

export class FakeClock implements Clock {
  #now: number;
  #timers: { at: number; run: () => void }[] = [];

  constructor(now = 1_000_000) {
    this.#now = now;
  }

  now(): number {
    return this.#now;
  }

  after(ms: number, run: () => void): () => void {
    const timer = { at: this.#now + ms, run };
    this.#timers.push(timer);
    return () => (this.#timers = this.#timers.filter((other) => other !== timer));
  }

  /** Moves time on, running what falls due in order. */
  advance(ms: number): void {
    const end = this.#now + ms;
    for (;;) {
      const next = this.#timers.filter((timer) => timer.at <= end).sort((a, b) => a.at - b.at)[0];
      if (!next) break;
      this.#timers = this.#timers.filter((timer) => timer !== next);
      this.#now = next.at;
      next.run();
    }
    this.#now = end;
  }
}

export class FakeTopics implements Topics {
  readonly tables = new Map<string, Map<string, unknown>>();

  set(topic: string, key: string, row: unknown): void {
    const table = this.tables.get(topic) ?? new Map<string, unknown>();
    this.tables.set(topic, table.set(key, row));
  }

  remove(topic: string, key: string): void {
    this.tables.get(topic)?.delete(key);
  }

  get = ((topic: string, key: string) => this.tables.get(topic)?.get(key)) as Topics['get'];
  keys = (topic: string): string[] => [...(this.tables.get(topic)?.keys() ?? [])];
}

export class FakeLog implements Log {
  readonly lines: { event: string; fields: unknown }[] = [];
  info = (event: string, fields?: unknown): void => void this.lines.push({ event, fields });
  warn = this.info;
  error = this.info;
}

export const countingIds = (): Ids => {
  let last = 0;
  return { next: () => `id-${++last}` };
};
