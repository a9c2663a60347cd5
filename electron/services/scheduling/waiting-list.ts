// The practice's waiting list: who would take a time that has become free, what is free for those who wait, and calling them.
// Nothing is kept for whoever is called before they have been checked; until then somebody else may have the time.
import type { CommandOutput } from '../../../shared/contract/index.ts';
import type { WaitingPerson } from '../../../shared/contract/scheduling.ts';
import type { Call, CallId } from '../../../shared/domain/call/call.ts';
import { dialTarget } from '../../../shared/domain/call/dial.ts';
import type { PatientId, PatientRecord } from '../../../shared/domain/patient/types.ts';
import { normalise } from '../../../shared/domain/phone-number/phone-number.ts';
import type { Country } from '../../../shared/domain/phone-number/phone-number.ts';
import type { BookedVisit, OpenTime, Wishes } from '../../../shared/domain/scheduling/types.ts';
import { inTurn, takersOf } from '../../../shared/domain/scheduling/waiting.ts';
import type { Site } from '../../../shared/domain/site/site.ts';
import { outcomeOf } from '../../../shared/domain/work/contacts.ts';
import { fail, ok } from '../../../shared/result/result.ts';
import type { Result } from '../../../shared/result/result.ts';
import type { Freed, SchedulingPort, Waiting } from '../../ports/scheduling.ts';
import type { Called } from '../../ports/waiting-calls.ts';
import { inTime } from '../in-time.ts';
import type { SchedulingDeps } from './scheduling-service.ts';
import type { Times } from './times.ts';

/** Tells the EHR's lamp on the way. */
type Heard = <T>(answer: Promise<Result<T>>) => Promise<Result<T>>;

/** What this desk has freed and nobody has taken yet; more than that nobody works off. */
const MOST_FREED = 8;
/** Nobody who waits is still helped by what came of a call before that. */
const CALLS_KEPT_MS = 90 * 24 * 3_600_000;
const LONGEST_VISIT_MS = 8 * 3_600_000;
/** Nobody waits longer than this to hear that a visit is cancelled: who would take the time stands in the list as well. */
const TAKERS_WITHIN_MS = 2_000;

export class WaitingList {
  readonly #deps: SchedulingDeps;
  readonly #times: Times;
  readonly #heard: Heard;
  /** The newest last. */
  #freed: Freed[] = [];
  /** Who was shown at this desk, by visit: only they are called. */
  readonly #shown = new Map<string, PatientId>();
  readonly #calls = new Map<CallId, string>();
  /** What came of the last call to them, by visit, where it could not be kept. */
  readonly #called = new Map<string, Called>();

  constructor(deps: SchedulingDeps, times: Times, heard: Heard) {
    this.#deps = deps;
    this.#times = times;
    this.#heard = heard;
  }

