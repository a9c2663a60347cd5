// The SiteVersions port: texts of the site file, in the same encrypted file as the journal.
import { ok } from '../../../shared/result/result.ts';
import type { Result } from '../../../shared/result/result.ts';
import type { SiteVersion, SiteVersions } from '../../ports/site.ts';
import { failureOf } from './database.ts';
import type { Db } from './database.ts';

/** Years of edits of one practice; the oldest go first. */
const KEPT = 500;

type Facts = Omit<SiteVersion, 'id' | 'text'>;
interface Row {
  readonly id: number;
  readonly facts: string;
  readonly text: string;
}

export class SqliteSiteVersions implements SiteVersions {
  readonly #db: Db;

  constructor(db: Db) {
    this.#db = db;
  }

  add({ text, ...facts }: Omit<SiteVersion, 'id'>): Result<void> {
    try {
      this.#db.transaction(() => {
        this.#db.prepare('INSERT INTO site_version (facts, text) VALUES (?, ?)').run(JSON.stringify(facts), text);
        this.#db.prepare('DELETE FROM site_version WHERE id <= (SELECT max(id) FROM site_version) - ?').run(KEPT);
      })();
      return ok(undefined);
    } catch (error) {
      return failureOf(error);
    }
  }

  list(limit: number): Omit<SiteVersion, 'text'>[] {
    return this.#db
      .prepare<[number], Omit<Row, 'text'>>('SELECT id, facts FROM site_version ORDER BY id DESC LIMIT ?')
      .all(limit)
      .map(({ id, facts }) => ({ id, ...(JSON.parse(facts) as Facts) }));
  }

  get(id: number): SiteVersion | undefined {
    return this.#one('SELECT id, facts, text FROM site_version WHERE id = ?', id);
  }

  before(id: number): SiteVersion | undefined {
    return this.#one('SELECT id, facts, text FROM site_version WHERE id < ? ORDER BY id DESC LIMIT 1', id);
  }

  #one(sql: string, id: number): SiteVersion | undefined {
    const row = this.#db.prepare<[number], Row>(sql).get(id);
    return row && { id: row.id, text: row.text, ...(JSON.parse(row.facts) as Facts) };
  }
}
