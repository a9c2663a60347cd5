// How far the audit has been told to the EHR, beside the audit itself. A row is known by its seal, which no other row and no
// other desk has.
import type { AuditMirrorStore, MirrorRow } from '../../ports/audit-mirror.ts';
import type { AuditRow } from '../../ports/journal.ts';
import type { Db } from './database.ts';

export class SqliteAuditMirror implements AuditMirrorStore {
  readonly #db: Db;

  constructor(db: Db) {
    this.#db = db;
  }

  place(): { readonly seq: number; readonly trying: boolean } {
    const kept = this.#db
      .prepare<[], { seq: number; trying: number }>('SELECT seq, trying FROM audit_mirror WHERE only = 1')
      .get();
    if (kept) return { seq: kept.seq, trying: kept.trying === 1 };
    // Switched on for the first time: what was before stays here.
    const last = this.#db.prepare<[], { seq: number }>('SELECT seq FROM audit ORDER BY seq DESC LIMIT 1').get();
    this.keep(last?.seq ?? 0, false);
    return { seq: last?.seq ?? 0, trying: false };
  }

  keep(seq: number, trying: boolean): void {
    this.#db
      .prepare('INSERT OR REPLACE INTO audit_mirror (only, seq, trying) VALUES (1, ?, ?)')
      .run(seq, trying ? 1 : 0);
  }

  after(seq: number, limit: number): MirrorRow[] {
    return this.#db
      .prepare<[number, number], { seq: number; row: string; mac: string }>(
        'SELECT seq, row, mac FROM audit WHERE seq > ? ORDER BY seq LIMIT ?',
      )
      .all(seq, limit)
      .map(({ seq: at, row, mac }) => ({ seq: at, id: `audit/${mac.slice(0, 32)}`, row: JSON.parse(row) as AuditRow }));
  }
}
