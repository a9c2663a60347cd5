// Reads the facts into columns and keeps them up with the file. Used in a thread of its own.
import { FigureColumns } from '../../../shared/domain/figures/columns.ts';
import type { FigureRow } from '../../../shared/domain/figures/columns.ts';
import { localTimes } from '../../../shared/domain/figures/local-time.ts';
import type { TimeSpan } from '../../../shared/domain/figures/person-time.ts';
import type { QueueEnd } from '../../../shared/domain/figures/types.ts';
import type { CallBehind } from '../../ports/figures.ts';
import type { Db } from './database.ts';

interface ReadRow {
  readonly id: number;
  readonly at: number;
  readonly queue: string;
  readonly agent: string;
  readonly category: string;
  readonly ended: QueueEnd | null;
  readonly waited: number | null;
  readonly talk: number | null;
  readonly hold: number | null;
  readonly wrapUp: number | null;
  readonly transferred: number;
  readonly tried: number;
  readonly bounced: number;
  readonly voicemail: number;
  readonly note: FigureRow['note'];
  readonly isFirst: number | null;
  readonly isAgain: number | null;
  readonly unanswered: string | null;
}

type ShownRow = Omit<CallBehind, 'hasNote'> & { readonly hasNote: number };

/**
 * The desk's part of a queue call. A caller may come into one queue twice with one entry: it belongs to the last time. Of two
 * desks' notes that of who answered counts, then the one that says what it was about, then the later.
 */
const DESK = `LEFT JOIN desk_call AS d ON d.id = (SELECT one.id FROM desk_call AS one WHERE one.entry = q.entry
  AND one.queue = q.queue AND one.direction = 'incoming' AND one.at >= q.joined - 60000
  AND NOT EXISTS (SELECT 1 FROM queue_call AS later WHERE later.entry = q.entry AND later.queue = q.queue
    AND later.joined > q.joined AND later.joined <= one.at)
  ORDER BY one.agent = q.agent DESC, one.category IS NULL, one.answered DESC, one.at DESC, one.call_id LIMIT 1)`;
const QUEUE_CALLS = `SELECT q.id, q.joined AS at, q.queue, coalesce(q.agent, '') AS agent, coalesce(d.category, '') AS category,
    q.ended, q.waited, q.talk, coalesce(q.hold, d.hold) AS hold, d.wrap_up AS wrapUp,
    coalesce(q.ended_by = 'transfer', 0) OR coalesce(d.transferred, 0) AS transferred, coalesce(d.tried, 0) AS tried,
    coalesce(d.bounced, 0) AS bounced, 0 AS voicemail, coalesce(d.note, 'none') AS note,
    d.is_first AS isFirst, d.is_again AS isAgain, q.unanswered
  FROM queue_call AS q ${DESK} WHERE q.seq > ? AND q.seq <= ?`;
/** Those of this desk that the PBX has not told as a call in a queue. */
const DESK_CALLS = `SELECT d.id, d.at, coalesce(d.queue, '') AS queue, d.agent, coalesce(d.category, '') AS category, NULL AS ended,
    NULL AS waited, d.talk, d.hold, d.wrap_up AS wrapUp, d.transferred, d.tried, d.bounced, d.direction = 'voicemail' AS voicemail, d.note,
    d.is_first AS isFirst, d.is_again AS isAgain, NULL AS unanswered,
    EXISTS (SELECT 1 FROM queue_call AS q WHERE q.entry = d.entry AND q.queue = d.queue) AS isTold
  FROM desk_call AS d WHERE d.direction <> 'outgoing' AND d.seq > ? AND d.seq <= ?`;

interface SpanRow extends TimeSpan {
  readonly id: number;
  readonly agent: string;
}
const SPANS = `SELECT id, agent, queue, kind, reason, from_at AS "from", to_at AS "to" FROM member_span
  WHERE seq > ? AND seq <= ?`;

export class ColumnReader {
  readonly #db: Db;
  #columns: FigureColumns;
  #zone = '';
  #seq = 0;
  #removals = -1;
  /** Where each row of the two tables stands in the columns, and back. */
  #places: { queue: number[]; desk: number[] } = { queue: [], desk: [] };
  /** By their row's id. */
  #spans: (Omit<SpanRow, 'id'> | undefined)[] = [];
  #members: ReadonlyMap<string, readonly TimeSpan[]> = new Map();
  #origins: { table: 'queue' | 'desk'; id: number }[] = [];

