// kill -9 in the middle of writing notes, again and again: what was acknowledged is there, and what is there is found.
import { spawn } from 'node:child_process';
import { mkdtempSync } from 'node:fs';
import os from 'node:os';
import path from 'node:path';
import { expect, it } from 'vitest';
import { openDatabase } from '../../electron/adapters/storage/database.ts';
import { openJournal } from '../../electron/adapters/storage/journal.ts';
import type { StoredJournal } from '../../electron/adapters/storage/journal.ts';
import { searchQuery } from '../../shared/domain/archive/facts.ts';
import { termsOf } from '../../shared/domain/archive/words.ts';

const KEY = 'ab'.repeat(32);
const ROUNDS = 20;
const WRITER = path.resolve(import.meta.dirname, 'fixtures/note-writer.ts');

/** Lets it write until so many lines have come, and kills it then, wherever it is. */
function writeAndKill(folder: string, round: number, lines: number): Promise<string[]> {
  const child = spawn(process.execPath, [WRITER, folder, KEY, String(round)], { stdio: ['ignore', 'pipe', 'inherit'] });
  let said = '';
  child.stdout.on('data', (data: Buffer) => {
    said += data.toString();
    if (said.split('\n').length > lines) child.kill('SIGKILL');
  });
  return new Promise((resolve, reject) => {
    child.once('error', reject);
    // Half a line is no acknowledgement.
    child.once('close', () => resolve(said.split('\n').slice(0, -1)));
  });
}

const found = (journal: StoredJournal, typed: string, step?: 'open' | 'closed') => {
  const answer = journal.archive.find({ match: searchQuery(termsOf(typed), { step }), limit: 10 });
  if (!answer.ok) throw new Error(answer.error.code);
  return answer.value.map(({ note }) => note.callId as string);
};

it(`after ${ROUNDS} kills every acknowledged note, correction and step is there and is found, nothing twice`, async () => {
  const folder = mkdtempSync(path.join(os.tmpdir(), 'frontdesk-kill-notes-'));
  const stages = new Map<string, number>();
  for (let round = 0; round < ROUNDS; round++) {
    for (const line of await writeAndKill(folder, round, 5 + ((round * 13) % 31))) {
      const [id = '', stage = ''] = line.split(' ');
      stages.set(id, Math.max(stages.get(id) ?? 0, Number(stage)));
    }
    const opened = openJournal(folder, KEY);
    if (!opened.ok) throw new Error(opened.error.code);
    const journal = opened.value;
    // Nothing has to be made again: the entry is kept in the transaction of its note.
    expect(journal.archive.unindexed()).toBe(0);
    journal.close();
  }
  const opened = openJournal(folder, KEY);
  if (!opened.ok) throw new Error(opened.error.code);
  const journal = opened.value;
  expect(stages.size).toBeGreaterThan(ROUNDS);
  for (const [id, stage] of stages) {
    if (stage >= 1) expect(journal.note(id)).toBeDefined();
    if (stage >= 2) expect(found(journal, `${id}p`)).toEqual([id]);
    if (stage >= 3) expect([found(journal, `${id}a`), found(journal, `${id}c`)]).toEqual([[], [id]]);
    if (stage >= 3) expect(journal.archive.versions(id).map(({ version }) => version)).toEqual([2, 3]);
    if (stage >= 4) expect(found(journal, `${id}p`, 'closed')).toEqual([id]);
  }
  const outbox = journal.outbox().map(({ id }) => id);
  expect(new Set(outbox).size).toBe(outbox.length);
  journal.close();
  const db = openDatabase(path.join(folder, 'journal.db'), KEY);
  if (!db.ok) throw new Error(db.error.code);
  // Throws when the index and its texts disagree.
  db.value.exec(`INSERT INTO note_text (note_text) VALUES ('integrity-check')`);
  const counts = db.value
    .prepare(
      `SELECT (SELECT count(*) FROM note WHERE state = 'finished') AS notes, (SELECT count(*) FROM note_text) AS texts`,
    )
    .get() as { notes: number; texts: number };
  expect(counts.texts).toBe(counts.notes);
  db.value.close();
});
