// The states of a note that are drawn on purpose, with the templates of the example site.
import { readFileSync } from 'node:fs';
import path from 'node:path';
import type { Page } from 'playwright';
import { parseSite } from '../../electron/adapters/site-file/parse.ts';
import { SiteService } from '../../electron/services/site/site-service.ts';
import { ONLY_KEY } from '../../shared/contract/index.ts';
import type { TopicRow } from '../../shared/contract/index.ts';
import { ok } from '../../shared/result/result.ts';
import * as scenes from './console-scenes.ts';
import type { ConsoleState, Rows } from './console-states.ts';
import { FakeLog, FakeTopics } from './parts.ts';

type Note = TopicRow<'notes'>;
type Call = TopicRow<'calls'>;

/** The example site as the window gets it, in the time zone of the other scenes. */
export async function exampleSite(): Promise<TopicRow<'site'>> {
  const text = readFileSync(path.join(import.meta.dirname, '../../build/examples/clinic.yaml'), 'utf8');
  const reading = parseSite(text.replace('America/Los_Angeles', 'America/New_York'));
  if (!reading.ok) throw new Error(JSON.stringify(reading.problems));
  const topics = new FakeTopics();
  const source = { read: () => Promise.resolve(reading), watch: () => () => undefined };
  const service = new SiteService({ source, topics, log: new FakeLog(), onChange: () => undefined });
  await service.start();
  service.stop();
  const site = topics.get('site', ONLY_KEY);
  if (!site) throw new Error('no site');
  return site;
}
const site = await exampleSite();
const ago = (seconds: number) => Date.now() - seconds * 1000;

const inNote = (part: Partial<Note>, call: Call = scenes.verifiedCall()): Rows => ({
  ...scenes.background(),
  site: { it: site },
  calls: { [call.id]: call },
  patients: { [call.id]: scenes.verifiedPanel() },
  notes: { [call.id]: scenes.note({ missing: [], ...part }) },
});

const referral: Partial<Note> = {
  content: {
    category: 'referrals',
    words: 'Has the cardiologist got my referral yet? They told me to call you.',
    fields: { specialty: 'Cardiology', state: 'missing' },
    outcome: 'chased',
    told: '',
    nextStep: { text: 'Ask Dr. Ortiz’s office for the fax', owner: 'Referrals', due: '2030-01-14T17:00:00-05:00' },
  },
  filled: { specialty: 'Cardiology', state: 'missing' },
};

const clinical: Note['content'] = {
  category: 'clinical',
  words: 'Dizzy since the new blood pressure pill.',
  fields: { since: 'Tuesday', about: 'medicine,symptoms', medicine: 'Lisinopril', callback: '(555) 123-4567' },
  outcome: 'call-back',
  told: 'The nurse calls back within the hour; call 911 if it gets worse.',
  nextStep: { text: 'Nurse calls back.', owner: 'Nurse line', due: '2030-01-14T10:00:00-05:00' },
};
const steps: Note['emergency'] = [
  { at: ago(125), step: 'heard', text: 'chest pain' },
  { at: ago(112), step: 'said', text: '' },
  { at: ago(95), step: 'reaching', text: 'Ana R. 201' },
  { at: ago(80), step: 'connected', text: 'Ana R.' },
];
const finished = (part: Partial<Note>): Note => ({
  ...scenes.note({ missing: [] }),
  author: 'ana',
  content: clinical,
  state: 'finished',
  version: 6,
  finishedAt: ago(60),
  delivery: 'sent',
  labels: {
    'category=clinical': 'Clinical question',
    'outcome=call-back': 'Call-back promised',
    'about=medicine': 'A medicine',
    'about=symptoms': 'How they feel',
    words: 'What does the caller say, in their words',
    since: 'Since when',
    medicine: 'Which medicine',
    about: 'The caller names',
    callback: 'Call-back number',
  },
  ...part,
});
const ended = () => scenes.verifiedCall({ state: 'ended', endedAt: ago(95), ended: 'callerHungUp' });

