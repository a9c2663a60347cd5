// The queue board and the lamps: the PBX's events through the pure reducer, out as topics.
import type { Health } from '../../../shared/contract/session.ts';
import { nameIn } from '../../../shared/domain/directory/entries.ts';
import { emptyBoard, reduceBoard, rowAt } from '../../../shared/domain/queue/board.ts';
import type { Board, Departed, QueueEvent } from '../../../shared/domain/queue/board.ts';
import { peopleOf, personOf } from '../../../shared/domain/queue/people.ts';
import { idOf } from '../../../shared/domain/queue/state.ts';
import type { Departure, Presence, Queue, WaitingCaller, WaitingReason } from '../../../shared/domain/queue/types.ts';
import type { Site } from '../../../shared/domain/site/site.ts';
import { fail, ok } from '../../../shared/result/result.ts';
import type { Result } from '../../../shared/result/result.ts';
import type { QueueLink, QueuePort } from '../../ports/queues.ts';
import type { Clock } from '../../ports/runtime.ts';
import type { Topics } from '../../ports/topics.ts';
import { TruthKeeper } from './truth-keeper.ts';

export type CallerEvent = Extract<QueueEvent, { type: 'joined' | 'abandoned' | 'connected' }>;

export interface QueuesDeps {
  readonly topics: Topics;
  readonly clock: Clock;
  readonly site: () => Site | undefined;
  readonly onLink: (state: Health['queues']) => void;
  /** Presence or a waiting caller changed: cards that show them are refreshed. */
  readonly onChange: () => void;
  /** A caller came, gave up, or somebody took one: told whether or not the board knew the caller. */
  readonly onCaller?: (event: CallerEvent) => void;
}

type BoardTopic = 'queues' | 'people';

/** Changes that come faster go out together: a leave at the front of a long queue moves hundreds up. */
const SHOW_EVERY_MS = 100;
/** A transfer may exchange the caller's channel between the question and the action, once or, at the worst, twice. */
const RAISE_TRIES = 3;

