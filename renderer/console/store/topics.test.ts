import { describe, expect, it, vi } from 'vitest';
import type { Bridge, TopicMessage } from '../../../shared/contract/index.ts';
import { applyMessage, createTopicStores, emptyTopic, followTopics, only, together } from './topics.ts';

describe('applyMessage', () => {
  it('replaces on a snapshot and patches on a change', () => {
    const first = applyMessage(emptyTopic<number>(), {
      kind: 'snapshot',
      rows: [
        ['a', 1],
        ['b', 2],
      ],
    });
    const second = applyMessage(first, {
      kind: 'change',
      upserts: [
        ['b', 3],
        ['c', 4],
      ],
      removals: ['a'],
    });
    expect([...second.rows]).toEqual([
      ['b', 3],
      ['c', 4],
    ]);
    expect(second.ready).toBe(true);
  });

  it('keeps the identity of rows that did not change', () => {
    const row = { name: 'same' };
    const first = applyMessage(emptyTopic<object>(), { kind: 'snapshot', rows: [['a', row]] });
    const second = applyMessage(first, { kind: 'change', upserts: [['b', {}]], removals: [] });
    expect(second.rows.get('a')).toBe(row);
  });
});

/** A bridge that only remembers who listens to what. */
function fakeBridge() {
  const listeners = new Map<string, (message: TopicMessage<never>) => void>();
  const bridge = {
    subscribe: (name: string, listener: (message: TopicMessage<never>) => void) => {
      listeners.set(name, listener);
      return () => listeners.delete(name);
    },
  } as unknown as Bridge;
  const tell = (name: string, rows: [string, unknown][]) =>
    listeners.get(name)?.({ kind: 'snapshot', rows } as TopicMessage<never>);
  return { bridge, listeners, tell };
}

describe('followTopics', () => {
  const signedIn = (state: string) => [['it', { state, users: [], needs: [], demo: false }]] as [string, unknown][];

  it('follows the staff topics only while somebody is signed in, and empties them after', () => {
    const { bridge, listeners, tell } = fakeBridge();
    const stores = createTopicStores();
    const stop = followTopics(bridge, stores);
    expect([...listeners.keys()].sort()).toEqual(['ehrAccess', 'health', 'hotkeys', 'preferences', 'session', 'site']);
    tell('session', signedIn('signedIn'));
    tell('notes', [['n', {}]]);
    expect(stores.notes.getState().rows.size).toBe(1);
    tell('session', signedIn('signedOut'));
    expect(stores.notes.getState().rows.size).toBe(0);
    expect(listeners.has('calls')).toBe(false);
    stop();
    expect(listeners.size).toBe(0);
  });

  it('drops every private row the moment the screen locks, and keeps the calls', () => {
    const { bridge, tell } = fakeBridge();
    const stores = createTopicStores();
    followTopics(bridge, stores);
    tell('session', signedIn('signedIn'));
    for (const name of ['patients', 'notes', 'worklist', 'waiting', 'calls']) tell(name, [['x', {}]]);
    tell('session', signedIn('locked'));
    const sizes = (['patients', 'notes', 'worklist', 'waiting', 'calls'] as const).map(
      (name) => stores[name].getState().rows.size,
    );
    expect(sizes).toEqual([0, 0, 0, 0, 1]);
  });

  it('draws once for what came in one burst; a call takes along what came before it', async () => {
    const { bridge, listeners, tell } = fakeBridge();
    const stores = createTopicStores();
    followTopics(bridge, stores, together());
    tell('session', signedIn('signedIn'));
    await vi.waitFor(() => expect(listeners.has('notes')).toBe(true));
    const sizes = () => [stores.notes.getState().rows.size, stores.calls.getState().rows.size];
    tell('notes', [['n', {}]]);
    expect(sizes()).toEqual([0, 0]);
    tell('calls', [['c', {}]]);
    expect(sizes()).toEqual([1, 1]);
    tell('notes', []);
    await vi.waitFor(() => expect(sizes()).toEqual([0, 1]));
  });

  it('what was on its way when the screen locked never arrives behind the lock', async () => {
    const { bridge, listeners, tell } = fakeBridge();
    const stores = createTopicStores();
    followTopics(bridge, stores, together());
    tell('session', signedIn('signedIn'));
    await vi.waitFor(() => expect(listeners.has('notes')).toBe(true));
    tell('session', signedIn('locked'));
    tell('notes', [['n', {}]]);
    tell('calls', [['c', {}]]);
    await vi.waitFor(() => expect(only(stores.session.getState())?.state).toBe('locked'));
    expect(stores.notes.getState().rows.size).toBe(0);
  });
});
