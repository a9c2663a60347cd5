// A finished note is never overwritten: it is opened again with a reason, and finished again as a new version.
import type { Correction, Note } from '../../../shared/domain/note/types.ts';

/** The finished note as a draft to be corrected. Saves that were typed before it was finished are older than it. */
export function opened(finished: Note, why: Omit<Correction, 'of'>): Note {
  const { finishedAt: _finishedAt, ...rest } = finished;
  return {
    ...rest,
    state: 'draft',
    version: finished.version + 1,
    savedAt: why.at,
    correction: { ...why, of: finished.version },
  };
}

/** As it was finished; what the EHR has said meanwhile stays said, and so does an emergency's clock. */
export const dropped = (draft: Note, finished: Note): Note => ({
  ...finished,
  delivery: draft.delivery,
  ...(draft.items ? { items: draft.items } : {}),
  emergency: draft.emergency,
});
