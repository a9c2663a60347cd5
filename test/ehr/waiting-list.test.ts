// The waiting list at an EHR that several desks share, the embedded one and HAPI FHIR: what somebody would like is kept with
// their entry, and the entry itself becomes the visit. So there is one Appointment whatever happens to an answer on the way.
import { randomUUID } from 'node:crypto';
import type { Appointment, Slot } from '@medplum/fhirtypes';
import { afterAll, afterEach, beforeAll, describe, expect, it } from 'vitest';
import { openFhir } from '../../electron/adapters/fhir/fhir-adapter.ts';
import type { NewVisit, SchedulingPort } from '../../electron/ports/scheduling.ts';
import { openTimes } from '../../shared/domain/scheduling/times.ts';
import type { BookedVisit, OpenTime, Wishes } from '../../shared/domain/scheduling/types.ts';
import { takersOf } from '../../shared/domain/scheduling/waiting.ts';
import { MARIA } from './samples.ts';
import { send } from './servers.ts';
import { json, outcome } from './stand-in.ts';
import type { StandIn } from './stand-in.ts';
import { vendorStandIn } from './strict.ts';
import type { Spoil } from './strict.ts';
import { VISIT_SERVERS, startVisitServer, valueOf } from './visit-servers.ts';
import type { VisitServer } from './visit-servers.ts';

const ZONE = 'America/Los_Angeles';
const DAY = 24 * 3_600_000;

const here: VisitServer[] = [];
afterAll(async () => {
  for (const one of here) await one.close();
});

const seen = ({ id, state, start: at, providerId }: BookedVisit) => ({
  ...{ id, state },
  ...(at === undefined ? {} : { start: at }),
  ...(providerId === undefined ? {} : { providerId }),
});

describe.each(VISIT_SERVERS)('%s: %s', (on) => {
  let url: string;
  let fars: StandIn[] = [];
  beforeAll(async () => {
    const server = await startVisitServer(on, 4);
    here.push(server);
    url = server.url;
  }, 120_000);
  afterEach(async () => {
    await Promise.all(fars.map((far) => far.close()));
    fars = [];
  });

  /** A desk of its own; `spoil` is what happens to its requests on the way. */
  async function desk(spoil?: Spoil): Promise<SchedulingPort> {
    const far = await vendorStandIn(undefined, url, spoil);
    fars.push(far);
    return openFhir({ baseUrl: far.url, timeZone: ZONE, retryDelayMs: 1 }).scheduling!;
  }
  const raw = async <T>(path: string): Promise<T> =>
    (await (await fetch(`${url}/${path}`, { headers: { 'cache-control': 'no-cache' } })).json()) as T;
  async function free(port: SchedulingPort) {
    const from = Date.now() + 2 * DAY;
    return valueOf(await port.freeSlots({ from, until: from + 6 * DAY }));
  }
  async function times(port: SchedulingPort): Promise<OpenTime[]> {
    const { slots, calendars } = await free(port);
    return openTimes(slots, calendars, {}, { zone: ZONE, now: Date.now() });
  }
  const visit = (time: OpenTime, more: Partial<NewVisit> = {}): NewVisit => ({
    ...{ id: randomUUID(), by: 'ana', slots: time.slots, time, lookFirst: false },
    ...{ patientId: MARIA, patientName: 'María González' },
    visitType: { code: 'follow-up', system: 'https://clinic.example/CodeSystem/visit-type', name: 'Follow-up' },
    ...more,
  });
  const wish = async (port: SchedulingPort, wishes: Wishes, time: OpenTime) => {
    const { calendars } = valueOf(await port.calendars());
    const provider = calendars.find(({ providerId }) => providerId === wishes.providerId);
    const place = calendars.find(({ placeId }) => placeId === wishes.placeId);
    return { ...visit(time), wishes, provider, place };
  };
  /** Everything of this patient that stands at that time, and the entry. */
  async function standing(slot: string): Promise<Appointment[]> {
    const { entry = [] } = await raw<{ entry?: { resource: Appointment }[] }>(
      `Appointment?slot=Slot/${slot}&_count=50`,
    );
    return entry.map(({ resource }) => resource).filter(({ status }) => status === 'booked');
  }

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
    await send('PUT', `${url}/Appointment/${waiting.id}`, { ...chart, priority: 2 });
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
    expect(await standing(time!.slots[0]!)).toMatchObject([{ id: waiting.id }]);
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
    expect(await standing(time!.slots[0]!)).toHaveLength(1);
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
    expect(await standing(time!.slots[0]!)).toMatchObject([{ id: waiting.id }]);
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
    expect(await standing(time!.slots[0]!)).toMatchObject([{ id: waiting.id }]);
  });
});
