// The archive of finished notes as the services see it: found, held, let go. The same encrypted file as the journal.
import type { Contact } from '../../shared/domain/archive/facts.ts';
import type { RetainedCall, RetainedNote } from '../../shared/domain/archive/retention.ts';
import type { Hold } from '../../shared/domain/archive/types.ts';
import type { Note } from '../../shared/domain/note/types.ts';
import type { Result } from '../../shared/result/result.ts';

export interface ArchivedNote {
  /** Its place in time: of two notes the later has the higher one. */
  readonly doc: number;
  readonly note: Note;
  readonly contact: Contact;
  /** The next step it owed is done. */
  readonly isDone: boolean;
}

export interface ArchiveQuery {
  /** As `searchQuery` makes it; absent: every note. */
  readonly match?: string | undefined;
  /** Epoch ms at which the call began, both included. */
  readonly from?: number | undefined;
  readonly to?: number | undefined;
  /** Only what is older than this place. */
  readonly before?: number | undefined;
  readonly limit: number;
}

/** How many of what kind were deleted. */
export interface Removed {
  readonly notes: number;
  readonly versions: number;
  readonly calls: number;
  readonly events: number;
  readonly work: number;
}

/** Where a page of what might be past its time ended. */
export interface RetentionCursor {
  readonly at: number;
  readonly row: number;
}
export const FROM_THE_START: RetentionCursor = { at: 0, row: 0 };

/** Oldest first; `next` goes on behind it, absent at the end. */
export interface RetentionPage<T> {
  readonly rows: readonly T[];
  readonly next?: RetentionCursor | undefined;
}

export interface RetainedWork {
  readonly id: string;
  readonly number: string;
}

export interface ArchiveStore {
  /** Finished notes that fit, the newest first. */
  find(query: ArchiveQuery): Result<ArchivedNote[]>;
  drafts(): ArchivedNote[];
  note(callId: string): ArchivedNote | undefined;
  /** Every finished version, the first first. */
  versions(callId: string): Note[];
  /** Finished notes the index lacks: after the program was renewed, or after the index was found broken. */
  unindexed(): number;
  /** Puts up to `limit` of them in, the newest first; false once all have been looked at. */
  indexMore(limit: number): Result<boolean>;

  holds(): Hold[];
  placeHold(hold: Hold): Result<void>;
  liftHold(id: string): Result<void>;

  /** Finished notes last saved before `before` (epoch ms). */
  oldNotes(before: number, after: RetentionCursor, limit: number): RetentionPage<RetainedNote>;
  /** Calls with an event before `before`. */
  oldCalls(before: number, after: RetentionCursor, limit: number): RetentionPage<RetainedCall>;
  /** Things to do that came from no note and were done before `before`. */
  oldWork(before: number): RetainedWork[];
  /** The notes with all their versions, calls, writes and steps, in one transaction. */
  removeNotes(callIds: readonly string[]): Result<Removed>;
  removeCalls(callIds: readonly string[]): Result<Removed>;
  removeWork(ids: readonly string[]): Result<Removed>;
  /** Cuts the oldest rows off the audit, at most `limit`; the chain stays provable. Returns how many. */
  removeAudit(before: number, limit: number): Result<number>;
  /** Nothing deleted is left in any file of the journal. */
  wipe(): Result<void>;
}
