// The PhoneIndex port: numbers and the patients they were seen with, of one EHR, in the same encrypted file as the journal.
import { PatientRecord } from '../../../shared/domain/patient/types.ts';
import type { PatientId } from '../../../shared/domain/patient/types.ts';
import type { Remembered } from '../../../shared/domain/patient/phone-index.ts';
import type { E164 } from '../../../shared/domain/phone-number/phone-number.ts';
import { ok } from '../../../shared/result/result.ts';
import type { Result } from '../../../shared/result/result.ts';
import type { PhoneIndex, Reading } from '../../ports/phone-index.ts';
import { failureOf } from './database.ts';
import type { Db } from './database.ts';

interface Row {
  readonly record: string;
  readonly inChart: number;
}

export class SqlitePhoneIndex implements PhoneIndex {
  readonly #db: Db;
  readonly #server: string;

  constructor(db: Db, server: string) {
    this.#db = db;
    this.#server = server;
  }

  find(number: E164): Remembered[] {
    return this.#db
      .prepare<[string, string], Row>(
        `SELECT record, in_chart AS inChart FROM phone_link JOIN phone_person USING (server, patient)
         WHERE server = ? AND number = ? ORDER BY patient`,
      )
      .all(this.#server, number)
      .flatMap(({ record, inChart }) => {
        // Kept by another version of this program, it may be of another shape: it is learned again.
        const parsed = PatientRecord.safeParse(JSON.parse(record));
        return parsed.success ? [{ record: parsed.data, inChart: inChart === 1 }] : [];
      });
  }

  knows(patientId: PatientId): boolean {
    const found = this.#db.prepare('SELECT 1 FROM phone_person WHERE server = ? AND patient = ?');
    return found.get(this.#server, patientId) !== undefined;
  }

  keep(readings: readonly Reading[], at: number): Result<void> {
    return this.#write(() => readings.forEach((reading) => this.#keep(reading, at)));
  }

  remove(patientIds: readonly PatientId[]): Result<void> {
    return this.#write(() => patientIds.forEach((id) => this.#remove(id)));
  }

  forget(before: number): Result<number> {
    return this.#write(() => {
      const { changes } = this.#db.prepare('DELETE FROM phone_link WHERE seen < ?').run(before);
      this.#db.exec(
        `DELETE FROM phone_person WHERE NOT EXISTS (SELECT 1 FROM phone_link
         WHERE phone_link.server = phone_person.server AND phone_link.patient = phone_person.patient)`,
      );
      return changes;
    });
  }

  wipe(): Result<number> {
    return this.#write(() => {
      const { changes } = this.#db.prepare('DELETE FROM phone_link').run();
      this.#db.exec('DELETE FROM phone_person');
      return changes;
    });
  }

  #keep({ record, numbers, calledFrom, instead = [] }: Reading, at: number): void {
    const link = this.#db.prepare(
      `INSERT INTO phone_link (server, number, patient, in_chart, seen) VALUES (?, ?, ?, ?, ?)
       ON CONFLICT (server, number, patient) DO UPDATE SET in_chart = excluded.in_chart, seen = excluded.seen`,
    );
    for (const old of instead) {
      // Whoever called for the old chart calls for the one it became part of.
      this.#db
        .prepare(
          `INSERT OR IGNORE INTO phone_link (server, number, patient, in_chart, seen)
           SELECT server, number, ?, 0, seen FROM phone_link WHERE server = ? AND patient = ? AND in_chart = 0`,
        )
        .run(record.id, this.#server, old);
      this.#remove(old);
    }
    this.#db
      .prepare('DELETE FROM phone_link WHERE server = ? AND patient = ? AND in_chart = 1')
      .run(this.#server, record.id);
    this.#db
      .prepare('INSERT OR REPLACE INTO phone_person (server, patient, record) VALUES (?, ?, ?)')
      .run(this.#server, record.id, JSON.stringify(record));
    for (const number of numbers) link.run(this.#server, number, record.id, 1, at);
    if (calledFrom !== undefined && !numbers.includes(calledFrom)) link.run(this.#server, calledFrom, record.id, 0, at);
  }

  #remove(patientId: PatientId): void {
    for (const table of ['phone_link', 'phone_person'])
      this.#db.prepare(`DELETE FROM ${table} WHERE server = ? AND patient = ?`).run(this.#server, patientId);
  }

  #write<T>(work: () => T): Result<T> {
    try {
      return ok(this.#db.transaction(work)());
    } catch (error) {
      return failureOf(error);
    }
  }
}
