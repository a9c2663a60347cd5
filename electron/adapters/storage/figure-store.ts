// The facts of the figures in the journal's file. What is told twice, or from two sides, is one row.
import type { DeskFact } from '../../../shared/domain/figures/desk-fact.ts';
import type { MemberSpan } from '../../../shared/domain/figures/member-time.ts';
import { mergeCalls } from '../../../shared/domain/figures/merge.ts';
import type { FactSource } from '../../../shared/domain/figures/merge.ts';
import type { EndedBy, QueueCall, QueueEnd } from '../../../shared/domain/figures/types.ts';
import { ok } from '../../../shared/result/result.ts';
import type { Result } from '../../../shared/result/result.ts';
import type { HandledCall } from '../../../shared/domain/figures/handled.ts';
import type { FigureStore, HandledPlace, LogPlace, Span } from '../../ports/figures.ts';
import { inOneGo } from './database.ts';
import type { Db } from './database.ts';
import { openMemberSpans, putMemberSpans } from './member-rows.ts';
import { deskFactFrom, foreignValues, isNews, joinedNow } from './handled-rows.ts';

/** The log counts whole seconds and its clock is known to about one: the same joining may differ by as much. */
const SAME_MS = 8_000;
/** Days in which a call about the same belongs to the same matter. */
export const RESOLUTION_DAYS = 7;
const RESOLUTION_MS = RESOLUTION_DAYS * 86_400_000;

interface CallRow {
  readonly id: number;
  readonly entry: string;
  readonly queue: string;
  readonly joined: number;
  readonly live: number | null;
  readonly log: number | null;
  readonly linked: string | null;
  readonly number: string;
  readonly position: number | null;
  readonly ended: QueueEnd | null;
  readonly waited: number | null;
  readonly agent: string | null;
  readonly talk: number | null;
  readonly hold: number | null;
  readonly ended_by: EndedBy | null;
  readonly unanswered: string | null;
}

interface KnownDesk {
  readonly id: number;
  readonly at: number;
  readonly entry: string | null;
  readonly queue: string | null;
  readonly wrapUp: number | null;
  readonly matter_number: string | null;
  readonly matter_patient: string | null;
}

export class SqliteFigures implements FigureStore {
  readonly #db: Db;

  constructor(db: Db) {
    this.#db = db;
  }

