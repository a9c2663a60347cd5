// The index of finished notes: full text and facts, kept in the transaction that keeps the note. It can be made again from
// the notes, so that a broken index never costs a note: it is thrown away and filled again, the newest notes first.
import type { Contact } from '../../../shared/domain/archive/facts.ts';
import { factsOf, indexedText } from '../../../shared/domain/archive/facts.ts';
import type { Note } from '../../../shared/domain/note/types.ts';
import type { ArchivedNote, ArchiveQuery } from '../../ports/archive.ts';
import type { Db } from './database.ts';
import { INDEX_TABLES } from './schema.ts';

interface Row {
  doc: number;
  number: string;
  json: string;
  done: number;
}

const FOUND = `SELECT archived.doc, archived.number, note.note AS json,
  EXISTS (SELECT 1 FROM done WHERE done.id = archived.call_id || '/task') AS done`;

/** The index has lost a table or a page, or its pages contradict each other; a page of garbage may also claim to be huge. */
function isBroken(error: unknown): boolean {
  if (typeof error !== 'object' || error === null || !('code' in error)) return false;
  const message = error instanceof Error ? error.message : '';
  return (
    String(error.code).startsWith('SQLITE_CORRUPT') ||
    error.code === 'SQLITE_NOMEM' ||
    /no such table: |vtable constructor|fts5: (corrupt|missing)/.test(message)
  );
}

/** The number of the call's other end, as the journal of its events has it. */
export function numberInJournal(db: Db, callId: string): string {
  const call = db
    .prepare<[string], { number: string | null }>(
      `SELECT json_extract(call, '$.remote.number') AS number FROM call_event WHERE call_id = ? ORDER BY seq DESC LIMIT 1`,
    )
    .get(callId);
  return call?.number ?? '';
}

/** Rows that are only looked at cost little, but not nothing. */
const LOOKED_AT_ONCE = 400;
const FROM_THE_NEWEST = { at: Number.MAX_SAFE_INTEGER, row: 0 };

export class NoteIndex {
  readonly #db: Db;
  /** Everything newer has its entry. */
  #lookedAt = FROM_THE_NEWEST;
  /** Every note has been looked at since the journal was opened, and the index has not broken since. */
  #isWhole = false;

  constructor(db: Db) {
    this.#db = db;
  }

  /** Keeps what the finished note is found by. Call it in the transaction that keeps the note. */
  put(note: Note): void {
    this.#guarded(() => this.#put(note), undefined);
  }

  /** A next step was done, or is owed again. */
  stepChanged(callId: string): void {
    const kept = this.#db
      .prepare<[string], { json: string }>(`SELECT note AS json FROM note WHERE call_id = ? AND state = 'finished'`)
      .get(callId);
    if (kept) this.put(JSON.parse(kept.json) as Note);
  }

