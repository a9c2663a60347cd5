// The list of things to do and callers who call again: the states that are drawn on purpose.
import type { TopicRow } from '../../shared/contract/index.ts';
import type { WorkReport } from '../../shared/contract/work.ts';
import { PatientId } from '../../shared/domain/patient/types.ts';
import {
  background,
  candidates,
  health,
  id,
  note,
  panel,
  ringing,
  talking,
  verifiedCall,
  verifiedPanel,
  work,
} from './console-scenes.ts';
import type { ConsoleState } from './console-states.ts';

type Item = TopicRow<'worklist'>;
const ago = (seconds: number) => Date.now() - seconds * 1000;
const iso = (seconds: number) => new Date(ago(seconds)).toISOString();
const byId = (...items: Item[]): Record<string, Item> => Object.fromEntries(items.map((item) => [item.id, item]));
const ana = { by: 'ana', name: 'Ana Ruiz' };
const marcus = { by: 'marcus', name: 'Marcus Bell' };

const abandoned = work({
  ...{ id: 'abandoned/e1', kind: 'abandoned', text: '', about: '(555) 888-0144', number: '5558880144', count: 3 },
  ...{ queue: 'Front desk', due: iso(2400), lastAt: ago(1500), sharing: 'thisDesk' },
  version: 2,
  history: [
    { at: ago(4000), by: '', name: '', what: 'again', ref: 'e2' },
    { at: ago(1500), by: '', name: '', what: 'again', ref: 'e3' },
  ],
});
const promised = work({
  ...{ id: 'c1/task', text: 'Call back about lab result', about: 'Tobias Nguyen', number: '5558880111' },
  ...{ category: 'clinical', due: iso(720), version: 5, callId: id('c1') },
  claim: { ...marcus, since: ago(600) },
  attempts: [{ at: ago(900), name: 'Ana Ruiz', outcome: 'noAnswer', callId: 'x1' }],
  history: [
    { at: ago(3000), ...ana, what: 'moved', due: iso(720), reason: 'asked for the afternoon' },
    { at: ago(900), ...ana, what: 'attempt', outcome: 'noAnswer', callId: 'x1' },
    { at: ago(600), ...marcus, what: 'claimed' },
  ],
});
const tried = work({
  ...{ id: 'c2/task', text: 'Confirm the referral reached cardiology', about: 'Rosa Silva', number: '5558880122' },
  ...{ owner: 'Nurse line', due: iso(-1800), version: 3, callId: id('c2') },
  attempts: [1, 2, 3].map((n) => ({
    at: ago(9000 - n * 900),
    name: 'Ana Ruiz',
    outcome: 'busy' as const,
    callId: `t${n}`,
  })),
});
const gone = work({
  id: 'c3/task',
  text: 'Send records form',
  about: 'R. S.',
  owner: 'Joe Park',
  ownerGone: true,
  due: iso(-7200),
});
const refused = work({
  ...{
    id: 'c4/communication',
    kind: 'refused',
    text: 'Wants the visit notes sent to a new specialist',
    about: 'Lena Fox',
  },
  ...{ number: '5558880133', callId: id('c4'), due: iso(1800), delivery: 'refused', sharing: 'thisDesk' },
  refusedField: 'Communication.recipient',
});
const voicemail = work({
  ...{ id: 'voicemail/c', kind: 'voicemail', text: 'Listen and call back', about: 'Maria Lopez', number: '5558880142' },
  ...{ owner: 'Front desk', due: iso(-3600), claim: { ...ana, since: ago(120) } },
  voicemail: { message: 'c', at: ago(9000), durationSeconds: 43 },
});
const hostile = work({
  ...{ id: 'c5/task', text: '<img src=x onerror=alert(1)>\u202Egnp.exe مرحبا 👩‍⚕️ '.repeat(4), owner: '\u202Eksed <b>' },
  ...{ about: '<script>\u202E', number: '5558880155', due: 'whenever', dueAt: 0 },
});
const called = work({
  ...{
    id: 'abandoned/d1',
    kind: 'abandoned',
    text: '',
    queue: 'Front desk',
    about: '(555) 888-0199',
    number: '5558880199',
  },
  ...{ state: 'done', closed: { at: ago(300), by: 'ana', name: 'Ana Ruiz', how: 'calledBack' } },
});
const again = work({
  ...{ id: 'missed/d2', kind: 'missed', text: '', about: '(555) 888-0166', number: '5558880166', count: 2 },
  ...{ state: 'done', closed: { at: ago(900), by: '', name: 'Tom W.', how: 'calledAgain' } },
});

