// The window's states of booking: times to offer, one that is kept, one that is lost, what became of it, and an EHR that cannot.
import { DateTime } from 'luxon';
import type { Page } from 'playwright';
import type { ArrangedTime } from '../../shared/contract/scheduling.ts';
import type { CommandOutput } from '../../shared/contract/index.ts';
import type { BookedVisit, Calendar, OpenTime } from '../../shared/domain/scheduling/types.ts';
import { fail, ok } from '../../shared/result/result.ts';
import type { ConsoleHost } from './console-host.ts';
import * as scenes from './console-scenes.ts';
import type { ConsoleState, Rows } from './console-states.ts';

const ZONE = 'America/New_York';
const { background, id, note, panel, talking, verifiedCall, verifiedPanel } = scenes;

/** The `ahead`th day from today at the practice. */
export const at = (ahead: number, clock: string): number =>
  DateTime.fromISO(`${DateTime.now().setZone(ZONE).plus({ days: ahead }).toISODate()}T${clock}`, {
    zone: ZONE,
  }).toMillis();

const calendar = (key: string, provider: string, place: string, languages: string[]): Calendar => ({
  ...{ id: key, providerId: `Practitioner/${key}`, provider, placeId: `Location/${place}`, place, languages },
  visitTypes: [],
});
const CALENDARS = [
  calendar('lee', 'Dr. Lee', 'Riverside, Main Street', ['en']),
  calendar('osei', 'Dr. Osei', 'Riverside, Main Street', ['en', 'fr']),
  calendar('alvarez', 'NP Alvarez', 'Riverside, Harbor Street', ['en', 'es']),
];
export const freeTimes = (): OpenTime[] =>
  [1, 2, 3].flatMap((ahead) =>
    ['08:20', '08:40', '09:20', '10:00', '11:40', '13:00', '14:20'].flatMap((clock, index) => {
      const { id: key, provider, place, languages } = CALENDARS[(index + ahead) % CALENDARS.length]!;
      const start = at(ahead, clock);
      return [
        { slots: [`${key}-${start}`], calendar: key, start, end: start + 20 * 60_000, provider, place, languages },
      ];
    }),
  );
export const aVisit = (more: Partial<BookedVisit> = {}): BookedVisit => ({
  ...{ id: 'v1', state: 'booked', what: 'Follow-up', visitType: 'follow-up', provider: 'Dr. Lee' },
  ...{ start: at(5, '09:20'), end: at(5, '09:40'), providerId: 'Practitioner/lee' },
  ...{ place: 'Riverside, Main Street', confirmed: false },
  ...more,
});
export const anOffer = (more: Partial<CommandOutput<'scheduling.open'>> = {}): CommandOutput<'scheduling.open'> => ({
  support: { times: true, book: 'held', cancel: true, confirm: true, waitingList: true, needsVisitType: false },
  calendars: CALENDARS,
  visitTypes: [
    { code: 'follow-up', name: 'Follow-up' },
    { code: 'annual-physical', name: 'Annual physical', minutes: 40 },
  ],
  verified: true,
  visits: [
    aVisit(),
    aVisit({ id: 'v2', start: at(19, '14:00'), what: 'Vaccination', provider: 'NP Alvarez', confirmed: true }),
  ],
  ...more,
});
export const aKept = (more: Partial<ArrangedTime> = {}): ArrangedTime => ({
  ...{ callId: id('call-1'), time: freeTimes()[2]!, what: 'Follow-up', state: 'kept', until: Date.now() + 161_000 },
  ...more,
});

export const inCall = (): Rows => ({
  ...background(),
  calls: { 'call-1': verifiedCall() },
  patients: { 'call-1': verifiedPanel() },
  notes: { 'call-1': note() },
});

