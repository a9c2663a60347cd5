// States of the board: why somebody waits, who has just left, what can be done, and me in the queues.
import type { TopicRow } from '../../shared/contract/index.ts';
import { background, session, site, verifiedCall, verifiedPanel, note } from './console-scenes.ts';
import type { ConsoleState, Rows } from './console-states.ts';

const ago = (seconds: number) => Date.now() - seconds * 1000;

const waiting = (entry: string, position: number, part: Partial<TopicRow<'waiting'>> = {}): TopicRow<'waiting'> => ({
  ...{ entry, queue: 'front', position, number: '5558880142', name: '', withheld: false, priority: 0 },
  ...{ joinedAt: ago(20), ringingAt: [] },
  ...part,
});

const departed = (entry: string, part: Partial<TopicRow<'departures'>>): TopicRow<'departures'> => ({
  ...{ entry, queue: 'front', position: 1, number: '5558880119', withheld: false, joinedAt: ago(40), leftAt: ago(1) },
  ...{ how: 'gaveUp' },
  ...part,
});

const queue = (id: string, name: string, part: Partial<TopicRow<'queues'>> = {}): TopicRow<'queues'> => ({
  ...{ id, name, targetSeconds: 30, strategy: 'ringall', signedIn: 3, free: 1 },
  ...part,
});

const numbered = (): TopicRow<'site'> => {
  const queues = [
    { id: 'front', name: 'Front desk', targetSeconds: 30, number: '700' },
    { id: 'espanol', name: 'Español', targetSeconds: 30, number: '702', language: 'es' },
    { id: 'billing', name: 'Billing', targetSeconds: 60, number: '701' },
  ];
  return { ...site(), queues, canTake: true };
};

const extension = session().user?.extension ?? '201';

const board = (): Rows => ({
  ...background(),
  site: { it: numbered() },
  queues: {
    front: queue('front', 'Front desk'),
    espanol: queue('espanol', 'Español', { strategy: 'rrmemory', signedIn: 0, free: 0 }),
    billing: queue('billing', 'Billing', { targetSeconds: 60, strategy: 'leastrecent', signedIn: 2, free: 2 }),
  },
  waiting: {
    a: waiting('a', 1, { joinedAt: ago(130), priority: 10, why: [{ kind: 'redFlag' }, { kind: 'sent', by: '201' }] }),
    b: waiting('b', 2, { joinedAt: ago(55), match: { count: 1, initials: 'M. L.' }, why: [{ kind: 'again' }] }),
    c: waiting('c', 3, { joinedAt: ago(31), match: { count: 3 }, number: '5558880177', ringingAt: ['202'] }),
    d: waiting('d', 4, { withheld: true, number: '', joinedAt: ago(8) }),
    e: waiting('e', 1, {
      queue: 'espanol',
      language: 'es',
      joinedAt: ago(70),
      why: [{ kind: 'moved', from: 'front', by: '201' }],
    }),
  },
  departures: {
    x: departed('x', { how: 'answered', to: '201', name: 'Ana Ruiz' }),
    y: departed('y', { number: '5558880133' }),
    z: departed('z', { queue: 'billing', how: 'moved', to: 'front', name: 'Front desk', number: '5558880111' }),
  },
  people: {
    ...background().people,
    [extension]: {
      ...{ extension, name: 'Chloe Sanders', presence: 'wrapUp', queues: ['front', 'billing'], wrapUpUntil: ago(-12) },
      memberships: [
        { queue: 'front', kind: 'static', penalty: 0, paused: false },
        { queue: 'billing', kind: 'dynamic', penalty: 2, paused: true, pauseReason: 'lunch' },
      ],
    },
  },
});

const inCall = (): Rows => ({
  ...board(),
  calls: { 'call-1': verifiedCall() },
  patients: { 'call-1': verifiedPanel() },
  notes: { 'call-1': note() },
});

const many = (): Rows => ({
  ...board(),
  waiting: Object.fromEntries(
    Array.from({ length: 60 }, (_, index) => [
      `m${index}`,
      waiting(`m${index}`, index + 1, { joinedAt: ago(400 - index * 6), number: `555888${1000 + index}` }),
    ]),
  ),
});

export const QUEUE_STATES: ConsoleState[] = [
  { name: 'queue-board', rows: board, until: 'text=red flag' },
  { name: 'queue-board-in-call', rows: inCall, until: 'text=red flag' },
  { name: 'queue-many', rows: many, until: 'text=and 48 more' },
  {
    name: 'queue-acting',
    rows: board,
    until: 'text=Put first',
    act: async (page) => {
      await page.locator('[data-waiting-row]').nth(1).waitFor();
      await page.keyboard.press('Alt+KeyW');
      await page.keyboard.press('ArrowDown');
      await page.keyboard.press('Enter');
    },
  },
  {
    name: 'queue-acting-not-set',
    rows: () => ({ ...board(), site: { it: { ...numbered(), canTake: false } } }),
    until: 'text=is not set up at this PBX',
    act: async (page) => page.locator('[data-waiting-row]').nth(1).click(),
  },
  {
    name: 'queue-send',
    rows: board,
    until: 'text=If nobody answers there',
    act: async (page) => {
      await page.locator('[data-waiting-row]').first().focus();
      await page.keyboard.press('s');
      await page.locator('input:focus').waitFor();
    },
  },
  {
    name: 'queue-me',
    rows: board,
    until: 'text=My queues',
    act: async (page) => page.getByRole('button', { name: /Wrap-up/ }).click(),
  },
];
