// The states of the right column: who is calling, the checks before the chart, and a chart that is old.
import type { Page } from 'playwright';
import type { TopicRow } from '../../shared/contract/index.ts';
import { CARD_PARTS } from '../../shared/domain/patient/card-parts.ts';
import { blankCard } from '../../shared/domain/patient/card.ts';
import { IDENTIFIERS, PatientId } from '../../shared/domain/patient/types.ts';
import * as scenes from './console-scenes.ts';
import type { ConsoleState, Rows } from './console-states.ts';

const { panel, talking, verifiedPanel, health } = scenes;
type Context = NonNullable<TopicRow<'patients'>['context']>;
const [first, second] = scenes.candidates;
const tester = PatientId.parse('p3');
const restricted = { ...second!, hint: 'restricted' as const };

const DAY_MS = 86_400_000;

/** A chart with nothing in it, of a name that tries to be markup and turns the text around. */
const NOTHING: Context = {
  ...blankCard(scenes.headIn(verifiedPanel().context!), 'missing'),
  name: '<img src=x onerror=alert(1)>\u202e Doe',
  missing: [],
};

/** A chart with more of everything than a card has room for. */
const MUCH: Context = {
  ...verifiedPanel().context!,
  name: 'Maximiliana Wolfeschlegelsteinhausenbergerdorff-Hernández y Castillo',
  language: 'vi',
  interpreterNeeded: false,
  noShows12Months: 4,
  flags: ['fall risk', 'latex allergy', 'needs a wheelchair', 'hearing aid: speak slowly'].map((text) => ({ text })),
  coverage: ['Aetna PPO', 'Medicare Part B'].map((payer) => ({ payer, status: 'active' as const })),
  referrals: (['missing', 'received', 'pendingReview', 'readyToSchedule'] as const).map((state) => ({
    ...{ id: state, specialty: `Specialty of ${state}`, state },
  })),
  refills: [3, 0, 1, 5].map((left) => ({ id: `m${left}`, medication: `Medicine with ${left} mg`, left })),
  tasks: [1, 2, 3].map((n) => ({
    id: `t${n}`,
    text: `Thing number ${n} that is owed to this patient`,
    due: '2026-11-21',
  })),
  team: [1, 2, 3, 4].map((n) => ({ name: `Carer Number ${n}`, role: 'Family medicine', isMain: n === 1 })),
};
const MANY_CONTACTS = Array.from({ length: 6 }, (_, n) => ({
  ...{ at: `2026-11-1${n}T16:00:00Z`, text: 'Asked for the result of the blood test, was told to wait until Friday' },
  from: (['here', 'desk', 'ehr'] as const)[n % 3]!,
}));

