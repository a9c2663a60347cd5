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
  it('is never overwritten by the host while it holds unsaved text: both are kept', () => {
    const draft = edit(newDraft(), typed('half a sen'));
    const after = rowArrived(draft, at('something else', 9));
    expect(after.content).toMatchObject({
      words: 'half a sen',
      others: [{ place: 'words', text: 'something else', by: 'ana' }],
    });
    expect(after.version).toBe(9);
    expect(isDirty(after)).toBe(true);
  });
  it("takes over what another desk wrote elsewhere in the note, and keeps one's own text to be saved", () => {
    const draft = edit(rowArrived(undefined, at('dizzy', 3)), typed('dizzy and pale'));
    const row = noteRow('a', { version: 4, content: { words: 'dizzy', fields: { since: 'Monday' }, told: '' } });
    const after = rowArrived(draft, row);
    expect(after.content).toEqual({ words: 'dizzy and pale', fields: { since: 'Monday' }, told: '' });
    expect(isDirty(after)).toBe(true);
  });
  it('is saved as soon as the host has the very same', () => {
    const draft = edit(rowArrived(undefined, at('a', 1)), typed('ab'));
    expect(isDirty(rowArrived(draft, at('ab', 2)))).toBe(false);
  });
  it('knows its own save again when the answer was lost, also with more typed since', () => {
    const lost = saveFailed(saveStarted(edit(newDraft(), typed('half a'))), 'disconnected');
    const after = rowArrived(edit(lost, typed('half a sentence')), at('half a', 1));
    expect(after.content).toEqual({ words: 'half a sentence', fields: {}, told: '' });
    expect(isDirty(after)).toBe(true);
  });
  it('whose row comes before the answer keeps what was filled in by the host', () => {
    const saving = saveStarted(edit(newDraft(), typed('x')));
    const row = noteRow('a', { version: 1, content: { words: 'x', fields: { payer: 'Aetna' }, told: '' } });
    const after = saveAcknowledged(rowArrived(saving, row), { version: 1, savedAt: 1 });
    expect(after.content).toEqual(row.content);
    expect(isDirty(after)).toBe(false);
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
    return { store, saves, bridge, autosave, type, answerWith: (next: () => unknown) => (answer = next) };
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
  it('saves with the very key that cannot wait, and waits again after it', async () => {
    const { saves, store, bridge } = setUp();
    const autosave = createAutosave(
      bridge,
      store,
      (before, after) => after.words.length > 2 && before.words.length <= 2,
    );
    for (const words of ['a', 'ab', 'abc', 'abcd']) autosave.edit(callId('a'), typed(words));
    expect(saves.map(({ content }) => content.words)).toEqual(['abc']);
    await vi.advanceTimersByTimeAsync(500);
    expect(saves.map(({ content }) => content.words)).toEqual(['abc', 'abcd']);
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
  it('joins what another desk kept first, and saves the rest on top of it', async () => {
    const { saves, type, answerWith, store } = setUp();
    const theirs = { words: '', fields: { since: 'Monday' }, told: '' };
    answerWith(() =>
      saves.length > 1
        ? ok({ version: 6, savedAt: 9 })
        : ok({ version: 5, savedAt: 8, newer: { content: theirs, author: 'sam' } }),
    );
    type('typed here');
    await vi.advanceTimersByTimeAsync(2000);
    expect(saves.map((save) => [save.version, save.content])).toEqual([
      [0, { words: 'typed here', fields: {}, told: '' }],
      [5, { words: 'typed here', fields: { since: 'Monday' }, told: '' }],
    ]);
    expect(isDirty(store.getState().get('a')!)).toBe(false);
  });
  it('flush is done once everything is on disk, also when another desk was first', async () => {
    const { saves, type, answerWith, autosave } = setUp();
    const newer = { content: { words: '', fields: {}, told: 'theirs' }, author: 'sam' };
    answerWith(() => (saves.length > 1 ? ok({ version: 6, savedAt: 9 }) : ok({ version: 5, savedAt: 8, newer })));
    type('mine');
    expect(await autosave.flush(callId('a'))).toBe(true);
    expect(saves.at(-1)?.content).toEqual({ words: 'mine', fields: {}, told: 'theirs' });
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
