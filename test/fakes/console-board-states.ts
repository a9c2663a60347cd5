// States of the operator's boards: directory with every lamp, parked callers, voicemail.
import type { TopicRow } from '../../shared/contract/index.ts';
import { Presence } from '../../shared/domain/queue/types.ts';
import type { DirectoryEntry } from '../../shared/domain/site/site.ts';
import { background, note, site, verifiedCall, verifiedPanel, work } from './console-scenes.ts';
import type { ConsoleState } from './console-states.ts';

const ago = (seconds: number) => Date.now() - seconds * 1000;

const NAMES = ['Núñez, Iris', 'Okafor, Tobe', 'Lindqvist, Maja', 'Abebe, Sara', 'Hart, Leo', 'Kim, Dana', 'Vu, An'];
const ROLES = ['Nurse line', 'Billing', 'Physician', 'Referrals', 'Records', 'Pharmacy', 'Front desk'];

const entry = (index: number, part: Partial<DirectoryEntry> = {}): DirectoryEntry => ({
  id: `person-${index}`,
  name: `${NAMES[index % NAMES.length]} ${index}`,
  number: String(20_000 + index),
  kind: 'person',
  role: ROLES[index % ROLES.length]!,
  skills: [],
  languages: ['en'],
  room: `Room ${1 + (index % 40)}`,
  location: index % 2 ? 'North wing' : 'Second floor',
  ...part,
});

/** One person for each lamp, then as many as asked for. */
export const largeSite = (count: number): TopicRow<'site'> => ({
  ...site(),
  pickupPrefix: '**',
  intercomPrefix: '*80',
  parking: { number: '900', slots: { from: '901', to: '910' }, recallSeconds: 90 },
  voicemail: voicemailSite,
  directory: [
    ...Presence.options.map((presence, index) =>
      entry(index, { id: presence, name: `${NAMES[index % NAMES.length]}`, number: String(310 + index) }),
    ),
    ...Array.from({ length: count }, (_, index) => entry(index + 10)),
    entry(8, { id: 'all-desks', name: 'All desks', number: '680', kind: 'page', role: 'Heard at every desk' }),
    entry(9, { id: 'mobile', name: 'Dr. Lee', number: '399', numbers: ['+15551230199'], group: 'On call' }),
  ],
});

const voicemailSite = {
  playNumber: '*99',
  boxes: [{ mailbox: '790', context: 'practice', name: 'Front desk', owner: 'Front desk' }],
};

const people = () =>
  Object.fromEntries(
    Presence.options.map((presence, index) => [
      String(310 + index),
      { extension: String(310 + index), name: `${NAMES[index % NAMES.length]}`, presence, queues: [] },
    ]),
  );

const ringing = () => ({
  '311': {
    extension: '311',
    number: '5558880142',
    name: 'Maria Lopez',
    withheld: false,
    since: ago(6),
    queueName: 'Front desk',
  },
});

const parked = (slot: string, seconds: number, part: Partial<TopicRow<'parked'>> = {}): TopicRow<'parked'> => ({
  slot,
  entry: `e${slot}`,
  linkedId: `l${slot}`,
  number: '5558880142',
  name: 'Maria Lopez',
  withheld: false,
  parkedAt: ago(seconds),
  recallAt: ago(seconds - 90),
  parkedBy: '201',
  parkedByName: 'Ana Ruiz',
  ...part,
});

const message = (id: string, part: Partial<TopicRow<'voicemail'>> = {}): TopicRow<'voicemail'> => ({
  mailbox: '790',
  context: 'practice',
  id,
  number: '5558880142',
  name: 'Maria Lopez',
  withheld: false,
  at: ago(1800),
  durationSeconds: 43,
  folder: 'new',
  urgent: false,
  box: 'Front desk',
  boxOwner: 'Front desk',
  ...part,
});

const withBoards = (count = 40) => ({ ...background(), site: { it: largeSite(count) }, people: people() });

const withVoicemail = () => ({
  ...withBoards(),
  waiting: {},
  voicemailLamp: { it: { newCount: 2, oldCount: 1 } },
  voicemail: {
    a: message('1', { urgent: true }),
    b: message('2', { name: '', number: '5558880177', at: ago(700), durationSeconds: 12 }),
    c: message('3', { folder: 'old', at: ago(90_000), handedTo: { owner: 'Nurse line', due: '2026-11-24' } }),
  },
  worklist: {
    v: work({
      ...{ id: 'voicemail/c', kind: 'voicemail', text: 'Listen and call back', about: 'Maria Lopez' },
      ...{ number: '5558880142', owner: 'Nurse line', due: new Date(ago(-7200)).toISOString() },
      voicemail: { message: 'c', at: ago(90_000), durationSeconds: 43 },
    }),
  },
});

const inCall = (count = 40) => ({
  ...withBoards(count),
  calls: { 'call-1': verifiedCall({ decision: undefined } as Parameters<typeof verifiedCall>[0]) },
  patients: { 'call-1': verifiedPanel() },
  notes: { 'call-1': note() },
  ringing: ringing(),
});

const openDirectory: ConsoleState['act'] = async (page) => {
  await page.getByText('My lines').first().waitFor();
  await page.keyboard.press('F3');
};

export const BOARD_STATES: readonly ConsoleState[] = [
  {
    name: 'board-parked',
    rows: () => ({
      ...withBoards(),
      parked: {
        '901': parked('901', 75),
        '902': parked('902', 20, { withheld: true, number: '', name: '', parkedByName: undefined }),
        '903': parked('903', 4, { directoryName: 'Dr. Patel’s office, Northside Cardiology' }),
      } as Record<string, TopicRow<'parked'>>,
    }),
    until: 'text=Parked',
  },
  { name: 'directory', rows: () => ({ ...withBoards(), ringing: ringing() }), until: 'role=grid', act: openDirectory },
  {
    name: 'intercom',
    rows: () => ({
      ...withBoards(),
      calls: {
        'call-1': verifiedCall({
          ...{ purpose: 'intercom', verified: false, patientName: undefined, directoryName: 'Ana R.', muted: true },
          ...{ shownNumber: '301', queueName: undefined, waitedMs: undefined, match: undefined, decision: undefined },
        } as Parameters<typeof verifiedCall>[0]),
      },
    }),
    until: 'text=Intercom',
  },
  {
    name: 'directory-in-call',
    rows: () => inCall(5000),
    until: 'text=ask about the caller',
    act: async (page, host) => {
      await page.getByText('Jane Doe').first().waitFor();
      await openDirectory(page, host);
      await page.getByRole('combobox', { name: /Name, skill/ }).fill('nunez');
      await page.keyboard.press('ArrowDown');
    },
  },
  {
    name: 'directory-nobody',
    rows: () => withBoards(),
    until: 'text=Nobody fits',
    act: async (page, host) => {
      await openDirectory(page, host);
      await page.getByRole('combobox', { name: /Name, skill/ }).fill('xyz');
    },
  },
  {
    name: 'voicemail-open',
    rows: withVoicemail,
    until: 'text=Handed over to Nurse line',
    act: async (page) => page.getByRole('button', { name: 'Voicemail', exact: true }).click(),
  },
  {
    name: 'voicemail-hand-over',
    rows: withVoicemail,
    until: 'form[aria-label="Hand over"]',
    act: async (page) => {
      await page.getByRole('button', { name: 'Voicemail', exact: true }).click();
      await page.getByRole('button', { name: 'Hand over' }).first().click();
    },
  },
];