export function answerScheduling(host: ConsoleHost, offer = anOffer(), times = freeTimes()): void {
  host.answer('scheduling.open', () => ok(offer));
  host.answer('scheduling.find', () => ok({ times: offer.support.times ? times : [], more: false }));
}
/** Opened by its key over the call in hand. */
export async function openScheduling(page: Page): Promise<void> {
  await page.getByRole('textbox', { name: /What does the caller say/ }).waitFor();
  await page.keyboard.press('Alt+b');
  await page.getByRole('dialog', { name: 'Visits' }).waitFor();
}

export const schedulingState = (
  name: string,
  until: string,
  more: {
    rows?: () => Rows;
    offer?: () => ReturnType<typeof anOffer>;
    act?: ConsoleState['act'];
    times?: OpenTime[];
    before?: (host: ConsoleHost) => void;
  } = {},
): ConsoleState => ({
  name: `scheduling-${name}`,
  rows: more.rows ?? inCall,
  until,
  act: async (page, host) => {
    answerScheduling(host, more.offer?.() ?? anOffer(), more.times ?? freeTimes());
    more.before?.(host);
    await openScheduling(page);
    await more.act?.(page, host);
  },
});
const chooseFirst: ConsoleState['act'] = async (page) => {
  await page.locator('[role=listbox]:focus').waitFor();
  await page.keyboard.press('Enter');
};

export const SCHEDULING: ConsoleState[] = [
  schedulingState('times', '[role=option]'),
  schedulingState('nothing-free', 'text=Nothing is free like that', { times: [] }),
  schedulingState('kept', 'text=¿Se la reservo?', { rows: () => ({ ...inCall(), arranged: { 'call-1': aKept() } }) }),
  schedulingState('over', 'text=No longer kept', {
    rows: () => ({ ...inCall(), arranged: { 'call-1': aKept({ state: 'over' }) } }),
  }),
  schedulingState('unknown', 'text=Do not promise it', {
    rows: () => ({ ...inCall(), arranged: { 'call-1': aKept({ state: 'unknown' }) } }),
  }),
  schedulingState('lost', 'text=Somebody else has just taken this time', {
    act: async (page, host) => {
      host.answer('scheduling.hold', () => ok({ state: 'taken', instead: freeTimes().slice(1, 4) }));
      await chooseFirst(page, host);
    },
  }),
  schedulingState('booked', 'text=Booked:', {
    rows: () => ({ ...inCall(), arranged: { 'call-1': aKept() } }),
    act: async (page, host) => {
      host.answer('scheduling.book', () => {
        host.remove('arranged', 'call-1');
        return ok({ state: 'done', visit: aVisit({ id: 'v3', confirmed: true }), waiting: [] });
      });
      await page.getByRole('button', { name: 'Book', exact: true }).click();
    },
  }),
  schedulingState('cancelling', 'text=Why is it cancelled', {
    act: async (page) => page.getByRole('button', { name: /^Cancel .*Follow-up/ }).click(),
  }),
  schedulingState('changed-meanwhile', 'text=changed this visit meanwhile', {
    act: async (page, host) => {
      host.answer('scheduling.confirm', () => ok({ state: 'changed', visit: aVisit({ start: at(8, '11:00') }) }));
      await page.getByRole('button', { name: /^Confirm .*Follow-up/ }).click();
    },
  }),
  schedulingState('moving', 'text=Choose the new time', {
    act: async (page) => page.getByRole('button', { name: /^Move .*Follow-up/ }).click(),
  }),
  schedulingState('not-verified', 'text=Check who is calling first', {
    rows: () => ({
      ...background(),
      calls: { 'call-1': talking() },
      patients: { 'call-1': panel() },
      notes: { 'call-1': note() },
    }),
    offer: () => anOffer({ verified: false, visits: [] }),
  }),
  schedulingState('no-slots', 'text=does not show its free times', {
    offer: () =>
      anOffer({
        support: {
          times: false,
          book: 'not',
          cancel: false,
          confirm: false,
          waitingList: false,
          needsVisitType: false,
        },
        calendars: [],
        visitTypes: [],
      }),
  }),
  schedulingState('no-ehr', 'text=No EHR is set up here', {
    before: (host) => host.answer('scheduling.open', () => fail('scheduleNotHere')),
  }),
];
