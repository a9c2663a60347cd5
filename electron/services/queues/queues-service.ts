// The queue board and the lamps: the PBX's events through the pure reducer, out as topics.
import type { Health } from '../../../shared/contract/session.ts';
import { nameIn } from '../../../shared/domain/directory/entries.ts';
import { emptyBoard, peopleOf, personOf, reduceBoard } from '../../../shared/domain/queue/board.ts';
import type { Board, QueueEvent } from '../../../shared/domain/queue/board.ts';
import type { Presence, WaitingCaller } from '../../../shared/domain/queue/types.ts';
import type { Site } from '../../../shared/domain/site/site.ts';
import { fail, ok } from '../../../shared/result/result.ts';
import type { Result } from '../../../shared/result/result.ts';
import type { QueueLink, QueuePort } from '../../ports/queues.ts';
import type { Clock } from '../../ports/runtime.ts';
import type { Handlers, Topics } from '../../ports/topics.ts';

export type CallerEvent = Extract<QueueEvent, { type: 'joined' | 'abandoned' | 'connected' }>;

export interface QueuesDeps {
  readonly topics: Topics;
  readonly clock: Clock;
  readonly site: () => Site | undefined;
  /** The extension of whoever is signed in. */
  readonly extension: () => string | undefined;
  readonly onLink: (state: Health['queues']) => void;
  /** Presence or a waiting caller changed: cards that show them are refreshed. */
  readonly onChange: () => void;
  /** A caller came, gave up, or somebody took one: told whether or not the board knew the caller. */
  readonly onCaller?: (event: CallerEvent) => void;
}

type BoardTopic = 'queues' | 'waiting' | 'people';

export class QueuesService {
  readonly #deps: QueuesDeps;
  #board: Board = emptyBoard;
  #port: QueuePort | undefined;
  #link: QueueLink | 'notSet' = 'notSet';
  /** Each row as text, to see what differs. */
  readonly #published = {
    queues: new Map<string, string>(),
    waiting: new Map<string, string>(),
    people: new Map<string, string>(),
  };
  #lamps = new Map<string, Presence>();
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
    this.#link = 'notSet';
    this.#board = emptyBoard;
    this.#publish();
    if (!port) return this.#deps.onLink('notSet');
    // A link that was given up may still answer what it was asked before.
    const isInUse = () => this.#port === port;
    port.start({
      onEvent: (event) => isInUse() && this.#apply(event),
      onLink: (state: QueueLink) => {
        if (!isInUse()) return;
        this.#link = state;
        this.#deps.onLink(state);
      },
    });
  }

  /** What the phone learned of a colleague's, where there is no management to tell, or it cannot be reached. */
  lampIs(extension: string, presence: Presence): void {
    if (this.#link !== 'ok') this.#apply({ type: 'presence', extension, presence });
  }

  presence(): ReadonlyMap<string, Presence> {
    return this.#lamps;
  }

  waiting(entry: string | undefined): WaitingCaller | undefined {
    return entry === undefined ? undefined : this.#board.waiting.get(entry);
  }

  /** The PBX says nothing of a changed priority: the board moves the caller as the PBX does. */
  async raise({ entry, queue }: WaitingCaller, priority: number): Promise<Result<void>> {
    const port = this.#port;
    if (!port) return fail('queueUnreachable');
    const raised = await port.setPriority(entry, queue, priority);
    if (!raised.ok || port !== this.#port) return raised;
    const others = [...this.#board.waiting.values()].filter((one) => one.queue === queue && one.entry !== entry);
    const before = others.filter((one) => one.priority >= priority).length;
    this.#apply({ type: 'priority', entry, priority, position: before + 1 });
    return raised;
  }

  /** How many wait, by queue; undefined while the PBX does not tell. */
  waitingCounts(): ReadonlyMap<string, number> | undefined {
    if (this.#link !== 'ok') return undefined;
    const counts = new Map((this.#deps.site()?.queues ?? []).map(({ id }) => [id, 0]));
    for (const { queue } of this.#board.waiting.values()) counts.set(queue, (counts.get(queue) ?? 0) + 1);
    return counts;
  }

  /** How many callers ring at each phone. */
  ringingAt(): ReadonlyMap<string, number> {
    const counts = new Map<string, number>();
    for (const { ringingAt } of this.#board.waiting.values())
      for (const extension of ringingAt) counts.set(extension, (counts.get(extension) ?? 0) + 1);
    return counts;
  }

  /** Site names or queues changed. */
  refresh(): void {
    this.#publish();
  }

  #apply(event: QueueEvent): void {
    const before = this.#board;
    this.#board = reduceBoard(before, event, this.#deps.clock.now());
    if (event.type === 'joined' || event.type === 'abandoned' || event.type === 'connected')
      this.#deps.onCaller?.(event);
    if (event.type === 'presence') this.#publishPerson(event.extension);
    else if (this.#board.members === before.members) this.#publishWaiting();
    else this.#publish();
  }

  readonly #nameOf = (extension: string): string | undefined => nameIn(this.#deps.site(), extension);

  #publish(): void {
    const site = this.#deps.site();
    const queues = (site?.queues ?? []).map(({ id, name, targetSeconds }) => ({
      id,
      name,
      targetSeconds,
      strategy: '',
    }));
    this.#send('queues', new Map(queues.map((queue) => [queue.id, queue])));
    this.#send('waiting', this.#board.waiting);
    const named = [
      ...(site?.directory ?? []).map((entry) => entry.number),
      ...(site?.users ?? []).map((user) => user.extension),
    ];
    const people = peopleOf(this.#board, named, this.#nameOf, this.#deps.clock.now());
    this.#send('people', new Map(people.map((person) => [person.extension, person])));
    this.#lamps = new Map(people.map((person) => [person.extension, person.presence]));
    this.#watchWrapUp();
    this.#deps.onChange();
  }

  /** A lamp changes one person, and there may be thousands. */
  #publishPerson(extension: string): void {
    const person = personOf(this.#board, extension, this.#nameOf(extension), this.#deps.clock.now());
    this.#sendRow('people', extension, person);
    this.#lamps.set(extension, person.presence);
    this.#deps.onChange();
  }

  #publishWaiting(): void {
    this.#send('waiting', this.#board.waiting);
    this.#deps.onChange();
  }

  /** Only rows that differ go out: the board of a busy hour changes a few rows at a time. */
  #send(topic: BoardTopic, rows: ReadonlyMap<string, unknown>): void {
    for (const [key, row] of rows) this.#sendRow(topic, key, row);
    for (const key of this.#published[topic].keys())
      if (!rows.has(key)) {
        this.#published[topic].delete(key);
        this.#deps.topics.remove(topic, key);
      }
  }

  #sendRow(topic: BoardTopic, key: string, row: unknown): void {
    const text = JSON.stringify(row);
    if (this.#published[topic].get(key) === text) return;
    this.#published[topic].set(key, text);
    this.#deps.topics.set(topic, key, row as never);
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