  putCalls(calls: readonly QueueCall[], source: FactSource): Result<void> {
    return this.#write(() => {
      for (const call of calls) this.#putCall(call, source);
    });
  }

  putDeskFacts(facts: readonly DeskFact[]): Result<void> {
    return this.#write(() => {
      for (const fact of facts) this.#putDesk(fact);
    });
  }

  putHandled(calls: readonly HandledCall[]): Result<number> {
    let news = 0;
    const written = this.#write(() => {
      for (const call of calls)
        if (isNews(this.#db, call)) {
          news++;
          this.#putDesk(deskFactFrom(call), foreignValues(call));
        }
    });
    return written.ok ? ok(news) : written;
  }

  joinHandled(span: Span, keyOf: (number: string) => string | undefined): Result<number> {
    let found = 0;
    const written = this.#write(() => {
      for (const { id, call } of joinedNow(this.#db, span, keyOf)) {
        found++;
        this.#put('desk_call', id, {
          ...{ seq: this.#nextSeq(), entry: call.entry, queue: call.queue, number: call.number },
        });
        this.#touch(call.entry, call.queue);
      }
    });
    return written.ok ? ok(found) : written;
  }

  handledPlace(source: string): HandledPlace | undefined {
    const row = this.#db
      .prepare<[string], { place: string }>('SELECT place FROM handled_place WHERE source = ?')
      .get(source);
    return row && (JSON.parse(row.place) as HandledPlace);
  }

  saveHandledPlace(source: string, place: HandledPlace): Result<void> {
    return this.#write(() => {
      this.#db
        .prepare('INSERT OR REPLACE INTO handled_place (source, place) VALUES (?, ?)')
        .run(source, JSON.stringify(place));
    });
  }

  hasDeskFacts(): boolean {
    return this.#db.prepare("SELECT 1 FROM desk_call WHERE source = 'own' LIMIT 1").get() !== undefined;
  }

  heard(source: FactSource, from: number, to: number): Result<void> {
    return this.#write(() => {
      this.#db
        .prepare(
          `INSERT INTO pbx_heard (source, from_at, to_at) VALUES (?, ?, ?)
           ON CONFLICT (source, from_at) DO UPDATE SET to_at = max(to_at, excluded.to_at)`,
        )
        .run(source, from, Math.max(from, to));
    });
  }

  heardIn(from: number, to: number): Span[] {
    return this.#db
      .prepare<[number, number], Span>(
        'SELECT from_at AS "from", to_at AS "to" FROM pbx_heard WHERE to_at >= ? AND from_at <= ? ORDER BY from_at',
      )
      .all(from, to);
  }

  putMemberSpans(spans: readonly MemberSpan[], source: FactSource): Result<void> {
    return this.#write(() => putMemberSpans(this.#db, spans, source, () => this.#nextSeq()));
  }

  openMemberSpans(source: FactSource): MemberSpan[] {
    return openMemberSpans(this.#db, source);
  }

  logPlace(source: string): LogPlace | undefined {
    const row = this.#db
      .prepare<[string], { place: string }>('SELECT place FROM queue_log_place WHERE source = ?')
      .get(source);
    return row && (JSON.parse(row.place) as LogPlace);
  }

  saveLogPlace(source: string, place: LogPlace): Result<void> {
    return this.#write(() => {
      this.#db
        .prepare('INSERT OR REPLACE INTO queue_log_place (source, place) VALUES (?, ?)')
        .run(source, JSON.stringify(place));
    });
  }

  removeBefore(before: number, keep: (number: string) => boolean): Result<number> {
    let removed = 0;
    const written = this.#write(() => {
      for (const [table, at] of [
        ['queue_call', 'joined'],
        ['desk_call', 'at'],
      ] as const) {
        const old = this.#db
          .prepare<[number], { id: number; number: string }>(
            `SELECT id, number FROM ${table} WHERE ${at} < ? ORDER BY ${at} LIMIT 2000`,
          )
          .all(before);
        const remove = this.#db.prepare(`DELETE FROM ${table} WHERE id = ?`);
        for (const { id, number } of old) if (!keep(number)) removed += remove.run(id).changes;
      }
      removed += this.#db.prepare('DELETE FROM member_span WHERE to_at < ? AND is_open = 0').run(before).changes;
      if (removed > 0) this.#db.exec('UPDATE figure_count SET removals = removals + 1');
      this.#db.prepare('DELETE FROM pbx_heard WHERE to_at < ?').run(before);
    });
    return written.ok ? ok(removed) : written;
  }

  #putCall(call: QueueCall, source: FactSource): void {
    const known = this.#find(call, source);
    const merged = known ? mergeCalls(callOf(known), call, source) : call;
    const heard = { live: known?.live ?? null, log: known?.log ?? null, [source]: call.joinedAt };
    const values = {
      ...{ seq: this.#nextSeq(), entry: merged.entry, queue: merged.queue, joined: merged.joinedAt },
      ...{ live: heard.live, log: heard.log, linked: merged.linkedId ?? null, number: merged.number },
      ...{ position: merged.position ?? null, ended: merged.end ?? null, waited: merged.waited ?? null },
      ...{ agent: merged.agent ?? null, talk: merged.talk ?? null, hold: merged.hold ?? null },
      ended_by: merged.endedBy ?? null,
      unanswered: Object.keys(merged.unanswered).length > 0 ? JSON.stringify(merged.unanswered) : null,
    };
    this.#put('queue_call', known?.id, values);
    if (known) return;
    // What a desk said of it before it was known stood for itself until now.
    this.#db
      .prepare('UPDATE desk_call SET seq = ? WHERE entry = ? AND queue = ?')
      .run(values.seq, values.entry, values.queue);
  }

  /**
   * The row of the same joining: the one this source told of before; else one that only the other has told of, at about
   * the same time. Two joinings of one caller stay two.
   */
  #find({ entry, queue, joinedAt }: QueueCall, source: FactSource): CallRow | undefined {
    const rows = this.#db
      .prepare<[string, string, number, number], CallRow>(
        'SELECT * FROM queue_call WHERE entry = ? AND queue = ? AND joined BETWEEN ? AND ?',
      )
      .all(entry, queue, joinedAt - SAME_MS, joinedAt + SAME_MS);
    const distance = (row: CallRow) => Math.abs(row.joined - joinedAt);
    return (
      rows.find((row) => row[source] === joinedAt) ??
      rows.filter((row) => row[source] === null).sort((a, b) => distance(a) - distance(b))[0]
    );
  }

  #putDesk(fact: DeskFact, more: Record<string, unknown> = { source: 'own' }): void {
    const known = this.#db
      .prepare<[string], KnownDesk>(
        'SELECT id, matter_number, matter_patient, at, entry, queue, wrap_up AS wrapUp FROM desk_call WHERE call_id = ?',
      )
      .get(fact.callId);
    const isMatter = fact.category !== undefined && fact.answered && fact.direction === 'incoming';
    const matterOf = (whose: string | undefined) =>
      isMatter && whose !== undefined ? `${fact.category} ${whose}` : null;
    const values = {
      ...{ seq: this.#nextSeq(), call_id: fact.callId, at: fact.at, direction: fact.direction },
      ...{ number: fact.number, agent: fact.agent, linked: fact.linkedId ?? null, ...more },
      // What was found by caller and time stays found.
      ...{ entry: fact.entry ?? known?.entry ?? null, queue: fact.queue ?? known?.queue ?? null },
      ...{ answered: fact.answered ? 1 : 0, talk: fact.talk ?? null, hold: fact.hold ?? null },
      // A correction says nothing of it.
      wrap_up: fact.wrapUp ?? known?.wrapUp ?? null,
      ...{ transferred: fact.transferred ? 1 : 0, tried: fact.tried },
      ...{ bounced: fact.bounced, note: fact.note },
      ...{ category: fact.category ?? null, outcome: fact.outcome ?? null },
      // Neither a number nor a patient: nobody can call again as the same, and it is a matter of its own.
      matter_number: matterOf(fact.key ?? (fact.patientId === undefined ? `call ${fact.callId}` : undefined)),
      matter_patient: matterOf(fact.patientId),
    };
    this.#put('desk_call', known?.id, values);
    for (const [number, patient] of [
      [known?.matter_number ?? null, known?.matter_patient ?? null],
      [values.matter_number, values.matter_patient],
    ] as const)
      if (number !== null || patient !== null) this.#judgeMatters(number, patient, fact.at);
    if (!isMatter)
      this.#db.prepare('UPDATE desk_call SET is_first = NULL, is_again = NULL WHERE call_id = ?').run(fact.callId);
    if (values.entry !== null) this.#touch(values.entry, values.queue ?? '');
  }

  /** The reader looks at the call anew. */
  #touch(entry: string, queue: string): void {
    this.#db.prepare('UPDATE queue_call SET seq = ? WHERE entry = ? AND queue = ?').run(this.#nextSeq(), entry, queue);
  }

  /** Which calls near this one began a matter, and after which somebody called again about it. */
  #judgeMatters(number: string | null, patient: string | null, at: number): void {
    const near = this.#db
      .prepare<unknown[], { id: number }>(
        `SELECT id FROM desk_call WHERE matter_number = ? AND at BETWEEN ? AND ?
         UNION SELECT id FROM desk_call WHERE matter_patient = ? AND at BETWEEN ? AND ?`,
      )
      .all(number, at - RESOLUTION_MS, at + RESOLUTION_MS, patient, at - RESOLUTION_MS, at + RESOLUTION_MS);
    const judge = this.#db.prepare(JUDGE);
    const seq = this.#nextSeq();
    for (const { id } of near) judge.run({ id, seq, window: RESOLUTION_MS });
  }

  #put(table: 'queue_call' | 'desk_call', id: number | undefined, values: Record<string, unknown>): void {
    const names = Object.keys(values);
    const sql =
      id === undefined
        ? `INSERT INTO ${table} (${names.join(', ')}) VALUES (${names.map((name) => `@${name}`).join(', ')})`
        : `UPDATE ${table} SET ${names.map((name) => `${name} = @${name}`).join(', ')} WHERE id = @id`;
    this.#db.prepare(sql).run(id === undefined ? values : { ...values, id });
  }

  #nextSeq(): number {
    return this.#db.prepare<[], { seq: number }>('UPDATE figure_count SET seq = seq + 1 RETURNING seq').get()!.seq;
  }

  #write(work: () => void): Result<void> {
    return inOneGo(this.#db, () => {
      work();
    });
  }
}

