// The window's states of hours, on call and escalations.
import { DateTime } from 'luxon';
import type { TopicRow } from '../../shared/contract/index.ts';
import * as scenes from './console-scenes.ts';
import type { ConsoleState, Rows } from './console-states.ts';

const { background, id, note, session, site, talking, verifiedCall, verifiedPanel } = scenes;
type Site = ReturnType<typeof site>;
type Escalation = TopicRow<'escalations'>;
type Call = ReturnType<typeof verifiedCall>;

const ZONE = 'America/New_York';
const seconds = (count: number) => Date.now() - count * 1000;
const today = DateTime.now().setZone(ZONE);
const date = (days: number) => today.plus({ days }).toISODate() ?? '';
const always = [{ from: '00:00', to: '24:00' }];
const week = Object.fromEntries(
  (['mon', 'tue', 'wed', 'thu', 'fri', 'sat', 'sun'] as const).map((day) => [day, always]),
);

const supervisor = session({ user: { id: 'marcus', name: 'Marcus Bell', role: 'supervisor', extension: '205' } });
const at = (change: Partial<Site>, who = supervisor): Rows => ({
  ...background(),
  session: { it: who },
  site: { it: { ...site(), ...change } },
});
const openDuty: ConsoleState['act'] = async (page) => {
  await page
    .getByRole('button', { name: /Open|Closed|Opens|Closes/ })
    .first()
    .waitFor();
  await page.keyboard.press('Alt+h');
};
const rota: Site['rota'] = {
  rotations: [
    {
      id: 'first',
      name: 'First call',
      people: ['lee', 'nurse'],
      starts: date(-30),
      ends: date(33),
      weeks: 1,
      handover: { day: 'mon', time: '17:00' },
    },
  ],
  swaps: [],
  overrides: [{ entry: 'nurse', from: `${date(9)}T17:00`, to: `${date(10)}T08:00`, reason: 'Away' }],
};
const places: Partial<Site> = {
  onCall: [],
  rota,
  locations: [
    { id: 'north', name: 'North office', hours: { weekly: week, holidays: [], closures: [] } },
    { id: 'west', name: 'West office', hours: { weekly: {}, holidays: [], closures: [] } },
  ],
  hours: {
    ...site().hours,
    holidays: [
      { name: 'Staff training', date: date(12) },
      { name: 'Founders Day', date: date(40) },
    ],
    closures: [{ date: date(0), reason: 'Weather' }],
  },
};

const targets: Escalation['targets'] = [
  { entry: 'lee', label: 'Dr. Lee', role: 'On call', number: '310', ringSeconds: 25, keepRinging: false },
  { entry: 'patel', label: 'Dr. Patel', role: 'Backup', number: '311', ringSeconds: 25, keepRinging: false },
  { entry: 'nurse', label: 'Ana R.', role: 'Nurse line', number: '301', ringSeconds: 20, keepRinging: false },
];
const began = { at: seconds(41), afterMs: 0, what: 'started', who: 'On call' } as const;
const first = [began, { at: seconds(41), afterMs: 0, what: 'ringing', who: 'Dr. Lee' } as const];
const second = [
  ...first,
  { at: seconds(16), afterMs: 25_000, what: 'noAnswer', who: 'Dr. Lee' } as const,
  { at: seconds(16), afterMs: 25_000, what: 'ringing', who: 'Dr. Patel' } as const,
];
const escalation = (part: Partial<Escalation>): Escalation => ({
  ...{
    callId: id('call-1'),
    escalation: 'on-call',
    name: 'On call',
    startedAt: seconds(41),
    phase: 'ringing',
    targets,
  },
  ...{ legs: [{ target: 1, state: 'ringing', since: seconds(16) }], rung: 2, connect: 'introduce', steps: second },
  callBack: { owner: 'Nurse line', within: '1 hours' },
  say: {
    en: 'I am ringing the provider on call now. You will be on hold while I do; if nobody answers I come back to you.',
  },
  sayNobody: { en: 'I could not reach anybody just now. At which number can we call you back?' },
  ...part,
});
const leg = (state: Call['state']): Call =>
  talking({
    ...{
      id: id('leg-2'),
      line: 2,
      direction: 'outgoing',
      shownNumber: '311',
      directoryName: 'Dr. Patel',
      verified: false,
    },
    ...{ consultFor: id('call-1'), state, remote: { number: '311', name: '', withheld: false } },
  });
const escalating = (row: Escalation, ...calls: Call[]): Rows => ({
  ...background(),
  calls: Object.fromEntries(calls.map((call) => [call.id, call])),
  patients: { 'call-1': verifiedPanel() },
  notes: { 'call-1': note() },
  escalations: { 'call-1': row },
});
const held = (): Call => verifiedCall({ state: 'held', heldSince: seconds(41) });

export const DUTY: readonly ConsoleState[] = [
  {
    name: 'duty-fine',
    rows: () => at({ hours: site().hours }),
    until: 'text=No gaps and no double bookings',
    act: openDuty,
  },
  { name: 'duty-closed', rows: () => at(places), until: 'text=West office', act: openDuty },
  {
    name: 'duty-not-yours',
    rows: () => at({ onCall: [] }, session()),
    until: 'text=Nobody is set up to be on call',
    act: openDuty,
  },
  {
    name: 'escalation-ringing',
    rows: () => escalating(escalation({}), held(), leg('remoteRinging')),
    until: '[data-escalation]',
  },
  {
    name: 'escalation-in-emergency',
    rows: () =>
      escalating(
        escalation({}),
        verifiedCall({
          ...{ state: 'held', heldSince: seconds(41) },
          decision: scenes.decision({
            emergency: {
              words: ['chest pain'],
              say: { en: 'This may be an emergency. Hang up and call 911 if you are alone.' },
              reach: scenes.destinations(),
              checklist: [],
            },
          }),
        }),
        leg('remoteRinging'),
      ),
    until: '[data-emergency]',
  },
  {
    name: 'escalation-answered',
    rows: () =>
      escalating(
        escalation({
          phase: 'answered',
          answeredLeg: id('leg-2'),
          legs: [{ target: 1, state: 'answered', since: seconds(3) }],
          steps: [...second, { at: seconds(3), afterMs: 38_000, what: 'answered', who: 'Dr. Patel' }],
        }),
        held(),
        leg('talking'),
      ),
    until: '[data-escalation=answered]',
  },
  {
    name: 'escalation-capturing',
    rows: () =>
      escalating(
        escalation({
          phase: 'capturing',
          legs: [],
          rung: 3,
          steps: [
            ...second,
            { at: seconds(9), afterMs: 32_000, what: 'notReached', who: 'Dr. Patel', reason: 'busy' },
            { at: seconds(9), afterMs: 32_000, what: 'ringing', who: 'Ana R.' },
            { at: seconds(3), afterMs: 38_000, what: 'noAnswer', who: 'Ana R.' },
            { at: seconds(3), afterMs: 38_000, what: 'nobody', who: '' },
          ],
        }),
        verifiedCall(),
      ),
    until: '[data-escalation=capturing]',
  },
  {
    name: 'escalation-promised',
    rows: () =>
      escalating(
        escalation({
          phase: 'promised',
          legs: [],
          rung: 3,
          steps: [...second, { at: seconds(3), afterMs: 38_000, what: 'promised', who: 'Nurse line' }],
        }),
        verifiedCall(),
      ),
    until: '[data-escalation=promised]',
  },
];
