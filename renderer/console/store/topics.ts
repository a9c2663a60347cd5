// What the host knows, row by row: a Map per topic, replaced by a snapshot, patched by a change. Nothing is kept longer
// than the host says; rows that did not change keep their identity, so that only what changed renders again.
import { createStore } from 'zustand/vanilla';
import type { StoreApi } from 'zustand/vanilla';
import type { Bridge, TopicMessage, TopicRow } from '../../../shared/contract/index.ts';

/** Open to everybody at this PC; the rest only while somebody is signed in. */
const OPEN_TOPICS = ['session', 'health', 'site', 'preferences', 'hotkeys', 'ehrAccess'] as const;
const STAFF_TOPICS = [
  ...(['calls', 'queues', 'people', 'waiting', 'patients', 'notes', 'worklist', 'linkRequests'] as const),
  'departures',
  ...(['parked', 'ringing', 'voicemail', 'voicemailLamp', 'sound', 'soundLevel'] as const),
  ...(['repeats', 'workCalls', 'escalations', 'arranged'] as const),
  ...(['team', 'listening', 'alerts', 'deskNotices', 'today'] as const),
] as const;
/** Emptied the moment the screen locks, whatever the host does. */
const PRIVATE_TOPICS: readonly ConsoleTopic[] = [
  ...(['waiting', 'departures', 'patients', 'notes', 'worklist', 'linkRequests'] as const),
  ...(['parked', 'ringing', 'voicemail', 'repeats', 'workCalls', 'escalations', 'arranged'] as const),
  ...(['team', 'listening', 'alerts', 'deskNotices', 'today'] as const),
];

export type ConsoleTopic = (typeof OPEN_TOPICS)[number] | (typeof STAFF_TOPICS)[number];

export interface TopicState<Row> {
  /** A snapshot has arrived. */
  readonly ready: boolean;
  readonly rows: ReadonlyMap<string, Row>;
}
export type TopicStores = { readonly [N in ConsoleTopic]: StoreApi<TopicState<TopicRow<N>>> };

export const emptyTopic = <Row>(): TopicState<Row> => ({ ready: false, rows: new Map() });

export function applyMessage<Row>(state: TopicState<Row>, message: TopicMessage<Row>): TopicState<Row> {
  if (message.kind === 'snapshot') return { ready: true, rows: new Map(message.rows) };
  const rows = new Map(state.rows);
  for (const key of message.removals) rows.delete(key);
  for (const [key, row] of message.upserts) rows.set(key, row);
  return { ready: state.ready, rows };
}

export function createTopicStores(): TopicStores {
  const stores = [...OPEN_TOPICS, ...STAFF_TOPICS].map((name) => [name, createStore(() => emptyTopic())]);
  return Object.fromEntries(stores) as unknown as TopicStores;
}

/** When a change is applied: at once, or together with what else has come. */
export type Apply = (change: () => void, topic: ConsoleTopic) => void;
const atOnce: Apply = (change) => change();

/**
 * Applies what the host sent in one burst in one task, so that the window is drawn once for it and not once for each topic.
 * A call waits for nobody and takes along what came before it. A posted task, not an animation frame: those stand still in
 * a window that is covered.
 */
export function together(): Apply {
  const { port1, port2 } = new MessageChannel();
  let waiting: (() => void)[] = [];
  const applyAll = () => {
    const changes = waiting;
    waiting = [];
    changes.forEach((change) => change());
  };
  port1.onmessage = applyAll;
  return (change, topic) => {
    const isFirst = waiting.push(change) === 1;
    if (topic === 'calls') applyAll();
    else if (isFirst) port2.postMessage(undefined);
  };
}

function followOne<N extends ConsoleTopic>(bridge: Bridge, stores: TopicStores, name: N, apply: Apply): () => void {
  const store = stores[name] as StoreApi<TopicState<TopicRow<N>>>;
  let isFollowed = true;
  const stop = bridge.subscribe(name, (message) =>
    apply(() => {
      // What was on its way when the screen was locked must not arrive behind the lock.
      if (isFollowed) store.setState((state) => applyMessage(state, message), true);
    }, name),
  );
  return () => {
    isFollowed = false;
    stop();
  };
}

function empty(stores: TopicStores, names: readonly ConsoleTopic[]): void {
  for (const name of names) (stores[name] as StoreApi<TopicState<unknown>>).setState(emptyTopic(), true);
}

/**
 * Follows every topic this page may see, and again after each sign-in or unlock, because the host answers an empty topic
 * before. Returns its end.
 */
export function followTopics(bridge: Bridge, stores: TopicStores, apply: Apply = atOnce): () => void {
  const always = OPEN_TOPICS.map((name) => followOne(bridge, stores, name, apply));
  let staff: (() => void)[] = [];
  let followed: string | undefined;
  const stopStaff = () => {
    staff.forEach((stop) => stop());
    staff = [];
  };
  const look = () => {
    const session = only(stores.session.getState());
    const state = session?.state ?? 'signedOut';
    const who = `${state} ${session?.user?.id ?? ''}`;
    if (who === followed) return;
    followed = who;
    stopStaff();
    if (state === 'locked') empty(stores, PRIVATE_TOPICS);
    if (state === 'signedIn' || state === 'locked')
      staff = STAFF_TOPICS.map((name) => followOne(bridge, stores, name, apply));
    else empty(stores, STAFF_TOPICS);
  };
  const stopLooking = stores.session.subscribe(look);
  look();
  return () => {
    stopLooking();
    stopStaff();
    always.forEach((stop) => stop());
  };
}

/** The row of a topic that has one. */
export const only = <Row>(state: TopicState<Row>): Row | undefined => state.rows.values().next().value;