/** As `firstCallResolution` in shared/domain/work says it, for one call and its neighbours; ties go by the call's id. */
const NEIGHBOUR = (order: string) => `EXISTS (
  SELECT 1 FROM desk_call AS other WHERE other.matter_number = one.matter_number AND other.id <> one.id
    AND other.at BETWEEN one.at - @window AND one.at + @window AND ${order}
  UNION ALL
  SELECT 1 FROM desk_call AS other WHERE other.matter_patient = one.matter_patient AND other.id <> one.id
    AND other.at BETWEEN one.at - @window AND one.at + @window AND ${order})`;
const BEFORE = '(other.at < one.at OR (other.at = one.at AND other.call_id < one.call_id))';
const AFTER = '(other.at > one.at OR (other.at = one.at AND other.call_id > one.call_id))';
const JUDGE = `UPDATE desk_call AS one SET seq = @seq, is_first = NOT ${NEIGHBOUR(BEFORE)}, is_again = ${NEIGHBOUR(AFTER)}
  WHERE id = @id`;

const absent = <T>(value: T | null): T | undefined => value ?? undefined;

export function callOf(row: CallRow): QueueCall {
  return {
    ...{ entry: row.entry, queue: row.queue, joinedAt: row.joined, number: row.number },
    ...{ linkedId: absent(row.linked), position: absent(row.position), end: absent(row.ended) },
    ...{ waited: absent(row.waited), agent: absent(row.agent), talk: absent(row.talk), hold: absent(row.hold) },
    endedBy: absent(row.ended_by),
    unanswered: row.unanswered === null ? {} : (JSON.parse(row.unanswered) as Record<string, number>),
  };
}
