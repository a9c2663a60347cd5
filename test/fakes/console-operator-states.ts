// The window's states of a switchboard: transfers on their way and back, three-way calls, parked and forgotten callers.
import type { Page } from 'playwright';
import * as scenes from './console-scenes.ts';
import type { ConsoleState } from './console-states.ts';

const { background, id, note, site, talking, verifiedCall, verifiedPanel } = scenes;
type Call = ReturnType<typeof talking>;

const seconds = (count: number) => Date.now() - count * 1000;
const parking = { number: '900', slots: { from: '901', to: '910' }, recallSeconds: 90 };
const inCall = (...calls: Call[]) => ({
  ...background(),
  site: { it: { ...site(), parking } },
  calls: Object.fromEntries(calls.map((call) => [call.id, call])),
  patients: { 'call-1': verifiedPanel() },
  notes: { 'call-1': note() },
});
const held = (part: Partial<Call> = {}) => verifiedCall({ state: 'held', heldSince: seconds(12), ...part });
const transfer = (part: Partial<NonNullable<Call['transfer']>>): NonNullable<Call['transfer']> => ({
  ...{ kind: 'blind', target: '301', label: 'Nurse line', state: 'ringing', askedAt: seconds(8) },
  ...part,
});
const colleague = (part: Partial<Call> = {}) =>
  talking({
    ...{
      id: id('line-2'),
      line: 2,
      direction: 'outgoing',
      shownNumber: '301',
      directoryName: 'Ana R.',
      verified: false,
    },
    remote: { number: '301', name: '', withheld: false },
    answeredAt: seconds(40),
    ...part,
  });
const history: Call['history'] = [
  { at: seconds(190), what: 'rang' },
  { at: seconds(181), what: 'answered' },
  { at: seconds(60), what: 'held' },
  { at: seconds(58), what: 'transferBegan', label: 'Nurse line' },
  { at: seconds(30), what: 'transferFailed', label: 'Nurse line' },
  { at: seconds(29), what: 'resumed' },
];
const openTransfer = async (page: Page) => {
  await page.getByText('Jane Doe').first().waitFor();
  await page.keyboard.press('F6');
};

const bar = (name: string, rows: ConsoleState['rows'], until = '[data-bar]'): ConsoleState => ({
  name,
  rows,
  until,
  act: async (page) => {
    await page.goto(`${page.url().split('?')[0]}?separate-phone&view=bar`);
    await page.setViewportSize({ width: 980, height: 56 });
  },
});

/** The compact bar is a window of its own size. */
export const BAR: readonly ConsoleState[] = [
  bar('bar-quiet', background),
  bar('bar-ringing', () => inCall(scenes.ringing())),
  bar('bar-call', () => inCall(verifiedCall()), '[data-bar] [aria-label="Send to…"]'),
  bar('bar-held', () => inCall(held({ holdAlert: 1, heldSince: seconds(50) }))),
];

export const OPERATOR: readonly ConsoleState[] = [
  {
    name: 'link-request',
    rows: () => ({
      ...inCall(verifiedCall()),
      linkRequests: { l1: { id: 'l1', number: '96175550188', shownNumber: '(617) 555-0188', at: seconds(1) } },
    }),
    until: 'text=Call only if you know why',
  },
  {
    name: 'desk-settings',
    rows: () => ({
      ...background(),
      preferences: {
        it: {
          language: 'en' as const,
          theme: 'system' as const,
          hotkeys: { answer: 'Control+Alt+A', mute: 'Control+Alt+M' },
        },
      },
      hotkeys: { it: { taken: ['mute'] } },
    }),
    until: 'text=Another program has these keys',
    act: async (page) => {
      await page.getByRole('button', { name: /Ana Ruiz/ }).click();
      await page.getByText('Keys and compact bar').click();
    },
  },
  {
    name: 'transfer-following',
    rows: () => inCall(held({ transfer: transfer({}) }), colleague({ line: 3, state: 'held', heldSince: seconds(5) })),
    until: 'text=It rings at Nurse line',
  },
  {
    name: 'transfer-returned',
    rows: () =>
      inCall(
        verifiedCall({
          trouble: 'transferReturned',
          transfer: transfer({ state: 'returned', reason: 'noAnswer', endedAt: seconds(3) }),
        }),
      ),
    until: 'text=Nobody answers at Nurse line',
  },
  {
    name: 'transfer-between-lines',
    rows: () => inCall(verifiedCall(), scenes.heldLine(), colleague({ line: 3, state: 'held', heldSince: seconds(5) })),
    until: 'text=Connect them',
    act: openTransfer,
  },
  {
    name: 'conference',
    rows: () => inCall(verifiedCall({ conference: id('call-1') }), colleague({ conference: id('call-1') })),
    until: '[data-conference]',
  },
  {
    name: 'hold-alerts',
    rows: () =>
      inCall(
        held({ heldSince: seconds(140), holdAlert: 2 }),
        { ...scenes.heldLine(), heldSince: seconds(50), holdAlert: 1 },
        colleague({ line: 3 }),
      ),
    until: 'text=Too long on hold',
  },
  {
    name: 'call-parked',
    rows: () => inCall(verifiedCall({ state: 'parked', parkedSlot: '901', parkedAt: seconds(20) })),
    until: 'text=Parked on 901',
  },
  {
    name: 'ringing-recalled',
    rows: () => ({
      ...inCall(scenes.ringing({ recalled: true, parkedSlot: '901', verified: true, patientName: 'Jane Doe' })),
      notes: {},
    }),
    until: 'text=Nobody fetched this parked caller',
  },
  {
    name: 'call-history',
    rows: () => inCall(verifiedCall({ history })),
    until: 'text=Nurse line did not take it',
    act: async (page) => page.getByRole('button', { name: 'What happened on this call' }).click(),
  },
];
