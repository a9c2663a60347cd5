// Booking at the five strict vendors: each with what it can, and honest about what it cannot.
import { randomUUID } from 'node:crypto';
import type { Appointment } from '@medplum/fhirtypes';
import { afterAll, afterEach, beforeAll, describe, expect, it } from 'vitest';
import { openFhir } from '../../electron/adapters/fhir/fhir-adapter.ts';
import { startClinicEhr } from '../../electron/clinic/ehr/server.ts';
import type { ClinicEhr } from '../../electron/clinic/ehr/server.ts';
import type { NewVisit, SchedulingPort } from '../../electron/ports/scheduling.ts';
import { openTimes } from '../../shared/domain/scheduling/times.ts';
import type { BookedVisit, OpenTime } from '../../shared/domain/scheduling/types.ts';
import type { Result } from '../../shared/result/result.ts';
import { refusing } from './refusing.ts';
import { MARIA } from './samples.ts';
import type { StandIn } from './stand-in.ts';
import { vendorStandIn } from './strict.ts';
import type { Spoil, Vendor } from './strict.ts';
import { ATHENA_LIKE, EPIC_LIKE, MEDPLUM_LIKE, OPENEMR_LIKE, ORACLE_LIKE } from './vendors.ts';
import { valueOf } from './visit-servers.ts';

const ZONE = 'America/Los_Angeles';
const DAY = 24 * 3_600_000;
const TYPE = { code: 'follow-up', system: 'https://clinic.example/CodeSystem/visit-type', name: 'Follow-up' };

let clinic: ClinicEhr;
let fars: StandIn[] = [];
beforeAll(async () => {
  clinic = await startClinicEhr({ port: 0, seed: 5, today: new Date() });
});
afterAll(() => clinic.close());
afterEach(async () => {
  await Promise.all(fars.map((far) => far.close()));
  fars = [];
});

async function desk(vendor: Vendor, spoil?: Spoil): Promise<SchedulingPort & { readonly far: StandIn }> {
  const far = await vendorStandIn(vendor, clinic.url, spoil);
  fars.push(far);
  return { ...openFhir({ baseUrl: far.url, timeZone: ZONE, retryDelayMs: 1 }).scheduling!, far };
}
const told = (result: Result<unknown>): string => (result.ok ? 'booked' : result.error.code);
async function times(port: SchedulingPort): Promise<OpenTime[]> {
  const from = Date.now() + 2 * DAY;
  const { slots, calendars } = valueOf(await port.freeSlots({ from, until: from + 8 * DAY, visitType: TYPE }));
  return openTimes(slots, calendars, { visitType: TYPE.code }, { zone: ZONE, now: Date.now() });
}
const visit = (time: OpenTime, by = 'ana'): NewVisit => ({
  ...{ id: randomUUID(), by, slots: time.slots, time, lookFirst: false },
  ...{ patientId: MARIA, patientName: 'María González', visitType: TYPE },
});
const seen = ({ id, state, start, providerId }: BookedVisit) => ({
  ...{ id, state },
  ...(start === undefined ? {} : { start }),
  ...(providerId === undefined ? {} : { providerId }),
});
async function standing(slot: string): Promise<Appointment[]> {
  const answer = await fetch(`${clinic.url}/Appointment?slot=Slot/${slot}&_count=50`);
  const { entry = [] } = (await answer.json()) as { entry?: { resource: Appointment }[] };
  return entry.map(({ resource }) => resource).filter(({ status }) => status === 'booked');
}

describe.each([
  ['Epic-like', EPIC_LIKE],
  ['athena-like', ATHENA_LIKE],
  ['OpenEMR-like', OPENEMR_LIKE],
])('%s', (_name, vendor) => {
  it('says that it shows no times and takes no visits, and is asked for neither', async () => {
    const port = await desk(vendor);
    const support = valueOf(await port.support());
    expect(support).toEqual({
      ...{ times: false, book: 'not', cancel: false, confirm: false, waitingList: false, needsVisitType: false },
    });
    const heard = port.far.heard.length;
    const nowhere: OpenTime = { slots: ['x'], calendar: 'x', start: 0, end: 1, provider: '', place: '', languages: [] };
    expect(await port.book(visit(nowhere))).toMatchObject({ ok: false, error: { code: 'ehrCannot' } });
    expect(await port.cancel({ id: 'x', state: 'booked' }, 'pat', 'ana')).toMatchObject({
      error: { code: 'ehrCannot' },
    });
    expect(await port.confirm({ id: 'x', state: 'booked' })).toMatchObject({ error: { code: 'ehrCannot' } });
    expect(await port.waitingList()).toMatchObject({ error: { code: 'ehrCannot' } });
    expect(port.far.heard.slice(heard).filter(({ method }) => method !== 'GET')).toEqual([]);
  });
});

