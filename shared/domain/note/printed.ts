// One note as whoever comes next reads it: what was asked, told, promised, by whom, by when; every version, and the clock of
// an emergency. It needs nothing but the note itself: labels are those of the day it was written. Pure.
import { DateTime } from 'luxon';
import { fieldAt, changesBetween } from './places.ts';
import { WORDS } from './printed-words.ts';
import type { PrintedWords } from './printed-words.ts';
import type { ChartItemKind } from './request-kinds.ts';
import type { Note } from './types.ts';

export interface PrintContext {
  readonly practice: string;
  readonly timeZone: string;
  /** `en` or `es`: the practice's own language. */
  readonly language: string;
  /** A person of the site by user id. */
  readonly nameOf: (userId: string) => string;
  /** Verified name or number, as in lists. */
  readonly about?: string | undefined;
  readonly number?: string | undefined;
  readonly queue?: string | undefined;
}

export interface PrintedLine {
  readonly label: string;
  readonly text: string;
}
export interface PrintedSection {
  readonly id: 'asked' | 'told' | 'promised' | 'emergency' | 'escalation' | 'left' | 'versions' | 'delivery';
  readonly heading: string;
  readonly lines: readonly PrintedLine[];
}
export interface PrintedNote {
  readonly title: string;
  readonly about: string;
  readonly sections: readonly PrintedSection[];
}

interface Printing extends PrintContext {
  readonly note: Note;
  readonly words: PrintedWords;
}

/** @param versions every finished version, the oldest first; a draft alone prints as one that is not finished */
export function printedNote(versions: readonly [Note, ...Note[]], context: PrintContext): PrintedNote {
  const note = versions.at(-1) ?? versions[0];
  const words = WORDS[context.language] ?? WORDS['en'];
  if (!words) throw new Error('no words to print with');
  const printing: Printing = { ...context, note, words };
  const sections: PrintedSection[] = [
    { id: 'asked', heading: words.asked, lines: askedLines(printing) },
    { id: 'emergency', heading: words.emergency, lines: emergencyLines(printing) },
    { id: 'escalation', heading: words.escalation, lines: escalationLines(printing) },
    { id: 'told', heading: words.told, lines: toldLines(printing) },
    { id: 'promised', heading: words.promised, lines: promisedLines(printing) },
    { id: 'versions', heading: words.versions, lines: versionLines(versions, printing) },
    { id: 'delivery', heading: words.chart, lines: chartLines(printing) },
  ];
  const about = [context.about, context.number, context.queue].filter((part) => part !== undefined && part !== '');
  return {
    title: `${context.practice}: ${words.title}, ${moment(printing, note.createdAt)}`,
    about: [...new Set(about)].join(' · '),
    sections: sections.filter(({ lines }) => lines.length > 0),
  };
}

/** The same as plain text, one page or less for a usual note. */
export function printedText({ title, about, sections }: PrintedNote): string {
  const block = ({ heading, lines }: PrintedSection) =>
    [
      heading.toLocaleUpperCase(),
      ...lines.map(({ label, text }) => `  ${label === '' ? '' : `${label}: `}${text.replaceAll('\n', '\n    ')}`),
    ].join('\n');
  return [[title, about].filter((part) => part !== '').join('\n'), ...sections.map(block)].join('\n\n');
}

/** Control characters and marks that turn the direction of the text around would make a page say something else. */
const clean = (text: string) =>
  text.replace(/[\u0000-\u0008\u000b-\u001f\u007f\u202a-\u202e\u2066-\u2069]/g, '').trim();
const line = (label: string, text: string | undefined): PrintedLine[] =>
  text === undefined || clean(text) === '' ? [] : [{ label, text: clean(text) }];

function askedLines(printing: Printing): PrintedLine[] {
  const { note, words } = printing;
  const { category, words: said, fields } = note.content;
  const labels = note.labels ?? {};
  return [
    ...line(words.about, category === undefined ? undefined : (labels[`category=${category}`] ?? category)),
    ...line(labels['words'] ?? words.words, said),
    ...Object.entries(fields).flatMap(([id, value]) => line(labelOf(note, id), answer(note, words, id, value))),
    ...(note.recording ? line(timeOf(printing, note.recording.at), words.recording[note.recording.answer]) : []),
  ];
}

const labelOf = (note: Note, id: string): string => note.labels?.[id] ?? id.replaceAll('-', ' ');

