// The local audit as the EHR is told of it: row by row, in order, each once.
import type { AuditRow } from './journal.ts';

export interface MirrorRow {
  readonly seq: number;
  /** Stable id of the row, like no other at any desk. */
  readonly id: string;
  readonly row: AuditRow;
}

export interface AuditMirrorStore {
  /** Up to which row the EHR knows it; `trying`: the next one was on its way when the program last wrote this down. */
  place(): { readonly seq: number; readonly trying: boolean };
  keep(seq: number, trying: boolean): void;
  after(seq: number, limit: number): MirrorRow[];
}
