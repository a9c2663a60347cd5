// What is kept on this PC, encrypted. Every method that returns ok has committed to disk.
import type { AnyCallEvent, Call } from '../../shared/domain/call/call.ts';
import type { Delivery, Note } from '../../shared/domain/note/types.ts';
import type { Result } from '../../shared/result/result.ts';

export interface OutboxItem {
  /** `<callId>/communication` or `<callId>/task`, a later version's with `/<version>`: one write, however often tried. */
  readonly id: string;
  readonly callId: string;
  readonly kind: 'communication' | 'task';
  /** The version of the note that is written. */
  readonly version?: number | undefined;
  /** The write that this one corrects: what it made is changed, nothing new is made. */
  readonly amends?: string | undefined;
  readonly state: Exclude<Delivery, 'none'>;
  readonly attempts: number;
  /** An attempt is under way: found set after a crash, its outcome is unknown. */
  readonly underWay?: boolean | undefined;
  /** Epoch ms before which it is not tried again. */
  readonly notBefore: number;
  readonly reference?: string | undefined;
  readonly errorCode?: string | undefined;
}

export type AuditAction =
  | 'signIn'
  | 'signInRefused'
  | 'signOut'
  | 'lock'
  | 'unlock'
  | 'search'
  | 'choose'
  | 'verify'
  | 'verifyRefused'
  | 'reveal'
  | 'note'
  | 'pickUp'
  | 'voicemail'
  | 'transfer'
  | 'archiveSearch'
  | 'archiveOpen'
  | 'archiveExport'
  | 'holdPlaced'
  | 'holdLifted'
  | 'retention';

export interface AuditRow {
  readonly at: number;
  readonly userId: string;
  readonly action: AuditAction;
  readonly callId?: string | undefined;
  readonly patientId?: string | undefined;
  /** Codes only, such as the identifiers that matched. */
  readonly detail?: string | undefined;
}

export type AuditVerdict =
  | { readonly intact: true; readonly rows: number }
  | { readonly intact: false; readonly brokenAt: number; readonly why: string };

export interface WorkState {
  readonly id: string;
  readonly doneAt: number;
  readonly by: string;
}

/** A thing to do that came from no call's note, such as a voicemail handed over. */
export interface KeptWork {
  /** The same for the same thing, so that it is kept once: `voicemail/790@practice/1795295840-00000000`. */
  readonly id: string;
  readonly text: string;
  readonly about: string;
  readonly number?: string | undefined;
  readonly owner: string;
  readonly due: string;
  /** Epoch ms. */
  readonly createdAt: number;
  readonly createdBy: string;
  readonly voicemail?: { readonly message: string; readonly at: number; readonly durationSeconds: number } | undefined;
}

export interface Journal {
  appendCallEvent(call: Call, event: AnyCallEvent['type'] | 'illegal', at: number): Result<void>;
  saveNote(note: Note): Result<void>;
  /** Finishing a note and queueing its writes is one transaction: both happen or neither. */
  finishNote(note: Note, items: readonly OutboxItem[]): Result<void>;
  note(callId: string): Note | undefined;
  notes(filter: 'draft' | 'finished'): Note[];
  /** Every finished version of a call's note, the oldest first. */
  versions(callId: string): Note[];
  calls(limit: number): Call[];
  saveOutbox(item: OutboxItem): Result<void>;
  /** The outcome of a write and the note's delivery state, in one transaction. */
  settle(item: OutboxItem, note: Note): Result<void>;
  outbox(): OutboxItem[];
  /** Keeps it unless work of that id is kept already. */
  saveWork(item: KeptWork): Result<void>;
  work(): KeptWork[];
  markDone(work: WorkState): Result<void>;
  done(): WorkState[];
  audit(row: AuditRow): Result<void>;
  verifyAudit(): AuditVerdict;
  close(): void;
}