  constructor(db: Db) {
    this.#db = db;
    this.#columns = new FigureColumns(localTimes('UTC'));
  }

  /** As the file is now. */
  columns(zone: string): FigureColumns {
    const count = this.#db
      .prepare<[], { seq: number; removals: number }>('SELECT seq, removals FROM figure_count')
      .get() ?? { seq: 0, removals: 0 };
    if (zone !== this.#zone || count.removals !== this.#removals) this.#startAnew(zone, count.removals);
    if (count.seq > this.#seq) this.#readOn(count.seq);
    return this.#columns;
  }

  /** By person. */
  memberSpans(): ReadonlyMap<string, readonly TimeSpan[]> {
    return this.#members;
  }

  /** Everything the list behind a figure shows of these rows. */
  shown(rows: readonly number[]): CallBehind[] {
    const queue = this.#db.prepare<[number], ShownRow>(
      `SELECT q.joined AS at, 'queue' AS kind, q.queue, q.number, q.ended AS "end", coalesce(q.agent, '') AS agent, q.waited, q.talk,
         coalesce(q.hold, d.hold) AS hold, d.category, CASE d.source WHEN 'own' THEN d.call_id END AS callId,
         coalesce(d.note = 'complete' AND d.source = 'own', 0) AS hasNote
       FROM queue_call AS q ${DESK} WHERE q.id = ?`,
    );
    const desk = this.#db.prepare<[number], ShownRow>(
      `SELECT at, 'desk' AS kind, coalesce(queue, '') AS queue, number, NULL AS "end", agent, NULL AS waited, talk, hold, category,
         CASE source WHEN 'own' THEN call_id END AS callId, note = 'complete' AND source = 'own' AS hasNote FROM desk_call WHERE id = ?`,
    );
    return rows.flatMap((row) => {
      const origin = this.#origins[row];
      const read = origin && (origin.table === 'queue' ? queue : desk).get(origin.id);
      return read ? [{ ...withoutNulls(read), hasNote: Boolean(read.hasNote) }] : [];
    });
  }

  #startAnew(zone: string, removals: number): void {
    this.#columns = new FigureColumns(localTimes(zone));
    this.#places = { queue: [], desk: [] };
    this.#origins = [];
    this.#spans = [];
    this.#members = new Map();
    this.#zone = zone;
    this.#removals = removals;
    this.#seq = 0;
  }

  #readOn(to: number): void {
    for (const row of this.#db.prepare<[number, number], ReadRow>(QUEUE_CALLS).iterate(this.#seq, to))
      this.#columns.set(this.#placeOf('queue', row.id), rowOf('queue', row));
    for (const row of this.#db
      .prepare<[number, number], ReadRow & { isTold: number }>(DESK_CALLS)
      .iterate(this.#seq, to)) {
      const place = this.#placeOf('desk', row.id);
      if (row.isTold) this.#columns.clear(place);
      else this.#columns.set(place, rowOf('desk', row));
    }
    this.#readSpans(to);
    this.#seq = to;
  }

  #readSpans(to: number): void {
    let isNew = false;
    for (const { id, ...span } of this.#db.prepare<[number, number], SpanRow>(SPANS).iterate(this.#seq, to)) {
      this.#spans[id] = span;
      isNew = true;
    }
    if (isNew)
      this.#members = Map.groupBy(
        this.#spans.filter((span) => span !== undefined),
        ({ agent }) => agent,
      );
  }

  #placeOf(table: 'queue' | 'desk', id: number): number {
    return (this.#places[table][id] ??= this.#origins.push({ table, id }) - 1);
  }
}

const absent = <T>(value: T | null): T | undefined => value ?? undefined;

function rowOf(kind: FigureRow['kind'], row: ReadRow): FigureRow {
  return {
    ...{ kind, at: row.at, queue: row.queue, agent: row.agent, category: row.category, end: absent(row.ended) },
    ...{ waited: absent(row.waited), talk: absent(row.talk), hold: absent(row.hold), wrapUp: absent(row.wrapUp) },
    ...{ transferred: row.transferred > 0, tried: row.tried, bounced: row.bounced, voicemail: row.voicemail > 0 },
    note: row.note,
    matter: row.isFirst ? (row.isAgain ? 'again' : 'first') : 'none',
    unanswered: row.unanswered === null ? {} : (JSON.parse(row.unanswered) as Record<string, number>),
  };
}

const withoutNulls = <T extends object>(row: T): T =>
  Object.fromEntries(Object.entries(row).filter(([, value]) => value !== null)) as T;
