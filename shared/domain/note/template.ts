// A template over one note: which fields are asked now, which are needed, and what was answered that nobody asks any more.
import type { NoteCategory, NoteField, Outcome } from '../site/site.ts';
import type { When } from '../site/notes.ts';
import type { CallFacts, NoteContent } from './types.ts';

interface Practice {
  readonly clinic: { readonly specialty: string };
  readonly categories: readonly NoteCategory[];
}
type Answers = Pick<NoteContent, 'words' | 'fields' | 'outcome'>;

const isFor = (specialty: string, one: { readonly specialties?: readonly string[] | undefined }) =>
  one.specialties === undefined || one.specialties.includes(specialty);

/** The categories of a practice of this specialty. */
export const categoriesFor = ({ clinic, categories }: Practice): NoteCategory[] =>
  categories.filter((category) => isFor(clinic.specialty, category));

const templates = new WeakMap<NoteCategory, Map<string, NoteCategory>>();

/** The category with the fields of the practice's specialty; the same object each time. */
export function templateOf(site: Practice, category: string | undefined): NoteCategory | undefined {
  const found = categoriesFor(site).find(({ id }) => id === category);
  if (!found) return undefined;
  const known = templates.get(found) ?? new Map<string, NoteCategory>();
  templates.set(found, known);
  const { specialty } = site.clinic;
  const template = known.get(specialty) ?? {
    ...found,
    fields: found.fields.filter((field) => isFor(specialty, field)),
  };
  known.set(specialty, template);
  return template;
}

export const outcomesFor = (outcomes: readonly Outcome[], category: string | undefined): Outcome[] =>
  outcomes.filter(({ categories }) => !categories || category === undefined || categories.includes(category));

/** What stands in the field. Several choices are kept as ids with commas between. */
export const answerOf = (field: NoteField, content: Pick<NoteContent, 'words' | 'fields'>): string =>
  field.type === 'words' ? content.words : (content.fields[field.id] ?? '');

/** The fields asked now, in order: a condition sees only what stands before it and is shown itself. */
export function shownFields(fields: readonly NoteField[], content: Answers, facts: CallFacts = {}): NoteField[] {
  const answers = new Map<string, string>();
  return fields.filter((field) => {
    const isShown = field.showWhen === undefined || holds(field.showWhen, answers, content, facts);
    answers.set(field.id, isShown ? answerOf(field, content).trim() : '');
    return isShown;
  });
}

/** Needed to finish, among the fields that are shown. */
export function requiredIds(shown: readonly NoteField[], content: Answers, facts: CallFacts = {}): Set<string> {
  const answers = new Map(shown.map((field) => [field.id, answerOf(field, content).trim()]));
  const isNeeded = ({ required, requiredWhen }: NoteField) =>
    required || (requiredWhen !== undefined && holds(requiredWhen, answers, content, facts));
  const byRule = new Set(facts.required);
  return new Set(shown.filter((field) => isNeeded(field) || byRule.has(field.id)).map(({ id }) => id));
}

/** What is not known yet holds nothing back but what asks for it: a fact is compared only once it is there. */
function holds(when: When, answers: ReadonlyMap<string, string>, content: Answers, facts: CallFacts): boolean {
  const among = (list: readonly string[] | undefined, value: string | undefined) =>
    list === undefined || (value !== undefined && list.includes(value));
  if (when.field !== undefined) {
    const given = (answers.get(when.field) ?? '').split(',').filter((part) => part !== '');
    if (!(when.is ? given.some((part) => when.is?.includes(part)) : given.length > 0)) return false;
  }
  return (
    among(when.outcome, content.outcome) &&
    among(when.queue, facts.queue) &&
    among(when.language, facts.language) &&
    (when.office === undefined || when.office === facts.office) &&
    (when.direction === undefined || when.direction === facts.direction) &&
    (when.verified === undefined || when.verified === (facts.verified ?? false))
  );
}

/** Answers to what is not asked (any more): the template or the category changed. Kept with the note, never lost. */
export function leftAnswers(
  template: NoteCategory | undefined,
  content: Answers,
  facts: CallFacts = {},
): { readonly id: string; readonly value: string }[] {
  const asked = new Set(shownFields(template?.fields ?? [], content, facts).map(({ id }) => id));
  return Object.entries(content.fields)
    .filter(([id, value]) => value.trim() !== '' && !asked.has(id))
    .map(([id, value]) => ({ id, value }));
}

/**
 * How what is answered is labelled now, in the practice's own language, for whoever reads the note later: by field id,
 * and `id=value` for what was chosen from a list.
 */
export function labelsOf(
  site: Practice & { readonly outcomes: readonly Outcome[] },
  content: Answers & Pick<NoteContent, 'category'>,
  language: string,
): Record<string, string> {
  const inSite = (text: Readonly<Record<string, string>>) =>
    text[language] ?? text['en'] ?? Object.values(text)[0] ?? '';
  const labels: Record<string, string> = {};
  const template = templateOf(site, content.category);
  const outcome = site.outcomes.find(({ id }) => id === content.outcome);
  if (template) labels[`category=${template.id}`] = inSite(template.label);
  if (outcome) labels[`outcome=${outcome.id}`] = inSite(outcome.label);
  for (const field of template?.fields ?? []) {
    const value = answerOf(field, content);
    if (value === '') continue;
    labels[field.type === 'words' ? 'words' : field.id] = inSite(field.label);
    for (const option of field.options ?? [])
      if (value.split(',').includes(option.id)) labels[`${field.id}=${option.id}`] = inSite(option.label);
  }
  return labels;
}
