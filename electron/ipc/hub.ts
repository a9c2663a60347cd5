// Topic fan-out: a snapshot on subscribe, then keyed changes, at most one message a frame; a view that falls behind
// gets a fresh snapshot, never a backlog.
import { topics as declared } from '../../shared/contract/index.ts';
import type { TopicMessage, TopicName, TopicRow } from '../../shared/contract/index.ts';
import type { Topic } from '../../shared/contract/define.ts';
import type { Access } from '../ports/access.ts';
import type { Subscriber } from '../ports/pages.ts';
import type { Topics } from '../ports/topics.ts';

const FRAME_MS = 16;

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
  /** When the next flush comes: after this tick, or when the timer says. */
  #due: NodeJS.Timeout | 'now' | undefined;
  #lastFlush = 0;

  constructor(access: Access) {
    this.#access = access;
    access.onChange(() => this.#resendAll());
  }

  set<N extends TopicName>(topic: N, key: string, row: TopicRow<N>): void {
    this.#table(topic).set(key, row);
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
    // A ringing call and an order to the phone wait for nobody, not even for a slower topic that is due in a moment.
    const urgent = topic === 'phoneOrders' || topic === 'calls';
    const wait = urgent ? 0 : this.#lastFlush + FRAME_MS - performance.now();
    const due = this.#due;
    if (due === 'now' || (due !== undefined && wait > 0)) return;
    clearTimeout(due);
    if (wait > 0) this.#due = setTimeout(() => this.#flush(), wait);
    else {
      this.#due = 'now';
      queueMicrotask(() => this.#flush());
    }
  }

  #flush(): void {
    this.#due = undefined;
    this.#lastFlush = performance.now();
    const changed = [...this.#changed];
    this.#changed.clear();
    for (const [topic, keys] of changed) this.#send(topic, keys);
  }

  #send(topic: TopicName, keys: ReadonlySet<string>): void {
    const followers = this.#followers.get(topic);
    if (!followers || followers.size === 0) return;
    const change = this.#change(topic, keys);
    for (const follower of followers) {
      if (follower.subscriber.isBehind()) {
        if (!follower.needsSnapshot) this.#catchUp(follower, topic);
      } else follower.subscriber.send(topic, change);
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

  /** The row as the people at this desk may see it now, or undefined. */
  #visible(topic: TopicName, row: unknown): unknown {
    const definition = declared[topic] as Topic;
    const { state, role } = this.#access.current();
    if (definition.access === 'anyone') return row;
    if (state === 'out' || (definition.access !== 'signedIn' && (!role || !definition.access.includes(role))))
      return undefined;
    if (state !== 'locked' || definition.whenLocked === undefined) return row;
    return definition.whenLocked === 'nothing' ? undefined : definition.whenLocked(row);
  }

  #snapshot(topic: TopicName): TopicMessage {
    const rows = [...this.#table(topic)].map(([key, row]) => [key, this.#visible(topic, row)] as [string, unknown]);
    return { kind: 'snapshot', rows: rows.filter(([, row]) => row !== undefined) };
  }

  #change(topic: TopicName, keys: ReadonlySet<string>): TopicMessage {
    const table = this.#table(topic);
    const upserts: [string, unknown][] = [];
    const removals: string[] = [];
    for (const key of keys) {
      const row = table.has(key) ? this.#visible(topic, table.get(key)) : undefined;
      if (row === undefined) removals.push(key);
      else upserts.push([key, row]);
    }
    return { kind: 'change', upserts, removals };
  }
}
