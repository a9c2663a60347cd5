// The only importer of the encrypted SQLite. One file, encrypted as a whole (SQLCipher), WAL, every commit on disk.
import Database from 'better-sqlite3-multiple-ciphers';
import { fail, ok } from '../../../shared/result/result.ts';
import type { Result } from '../../../shared/result/result.ts';
import { migrate } from './schema.ts';

export type Db = Database.Database;
export type Statement = Database.Statement;

/** Every page that is not in memory is decrypted again: a search reads a few thousand. */
const CACHE_KIB = 32 * 1024;

/** Opens (or makes) the journal. `keyHex`: 64 hexadecimal digits. */
export function openDatabase(file: string, keyHex: string): Result<Db> {
  try {
    const db = new Database(file);
    unlock(db, keyHex);
    db.pragma('journal_mode = WAL');
    db.pragma('synchronous = FULL');
    db.pragma('foreign_keys = ON');
    db.pragma('trusted_schema = OFF');
    // What is sorted or vacuumed never passes through a file that is not encrypted.
    db.pragma('temp_store = MEMORY');
    // What is deleted or overwritten is gone from the page at once.
    db.pragma('secure_delete = ON');
    db.pragma(`cache_size = -${CACHE_KIB}`);
    migrate(db);
    return ok(db);
  } catch (error) {
    return failureOf(error);
  }
}

function unlock(db: Db, keyHex: string): void {
  db.pragma(`cipher='sqlcipher'`);
  db.pragma(`key="x'${keyHex}'"`);
}

/** A second connection, for a thread that only reads; it throws what it cannot. */
export function openToRead(file: string, keyHex: string): Db {
  const db = new Database(file, { readonly: true });
  unlock(db, keyHex);
  db.pragma('temp_store = MEMORY');
  db.pragma(`cache_size = -${CACHE_KIB}`);
  return db;
}

/** All of it or nothing of it. */
export function inOneGo<T>(db: Db, work: () => T): Result<T> {
  try {
    return ok(db.transaction(work)());
  } catch (error) {
    return failureOf(error);
  }
}

/** SQLite's codes in ours: a full disk and a wrong key are things a person can do something about. */
export function failureOf(error: unknown): { ok: false; error: ReturnType<typeof fail>['error'] } {
  const code = typeof error === 'object' && error !== null && 'code' in error ? String(error.code) : '';
  if (code === 'SQLITE_FULL' || code === 'ENOSPC' || code.startsWith('SQLITE_IOERR'))
    return fail('journalDiskFull', code);
  if (code === 'SQLITE_NOTADB') return fail('journalKeyMissing', code);
  return fail('journalFailed', code || (error instanceof Error ? error.name : 'unknown'));
}
