// Is the note complete? One pure function with a reason for each missing thing.
import { DateTime } from 'luxon';
import type { NoteCategory, Site } from '../site/site.ts';
import type { Missing, NoteContent } from './types.ts';

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
export function missingIn(site: Pick<Site, 'notes' | 'clinic'>, content: NoteContent, now: string): Missing[] {
  const category = site.notes.categories.find((entry) => entry.id === content.category);
  if (!category) return [{ field: 'category', why: 'required' }];
  const required = new Set(site.notes.require);
  const missing = missingFields(category, content);
  if (required.has('outcome') && !site.notes.outcomes.some((outcome) => outcome.id === content.outcome))
    missing.push({ field: 'outcome', why: 'required' });
  if (required.has('told') && content.told.trim() === '') missing.push({ field: 'told', why: 'required' });
  return [...missing, ...missingNextStep(site, content, now)];
}

function missingFields(category: NoteCategory, content: NoteContent): Missing[] {
  const missing: Missing[] = [];
  for (const field of category.fields) {
    const value = (field.type === 'words' ? content.words : (content.fields[field.id] ?? '')).trim();
    const id = field.type === 'words' ? 'words' : field.id;
    if (field.required && value === '') missing.push({ field: id, why: 'required' });
    else if (field.type === 'date' && value !== '' && !DateTime.fromISO(value).isValid)
      missing.push({ field: id, why: 'notADate' });
  }
  return missing;
}

function missingNextStep(site: Pick<Site, 'notes' | 'clinic'>, content: NoteContent, now: string): Missing[] {
  const owes = site.notes.outcomes.find((outcome) => outcome.id === content.outcome)?.owes ?? false;
  const { nextStep } = content;
  if (nextStep === undefined || (nextStep === 'nothing' && owes))
    return site.notes.require.includes('nextStep') || owes ? [{ field: 'nextStep', why: 'required' }] : [];
  if (nextStep === 'nothing') return [];
  const missing: Missing[] = [];
  if (nextStep.text.trim() === '') missing.push({ field: 'nextStep', why: 'required' });
  if (nextStep.owner.trim() === '') missing.push({ field: 'owner', why: 'required' });
  return [...missing, ...missingDue(site.clinic.timeZone, nextStep.due, now)];
}

function missingDue(zone: string, due: string, now: string): Missing[] {
  if (due.trim() === '') return [{ field: 'due', why: 'required' }];
  const parsed = DateTime.fromISO(due, { zone });
  if (!parsed.isValid) return [{ field: 'due', why: 'notADate' }];
  const latest = due.includes('T') ? parsed : parsed.endOf('day');
  return latest < DateTime.fromISO(now, { zone }) ? [{ field: 'due', why: 'inPast' }] : [];
}
