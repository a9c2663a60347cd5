// The window's states of rules: what they add to a call, what they refuse and why, what happens when they fail, and how
// often they led to somebody.
import type { TopicRow } from '../../shared/contract/index.ts';
import { ok } from '../../shared/result/result.ts';
import * as scenes from './console-scenes.ts';
import { label } from './console-site.ts';
import type { ConsoleState, Rows } from './console-states.ts';

const { background, decision, destinations, note, session, verifiedCall, verifiedPanel } = scenes;

const FORBIDDEN = label(
  'Dr. Lee is not given bills. Billing calls back within a day.',
  'A Dr. Lee no se le pasan cuentas. Facturación llama en un día.',
);
const noDoctors: NonNullable<TopicRow<'site'>['transfers']> = [
  { id: 'money-stays-here', forbid: [{ entry: 'lee' }], because: FORBIDDEN },
  { id: 'billing-introduced', warmOnly: [{ skill: 'billing' }] },
];
const inCall = (part: Parameters<typeof decision>[0], row: Parameters<typeof verifiedCall>[0] = {}): Rows => ({
  ...background(),
  site: { it: { ...scenes.site(), transfers: noDoctors } },
  calls: { 'call-1': verifiedCall({ decision: decision(part), ...row }) },
  patients: { 'call-1': verifiedPanel() },
  notes: { 'call-1': note() },
});
const [nurse, , message] = destinations();

const row = (key: string, counted: number, reached: number, returned: number, bounced = 0, name = key) => ({
  ...{ key, label: name, counted, reached, returned, bounced, abandoned: counted - reached - returned - bounced },
});

export const RULE_STATES: ConsoleState[] = [
  {
    name: 'rules-banner-and-forbidden',
    rows: () =>
      inCall({
        transfer: 'any',
        priority: 7,
        banners: [
          {
            rule: 'custody',
            text: label('Custody order on file. Check who is calling before you say anything.', 'Orden de custodia.'),
          },
        ],
        destinations: [
          { ...nurse!, transfer: 'warmOnly' },
          { ...message!, rank: 2 },
        ],
        forbidden: [
          {
            ...{ id: 'lee', label: 'Dr. Lee', number: '310', because: FORBIDDEN },
            why: { rule: 'money-stays-here', fired: true, code: 'policy.forbidden', values: { label: 'Dr. Lee' } },
          },
        ],
      }),
    until: 'text=Custody order on file',
  },
  {
    name: 'recording-refused',
    rows: () => ({
      ...background(),
      site: {
        it: {
          ...scenes.site(),
          recording: { calls: true, consent: 'allParties' },
          scripts: {
            ...scenes.site().scripts,
            recordingConsent: label(
              'This call is recorded so that we get everything right. Is that all right with you?',
              'Esta llamada se graba para anotar todo bien. ¿Está de acuerdo?',
            ),
          },
        },
      },
      calls: { 'call-1': scenes.talking({ answeredAt: Date.now() - 10_000 }) },
      notes: { 'call-1': { ...note(), recording: { answer: 'refused', at: Date.now(), by: 'chloe' } } },
    }),
    until: 'text=Do not record this call',
  },
  {
    name: 'rules-sounds-like',
    rows: () => ({
      ...inCall(
        { destinations: [], trace: [] },
        {
          intent: {
            category: { id: 'clinical', confidence: 0.91, because: ['dizzy', 'blood pressure', 'pill'] },
            urgent: { confidence: 0.4, because: ['dizzy', 'worse'] },
          },
        },
      ),
      notes: {
        'call-1': note({ content: { words: 'Dizzy since the new pill, getting worse', fields: {}, told: '' } }),
      },
    }),
    until: '[data-suggestion]',
  },
  {
    name: 'rules-escalate-first',
    rows: () =>
      inCall({
        transfer: 'any',
        escalate: { rule: 'newborn-fever', id: 'newborn', name: 'Lead nurse, then triage' },
      }),
    until: '[data-escalate]',
  },
  {
    name: 'rules-no-rule',
    rows: () => {
      const { route: _route, ...rest } = decision({
        transfer: 'any',
        priority: 0,
        destinations: [{ ...message!, rank: 1 }],
      });
      return inCall({}, { decision: rest });
    },
    until: 'text=has no rule for this',
  },
  {
    name: 'rules-failed',
    rows: () => {
      const { decision: _decision, ...call } = verifiedCall({ rulesFailed: true });
      return { ...inCall({}), calls: { 'call-1': call } };
    },
    until: 'text=rules could not be used',
  },
  {
    name: 'rules-why',
    rows: () =>
      inCall({
        trace: [
          { rule: 'hours', fired: true, code: 'office.hours', values: {} },
          { rule: 'busy-desk', fired: false, code: 'route.otherLoad', values: {} },
          { rule: 'worried-again', fired: true, code: 'route.fits', values: { category: 'clinical' } },
          { rule: 'nurse-closed', fired: false, code: 'route.onlyClosed', values: {} },
          { rule: 'nurse-open', fired: true, code: 'route.fits', values: { category: 'clinical' } },
          { rule: 'nurse-any', fired: false, code: 'route.lost', values: { to: 'nurse-open' } },
          { rule: 'rules', fired: false, code: 'route.notLooked', values: { count: 183, of: 190 } },
        ],
      }),
    until: 'text=183 of 190 rules',
    act: async (page) => page.getByRole('button', { name: 'Why?' }).first().click(),
  },
  {
    name: 'rules-transfer-forbidden',
    rows: () => inCall({ transfer: 'any', destinations: [nurse!, { ...message!, rank: 2 }] }),
    until: 'text=Instead: Ana R.',
    act: async (page) => {
      await page.getByText('Jane Doe').first().waitFor();
      await page.keyboard.press('F6');
    },
  },
  {
    name: 'rules-accuracy',
    rows: () => ({
      ...background(),
      session: { it: session({ user: { id: 'marcus', name: 'Marcus Bell', role: 'supervisor', extension: '202' } }) },
    }),
    until: 'text=nurse-closed',
    act: async (page, host) => {
      host.answer('rules.accuracy', () =>
        ok({
          all: row('', 84, 71, 8, 3),
          rules: [
            row('nurse-closed', 14, 6, 6, 1),
            row('billing', 22, 19, 2, 1),
            row('nurse-open', 40, 38, 1),
            row('', 8, 8, 0),
          ],
          destinations: [
            row('310', 14, 6, 6, 1, 'Dr. Lee'),
            row('320', 22, 19, 2, 1, 'Tom W.'),
            row('301', 48, 46, 1, 0, 'Ana R.'),
          ],
        }),
      );
      await page.getByRole('button', { name: 'Find a person, number or action' }).click();
      await page.locator('input:focus').fill('where transfers');
      await page.getByText('Show where transfers went').click();
    },
  },
];
