// Routing accuracy: the share of transfers that reached somebody, by the rule that proposed the target and by the target.
// What was called off at the desk says nothing about either and is left out, as is what nobody knows the end of.
import type { Call, Transfer } from '../call/call.ts';

export interface AccuracyRow {
  /** The rule's id or the dialled number; empty: chosen without a rule. */
  readonly key: string;
  readonly label: string;
  readonly counted: number;
  readonly reached: number;
  /** Refused at once; nobody took it; the caller hung up meanwhile. */
  readonly bounced: number;
  readonly returned: number;
  readonly abandoned: number;
}

export interface Accuracy {
  readonly all: AccuracyRow;
  readonly rules: readonly AccuracyRow[];
  readonly destinations: readonly AccuracyRow[];
}

const COUNTED = ['reached', 'bounced', 'returned', 'abandoned'] as const;
type Counted = (typeof COUNTED)[number];
type Ended = Transfer & { readonly state: Counted };

const isCounted = (transfer: Transfer): transfer is Ended =>
  transfer.kind !== 'park' && (COUNTED as readonly string[]).includes(transfer.state);

/** Of the calls given, each in its last state, the transfers asked for since then (epoch ms). */
export function accuracyOf(calls: Iterable<Call>, since: number): Accuracy {
  const transfers = [...calls].flatMap(({ pastTransfers = [], transfer }) =>
    [...pastTransfers, ...(transfer ? [transfer] : [])].filter(isCounted).filter(({ askedAt }) => askedAt >= since),
  );
  return {
    all: rowOf('', '', transfers),
    rules: rowsBy(transfers, ({ rule = '' }) => ({ key: rule, label: rule })),
    destinations: rowsBy(transfers, ({ target, label }) => ({ key: target, label })),
  };
}

function rowOf(key: string, label: string, transfers: readonly Ended[]): AccuracyRow {
  const count = (state: Counted) => transfers.filter((transfer) => transfer.state === state).length;
  return {
    ...{ key, label, counted: transfers.length, reached: count('reached') },
    ...{ bounced: count('bounced'), returned: count('returned'), abandoned: count('abandoned') },
  };
}

function rowsBy(transfers: readonly Ended[], by: (transfer: Ended) => { key: string; label: string }): AccuracyRow[] {
  return [...Map.groupBy(transfers, (transfer) => by(transfer).key)]
    .map(([key, group]) => rowOf(key, by(group.at(-1)!).label, group))
    .sort((a, b) => missed(b) - missed(a) || b.counted - a.counted || (a.key < b.key ? -1 : 1));
}

/** Those that miss most come first; one miss in one transfer weighs less than ten in twelve. */
const missed = ({ counted, reached }: AccuracyRow): number => (counted - reached) / (counted + 2);
