// The waiting list at an EHR that several desks share, the embedded one and HAPI FHIR: what somebody would like is kept with
// their entry, and the entry itself becomes the visit. So there is one Appointment whatever happens to an answer on the way.
import type { Appointment, Slot } from '@medplum/fhirtypes';
import { describe, expect, it } from 'vitest';
import type { SchedulingPort } from '../../electron/ports/scheduling.ts';
import type { OpenTime, Wishes } from '../../shared/domain/scheduling/types.ts';
import { takersOf } from '../../shared/domain/scheduling/waiting.ts';
import { MARIA } from './samples.ts';
import { send } from './servers.ts';
import { json, outcome } from './stand-in.ts';
import type { Spoil } from './strict.ts';
import { VISIT_SERVERS, ZONE, seen, valueOf, visit, visitStage } from './visit-servers.ts';

describe.each(VISIT_SERVERS)('%s: %s', (on) => {
  const { url, desk, raw, appointmentsIn, free, times } = visitStage(on, 4);
  const wish = async (port: SchedulingPort, wishes: Wishes, time: OpenTime) => {
    const { calendars } = valueOf(await port.calendars());
    const provider = calendars.find(({ providerId }) => providerId === wishes.providerId);
    const place = calendars.find(({ placeId }) => placeId === wishes.placeId);
    return { ...visit(time), wishes, provider, place };
  };

  it('keeps what somebody would like, once, and who waits gets a time by a move', async () => {
    const ana = await desk();
    const [time] = await times(ana);
    const { calendars } = valueOf(await ana.calendars());
    const lee = calendars.find(({ languages }) => languages.includes('es'))!;
    const wishes: Wishes = {
      ...{ visitType: 'follow-up', part: 'morning', from: '2027-01-04', until: '2027-01-08', language: 'es' },
      ...{ providerId: lee.providerId, placeId: lee.placeId },
    };
    const entry = await wish(ana, wishes, time!);
    const waiting = valueOf(await ana.wait(entry));
    expect(waiting).toMatchObject({ state: 'waiting', what: 'Follow-up', wishes, provider: lee.provider });
    expect(valueOf(await ana.wait(entry)).id).toBe(waiting.id);
    expect(valueOf(await ana.waitingList()).find((one) => one.visit.id === waiting.id)?.visit.wishes).toEqual(wishes);
    expect(valueOf(await ana.visits(MARIA, new Date())).at(-1)?.id).toBe(waiting.id);
    const got = valueOf(await ana.move({ ...visit(time!), seen: seen(waiting) }));
    expect(got).toMatchObject({ state: 'done', visit: { id: waiting.id, state: 'booked', start: time!.start } });
    expect(valueOf(await ana.waitingList()).map((one) => one.visit.id)).not.toContain(waiting.id);
    // Nothing of the wish is left in the visit.
    const chart = await raw<Appointment>(`Appointment/${waiting.id}`);
    expect([chart.extension, chart.requestedPeriod]).toEqual([undefined, undefined]);
  });

  it('says how urgent somebody is, where the EHR says so', async () => {
    const ana = await desk();
    const [time] = await times(ana);
    const waiting = valueOf(await ana.wait(await wish(ana, {}, time!)));
    const chart = await raw<Appointment>(`Appointment/${waiting.id}`);
    await send('PUT', `${url()}/Appointment/${waiting.id}`, { ...chart, priority: 2 });
    const [entry] = valueOf(await ana.waitingList()).filter((one) => one.visit.id === waiting.id);
    expect(entry?.visit.priority).toBe(2);
    valueOf(await ana.cancel(seen(entry!.visit), 'pat', 'ana'));
  });

  it('what a cancelled visit left free is whole: whom it would suit is decided by it', async () => {
    const [ana, sam] = [await desk(), await desk()];
    const [time] = await times(ana);
    const booked = valueOf(await ana.book(visit(time!)));
    const waiting = valueOf(await sam.wait(await wish(sam, { visitType: 'follow-up' }, time!)));
    const cancelled = valueOf(await ana.cancel(seen(booked), 'pat', 'ana'));
    const freed = cancelled.state === 'done' ? cancelled.freed! : undefined;
    expect(freed?.slots.map(({ id }) => id)).toEqual(time!.slots);
    expect(freed?.calendar.provider).toBe(time!.provider);
    const around = await free(sam);
    const list = valueOf(await sam.waitingList());
    const takers = takersOf(
      list,
      { ...around, freed: new Set(time!.slots) },
      { zone: ZONE, now: Date.now(), minutesOf: () => undefined },
    );
    const taker = takers.find((one) => one.visit.id === waiting.id);
    expect(taker?.time).toMatchObject({ slots: time!.slots, start: time!.start });
    expect(valueOf(await sam.move({ ...visit(taker!.time), seen: seen(waiting) }))).toMatchObject({ state: 'done' });
    expect(await appointmentsIn(time!.slots[0]!)).toMatchObject([{ id: waiting.id }]);
  });

  it('two desks called two people about one time: exactly one has it, and the other still waits', async () => {
    const [ana, sam] = [await desk(), await desk()];
    const [time] = await times(ana);
    const [one, other] = [
      valueOf(await ana.wait(await wish(ana, {}, time!))),
      valueOf(await sam.wait(await wish(sam, { part: 'morning' }, time!))),
    ];
    const answers = await Promise.all([
      ana.move({ ...visit(time!), seen: seen(one) }),
      sam.move({ ...visit(time!, { by: 'sam' }), seen: seen(other) }),
    ]);
    expect(answers.map((answer) => (answer.ok ? answer.value.state : answer.error.code)).sort()).toEqual([
      ...['done', 'slotTaken'],
    ]);
    expect(await appointmentsIn(time!.slots[0]!)).toHaveLength(1);
    const left = valueOf(await ana.waitingList()).map(({ visit: { id } }) => id);
    expect([one.id, other.id].filter((id) => left.includes(id))).toHaveLength(1);
    for (const { visit: each } of valueOf(await ana.waitingList())) await ana.cancel(seen(each), 'pat', 'ana');
  });

  const isEntry = (method: string, path: string) => method === 'PUT' && path.startsWith('Appointment');
  const lost: Spoil = (_heard, _answered, response) => {
    response.destroy();
    return true;
  };
  const busy: Spoil = (_heard, _answered, response) => {
    json(response, 500, outcome('transient'));
    return true;
  };
  it.each([
    ['lost', lost],
    ['a 500 although it is done', busy],
  ])('the answer is %s: the entry is the visit, once', async (_name, how) => {
    let count = 0;
    const ana = await desk((heard, answered, response) =>
      isEntry(heard.method, heard.path) && ++count === 1 ? how(heard, answered, response) : false,
    );
    const sam = await desk();
    const [time] = await times(sam);
    const waiting = valueOf(await sam.wait(await wish(sam, {}, time!)));
    expect(valueOf(await ana.move({ ...visit(time!), seen: seen(waiting) }))).toMatchObject({
      ...{ state: 'done', visit: { id: waiting.id, start: time!.start } },
    });
    expect(await appointmentsIn(time!.slots[0]!)).toMatchObject([{ id: waiting.id }]);
    expect((await raw<Slot>(`Slot/${time!.slots[0]}`)).status).toBe('busy');
    expect(valueOf(await sam.waitingList()).map((one) => one.visit.id)).not.toContain(waiting.id);
  });

  it('nothing answers any more: unknown, not a guess; asked again it is the same one visit', async () => {
    let isDark = false;
    const ana = await desk((heard, _answered, response) => {
      isDark ||= isEntry(heard.method, heard.path);
      if (isDark) response.destroy();
      return isDark;
    });
    const sam = await desk();
    const [time] = await times(sam);
    const waiting = valueOf(await sam.wait(await wish(sam, {}, time!)));
    const move = { ...visit(time!), seen: seen(waiting) };
    expect(await ana.move(move)).toMatchObject({ error: { code: 'ehrUnknownOutcome' } });
    expect(valueOf(await sam.move(move))).toMatchObject({ state: 'done', visit: { id: waiting.id } });
    expect(await appointmentsIn(time!.slots[0]!)).toMatchObject([{ id: waiting.id }]);
  });
});
