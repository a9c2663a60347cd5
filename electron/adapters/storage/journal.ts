// The Journal port over the encrypted database. A method that returns ok has committed.
import path from 'node:path';
import type { Call } from '../../../shared/domain/call/call.ts';
import type { Note } from '../../../shared/domain/note/types.ts';
import { ok } from '../../../shared/result/result.ts';
import type { Result } from '../../../shared/result/result.ts';
import type { WorkEvent, WorkSource } from '../../../shared/domain/work/types.ts';
import type { ArchiveStore } from '../../ports/archive.ts';
import type { AuditMirrorStore } from '../../ports/audit-mirror.ts';
import type { AuditRow, Journal, OutboxItem } from '../../ports/journal.ts';
import { SqliteArchive } from './archive.ts';
import { AuditChain } from './audit-chain.ts';
import { SqliteAuditMirror } from './audit-mirror.ts';
import { failureOf, inOneGo, openDatabase } from './database.ts';
import type { Db } from './database.ts';
import type { SiteVersions } from '../../ports/site.ts';
import type { FigureStore } from '../../ports/figures.ts';
import { SqliteFigures } from './figure-store.ts';
import { SqliteEhrStore } from './ehr-store.ts';
import { NoteIndex } from './note-index.ts';
import { SqliteSiteVersions } from './site-versions.ts';

/** The journal, and the archive of its finished notes in the same file. */
export interface StoredJournal extends Journal {
  readonly archive: ArchiveStore;
  readonly siteVersions: SiteVersions;
  readonly figures: FigureStore;
  readonly ehr: SqliteEhrStore;
  readonly auditMirror: AuditMirrorStore;
}

/** Opens the journal in `folder`. Errors: journalKeyMissing (wrong or lost key), journalDiskFull, journalFailed. */
export function openJournal(folder: string, keyHex: string): Result<StoredJournal> {
  const opened = openDatabase(path.join(folder, 'journal.db'), keyHex);
  if (!opened.ok) return opened;
  try {
    return ok(
      new SqliteJournal(opened.value, new AuditChain(opened.value, keyHex, path.join(folder, 'audit.checkpoint'))),
    );
  } catch (error) {
    return failureOf(error);
  }
}

class SqliteJournal implements StoredJournal {
  readonly #db: Db;
  readonly #chain: AuditChain;
  readonly #index: NoteIndex;
  readonly archive: ArchiveStore;
  readonly siteVersions: SiteVersions;
  readonly figures: FigureStore;
  readonly ehr: SqliteEhrStore;
  readonly auditMirror: AuditMirrorStore;