/** Moved and passed on here while the EHR was away; another desk was first. */
const overruled = work({
  ...{ id: 'c6/task', text: 'Call back with two mornings', about: 'Omar Haddad', number: '5558880177', version: 4 },
  ...{ owner: 'Billing', due: iso(-86_400), callId: id('c6'), overruled: { due: iso(-7200), owner: 'Nurse line' } },
  history: [
    { at: ago(1800), ...ana, what: 'moved', due: iso(-7200), reason: 'asked for this afternoon' },
    { at: ago(300), by: '', name: '', remote: true, what: 'moved', due: iso(-86_400), reason: '' },
  ],
});

const list = () => byId(abandoned, promised, tried, gone, refused, voicemail, called, again);
const withList = () => ({ ...background(), worklist: list() });

/** Thousands of promises, as a large practice might have left them lying. */
export const manyItems = (count: number): Record<string, Item> =>
  byId(
    ...Array.from({ length: count }, (_, index) =>
      work({
        ...{
          id: `m${index}/task`,
          text: `Call back number ${index}`,
          about: `Patient ${index}`,
          number: `555888${String(index).padStart(4, '0')}`,
        },
        due: iso((count / 2 - index) * 60),
      }),
    ),
  );

const openList: NonNullable<ConsoleState['act']> = async (page) => {
  await page.getByRole('region', { name: 'To do' }).waitFor();
  await page.keyboard.press('Control+j');
  // Keys are the list's once the caret is in its search.
  await page.locator('[role=combobox]:focus').waitFor();
};
const openItem =
  (text: string): NonNullable<ConsoleState['act']> =>
  async (page, host) => {
    await openList(page, host);
    await page.getByRole('combobox', { name: /Find by name/ }).fill(text);
  };

const report = (): WorkReport => ({
  day: '2026-11-20',
  all: {
    promised: ['c1/task', 'c2/task', 'abandoned/d1', 'missed/d2', 'c3/task'],
    keptInWindow: ['abandoned/d1'],
    keptLate: ['missed/d2'],
    overdue: ['c1/task'],
    open: ['c2/task', 'c3/task'],
  },
  byOwner: [
    {
      owner: 'Front desk',
      figures: {
        promised: ['c1/task', 'abandoned/d1', 'missed/d2'],
        keptInWindow: ['abandoned/d1'],
        keptLate: ['missed/d2'],
        overdue: ['c1/task'],
        open: [],
      },
    },
    {
      owner: 'Nurse line',
      figures: {
        promised: ['c2/task', 'c3/task'],
        keptInWindow: [],
        keptLate: [],
        overdue: [],
        open: ['c2/task', 'c3/task'],
      },
    },
  ],
  moved: ['c1/task'],
  items: [promised, tried, gone, called, again],
  firstCall: { counted: 42, resolved: 35, days: 7 },
});
const repeat = (part: Partial<TopicRow<'repeats'>> = {}): TopicRow<'repeats'> => ({
  callId: id('ring-1'),
  nth: 3,
  days: 7,
  last: {
    at: ago(3 * 86_400),
    direction: 'incoming',
    answered: true,
    category: 'clinical',
    step: { state: 'open', due: iso(-3600), dueAt: ago(-3600) },
  },
  ...part,
});
const lastNote: NonNullable<TopicRow<'repeats'>['note']> = {
  at: ago(3 * 86_400),
  author: 'Marcus Bell',
  category: 'clinical',
  words: 'Dizzy since the new blood pressure pill, wants to know whether to go on with it.',
  told: 'A nurse calls back today.',
  outcome: 'callback',
  step: 'Call back about the pill',
  owner: 'Nurse line',
  workId: 'c1/task',
};

