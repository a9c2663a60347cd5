// States of whoever leads: the people in the queues, alerts, a colleague's call; and what agents see of it.
import type { TopicRow } from '../../shared/contract/index.ts';
import { background, note, ringing, session, talking, verifiedCall, verifiedPanel } from './console-scenes.ts';
import type { ConsoleState } from './console-states.ts';

const ago = (seconds: number) => Date.now() - seconds * 1000;
type Person = TopicRow<'team'>;
type Call = ReturnType<typeof ringing>;

const member = (queue: string, part: Partial<Person['memberships'][number]> = {}) => ({
  ...{ queue, since: ago(9000), paused: false, fixed: false },
  ...part,
});

const person = (extension: string, name: string, part: Partial<Person>): Person => ({
  ...{ extension, name, state: 'free', since: ago(95), memberships: [member('front')], heardBy: [] },
  ...part,
});

const team = (): Person[] => [
  person('201', 'Ana Ruiz', {
    state: 'talking',
    since: ago(312),
    memberships: [member('front'), member('billing')],
    talk: { number: '5558880142', withheld: false, queue: 'front', since: ago(312) },
  }),
  person('202', 'Chloe Sanders', {
    state: 'paused',
    since: ago(1260),
    reason: 'lunch',
    memberships: [member('front', { paused: true, reason: 'lunch', fixed: true })],
  }),
  person('203', 'Dana Whitfield', { state: 'wrapUp', since: ago(204) }),
  person('204', 'Imani Brooks', {
    state: 'talking',
    since: ago(48),
    talk: { number: '', withheld: true, queue: 'billing', since: ago(48) },
    heardBy: [{ extension: '299', name: 'Priya Nair', since: ago(20) }],
  }),
  person('205', 'José Hernández-Villanueva de la Cruz', { state: 'unregistered', memberships: [member('espanol')] }),
  person('206', 'Marcus Bell', { state: 'ringing', since: ago(4) }),
  person('207', 'Tom W.', { state: 'paused', since: ago(60), reason: 'Come to room 4', pausedBy: 'Priya Nair' }),
];

const alert = (kind: TopicRow<'alerts'>['kind'], part: Partial<TopicRow<'alerts'>> = {}): TopicRow<'alerts'> => ({
  ...{ id: `${kind}/front`, kind, queue: 'front', queueName: 'Front desk', raisedAt: ago(20), lastAt: ago(20) },
  ...part,
});

const alerts = () => ({
  a: alert('wait', { since: ago(192), limit: 120, raisedAt: ago(5) }),
  b: alert('wrapUp', { since: ago(204), limit: 180, name: 'Dana Whitfield', extension: '203' }),
  c: alert('abandoned', { percent: 8, limit: 5, seenBy: 'Priya Nair' }),
});

const leading = () => ({
  ...background(),
  session: { it: session({ user: { id: 'marcus', name: 'Marcus Bell', role: 'supervisor', extension: '206' } }) },
  team: Object.fromEntries(team().map((one) => [one.extension, one])) as Record<string, Person>,
});

const joined = (part: Partial<Call> = {}): Call => ({
  ...talking({
    ...{ purpose: 'listen', direction: 'outgoing', shownNumber: '201', directoryName: 'Ana Ruiz', muted: true },
    ...{ remote: { number: '201', name: '', withheld: false } },
    ...part,
  }),
  ...{ queue: undefined, queueName: undefined, waitedMs: undefined, match: undefined, decision: undefined },
});

const atACall = (mode: TopicRow<'listening'>['mode'], part: Partial<Call> = {}) => {
  const call = joined({ muted: mode === 'listen', ...part });
  const { id } = call;
  return {
    ...leading(),
    calls: { [id]: call },
    listening: {
      [id]: { callId: id, extension: '201', name: 'Ana Ruiz', mode, since: ago(30), hasTone: mode === 'barge' },
    },
  } as ReturnType<ConsoleState['rows']>;
};

const asked = () => {
  const at = ago(2400);
  return { number: '5558880142', askedAt: at };
};

const openPeople: ConsoleState['act'] = async (page) => {
  await page.getByText('My lines').first().waitFor();
  await page.keyboard.press('Alt+p');
};

export const SUPERVISION: readonly ConsoleState[] = [
  {
    name: 'people',
    rows: () => ({ ...leading(), alerts: alerts() }),
    until: 'role=option[name=/Imani/]',
    act: openPeople,
  },
  {
    name: 'people-pause',
    rows: () => leading(),
    until: 'text=Why is Ana Ruiz paused?',
    act: async (page, host) => {
      await openPeople(page, host);
      await page.getByRole('listbox', { name: 'People' }).press('p');
    },
  },
  {
    name: 'people-nobody',
    rows: () => ({ ...leading(), team: {} }),
    until: 'text=Nobody is signed in',
    act: openPeople,
  },
  { name: 'alert-line', rows: () => ({ ...leading(), alerts: alerts() }), until: 'text=somebody waits longer' },
  { name: 'listening', rows: () => atACall('listen'), until: 'text=Nobody hears you' },
  { name: 'whispering', rows: () => atACall('whisper'), until: 'text=Only Ana Ruiz hears you' },
  { name: 'speaking-to-both', rows: () => atACall('barge'), until: 'text=Both hear you' },
  {
    name: 'listening-refused',
    rows: () => {
      const rows = atACall('listen', { state: 'ended', ended: 'refused', answeredAt: undefined, endedAt: ago(1) });
      return { ...rows, listening: {} };
    },
    until: 'text=must name your extension',
  },
  {
    name: 'heard',
    rows: () => ({
      ...background(),
      calls: { 'call-1': verifiedCall() },
      patients: { 'call-1': verifiedPanel() },
      notes: { 'call-1': note() },
      deskNotices: { a: { id: 'heard/206', kind: 'heard', by: 'Marcus Bell', at: ago(3) } },
    }),
    until: 'text=Marcus Bell has joined your call',
  },
  {
    name: 'signed-out-by-a-supervisor',
    rows: () => ({
      ...background(),
      deskNotices: {
        a: {
          id: 's',
          kind: 'signedOut',
          by: 'Marcus Bell',
          reason: 'Go home, you are ill',
          queueName: 'Billing',
          at: ago(3),
        },
      },
    }),
    until: 'text=Go home',
  },
  {
    name: 'ringing-callback',
    rows: () => ({
      ...background(),
      calls: {
        'ring-1': {
          ...ringing({
            ...{ purpose: 'callback', queue: { queue: 'front', callback: asked() }, waitedMs: undefined },
            ...{ callBackBy: new Date(ago(-1200)).toISOString() },
          } as Partial<Call>),
          ...{ match: undefined, decision: undefined },
        },
      },
    }),
    until: 'text=promised by',
  },
];
