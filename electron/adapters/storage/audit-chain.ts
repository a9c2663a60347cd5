// The audit trail: append-only rows, each sealed over the one before (HMAC-SHA256). The newest seal is also kept in a
// file beside the database, so that cutting the tail off is found too. Where retention has cut the oldest rows off, the
// seal of the last of them is kept, itself sealed: only who has the key can make the chain begin later.
import { createHmac, timingSafeEqual } from 'node:crypto';
import { readFileSync, renameSync, writeFileSync } from 'node:fs';
import type { AuditRow, AuditVerdict } from '../../ports/journal.ts';
import type { Db } from './database.ts';

interface Sealed {
  seq: number;
  row: string;
  mac: string;
}

const GENESIS = 'frontdesk-audit-1';

export class AuditChain {
  readonly #db: Db;
  readonly #key: Buffer;
  readonly #checkpoint: string;
  #last: { seq: number; mac: string };

  constructor(db: Db, keyHex: string, checkpoint: string) {
    this.#db = db;
    this.#key = createHmac('sha256', Buffer.from(keyHex, 'hex')).update('audit').digest();
    this.#checkpoint = checkpoint;
    const last = db.prepare<[], Sealed>('SELECT * FROM audit ORDER BY seq DESC LIMIT 1').get();
    this.#last = last ?? { seq: 0, mac: GENESIS };
  }

  append(row: AuditRow): void {
    const seq = this.#last.seq + 1;
    const text = JSON.stringify(row);
    const mac = this.#seal(this.#last.mac, seq, text);
    this.#db.prepare('INSERT INTO audit (seq, row, mac) VALUES (?, ?, ?)').run(seq, text, mac);
    this.#last = { seq, mac };
    writeFileSync(`${this.#checkpoint}.new`, JSON.stringify({ seq, seal: this.#seal(mac, seq, 'checkpoint') }), {
      mode: 0o600,
    });
    renameSync(`${this.#checkpoint}.new`, this.#checkpoint);
  }

  /**
   * Cuts off rows older than `before` (epoch ms) from the beginning, at most `limit`, never the newest. Call it in a
   * transaction. @returns how many
   */
  cut(before: number, limit: number): number {
    let end: Sealed | undefined;
    let count = 0;
    for (const sealed of this.#db.prepare<[], Sealed>('SELECT * FROM audit ORDER BY seq').iterate()) {
      if (count >= limit || sealed.seq >= this.#last.seq || (JSON.parse(sealed.row) as AuditRow).at >= before) break;
      end = sealed;
      count++;
    }
    if (!end) return 0;
    this.#db
      .prepare('INSERT OR REPLACE INTO audit_start (only, seq, mac, seal) VALUES (1, ?, ?, ?)')
      .run(end.seq, end.mac, this.#seal(end.mac, end.seq, 'start'));
    this.#db.prepare('DELETE FROM audit WHERE seq <= ?').run(end.seq);
    return count;
  }

  /** Walks the whole chain. An edit, a swap, an insert, a deletion and a cut tail each break it at a row. */
  verify(): AuditVerdict {
    const start = this.#start();
    if (!start) return { intact: false, brokenAt: 1, why: 'the beginning was forged' };
    let { mac } = start;
    let expected = start.seq + 1;
    for (const sealed of this.#db.prepare<[], Sealed>('SELECT * FROM audit ORDER BY seq').iterate()) {
      if (sealed.seq !== expected) return { intact: false, brokenAt: expected, why: 'a row is missing' };
      if (!same(sealed.mac, this.#seal(mac, sealed.seq, sealed.row)))
        return { intact: false, brokenAt: expected, why: 'a row was changed' };
      mac = sealed.mac;
      expected++;
    }
    return this.#againstCheckpoint(expected - 1 - start.seq);
  }

  /** What the first row is sealed over; undefined when that was tampered with. */
  #start(): { seq: number; mac: string } | undefined {
    const kept = this.#db
      .prepare<[], { seq: number; mac: string; seal: string }>('SELECT seq, mac, seal FROM audit_start')
      .get();
    if (!kept) return { seq: 0, mac: GENESIS };
    return same(kept.seal, this.#seal(kept.mac, kept.seq, 'start')) ? kept : undefined;
  }

  #againstCheckpoint(rows: number): AuditVerdict {
    const kept = this.#readCheckpoint();
    if (!kept)
      return rows === 0 ? { intact: true, rows } : { intact: false, brokenAt: rows, why: 'the checkpoint is missing' };
    const sealed = this.#db.prepare<[number], Sealed>('SELECT * FROM audit WHERE seq = ?').get(kept.seq);
    // A crash between commit and checkpoint leaves the checkpoint one row behind: that is honest, the other way is not.
    if (!sealed || !same(kept.seal, this.#seal(sealed.mac, kept.seq, 'checkpoint')))
      return { intact: false, brokenAt: kept.seq, why: 'the end was cut off' };
    return { intact: true, rows };
  }

  #readCheckpoint(): { seq: number; seal: string } | undefined {
    try {
      return JSON.parse(readFileSync(this.#checkpoint, 'utf8')) as { seq: number; seal: string };
    } catch {
      return undefined;
    }
  }

  #seal(previous: string, seq: number, text: string): string {
    return createHmac('sha256', this.#key).update(`${previous}\n${seq}\n${text}`).digest('hex');
  }
}

const same = (a: string, b: string) => a.length === b.length && timingSafeEqual(Buffer.from(a), Buffer.from(b));