it('an open server holds times, books, and lists calendars with languages', async () => {
  const port = await desk(MEDPLUM_LIKE);
  expect(valueOf(await port.support())).toMatchObject({ times: true, book: 'held', waitingList: true });
  expect(valueOf(await port.calendars()).calendars.find(({ id }) => id === 'schedule-alvarez')?.languages).toEqual([
    ...['en', 'es'],
  ]);
  const [time] = await times(port);
  const one = visit(time!);
  valueOf(await port.hold(one, 60_000));
  const booked = valueOf(await port.book(one));
  expect(await standing(time!.slots[0]!)).toMatchObject([{ id: booked.id }]);
  expect(valueOf(await port.cancel(seen(booked), 'pat', 'ana'))).toMatchObject({ state: 'done' });
});

describe('Oracle-like, which decides when it takes the visit', () => {
  it('lists times by a kind of visit, with the calendars that come along, and keeps none', async () => {
    const port = await desk(ORACLE_LIKE);
    expect(valueOf(await port.support())).toEqual({
      ...{ times: true, book: 'atOnce', cancel: true, confirm: false, waitingList: false, needsVisitType: true },
    });
    const [time] = await times(port);
    expect(time?.provider).toMatch(/^(Dr\.|NP) /);
    valueOf(await port.hold(visit(time!), 60_000));
    expect(port.far.heard.filter(({ method }) => method !== 'GET')).toEqual([]);
  });

  it('of two desks that want one time exactly one has it, 24 times, and the other is told', async () => {
    const [ana, sam] = [await desk(ORACLE_LIKE), await desk(ORACLE_LIKE)];
    const all = (await times(ana)).slice(0, 24);
    expect(all).toHaveLength(24);
    for (const time of all) {
      const answers = await Promise.all([ana.book(visit(time)), sam.book(visit(time, 'sam'))]);
      expect(answers.map(told).sort()).toEqual(['booked', 'slotTaken']);
      expect(await standing(time.slots[0]!)).toHaveLength(1);
    }
  });

  it('a lost answer is looked up among the visits of that day: there once, whoever asks again', async () => {
    let isLost = false;
    const ana = await desk(ORACLE_LIKE, ({ method, path }, _answered, response) => {
      if (method !== 'POST' || path !== 'Appointment' || isLost) return false;
      isLost = true;
      response.destroy();
      return true;
    });
    const [time] = await times(ana);
    const one = visit(time!);
    const booked = valueOf(await ana.book(one));
    expect(valueOf(await ana.book({ ...one, lookFirst: true })).id).toBe(booked.id);
    expect(await standing(time!.slots[0]!)).toHaveLength(1);
  });

  it('moves by booking the new time first, and cancels by a patch in the version that was read', async () => {
    const port = await desk(ORACLE_LIKE);
    const [time, other, third] = await times(port);
    const booked = valueOf(await port.book(visit(time!)));
    const moved = valueOf(await port.move({ ...visit(other!), seen: seen(booked) }));
    expect(moved).toMatchObject({ state: 'done', visit: { start: other!.start } });
    expect(await standing(time!.slots[0]!)).toEqual([]);
    expect(await standing(other!.slots[0]!)).toMatchObject([{ id: moved.visit.id }]);
    const patches = port.far.heard.filter(({ method }) => method === 'PATCH');
    expect(patches.map(({ headers }) => headers['if-match'])).toEqual([expect.stringMatching(/^W\/".+"$/)]);
    // Cancelled meanwhile: told, and no new time is booked for it.
    valueOf(await port.cancel(seen(moved.visit), 'prov', 'ana'));
    expect(valueOf(await port.move({ ...visit(third!), seen: seen(moved.visit) }))).toMatchObject({
      ...{ state: 'changed', visit: { state: 'cancelled' } },
    });
    expect(await standing(third!.slots[0]!)).toEqual([]);
  });

  it('a move whose second half fails: the new time is booked, the old one stands, and that is said', async () => {
    const port = await desk(ORACLE_LIKE);
    const [time, other] = await times(port);
    const booked = valueOf(await port.book(visit(time!)));
    // It says that it patches, and refuses.
    const inner = await vendorStandIn(ORACLE_LIKE, clinic.url);
    const far = await refusing(inner.url, ({ method }) => (method === 'PATCH' ? 424 : undefined));
    fars.push(inner, far);
    const halfway = openFhir({ baseUrl: far.url, timeZone: ZONE }).scheduling!;
    expect(valueOf(await halfway.move({ ...visit(other!), seen: seen(booked) }))).toMatchObject({
      ...{ state: 'oldStands', visit: { start: other!.start } },
    });
    for (const { slots } of [time!, other!]) expect(await standing(slots[0]!)).toHaveLength(1);
  });
});
