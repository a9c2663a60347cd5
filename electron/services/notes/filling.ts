import type { NoteSite } from '../../../shared/domain/note/complete.ts';
import { fillAhead, isSame } from '../../../shared/domain/note/fill.ts';
import type { FillValues } from '../../../shared/domain/note/fill.ts';
import { shownFields, templateOf } from '../../../shared/domain/note/template.ts';
import type { CallFacts, Note } from '../../../shared/domain/note/types.ts';

/** The note with the facts of its call, and with what can be filled ahead; the same object when nothing changes. */
export function filledFor(site: NoteSite, note: Note, known: { facts: CallFacts; values: FillValues }): Note {
  const { facts, values } = known;
  const template = templateOf(site, note.content.category);
  const shown = shownFields(template?.fields ?? [], note.content, facts);
  const before = note.filled ?? {};
  const { content, filled } = template
    ? fillAhead(shown, note.content, before, values)
    : { content: note.content, filled: before };
  const isFilled = content !== note.content;
  if (!isFilled && isSame(filled, before) && JSON.stringify(facts) === JSON.stringify(note.facts)) return note;
  return { ...note, content, facts, filled };
}
