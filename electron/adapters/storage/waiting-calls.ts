// The WaitingCalls port of one EHR, in the same encrypted file as the journal.
import { AttemptOutcome } from '../../../shared/domain/work/types.ts';
import type { Result } from '../../../shared/result/result.ts';
import type { Called, WaitingCalls } from '../../ports/waiting-calls.ts';
import { inOneGo } from './database.ts';
import type { Db } from './database.ts';

export class SqliteWaitingCalls implements WaitingCalls {
  readonly #db: Db;
  readonly #server: string;

  constructor(db: Db, server: string) {
    this.#db = db;
    this.#server = server;
  }

  of(visitId: string): Called | undefined {
    const row = this.#db
      .prepare<[string, string], { at: number; outcome: string }>(
        'SELECT at, outcome FROM waiting_call WHERE server = ? AND visit = ?',
      )
      .get(this.#server, visitId);
    // An outcome of another version of this program is none here.
    const outcome = AttemptOutcome.safeParse(row?.outcome);
    return row && outcome.success ? { at: row.at, outcome: outcome.data } : undefined;
  }

  keep(visitId: string, { at, outcome }: Called, before: number): Result<void> {
    return inOneGo(this.#db, () => {
      this.#db
        .prepare('INSERT OR REPLACE INTO waiting_call (server, visit, at, outcome) VALUES (?, ?, ?, ?)')
        .run(this.#server, visitId, at, outcome);
      this.#db.prepare('DELETE FROM waiting_call WHERE at < ?').run(before);
    });
  }
}
