// Reading the parked callers. Pure.
import type { ParkedRow } from '../../../shared/contract/parking.ts';

/** Who has been parked longest comes first: the one to take next. */
export const parkedCallers = (rows: ReadonlyMap<string, ParkedRow>): ParkedRow[] =>
  [...rows.values()].sort((a, b) => a.parkedAt - b.parkedAt || a.slot.localeCompare(b.slot));
