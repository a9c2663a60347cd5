// A note as places with a text in each, so that two notes can be compared and joined place by place:
// `words`, `told`, `category`, `outcome`, `field:<id>`, `step` (nothing | owed), `step.text|owner|due|kind`. Pure.
import { STEP_KINDS } from './request-kinds.ts';
import type { NextStep, NoteContent, OtherText } from './types.ts';

export type Places = ReadonlyMap<string, string>;

/** The id of the template's field that a place is; nothing for the other places. */
export const fieldOf = (place: string): string | undefined =>
  place.startsWith('field:') ? place.slice('field:'.length) : undefined;

/** The field of the form in which a place of the content is shown. */
export const fieldAt = (place: string): string => fieldOf(place) ?? SHOWN_IN[place] ?? place;

const SHOWN_IN: Readonly<Record<string, string>> = {
  ...{ step: 'nextStep', 'step.text': 'nextStep', 'step.owner': 'owner', 'step.due': 'due', 'step.kind': 'stepKind' },
};

/** Where two notes differ, with what stands there before and after. */
export function changesBetween(before: NoteContent, after: NoteContent): { place: string; from: string; to: string }[] {
  const [was, is] = [placesOf(before), placesOf(after)];
  return [...new Set([...was.keys(), ...is.keys()])]
    .map((place) => ({ place, from: was.get(place) ?? '', to: is.get(place) ?? '' }))
    .filter(({ from, to }) => from !== to);
}

/** Places whose value is one of a list: the two cannot stand one after the other. */
export const isChoice = (place: string): boolean =>
  ['category', 'outcome', 'step', 'step.owner', 'step.due', 'step.kind'].includes(place);

export const isSameContent = (a: NoteContent, b: NoteContent): boolean =>
  a === b || (changesBetween(a, b).length === 0 && JSON.stringify(a.others ?? []) === JSON.stringify(b.others ?? []));

/** What stands in a place of text. */
export function textAt(content: NoteContent, place: string): string {
  const field = fieldOf(place);
  if (field !== undefined) return content.fields[field] ?? '';
  if (place === 'step.text') return typeof content.nextStep === 'object' ? content.nextStep.text : '';
  return place === 'words' ? content.words : place === 'told' ? content.told : '';
}

export function withText(content: NoteContent, place: string, text: string): NoteContent {
  const field = fieldOf(place);
  if (field !== undefined) return { ...content, fields: { ...content.fields, [field]: text } };
  if (place === 'step.text')
    return typeof content.nextStep === 'object' ? { ...content, nextStep: { ...content.nextStep, text } } : content;
  return place === 'words' ? { ...content, words: text } : place === 'told' ? { ...content, told: text } : content;
}

export function placesOf(content: NoteContent): Places {
  const { nextStep } = content;
  const step: Partial<NextStep> = typeof nextStep === 'object' ? nextStep : {};
  return new Map([
    ['category', content.category ?? ''],
    ['words', content.words],
    ['told', content.told],
    ['outcome', content.outcome ?? ''],
    ['step', nextStep === undefined ? '' : nextStep === 'nothing' ? 'nothing' : 'owed'],
    ...(['text', 'owner', 'due', 'kind'] as const).map((part) => [`step.${part}`, step[part] ?? ''] as const),
    ...Object.entries(content.fields).map(([id, value]) => [`field:${id}`, value] as const),
  ]);
}

export function contentOf(places: Places, others: readonly OtherText[]): NoteContent {
  const text = (place: string) => places.get(place) ?? '';
  const fields = [...places].flatMap(([place, value]) => {
    const field = fieldOf(place);
    return field === undefined ? [] : [[field, value] as const];
  });
  const step = text('step');
  const kind = STEP_KINDS.find((one) => one === text('step.kind'));
  const nextStep: NoteContent['nextStep'] =
    step === 'owed'
      ? {
          ...{ text: text('step.text'), owner: text('step.owner'), due: text('step.due') },
          ...(kind === undefined ? {} : { kind }),
        }
      : step === 'nothing'
        ? 'nothing'
        : undefined;
  return {
    ...(text('category') === '' ? {} : { category: text('category') }),
    words: text('words'),
    fields: Object.fromEntries(fields),
    ...(text('outcome') === '' ? {} : { outcome: text('outcome') }),
    told: text('told'),
    ...(nextStep === undefined ? {} : { nextStep }),
    ...(others.length > 0 ? { others: others.slice(0, 100) } : {}),
  };
}