/** Pastes `text` so many times over into the field of that label. */
export async function paste(page: Page, label: string, text: string, times: number): Promise<void> {
  await page
    .getByLabel(label)
    .and(page.locator('textarea'))
    .evaluate(
      (field, [piece, count]) => {
        const clipboardData = new DataTransfer();
        clipboardData.setData('text/plain', piece.repeat(count));
        field.dispatchEvent(new ClipboardEvent('paste', { clipboardData, bubbles: true, cancelable: true }));
      },
      [text, times] as const,
    );
}

export const NOTE_STATES: readonly ConsoleState[] = [
  {
    name: 'note-template',
    rows: () => inNote(referral),
    until: 'text=Referring office faxes',
    act: async (page) => page.getByLabel('Who sends what to whom').focus(),
  },
  {
    name: 'note-notice',
    rows: () =>
      inNote({ content: { category: 'records', words: '', fields: { requester: 'relative', by: 'fax' }, told: '' } }),
    until: 'text=Records go to the patient',
  },
  {
    name: 'note-two-texts',
    rows: () =>
      inNote({
        content: {
          ...clinical,
          fields: { ...clinical.fields, about: '', medicine: '' },
          others: [
            { place: 'told', text: 'Go to urgent care if it gets worse tonight.', by: 'marcus', at: ago(20) },
            { place: 'field:since', text: 'Monday evening', by: 'marcus', at: ago(20) },
          ],
        },
      }),
    until: 'text=Meanwhile written by',
    act: async (page) => page.getByText('Monday evening').scrollIntoViewIfNeeded(),
  },
  {
    name: 'note-due-closed',
    rows: () =>
      inNote({
        content: { ...clinical, nextStep: { text: 'Nurse calls back', owner: 'Nurse Kim', due: '2030-01-13' } },
      }),
    until: 'text=The practice is closed then',
    act: async (page) => page.getByText('The practice is closed then').scrollIntoViewIfNeeded(),
  },
  {
    name: 'note-template-changed',
    rows: () =>
      inNote({
        content: { ...clinical, fields: { ...clinical.fields, insurer: 'Aetna PPO', 'old-question': 'two weeks' } },
        labels: { insurer: 'Payer', 'old-question': 'How long already' },
      }),
    until: 'text=No longer asked',
    act: async (page) => page.getByText('No longer asked').scrollIntoViewIfNeeded(),
  },
  {
    name: 'note-too-long',
    rows: () => inNote({ content: { ...clinical, words: '' } }),
    until: 'text=This was too long',
    act: async (page) => paste(page, 'What does the caller say', 'Pasted from somewhere else 🙂 ', 100_000),
  },
  { name: 'note-wrap-up', rows: () => inNote({ content: clinical }, ended()), until: '[data-wrap-up]' },
  {
    name: 'note-finished-emergency',
    rows: () => inNote(finished({ emergency: steps })),
    until: 'text=Emergency: what was done',
    act: async (page) => page.getByText('Emergency: what was done').scrollIntoViewIfNeeded(),
  },
  {
    name: 'note-correcting',
    rows: () =>
      inNote({
        content: clinical,
        correction: { reason: 'The medicine was noted wrong', by: 'ana', at: ago(20), of: 6 },
      }),
    until: '[data-correcting]',
  },
  {
    name: 'note-correct-dialog',
    rows: () => inNote(finished({})),
    until: 'text=Why is it corrected?',
    act: async (page) => page.getByRole('button', { name: 'Correct' }).click(),
  },
  {
    name: 'note-versions',
    rows: () => inNote(finished({})),
    until: 'text=now in force',
    act: async (page, host) => {
      const before = finished({ content: { ...clinical, fields: { ...clinical.fields, medicine: 'Losartan' } } });
      const correction = { reason: 'The medicine was noted wrong', by: 'marcus', at: ago(30), of: 6 };
      const versions = [before, finished({ version: 9, author: 'marcus', finishedAt: ago(10), correction })];
      host.answer('note.versions', () => ok({ about: 'Jane Doe', versions }));
      await page.getByRole('button', { name: 'Read', exact: true }).click();
    },
  },
];
