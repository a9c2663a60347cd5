// Visits, arranged for whoever is on the line. Free times are anybody's to hear; a patient's own visits, and every change,
// are for the verified patient of the call alone. What is kept for a caller is let go of by itself.
import type { CommandOutput } from '../../../shared/contract/index.ts';
import type { ArrangedTime, OfferedVisitType } from '../../../shared/contract/scheduling.ts';
import type { Call, CallId } from '../../../shared/domain/call/call.ts';
import type { PatientId, PatientRecord } from '../../../shared/domain/patient/types.ts';
import { noteLine } from '../../../shared/domain/scheduling/note-line.ts';
import type { Done } from '../../../shared/domain/scheduling/note-line.ts';
import { instead } from '../../../shared/domain/scheduling/times.ts';
import type { BookedVisit, CancelReason, OpenTime, Wishes } from '../../../shared/domain/scheduling/types.ts';
import type { Site } from '../../../shared/domain/site/site.ts';
import { fail, ok } from '../../../shared/result/result.ts';
import type { Result } from '../../../shared/result/result.ts';
import type { AuditAction, AuditRow } from '../../ports/journal.ts';
import type { Clock, Ids } from '../../ports/runtime.ts';
import type { NewVisit, SchedulingPort, Seen } from '../../ports/scheduling.ts';
import type { Handlers, Topics } from '../../ports/topics.ts';
import type { WaitingCalls } from '../../ports/waiting-calls.ts';
import { Times } from './times.ts';
import { WaitingList } from './waiting-list.ts';

export interface Verified {
  readonly patientId: PatientId;
  readonly name: string;
}

export interface SchedulingDeps {
  readonly topics: Topics;
  readonly clock: Clock;
  readonly ids: Ids;
  readonly site: () => Site | undefined;
  readonly port: () => SchedulingPort | undefined;
  /** The patient of this call, once the identity check has passed. */
  readonly patient: (callId: CallId) => Verified | undefined;
  readonly language: (callId: CallId) => string | undefined;
  /** Who somebody on the waiting list is, for their number. */
  readonly chart: (patientId: PatientId) => Promise<Result<PatientRecord | undefined>>;
  /** Where what came of those calls is kept; nowhere before the journal is open. */
  readonly waitingCalls: () => WaitingCalls | undefined;
  readonly place: (target: string) => Promise<Result<{ callId: CallId }>>;
  readonly call: (callId: CallId) => Call | undefined;
  readonly audit: (action: AuditAction, userId: string, row: Partial<AuditRow>) => void;
  /** A line for the call's note. */
  readonly onDone: (callId: CallId, line: string) => void;
  /** What the EHR answered, for its lamp. */
  readonly onEhr: (answer: Result<unknown>) => void;
}

/** One booking in the making, and all that a repetition needs. */
interface Arranging {
  readonly visit: NewVisit;
  readonly wishes: Wishes;
  readonly moving: BookedVisit | undefined;
  row: ArrangedTime;
  lookFirst: boolean;
  stopClock: () => void;
}

interface Shown {
  readonly patientId: PatientId;
  readonly visits: ReadonlyMap<string, BookedVisit>;
}

type BookAnswer = Result<CommandOutput<'scheduling.book'>>;

export class SchedulingService {
  readonly #deps: SchedulingDeps;
  readonly #times: Times;
  readonly #waiting: WaitingList;
  readonly #arranging = new Map<CallId, Arranging>();
  /** The visits that were shown for a call, and whose: what is moved or cancelled must be one of them. */
  readonly #shown = new Map<CallId, Shown>();
  readonly #writing = new Map<CallId, Promise<BookAnswer>>();

  constructor(deps: SchedulingDeps) {
    this.#deps = deps;
    this.#times = new Times(deps);
    this.#waiting = new WaitingList(deps, this.#times, (answer) => this.#heard(answer));
  }

  readonly handlers: Handlers = {
    'scheduling.open': ({ callId }) => this.#open(callId),
    'scheduling.find': ({ wishes }) => this.#heard(this.#times.find(wishes)),
    'scheduling.hold': ({ callId, time, wishes, moving }, { userId }) =>
      this.#hold(callId, { time, wishes, moving }, userId),
    'scheduling.release': async ({ callId }) => {
      await this.#letGo(callId);
      return ok({});
    },
    'scheduling.book': ({ callId }, { userId }) => this.#bookOnce(callId, userId),
    'scheduling.cancel': ({ callId, visit, reason }, { userId }) => this.#cancel(callId, visit, reason, userId),
    'scheduling.confirm': ({ callId, visit }, { userId }) => this.#confirm(callId, visit, userId),
    'scheduling.wait': async ({ callId, wishes }, { userId }) => {
      const added = await this.#waiting.add(callId, wishes);
      if (!added.ok) return added;
      this.#record(callId, { what: 'waiting', ...added.value }, userId);
      return ok({ visit: added.value.visit });
    },
    'scheduling.waitingList': (_none, { userId }) => this.#waiting.list(userId),
    'scheduling.callWaiting': (who, { userId }) => this.#waiting.call(who, userId),
  };

