// The ArchiveStore port: finding, holding and letting go of finished notes. A method that returns ok has committed.
import type { RetainedCall, RetainedNote } from '../../../shared/domain/archive/retention.ts';
import { stepState } from '../../../shared/domain/archive/facts.ts';
import type { Hold, OutboxState } from '../../../shared/domain/archive/types.ts';
import type { Note } from '../../../shared/domain/note/types.ts';
import { ok } from '../../../shared/result/result.ts';
import type { Result } from '../../../shared/result/result.ts';
import type {
  ArchivedNote,
  ArchiveQuery,
  ArchiveStore,
  Removed,
  RetainedWork,
  RetentionCursor,
  RetentionPage,
} from '../../ports/archive.ts';
import type { AuditChain } from './audit-chain.ts';
import { failureOf } from './database.ts';
import type { Db } from './database.ts';
import type { NoteIndex } from './note-index.ts';
import { numberInJournal } from './note-index.ts';

/** Rows of a call are named `<call id>/<what>`: all names from `<call id>/` up to the next sign after the slash. */
const range = (callId: string): [string, string] => [`${callId}/`, `${callId}0`];

/** So many young events in a row: what follows is young too. */
const YOUNG_IN_A_ROW = 500;

const nothing = (): Removed => ({ notes: 0, versions: 0, calls: 0, events: 0, work: 0 });

export class SqliteArchive implements ArchiveStore {
  readonly #db: Db;
  readonly #index: NoteIndex;
  readonly #chain: AuditChain;

  constructor(db: Db, index: NoteIndex, chain: AuditChain) {
    this.#db = db;
    this.#index = index;
    this.#chain = chain;
  }

  find(query: ArchiveQuery): Result<ArchivedNote[]> {
    return this.#tried(() => this.#index.find(query));
  }

