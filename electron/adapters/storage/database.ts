// The only importer of the encrypted SQLite. One file, encrypted as a whole (SQLCipher), WAL, every commit on disk.
import Database from 'better-sqlite3-multiple-ciphers';
import { fail, ok } from '../../../shared/result/result.ts';
import type { Result } from '../../../shared/result/result.ts';

export type Db = Database.Database;

const SCHEMA = [
  `CREATE TABLE call_event (seq INTEGER PRIMARY KEY, call_id TEXT NOT NULL, at INTEGER NOT NULL, type TEXT NOT NULL, call TEXT NOT NULL);
   CREATE INDEX call_event_by_call ON call_event (call_id, seq);
   CREATE TABLE note (call_id TEXT PRIMARY KEY, state TEXT NOT NULL, saved_at INTEGER NOT NULL, note TEXT NOT NULL);
   CREATE TABLE note_version (call_id TEXT NOT NULL, version INTEGER NOT NULL, note TEXT NOT NULL, PRIMARY KEY (call_id, version));
   CREATE TABLE outbox (id TEXT PRIMARY KEY, item TEXT NOT NULL);
   CREATE TABLE done (id TEXT PRIMARY KEY, at INTEGER NOT NULL, by TEXT NOT NULL);
   CREATE TABLE audit (seq INTEGER PRIMARY KEY, row TEXT NOT NULL, mac TEXT NOT NULL);`,
  `CREATE TABLE work (id TEXT PRIMARY KEY, item TEXT NOT NULL);`,
  // What happens to a thing to do is only ever added to; what was ticked off before is the first of it.
  `CREATE TABLE work_event (seq INTEGER PRIMARY KEY, id TEXT NOT NULL, at INTEGER NOT NULL, event TEXT NOT NULL);
   UPDATE work SET item = json_set(item, '$.kind', 'voicemail') WHERE json_extract(item, '$.kind') IS NULL;
   INSERT INTO work_event (id, at, event)
     SELECT id, at, json_object('at', at, 'by', by, 'name', by, 'what', 'closed', 'how', 'done') FROM done;
   DROP TABLE done;`,
];

/** Opens (or makes) the journal. `keyHex`: 64 hexadecimal digits. */
export function openDatabase(file: string, keyHex: string): Result<Db> {
  try {
    const db = new Database(file);
    db.pragma(`cipher='sqlcipher'`);
    db.pragma(`key="x'${keyHex}'"`);
    db.pragma('journal_mode = WAL');
    db.pragma('synchronous = FULL');
    db.pragma('foreign_keys = ON');
    db.pragma('trusted_schema = OFF');
    migrate(db);
    return ok(db);
  } catch (error) {
    return failureOf(error);
  }
}

function migrate(db: Db): void {
  const version = db.pragma('user_version', { simple: true }) as number;
  db.transaction(() => {
    SCHEMA.slice(version).forEach((step) => db.exec(step));
    db.pragma(`user_version = ${SCHEMA.length}`);
  })();
}

/** SQLite's codes in ours: a full disk and a wrong key are things a person can do something about. */
export function failureOf(error: unknown): { ok: false; error: ReturnType<typeof fail>['error'] } {
  const code = typeof error === 'object' && error !== null && 'code' in error ? String(error.code) : '';
  if (code === 'SQLITE_FULL' || code === 'ENOSPC' || code.startsWith('SQLITE_IOERR'))
    return fail('journalDiskFull', code);
  if (code === 'SQLITE_NOTADB') return fail('journalKeyMissing', code);
  return fail('journalFailed', code || (error instanceof Error ? error.name : 'unknown'));
}