  /** The call and its note are done with: nothing stays kept for it, and nothing of its patient in memory. */
  letGo(callId: CallId): void {
    this.#shown.delete(callId);
    void this.#letGo(callId);
  }

  callEnded(call: Call): void {
    this.#waiting.callEnded(call);
  }

  /** Tells the lamp, unless the answer was about the visit and not about the EHR. */
  async #heard<T>(answer: Promise<Result<T>>): Promise<Result<T>> {
    const result = await answer;
    if (result.ok || result.error.code.startsWith('ehr')) this.#deps.onEhr(result);
    return result;
  }

  async #open(callId: CallId): Promise<Result<CommandOutput<'scheduling.open'>>> {
    const port = this.#deps.port();
    if (!port) return fail('scheduleNotHere');
    const offer = await this.#heard(this.#times.offer());
    if (!offer.ok) return offer;
    const patient = this.#deps.patient(callId);
    const visits = patient ? await this.#visits(callId, port, patient) : ok([]);
    if (!visits.ok) return visits;
    const { support, calendars, visitTypes } = offer.value;
    const language = this.#deps.language(callId);
    const isSpoken = language !== undefined && calendars.some(({ languages }) => languages.includes(language));
    return ok({
      ...{ support, calendars: [...calendars], visitTypes, verified: patient !== undefined, visits: visits.value },
      ...(isSpoken ? { language } : {}),
    });
  }

  async #visits(callId: CallId, port: SchedulingPort, patient: Verified): Promise<Result<BookedVisit[]>> {
    const visits = await this.#heard(port.visits(patient.patientId, new Date(this.#deps.clock.now())));
    // Servers that cannot be asked for them still have free times.
    if (!visits.ok) return visits.error.code === 'ehrCannot' ? ok([]) : visits;
    // Somebody else may have been chosen while the EHR was thinking.
    if (this.#deps.patient(callId)?.patientId !== patient.patientId) return fail('scheduleNotVerified');
    const shown = new Map(visits.value.map((visit) => [visit.id, visit]));
    this.#shown.set(callId, { patientId: patient.patientId, visits: shown });
    return visits;
  }

  /** Of this patient alone: on the same call somebody else of the family may have been chosen since. */
  #shownOf(callId: CallId, patientId: PatientId): Shown['visits'] {
    const shown = this.#shown.get(callId);
    return shown?.patientId === patientId ? shown.visits : new Map();
  }

  async #hold(
    callId: CallId,
    { time, wishes, moving }: { time: OpenTime; wishes: Wishes; moving?: Seen | undefined },
    userId: string,
  ): Promise<Result<CommandOutput<'scheduling.hold'>>> {
    const [port, patient, site] = [this.#deps.port(), this.#deps.patient(callId), this.#deps.site()];
    if (!port || !site) return fail('scheduleNotHere');
    if (!patient) return fail('scheduleNotVerified');
    const seen = moving && this.#shownOf(callId, patient.patientId).get(moving.id);
    if (moving && !seen) return fail('visitGone');
    // A second time beside one that may be booked would be two visits: first it is looked again, or let go of knowingly.
    if (this.#arranging.get(callId)?.row.state === 'unknown') return fail('ehrUnknownOutcome');
    const offer = await this.#heard(this.#times.offer());
    if (!offer.ok) return offer;
    await this.#letGo(callId);
    const type = offer.value.visitTypes.find(({ code }) => code === (seen?.visitType ?? wishes.visitType));
    const id = this.#deps.ids.next();
    const visit: NewVisit = {
      ...{ id, by: userId, slots: time.slots, time, lookFirst: false },
      ...{ patientId: patient.patientId, patientName: patient.name },
      ...(type ? { visitType: { ...type, name: type.name } } : {}),
    };
    const keepMs = site.scheduling.holdMinutes * 60_000;
    // A little longer at the EHR than here: what is said to be kept is.
    const held = await this.#heard(port.hold(visit, keepMs + 15_000));
    if (!held.ok) return this.#lost(callId, held, { wishes, time }, userId);
    // Put away, or another patient chosen, while the EHR was thinking: nobody would give it back.
    if (this.#deps.patient(callId)?.patientId !== patient.patientId) {
      void port.release(visit);
      return fail('scheduleNotVerified');
    }
    this.#deps.audit('schedule', userId, {
      callId,
      patientId: patient.patientId,
      detail: `kept ${time.slots.join(' ')}`,
    });
    const isKept = offer.value.support.book === 'held';
    this.#keep(
      callId,
      { visit, wishes, moving: seen },
      { type, until: isKept ? this.#deps.clock.now() + keepMs : undefined },
    );
    return ok({ state: 'held' });
  }

  #keep(
    callId: CallId,
    { visit, wishes, moving }: Pick<Arranging, 'visit' | 'wishes' | 'moving'>,
    { type, until }: { type: OfferedVisitType | undefined; until: number | undefined },
  ): void {
    const row: ArrangedTime = {
      ...{ callId, time: visit.time, what: moving?.what ?? type?.name ?? '' },
      ...(type ? { visitType: type.code } : {}),
      ...(moving ? { moving } : {}),
      ...(until === undefined ? { state: 'chosen' } : { state: 'kept', until }),
    };
    const stopClock =
      until === undefined
        ? () => undefined
        : this.#deps.clock.after(until - this.#deps.clock.now(), () => this.#runOut(callId));
    this.#arranging.set(callId, { visit, wishes, moving, row, lookFirst: false, stopClock });
    this.#deps.topics.set('arranged', callId, row);
  }

  #show(callId: CallId, arranging: Arranging, state: ArrangedTime['state']): void {
    arranging.row = { ...arranging.row, state };
    this.#deps.topics.set('arranged', callId, arranging.row);
  }

  #runOut(callId: CallId): void {
    const arranging = this.#arranging.get(callId);
    if (arranging?.row.state !== 'kept') return;
    this.#show(callId, arranging, 'over');
    void this.#deps.port()?.release(arranging.visit);
  }

  /** What nobody knows the end of stays claimed: only a look at the EHR may let go of it. */
  async #letGo(callId: CallId): Promise<void> {
    const arranging = this.#arranging.get(callId);
    if (!arranging || arranging.row.state === 'writing') return;
    this.#forget(callId);
    if (arranging.row.state === 'kept') await this.#deps.port()?.release(arranging.visit);
  }

  #forget(callId: CallId): void {
    this.#arranging.get(callId)?.stopClock();
    this.#arranging.delete(callId);
    this.#deps.topics.remove('arranged', callId);
  }

  /** Somebody was quicker: said at once, with what could be offered instead. */
  async #lost(
    callId: CallId,
    failed: { readonly ok: false; readonly error: { readonly code: string } } & Result<never>,
    { wishes, time }: { wishes: Wishes; time: OpenTime },
    userId: string,
  ): Promise<Result<{ state: 'taken'; instead: OpenTime[] }>> {
    if (failed.error.code !== 'slotTaken') return failed;
    this.#forget(callId);
    this.#deps.audit('schedule', userId, { callId, detail: `taken ${time.slots.join(' ')}` });
    const found = await this.#times.find(wishes);
    return ok({ state: 'taken', instead: found.ok ? instead(found.value.times, time) : [] });
  }

  /** Pressed twice it is one booking. */
  #bookOnce(callId: CallId, userId: string): Promise<BookAnswer> {
    const running = this.#writing.get(callId);
    if (running) return running;
    const booking = this.#book(callId, userId).finally(() => this.#writing.delete(callId));
    this.#writing.set(callId, booking);
    return booking;
  }

  async #book(callId: CallId, userId: string): Promise<BookAnswer> {
    const [port, arranging] = [this.#deps.port(), this.#arranging.get(callId)];
    if (!port) return fail('scheduleNotHere');
    if (!arranging || arranging.row.state === 'over') return fail('holdOver');
    const { visit, moving, wishes } = arranging;
    if (this.#deps.patient(callId)?.patientId !== visit.patientId) return fail('scheduleNotVerified');
    const before = arranging.row.state;
    arranging.stopClock();
    this.#show(callId, arranging, 'writing');
    const answer = await this.#heard(
      moving
        ? port.move({ ...visit, seen: moving })
        : port
            .book({ ...visit, lookFirst: arranging.lookFirst })
            .then((booked) =>
              booked.ok ? ok({ state: 'done' as const, visit: booked.value, freed: undefined }) : booked,
            ),
    );
    if (!answer.ok && answer.error.code === 'slotTaken')
      return this.#lost(callId, answer, { wishes, time: visit.time }, userId);
    if (!answer.ok) return this.#notYet(callId, arranging, { before, answer });
    this.#forget(callId);
    if (answer.value.state === 'changed') {
      void port.release(visit);
      return ok(answer.value);
    }
    this.#record(
      callId,
      {
        what: moving && moving.state !== 'waiting' ? 'moved' : 'booked',
        visit: answer.value.visit,
        patientId: visit.patientId,
      },
      userId,
    );
    if (answer.value.state === 'oldStands') return ok({ state: 'oldStands', visit: answer.value.visit });
    const waiting = await this.#waiting.whoWouldTake('freed' in answer.value ? answer.value.freed : undefined, userId);
    return ok({ state: 'done', visit: answer.value.visit, waiting });
  }

  /** Not booked, or nobody knows: what can be tried again stays, and says which of the two it is. */
  #notYet(
    callId: CallId,
    arranging: Arranging,
    { before, answer }: { before: ArrangedTime['state']; answer: { ok: false } & Result<never> },
  ): Result<never> {
    const isUnknown = answer.error.code === 'ehrUnknownOutcome';
    const canRepeat = isUnknown || ['ehrBusy', 'ehrUnreachable', 'ehrSlow', 'ehrSignIn'].includes(answer.error.code);
    if (!canRepeat) {
      this.#forget(callId);
      return answer;
    }
    if (isUnknown && !arranging.lookFirst) this.#unclear(callId, arranging);
    arranging.lookFirst ||= isUnknown;
    this.#show(callId, arranging, isUnknown ? 'unknown' : before);
    const { until } = arranging.row;
    if (!isUnknown && until !== undefined)
      arranging.stopClock = this.#deps.clock.after(Math.max(0, until - this.#deps.clock.now()), () =>
        this.#runOut(callId),
      );
    return answer;
  }

  /** Whoever reads the note next must know that it may be there. */
  #unclear(callId: CallId, { visit, row }: Arranging): void {
    const { start, end, provider, place } = visit.time;
    this.#deps.audit('schedule', visit.by, {
      callId,
      patientId: visit.patientId,
      detail: `unclear booking/${visit.id}`,
    });
    this.#note(callId, 'unclear', {
      ...{ id: visit.id, state: 'asked', start, end, what: row.what, provider, place, confirmed: false },
    });
  }

  #note(callId: CallId, what: Done, visit: BookedVisit): void {
    const site = this.#deps.site();
    if (!site) return;
    const language = site.clinic.languages[0] ?? 'en';
    this.#deps.onDone(callId, noteLine(what, visit, { zone: site.clinic.timeZone, language }));
  }

  /** The audit holds codes and ids; the note a line for the next person. */
  #record(
    callId: CallId,
    { what, visit, patientId, code = '' }: { what: Done; visit: BookedVisit; patientId: PatientId; code?: string },
    userId: string,
  ): void {
    const detail = [what, `Appointment/${visit.id}`, code].filter(Boolean).join(' ');
    this.#deps.audit('schedule', userId, { callId, patientId, detail });
    const visits = new Map([...this.#shownOf(callId, patientId), [visit.id, visit]]);
    this.#shown.set(callId, { patientId, visits });
    this.#note(callId, what, visit);
  }

  /** The port, the verified patient and the visit that was shown for this call. */
  #known(callId: CallId, seen: Seen): Result<{ port: SchedulingPort; patientId: PatientId }> {
    const [port, patient] = [this.#deps.port(), this.#deps.patient(callId)];
    if (!port) return fail('scheduleNotHere');
    if (!patient) return fail('scheduleNotVerified');
    return this.#shownOf(callId, patient.patientId).has(seen.id)
      ? ok({ port, patientId: patient.patientId })
      : fail('visitGone');
  }

  async #cancel(
    callId: CallId,
    seen: Seen,
    reason: CancelReason,
    userId: string,
  ): Promise<Result<CommandOutput<'scheduling.cancel'>>> {
    const known = this.#known(callId, seen);
    if (!known.ok) return known;
    const { port, patientId } = known.value;
    const answer = await this.#heard(port.cancel(seen, reason, userId));
    if (!answer.ok) return answer;
    if (answer.value.state !== 'done') return ok({ state: 'changed', visit: answer.value.visit });
    const { visit, freed } = answer.value;
    this.#record(callId, { what: 'cancelled', visit, patientId, code: reason }, userId);
    return ok({ state: 'done', visit, waiting: await this.#waiting.whoWouldTake(freed, userId) });
  }

  async #confirm(callId: CallId, seen: Seen, userId: string): Promise<Result<CommandOutput<'scheduling.confirm'>>> {
    const known = this.#known(callId, seen);
    if (!known.ok) return known;
    const { port, patientId } = known.value;
    const answer = await this.#heard(port.confirm(seen));
    if (!answer.ok) return answer;
    if (answer.value.state !== 'done') return ok({ state: 'changed', visit: answer.value.visit });
    this.#record(callId, { what: 'confirmed', visit: answer.value.visit, patientId }, userId);
    return ok({ state: 'done', visit: answer.value.visit, waiting: [] });
  }
}
