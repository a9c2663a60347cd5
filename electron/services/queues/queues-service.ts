// The queue board and the lamps: the PBX's events through the pure reducer, out as topics.
import type { Health } from '../../../shared/contract/session.ts';
import { emptyBoard, peopleOf, reduceBoard } from '../../../shared/domain/queue/board.ts';
import type { Board, QueueEvent } from '../../../shared/domain/queue/board.ts';
import type { Presence, WaitingCaller } from '../../../shared/domain/queue/types.ts';
import type { Site } from '../../../shared/domain/site/site.ts';
import { fail, ok } from '../../../shared/result/result.ts';
import type { QueueLink, QueuePort } from '../../ports/queues.ts';
import type { Clock } from '../../ports/runtime.ts';
import type { Handlers, Topics } from '../../ports/topics.ts';

export interface QueuesDeps {
  readonly topics: Topics;
  readonly clock: Clock;
  readonly site: () => Site | undefined;
  /** The extension of whoever is signed in. */
  readonly extension: () => string | undefined;
  readonly onLink: (state: Health['queues']) => void;
  /** Presence or a waiting caller changed: cards that show them are refreshed. */
  readonly onChange: () => void;
}

export class QueuesService {
  readonly #deps: QueuesDeps;
  #board: Board = emptyBoard;
  #port: QueuePort | undefined;
  #published = new Map<string, unknown>();
  #lamps: ReadonlyMap<string, Presence> = new Map();
  #cancelWrapUp: (() => void) | undefined;

  constructor(deps: QueuesDeps) {
    this.#deps = deps;
  }

  readonly handlers: Handlers = {
    'agent.setReady': async ({ ready, reason }) => {
      const extension = this.#deps.extension();
      if (!this.#port || !extension) return fail('queueUnreachable');
      const paused = await this.#port.setPaused(extension, !ready, reason);
      return paused.ok ? ok({}) : paused;
    },
  };

  use(port: QueuePort | undefined): void {
    this.#port?.stop();
    this.#port = port;
    this.#board = emptyBoard;
    this.#publish();
    if (!port) return this.#deps.onLink('notSet');
    // A link that was given up may still answer what it was asked before.
    const isInUse = () => this.#port === port;
    port.start({
      onEvent: (event) => isInUse() && this.#apply(event),
      onLink: (state: QueueLink) => isInUse() && this.#deps.onLink(state),
    });
  }

  presence(): ReadonlyMap<string, Presence> {
    return this.#lamps;
  }

  waiting(entry: string | undefined): WaitingCaller | undefined {
    return entry === undefined ? undefined : this.#board.waiting.get(entry);
  }

  /** Site names or queues changed. */
  refresh(): void {
    this.#publish();
  }

  #apply(event: QueueEvent): void {
    this.#board = reduceBoard(this.#board, event, this.#deps.clock.now());
    this.#publish();
  }

  #publish(): void {
    const site = this.#deps.site();
    const next = new Map<string, unknown>();
    for (const queue of site?.queues ?? [])
      next.set(`queues ${queue.id}`, {
        id: queue.id,
        name: queue.name,
        targetSeconds: queue.targetSeconds,
        strategy: '',
      });
    for (const [entry, caller] of this.#board.waiting) next.set(`waiting ${entry}`, caller);
    const names = new Map([
      ...(site?.directory ?? []).map((entry) => [entry.number, entry.name] as const),
      ...(site?.users ?? []).map((user) => [user.extension, user.name] as const),
    ]);
    const people = peopleOf(this.#board, names, this.#deps.clock.now());
    people.forEach((person) => next.set(`people ${person.extension}`, person));
    this.#send(next);
    this.#lamps = new Map(people.map((person) => [person.extension, person.presence]));
    this.#watchWrapUp();
    this.#deps.onChange();
  }

  /** Only rows that differ go out: the board of a busy hour changes a few rows at a time. */
  #send(next: Map<string, unknown>): void {
    const split = (name: string) =>
      [name.slice(0, name.indexOf(' ')) as 'queues' | 'waiting' | 'people', name.slice(name.indexOf(' ') + 1)] as const;
    for (const [name, row] of next) {
      if (JSON.stringify(this.#published.get(name)) === JSON.stringify(row)) continue;
      const [topic, key] = split(name);
      this.#deps.topics.set(topic, key, row as never);
    }
    for (const name of this.#published.keys()) if (!next.has(name)) this.#deps.topics.remove(...split(name));
    this.#published = next;
  }

  /** No event ends wrap-up: look again when the first one is over. */
  #watchWrapUp(): void {
    this.#cancelWrapUp?.();
    const now = this.#deps.clock.now();
    const ends = [...this.#board.members.values()]
      .map((member) => member.wrapUpUntil ?? 0)
      .filter((until) => until > now);
    if (ends.length > 0)
      this.#cancelWrapUp = this.#deps.clock.after(Math.min(...ends) - now + 50, () => this.#publish());
  }
}