  constructor(db: Db, chain: AuditChain) {
    this.#db = db;
    this.#chain = chain;
    this.#index = new NoteIndex(db);
    this.archive = new SqliteArchive(db, this.#index, chain);
    this.siteVersions = new SqliteSiteVersions(db);
    this.figures = new SqliteFigures(db);
    this.ehr = new SqliteEhrStore(db);
    this.auditMirror = new SqliteAuditMirror(db);
  }

  appendCallEvent(call: Call, type: string, at: number): Result<void> {
    return this.#write(() => {
      this.#db
        .prepare('INSERT INTO call_event (call_id, at, type, call) VALUES (?, ?, ?, ?)')
        .run(call.id, at, type, JSON.stringify(call));
    });
  }

  saveNote(note: Note): Result<void> {
    return this.#write(() => this.#putNote(note));
  }

  finishNote(note: Note, items: readonly OutboxItem[]): Result<void> {
    return this.#write(() => {
      this.#putNote(note);
      items.forEach((item) => this.#putOutbox(item));
    });
  }

  note(callId: string): Note | undefined {
    return this.#read<Note>('SELECT note AS json FROM note WHERE call_id = ?', callId)[0];
  }

  notes(filter: 'draft' | 'finished', since?: number): Note[] {
    if (since !== undefined)
      return this.#read<Note>('SELECT note AS json FROM note WHERE state = ? AND saved_at >= ?', filter, since);
    return this.#read<Note>('SELECT note AS json FROM note WHERE state = ? ORDER BY saved_at DESC LIMIT 500', filter);
  }

  versions(callId: string): Note[] {
    return this.#read<Note>('SELECT note AS json FROM note_version WHERE call_id = ? ORDER BY version', callId);
  }

  calls(limit: number): Call[] {
    // Newest event first; of each call the first that is met. A journal of years is not read for the calls of a week.
    const events = this.#db.prepare<[], { id: string; json: string }>(
      'SELECT call_id AS id, call AS json FROM call_event ORDER BY seq DESC',
    );
    const calls = new Map<string, Call>();
    for (const { id, json } of events.iterate()) {
      if (calls.size >= limit) break;
      if (!calls.has(id)) calls.set(id, JSON.parse(json) as Call);
    }
    return [...calls.values()];
  }

  saveOutbox(item: OutboxItem): Result<void> {
    return this.#write(() => this.#putOutbox(item));
  }

  settle(item: OutboxItem, note: Note): Result<void> {
    return this.finishNote(note, [item]);
  }

  outbox(which?: { readonly callId: string } | 'unsent'): OutboxItem[] {
    const all = 'SELECT item AS json FROM outbox';
    if (which === undefined) return this.#read<OutboxItem>(`${all} ORDER BY rowid`);
    // The expressions are those of the indexes: a delivery never reads what was sent in the years before.
    if (which === 'unsent')
      return this.#read<OutboxItem>(
        `${all} WHERE json_extract(item, '$.state') IN ('waiting', 'unknown') ORDER BY rowid`,
      );
    return this.#read<OutboxItem>(`${all} WHERE json_extract(item, '$.callId') = ? ORDER BY rowid`, which.callId);
  }

  saveWork(item: WorkSource): Result<void> {
    return this.#write(() => {
      this.#db.prepare('INSERT OR IGNORE INTO work (id, item) VALUES (?, ?)').run(item.id, JSON.stringify(item));
    });
  }

  work(): WorkSource[] {
    return this.#read<WorkSource>('SELECT item AS json FROM work ORDER BY rowid');
  }

  appendWork(id: string, events: readonly WorkEvent[]): Result<void> {
    return this.#write(() => {
      const add = this.#db.prepare('INSERT INTO work_event (id, at, event) VALUES (?, ?, ?)');
      for (const event of events) {
        add.run(id, event.at, JSON.stringify(event));
        if (event.what === 'closed')
          this.#db.prepare('INSERT OR REPLACE INTO done (id, at, by) VALUES (?, ?, ?)').run(id, event.at, event.by);
        if (event.what === 'reopened') this.#db.prepare('DELETE FROM done WHERE id = ?').run(id);
      }
      if (id.endsWith('/task')) this.#index.stepChanged(id.slice(0, -'/task'.length));
    });
  }

  workEvents(): { id: string; event: WorkEvent }[] {
    return this.#db
      .prepare<[], { id: string; event: string }>('SELECT id, event FROM work_event ORDER BY seq')
      .all()
      .map(({ id, event }) => ({ id, event: JSON.parse(event) as WorkEvent }));
  }

  audit(row: AuditRow): Result<void> {
    return this.#write(() => this.#chain.append(row));
  }

  verifyAudit(): ReturnType<Journal['verifyAudit']> {
    return this.#chain.verify();
  }

  close(): void {
    this.#db.close();
  }

  #putNote(note: Note): void {
    const text = JSON.stringify(note);
    this.#db
      .prepare(
        `INSERT INTO note (call_id, state, saved_at, note) VALUES (?, ?, ?, ?)
         ON CONFLICT (call_id) DO UPDATE SET state = excluded.state, saved_at = excluded.saved_at, note = excluded.note`,
      )
      .run(note.callId, note.state, note.savedAt, text);
    if (note.state !== 'finished') return;
    this.#db
      .prepare('INSERT OR REPLACE INTO note_version (call_id, version, note) VALUES (?, ?, ?)')
      .run(note.callId, note.version, text);
    this.#index.put(note);
  }

  #putOutbox(item: OutboxItem): void {
    this.#db
      .prepare('INSERT INTO outbox (id, item) VALUES (?, ?) ON CONFLICT (id) DO UPDATE SET item = excluded.item')
      .run(item.id, JSON.stringify(item));
  }

  #read<T>(sql: string, ...values: unknown[]): T[] {
    return this.#db
      .prepare<unknown[], { json: string }>(sql)
      .all(...values)
      .map(({ json }) => JSON.parse(json) as T);
  }

  #write(work: () => void): Result<void> {
    return inOneGo(this.#db, () => {
      work();
    });
  }
}
