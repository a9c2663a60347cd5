import { describe, expect, it } from 'vitest';
import { CallId } from '../call/call.ts';
import { printedNote, printedText } from './printed.ts';
import type { PrintContext } from './printed.ts';
import type { Note } from './types.ts';

const at = (text: string) => Date.parse(`${text}-05:00`);
const first: Note = {
  callId: CallId.parse('c1'),
  author: 'chloe',
  content: {
    category: 'clinical',
    words: 'Dizzy since the new pill.',
    fields: { since: 'Tuesday', fainted: 'no', signs: 'fever,rash', 'gone-field': 'kept' },
    outcome: 'message',
    told: 'A nurse calls back by noon.',
    nextStep: { text: 'Call back about the dizziness', owner: 'Nurse line', due: '2026-11-24T12:00:00-05:00' },
  },
  labels: {
    'category=clinical': 'Clinical question',
    'outcome=message': 'Message taken',
    words: 'What does the caller say, in their words',
    since: 'Since when',
    fainted: 'Fainted',
    signs: 'Signs',
    'signs=fever': 'Fever',
    'signs=rash': 'Rash',
  },
  version: 7,
  state: 'finished',
  createdAt: at('2026-11-23T10:02:00'),
  savedAt: at('2026-11-23T10:09:00'),
  finishedAt: at('2026-11-23T10:09:00'),
  emergency: [
    { at: at('2026-11-23T10:03:07'), step: 'heard', text: 'chest pain' },
    { at: at('2026-11-23T10:03:21'), step: 'connected', text: 'Ana R.' },
  ],
  delivery: 'sent',
};
const context: PrintContext = {
  practice: 'Riverside Family Practice',
  timeZone: 'America/New_York',
  language: 'en',
  nameOf: (id) => ({ chloe: 'Chloe Sanders', priya: 'Priya Nair' })[id] ?? id,
  about: 'Samuel Okafor',
  number: '(206) 555-0142',
  queue: 'Front desk',
};
// What Intl puts between time and AM is a matter of its version.
const plain = (text: string) => text.replaceAll('\u202f', ' ');

describe('a printed note', () => {
  it('tells a newcomer what was asked, told, promised, by whom and by when', () => {
    expect(plain(printedText(printedNote([first], context)))).toBe(
      `Riverside Family Practice: note of a call, Mon, Nov 23, 2026, 10:02 AM
Samuel Okafor · (206) 555-0142 · Front desk

ASKED
  Call about: Clinical question
  What does the caller say, in their words: Dizzy since the new pill.
  Since when: Tuesday
  Fainted: No
  Signs: Fever, Rash
  gone field: kept

EMERGENCY
  10:03:07 AM: red flag heard: chest pain
  10:03:21 AM: connected: Ana R.

TOLD
  A nurse calls back by noon.
  Outcome: Message taken

PROMISED
  What: Call back about the dizziness
  By whom: Nurse line
  By when: Tue, Nov 24, 2026, 12:00 PM

WRITTEN BY
  Mon, Nov 23, 2026, 10:09 AM: Chloe Sanders

IN THE CHART
  Sent to the EHR.`,
    );
  });

  it('shows every version with who, when, why and what changed', () => {
    const second: Note = {
      ...first,
      author: 'priya',
      version: 9,
      finishedAt: at('2026-11-23T15:30:00'),
      content: { ...first.content, fields: { ...first.content.fields, since: 'Monday' }, nextStep: 'nothing' },
      correction: { reason: 'Wrong day noted', by: 'priya', at: at('2026-11-23T15:20:00'), of: 7 },
      delivery: 'keptHere',
    };
    const { sections } = printedNote([first, second], context);
    const versions = sections.find(({ id }) => id === 'versions')!;
    expect(versions.lines.map(({ label, text }) => plain(`${label} ${text}`))).toEqual([
      'Mon, Nov 23, 2026, 10:09 AM Chloe Sanders',
      [
        'Mon, Nov 23, 2026, 3:30 PM Priya Nair · corrected: Wrong day noted',
        'What: Call back about the dizziness → –',
        'By whom: Nurse line → –',
        'By when: Tue, Nov 24, 2026, 12:00 PM → –',
        'Since when: Tuesday → Monday',
      ].join('\n'),
    ]);
    expect(sections.find(({ id }) => id === 'promised')?.lines).toEqual([{ label: '', text: 'Nothing is owed.' }]);
  });

  it('keeps emoji and right-to-left text, and lets nothing turn the page around', () => {
    const note: Note = {
      ...first,
      content: { ...first.content, words: 'كعكة 🙂 \u202Eevil\u0007', told: 'שלום' },
      state: 'draft',
    };
    const text = printedText(printedNote([note], { ...context, language: 'es' }));
    expect(text).toContain('كعكة 🙂 evil');
    expect(text).toContain('SE LE DIJO\n  שלום');
    expect(text).toContain('Sin terminar: Chloe Sanders');
    expect(text).not.toMatch(/[\u202e\u0007]/);
  });

  it('reads the clock of the practice: a note written across midnight keeps both days', () => {
    const note: Note = { ...first, createdAt: at('2026-11-23T23:58:00'), finishedAt: at('2026-11-24T00:01:00') };
    const text = plain(printedText(printedNote([note], context)));
    expect(text).toContain('Mon, Nov 23, 2026, 11:58 PM');
    expect(text).toContain('Tue, Nov 24, 2026, 12:01 AM: Chloe Sanders');
  });
  it('tells whom it was tried to reach, to the second', () => {
    const began = at('2026-11-23T22:04:00');
    const escalation: Note['escalation'] = [
      { at: began, afterMs: 0, what: 'ringing', who: 'Dr. Lee' },
      { at: began + 25_000, afterMs: 25_000, what: 'notReached', who: 'Dr. Lee', reason: 'busy' },
      { at: began + 50_000, afterMs: 50_000, what: 'nobody', who: '' },
    ];
    const lines = printedNote([{ ...first, escalation }], context).sections.find(
      ({ id }) => id === 'escalation',
    )?.lines;
    expect(lines?.map(({ label, text }) => plain(`${label} ${text}`))).toEqual([
      '10:04:00 PM Dr. Lee: rang',
      '10:04:25 PM Dr. Lee: busy',
      '10:04:50 PM nobody reached',
    ]);
  });
});