  remove(callId: string): void {
    this.#guarded(() => {
      const doc = this.#docOf(callId);
      if (doc === undefined) return;
      this.#db.prepare('DELETE FROM note_text WHERE rowid = ?').run(doc);
      this.#db.prepare('DELETE FROM archived WHERE doc = ?').run(doc);
    }, undefined);
  }

  find({
    match,
    from = 0,
    to = Number.MAX_SAFE_INTEGER,
    before = Number.MAX_SAFE_INTEGER,
    limit,
  }: ArchiveQuery): ArchivedNote[] {
    // Of several calls that began in one moment the later ones lie a little behind it.
    const [first, last] = [from, Math.min(to + SAME_MOMENT, before - 1)];
    const sql =
      match === undefined
        ? `${FOUND} FROM archived JOIN note ON note.call_id = archived.call_id
           WHERE archived.doc BETWEEN ? AND ? ORDER BY archived.doc DESC LIMIT ?`
        : `${FOUND} FROM note_text CROSS JOIN archived ON archived.doc = note_text.rowid
           CROSS JOIN note ON note.call_id = archived.call_id
           WHERE note_text MATCH ? AND note_text.rowid BETWEEN ? AND ? ORDER BY note_text.rowid DESC LIMIT ?`;
    const values = match === undefined ? [first, last, limit] : [match, first, last, limit];
    const rows = this.#guarded(() => this.#db.prepare<unknown[], Row>(sql).all(...values), []);
    return rows.map(archived).filter(({ note }) => note.createdAt <= to);
  }

  note(callId: string): ArchivedNote | undefined {
    const row = this.#guarded(
      () =>
        this.#db
          .prepare<[string], Row>(
            `${FOUND} FROM archived JOIN note ON note.call_id = archived.call_id WHERE archived.call_id = ?`,
          )
          .get(callId),
      undefined,
    );
    return row && archived(row);
  }

  unindexed(): number {
    if (this.#isWhole) return 0;
    const count = (sql: string) => this.#db.prepare<[], { count: number }>(sql).get()?.count ?? 0;
    const finished = count(`SELECT count(*) AS count FROM note WHERE state = 'finished'`);
    return Math.max(0, finished - this.#guarded(() => count('SELECT count(*) AS count FROM archived'), 0));
  }

  /** @returns false once every note has been looked at */
  indexMore(limit: number): boolean {
    const rows = this.#db
      .prepare<unknown[], { row: number; at: number; json: string | null }>(
        `SELECT rowid AS row, saved_at AS at,
           CASE WHEN EXISTS (SELECT 1 FROM archived WHERE archived.call_id = note.call_id) THEN NULL ELSE note END AS json
         FROM note WHERE state = 'finished' AND (saved_at, rowid) < (?, ?) ORDER BY saved_at DESC, rowid DESC LIMIT ?`,
      )
      .all(this.#lookedAt.at, this.#lookedAt.row, LOOKED_AT_ONCE);
    let put = 0;
    this.#db.transaction(() => {
      for (const { row, at, json } of rows) {
        if (put >= limit) break;
        if (json !== null) {
          this.put(JSON.parse(json) as Note);
          put++;
        }
        this.#lookedAt = { at, row };
      }
    })();
    if (rows.length > 0) return true;
    this.#lookedAt = FROM_THE_NEWEST;
    this.#isWhole = true;
    return false;
  }

  #put(note: Note): void {
    const doc = this.#docOf(note.callId) ?? this.#newDoc(note);
    const contact = { number: this.#numberOf(note.callId), about: note.about ?? '' };
    const isDone = this.#db.prepare('SELECT 1 FROM done WHERE id = ?').get(`${note.callId}/task`) !== undefined;
    const [text, facts] = [indexedText(note, contact), factsOf(note, contact, isDone)];
    const before = this.#db
      .prepare<[number], { text: string; facts: string }>('SELECT text, facts FROM note_text WHERE rowid = ?')
      .get(doc);
    if (before === undefined)
      this.#db.prepare('INSERT INTO note_text (rowid, text, facts) VALUES (?, ?, ?)').run(doc, text, facts);
    // What the EHR says about a note changes no word of it.
    else if (before.text !== text || before.facts !== facts)
      this.#db.prepare('UPDATE note_text SET text = ?, facts = ? WHERE rowid = ?').run(text, facts, doc);
  }

  #docOf(callId: string): number | undefined {
    return this.#db.prepare<[string], { doc: number }>('SELECT doc FROM archived WHERE call_id = ?').get(callId)?.doc;
  }

  /** By the call's beginning, so that the order of places is the order of time. */
  #newDoc({ callId, createdAt }: Note): number {
    const taken = this.#db.prepare<[number]>('SELECT 1 FROM archived WHERE doc = ?');
    let doc = Math.max(1, Math.floor(createdAt));
    while (taken.get(doc) !== undefined) doc++;
    this.#db
      .prepare('INSERT INTO archived (doc, call_id, number) VALUES (?, ?, ?)')
      .run(doc, callId, numberInJournal(this.#db, callId));
    return doc;
  }

  /** Kept with the note: what the call did may be let go earlier. */
  #numberOf(callId: string): string {
    return (
      this.#db.prepare<[string], { number: string }>('SELECT number FROM archived WHERE call_id = ?').get(callId)
        ?.number ?? ''
    );
  }

  /** A broken index is thrown away, never passed on: the note that is being kept matters, and `indexMore` fills it again. */
  #guarded<T>(work: () => T, without: T): T {
    try {
      return work();
    } catch (error) {
      if (!isBroken(error)) throw error;
      this.#db.exec(`DROP TABLE IF EXISTS note_text; DROP TABLE IF EXISTS archived; ${INDEX_TABLES}`);
      this.#lookedAt = FROM_THE_NEWEST;
      this.#isWhole = false;
      return without;
    }
  }
}

/** Milliseconds: at most so many calls are thought to begin in one. */
const SAME_MOMENT = 1_000;

function archived({ doc, number, json, done }: Row): ArchivedNote {
  const note = JSON.parse(json) as Note;
  const contact: Contact = { number, about: note.about ?? '' };
  return { doc, note, contact, isDone: done === 1 };
}
