// The PhoneIndex port: numbers and the patients they were seen with, of one EHR, in the same encrypted file as the journal.
import { PatientRecord } from '../../../shared/domain/patient/types.ts';
import type { PatientId } from '../../../shared/domain/patient/types.ts';
import type { Remembered } from '../../../shared/domain/patient/phone-index.ts';
import type { E164 } from '../../../shared/domain/phone-number/phone-number.ts';
import type { Result } from '../../../shared/result/result.ts';
import type { PhoneIndex, Reading } from '../../ports/phone-index.ts';
import { inOneGo } from './database.ts';
import type { Db, Statement } from './database.ts';

interface Row {
  readonly record: string;
  readonly inChart: number;
  readonly seen: number;
}

type Statements = Record<'inherit' | 'unlearn' | 'links' | 'gone' | 'person' | 'link', Statement>;

/** A care home has a number for hundreds; who of them it is, is asked by name. */
const MOST_SHARING = 200;

export class SqlitePhoneIndex implements PhoneIndex {
  readonly #db: Db;
  readonly #server: string;
  #prepared: Statements | undefined;

  constructor(db: Db, server: string) {
    this.#db = db;
    this.#server = server;
  }

  find(number: E164): Remembered[] {
    return this.#db
      .prepare<[string, string], Row>(
        `SELECT record, in_chart AS inChart, seen FROM phone_link JOIN phone_person USING (server, patient)
         WHERE server = ? AND number = ? ORDER BY patient LIMIT ${MOST_SHARING}`,
      )
      .all(this.#server, number)
      .flatMap(({ record, inChart, seen }) => {
        // Kept by another version of this program, it may be of another shape: it is learned again.
        const parsed = PatientRecord.safeParse(JSON.parse(record));
        return parsed.success ? [{ record: parsed.data, inChart: inChart === 1, seen }] : [];
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
    const { inherit, unlearn, person, link } = this.#statements();
    for (const old of instead) {
      // Whoever called for the old chart calls for the one it became part of.
      inherit.run(record.id, this.#server, old);
      this.#remove(old);
    }
    unlearn.run(this.#server, record.id, JSON.stringify(numbers));
    person.run(this.#server, record.id, JSON.stringify(record));
    for (const number of numbers) link.run(this.#server, number, record.id, 1, at);
    if (calledFrom !== undefined && !numbers.includes(calledFrom)) link.run(this.#server, calledFrom, record.id, 0, at);
  }

  #remove(patientId: PatientId): void {
    const { links, gone } = this.#statements();
    links.run(this.#server, patientId);
    gone.run(this.#server, patientId);
  }

  /** By patient the index is named: left to itself SQLite walks through every number of the server. */
  #statements(): Statements {
    this.#prepared ??= {
      inherit: this.#db.prepare(
        `INSERT OR IGNORE INTO phone_link (server, number, patient, in_chart, seen)
         SELECT server, number, ?, 0, seen FROM phone_link INDEXED BY phone_link_by_patient WHERE server = ? AND patient = ? AND in_chart = 0`,
      ),
      unlearn: this.#db.prepare(
        `DELETE FROM phone_link INDEXED BY phone_link_by_patient WHERE server = ? AND patient = ? AND in_chart = 1
         AND number NOT IN (SELECT value FROM json_each(?))`,
      ),
      links: this.#db.prepare(
        'DELETE FROM phone_link INDEXED BY phone_link_by_patient WHERE server = ? AND patient = ?',
      ),
      gone: this.#db.prepare('DELETE FROM phone_person WHERE server = ? AND patient = ?'),
      person: this.#db.prepare(
        `INSERT INTO phone_person (server, patient, record) VALUES (?, ?, ?)
         ON CONFLICT (server, patient) DO UPDATE SET record = excluded.record WHERE record <> excluded.record`,
      ),
      link: this.#db.prepare(
        `INSERT INTO phone_link (server, number, patient, in_chart, seen) VALUES (?, ?, ?, ?, ?)
         ON CONFLICT (server, number, patient) DO UPDATE SET in_chart = excluded.in_chart, seen = excluded.seen`,
      ),
    };
    return this.#prepared;
  }

  #write<T>(work: () => T): Result<T> {
    return inOneGo(this.#db, work);
  }
}
