// The window's states of the waiting list: who would take what became free, the whole list with and without a call in hand,
// and the call to somebody on it.
import type { CommandOutput } from '../../shared/contract/index.ts';
import type { WaitingPerson } from '../../shared/contract/scheduling.ts';
import { PatientId } from '../../shared/domain/patient/types.ts';
import type { BookedVisit } from '../../shared/domain/scheduling/types.ts';
import { fail, ok } from '../../shared/result/result.ts';
import type { ConsoleHost } from './console-host.ts';
import * as scenes from './console-scenes.ts';
import {
  aVisit,
  anOffer,
  answerScheduling,
  at,
  freeTimes,
  inCall,
  openScheduling,
  schedulingState,
} from './console-scheduling-states.ts';
import type { ConsoleState, Rows } from './console-states.ts';

const { background, id, note, panel, talking } = scenes;

const entry = (more: Partial<BookedVisit> = {}): BookedVisit => {
  const { start: _start, end: _end, ...rest } = aVisit();
  return { ...rest, ...{ id: 'w1', state: 'waiting', provider: '', place: '', since: at(-6, '10:12') }, ...more };
};
const TIME = freeTimes()[2]!;
const person = (patient: string, visit: BookedVisit, more: Partial<WaitingPerson> = {}): WaitingPerson => ({
  ...{ patient, visit, patientId: PatientId.parse(`patient-${visit.id}`) },
  ...more,
});
const PEOPLE: WaitingPerson[] = [
  person('Ruth Kowalski', entry({ priority: 2, what: 'Annual physical', since: at(-2, '16:40') }), { time: TIME }),
  person('Omar Haddad', entry({ id: 'w2', since: at(-21, '09:05'), wishes: { part: 'morning' } }), {
    ...{ time: TIME, called: { at: at(0, '09:12'), outcome: 'noAnswer' } },
  }),
  person('Guadalupe Hernández-Villaseñor', entry({ id: 'w3', since: at(-9, '11:30'), wishes: { language: 'es' } }), {
    time: freeTimes()[3]!,
  }),
  person('Li Wei', entry({ id: 'w4', since: at(-3, '15:00'), provider: 'Dr. Osei' })),
];
const LIST: CommandOutput<'scheduling.waitingList'> = {
  waiting: [...PEOPLE, person('Nadia Petrova', entry({ id: 'w5', what: 'Vaccination', since: at(-1, '08:15') }))],
  freed: [{ start: TIME.start, provider: TIME.provider, place: TIME.place, people: PEOPLE.slice(0, 3) }],
};

/** A call that was placed from the list. */
const calledRows = (
  verified: boolean,
  waiting: { visitId: string; time?: typeof TIME } = { visitId: 'w1', time: TIME },
): Rows => {
  const workCalls = { 'call-1': { callId: id('call-1'), patientId: PatientId.parse('p2'), waiting } };
  if (verified) return { ...inCall(), workCalls };
  const call = { ...talking(), direction: 'outgoing' } as ReturnType<typeof talking>;
  return {
    ...background(),
    calls: { 'call-1': call },
    patients: { 'call-1': panel() },
    notes: { 'call-1': note() },
    workCalls,
  };
};
/** The offer to the one who waits and was called. */
const offerToCalled = () => anOffer({ visits: [entry({ what: 'Follow-up', visitType: 'follow-up' })] });

const cancelFirst: ConsoleState['act'] = async (page) => {
  await page.getByRole('button', { name: /^Cancel .*Follow-up/ }).click();
  await page.getByRole('button', { name: 'Cancel the visit' }).click();
};
const freeing = (people: WaitingPerson[]) => (host: ConsoleHost) =>
  host.answer('scheduling.cancel', () => ok({ state: 'done', visit: aVisit({ state: 'cancelled' }), waiting: people }));

const alone = (name: string, until: string, answer: Parameters<ConsoleHost['answer']>[1]): ConsoleState => ({
  name: `waiting-${name}`,
  rows: background,
  until,
  act: async (page, host) => {
    host.answer('scheduling.waitingList', answer as never);
    await page.getByRole('main').waitFor();
    await page.keyboard.press('Alt+b');
  },
});

export const WAITING: ConsoleState[] = [
  schedulingState('cancelled', 'text=would take this time', { before: freeing(PEOPLE), act: cancelFirst }),
  schedulingState('cancelled-one-waits', 'text=would take this time', {
    ...{ before: freeing(PEOPLE.slice(0, 1)), act: cancelFirst },
  }),
  schedulingState('waiting-list', 'text=Became free', {
    act: async (page, host) => {
      host.answer('scheduling.waitingList', () => ok(LIST));
      await page.getByRole('button', { name: 'Waiting list', exact: true }).click();
    },
  }),
  alone('list', 'text=Everybody who waits', () => ok(LIST)),
  alone('nothing-freed', 'text=First that suits', () => ok({ ...LIST, freed: [] })),
  alone('nobody', 'text=Nobody is on the waiting list', () => ok({ waiting: [], freed: [] })),
  alone('cannot', 'text=keeps no waiting list', () => fail('ehrCannot')),
  { name: 'waiting-called', rows: () => calledRows(false), until: 'text=Called from the waiting list' },
  { name: 'waiting-called-verified', rows: () => calledRows(true), until: 'text=Open the visits to book it' },
  {
    name: 'waiting-called-no-time',
    rows: () => calledRows(false, { visitId: 'w1' }),
    until: 'text=To find them a time',
  },
  {
    name: 'waiting-offered',
    rows: () => calledRows(true),
    until: `[role=option][aria-selected=true] >> text=${TIME.provider}`,
    act: async (page, host) => {
      answerScheduling(host, offerToCalled());
      await openScheduling(page);
    },
  },
  {
    name: 'waiting-offered-gone',
    rows: () => calledRows(true),
    until: 'text=The time that you called about is gone',
    act: async (page, host) => {
      answerScheduling(host, offerToCalled(), freeTimes().slice(3));
      await openScheduling(page);
    },
  },
];
