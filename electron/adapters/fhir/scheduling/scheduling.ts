// Booking, moving and cancelling. Every step leaves something that any desk can put right: a slot says what it is claimed
// for, and the visit says whether it stands there. So the order is always: claim, then the visit, then the slots; and what
// is interrupted in between is settled by whoever comes across the lapsed claim.
import { DateTime } from 'luxon';
import type { EhrProfile } from '../../../../shared/domain/ehr/profile.ts';
import { inOrder } from '../../../../shared/domain/scheduling/visits.ts';
import type { BookedVisit, Calendar, CancelReason } from '../../../../shared/domain/scheduling/types.ts';
import type { Result } from '../../../../shared/result/result.ts';
import { fail, ok } from '../../../../shared/result/result.ts';
import type { Freed, Move, NewVisit, SchedulingPort, Seen, VisitChange } from '../../../ports/scheduling.ts';
import type { Search } from '../search.ts';
import type { Transport } from '../transport.ts';
import { createCalendarBook } from './calendars.ts';
import { createClaims } from './claims.ts';
import { createFreeSlots } from './free-slots.ts';
import { idIn } from './shapes.ts';
import { createSlots, freeSlotOf } from './slots.ts';
import type { SeenSlot } from './slots.ts';
import {
  actorOf,
  cancelledAppointment,
  cancellingPatch,
  confirmedAppointment,
  movedAppointment,
  newAppointment,
  visitOf,
  waitingAppointment,
} from './visit-map.ts';
import { createVisits, isLive, saysTaken, seenIn, takes } from './visits.ts';
import type { SeenVisit, Wanted } from './visits.ts';

/** How long a claim lasts while a visit is written: longer than any request, with a repetition, may take to arrive. */
const WRITING_MS = 120_000;
const MOST_WAITING = '200';

/** Our identifier of a booking. */
export const bookingId = (id: string): string => `booking/${id}`;

interface Parts {
  readonly transport: Transport;
  readonly search: Search;
  readonly profile: () => EhrProfile;
  /** IANA zone of the practice. */
  readonly zone: string;
}

export type Scheduling = { [K in keyof SchedulingPort]: SchedulingPort[K] };

