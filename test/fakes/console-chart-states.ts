// The states of what goes into the chart: refills and referrals chosen from it, each item's line, two versions side by side.
import { fail, ok } from '../../shared/result/result.ts';
import type { TopicRow } from '../../shared/contract/index.ts';
import { exampleSite } from './console-note-states.ts';
import * as scenes from './console-scenes.ts';
import type { ConsoleState, Rows } from './console-states.ts';

type Note = TopicRow<'notes'>;

const site = await exampleSite();
const ago = (seconds: number) => Date.now() - seconds * 1000;

const inNote = (part: Partial<Note>, call = scenes.verifiedCall()): Rows => ({
  ...scenes.background(),
  site: { it: site },
  calls: { [call.id]: call },
  patients: { [call.id]: scenes.verifiedPanel() },
  notes: { [call.id]: scenes.note({ missing: [], ...part }) },
});
const ended = () => scenes.verifiedCall({ state: 'ended', endedAt: ago(40), ended: 'callerHungUp' });

const refill: Note['content'] = {
  category: 'clinical',
  words: 'I am nearly out of my blood pressure pills, can the doctor send more to the pharmacy?',
  fields: {
    since: 'This week',
    about: 'refill',
    'refill-of': 'Lisinopril 10 mg',
    pharmacy: 'Walgreens, Main St',
    'days-left': '3',
    callback: '(555) 123-4567',
  },
  outcome: 'message',
  told: 'The nurse calls back within the hour; call 911 if it gets worse.',
  nextStep: {
    text: 'Refill: Lisinopril 10 mg',
    owner: 'Nurse line',
    due: '2030-01-14T10:00:00-05:00',
  },
};
const finished = (items: Note['items'], part: Partial<Note> = {}): Note => ({
  ...scenes.note({ missing: [] }),
  content: refill,
  ...{ state: 'finished', version: 6, finishedAt: ago(20), delivery: 'sent' },
  ...(items ? { items } : {}),
  ...part,
});
const CONFLICT: NonNullable<Note['items']>[number] = {
  ...{ id: 'call-1/communication/8', kind: 'note', state: 'conflict' },
  contested: {
    ours: 'Call about: Clinical question\nRefill of: Lisinopril 10 mg\nPharmacy: Walgreens, Main St\nDays left: 3\nTold: The nurse calls back within the hour.\nNext step: Refill: Lisinopril 10 mg (Nurse line, by Mon 10:00)',
    theirs: {
      text: 'Call about: Clinical question\nRefill of: Lisinopril 20 mg (dose changed on Friday, Dr. Lee)\nPharmacy: Walgreens, Main St\nTold: The nurse calls back within the hour.\nNext step: Refill: Lisinopril 10 mg (Nurse line, by Mon 10:00)',
      by: 'Dr. Hannah Lee',
      at: Date.UTC(2026, 10, 20, 15, 40),
    },
  },
};

export const CHART_STATES: readonly ConsoleState[] = [
  {
    name: 'chart-refill',
    rows: () => inNote({ content: { ...refill, fields: { ...refill.fields, 'refill-of': '' } } }),
    until: 'text=Lisinopril 10 mg',
    act: async (page) => page.getByLabel('Refill of').focus(),
  },
  {
    name: 'chart-refill-alike',
    rows: () => ({
      ...inNote({ content: { ...refill, fields: { ...refill.fields, 'refill-of': 'Metformin, 1000 mg tablet' } } }),
      patients: {
        'call-1': scenes.verifiedPanel({ context: { ...scenes.verifiedPanel().context!, refills: scenes.ALIKE } }),
      },
    }),
    until: 'text=Metformin, 500 mg tablet',
    act: async (page) => page.getByLabel('Refill of').focus(),
  },
  {
    name: 'chart-refill-step',
    rows: () => inNote({ content: refill }),
    until: '[data-field=stepKind]',
    act: async (page) => page.getByLabel('Kind').scrollIntoViewIfNeeded(),
  },
  {
    name: 'chart-referral',
    rows: () =>
      inNote({
        content: {
          ...{ category: 'referrals', words: 'Has my referral arrived?', told: '', outcome: 'chased' },
          fields: { specialty: 'Cardiology', state: 'records-requested' },
          nextStep: { text: 'Referral: Cardiology', owner: 'Referrals', due: '2030-01-14T17:00:00-05:00' },
        },
      }),
    until: '[data-field=stepKind]',
  },
  {
    name: 'chart-items',
    rows: () =>
      inNote(
        finished(
          [
            { id: 'call-1/communication', kind: 'note', state: 'sent', resource: 'Communication' },
            { id: 'call-1/task', kind: 'refill', state: 'refused', field: 'Task.focus' },
          ],
          { delivery: 'refused' },
        ),
        ended(),
      ),
    until: 'text=Try again',
  },
  {
    name: 'chart-items-kept',
    rows: () =>
      inNote(
        finished([
          { id: 'call-1/communication', kind: 'note', state: 'waiting' },
          { id: 'call-1/task', kind: 'refill', state: 'keptHere' },
        ]),
        ended(),
      ),
    until: 'text=kept here',
  },
  {
    name: 'chart-conflict-line',
    rows: () => inNote(finished([CONFLICT], { delivery: 'conflict' }), ended()),
    until: 'text=Compare and choose',
  },
  {
    name: 'chart-conflict',
    rows: () => inNote(finished([CONFLICT], { delivery: 'conflict' }), ended()),
    until: 'text=In the EHR now',
    act: async (page, host) => {
      host.answer('note.versions', () => ok({ about: 'Jane Doe', versions: [finished([CONFLICT])] }));
      await page.getByRole('button', { name: 'Compare and choose' }).click();
    },
  },
  {
    name: 'chart-todo-contested',
    rows: () => ({
      ...scenes.background(),
      worklist: { a: scenes.work({ id: 'a', text: 'Refill: Lisinopril 10 mg', step: 'refill', kind: 'followUp' }) },
    }),
    until: 'text=What you want',
    act: async (page, host) => {
      host.answer('work.move', () => {
        const due = new Date(Date.now() + 26 * 3_600_000).toISOString();
        host.publish('worklist', 'a', { ...host.row('worklist', 'a')!, due, dueAt: Date.parse(due), version: 4 });
        return fail('workChanged');
      });
      await page.getByRole('region', { name: 'To do' }).getByText('Refill').first().waitFor();
      await page.keyboard.press('Control+j');
      await page.locator('input:focus').waitFor();
      await page.keyboard.press('Alt+t');
      await page.getByRole('textbox', { name: 'Why?' }).fill('asked for Monday');
      await page.keyboard.press('Enter');
    },
  },
];
