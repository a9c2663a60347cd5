// What is kept on this PC, encrypted. Every method that returns ok has committed to disk.
import type { AnyCallEvent, Call } from '../../shared/domain/call/call.ts';
import type { Delivery, Note } from '../../shared/domain/note/types.ts';
import type { WorkEvent, WorkSource } from '../../shared/domain/work/types.ts';
import type { Result } from '../../shared/result/result.ts';

export interface OutboxItem {
  /** `<callId>/communication`, `/task` or `/consent`, a later version's with `/<version>`: one write, however often tried. */
  readonly id: string;
  readonly callId: string;
  readonly kind: 'communication' | 'task' | 'consent';
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
  /** What the EHR did not accept, as the path of the element. */
  readonly refusedField?: string | undefined;
  /** Digests of what was written, to tell later whether somebody else has changed it. */
  readonly wrote?: Readonly<Record<string, string>> | undefined;
  /** Somebody changed in the EHR what this would change: both, and digests of what stood there. */
  readonly contested?:
    | {
        readonly ours: string;
        readonly theirs: { readonly text: string; readonly by: string; readonly at?: number | undefined };
        readonly seen: Readonly<Record<string, string>>;
      }
    | undefined;
  /** Chosen by somebody who saw both: written over what was seen, or both texts. */
  readonly settle?: 'ours' | 'both' | undefined;
  /** Not sent because somebody wanted it so. */
  readonly chose?: 'here' | 'theirs' | undefined;
}

export type AuditAction =
  | 'signIn'
  | 'signInRefused'
  | 'signOut'
  | 'ehrSignIn'
  | 'ehrSignInRefused'
  | 'ehrSignOut'
  | 'ehrKey'
  | 'lock'
  | 'unlock'
  | 'search'
  | 'choose'
  | 'verify'
  | 'verifyRefused'
  | 'reveal'
  | 'chartOpened'
  | 'breakGlass'
  | 'breakGlassRefused'
  | 'goOnUnchecked'
  | 'goOnUncheckedRefused'
  | 'note'
  | 'pickUp'
  | 'voicemail'
  | 'transfer'
  | 'archiveSearch'
  | 'archiveOpen'
  | 'archiveExport'
  | 'holdPlaced'
  | 'holdLifted'
  | 'retention'
  | 'work'
  | 'practice'
  | 'closure'
  | 'queue'
  | 'escalation'
  | 'listen'
  | 'supervise'
  | 'callback'
  | 'reportExport'
  | 'phoneIndexWiped'
  | 'schedule';

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

export interface Journal {
  appendCallEvent(call: Call, event: AnyCallEvent['type'] | 'illegal', at: number): Result<void>;
  saveNote(note: Note): Result<void>;
  /** Finishing a note and queueing its writes is one transaction: both happen or neither. */
  finishNote(note: Note, items: readonly OutboxItem[]): Result<void>;
  note(callId: string): Note | undefined;
  /** The newest 500; with `since` (epoch ms) all that were saved after it. */
  notes(filter: 'draft' | 'finished', since?: number): Note[];
  /** Every finished version of a call's note, the oldest first. */
  versions(callId: string): Note[];
  calls(limit: number): Call[];
  saveOutbox(item: OutboxItem): Result<void>;
  /** The outcome of a write and the note's delivery state, in one transaction. */
  settle(item: OutboxItem, note: Note): Result<void>;
  /** In the order in which they were owed: all, those of one call, or those the EHR has not answered for good. */
  outbox(which?: { readonly callId: string } | 'unsent'): OutboxItem[];
  /** Keeps it unless work of that id is kept already. */
  saveWork(item: WorkSource): Result<void>;
  work(): WorkSource[];
  /** Adds to what happened to it; nothing is ever changed or taken away. */
  appendWork(id: string, events: readonly WorkEvent[]): Result<void>;
  /** Everything that happened, oldest first. */
  workEvents(): { readonly id: string; readonly event: WorkEvent }[];
  audit(row: AuditRow): Result<void>;
  verifyAudit(): AuditVerdict;
  close(): void;
}
