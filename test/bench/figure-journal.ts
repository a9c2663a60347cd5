// A journal with a million calls, as twenty busy years of a practice would leave it.
import { mkdtempSync } from 'node:fs';
import os from 'node:os';
import path from 'node:path';
import { openDatabase } from '../../electron/adapters/storage/database.ts';

export const KEY = '5a'.repeat(32);
export const ZONE = 'America/New_York';
export const FIRST_DAY = '2021-01-04';
export const LAST_DAY = '2026-01-02';

export function millionCalls(count: number): string {
  const folder = mkdtempSync(path.join(os.homedir(), '.frontdesk-bench-'));
  const opened = openDatabase(path.join(folder, 'journal.db'), KEY);
  if (!opened.ok) throw new Error(opened.error.code);
  const db = opened.value;
  const first = Date.parse(`${FIRST_DAY}T08:00:00-05:00`);
  const days = Math.floor((Date.parse(`${LAST_DAY}T08:00:00-05:00`) - first) / 86_400_000);
  const putCall = db.prepare(
    `INSERT INTO queue_call (seq, entry, queue, joined, live, number, ended, waited, agent, talk, hold, unanswered)
     VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?)`,
  );
  const putDesk = db.prepare(
    `INSERT INTO desk_call (seq, call_id, at, direction, entry, queue, number, agent, answered, talk, hold, wrap_up,
       transferred, tried, bounced, note, category, is_first, is_again) VALUES (?, ?, ?, 'incoming', ?, ?, ?, ?, 1, ?, ?, ?, ?, ?, ?, 'complete', ?, 1, ?)`,
  );
  const queues = ['front-desk', 'billing', 'espanol', 'nurses'];
  const categories = ['scheduling', 'billing', 'records', 'clinical', 'general', 'referral'];
  db.transaction(() => {
    for (let index = 0; index < count; index++) {
      const at = first + Math.floor((index / count) * days) * 86_400_000 + ((index * 7919) % 36_000) * 1000;
      const [queue, entry, number] = [
        queues[index % 4],
        `${Math.floor(at / 1000)}.${index}`,
        `+1206555${index % 9000}`,
      ];
      const isAnswered = index % 10 !== 0;
      const rang = index % 12 === 0 ? JSON.stringify({ '203': 1 }) : null;
      const agent = isAnswered ? String(201 + (index % 12)) : null;
      putCall.run(
        ...[index + 1, entry, queue, at, at, number, isAnswered ? 'answered' : 'gaveUp', (index * 31) % 90, agent],
        ...[isAnswered ? 60 + (index % 300) : null, isAnswered ? index % 40 : null, rang],
      );
      // Every third was this desk's.
      if (isAnswered && index % 3 === 0)
        putDesk.run(
          ...[index + 1, `c${index}`, at, entry, queue, number, agent, 60 + (index % 300), index % 40, index % 90],
          ...[index % 5 === 0 ? 1 : 0, index % 5 === 0 ? 1 : 0, index % 50 === 0 ? 1 : 0],
          ...[categories[index % 6], index % 8 === 0 ? 1 : 0],
        );
    }
    db.exec(`UPDATE figure_count SET seq = ${count}`);
  })();
  db.close();
  return folder;
}
