import { mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import os from 'node:os';
import path from 'node:path';
import { beforeEach, describe, expect, it } from 'vitest';
import { CallId } from '../../../shared/domain/call/call.ts';
import type { Note } from '../../../shared/domain/note/types.ts';
import type { Journal } from '../../ports/journal.ts';
import { openDatabase } from './database.ts';
import { openJournal } from './journal.ts';

const KEY = 'ab'.repeat(32);
let folder: string;
beforeEach(() => {
  folder = mkdtempSync(path.join(os.tmpdir(), 'frontdesk-journal-'));
});

const open = (key = KEY): Journal => {
  const opened = openJournal(folder, key);
  if (!opened.ok) throw new Error(opened.error.code);
  return opened.value;
};
const note = (words: string, change: Partial<Note> = {}): Note => ({
  callId: CallId.parse('call-1'),
  author: 'chloe',
  content: { words, fields: {}, told: '' },
  version: 1,
  state: 'draft',
  createdAt: 1,
  savedAt: 1,
  emergency: [],
  delivery: 'none',
  ...change,
});

describe('the journal', () => {
  it('gives back what it acknowledged, after it was closed and opened again', () => {
    const first = open();
    expect(first.saveNote(note('dizzy since Tuesday')).ok).toBe(true);
    first.close();
    expect(open().note('call-1')?.content.words).toBe('dizzy since Tuesday');
  });

  it('holds no plain text on disk, in any of its files', () => {
    const journal = open();
    journal.saveNote(note('unmistakable-words'));
    const bytes = ['journal.db', 'journal.db-wal']
      .map((name) => readFileSync(path.join(folder, name), 'latin1'))
      .join('');
    expect(bytes.length).toBeGreaterThan(1000);
    expect(bytes).not.toContain('unmistakable-words');
    expect(bytes).not.toContain('SQLite format');
    journal.close();
  });

  it('refuses another key and leaves the file as it was', () => {
    open().close();
    const before = readFileSync(path.join(folder, 'journal.db'));
    expect(openJournal(folder, 'cd'.repeat(32))).toMatchObject({ ok: false, error: { code: 'journalKeyMissing' } });
    expect(readFileSync(path.join(folder, 'journal.db')).equals(before)).toBe(true);
  });

  it('finishes a note and queues its writes together or not at all', () => {
    const journal = open();
    const item = {
      id: 'call-1/communication',
      callId: 'call-1',
      kind: 'communication',
      state: 'waiting',
      attempts: 0,
      notBefore: 0,
    } as const;
    journal.finishNote(note('done', { state: 'finished' }), [item]);
    expect(journal.outbox()).toEqual([item]);
    expect(journal.outbox('unsent')).toEqual([item]);
    journal.settle(
      { ...item, state: 'sent', reference: 'Communication/1' },
      note('done', { state: 'finished', delivery: 'sent' }),
    );
    expect(journal.outbox('unsent')).toEqual([]);
    expect(journal.outbox({ callId: 'another' })).toEqual([]);
    expect(journal.outbox({ callId: item.callId })).toMatchObject([{ state: 'sent' }]);
    expect(journal.outbox()).toMatchObject([{ state: 'sent' }]);
    expect(journal.notes('finished')).toMatchObject([{ delivery: 'sent' }]);
    journal.close();
  });
});

describe('the audit chain', () => {
  const fill = (rows = 5) => {
    const journal = open();
    for (let at = 1; at <= rows; at++) journal.audit({ at, userId: 'chloe', action: 'verify' });
    journal.close();
  };
  const tamper = (sql: string) => {
    const opened = openDatabase(path.join(folder, 'journal.db'), KEY);
    if (!opened.ok) throw new Error('closed');
    opened.value.exec(sql);
    opened.value.close();
  };

  it('is whole after being written, and goes on after a restart', () => {
    fill();
    fill(2);
    expect(open().verifyAudit()).toEqual({ intact: true, rows: 7 });
  });
  it.each([
    ['an edit', `UPDATE audit SET row = replace(row, 'chloe', 'other') WHERE seq = 3`],
    ['a deletion in the middle', 'DELETE FROM audit WHERE seq = 3'],
    [
      'a swap',
      `UPDATE audit SET seq = -1 WHERE seq = 2; UPDATE audit SET seq = 2 WHERE seq = 3; UPDATE audit SET seq = 3 WHERE seq = -1`,
    ],
    ['an insert', `INSERT INTO audit (seq, row, mac) SELECT 6, row, mac FROM audit WHERE seq = 5`],
    ['a cut tail', 'DELETE FROM audit WHERE seq > 3'],
    ['a cut head', 'DELETE FROM audit WHERE seq = 1'],
    ['everything gone', 'DELETE FROM audit'],
  ])('finds %s', (_what, sql) => {
    fill();
    tamper(sql);
    expect(open().verifyAudit()).toMatchObject({ intact: false });
  });
  it('finds a missing or forged checkpoint', () => {
    fill();
    const file = path.join(folder, 'audit.checkpoint');
    writeFileSync(file, JSON.stringify({ seq: 3, seal: 'f'.repeat(64) }));
    expect(open().verifyAudit()).toMatchObject({ intact: false });
    rmSync(file);
    expect(open().verifyAudit()).toMatchObject({ intact: false });
  });
});
