// Finished notes and calls for the tests of the archive.
import { CallId } from '../../shared/domain/call/call.ts';
import type { Call } from '../../shared/domain/call/call.ts';
import type { Note, NoteContent } from '../../shared/domain/note/types.ts';

export function finished(
  id: string,
  content: Partial<NoteContent> = {},
  change: Partial<Omit<Note, 'content'>> = {},
): Note {
  return {
    callId: CallId.parse(id),
    author: 'chloe',
    content: { words: '', fields: {}, told: '', ...content },
    version: 2,
    state: 'finished',
    createdAt: 1_000,
    savedAt: 2_000,
    finishedAt: 2_000,
    emergency: [],
    delivery: 'sent',
    ...change,
  };
}

export const callOf = (id: string, number: string, at = 1_000): Call => ({
  id: CallId.parse(id),
  line: 1,
  direction: 'incoming',
  state: 'ended',
  remote: { number, name: '', withheld: false },
  startedAt: at,
  muted: false,
  remoteHold: false,
  silenced: false,
});