export class QueuesService {
  readonly #deps: QueuesDeps;
  #board: Board = emptyBoard;
  #port: QueuePort | undefined;
  #link: QueueLink | 'notSet' = 'notSet';
  /** Each row as text, to see what differs. */
  readonly #published = {
    queues: new Map<string, string>(),
    people: new Map<string, string>(),
  };
  /** Rows of callers go out when they are other objects: with hundreds waiting a text of each would be felt. */
  #shown: Pick<Board, 'waiting' | 'departed'> = emptyBoard;
  #shownAt = 0;
  #cancelShow: (() => void) | undefined;
  readonly #keeper: TruthKeeper;
  readonly #watchers = new Set<() => void>();
  #lamps = new Map<string, Presence>();
  #cancelWrapUp: (() => void) | undefined;

  constructor(deps: QueuesDeps) {
    this.#deps = deps;
    this.#keeper = new TruthKeeper({
      clock: deps.clock,
      port: this.port,
      board: () => this.#board,
      apply: (event) => this.#apply(event),
    });
  }

  readonly port = (): QueuePort | undefined => this.#port;

  /** The board as it is known now. */
  readonly board = (): Board => this.#board;

  /** Told after every change of the board, until the returned function is called. */
  watch(watcher: () => void): () => void {
    this.#watchers.add(watcher);
    return () => void this.#watchers.delete(watcher);
  }

  /** What was learned here of somebody who waits. */
  know(entry: string, change: Extract<QueueEvent, { type: 'known' }>['change']): void {
    this.#apply({ type: 'known', entry, change });
  }

  /** One more reason why they stand where they stand. */
  because(entry: string, reason: WaitingReason): void {
    const why = this.waiting(entry)?.why ?? [];
    this.know(entry, { why: [...why.filter(({ kind }) => kind !== reason.kind), reason] });
  }

  /** Brings one queue in line with the PBX now. */
  refreshQueue(queue: string): Promise<Result<void> | undefined> {
    return this.#keeper.ask(queue);
  }

  use(port: QueuePort | undefined): void {
    this.#port?.stop();
    this.#keeper.reset();
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
        // Who waits is not known while nobody tells: better nobody than somebody who is gone.
        if (state !== 'ok') this.#apply({ type: 'snapshot', queues: [] });
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

  /** By the id they joined with, or the one they have now. */
  waiting(entry: string | undefined): WaitingCaller | undefined {
    return entry === undefined ? undefined : rowAt(this.#board, entry);
  }

  /** Whatever becomes of the caller's channel meanwhile: the PBX is asked who they are now, and again where that failed. */
  async raise({ entry, queue }: Pick<WaitingCaller, 'entry' | 'queue'>, priority: number): Promise<Result<void>> {
    const port = this.#port;
    if (!port) return fail('queueUnreachable');
    let refused: Result<void> = fail('queueCallerGone');
    for (let turn = 0; turn < RAISE_TRIES; turn++) {
      const asked = await this.#keeper.ask(queue);
      if (!asked?.ok) return asked ?? fail('queueUnreachable');
      const caller = this.waiting(entry);
      if (caller?.queue !== queue) return fail('queueCallerGone');
      if (caller.priority >= priority) return ok(undefined);
      refused = await port.setPriority({ queue, uniqueId: idOf(caller) }, priority);
      if (refused.ok) {
        // The PBX says nothing of a changed priority: where everybody stands now is asked for.
        await this.#keeper.ask(queue);
        return refused;
      }
      if (refused.error.code !== 'queueRefused') return refused;
    }
    return refused;
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
    if (event.type === 'joined' || event.type === 'connected') this.#deps.onCaller?.(event);
    if (this.#board === before) return;
    this.#tellGivenUp(before);
    if (event.type === 'presence') this.#publishPerson(event.extension);
    else if (this.#board.members === before.members && this.#board.strategies === before.strategies) this.#showSoon();
    else this.#publish();
    this.#keeper.look();
    for (const watcher of [...this.#watchers]) watcher();
  }

  /** That somebody gave up is known a moment after they left: the PBX says the same of whoever was taken. */
  #tellGivenUp(before: Board): void {
    if (this.#board.departed === before.departed) return;
    for (const [entry, departed] of this.#board.departed) {
      if (departed.how !== 'gaveUp' || before.departed.get(entry)?.how === 'gaveUp') continue;
      this.#deps.onCaller?.({ type: 'abandoned', caller: departed.caller });
    }
  }

  readonly #nameOf = (extension: string): string | undefined => nameIn(this.#deps.site(), extension);

  #publish(): void {
    const site = this.#deps.site();
    const members = [...this.#board.members.values()];
    const queues = (site?.queues ?? []).map(({ id, name, targetSeconds }): Queue => {
      const strategy = this.#board.strategies.get(id);
      const mine = members.filter(({ queue }) => queue === id);
      const free = mine.filter((one) => !one.paused && this.#isFree(one.extension, one.presence)).length;
      return {
        id,
        name,
        targetSeconds,
        strategy: strategy ?? '',
        ...(strategy ? { signedIn: mine.length, free } : {}),
      };
    });
    this.#send('queues', new Map(queues.map((queue) => [queue.id, queue])));
    this.#show();
    const named = [
      ...(site?.directory ?? []).map((entry) => entry.number),
      ...(site?.users ?? []).map((user) => user.extension),
    ];
    const people = peopleOf(this.#board, named, this.#nameOf, this.#deps.clock.now());
    this.#send('people', new Map(people.map((person) => [person.extension, person])));
    this.#lamps = new Map(people.map((person) => [person.extension, person.presence]));
    this.#watchWrapUp();
  }

  /** A lamp changes one person, and there may be thousands. */
  #publishPerson(extension: string): void {
    const person = personOf(this.#board, extension, this.#nameOf(extension), this.#deps.clock.now());
    this.#sendRow('people', extension, person);
    this.#lamps.set(extension, person.presence);
    this.#deps.onChange();
  }

  #isMember(extension: string | undefined): boolean {
    return [...this.#board.members.values()].some((member) => member.extension === extension);
  }

  #isFree(extension: string, presence: Presence): boolean {
    return (this.#board.lamps.get(extension)?.presence ?? presence) === 'free';
  }

  /** At once, and in a busy second not oftener than anybody could see: a leave at the front moves everybody up. */
  #showSoon(): void {
    const wait = this.#shownAt + SHOW_EVERY_MS - this.#deps.clock.now();
    if (wait <= 0) return this.#show();
    this.#cancelShow ??= this.#deps.clock.after(wait, () => this.#show());
  }

  #show(): void {
    this.#cancelShow?.();
    this.#cancelShow = undefined;
    this.#shownAt = this.#deps.clock.now();
    const { topics } = this.#deps;
    const before = this.#shown;
    const { waiting, departed } = this.#board;
    this.#shown = { waiting, departed };
    for (const [entry, row] of waiting) if (before.waiting.get(entry) !== row) topics.set('waiting', entry, row);
    for (const entry of before.waiting.keys()) if (!waiting.has(entry)) topics.remove('waiting', entry);
    for (const [entry, row] of departed)
      if (before.departed.get(entry) !== row) topics.set('departures', entry, this.#departureOf(row));
    for (const entry of before.departed.keys()) if (!departed.has(entry)) topics.remove('departures', entry);
    this.#deps.onChange();
  }

  #departureOf({ caller: _caller, isUnanswered: _isUnanswered, ...departure }: Departed): Departure {
    const site = this.#deps.site();
    const queue = departure.how === 'moved' ? site?.queues.find(({ id }) => id === departure.to)?.name : undefined;
    const name = queue ?? departure.name ?? (departure.to ? this.#nameOf(departure.to) : undefined);
    // A number that is nobody's desk has nobody who could have taken the caller.
    const isDesk = site?.users.some(({ extension }) => extension === departure.to) || this.#isMember(departure.to);
    const how = departure.how === 'taken' && !isDesk ? 'sentOn' : departure.how;
    return { ...departure, how, ...(name ? { name } : {}) };
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
