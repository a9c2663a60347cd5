import type { NoteSite } from '../../../shared/domain/note/complete.ts';
import { fillAhead, isSame } from '../../../shared/domain/note/fill.ts';
import type { FillValues } from '../../../shared/domain/note/fill.ts';
import { meantBy, stepKindOf } from '../../../shared/domain/note/requests.ts';
import type { Offers } from '../../../shared/domain/note/requests.ts';
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

/** What the answers mean to the EHR, with what the chart has of them. */
export function withMeanings(site: NoteSite, note: Note, offers: Offers | undefined): Note {
  const shown = shownFields(templateOf(site, note.content.category)?.fields ?? [], note.content, note.facts);
  const { meant: before, ...rest } = note;
  const meant = meantBy(shown, note.content, offers, before);
  return Object.keys(meant).length === 0 ? rest : { ...rest, meant };
}

/** A finished note says by itself what its next step is: templates change. */
export function withStepKind(site: NoteSite, note: Note): Note {
  const { nextStep } = note.content;
  if (typeof nextStep !== 'object') return note;
  const template = templateOf(site, note.content.category);
  const shown = shownFields(template?.fields ?? [], note.content, note.facts);
  const kind = stepKindOf(note.content, shown, template, site.outcomes);
  return { ...note, content: { ...note.content, nextStep: { ...nextStep, kind } } };
}