/** `inCall`: the window with a call in hand. */
export function patientStates(inCall: (call?: TopicRow<'calls'>) => Rows): ConsoleState[] {
  const withPanel = (part: Parameters<typeof panel>[0], call = talking()): Rows => ({
    ...inCall(call),
    patients: { 'call-1': panel(part) },
  });
  const withVerified = (part: Parameters<typeof verifiedPanel>[0]): Rows => ({
    ...inCall(),
    patients: { 'call-1': verifiedPanel(part) },
  });
  return [
    { name: 'patient-several', rows: () => inCall(talking()), until: '[data-match=several]' },
    {
      name: 'patient-none',
      rows: () => withPanel({ match: { state: 'none', count: 0, candidates: [] } }),
      until: '[data-match=none]',
    },
    {
      // One line for a whole care home.
      name: 'patient-crowd',
      rows: () => {
        const match = { state: 'several' as const, count: 61, candidates: [] };
        return withPanel({ match }, talking({ match }));
      },
      until: '[data-match=crowd]',
    },
    {
      name: 'patient-not-by-number',
      rows: () => {
        const match = { state: 'notByNumber' as const, count: 0, candidates: [] };
        return withPanel({ match }, talking({ match }));
      },
      until: '[data-match=notByNumber]',
    },
    {
      name: 'patient-ehr-down',
      rows: () => ({
        ...withPanel({ match: { state: 'unavailable', count: 0, candidates: [] } }),
        health: { it: health({ ehr: 'unreachable' }) },
      }),
      until: '[data-match=unavailable]',
    },
    {
      name: 'patient-break-glass',
      rows: () =>
        withPanel({
          chosen: restricted,
          check: {
            state: 'restricted',
            matched: ['name', 'birthDate'],
            wrong: [],
            authority: 'self',
            attemptsLeft: 3,
            needed: 2,
            accepts: [...IDENTIFIERS],
          },
        }),
      until: 'text=This chart opens only for a reason',
    },
    {
      name: 'patient-restricted',
      rows: () => withPanel({ match: { state: 'several', count: 2, candidates: [first!, restricted] } }),
      until: 'text=restricted chart',
    },
    {
      // Two whom nobody must ask for.
      name: 'patient-hints',
      rows: () =>
        withPanel({
          match: {
            state: 'several',
            count: 3,
            candidates: [
              first!,
              { ...second!, hint: 'deceased', age: 81 },
              { ...first!, patientId: tester, hint: 'test' },
            ],
          },
        }),
      until: 'text=has died: do not ask for them',
    },
    {
      name: 'patient-check',
      rows: () =>
        withPanel({
          chosen: first,
          check: {
            state: 'open',
            matched: ['birthDate'],
            wrong: ['name'],
            authority: 'self',
            attemptsLeft: 2,
            needed: 2,
            accepts: [...IDENTIFIERS],
          },
        }),
      until: 'text=2 tries left',
    },
    {
      name: 'patient-spoken-for',
      rows: () =>
        withPanel({
          chosen: first,
          check: {
            ...{ state: 'open', authority: 'none', matched: ['name', 'birthDate'], wrong: [] },
            ...{ attemptsLeft: 3, needed: 2, accepts: [...IDENTIFIERS] },
          },
        }),
      act: async (page: Page) => page.getByLabel('Somebody else speaks for the patient').check(),
      until: 'text=may not hear about this chart',
    },
    ...(['patient-unchecked', 'patient-unchecked-reasons', 'patient-unchecked-stranger'] as const).map(
      (name): ConsoleState => {
        const mayGoOn = name !== 'patient-unchecked-stranger';
        const isOpen = name === 'patient-unchecked-reasons';
        return {
          name,
          rows: () =>
            withPanel({
              chosen: first,
              check: {
                ...{ state: 'open', authority: 'notChecked', matched: ['name', 'birthDate'], wrong: [] },
                ...{ attemptsLeft: mayGoOn ? 3 : 2, needed: 2, accepts: [...IDENTIFIERS] },
                unchecked: { isAsking: false, mayGoOn },
              },
            }),
          ...(isOpen ? { act: (page: Page) => page.getByRole('button', { name: 'It cannot wait' }).click() } : {}),
          until: isOpen ? 'text=An emergency' : `[data-unchecked=${mayGoOn}]`,
        };
      },
    ),
    ...(['notChecked', 'none'] as const).map((authority): ConsoleState => ({
      // Somebody went on with a reason; then the EHR answered.
      name: `patient-went-on-${authority}`,
      rows: () => withVerified({ check: { ...verifiedPanel().check, authority } }),
      until: `[data-speaker=${authority === 'none' ? 'ruledOut' : 'notChecked'}]`,
    })),
    {
      name: 'patient-locked-out',
      rows: () =>
        withPanel({
          chosen: first,
          check: {
            state: 'lockedOut',
            matched: [],
            wrong: ['name'],
            authority: 'self',
            attemptsLeft: 0,
            needed: 2,
            accepts: [...IDENTIFIERS],
          },
        }),
      until: 'text=Too many answers',
    },
    {
      name: 'patient-remembered',
      rows: () => ({
        ...withPanel({
          match: {
            ...{ state: 'several', count: 2 },
            candidates: [
              { ...first!, remembered: { from: 'call', at: Date.now() - 3.1 * DAY_MS } },
              { ...second!, remembered: { from: 'chart', at: Date.now() - 0.51 * DAY_MS } },
            ],
          },
        }),
        health: { it: health({ ehr: 'unreachable' }) },
      }),
      until: 'text=Remembered here: confirmed on a call 3 days ago',
    },
    {
      name: 'patient-parts-coming',
      rows: () => {
        const card = verifiedPanel().context!;
        const waiting = ['referrals', 'refills', 'tasks', 'recent', 'team'] as const;
        const context = { ...card, waiting: [...waiting], referrals: [], refills: [], tasks: [], recent: [], team: [] };
        return withVerified({ contextState: 'loading', context, contacts: [] });
      },
      until: '[data-part=tasks][data-state=waiting]',
    },
    {
      name: 'patient-kept',
      rows: () => {
        const at = Date.now() - 26.1 * 3_600_000;
        const old = Object.fromEntries(CARD_PARTS.map((part) => [part, at]));
        return { ...withVerified({ contextState: 'kept', old }), health: { it: health({ ehr: 'unreachable' }) } };
      },
      until: 'text=kept here 26',
    },
    {
      name: 'patient-parts-gone',
      rows: () => {
        const card = verifiedPanel().context!;
        const missing = ['refills' as const, 'recent' as const, 'team' as const];
        const context = { ...card, missing, never: ['team' as const], team: [] };
        return withVerified({ context, old: { refills: Date.now() - 3 * DAY_MS } });
      },
      until: '[data-part=refills][data-state=old]',
    },
    {
      // Two prescriptions of one name that differ in the strength, two that differ in nothing but their day.
      name: 'patient-two-of-one-name',
      rows: () => withVerified({ context: { ...verifiedPanel().context!, refills: scenes.ALIKE } }),
      act: async (page: Page) => page.getByRole('button', { name: 'Show all: Refills' }).click(),
      until: 'text=written Nov 2, 2026',
    },
    {
      name: 'patient-contacts-by-phone',
      rows: () => {
        const context = { ...verifiedPanel().context!, recentWithoutMessages: true as const };
        const from = 'ehr' as const;
        const contacts = [
          { ...MANY_CONTACTS[3]! },
          { at: '2026-11-12T16:00:00Z', text: 'Cough for a week · Dr. Lee', from, by: 'phone' as const },
          { at: '2026-11-03T16:00:00Z', text: '', from, by: 'virtual' as const },
        ];
        return withVerified({ context, contacts });
      },
      act: async (page: Page) => page.getByRole('button', { name: 'Show all: Contacts' }).click(),
      until: 'text=does not list its messages',
    },
    {
      name: 'patient-nothing-known',
      rows: () => withVerified({ context: NOTHING, contacts: [], chosen: { ...first!, hint: 'test' } }),
      until: 'text=test record',
    },
    {
      name: 'patient-much-known',
      rows: () => withVerified({ context: MUCH, contacts: MANY_CONTACTS }),
      act: async (page: Page) => page.getByRole('button', { name: 'Show all: Flags' }).click(),
      until: 'dd button[aria-expanded=true]',
    },
    {
      name: 'patient-stale',
      rows: () => ({
        ...inCall(),
        health: { it: health({ ehr: 'unreachable' }) },
        patients: {
          'call-1': verifiedPanel({
            contextState: 'stale',
            readAt: Date.now() - 3_900_000,
            old: Object.fromEntries(CARD_PARTS.map((part) => [part, Date.now() - 3_900_000])),
          }),
        },
      }),
      until: 'text=Old: the EHR is not answering',
    },
  ];
}
