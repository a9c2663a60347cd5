// The note that the README shows on paper is one that Frontdesk prints.
import { readFileSync } from 'node:fs';
import path from 'node:path';
import { expect, it } from 'vitest';
import { CallId } from '../../shared/domain/call/call.ts';
import type { NoteContent } from '../../shared/domain/note/types.ts';
import { Note } from '../../shared/domain/note/types.ts';
import { printedNote, printedText } from '../../shared/domain/note/printed.ts';

const at = (time: string) => Date.parse(`2026-11-23T${time}-08:00`);
const content: NoteContent = {
  category: 'clinical',
  words: 'Dizzy since starting the new blood pressure pill. No chest pain, no fainting.',
  fields: { since: 'Tuesday', callback: '(206) 555-0142' },
  outcome: 'call-back',
  told: 'The nurse calls back today; call 911 if it gets worse.',
  nextStep: { text: 'Call back about dizziness', owner: 'Nurse line', due: '2026-11-23T16:00:00-08:00' },
};
const first: Note = Note.parse({
  callId: CallId.parse('c1'),
  author: 'chloe',
  content,
  version: 3,
  state: 'finished',
  createdAt: at('09:12:00'),
  savedAt: at('09:16:00'),
  finishedAt: at('09:16:00'),
  emergency: [],
  delivery: 'sent',
  labels: {
    'category=clinical': 'Clinical question',
    'outcome=call-back': 'Call-back promised',
    words: 'What does the caller say, in their words',
    since: 'Since when',
    callback: 'Call-back number',
  },
});
const corrected: Note = {
  ...first,
  content: { ...content, fields: { ...content.fields, since: 'Monday' } },
  version: 5,
  finishedAt: at('09:40:00'),
  correction: { reason: 'Heard wrong', by: 'chloe', at: at('09:39:00'), of: 3 },
};

it('shows a note as it is printed', () => {
  const printed = printedText(
    printedNote([first, corrected], {
      practice: 'Riverside Family Practice',
      timeZone: 'America/Los_Angeles',
      language: 'en',
      nameOf: () => 'Chloe Sanders',
      about: 'Samuel Okafor',
      number: '(206) 555-0142',
      queue: 'Front desk',
    }),
  );
  const readme = readFileSync(path.resolve(import.meta.dirname, '../../README.md'), 'utf8');
  const plain = (text: string) => text.replaceAll(/\s+/g, ' ');
  expect(plain(readme)).toContain(plain(printed));
});
