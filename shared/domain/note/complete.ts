// Is the note complete? One pure function with a reason for each missing thing.
import { DateTime } from 'luxon';
import { normalise } from '../phone-number/phone-number.ts';
import type { Country } from '../phone-number/phone-number.ts';
import { closedWhenDue } from '../schedule/windows.ts';
import type { Hours, NoteCategory, NoteField, Outcome, Site } from '../site/site.ts';
import { isOwner, ownersOf } from './owners.ts';
import { fieldAt } from './places.ts';
import { answerOf, requiredIds, shownFields, templateOf } from './template.ts';
import type { CallFacts, Missing, NoteContent, Owner } from './types.ts';

/** What of the site decides about a note; main and the window hand in the same. */
export interface NoteSite {
  readonly clinic: { readonly timeZone: string; readonly specialty: string; readonly country: string };
  readonly hours: Hours;
  readonly categories: readonly NoteCategory[];
  readonly outcomes: readonly Outcome[];
  readonly require: readonly ('outcome' | 'told' | 'nextStep')[];
  readonly dueWhenClosed: 'refuse' | 'allow';
  readonly ownerChoices: readonly Owner[];
  readonly directory: readonly { readonly name: string }[];
}

const noteSites = new WeakMap<Site, NoteSite>();

export function noteSiteOf(site: Site): NoteSite {
  const { categories, outcomes, require, dueWhenClosed } = site.notes;
  const { clinic, hours, directory } = site;
  const known = noteSites.get(site) ?? {
    ...{ clinic, hours, directory, categories, outcomes, require, dueWhenClosed },
    ownerChoices: ownersOf(site),
  };
  noteSites.set(site, known);
  return known;
}

export const emptyContent = (): NoteContent => ({ words: '', fields: {}, told: '' });

/** Somebody typed or chose something. */
export const isStarted = (content: NoteContent): boolean =>
  content.category !== undefined ||
  content.words !== '' ||
  content.told !== '' ||
  content.outcome !== undefined ||
  content.nextStep !== undefined ||
  Object.values(content.fields).some((value) => value !== '');

/** What the note still lacks before it may be finished at `now` (ISO instant), in the order of the form. */
export function missingIn(site: NoteSite, content: NoteContent, now: string, facts: CallFacts = {}): Missing[] {
  const category = templateOf(site, content.category);
  if (!category) return [{ field: 'category', why: 'required' }];
  const required = new Set(site.require);
  const missing = missingFields(site, category, content, facts);
  if (required.has('outcome') && !site.outcomes.some((outcome) => outcome.id === content.outcome))
    missing.push({ field: 'outcome', why: 'required' });
  if (required.has('told') && content.told.trim() === '') missing.push({ field: 'told', why: 'required' });
  missing.push(...missingNextStep(site, content, now));
  // Two texts in one place: one of them has to be chosen, wherever it stands.
  for (const { place } of content.others ?? []) {
    const field = fieldAt(place);
    if (!missing.some((entry) => entry.field === field)) missing.push({ field, why: 'twoTexts' });
  }
  return missing;
}

function missingFields(site: NoteSite, category: NoteCategory, content: NoteContent, facts: CallFacts): Missing[] {
  const shown = shownFields(category.fields, content, facts);
  const required = requiredIds(shown, content, facts);
  const missing: Missing[] = [];
  for (const field of shown) {
    const value = answerOf(field, content).trim();
    const id = field.type === 'words' ? 'words' : field.id;
    const wrong = value === '' ? undefined : wrongIn(field, value, site.clinic.country);
    if (wrong) missing.push({ field: id, why: wrong });
    else if (value === '' && required.has(field.id)) missing.push({ field: id, why: 'required' });
  }
  return missing;
}

/** An answer that cannot be what was asked for. */
function wrongIn(field: NoteField, value: string, country: string): Missing['why'] | undefined {
  switch (field.type) {
    case 'date':
      return DateTime.fromISO(value).isValid ? undefined : 'notADate';
    case 'number':
      return /^-?\d+([.,]\d+)?$/.test(value) ? undefined : 'notANumber';
    case 'phone':
      return isCallable(value, country) ? undefined : 'notAPhone';
    default:
      return undefined;
  }
}

/** A number in full, an extension, or digits as somebody wrote them down: enough to call back with. */
function isCallable(value: string, country: string): boolean {
  if (normalise(value, country as Country) !== undefined) return true;
  const digits = value.replace(/\D/g, '').length;
  return (
    digits >= 2 && digits <= 20 && /^[+\d][\d\s().,/+*#-]*(?:(?:x|ext\.?)\s*\d+)?$/i.test(value.replace(/^\(/, ''))
  );
}

function missingNextStep(site: NoteSite, content: NoteContent, now: string): Missing[] {
  const owes = site.outcomes.find((outcome) => outcome.id === content.outcome)?.owes ?? false;
  const { nextStep } = content;
  if (nextStep === undefined || (nextStep === 'nothing' && owes))
    return site.require.includes('nextStep') || owes ? [{ field: 'nextStep', why: 'required' }] : [];
  if (nextStep === 'nothing') return [];
  const missing: Missing[] = [];
  const owner = nextStep.owner.trim();
  if (nextStep.text.trim() === '') missing.push({ field: 'nextStep', why: 'required' });
  if (owner === '') missing.push({ field: 'owner', why: 'required' });
  else if (!isOwner(site, owner)) missing.push({ field: 'owner', why: 'ownerGone' });
  const due = whyDue(site, nextStep.due, now);
  return due === undefined ? missing : [...missing, { field: 'due', why: due }];
}

function whyDue(site: NoteSite, due: string, now: string): Missing['why'] | undefined {
  if (due.trim() === '') return 'required';
  const zone = site.clinic.timeZone;
  const parsed = DateTime.fromISO(due, { zone });
  if (!parsed.isValid) return 'notADate';
  const latest = due.includes('T') ? parsed : parsed.endOf('day');
  if (latest < DateTime.fromISO(now, { zone })) return 'inPast';
  const isClosed = closedWhenDue({ hours: site.hours, timeZone: zone }, due) !== undefined;
  return isClosed && site.dueWhenClosed === 'refuse' ? 'closed' : undefined;
}
