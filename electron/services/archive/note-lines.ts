// A finished note in words: the labels of the practice in one language, for a table.
import { DateTime } from 'luxon';
import type { PrintedLine } from '../../../shared/domain/note/printed.ts';
import type { Site, Text } from '../../../shared/domain/site/site.ts';
import type { ArchivedNote } from '../../ports/archive.ts';

/** Headings of an export, in the languages of the window. */
const HEADINGS = {
  en: {
    at: 'Call began',
    finishedAt: 'Finished',
    about: 'About',
    number: 'Number',
    patient: 'Patient id',
    category: 'Category',
    words: "In the caller's words",
    fields: 'Answers',
    outcome: 'Outcome',
    told: 'Caller was told',
    step: 'Next step',
    owner: 'Who does it',
    due: 'By when',
    state: 'Step',
    author: 'Taken by',
    emergency: 'Emergency',
    escalation: 'Escalation',
    version: 'Versions',
    delivery: 'EHR',
    call: 'Call id',
    none: 'Nothing owed',
    open: 'open',
    closed: 'done',
    title: 'Notes',
    printed: 'Printed',
  },
  es: {
    at: 'Inicio de la llamada',
    finishedAt: 'Terminada',
    about: 'Sobre',
    number: 'Número',
    patient: 'Id del paciente',
    category: 'Categoría',
    words: 'En palabras de quien llama',
    fields: 'Respuestas',
    outcome: 'Resultado',
    told: 'Se le dijo',
    step: 'Siguiente paso',
    owner: 'Quién lo hace',
    due: 'Para cuándo',
    state: 'Paso',
    author: 'Tomada por',
    emergency: 'Emergencia',
    escalation: 'A quién se intentó localizar',
    version: 'Versiones',
    delivery: 'EHR',
    call: 'Id de la llamada',
    none: 'No se debe nada',
    open: 'pendiente',
    closed: 'hecho',
    title: 'Notas',
    printed: 'Impreso',
  },
} as const;
export type Headings = Readonly<Record<keyof (typeof HEADINGS)['en'], string>>;

export const headingsIn = (language: string): Headings => (language === 'es' ? HEADINGS.es : HEADINGS.en);

export const textIn = (text: Text | undefined, language: string): string =>
  text?.[language] ?? text?.['en'] ?? Object.values(text ?? {})[0] ?? '';

export const momentIn = (at: number, zone: string): string =>
  DateTime.fromMillis(at, { zone }).toFormat('yyyy-MM-dd HH:mm');

export interface Wording {
  readonly site: Site;
  readonly language: string;
}

/** Everything the note says, in the order in which the next person needs it; what is empty stays empty. */
export function valuesOf({ note, contact, isDone }: ArchivedNote, { site, language }: Wording) {
  const heading = headingsIn(language);
  const zone = site.clinic.timeZone;
  const category = site.notes.categories.find(({ id }) => id === note.content.category);
  const outcome = site.notes.outcomes.find(({ id }) => id === note.content.outcome);
  const step = note.content.nextStep === 'nothing' ? undefined : note.content.nextStep;
  const answers = Object.entries(note.content.fields).map(([id, value]): PrintedLine => {
    const field = category?.fields.find((entry) => entry.id === id);
    const said = (part: string) => {
      const option = field?.options?.find((entry) => entry.id === part);
      return option ? textIn(option.label, language) : note.labels?.[`${id}=${part}`];
    };
    const chosen = value.split(',').map(said);
    const label = textIn(field?.label, language) || note.labels?.[id] || id;
    return { label, text: chosen.every((part) => part !== undefined) ? chosen.join(', ') : value };
  });
  return {
    at: momentIn(note.createdAt, zone),
    finishedAt: note.finishedAt === undefined ? '' : momentIn(note.finishedAt, zone),
    about: contact.about,
    number: contact.number,
    patient: note.patientId ?? '',
    category: textIn(category?.label, language) || (note.content.category ?? ''),
    words: note.content.words,
    answers: answers.filter(({ text }) => text.trim() !== ''),
    outcome: textIn(outcome?.label, language) || (note.content.outcome ?? ''),
    told: note.content.told,
    step: step?.text ?? (note.content.nextStep === 'nothing' ? heading.none : ''),
    owner: step?.owner ?? '',
    due: step === undefined ? '' : dueIn(step.due, zone),
    state: step === undefined ? '' : isDone ? heading.closed : heading.open,
    author: site.users.find(({ id }) => id === note.author)?.name ?? note.author,
    emergency: note.emergency.map(({ at, step: name, text }) => `${momentIn(at, zone)} ${name}: ${text}`).join('\n'),
    escalation: (note.escalation ?? [])
      .map(({ at, what, who }) => `${momentIn(at, zone)} ${what}${who === '' ? '' : ` ${who}`}`)
      .join('\n'),
    version: String(note.version),
    delivery: note.delivery,
    call: note.callId,
  };
}

function dueIn(due: string, zone: string): string {
  const at = DateTime.fromISO(due, { zone });
  return at.isValid && due.includes('T') ? at.toFormat('yyyy-MM-dd HH:mm') : due;
}