function answer(note: Note, words: PrintedWords, id: string, value: string): string {
  const chosen = value.split(',').map((part) => note.labels?.[`${id}=${part}`]);
  if (value !== '' && chosen.every((part) => part !== undefined)) return chosen.join(', ');
  return value === 'yes' ? words.yes : value === 'no' ? words.no : value;
}

function toldLines({ note, words }: Printing): PrintedLine[] {
  const { told, outcome } = note.content;
  return [
    ...line('', told),
    ...line(words.outcome, outcome === undefined ? undefined : (note.labels?.[`outcome=${outcome}`] ?? outcome)),
  ];
}

function promisedLines(printing: Printing): PrintedLine[] {
  const { note, words } = printing;
  const { nextStep } = note.content;
  if (nextStep === undefined) return line('', words.undecided);
  if (nextStep === 'nothing') return line('', words.nothing);
  const { kind = 'followUp' } = nextStep;
  return [
    ...(kind === 'followUp' ? [] : line(words.kind, words.items[kind])),
    ...line(words.what, nextStep.text),
    ...line(words.whom, nextStep.owner),
    ...line(words.when, dueText(printing, nextStep.due)),
  ];
}

/** How each thing stands, where they differ. */
function chartLines({ note, words }: Printing): PrintedLine[] {
  const items = note.items ?? [];
  if (items.every(({ state }) => state === note.delivery)) return line('', words.delivery[note.delivery]);
  return items.flatMap(({ kind, state }) => line(words.items[kind], words.delivery[state]));
}

/** The clock of the call, to the second. */
const timeOf = ({ timeZone, language }: Printing, at: number): string =>
  DateTime.fromMillis(at, { zone: timeZone }).setLocale(language).toLocaleString(DateTime.TIME_WITH_SECONDS);

function emergencyLines(printing: Printing): PrintedLine[] {
  const { note, words } = printing;
  return note.emergency.map(({ at, step, text }) => ({
    label: timeOf(printing, at),
    text: clean(`${words.steps[step]}${text === '' ? '' : `: ${text}`}`),
  }));
}

/** Whom it was tried to reach, and when. */
function escalationLines(printing: Printing): PrintedLine[] {
  const { note, words } = printing;
  return (note.escalation ?? []).map(({ at, what, who, reason }) => {
    const why = (reason === undefined ? undefined : words.reasons[reason]) ?? words.rung[what];
    return { label: timeOf(printing, at), text: clean(who === '' ? why : `${who}: ${why}`) };
  });
}

function versionLines(versions: readonly Note[], printing: Printing): PrintedLine[] {
  return versions.flatMap((version, index) => {
    const { words, nameOf } = printing;
    const isFinished = version.state === 'finished';
    const label = isFinished ? moment(printing, version.finishedAt ?? version.savedAt) : words.notFinished;
    const before = versions[index - 1];
    const why = before && version.correction ? ` · ${words.corrected}: ${version.correction.reason}` : '';
    const changes = before ? changesBetween(before.content, version.content) : [];
    const changed = changes
      .filter(({ place }) => place !== 'step')
      .map((change) => changeText(change, version, printing));
    return line(label, [`${nameOf(version.author)}${why}`, ...changed].join('\n'));
  });
}

function changeText(change: { place: string; from: string; to: string }, note: Note, printing: Printing): string {
  const { words } = printing;
  const field = fieldAt(change.place);
  const own: Record<string, string> = {
    ...{ category: words.about, words: words.words, told: words.told, outcome: words.outcome },
    ...{ nextStep: words.what, owner: words.whom, due: words.when, stepKind: words.kind },
  };
  const said = (value: string) =>
    field === 'due'
      ? dueText(printing, value)
      : field === 'stepKind'
        ? (words.items[value as ChartItemKind] ?? '–')
        : (note.labels?.[`${field}=${value}`] ?? answer(note, words, field, value)) || '–';
  return clean(
    `${note.labels?.[field] ?? own[field] ?? labelOf(note, field)}: ${said(change.from)} → ${said(change.to)}`,
  );
}

const moment = ({ timeZone, language }: Printing, at: number): string =>
  DateTime.fromMillis(at, { zone: timeZone })
    .setLocale(language)
    .toLocaleString({ ...DateTime.DATETIME_MED_WITH_WEEKDAY });

function dueText(printing: Printing, due: string): string {
  const at = DateTime.fromISO(due, { zone: printing.timeZone });
  if (!at.isValid) return due || '–';
  if (due.includes('T')) return moment(printing, at.toMillis());
  return at.setLocale(printing.language).toLocaleString(DateTime.DATE_MED_WITH_WEEKDAY);
}
