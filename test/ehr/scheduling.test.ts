// Booking from several desks that share nothing but an EHR: the embedded one and HAPI FHIR. Whatever happens to a request
// on the way, a time is had by one caller, a visit is there once, and nothing stays blocked.
import type { Appointment, Slot } from '@medplum/fhirtypes';
import { describe, expect, it } from 'vitest';
import { PatientId } from '../../shared/domain/patient/types.ts';
import type { Result } from '../../shared/result/result.ts';
import { MARIA } from './samples.ts';
import { send } from './servers.ts';
import { json, outcome } from './stand-in.ts';
import type { Spoil } from './strict.ts';
import { VISIT_SERVERS, seen, valueOf, visit, visitStage } from './visit-servers.ts';

const SAMUEL = PatientId.parse('patient-samuel-okafor');

const told = (result: Result<unknown>): string => (result.ok ? 'booked' : result.error.code);

describe.each(VISIT_SERVERS)('%s: %s', (on) => {
  const { url, desk, raw, appointmentsIn, times } = visitStage(on, 3);
  const slotOf = (id: string): Promise<Slot> => raw<Slot>(`Slot/${id}`);
  /** Time passes: the claim in it has run out. */
  async function age(slot: Slot): Promise<void> {
    const extension = (slot.extension ?? []).map((one) => ({
      ...one,
      extension: (one.extension ?? []).map((part) =>
        part.url === 'until' ? { ...part, valueInstant: '2020-01-01T00:00:00Z' } : part,
      ),
    }));
    await send('PUT', `${url()}/Slot/${slot.id}`, { ...slot, status: 'busy-tentative', extension });
  }

  it('says what it can, whose calendars there are, and what is free in them', async () => {
    const port = await desk();
    expect(valueOf(await port.support())).toEqual({
      ...{ times: true, book: 'held', cancel: true, confirm: true, waitingList: true, needsVisitType: false },
    });
    const { calendars, visitTypes } = valueOf(await port.calendars());
    expect(calendars).toHaveLength(5);
    expect(calendars.find(({ provider }) => provider === 'NP Alvarez')).toMatchObject({
      ...{ languages: ['en', 'es'], place: 'Riverside, Main Street', providerId: 'Practitioner/alvarez' },
    });
    expect(visitTypes.map(({ name }) => name)).toContain('Annual physical');
    const all = await times(port, 40);
    expect(all.length).toBeGreaterThan(20);
    for (const { slots, start, end } of all) expect([slots.length, end - start]).toEqual([2, 40 * 60_000]);
  });

  it('holds a time, books it, and the visit stands in the chart with our identifier', async () => {
    const [ana, sam] = [await desk(), await desk()];
    const [time] = await times(ana, 40);
    const one = visit(time!);
    expect(await ana.hold(one, 60_000)).toEqual({ ok: true, value: undefined });
    expect((await slotOf(time!.slots[0]!)).status).toBe('busy-tentative');
    expect(told(await sam.hold(visit(time!), 60_000))).toBe('slotTaken');
    const booked = valueOf(await ana.book(one));
    expect(booked).toMatchObject({ state: 'booked', start: time!.start, what: 'Follow-up', confirmed: true });
    expect(booked).toMatchObject({ provider: time!.provider, place: time!.place });
    for (const id of time!.slots) expect((await slotOf(id)).status).toBe('busy');
    expect(await appointmentsIn(time!.slots[0]!)).toMatchObject([
      { id: booked.id, minutesDuration: 40, identifier: [{ value: `booking/${one.id}` }] },
    ]);
    // Asked again with the same id it is the same visit.
    expect(valueOf(await ana.book({ ...one, lookFirst: true })).id).toBe(booked.id);
    expect(await appointmentsIn(time!.slots[0]!)).toHaveLength(1);
    expect(valueOf(await ana.visits(MARIA, new Date())).map(({ id }) => id)).toContain(booked.id);
  });

  it('of two desks that want one time exactly one has it, 24 times, and the other is told', async () => {
    const [ana, sam] = [await desk(), await desk()];
    const all = (await times(ana)).slice(0, 24);
    expect(all).toHaveLength(24);
    for (const time of all) {
      const answers = await Promise.all([
        ana.book(visit(time)),
        sam.book(visit(time, { by: 'sam', patientId: SAMUEL, patientName: 'Samuel Okafor' })),
      ]);
      expect(answers.map(told).sort()).toEqual(['booked', 'slotTaken']);
      const there = await appointmentsIn(time.slots[0]!);
      expect(there).toHaveLength(1);
      const winner = answers.find((answer) => answer.ok);
      expect(winner?.ok === true && winner.value.id).toBe(there[0]!.id);
    }
  });

  it('what is given back, or was kept by a desk that never came back, is free again for everybody', async () => {
    const [ana, sam] = [await desk(), await desk()];
    const [time, other] = await times(ana);
    const one = visit(time!);
    valueOf(await ana.hold(one, 60_000));
    valueOf(await ana.release(one));
    expect((await slotOf(time!.slots[0]!)).status).toBe('free');
    valueOf(await ana.hold(visit(other!), -5_000)); // lapsed the moment it was made
    expect((await slotOf(other!.slots[0]!)).status).toBe('busy-tentative');
    const found = valueOf(await sam.freeSlots({ from: other!.start, until: other!.start + 1 }));
    expect(found.slots.map(({ id }) => id)).toContain(other!.slots[0]);
    valueOf(await ana.hold(visit(other!), -5_000));
    expect(told(await sam.book(visit(other!)))).toBe('booked');
  });

  it('a lapsed claim whose visit was written is no free time: the visit decides', async () => {
    // This desk dies after the visit is written and before the slot says so.
    let writes = 0;
    const dying = await desk(({ method, path }, _, response) => {
      if (method !== 'PUT' || !path.startsWith('Slot') || ++writes === 1) return false;
      json(response, 503, outcome('transient'));
      return true;
    });
    const sam = await desk();
    const [time] = await times(sam);
    const booked = valueOf(await dying.book(visit(time!)));
    const slot = await slotOf(time!.slots[0]!);
    expect(told(await sam.book(visit(time!)))).toBe('slotTaken');
    await age(slot);
    expect(told(await sam.book(visit(time!)))).toBe('slotTaken');
    expect((await slotOf(time!.slots[0]!)).status).toBe('busy');
    expect(await appointmentsIn(time!.slots[0]!)).toMatchObject([{ id: booked.id }]);
  });

  it('moves a visit: the old time is free, the visit is the same, and it never was none', async () => {
    const [ana, sam] = [await desk(), await desk()];
    const [time, other] = await times(ana);
    const booked = valueOf(await ana.book(visit(time!)));
    const moved = visit(other!);
    valueOf(await ana.hold(moved, 60_000));
    const answer = valueOf(await ana.move({ ...moved, seen: seen(booked) }));
    expect(answer).toMatchObject({ state: 'done', visit: { id: booked.id, start: other!.start, state: 'booked' } });
    expect([(await slotOf(time!.slots[0]!)).status, (await slotOf(other!.slots[0]!)).status]).toEqual(['free', 'busy']);
    // Another desk still has the old one on its screen.
    const late = visit(time!, { by: 'sam' });
    expect(valueOf(await sam.move({ ...late, seen: seen(booked) }))).toMatchObject({
      ...{ state: 'changed', visit: { id: booked.id, start: other!.start } },
    });
    expect((await slotOf(time!.slots[0]!)).status).toBe('free');
  });

  it('cancels with the reason in the chart and the time free, confirms, and says who was first', async () => {
    const [ana, sam] = [await desk(), await desk()];
    const [time] = await times(ana);
    const booked = valueOf(await ana.book(visit(time!)));
    expect(valueOf(await sam.confirm(seen(booked)))).toMatchObject({ state: 'done', visit: { confirmed: true } });
    const cancelled = valueOf(await ana.cancel(seen(booked), 'pat-lt', 'ana'));
    expect(cancelled).toMatchObject({ state: 'done', visit: { state: 'cancelled' } });
    expect(cancelled).toMatchObject({ freed: { calendar: { id: time!.calendar }, slots: [{ id: time!.slots[0] }] } });
    expect((await slotOf(time!.slots[0]!)).status).toBe('free');
    const chart = await raw<Appointment>(`Appointment/${booked.id}`);
    expect(chart.cancelationReason?.coding).toMatchObject([{ code: 'pat-lt' }]);
    expect(valueOf(await sam.confirm(seen(booked)))).toMatchObject({
      state: 'changed',
      visit: { state: 'cancelled' },
    });
    expect(valueOf(await ana.cancel(seen(booked), 'pat-lt', 'ana'))).toMatchObject({ state: 'done' });
  });

  describe('when something happens on the way', () => {
    /** The `nth` request that fits is spoiled. */
    const once = (fits: (method: string, path: string) => boolean, how: Spoil, nth = 1): Spoil => {
      let count = 0;
      return (heard, answered, response) =>
        fits(heard.method, heard.path) && ++count === nth ? how(heard, answered, response) : false;
    };
    const isCreate = (method: string, path: string) => method === 'POST' && path === 'Appointment';
    const isSlot = (method: string, path: string) => method === 'PUT' && path.startsWith('Slot');
    const isVisit = (method: string, path: string) => method === 'PUT' && path.startsWith('Appointment');
    /** Done, and the answer is lost. */
    const lost: Spoil = (_heard, _answered, response) => {
      response.destroy();
      return true;
    };
    const withDate =
      (status: number): Spoil =>
      (_heard, _answered, response) => {
        json(response, status, outcome('transient'), { 'retry-after': '1' });
        return true;
      };

    it.each([
      ['the answer to the visit is lost', once(isCreate, lost)],
      ['the answer to the visit is a 500 although it is there', once(isCreate, withDate(500))],
      ['the answer to the claim is lost', once(isSlot, lost)],
      ['the answer to the slot is lost after the visit', once(isSlot, lost, 2)],
    ])('%s: booked, once', async (_name, spoil) => {
      const ana = await desk(spoil);
      const [time] = await times(ana);
      expect(valueOf(await ana.book(visit(time!)))).toMatchObject({ state: 'booked' });
      expect(await appointmentsIn(time!.slots[0]!)).toHaveLength(1);
      expect((await slotOf(time!.slots[0]!)).status).toBe('busy');
    });

    it('nothing answers after the visit was sent: unknown, not a guess; asked again it is there once', async () => {
      let isDark = false;
      const ana = await desk((heard, _answered, response) => {
        isDark ||= isCreate(heard.method, heard.path);
        if (isDark) response.destroy();
        return isDark;
      });
      const [time] = await times(ana);
      const one = visit(time!);
      expect(told(await ana.book(one))).toBe('ehrUnknownOutcome');
      const back = await desk();
      expect(valueOf(await back.book({ ...one, lookFirst: true }))).toMatchObject({ state: 'booked' });
      expect(await appointmentsIn(time!.slots[0]!)).toHaveLength(1);
    });

    it.each([
      [422, 'ehrRejected'],
      [409, 'ehrRejected'],
      [403, 'ehrNotPermitted'],
    ])('the visit is refused with %i: the time is free again', async (status, code) => {
      const ana = await desk(undefined, (heard) => (isCreate(heard.method, heard.path) ? status : undefined));
      const [time] = await times(ana);
      expect(told(await ana.book(visit(time!)))).toBe(code);
      expect((await slotOf(time!.slots[0]!)).status).toBe('free');
      expect(await appointmentsIn(time!.slots[0]!)).toHaveLength(0);
    });

    it.each([
      ['the answer to the visit is lost', once(isVisit, lost)],
      ['the answer to the first slot is lost', once(isSlot, lost)],
      ['the answer to the new time is lost', once(isSlot, lost, 4)],
      ['the old time cannot be given back just now', once(isSlot, withDate(429), 5)],
    ])('a move, %s: one visit at the new time', async (_name, spoil) => {
      const [ana, sam] = [await desk(spoil), await desk()];
      const [time, other] = await times(sam);
      const booked = valueOf(await sam.book(visit(time!)));
      const moved = visit(other!);
      const answer = valueOf(await ana.move({ ...moved, seen: seen(booked) }));
      expect(answer).toMatchObject({ state: 'done', visit: { id: booked.id, start: other!.start } });
      expect(await appointmentsIn(other!.slots[0]!)).toHaveLength(1);
      expect(await appointmentsIn(time!.slots[0]!)).toHaveLength(0);
      expect((await slotOf(other!.slots[0]!)).status).toBe('busy');
    });

    it('a move of which nobody knows: the visit says where it is, and asked again it is done', async () => {
      let isDark = false;
      const ana = await desk((heard, _answered, response) => {
        isDark ||= isVisit(heard.method, heard.path);
        if (isDark) response.destroy();
        return isDark;
      });
      const sam = await desk();
      const [time, other] = await times(sam);
      const booked = valueOf(await sam.book(visit(time!)));
      const moved = visit(other!);
      expect(told(await ana.move({ ...moved, seen: seen(booked) }))).toBe('ehrUnknownOutcome');
      const answer = valueOf(await sam.move({ ...moved, seen: seen(booked) }));
      expect(answer).toMatchObject({ state: 'done', visit: { start: other!.start } });
      expect((await slotOf(other!.slots[0]!)).status).toBe('busy');
      // Which time it left nobody knows any more; that claim runs out, and the visit stands elsewhere.
      await age(await slotOf(time!.slots[0]!));
      const found = valueOf(await sam.freeSlots({ from: time!.start, until: time!.start + 1 }));
      expect(found.slots.map(({ id }) => id)).toContain(time!.slots[0]);
    });

    it('too many requests: nothing is booked, and the second try books it', async () => {
      let isBusy = true;
      const ana = await desk(undefined, (heard) => (isBusy && isCreate(heard.method, heard.path) ? 429 : undefined));
      const [time] = await times(ana);
      const one = visit(time!);
      expect(told(await ana.book(one))).toBe('ehrBusy');
      expect(await appointmentsIn(time!.slots[0]!)).toHaveLength(0);
      isBusy = false;
      expect(valueOf(await ana.book(one))).toMatchObject({ state: 'booked' });
      expect(await appointmentsIn(time!.slots[0]!)).toHaveLength(1);
    });

    it.each([409, 412])(
      'a change in between that is answered with %i is told, and nothing is written over',
      async (status) => {
        const [ana, sam] = [
          await desk(undefined, (heard) => (isVisit(heard.method, heard.path) ? status : undefined)),
          await desk(),
        ];
        const [time, other] = await times(sam);
        const booked = valueOf(await sam.book(visit(time!)));
        const moved = visit(other!);
        expect(valueOf(await ana.move({ ...moved, seen: seen(booked) }))).toMatchObject({
          ...{ state: 'changed', visit: { id: booked.id, start: time!.start } },
        });
        expect(valueOf(await ana.cancel(seen(booked), 'pat', 'ana'))).toMatchObject({ state: 'changed' });
        expect([(await slotOf(time!.slots[0]!)).status, (await slotOf(other!.slots[0]!)).status]).toEqual([
          'busy',
          'free',
        ]);
      },
    );

    it('a time in the past is not booked', async () => {
      const ana = await desk();
      const [time] = await times(ana);
      const slot = await slotOf(time!.slots[0]!);
      const past = { ...slot, start: '2020-01-06T17:00:00.000Z', end: '2020-01-06T17:20:00.000Z' };
      await send('PUT', `${url()}/Slot/${slot.id}`, past);
      expect(told(await ana.book(visit(time!)))).toBe('slotPast');
      expect(told(await ana.hold(visit(time!), 1000))).toBe('slotPast');
    });
  });
});
