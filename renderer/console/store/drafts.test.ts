import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest';
import { createStore } from 'zustand/vanilla';
import type { Bridge, CommandInput } from '../../../shared/contract/index.ts';
import { fail, ok } from '../../../shared/result/result.ts';
import { createAutosave } from './autosave.ts';
import type { Drafts } from './drafts.ts';
import {
  edit,
  isDirty,
  newDraft,
  rowArrived,
  rowsArrived,
  saveAcknowledged,
  saveFailed,
  saveStarted,
} from './drafts.ts';
import { callId, noteRow } from './test-rows.ts';

const typed = (words: string) => (content: ReturnType<typeof newDraft>['content']) => ({ ...content, words });
const at = (words: string, version: number) => noteRow('a', { version, content: { words, fields: {}, told: '' } });

describe('a draft', () => {
  it('is never overwritten by the host while it holds unsaved text', () => {
    const draft = edit(newDraft(), typed('half a sen'));
    const after = rowArrived(draft, at('something else', 9));
    expect(after.content.words).toBe('half a sen');
    expect(after.version).toBe(9);
  });
  it('stays dirty when more was typed while the save was under way', () => {
    const saving = saveStarted(edit(newDraft(), typed('one')));
    const after = saveAcknowledged(edit(saving, typed('one two')), { version: 1, savedAt: 5 });
    expect(isDirty(after)).toBe(true);
    expect(rowArrived(after, at('one', 1)).content.words).toBe('one two');
  });
  it('takes the host as the truth once clean, but never an older version', () => {
    const clean = saveAcknowledged(saveStarted(edit(newDraft(), typed('mine'))), { version: 3, savedAt: 5 });
    expect(isDirty(clean)).toBe(false);
    expect(rowArrived(clean, at('older', 2)).content.words).toBe('mine');
    expect(rowArrived(clean, at('newer', 4)).content.words).toBe('newer');
  });
  it('keeps text after a failure, with the reason', () => {
    const failed = saveFailed(saveStarted(edit(newDraft(), typed('kept'))), 'journalDiskFull');
    expect(failed).toMatchObject({ failure: 'journalDiskFull', failures: 1, content: { words: 'kept' } });
    expect(isDirty(failed)).toBe(true);
  });
  it('is dropped with its row unless it was never saved', () => {
    const drafts: Drafts = new Map([
      ['gone', newDraft()],
      ['typed', edit(newDraft(), typed('x'))],
    ]);
    expect([...rowsArrived(drafts, new Map()).keys()]).toEqual(['typed']);
  });
});

describe('autosave', () => {
  beforeEach(() => vi.useFakeTimers());
  afterEach(() => vi.useRealTimers());

  function setUp() {
    const store = createStore<Drafts>(() => new Map());
    const saves: CommandInput<'note.save'>[] = [];
    let answer: () => unknown = () => ok({ version: saves.length, savedAt: Date.now() });
    const bridge = {
      command: (_name: string, input: CommandInput<'note.save'>) => {
        saves.push(input);
        return Promise.resolve(answer());
      },
    } as unknown as Pick<Bridge, 'command'>;
    const autosave = createAutosave(bridge, store);
    const type = (words: string) => autosave.edit(callId('a'), typed(words));
    return { store, saves, autosave, type, answerWith: (next: () => unknown) => (answer = next) };
  }

  it('saves within a second even when the typing does not pause', async () => {
    const { saves, type } = setUp();
    for (let key = 1; key <= 11; key++) {
      type('x'.repeat(key));
      await vi.advanceTimersByTimeAsync(100);
    }
    expect(saves).toHaveLength(1);
    expect(saves[0]?.content.words).toHaveLength(10);
  });
  it('saves once after a pause, naming the version it was typed on', async () => {
    const { saves, type } = setUp();
    type('a');
    await vi.advanceTimersByTimeAsync(500);
    type('ab');
    await vi.advanceTimersByTimeAsync(500);
    expect(saves.map((save) => [save.version, save.content.words])).toEqual([
      [0, 'a'],
      [1, 'ab'],
    ]);
  });
  it('tries again by itself, slower each time, and says so no more once it worked', async () => {
    const { saves, store, type, answerWith } = setUp();
    answerWith(() => fail('journalDiskFull'));
    type('keep me');
    await vi.advanceTimersByTimeAsync(400 + 1000 + 2000);
    expect(saves).toHaveLength(3);
    expect(store.getState().get('a')?.failure).toBe('journalDiskFull');
    answerWith(() => ok({ version: 7, savedAt: Date.now() }));
    await vi.advanceTimersByTimeAsync(5000);
    expect(store.getState().get('a')).toMatchObject({ failures: 0, version: 7, content: { words: 'keep me' } });
    expect(store.getState().get('a')?.failure).toBeUndefined();
  });
  it('flush takes text typed during the save with it', async () => {
    const { saves, type, autosave } = setUp();
    type('first');
    const flushed = autosave.flush(callId('a'));
    type('first and second');
    expect(await flushed).toBe(true);
    expect(saves.at(-1)?.content.words).toBe('first and second');
  });
  it('sends the text again when the host had set the save aside as an old one', async () => {
    const { saves, type, answerWith, store } = setUp();
    answerWith(() => ok({ version: 5, savedAt: saves.length > 1 ? Date.now() : 0 }));
    type('typed after the line was cut');
    await vi.advanceTimersByTimeAsync(2000);
    expect(saves.map((save) => save.version)).toEqual([0, 5]);
    expect(saves.at(-1)?.content.words).toBe('typed after the line was cut');
    expect(isDirty(store.getState().get('a')!)).toBe(false);
  });
  it('forgets everything at sign-out, also what a late answer brings', async () => {
    const { store, type, autosave } = setUp();
    type('private');
    const flushed = autosave.flush(callId('a'));
    autosave.clear();
    await flushed;
    await vi.advanceTimersByTimeAsync(20_000);
    expect(store.getState().size).toBe(0);
  });
});
