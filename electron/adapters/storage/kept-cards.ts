// The KeptCards port: cards of one EHR's patients, in the same encrypted file as the journal.
import { z } from 'zod';
import type { AgedCard } from '../../../shared/domain/patient/card.ts';
import { CardPart, PatientContext } from '../../../shared/domain/patient/types.ts';
import type { PatientId } from '../../../shared/domain/patient/types.ts';
import type { Result } from '../../../shared/result/result.ts';
import type { KeptCards } from '../../ports/kept-cards.ts';
import { inOneGo } from './database.ts';
import type { Db } from './database.ts';

const Stored = z.object({ context: PatientContext, at: z.partialRecord(CardPart, z.number()) });

export class SqliteKeptCards implements KeptCards {
  readonly #db: Db;
  readonly #server: string;

  constructor(db: Db, server: string) {
    this.#db = db;
    this.#server = server;
  }

  find(patientId: PatientId): ReturnType<KeptCards['find']> {
    const row = this.#db
      .prepare<[string, string], { at: number; card: string }>(
        'SELECT at, card FROM kept_card WHERE server = ? AND patient = ?',
      )
      .get(this.#server, patientId);
    // Kept by another version of this program, it may be of another shape: then there is none.
    const parsed = Stored.safeParse(row && JSON.parse(row.card));
    return row && parsed.success ? { ...parsed.data, keptAt: row.at } : undefined;
  }

  keep({ context, at: readAt }: AgedCard, at: number, most: number): Result<void> {
    return this.#write(() => {
      this.#db
        .prepare('INSERT OR REPLACE INTO kept_card (server, patient, at, card) VALUES (?, ?, ?, ?)')
        .run(this.#server, context.patientId, at, JSON.stringify({ context, at: readAt }));
      this.#db
        .prepare(
          'DELETE FROM kept_card WHERE rowid IN (SELECT rowid FROM kept_card ORDER BY at DESC LIMIT -1 OFFSET ?)',
        )
        .run(most);
    });
  }

  remove(patientIds: readonly PatientId[]): Result<void> {
    const one = this.#db.prepare('DELETE FROM kept_card WHERE server = ? AND patient = ?');
    return this.#write(() => patientIds.forEach((id) => one.run(this.#server, id)));
  }

  forget(before: number): Result<void> {
    return this.#write(() => void this.#db.prepare('DELETE FROM kept_card WHERE at < ?').run(before));
  }

  wipe(): Result<void> {
    return this.#write(() => this.#db.exec('DELETE FROM kept_card'));
  }

  #write(work: () => void): Result<void> {
    return inOneGo(this.#db, () => {
      work();
    });
  }
}
