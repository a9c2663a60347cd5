// What is known of EHRs, in the same encrypted file as the journal.
import { EhrFacts } from '../../../shared/domain/ehr/profile.ts';
import type { Log } from '../../ports/runtime.ts';
import type { EhrProfileStore } from '../../ports/ehr.ts';
import type { KeptCards } from '../../ports/kept-cards.ts';
import type { PhoneIndex } from '../../ports/phone-index.ts';
import type { WaitingCalls } from '../../ports/waiting-calls.ts';
import type { Db } from './database.ts';
import { SqliteKeptCards } from './kept-cards.ts';
import { SqlitePhoneIndex } from './phone-index.ts';
import { SqliteWaitingCalls } from './waiting-calls.ts';

export class SqliteEhrStore {
  readonly #db: Db;

  constructor(db: Db) {
    this.#db = db;
  }

  /** Whose number is whose at this server. */
  phones(server: string): PhoneIndex {
    return new SqlitePhoneIndex(this.#db, server);
  }

  /** The last cards of patients of this server. */
  cards(server: string): KeptCards {
    return new SqliteKeptCards(this.#db, server);
  }

  /** What came of calling those on this server's waiting list. */
  waitingCalls(server: string): WaitingCalls {
    return new SqliteWaitingCalls(this.#db, server);
  }

  /** What the server at this address was found able to do. */
  facts(server: string): EhrFacts | undefined {
    const row = this.#db
      .prepare<[string], { facts: string }>('SELECT facts FROM ehr_profile WHERE server = ?')
      .get(server);
    // Kept by another version of this program, it may be of another shape: the server is asked again.
    const parsed = EhrFacts.safeParse(row && JSON.parse(row.facts));
    return parsed.success ? parsed.data : undefined;
  }

  saveFacts(server: string, facts: EhrFacts): void {
    this.#db
      .prepare('INSERT OR REPLACE INTO ehr_profile (server, facts) VALUES (?, ?)')
      .run(server, JSON.stringify(facts));
  }
}

/** The store of one server; before the journal is open nothing is known, and nothing is kept. */
export const profileStore = (server: string, store: () => SqliteEhrStore | undefined, log: Log): EhrProfileStore => ({
  load: () => store()?.facts(server),
  save(facts) {
    try {
      store()?.saveFacts(server, facts);
    } catch (error) {
      // A full disk is said elsewhere; what was learned is learned again.
      log.warn('ehr.profileNotKept', { code: error instanceof Error ? error.name : 'unknown' });
    }
  },
});
