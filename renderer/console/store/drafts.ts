// Notes as typed. A draft wins over the host while it holds anything the host has not acknowledged; what somebody else kept
// meanwhile is joined with it, place by place, and never overwritten. Pure: the store and the autosave only pass facts in.
//
//   clean ──edit──► dirty ──saveStarted──► saving ──acknowledged (nothing typed since)──► clean
//                     ▲                      │ ├─acknowledged (typed since)──► dirty
//                     │                      │ └─somebody else was first──► joined, dirty
//                     └──────────────────────┴──failed──► dirty, with the reason
import type { NoteRow } from '../../../shared/contract/note.ts';
import { mergeContent } from '../../../shared/domain/note/merge.ts';
import { isSameContent } from '../../../shared/domain/note/places.ts';
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
  /** The version to name in the next save, and what the host has at that version. */
  readonly version: number;
  readonly base: Content;
  /** What was sent since the last answer: found at the host, it is nobody else's. */
  readonly sent: readonly Content[];
  /** Epoch ms of the last save on disk. */
  readonly savedAt?: number;
  /** Why the last save failed; gone after the next one that works. */
  readonly failure?: ErrorCode;
  readonly failures: number;
}
export type Drafts = ReadonlyMap<string, Draft>;

export const emptyContent = (): Content => ({ words: '', fields: {}, told: '' });
export const newDraft = (): Draft => ({
  ...{ content: emptyContent(), base: emptyContent(), sent: [] },
  ...{ edits: 0, savedEdits: 0, version: 0, failures: 0 },
});
/** Answers that may be lost one after the other before it is given up to tell our own text from another's. */
const SENT_KEPT = 8;
export const isDirty = (draft: Draft): boolean => draft.edits !== draft.savedEdits;

const without = <T extends object, K extends keyof T>(value: T, ...keys: K[]): Omit<T, K> => {
  const copy = { ...value };
  for (const key of keys) delete copy[key];
  return copy;
};

export function edit(draft: Draft, change: (content: Content) => Content): Draft {
  return { ...draft, content: change(draft.content), edits: draft.edits + 1 };
}

export const saveStarted = (draft: Draft): Draft => ({
  ...draft,
  savingEdits: draft.edits,
  sent: [...draft.sent, draft.content].slice(-SENT_KEPT),
});

export function saveAcknowledged(draft: Draft, answer: { version: number; savedAt: number }): Draft {
  const rest = without(draft, 'failure', 'savingEdits');
  // Its row may have come before the answer: then the base is what the host made of it already.
  const isNews = answer.version > draft.version;
  return {
    ...rest,
    savedEdits: draft.savingEdits ?? draft.savedEdits,
    version: Math.max(draft.version, answer.version),
    base: isNews ? (draft.sent.at(-1) ?? draft.content) : draft.base,
    sent: [],
    savedAt: answer.savedAt,
    failures: 0,
  };
}

interface Kept {
  readonly content: Content;
  readonly version: number;
  readonly savedAt: number;
  readonly author: string;
  /** Nobody typed these: by field id. */
  readonly filled?: Readonly<Record<string, string>> | undefined;
}

/** Somebody else was first: what they kept and what is typed here become one, and what is here is still to be saved. */
export function joined(draft: Draft, kept: Kept): Draft {
  const { base, sent } = draft;
  const content = mergeContent({
    base,
    mine: draft.content,
    theirs: kept.content,
    by: kept.author,
    at: kept.savedAt,
    sent,
    filled: kept.filled,
  });
  const isAll = isSameContent(content, kept.content) && draft.savingEdits === undefined;
  return {
    ...draft,
    content,
    base: kept.content,
    version: kept.version,
    ...(isAll ? { savedEdits: draft.edits, savedAt: kept.savedAt } : {}),
  };
}

/** The host took nothing over because it has a newer version. */
export function saveJoined(draft: Draft, kept: Kept): Draft {
  const rest = { ...without(draft, 'failure', 'savingEdits'), failures: 0 };
  return { ...(kept.version < draft.version ? rest : joined(rest, kept)), sent: [] };
}

export function saveFailed(draft: Draft, failure: ErrorCode): Draft {
  return { ...without(draft, 'savingEdits'), failure, failures: draft.failures + 1 };
}

/** A row from the host: joined with text that is not on disk yet; an older row never undoes a newer save. */
export function rowArrived(draft: Draft | undefined, row: NoteRow): Draft {
  const before = draft ?? newDraft();
  if (row.version < before.version) return before;
  if (isDirty(before)) return row.version === before.version ? before : joined(before, row);
  return { ...before, content: row.content, base: row.content, version: row.version, savedAt: row.savedAt };
}

/** All rows at once. Drafts whose row is gone are dropped, unless they hold text that was never saved. */
export function rowsArrived(drafts: Drafts, rows: ReadonlyMap<string, NoteRow>): Drafts {
  const next = new Map<string, Draft>();
  for (const [key, draft] of drafts) if (isDirty(draft) || draft.savingEdits !== undefined) next.set(key, draft);
  for (const row of rows.values()) next.set(row.callId, rowArrived(drafts.get(row.callId), row));
  return next;
}
