// Topic fan-out: a snapshot on subscribe, then keyed changes, at most one message a frame; a view that falls behind
// gets a fresh snapshot, never a backlog. A row that is set to what it was says nothing: every change costs a view a render.
import { isDeepStrictEqual } from 'node:util';
import { topics as declared } from '../../shared/contract/index.ts';
import type { TopicMessage, TopicName, TopicRow } from '../../shared/contract/index.ts';
import type { Topic } from '../../shared/contract/define.ts';
import type { Access } from '../ports/access.ts';
import type { Subscriber } from '../ports/pages.ts';
import type { Topics } from '../ports/topics.ts';

const FRAME_MS = 16;
/** Topics that wait for no frame: somebody is on the line. */
const URGENT: ReadonlySet<TopicName> = new Set<TopicName>(['calls', 'phoneOrders']);

export type { Subscriber };

interface Follower {
  readonly subscriber: Subscriber;
  needsSnapshot: boolean;
}

export class TopicHub implements Topics {
  readonly #rows = new Map<TopicName, Map<string, unknown>>();
  readonly #followers = new Map<TopicName, Set<Follower>>();
  readonly #changed = new Map<TopicName, Set<string>>();
  readonly #access: Access;
  #isUrgentFlushDue = false;
  #isFrameDue = false;
  #lastFrame = 0;

  constructor(access: Access) {
    this.#access = access;
    access.onChange(() => this.#resendAll());
  }

  set<N extends TopicName>(topic: N, key: string, row: TopicRow<N>): void {
    const table = this.#table(topic);
    if (table.has(key) && isDeepStrictEqual(table.get(key), row)) return;
    table.set(key, row);
    this.#touch(topic, key);
  }

  remove(topic: TopicName, key: string): void {
    if (this.#table(topic).delete(key)) this.#touch(topic, key);
  }

  get<N extends TopicName>(topic: N, key: string): TopicRow<N> | undefined {
    return this.#table(topic).get(key) as TopicRow<N> | undefined;
  }

  keys(topic: TopicName): string[] {
    return [...this.#table(topic).keys()];
  }

  /** Starts (or restarts) a subscription with a snapshot. A page that may not read the topic gets nothing at all. */
  subscribe(subscriber: Subscriber, topic: TopicName): boolean {
    if (!declared[topic].pages.includes(subscriber.page)) return false;
    this.unsubscribe(subscriber, topic);
    const follower: Follower = { subscriber, needsSnapshot: false };
    const followers = this.#followers.get(topic) ?? new Set();
    followers.add(follower);
    this.#followers.set(topic, followers);
    subscriber.send(topic, this.#snapshot(topic));
    return true;
  }

  unsubscribe(subscriber: Subscriber, topic?: TopicName): void {
    for (const [name, followers] of this.#followers)
      if (topic === undefined || name === topic)
        for (const follower of followers) if (follower.subscriber === subscriber) followers.delete(follower);
  }

  /** How many pages of this kind follow the topic (the leak check and "is there a phone page?"). */
  followers(topic: TopicName): number {
    return this.#followers.get(topic)?.size ?? 0;
  }

  #table(topic: TopicName): Map<string, unknown> {
    const table = this.#rows.get(topic) ?? new Map<string, unknown>();
    this.#rows.set(topic, table);
    return table;
  }

  #touch(topic: TopicName, key: string): void {
    const keys = this.#changed.get(topic) ?? new Set();
    keys.add(key);
    this.#changed.set(topic, keys);
    if (URGENT.has(topic)) this.#flushUrgent();
    else this.#flushInAFrame();
  }

  /** Alone, so that a call is not drawn together with whatever else has changed. */
  #flushUrgent(): void {
    if (this.#isUrgentFlushDue) return;
    this.#isUrgentFlushDue = true;
    queueMicrotask(() => {
      this.#isUrgentFlushDue = false;
      this.#sendChanges(URGENT);
    });
  }

  /** The first change goes out at once; what follows within the frame goes together. */
  #flushInAFrame(): void {
    if (this.#isFrameDue) return;
    this.#isFrameDue = true;
    const flush = () => {
      this.#isFrameDue = false;
      this.#lastFrame = performance.now();
      this.#sendChanges(this.#changed.keys());
    };
    const wait = this.#lastFrame + FRAME_MS - performance.now();
    if (wait <= 0) queueMicrotask(flush);
    else setTimeout(flush, wait);
  }

  #sendChanges(topics: Iterable<TopicName>): void {
    for (const topic of [...topics]) {
      const keys = this.#changed.get(topic);
      if (!keys) continue;
      this.#changed.delete(topic);
      this.#send(topic, keys);
    }
  }

  #send(topic: TopicName, keys: ReadonlySet<string>): void {
    const followers = this.#followers.get(topic);
    if (!followers || followers.size === 0) return;
    const shown = this.#shown(topic);
    // Hidden, its followers hold an empty snapshot already: not even a key goes out.
    if (!shown) return;
    const change = this.#change(topic, keys, shown);
    for (const follower of followers) {
      // Until its snapshot has gone out a change would say something about rows it has never seen.
      if (follower.needsSnapshot) continue;
      if (follower.subscriber.isBehind()) this.#catchUp(follower, topic);
      else follower.subscriber.send(topic, change);
    }
  }

  #catchUp(follower: Follower, topic: TopicName): void {
    follower.needsSnapshot = true;
    const look = () => {
      if (!this.#followers.get(topic)?.has(follower)) return;
      if (follower.subscriber.isBehind()) setTimeout(look, FRAME_MS);
      else {
        follower.needsSnapshot = false;
        follower.subscriber.send(topic, this.#snapshot(topic));
      }
    };
    setTimeout(look, FRAME_MS);
  }

  #resendAll(): void {
    for (const [topic, followers] of this.#followers)
      for (const { subscriber } of followers) subscriber.send(topic, this.#snapshot(topic));
  }

  /** How the people at this desk see the topic's rows now, or undefined: not at all. */
  #shown(topic: TopicName): ((row: unknown) => unknown) | undefined {
    const { access, whenLocked } = declared[topic] as Topic;
    const asItIs = (row: unknown) => row;
    if (access === 'anyone') return asItIs;
    const { state, role } = this.#access.current();
    if (state === 'out' || (access !== 'signedIn' && (!role || !access.includes(role)))) return undefined;
    if (state !== 'locked' || whenLocked === undefined) return asItIs;
    return whenLocked === 'nothing' ? undefined : whenLocked;
  }

  #snapshot(topic: TopicName): TopicMessage {
    const shown = this.#shown(topic);
    return { kind: 'snapshot', rows: shown ? [...this.#table(topic)].map(([key, row]) => [key, shown(row)]) : [] };
  }

  #change(topic: TopicName, keys: ReadonlySet<string>, shown: (row: unknown) => unknown): TopicMessage {
    const table = this.#table(topic);
    const upserts: [string, unknown][] = [];
    const removals: string[] = [];
    for (const key of keys) {
      if (table.has(key)) upserts.push([key, shown(table.get(key))]);
      else removals.push(key);
    }
    return { kind: 'change', upserts, removals };
  }
}
