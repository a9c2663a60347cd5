// Rows of calls that other desks handled, as their notes in the EHR say.
import type { CallId } from '../../../shared/domain/call/call.ts';
import type { DeskFact } from '../../../shared/domain/figures/desk-fact.ts';
import { joinHandled } from '../../../shared/domain/figures/handled.ts';
import type { HandledCall, Joinable } from '../../../shared/domain/figures/handled.ts';
import type { Db } from './database.ts';

/** At once: the calls of the desk go first. */
const MOST = 200;
const LONGEST_WAIT_MS = 2 * 3_600_000;

/** What this desk knows of its own call is better; of another's the newer version counts, told once. */
export function isNews(db: Db, { callId, version }: HandledCall): boolean {
  const known = db
    .prepare<[string], { source: string; version: number }>('SELECT source, version FROM desk_call WHERE call_id = ?')
    .get(callId);
  return !known || (known.source === 'ehr' && known.version < version);
}

export const deskFactFrom = (call: HandledCall): DeskFact => ({
  ...{ callId: call.callId as CallId, at: call.at, direction: call.direction, agent: call.agent },
  ...{ entry: call.entry, queue: call.queue, linkedId: call.linkedId, number: call.key ?? '', key: call.key },
  ...{ answered: true, talk: call.talk, hold: call.hold, wrapUp: call.wrapUp },
  ...{ transferred: call.transfers?.reached ?? false, tried: call.transfers?.tried ?? 0 },
  ...{ bounced: call.transfers?.bounced ?? 0, note: 'complete' },
  ...{ category: call.category, outcome: call.outcome, patientId: call.patientId },
});

export const foreignValues = ({ version, answeredAt }: HandledCall) => ({
  ...{ source: 'ehr', version, answered_at: answeredAt ?? null },
});

interface ApartRow {
  readonly id: number;
  readonly at: number;
  readonly linked: string | null;
  readonly number: string;
  readonly agent: string;
  readonly answeredAt: number | null;
}

type Candidate = Joinable & { readonly number: string };

/** Those that name no call of a queue, and the call each of them turns out to be about. */
export function joinedNow(
  db: Db,
  { from, to }: { readonly from: number; readonly to: number },
  keyOf: (number: string) => string | undefined,
): { id: number; call: Candidate }[] {
  const apart = db
    .prepare<[number, number, number], ApartRow>(
      `SELECT id, at, linked, number, agent, answered_at AS answeredAt FROM desk_call
       WHERE source = 'ehr' AND entry IS NULL AND direction = 'incoming' AND at BETWEEN ? AND ?
       ORDER BY at DESC LIMIT ?`,
    )
    .all(from, to, MOST);
  const near = db.prepare<[number, number, string, string | null], Candidate>(
    `SELECT entry, queue, joined AS joinedAt, linked AS linkedId, number, coalesce(agent, '') AS agent, waited
     FROM queue_call WHERE joined BETWEEN ? AND ? AND (agent = ? OR linked = ?)`,
  );
  return apart.flatMap(({ id, at, linked, number, agent, answeredAt }) => {
    const calls = near
      .all(at - LONGEST_WAIT_MS, at + 60_000, agent, linked)
      .map((call) => ({ ...call, key: keyOf(call.number) }));
    const note = {
      ...{ at, agent, answeredAt: answeredAt ?? undefined, linkedId: linked ?? undefined },
      ...{ entry: undefined, queue: undefined, key: number === '' ? undefined : number },
    };
    const call = joinHandled(note, calls);
    return call ? [{ id, call }] : [];
  });
}
