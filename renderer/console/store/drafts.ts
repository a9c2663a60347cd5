// Notes as typed. A draft wins over the host while it holds anything the host has not acknowledged; afterwards the host's
// row is the truth again. Pure: the store and the autosave around it only pass facts in.
//
//   clean ──edit──► dirty ──saveStarted──► saving ──acknowledged (nothing typed since)──► clean
//                     ▲                      │ └─acknowledged (typed since)──► dirty
//                     └──────────────────────┴──failed──► dirty, with the reason
import type { NoteRow } from '../../../shared/contract/note.ts';
import type { ErrorCode } from '../../../shared/result/result.ts';

export type Content = NoteRow['content'];

export interface Draft {
  readonly content: Content;
  /** Rises with every keystroke. */
  readonly edits: number;
  /** The `edits` that are on disk. */
  readonly savedEdits: number;
  /** The `edits` of the save under way. */
  readonly savingEdits?: number;
  /** The version to name in the next save. */
  readonly version: number;
  /** Epoch ms of the last save on disk. */
  readonly savedAt?: number;
  /** Why the last save failed; gone after the next one that works. */
  readonly failure?: ErrorCode;
  readonly failures: number;
}
export type Drafts = ReadonlyMap<string, Draft>;

export const emptyContent = (): Content => ({ words: '', fields: {}, told: '' });
export const newDraft = (): Draft => ({ content: emptyContent(), edits: 0, savedEdits: 0, version: 0, failures: 0 });
export const isDirty = (draft: Draft): boolean => draft.edits !== draft.savedEdits;

const without = <T extends object, K extends keyof T>(value: T, ...keys: K[]): Omit<T, K> => {
  const copy = { ...value };
  for (const key of keys) delete copy[key];
  return copy;
};

export function edit(draft: Draft, change: (content: Content) => Content): Draft {
  return { ...draft, content: change(draft.content), edits: draft.edits + 1 };
}

export const saveStarted = (draft: Draft): Draft => ({ ...draft, savingEdits: draft.edits });

export function saveAcknowledged(draft: Draft, answer: { version: number; savedAt: number }): Draft {
  const rest = without(draft, 'failure', 'savingEdits');
  return {
    ...rest,
    savedEdits: draft.savingEdits ?? draft.savedEdits,
    version: Math.max(draft.version, answer.version),
    savedAt: answer.savedAt,
    failures: 0,
  };
}

/** The host already had a newer version: only the version is learnt, the text stays to be saved. */
export function saveSetAside(draft: Draft, answer: { version: number }): Draft {
  return { ...without(draft, 'savingEdits'), version: Math.max(draft.version, answer.version) };
}

export function saveFailed(draft: Draft, failure: ErrorCode): Draft {
  return { ...without(draft, 'savingEdits'), failure, failures: draft.failures + 1 };
}

/** A row from the host: never touches text that is not on disk yet, and an older row never undoes a newer save. */
export function rowArrived(draft: Draft | undefined, row: NoteRow): Draft {
  const base = draft ?? newDraft();
  if (isDirty(base)) return { ...base, version: Math.max(base.version, row.version) };
  if (row.version < base.version) return base;
  return { ...base, content: row.content, version: row.version, savedAt: row.savedAt };
}

/** All rows at once. Drafts whose row is gone are dropped, unless they hold text that was never saved. */
export function rowsArrived(drafts: Drafts, rows: ReadonlyMap<string, NoteRow>): Drafts {
  const next = new Map<string, Draft>();
  for (const [key, draft] of drafts) if (isDirty(draft) || draft.savingEdits !== undefined) next.set(key, draft);
  for (const row of rows.values()) next.set(row.callId, rowArrived(drafts.get(row.callId), row));
  return next;
}