  drafts(): ArchivedNote[] {
    return this.#db
      .prepare<[], { json: string }>(
        `SELECT note AS json FROM note WHERE state = 'draft' ORDER BY saved_at DESC LIMIT 500`,
      )
      .all()
      .map(({ json }) => this.#unindexed(JSON.parse(json) as Note));
  }

  note(callId: string): ArchivedNote | undefined {
    const found = this.#index.note(callId);
    if (found) return found;
    const kept = this.#db
      .prepare<[string], { json: string }>('SELECT note AS json FROM note WHERE call_id = ?')
      .get(callId);
    return kept && this.#unindexed(JSON.parse(kept.json) as Note);
  }

  versions(callId: string): Note[] {
    return this.#db
      .prepare<[string], { json: string }>('SELECT note AS json FROM note_version WHERE call_id = ? ORDER BY version')
      .all(callId)
      .map(({ json }) => JSON.parse(json) as Note);
  }

  unindexed(): number {
    return this.#index.unindexed();
  }

  indexMore(limit: number): Result<boolean> {
    return this.#tried(() => this.#index.indexMore(limit));
  }

  holds(): Hold[] {
    return this.#db
      .prepare<[], { item: string }>('SELECT item FROM hold ORDER BY rowid')
      .all()
      .map(({ item }) => JSON.parse(item) as Hold);
  }

  placeHold(hold: Hold): Result<void> {
    return this.#write(() => {
      this.#db.prepare('INSERT OR IGNORE INTO hold (id, item) VALUES (?, ?)').run(hold.id, JSON.stringify(hold));
    });
  }

  liftHold(id: string): Result<void> {
    return this.#write(() => {
      this.#db.prepare('DELETE FROM hold WHERE id = ?').run(id);
    });
  }

  oldNotes(before: number, after: RetentionCursor, limit: number): RetentionPage<RetainedNote> {
    const rows = this.#db
      .prepare<unknown[], { row: number; at: number; json: string }>(
        `SELECT rowid AS row, saved_at AS at, note AS json FROM note
         WHERE state = 'finished' AND saved_at < ? AND (saved_at, rowid) > (?, ?) ORDER BY saved_at, rowid LIMIT ?`,
      )
      .all(before, after.at, after.row, limit);
    const last = rows.length === limit ? rows.at(-1) : undefined;
    return {
      rows: rows.map(({ json }) => this.#retained(JSON.parse(json) as Note)),
      ...(last ? { next: { at: last.at, row: last.row } } : {}),
    };
  }

  oldCalls(before: number, after: RetentionCursor, limit: number): RetentionPage<RetainedCall> {
    const calls = new Set<string>();
    let next: RetentionCursor | undefined;
    const events = this.#db
      .prepare<[number], { seq: number; at: number; call_id: string }>(
        'SELECT seq, at, call_id FROM call_event WHERE seq > ? ORDER BY seq',
      )
      .iterate(after.row);
    let young = 0;
    for (const { seq, at, call_id: callId } of events) {
      // Events stand in the order of time, but for a clock that was once set wrong: one young event proves little.
      if (at >= before && ++young > YOUNG_IN_A_ROW) break;
      if (at >= before) continue;
      young = 0;
      calls.add(callId);
      if (calls.size < limit) continue;
      next = { at, row: seq };
      break;
    }
    return { rows: [...calls].map((callId) => this.#retainedCall(callId)), ...(next ? { next } : {}) };
  }

  oldWork(before: number): RetainedWork[] {
    return this.#db
      .prepare<[number], { id: string; item: string }>(
        'SELECT id, item FROM work WHERE id IN (SELECT id FROM done WHERE at < ?)',
      )
      .all(before)
      .map(({ id, item }) => ({ id, number: (JSON.parse(item) as { number?: string }).number ?? '' }));
  }

  removeNotes(callIds: readonly string[]): Result<Removed> {
    return this.#removing((removed) => {
      for (const callId of callIds) {
        this.#index.remove(callId);
        removed.versions += this.#delete('DELETE FROM note_version WHERE call_id = ?', callId);
        removed.notes += this.#delete('DELETE FROM note WHERE call_id = ?', callId);
        this.#removeCall(callId, removed);
        this.#delete('DELETE FROM outbox WHERE id >= ? AND id < ?', ...range(callId));
        this.#delete('DELETE FROM done WHERE id >= ? AND id < ?', ...range(callId));
        this.#delete('DELETE FROM work_event WHERE id >= ? AND id < ?', ...range(callId));
        removed.work += this.#delete('DELETE FROM work WHERE id >= ? AND id < ?', ...range(callId));
      }
    });
  }

  removeCalls(callIds: readonly string[]): Result<Removed> {
    return this.#removing((removed) => callIds.forEach((callId) => this.#removeCall(callId, removed)));
  }

  removeWork(ids: readonly string[]): Result<Removed> {
    // That it is done stays known, or the same voicemail could be handed over again.
    return this.#removing((removed) => {
      for (const id of ids) {
        removed.work += this.#delete('DELETE FROM work WHERE id = ?', id);
        this.#delete('DELETE FROM work_event WHERE id = ?', id);
      }
    });
  }

  removeAudit(before: number, limit: number): Result<number> {
    let count = 0;
    const written = this.#write(() => (count = this.#chain.cut(before, limit)));
    return written.ok ? ok(count) : written;
  }

  wipe(): Result<void> {
    // Pages as they were before the deletion stand in the write-ahead log until it is emptied.
    return this.#tried(() => void this.#db.pragma('wal_checkpoint(TRUNCATE)'));
  }

  #unindexed(note: Note): ArchivedNote {
    const contact = { number: numberInJournal(this.#db, note.callId), about: note.about ?? '' };
    return { doc: note.createdAt, note, contact, isDone: this.#isDone(note.callId) };
  }

  #isDone(callId: string): boolean {
    return this.#db.prepare('SELECT 1 FROM done WHERE id = ?').get(`${callId}/task`) !== undefined;
  }

  #retained(note: Note): RetainedNote {
    const outbox = this.#db
      .prepare<[string, string], { state: OutboxState }>(
        `SELECT json_extract(item, '$.state') AS state FROM outbox WHERE id >= ? AND id < ?`,
      )
      .all(...range(note.callId))
      .map(({ state }) => state);
    const { contact, isDone } = this.note(note.callId) ?? this.#unindexed(note);
    return {
      callId: note.callId,
      state: note.state,
      at: note.savedAt,
      patientId: note.patientId,
      number: contact.number,
      outbox,
      openStep: stepState(note, isDone) === 'open',
    };
  }

  #retainedCall(callId: string): RetainedCall {
    const { at } = this.#db
      .prepare<[string], { at: number }>('SELECT max(at) AS at FROM call_event WHERE call_id = ?')
      .get(callId) ?? { at: 0 };
    const { note } = this.note(callId) ?? {};
    return {
      ...{ callId, at, number: numberInJournal(this.#db, callId), patientId: note?.patientId },
      hasDraft: note?.state === 'draft',
    };
  }

  #removeCall(callId: string, removed: Mutable<Removed>): void {
    const events = this.#delete('DELETE FROM call_event WHERE call_id = ?', callId);
    removed.events += events;
    if (events > 0) removed.calls++;
  }

  #delete(sql: string, ...values: (string | number)[]): number {
    return this.#db.prepare(sql).run(...values).changes;
  }

  #removing(work: (removed: Mutable<Removed>) => void): Result<Removed> {
    const removed: Mutable<Removed> = nothing();
    const written = this.#write(() => work(removed));
    return written.ok ? ok(removed) : written;
  }

  #write(work: () => unknown): Result<void> {
    return this.#tried(() => void this.#db.transaction(work)());
  }

  #tried<T>(work: () => T): Result<T> {
    try {
      return ok(work());
    } catch (error) {
      return failureOf(error);
    }
  }
}

type Mutable<T> = { -readonly [K in keyof T]: T[K] };
