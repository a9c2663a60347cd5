// A journal in a folder of a test, opened as the program does, and its file looked into from beside.
import path from 'node:path';
import { openDatabase } from '../../electron/adapters/storage/database.ts';
import type { Db } from '../../electron/adapters/storage/database.ts';
import { openJournal } from '../../electron/adapters/storage/journal.ts';
import type { StoredJournal } from '../../electron/adapters/storage/journal.ts';

const KEY = 'ab'.repeat(32);

export function journalIn(folder: string): StoredJournal {
  const opened = openJournal(folder, KEY);
  if (!opened.ok) throw new Error(opened.error.code);
  return opened.value;
}

/** The same file through a connection of its own. */
export function withDatabaseIn<T>(folder: string, work: (db: Db) => T): T {
  const opened = openDatabase(path.join(folder, 'journal.db'), KEY);
  if (!opened.ok) throw new Error(opened.error.code);
  try {
    return work(opened.value);
  } finally {
    opened.value.close();
  }
}
