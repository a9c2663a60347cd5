// How each thing that a note asks of the EHR stands, as it is shown: one line for the note itself, one for its next step.
// Pure, over what the outbox keeps.
import type { ChartItem, Delivery, Note } from '../../../shared/domain/note/types.ts';
import type { OutboxItem } from '../../ports/journal.ts';

/** Of each kind the write of the latest version: what it says is how the note stands. */
export function latestOf(items: readonly OutboxItem[]): OutboxItem[] {
  const ordered = [...items].sort((a, b) => (a.version ?? 0) - (b.version ?? 0));
  return [...new Map(ordered.map((item) => [item.kind, item])).values()];
}

const ORDER: readonly Delivery[] = ['refused', 'conflict', 'unknown', 'waiting', 'keptHere', 'sent', 'none'];
export const worstOf = (states: readonly Delivery[]): Delivery => ORDER.find((one) => states.includes(one)) ?? 'none';

const KINDS: readonly OutboxItem['kind'][] = ['communication', 'task', 'consent'];

function chartItem(item: OutboxItem, note: Note): ChartItem {
  const step = typeof note.content.nextStep === 'object' ? note.content.nextStep : undefined;
  const resource = item.reference?.split('/')[0];
  return {
    id: item.id,
    kind: item.kind === 'communication' ? 'note' : item.kind === 'consent' ? 'recording' : (step?.kind ?? 'followUp'),
    state: item.state,
    ...(resource ? { resource } : {}),
    ...(item.refusedField === undefined ? {} : { field: item.refusedField }),
    ...(item.state === 'refused' && item.errorCode === 'ehrNotPermitted' ? { forbidden: true as const } : {}),
    ...(item.chose === undefined ? {} : { chose: item.chose }),
    ...(item.state === 'conflict' && item.contested
      ? { contested: { ours: item.contested.ours, theirs: item.contested.theirs } }
      : {}),
  };
}

/** The note with what is known of its writes; `items` are all that its call has. */
export function standing(note: Note, items: readonly OutboxItem[]): Note {
  const latest = latestOf(items);
  if (latest.length === 0) return note;
  const inOrder = latest.sort((a, b) => KINDS.indexOf(a.kind) - KINDS.indexOf(b.kind));
  // The answer to being recorded stands in the note as well: where the EHR has no other place for it, nothing is missing.
  const counting = latest.filter(({ kind, state }) => kind !== 'consent' || state !== 'keptHere');
  return {
    ...note,
    delivery: worstOf((counting.length > 0 ? counting : latest).map(({ state }) => state)),
    items: inOrder.map((item) => chartItem(item, note)),
  };
}