  /** Who would take what has just become free, in turn. It is asked for by what was done, and says nothing of failures. */
  async whoWouldTake(freed: Freed | undefined, userId: string): Promise<WaitingPerson[]> {
    const [port, site] = [this.#deps.port(), this.#deps.site()];
    if (!port || !site || !freed) return [];
    this.#freed = [...this.#freed.filter(({ slots }) => slots[0]?.id !== freed.slots[0]?.id), freed].slice(-MOST_FREED);
    const takers = await inTime(this.#deps.clock, this.#takersNow(freed, { port, site }), TAKERS_WITHIN_MS, []);
    if (takers.length > 0) this.#deps.audit('schedule', userId, { detail: 'waitingList' });
    return takers;
  }

  async #takersNow(freed: Freed, at: { port: SchedulingPort; site: Site }): Promise<WaitingPerson[]> {
    const list = await at.port.waitingList();
    return list.ok && list.value.length > 0 ? this.#takers(list.value, freed, at) : [];
  }

  async add(callId: CallId, wishes: Wishes): Promise<Result<{ visit: BookedVisit; patientId: PatientId }>> {
    const [port, patient] = [this.#deps.port(), this.#deps.patient(callId)];
    if (!port) return fail('scheduleNotHere');
    if (!patient) return fail('scheduleNotVerified');
    const offer = await this.#heard(this.#times.offer());
    if (!offer.ok) return offer;
    const { visitTypes, calendars } = offer.value;
    const visitType = visitTypes.find(({ code }) => code === wishes.visitType);
    const provider = calendars.find(({ providerId }) => providerId === wishes.providerId);
    const place = calendars.find(({ placeId }) => placeId === wishes.placeId);
    // The same wish on the same call is the same entry, however often it is sent.
    const { placeId, language, part, from, until } = wishes;
    const wish = [wishes.visitType, wishes.providerId, part, from, until, placeId, language].join('/');
    const { patientId, name: patientName } = patient;
    const id = `${callId}/waiting/${patientId}/${wish}`;
    const made = await this.#heard(port.wait({ id, patientId, patientName, wishes, visitType, provider, place }));
    return made.ok ? ok({ visit: made.value, patientId }) : made;
  }

  /** In turn, each with the first free time that would suit; and what this desk has freed, with who would take it. */
  async list(userId: string): Promise<Result<CommandOutput<'scheduling.waitingList'>>> {
    const [port, site] = [this.#deps.port(), this.#deps.site()];
    if (!port || !site) return fail('scheduleNotHere');
    const list = await this.#heard(port.waitingList());
    if (!list.ok) return list;
    this.#deps.audit('schedule', userId, { detail: 'waitingList' });
    const now = this.#deps.clock.now();
    this.#freed = this.#freed.filter(({ slots }) => slots.some(({ start }) => start > now));
    const freed: CommandOutput<'scheduling.waitingList'>['freed'] = [];
    for (const each of [...this.#freed].reverse()) {
      const people = await this.#takers(list.value, each, { port, site });
      const { start, calendar } = { start: each.slots[0]!.start, calendar: each.calendar };
      if (people.length > 0) freed.push({ start, provider: calendar.provider, place: calendar.place, people });
    }
    const waiting = inTurn(list.value);
    const free = await this.#times.firstFor(waiting.map(({ visit }) => visit.wishes ?? {}));
    return ok({ waiting: waiting.map((one, index) => this.#show(one, free[index])), freed });
  }

  /** Calls who waits, about this time where there is one. What came of it is known when the call ends. */
  async call(
    { visitId, time }: { readonly visitId: string; readonly time?: OpenTime | undefined },
    userId: string,
  ): Promise<Result<{ callId: CallId }>> {
    const [port, site, patientId] = [this.#deps.port(), this.#deps.site(), this.#shown.get(visitId)];
    if (!port || !site) return fail('scheduleNotHere');
    if (!patientId) return fail('visitGone');
    // Another desk may have found them a time since the list was read: then nobody is disturbed.
    const list = await this.#heard(port.waitingList());
    if (!list.ok) return list;
    if (!list.value.some(({ visit }) => visit.id === visitId)) return fail('visitGone');
    const chart = await this.#heard(this.#deps.chart(patientId));
    if (!chart.ok) return chart;
    const target = numberOf(chart.value, site);
    if (target === undefined) return fail('waitingNoNumber');
    const placed = await this.#deps.place(target);
    if (!placed.ok) return placed;
    const { callId } = placed.value;
    this.#calls.set(callId, visitId);
    this.#deps.audit('schedule', userId, { callId, patientId, detail: `called Appointment/${visitId}` });
    this.#deps.topics.set('workCalls', callId, { callId, patientId, waiting: { visitId, ...(time ? { time } : {}) } });
    // It may have failed before the phone said that it was asked to dial.
    const call = this.#deps.call(callId);
    if (call?.state === 'ended') this.callEnded(call);
    return placed;
  }

  callEnded(call: Call): void {
    const visitId = this.#calls.get(call.id);
    if (visitId === undefined) return;
    this.#calls.delete(call.id);
    const called = { at: this.#deps.clock.now(), outcome: outcomeOf(call) };
    const kept = this.#deps.waitingCalls()?.keep(visitId, called, called.at - CALLS_KEPT_MS);
    if (kept?.ok === true) this.#called.delete(visitId);
    else this.#called.set(visitId, called);
  }

  async #takers(
    waiting: readonly Waiting[],
    freed: Freed,
    { port, site }: { port: SchedulingPort; site: Site },
  ): Promise<WaitingPerson[]> {
    const now = this.#deps.clock.now();
    const [first, last] = [freed.slots[0]!.start, freed.slots.at(-1)!.end];
    const [offer, around] = await Promise.all([
      this.#times.offer(),
      port.freeSlots({ from: Math.max(now, first - LONGEST_VISIT_MS), until: last + LONGEST_VISIT_MS }),
    ]);
    if (!offer.ok || !around.ok) return [];
    const takers = takersOf(
      waiting,
      { ...around.value, freed: new Set(freed.slots.map(({ id }) => id)) },
      {
        zone: site.clinic.timeZone,
        now,
        minutesOf: (visitType) => offer.value.visitTypes.find(({ code }) => code === visitType)?.minutes,
      },
    );
    return takers.map((one) => this.#show(one, one.time));
  }

  #show({ visit, patientId, patient }: Waiting, time: OpenTime | undefined): WaitingPerson {
    this.#shown.set(visit.id, patientId);
    const called = this.#called.get(visit.id) ?? this.#deps.waitingCalls()?.of(visit.id);
    return { visit, patientId, patient, ...(time ? { time } : {}), ...(called ? { called } : {}) };
  }
}

/** The first number on file that reaches somebody outside; nobody calls for the dead. */
function numberOf(chart: PatientRecord | undefined, site: Site): string | undefined {
  if (!chart || chart.deceased) return undefined;
  const outside = chart.phones.map((phone) => normalise(phone, site.clinic.country as Country)).find(Boolean);
  return outside === undefined ? undefined : dialTarget(outside, site);
}