export function createScheduling({ transport, search, profile, zone }: Parts): Scheduling {
  const slots = createSlots(transport);
  const visits = createVisits(transport, search, profile);
  const claims = createClaims(slots, visits);
  const calendars = createCalendarBook(transport, search, profile);
  const support = () => profile().scheduling;
  const asVisit = ({ appointment }: SeenVisit): BookedVisit => visitOf(appointment, zone);

  async function calendarOf(id: string): Promise<Calendar | undefined> {
    const found = await calendars.of([id], []);
    return found.ok ? found.value[0] : undefined;
  }

  async function bookedIn(visit: Pick<NewVisit, 'patientId' | 'patientName' | 'time' | 'visitType'>) {
    const calendar = await calendarOf(visit.time.calendar);
    if (!calendar) return fail('ehrNotFhir', 'the Schedule cannot be read');
    const { time, visitType } = visit;
    return ok({ patient: { id: visit.patientId, name: visit.patientName }, time, calendar, visitType });
  }

  const wantedOf = ({ id, patientId, slots: ids, time }: NewVisit): Wanted => ({
    ...{ id: bookingId(id), patientId, slots: ids, start: time.start },
  });

  /** The visit is in the EHR, and the slots have to say so; where somebody else has them after all, it goes again. */
  async function settleBooked(seen: SeenVisit, taken: readonly SeenSlot[]): Promise<Result<BookedVisit>> {
    const kept = await claims.keep(taken);
    if (kept.ok) return ok(asVisit(seen));
    const undone = await visits.put(seen, cancelledAppointment(seen.raw, 'oth-err'));
    return undone.ok ? kept : fail('ehrUnknownOutcome', 'taken meanwhile, and the visit could not be taken back');
  }

  async function bookHeld(visit: NewVisit): Promise<Result<BookedVisit>> {
    const of = bookingId(visit.id);
    const earlier = visit.lookFirst ? await visits.byIdentifier(of) : ok(undefined);
    if (!earlier.ok) return earlier;
    const booked = await bookedIn(visit);
    if (!booked.ok) return booked;
    const taken = await claims.take(visit.slots, { of, by: visit.by }, WRITING_MS);
    if (!taken.ok) return taken;
    if (earlier.value) return settleBooked(earlier.value, taken.value);
    const now = taken.value[0]?.at ?? Date.now();
    const made = await visits.create(wantedOf(visit), newAppointment(of, booked.value, now));
    if (made.ok && isLive(made.value)) return settleBooked(made.value, taken.value);
    // Nobody knows whether it is there: the claim stays until somebody looks, or lapses and the visit decides.
    if (!made.ok && made.error.code === 'ehrUnknownOutcome') return made;
    await claims.giveBack(taken.value, of);
    return made.ok ? fail('slotTaken', 'the booking was cancelled') : made;
  }

  /** The server decides when it takes the visit; its refusal is told apart from any other by the slot itself. */
  async function bookAtOnce(visit: NewVisit): Promise<Result<BookedVisit>> {
    const booked = await bookedIn(visit);
    if (!booked.ok) return booked;
    if (visit.time.start <= Date.now()) return fail('slotPast');
    const earlier = visit.lookFirst ? await visits.find(wantedOf(visit)) : ok(undefined);
    if (!earlier.ok) return earlier;
    if (earlier.value) return ok(asVisit(earlier.value));
    const resource = newAppointment(bookingId(visit.id), booked.value, Date.now());
    const made = await visits.create(wantedOf(visit), resource);
    if (made.ok) return ok(asVisit(made.value));
    if (!saysTaken(made.error)) return made;
    const slot = profile().canRead('Slot') ? await slots.read(visit.slots[0] ?? '') : undefined;
    const isFree = slot?.ok === true && slot.value.status === 'free';
    return isFree ? made : fail('slotTaken', made.error.detail);
  }

  const book = (visit: NewVisit): Promise<Result<BookedVisit>> => {
    if (support().book === 'held') return bookHeld(visit);
    return support().book === 'atOnce' ? bookAtOnce(visit) : Promise.resolve(fail('ehrCannot', 'no booking'));
  };

  /** The visit as it is now, if it is still what was seen. */
  async function current(seen: Seen): Promise<Result<{ readonly now: SeenVisit; readonly isSame: boolean }>> {
    const read = await visits.read(seen.id);
    if (!read.ok) return read;
    const { state, start, providerId } = asVisit(read.value);
    const isSame = state === seen.state && start === seen.start && providerId === seen.providerId;
    return ok({ now: read.value, isSame });
  }
  const changed = ({ now }: { now: SeenVisit }): Result<VisitChange> => ok({ state: 'changed', visit: asVisit(now) });

  const slotIdsOf = ({ appointment }: SeenVisit): string[] =>
    appointment.slot.flatMap(({ reference }) => idIn(reference, 'Slot') ?? []);

  /** Claimed for the visit that is about to leave them, so that a crash in between leaves nothing blocked. */
  async function leaving(ids: readonly string[], of: string, by: string): Promise<SeenSlot[]> {
    const left: SeenSlot[] = [];
    if (support().book !== 'held') return left;
    for (const id of ids) {
      const read = await slots.read(id);
      if (!read.ok || read.value.status === 'free') continue;
      const put = await slots.put(read.value, 'tentative', { of, by, until: read.value.at + WRITING_MS });
      if (put.ok) left.push(put.value);
    }
    return left;
  }

  /** For whoever waits: what one calendar has free again. */
  async function freedBy(left: readonly SeenSlot[]): Promise<{ freed?: Freed }> {
    const calendar = left[0] && (await calendarOf(left[0].calendar));
    if (!calendar) return {};
    const own = left.filter((slot) => slot.calendar === calendar.id);
    return { freed: { calendar, slots: own.map(freeSlotOf) } };
  }

  /**
   * What an attempt to change the visit has left: `done` it is as wished (perhaps by an earlier attempt whose answer was lost),
   * `changed` somebody else was there first.
   */
  async function afterPut(
    put: Result<SeenVisit | 'changed'>,
    id: string,
    isAsWished: (seen: SeenVisit) => boolean,
  ): Promise<Result<{ readonly now: SeenVisit; readonly isDone: boolean }>> {
    if (!put.ok) return put;
    if (put.value !== 'changed') return ok({ now: put.value, isDone: true });
    const read = await visits.read(id);
    return read.ok ? ok({ now: read.value, isDone: isAsWished(read.value) }) : read;
  }

  async function moveHeld(move: Move): Promise<Result<VisitChange>> {
    const of = `Appointment/${move.seen.id}`;
    const booked = await bookedIn(move);
    if (!booked.ok) return booked;
    const before = await current(move.seen);
    if (!before.ok) return before;
    const isThere = (seen: SeenVisit): boolean => isLive(seen) && move.slots.every((id) => takes(seen, id));
    const isRepeated = isThere(before.value.now);
    if (!before.value.isSame && !isRepeated) return changed(before.value);
    // The time was kept under the hold's name; from here on the visit itself claims it.
    const handedOver = await handOver(move, of);
    if (!handedOver.ok) return handedOver;
    const old = slotIdsOf(before.value.now).filter((id) => !move.slots.includes(id));
    const left = await leaving(old, of, move.by);
    const put = isRepeated
      ? ok(before.value.now)
      : await visits.put(before.value.now, movedAppointment(before.value.now.raw, booked.value));
    const after = await afterPut(put, move.seen.id, isThere);
    // Nobody knows: both claims lapse, and the visit says which of the two it stands in.
    if (!after.ok && after.error.code === 'ehrUnknownOutcome') return after;
    if (!after.ok || !after.value.isDone) {
      // Somebody else may have moved it away meanwhile: the visit says whether it still stands there.
      for (const slot of left) await claims.settle(slot);
      await claims.giveBack(handedOver.value, of);
      return after.ok ? changed(after.value) : after;
    }
    await claims.keep(handedOver.value);
    await claims.giveBack(left, of);
    return ok({ state: 'done', visit: asVisit(after.value.now), ...(await freedBy(left)) });
  }

  /** From the hold to the visit: a slot held under our own id is ours to hand on, any other is taken as it is. */
  async function handOver({ id, by, slots: ids }: Move, of: string): Promise<Result<SeenSlot[]>> {
    const held = await claims.take(ids, { of: bookingId(id), by }, WRITING_MS);
    if (!held.ok && held.error.code !== 'slotTaken') return held;
    if (!held.ok) return claims.take(ids, { of, by }, WRITING_MS); // an earlier attempt handed it on already
    const taken: SeenSlot[] = [];
    for (const slot of held.value) {
      const put = await slots.put(slot, 'tentative', { of, by, until: slot.at + WRITING_MS });
      if (!put.ok) return put;
      taken.push(put.value);
    }
    return ok(taken);
  }

  /** Where the server decides: the new one first, so that the patient never has none. */
  async function moveAtOnce(move: Move): Promise<Result<VisitChange>> {
    const before = await current(move.seen);
    if (!before.ok) return before;
    if (!before.value.isSame) return changed(before.value);
    const made = await bookAtOnce({ ...move, lookFirst: true });
    if (!made.ok) return made;
    const cancelled = await cancelNow(before.value.now, 'pat', move.by);
    const isGone = cancelled.ok && cancelled.value.state === 'done';
    return ok({ state: isGone ? 'done' : 'oldStands', visit: made.value });
  }

  async function cancelNow(seen: SeenVisit, reason: CancelReason, by: string): Promise<Result<VisitChange>> {
    const { id } = seen.appointment;
    const of = `Appointment/${id}`;
    const left = await leaving(slotIdsOf(seen), of, by);
    const put = profile().canUpdate('Appointment')
      ? await visits.put(seen, cancelledAppointment(seen.raw, reason))
      : await visits.patch(seen, cancellingPatch(reason));
    const after = await afterPut(put, id, (now) => asVisit(now).state === 'cancelled');
    if (!after.ok && after.error.code === 'ehrUnknownOutcome') return after;
    if (!after.ok || !after.value.isDone) {
      for (const slot of left) await claims.settle(slot);
      return after.ok ? changed(after.value) : after;
    }
    await claims.giveBack(left, of);
    return ok({ state: 'done', visit: asVisit(after.value.now), ...(await freedBy(left)) });
  }

  return {
    support: async () => ok(support()),
    calendars: () => calendars.all(),
    freeSlots: createFreeSlots({ search, profile, slots, claims, calendars }),
    async hold({ id, by, slots: ids }, ms) {
      if (support().book !== 'held') return ok(undefined);
      const taken = await claims.take(ids, { of: bookingId(id), by }, ms);
      return taken.ok ? ok(undefined) : taken;
    },
    async release({ id, slots: ids }) {
      if (support().book !== 'held') return ok(undefined);
      for (const slot of ids) {
        const read = await slots.read(slot);
        if (!read.ok) return read;
        await claims.giveBack([read.value], bookingId(id));
      }
      return ok(undefined);
    },
    book,
    async visits(patientId, now) {
      const by = profile().visitsOfPatient;
      if (by === undefined) return fail('ehrCannot', 'Appointment search');
      const since = DateTime.fromJSDate(now, { zone }).startOf('day').toUTC().toISO() ?? '';
      const patient = { [by]: `Patient/${patientId}` };
      const asked = [search.all('Appointment', { ...patient, date: `ge${since}`, _count: '100' })];
      // Who waits has no time, and is found by no date.
      if (support().waitingList && profile().takes('Appointment', [by, 'status']))
        asked.push(search.all('Appointment', { ...patient, status: 'waitlist', _count: '100' }));
      const answers = await Promise.all(asked);
      const failed = answers.find((answer) => !answer.ok);
      if (failed) return failed;
      const all = answers.flatMap((answer) => (answer.ok ? answer.value : [])).flatMap((one) => seenIn(one) ?? []);
      const known = new Map(all.filter(isLive).map((seen) => [seen.appointment.id, asVisit(seen)]));
      return ok(inOrder([...known.values()]));
    },
    move: (move) => (support().book === 'held' ? moveHeld(move) : moveAtOnce(move)),
    async cancel(seen, reason, by) {
      if (!support().cancel) return fail('ehrCannot', 'Appointment update');
      const before = await current(seen);
      if (!before.ok) return before;
      // Cancelled already, perhaps by an attempt whose answer was lost: its slots may still wait for it.
      const isOver = asVisit(before.value.now).state === 'cancelled';
      if (!before.value.isSame && !isOver) return changed(before.value);
      if (!isOver) return cancelNow(before.value.now, reason, by);
      for (const id of slotIdsOf(before.value.now)) {
        const slot = await slots.read(id);
        if (slot.ok) await claims.giveBack([slot.value], `Appointment/${seen.id}`);
      }
      return ok({ state: 'done', visit: asVisit(before.value.now) });
    },
    async confirm(seen) {
      if (!support().confirm) return fail('ehrCannot', 'Appointment update');
      const before = await current(seen);
      if (!before.ok) return before;
      if (!before.value.isSame) return changed(before.value);
      const put = await visits.put(before.value.now, confirmedAppointment(before.value.now.raw));
      const after = await afterPut(put, seen.id, (now) => asVisit(now).confirmed);
      if (!after.ok) return after;
      return after.value.isDone ? ok({ state: 'done', visit: asVisit(after.value.now) }) : changed(after.value);
    },
    async wait({ id, patientId, patientName, ...wish }) {
      if (!support().waitingList) return fail('ehrCannot', 'no waiting list');
      const edge = (day: string) => {
        const at = DateTime.fromISO(day, { zone });
        return { start: at.startOf('day').toISO() ?? day, end: at.endOf('day').toISO() ?? day };
      };
      const entry = { ...wish, id: bookingId(id), patient: { id: patientId, name: patientName } };
      const wanted = { id: bookingId(id), patientId, slots: [], start: 0 };
      const made = await visits.create(wanted, waitingAppointment(entry, Date.now(), edge));
      return made.ok ? ok(asVisit(made.value)) : made;
    },
    async waitingList() {
      if (!support().waitingList) return fail('ehrCannot', 'no waiting list');
      const found = await search.all('Appointment', { status: 'waitlist', _count: MOST_WAITING });
      if (!found.ok) return found;
      const entries = found.value.flatMap((one) => seenIn(one) ?? []).filter(isLive);
      return ok(
        entries.flatMap((seen) => {
          const patient = actorOf(seen.appointment, ['Patient'])?.actor;
          const patientId = idIn(patient?.reference, 'Patient');
          if (patientId === undefined) return [];
          const visit = asVisit(seen);
          return [{ visit, patientId: patientId as Move['patientId'], patient: patient?.display ?? '' }];
        }),
      );
    },
  };
}
