import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest';
import type { Bridge, CommandName, TopicMessage } from '../../../shared/contract/index.ts';
import { fail, ok } from '../../../shared/result/result.ts';
import { createDesk } from './desk.ts';
import { callId, callRow, noteRow } from './test-rows.ts';

/** A host of two lists: who follows what, and which commands came. */
function setUp(answer: (name: string) => unknown = () => ok({})) {
  const listeners = new Map<string, (message: TopicMessage<never>) => void>();
  const commands: [CommandName, unknown][] = [];
  const bridge = {
    subscribe: (name: string, listener: (message: TopicMessage<never>) => void) => {
      listeners.set(name, listener);
      return () => listeners.delete(name);
    },
    command: (name: CommandName, input: unknown) => {
      commands.push([name, input]);
      return Promise.resolve(answer(name));
    },
    onConnection: () => () => undefined,
  } as unknown as Bridge;
  const desk = createDesk(bridge);
  const tell = (name: string, rows: [string, unknown][]) =>
    listeners.get(name)?.({ kind: 'snapshot', rows } as TopicMessage<never>);
  const session = (state: string, id?: string) =>
    tell('session', [['it', { state, user: id ? { id } : undefined, users: [], needs: [], demo: false }]]);
  const type = (words: string) => desk.autosave.edit(callId('a'), (content) => ({ ...content, words }));
  return { desk, commands, listeners, tell, session, type };
}

describe('the desk', () => {
  beforeEach(() => vi.useFakeTimers());
  afterEach(() => vi.useRealTimers());

  it('keeps unsaved text for the same person and never shows it to the next', () => {
    const { desk, session, type } = setUp(() => fail('disconnected'));
    session('signedIn', 'ana');
    type('about a patient');
    session('signedOut');
    session('signedIn', 'ana');
    expect(desk.drafts.getState().get('a')?.content.words).toBe('about a patient');
    session('signedOut');
    session('signedIn', 'marcus');
    expect(desk.drafts.getState().size).toBe(0);
    desk.stop();
  });

  it('keeps unsaved text while the screen is locked', () => {
    const { desk, session, tell, type } = setUp(() => fail('locked'));
    session('signedIn', 'ana');
    type('half');
    session('locked', 'ana');
    tell('notes', []);
    session('signedIn', 'ana');
    expect(desk.drafts.getState().get('a')?.content.words).toBe('half');
    desk.stop();
  });

  it('closes a call once it is over and its note finished, whichever came last, and only once', () => {
    const { desk, session, tell, commands } = setUp();
    session('signedIn', 'ana');
    tell('notes', [['a', noteRow('a', { state: 'finished' })]]);
    tell('calls', [['a', callRow('a')]]);
    expect(commands).toEqual([]);
    tell('calls', [['a', callRow('a', { state: 'ended', ended: 'hungUp' })]]);
    tell('calls', [['a', callRow('a', { state: 'ended', ended: 'hungUp' })]]);
    expect(commands).toEqual([['call.dismiss', { callId: 'a' }]]);
    desk.stop();
  });

  it('stops following everything when it ends', () => {
    const { desk, session, listeners } = setUp();
    session('signedIn', 'ana');
    expect(listeners.size).toBe(30);
    desk.stop();
    expect(listeners.size).toBe(0);
  });
});
