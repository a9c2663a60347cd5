// Rows of the times in which people were in queues and paused.
import type { MemberSpan } from '../../../shared/domain/figures/member-time.ts';
import type { FactSource } from '../../../shared/domain/figures/merge.ts';
import type { Db } from './database.ts';

export function putMemberSpans(db: Db, spans: readonly MemberSpan[], source: FactSource, nextSeq: () => number): void {
  if (spans.length === 0) return;
  const seq = nextSeq();
  const put = db.prepare(
    `INSERT INTO member_span (seq, source, agent, queue, kind, reason, from_at, to_at, is_open)
     VALUES (@seq, @source, @agent, @queue, @kind, @reason, @from, @to, @isOpen)
     ON CONFLICT (agent, queue, kind, from_at, source) DO UPDATE SET seq = @seq, reason = @reason, to_at = @to, is_open = @isOpen`,
  );
  for (const span of spans)
    put.run({
      ...span,
      seq,
      source,
      from: Math.round(span.from),
      to: Math.round(span.to),
      isOpen: span.isOpen ? 1 : 0,
    });
}

interface SpanRow extends Omit<MemberSpan, 'isOpen'> {
  readonly isOpen: number;
}

export const openMemberSpans = (db: Db, source: FactSource): MemberSpan[] =>
  db
    .prepare<[string], SpanRow>(
      `SELECT agent, queue, kind, reason, from_at AS "from", to_at AS "to", is_open AS isOpen FROM member_span
       WHERE source = ? AND is_open = 1`,
    )
    .all(source)
    .map((row) => ({ ...row, isOpen: row.isOpen === 1 }));
