// A finished note was corrected: what that changes of the thing to do that it had left behind.
import type { Note, NoteContent } from '../note/types.ts';
import type { Work } from './types.ts';

export type CorrectedEvent =
  | { readonly what: 'closed'; readonly how: 'done' }
  | { readonly what: 'reworded'; readonly text: string; readonly reason: string }
  | { readonly what: 'reassigned'; readonly owner: string; readonly reason: string }
  | { readonly what: 'moved'; readonly due: string; readonly reason: string };

const stepOf = ({ nextStep }: NoteContent) => (typeof nextStep === 'object' ? nextStep : undefined);

/**
 * @param before the version that was corrected: what the list's own people changed since stays, unless the correction
 *   changed the same
 * @returns nothing where the correction has been followed already, or the thing is done
 */
export function correctedEvents(
  work: Pick<Work, 'state' | 'history'>,
  note: Pick<Note, 'content' | 'correction' | 'author' | 'finishedAt'>,
  before: NoteContent,
): CorrectedEvent[] {
  const { correction, finishedAt = 0 } = note;
  const isFollowed = work.history.some(({ at, by }) => at >= finishedAt && by === note.author);
  if (!correction || work.state === 'done' || isFollowed) return [];
  const [was, is] = [stepOf(before), stepOf(note.content)];
  if (!is) return was ? [{ what: 'closed', how: 'done' }] : [];
  const { reason } = correction;
  return [
    ...(is.text === was?.text ? [] : [{ what: 'reworded', text: is.text, reason } as const]),
    ...(is.owner === was?.owner ? [] : [{ what: 'reassigned', owner: is.owner, reason } as const]),
    ...(is.due === was?.due ? [] : [{ what: 'moved', due: is.due, reason } as const]),
  ];
}
