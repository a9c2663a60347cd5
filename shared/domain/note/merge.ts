// Two people, or two windows, in one note: what each changed is kept. Where both changed the same place, one text stands in
// it and the other beside it until somebody chooses. Nothing that was typed goes away by itself. Pure.
import { contentOf, fieldOf, placesOf } from './places.ts';
import type { Places } from './places.ts';
import type { NoteContent, OtherText } from './types.ts';

export interface Merging {
  /** What both began with. */
  readonly base: NoteContent;
  readonly mine: NoteContent;
  /** What the host has now. */
  readonly theirs: NoteContent;
  /** Who kept `theirs`, and when. */
  readonly by: string;
  readonly at: number;
  /** What this window sent and got no answer for: if the host has it, it is nobody else's. */
  readonly sent?: readonly NoteContent[];
  /** What nobody wrote into theirs: fields that the desk filled ahead, by id. It gives way to what was typed here. */
  readonly filled?: Readonly<Record<string, string>> | undefined;
}

export function mergeContent({ base, mine, theirs, by, at, sent = [], filled = {} }: Merging): NoteContent {
  const b = placesOf(base);
  const [m, t, ...own] = [mine, theirs, ...sent].map((content) => stepUntouched(placesOf(content), b));
  if (!m || !t) return mine;
  const merged = new Map<string, string>();
  const others: OtherText[] = [];
  for (const place of new Set([...b.keys(), ...m.keys(), ...t.keys()])) {
    const [was, here, there] = [b.get(place) ?? '', m.get(place) ?? '', t.get(place) ?? ''];
    const isOwn = own.some((places) => (places.get(place) ?? '') === there);
    const isFilled = here !== was && there === filled[fieldOf(place) ?? ''];
    const chosen = choose(place, was, here, isOwn || isFilled ? was : there);
    merged.set(place, chosen.value);
    if (chosen.other !== undefined && place !== 'step') others.push({ place, text: chosen.other, by, at });
  }
  // A promise that one of them worked on is not dropped because the other one owes nothing.
  const workedOn = [m, t].some(
    (places) => places.get('step') === 'owed' && stepParts.some((part) => places.get(part) !== b.get(part)),
  );
  if (workedOn) merged.set('step', 'owed');
  return contentOf(merged, joinOthers(base, mine, theirs, others, merged));
}

const stepParts = ['step', 'step.text', 'step.owner', 'step.due', 'step.kind'] as const;

/** Whoever says "nothing owed" has not emptied the fields of the step: they are only not shown. */
function stepUntouched(places: Places, base: Places): Places {
  if (places.get('step') === 'owed') return places;
  return new Map(
    [...places].map(([place, value]) => [place, place.startsWith('step.') ? (base.get(place) ?? '') : value]),
  );
}

function choose(place: string, was: string, here: string, there: string): { value: string; other?: string } {
  if (here === there || there === was) return { value: here };
  if (here === was) return { value: there };
  if (place === 'step') return { value: here === 'owed' || there === 'owed' ? 'owed' : here };
  if (here.trim() === '') return { value: there };
  return there.trim() === '' ? { value: here } : { value: here, other: there };
}

/** What stood beside a place stays until either side has chosen; what was chosen here or there does not come back. */
function joinOthers(
  base: NoteContent,
  mine: NoteContent,
  theirs: NoteContent,
  found: readonly OtherText[],
  merged: Places,
): OtherText[] {
  const key = ({ place, text }: OtherText) => `${place}\n${text}`;
  const has = (content: NoteContent, other: OtherText) =>
    (content.others ?? []).some((entry) => key(entry) === key(other));
  const known = [...(mine.others ?? []), ...(theirs.others ?? [])].filter(
    (other) => !has(base, other) || (has(mine, other) && has(theirs, other)),
  );
  const all = new Map([...known, ...found].map((other) => [key(other), other]));
  return [...all.values()].filter((other) => merged.get(other.place) !== other.text);
}

/** Takes the text that stands beside a place, keeps the one that stands in it, or both, one after the other. */
export function settleOther(content: NoteContent, other: OtherText, how: 'take' | 'keep' | 'both'): NoteContent {
  const places = new Map(placesOf(content));
  const here = places.get(other.place) ?? '';
  if (how === 'take') places.set(other.place, other.text);
  if (how === 'both') places.set(other.place, [here, other.text].filter(Boolean).join(' / '));
  const others = (content.others ?? []).filter(({ place, text }) => place !== other.place || text !== other.text);
  return contentOf(places, others);
}
