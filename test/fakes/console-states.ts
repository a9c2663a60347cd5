// The states of the window that are drawn on purpose: the rows that make each, and how to tell that it is on screen.
import type { Page } from 'playwright';
import { fail } from '../../shared/result/result.ts';
import { BOARD_STATES } from './console-board-states.ts';
import { doorStates } from './console-door-states.ts';
import { WORK_STATES } from './console-work-states.ts';
import type { ConsoleHost } from './console-host.ts';
import { NOTE_STATES } from './console-note-states.ts';
import * as scenes from './console-scenes.ts';
import { patientStates } from './console-patient-states.ts';
import { soundStates } from './console-sound-states.ts';

export type Rows = Parameters<ConsoleHost['scene']>[0];

export interface ConsoleState {
  readonly name: string;
  readonly rows: () => Rows;
  /** Visible once the state is drawn. */
  readonly until: string;
  /** Something the person does first. */
  readonly act?: (page: Page, host: ConsoleHost) => Promise<void>;
}

const { background, health, id, note, panel, ringing, session, site, talking, verifiedCall, verifiedPanel } = scenes;
type Call = ReturnType<typeof ringing>;

const withHealth = (part: Parameters<typeof health>[0]): Rows => ({ ...background(), health: { it: health(part) } });
const byId = (...calls: Call[]) => Object.fromEntries(calls.map((call) => [call.id, call]));
const inCall = (call: Call = verifiedCall(), ...others: Call[]): Rows => ({
  ...background(),
  calls: byId(call, ...others),
  patients: { 'call-1': call.verified ? verifiedPanel() : panel() },
  notes: { 'call-1': note() },
});
const trouble = (name: string, part: Parameters<typeof health>[0]): ConsoleState => ({
  name: `trouble-${name}`,
  rows: () => withHealth(part),
  until: '[data-trouble]',
});

const TROUBLES: ConsoleState[] = [
  trouble('not-registered', { phone: 'unreachable' }),
  trouble('connecting', { phone: 'connecting' }),
  trouble('wrong-password', { phone: 'refused' }),
  trouble('certificate', { phone: 'certificate' }),
  trouble('no-microphone', { microphone: 'missing' }),
  trouble('microphone-denied', { microphone: 'denied' }),
  trouble('phone-page-missing', { phonePage: 'missing' }),
  { name: 'trouble-ehr-slow', rows: () => withHealth({ ehr: 'slow' }), until: 'text=The EHR is slow' },
  {
    name: 'trouble-several',
    rows: () => withHealth({ ehr: 'notFhir', journal: 'locked', queues: 'unreachable', outboxWaiting: 3 }),
    until: 'text=The journal is locked',
    act: async (page) => page.getByRole('button', { name: '2 more' }).click(),
  },
  {
    name: 'trouble-site-file',
    rows: () => ({
      ...withHealth({ site: 'lastGood' }),
      session: { it: session({ user: { id: 'kim', name: 'Kim Ito', role: 'administrator', extension: '205' } }) },
      site: {
        it: {
          ...site(),
          problems: [{ line: 42, column: 7, path: 'hours.weekly.mon', message: 'Write the time in quotes as "08:30"' }],
        },
      },
    }),
    until: 'text=The site file has a mistake',
    act: async (page) => page.getByRole('button', { name: 'Show the mistake' }).click(),
  },
  {
    name: 'trouble-host-lost',
    rows: () => inCall(),
    until: 'text=The connection to Frontdesk',
    act: async (page, host) => {
      await page.getByText('Jane Doe').first().waitFor();
      host.dropConnections(true);
    },
  },
  {
    name: 'trouble-disk-full',
    rows: () => ({ ...inCall(), health: { it: health({ journal: 'diskFull' }) } }),
    until: '[data-not-saved]',
    act: async (page, host) => {
      host.answer('note.save', () => fail('journalDiskFull'));
      await page.getByLabel('Medication name').fill('Lisinopril');
    },
  },
];

const RINGING: ConsoleState[] = [
  {
    name: 'ringing-idle',
    rows: () => ({ ...background(), calls: byId(ringing()), patients: { 'ring-1': panel({ callId: id('ring-1') }) } }),
    until: 'text=Say when you answer',
  },
  {
    name: 'ringing-over-note',
    rows: () => inCall(verifiedCall(), scenes.heldLine(), ringing()),
    until: '[data-ringing-card]',
  },
  {
    name: 'ringing-two-closed',
    rows: () =>
      inCall(
        verifiedCall(),
        ringing({ decision: scenes.decision({ office: { open: false, reason: 'holiday', name: 'Thanksgiving' } }) }),
        ringing({ id: id('ring-2'), line: 4, startedAt: Date.now() }),
      ),
    until: 'text=1 more ringing',
  },
  {
    name: 'ringing-withheld',
    rows: () => ({
      ...background(),
      calls: byId(
        ringing({
          remote: { number: '', name: '', withheld: true },
          shownNumber: '',
          match: { state: 'withheld', count: 0, candidates: [] },
        }),
      ),
      patients: { 'ring-1': panel({ callId: id('ring-1'), match: { state: 'withheld', count: 0, candidates: [] } }) },
    }),
    until: 'text=The caller hides the number',
  },
  {
    name: 'ringing-hostile-name',
    rows: () => ({
      ...background(),
      calls: byId(
        ringing({
          remote: { number: '+15551234567', name: '<img src=x onerror=alert(1)>\u202Eevil', withheld: false },
        }),
        ringing({ id: id('r2'), directoryName: 'Dr. \u202Enekcihc \u0007 <b>bold</b>', silenced: true }),
      ),
    }),
    until: '[data-ringing-card]',
  },
];

