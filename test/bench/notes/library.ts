// The journal of a practice of some years, written straight into the encrypted file in batches: note by note, each on
// disk before the next, it would take a quarter of an hour.
import path from 'node:path';
import { openDatabase } from '../../../electron/adapters/storage/database.ts';
import { NoteIndex } from '../../../electron/adapters/storage/note-index.ts';
import { callOf } from '../../fakes/finished-notes.ts';
import { noteOf, numberOf } from './story.ts';

const BATCH = 2_000;

export function writeLibrary(folder: string, key: string, notes: number): void {
  const opened = openDatabase(path.join(folder, 'journal.db'), key);
  if (!opened.ok) throw new Error(opened.error.code);
  const db = opened.value;
  const index = new NoteIndex(db);
  const put = db.prepare('INSERT INTO note (call_id, state, saved_at, note) VALUES (?, ?, ?, ?)');
  const version = db.prepare('INSERT INTO note_version (call_id, version, note) VALUES (?, ?, ?)');
  const event = db.prepare('INSERT INTO call_event (call_id, at, type, call) VALUES (?, ?, ?, ?)');
  const done = db.prepare('INSERT INTO done (id, at, by) VALUES (?, ?, ?)');
  const sent = db.prepare('INSERT INTO outbox (id, item) VALUES (?, ?)');
  const write = db.transaction((from: number, to: number) => {
    for (let at = from; at < to; at++) {
      const note = noteOf(at);
      const text = JSON.stringify(note);
      event.run(note.callId, note.createdAt, 'rang', JSON.stringify(callOf(note.callId, numberOf(at), note.createdAt)));
      put.run(note.callId, note.state, note.savedAt, text);
      version.run(note.callId, note.version, text);
      if (at % 50 !== 0) done.run(`${note.callId}/task`, note.savedAt, note.author);
      const item = { id: `${note.callId}/communication`, callId: note.callId, kind: 'communication', state: 'sent' };
      sent.run(item.id, JSON.stringify({ ...item, attempts: 1, notBefore: 0 }));
      index.put(note);
    }
  });
  for (let from = 0; from < notes; from += BATCH) write(from, Math.min(notes, from + BATCH));
  db.pragma('wal_checkpoint(TRUNCATE)');
  db.close();
}
