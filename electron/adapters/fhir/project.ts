// A finished note as FHIR: the call as Communication, or as a chart note on servers that take none. Each carries our own
// identifier, so that a repeated attempt finds the first one. The next step is in project-step.ts.
// https://hl7.org/fhir/R4/communication.html https://hl7.org/fhir/us/core/StructureDefinition-us-core-documentreference.html
import type { Communication, DocumentReference, Identifier, Reference } from '@medplum/fhirtypes';
import { DateTime } from 'luxon';
import type { EhrWrite } from '../../ports/ehr.ts';
import {
  CATEGORY_SYSTEM,
  OUTCOME_SYSTEM,
  PARTICIPATION_MODE_SYSTEM,
  US_CORE_DOCUMENT_CATEGORY,
  WRITE_ID_SYSTEM,
} from '../../../shared/domain/ehr-codes/ehr-codes.ts';
import type { NextStep, Note } from '../../../shared/domain/note/types.ts';

/** LOINC "Telephone encounter Note". */
const TELEPHONE_NOTE = { system: 'http://loinc.org', code: '34748-4', display: 'Telephone encounter Note' };

/** FHIR strings hold no control characters but tab and line ends (https://hl7.org/fhir/R4/datatypes.html#string). */
export const clean = (text: string): string =>
  text
    .toWellFormed()
    .replace(/[\u0000-\u0008\u000b\u000c\u000e-\u001f\u007f]/g, '')
    .trim();

export const instant = (epochMs: number): string => new Date(epochMs).toISOString();
export const endOf = ({ note }: EhrWrite): number => note.finishedAt ?? note.savedAt;

/**
 * The id as identifier value. Call ids come from the wire; characters that mean something in a token search are percent
 * encoded, because not every server understands the escapes (https://hl7.org/fhir/R4/search.html#escaping).
 */
export const identifierValue = (id: string): string =>
  id.toWellFormed().replace(/[^A-Za-z0-9@:._~/-]/gu, encodeURIComponent);

export const identifierOf = (id: string): Identifier => ({ system: WRITE_ID_SYSTEM, value: identifierValue(id) });

/** The step that is owed; undefined when nothing is. */
export function owedStep({ note }: EhrWrite): NextStep | undefined {
  const step = note.content.nextStep;
  return step === 'nothing' ? undefined : step;
}

function subjectOf({ note }: EhrWrite): { subject?: { reference: string } } {
  return note.patientId === undefined ? {} : { subject: { reference: `Patient/${note.patientId}` } };
}

export const line = (label: string, text: string | undefined): string[] =>
  text === undefined || clean(text) === '' ? [] : [clean(`${label}: ${clean(text)}`)];

/** As the field was labelled, and what was chosen from its list, on the day of the note. */
const labelOf = (note: Note, field: string): string => note.labels?.[field] ?? field;
export const answerOf = (note: Note, field: string, answer: string): string =>
  answer
    .split(',')
    .map((part) => note.labels?.[`${field}=${part}`] ?? part)
    .join(note.labels?.[`${field}=${answer.split(',')[0] ?? ''}`] === undefined ? ',' : ', ');

/** The note as the next person reads it in the chart. */
export function noteText(write: EhrWrite): string {
  const { note, categoryLabel, outcomeLabel, authorName } = write;
  const { words, fields, told } = note.content;
  const step = owedStep(write);
  return [
    ...line('Call about', categoryLabel),
    ...line("In the caller's words", words),
    ...Object.entries(fields).flatMap(([field, answer]) => line(labelOf(note, field), answerOf(note, field, answer))),
    ...note.emergency.map(({ at, step: name, text }) => `Emergency ${instant(at)} ${name}: ${clean(text)}`.trim()),
    ...(note.escalation ?? []).map(
      ({ at, what, who, reason }) =>
        `Escalation ${instant(at)} ${[what, clean(who), reason].filter(Boolean).join(' ')}`,
    ),
    ...line('Recording', note.recording && `${note.recording.answer} ${instant(note.recording.at)}`),
    ...line('Told', told),
    ...line('Outcome', outcomeLabel),
    step ? `Next step: ${clean(step.text)} (${clean(step.owner)}, by ${clean(step.due)})` : 'Next step: none owed',
    ...line('Taken by', authorName),
    ...line('Corrected', note.correction && `${note.correction.reason} (${instant(endOf(write))})`),
  ].join('\n');
}

export function communicationOf(write: EhrWrite): Communication {
  const { category, outcome } = write.note.content;
  const recipient = clean(write.authorName);
  return {
    resourceType: 'Communication',
    identifier: [identifierOf(write.id)],
    status: 'completed',
    category: [concept(CATEGORY_SYSTEM, category, write.categoryLabel)],
    medium: [{ coding: [{ system: PARTICIPATION_MODE_SYSTEM, code: 'PHONE', display: 'telephone' }] }],
    ...subjectOf(write),
    sent: instant(write.note.createdAt),
    received: instant(endOf(write)),
    ...(recipient === '' ? {} : { recipient: [{ display: recipient }] }),
    reasonCode: [concept(OUTCOME_SYSTEM, outcome, write.outcomeLabel)],
    payload: [{ contentString: noteText(write) }],
  };
}

/** A code of the practice's own list and its label; a code FHIR cannot hold is left to the label. */
export function concept(
  system: string,
  code: string | undefined,
  label: string,
): { coding?: [{ system: string; code: string }]; text: string } {
  return { ...(isCode(code) ? { coding: [{ system, code }] } : {}), text: clean(label) || clean(code ?? '') || 'Call' };
}

/** https://hl7.org/fhir/R4/datatypes.html#code */
export const isCode = (code: string | undefined): code is string => code !== undefined && /^\S+( \S+)*$/.test(code);

/** Date as it is, instants with seconds and offset as FHIR wants them; undefined for anything else. */
export function fhirDue(due: string): string | undefined {
  const time = DateTime.fromISO(due, { setZone: true });
  const isDate = time.isValid && time.year > 0 && time.year < 10_000;
  if (/^\d{4}-\d{2}-\d{2}$/.test(due)) return isDate ? due : undefined;
  return isDate ? (time.toISO({ suppressMilliseconds: true }) ?? undefined) : undefined;
}

const CLINICAL_NOTE = { system: US_CORE_DOCUMENT_CATEGORY, code: 'clinical-note', display: 'Clinical Note' };

/**
 * Call or next step as a chart note, for servers that take neither Communication nor Task.
 * @param about what of the chart it is about
 */
export function documentOf(write: EhrWrite, text: string, about?: Reference): DocumentReference {
  const author = clean(write.authorName);
  return {
    resourceType: 'DocumentReference',
    identifier: [identifierOf(write.id)],
    status: 'current',
    docStatus: 'final',
    type: { coding: [TELEPHONE_NOTE], text: TELEPHONE_NOTE.display },
    category: [{ coding: [CLINICAL_NOTE] }],
    ...subjectOf(write),
    date: instant(endOf(write)),
    ...(author === '' ? {} : { author: [{ display: author }] }),
    content: [
      { attachment: { contentType: 'text/plain; charset=utf-8', data: Buffer.from(text, 'utf8').toString('base64') } },
    ],
    context: {
      period: { start: instant(Math.min(write.note.createdAt, endOf(write))), end: instant(endOf(write)) },
      ...(about ? { related: [about] } : {}),
    },
  };
}