const emergency = {
  words: ['chest pain'],
  say: {
    en: 'Stay on the line. I am connecting you with a nurse right now. If it gets worse, hang up and call 911.',
    es: 'No cuelgue. Le comunico ahora mismo con una enfermera. Si empeora, cuelgue y llame al 911.',
  },
  reach: scenes.destinations().slice(0, 2),
  checklist: [
    { en: 'Told to call 911 if alone' },
    { en: 'Where the caller is' },
    { en: 'Call-back number' },
    { en: 'Somebody is with them' },
  ],
};

const consult = (part: Partial<Call>): Call =>
  talking({
    id: id('consult-1'),
    line: 2,
    direction: 'outgoing',
    consultFor: id('call-1'),
    remote: { number: '301', name: '', withheld: false },
    shownNumber: '301',
    directoryName: 'Ana R.',
    queueName: undefined,
    queue: undefined,
    waitedMs: undefined,
    match: undefined,
    decision: undefined,
    startedAt: Date.now() - 9000,
    answeredAt: Date.now() - 4000,
    ...part,
  } as Partial<Call>);

const CALLS: ConsoleState[] = [
  { name: 'idle', rows: background, until: 'text=No call in hand' },
  {
    name: 'call-new',
    rows: () => ({ ...inCall(talking()), notes: {} }),
    until: 'text=Choose above what the call is about',
  },
  { name: 'call-verified', rows: () => inCall(verifiedCall(), scenes.heldLine()), until: 'text=Next visit' },
  {
    name: 'call-why',
    rows: () => inCall(),
    until: 'text=Why the call goes there',
    act: async (page) => page.getByRole('button', { name: 'Why?' }).click(),
  },
  {
    name: 'call-held',
    rows: () => inCall(verifiedCall({ state: 'held', heldSince: Date.now() - 20_000, muted: true })),
    until: 'text=Resume',
  },
  {
    name: 'call-far-end-on-hold',
    rows: () => inCall(verifiedCall({ remoteHold: true })),
    until: 'text=The other side has put you on hold',
  },
  {
    name: 'call-nobody-free',
    rows: () =>
      inCall(
        verifiedCall({
          decision: scenes.decision({ destinations: scenes.destinations(['busy', 'unregistered']), transfer: 'any' }),
        }),
      ),
    until: 'text=Nobody is free just now',
  },
  {
    name: 'call-incomplete',
    rows: () => inCall(),
    until: 'text=Needed to finish',
    act: async (page, host) => {
      host.answer('note.finish', () => fail('noteIncomplete'));
      await page.getByLabel('Medication name').waitFor();
      await page.keyboard.press('Control+Enter');
    },
  },
  {
    name: 'call-owed',
    rows: () => ({
      ...inCall(),
      notes: {
        'call-1': note({
          content: {
            ...note().content,
            outcome: 'callback',
            fields: { medication: 'Lisinopril', redflags: 'no' },
            nextStep: { text: 'Nurse calls back about dizziness', owner: 'Nurse line', due: '2030-01-10' },
          },
        }),
      },
    }),
    until: 'text=Nothing missing',
  },
  {
    name: 'call-ended',
    rows: () => inCall(verifiedCall({ state: 'ended', endedAt: Date.now() - 20_000, ended: 'callerHungUp' })),
    until: 'text=The caller has hung up',
  },
  {
    name: 'call-emergency',
    rows: () => ({
      ...inCall(verifiedCall({ decision: scenes.decision({ emergency, transfer: 'any' }) })),
      notes: {
        'call-1': note({
          emergency: [
            { at: Date.now() - 30_000, step: 'heard', text: 'chest pain' },
            { at: Date.now() - 22_000, step: 'said', text: '' },
            { at: Date.now() - 15_000, step: 'checked', text: 'Where the caller is' },
          ],
        }),
      },
    }),
    until: '[data-emergency]',
  },
  {
    name: 'transfer-panel',
    rows: () => inCall(),
    until: '[data-transfer-panel]',
    act: async (page) => {
      await page.getByText('Jane Doe').first().waitFor();
      await page.keyboard.press('F6');
    },
  },
  {
    name: 'transfer-consult-ringing',
    rows: () =>
      inCall(
        verifiedCall({ state: 'held', heldSince: Date.now() - 9000 }),
        consult({ state: 'remoteRinging', answeredAt: undefined } as Partial<Call>),
      ),
    until: 'text=It rings at Ana R.',
  },
  {
    name: 'transfer-consult-talking',
    rows: () => inCall(verifiedCall({ state: 'held', heldSince: Date.now() - 9000 }), consult({})),
    until: 'text=Speaking with Ana R.',
  },
  {
    name: 'transfer-consult-failed',
    rows: () =>
      inCall(
        verifiedCall({ state: 'held', heldSince: Date.now() - 9000 }),
        consult({ state: 'ended', ended: 'busy', endedAt: Date.now() }),
      ),
    until: 'text=The line is busy',
  },
  {
    name: 'transfer-bounced',
    rows: () =>
      inCall(
        verifiedCall({
          trouble: 'transferBounced',
          transfer: { kind: 'blind', target: '301', label: 'Ana R.', state: 'bounced', askedAt: Date.now() - 20_000 },
        }),
      ),
    until: 'text=did not take the call',
  },
  {
    name: 'search',
    rows: () => inCall(talking()),
    until: 'text=Dr. Lee',
    act: async (page) => {
      await page.getByText('No calls').or(page.getByText('My lines')).first().waitFor();
      await page.keyboard.press('Control+k');
    },
  },
];

export const STATES: readonly ConsoleState[] = [
  ...CALLS,
  ...RINGING,
  ...TROUBLES,
  ...soundStates(inCall),
  ...patientStates(inCall),
  ...doorStates(inCall),
  ...BOARD_STATES,
  ...NOTE_STATES,
  ...WORK_STATES,
];