export const WORK_STATES: ConsoleState[] = [
  { name: 'todo-column', rows: withList, until: 'text=2 done today' },
  { name: 'todo-list', rows: withList, until: '[data-todo-scroll]', act: openList },
  {
    name: 'todo-done',
    rows: withList,
    until: 'text=Called back',
    act: async (page, host) => {
      await openList(page, host);
      await page.getByRole('dialog').getByRole('button', { name: '2 done today' }).click();
    },
  },
  { name: 'todo-history', rows: withList, until: 'text=asked for the afternoon', act: openItem('lab result') },
  { name: 'todo-refused', rows: withList, until: 'text=who wrote it', act: openItem('Lena') },
  {
    name: 'todo-overruled',
    rows: () => ({ ...background(), worklist: { ...list(), ...byId(overruled) } }),
    until: 'text=theirs stands',
    act: openItem('mornings'),
  },
  {
    name: 'todo-move',
    rows: withList,
    until: 'form[aria-label="Move"]',
    act: async (page, host) => {
      await openItem('records')(page, host);
      await page.keyboard.press('Alt+t');
    },
  },
  {
    name: 'todo-hostile',
    rows: () => ({ ...background(), worklist: byId(hostile, gone) }),
    until: 'text=due now',
    act: openList,
  },
  {
    name: 'todo-empty',
    rows: () => ({ ...background(), worklist: {} }),
    until: 'text=Nothing is open here',
    act: openList,
  },
  {
    name: 'todo-own-desk',
    rows: () => ({
      ...background(),
      worklist: byId({ ...promised, sharing: 'thisDesk' }, { ...gone, sharing: 'thisDesk' }),
    }),
    until: 'text=own: other desks',
    act: openList,
  },
  {
    name: 'todo-report',
    rows: withList,
    until: 'text=Settled with the first call',
    act: async (page, host) => {
      host.answer('work.report', () => ({ ok: true, value: report() }));
      await openList(page, host);
      await page.keyboard.press('Alt+r');
      await page.getByRole('button', { name: 'Front desk: Overdue 1' }).click();
    },
  },
  {
    name: 'todo-call-back',
    rows: () => ({
      ...withList(),
      health: { it: health() },
      calls: { 'call-1': talking({ direction: 'outgoing', queueName: undefined, waitedMs: undefined } as never) },
      patients: { 'call-1': panel() },
      notes: { 'call-1': note() },
      workCalls: {
        'call-1': {
          callId: id('call-1'),
          workId: 'c2/task',
          patientId: candidates[0]?.patientId ?? PatientId.parse('p'),
        },
      },
    }),
    until: 'text=The call-back is about this patient',
  },
  {
    name: 'repeat-ringing',
    rows: () => ({
      ...background(),
      calls: { 'ring-1': ringing() },
      patients: { 'ring-1': panel({ callId: id('ring-1') }) },
      repeats: { 'ring-1': repeat() },
    }),
    until: 'text=3rd call in 7 days',
  },
  {
    name: 'repeat-ringing-over-note',
    rows: () => ({
      ...background(),
      calls: { 'call-1': verifiedCall(), 'ring-1': ringing() },
      patients: { 'call-1': verifiedPanel() },
      notes: { 'call-1': note() },
      repeats: { 'ring-1': repeat() },
    }),
    until: 'text=3rd call in 7 days',
  },
  {
    name: 'repeat-verified',
    rows: () => ({
      ...withList(),
      calls: { 'call-1': verifiedCall() },
      patients: { 'call-1': verifiedPanel() },
      notes: { 'call-1': note() },
      repeats: { 'call-1': repeat({ callId: id('call-1'), household: 2, note: lastNote }) },
    }),
    until: 'text=Show it in the list',
  },
];
