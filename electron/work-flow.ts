// The list of things to do and what feeds it: notes, calls, the queues, the EHR; and who calls again. Built from the desk's
// other services; says who tells whom.
import type { AnyCallEvent, Call, CallId } from '../shared/domain/call/call.ts';
import { nameIn } from '../shared/domain/directory/entries.ts';
import type { Note } from '../shared/domain/note/types.ts';
import { formatForDisplay, normalise } from '../shared/domain/phone-number/phone-number.ts';
import type { Country } from '../shared/domain/phone-number/phone-number.ts';
import type { QueueEvent } from '../shared/domain/queue/board.ts';
import { numberKey } from '../shared/domain/work/contacts.ts';
import type { Desk } from './desk.ts';
import type { Clock, Log } from './ports/runtime.ts';
import { CallBacksService } from './services/work/call-backs.ts';
import { RepeatService } from './services/work/repeat-service.ts';
import { TaskSharing } from './services/work/task-sharing.ts';
import { WorklistService } from './services/work/worklist-service.ts';

export class WorkFlow {
  readonly #desk: Desk;
  readonly list: WorklistService;
  readonly callBacks: CallBacksService;
  readonly sharing: TaskSharing;
  readonly repeats: RepeatService;

  constructor(desk: Desk, clock: Clock, log: Log) {
    this.#desk = desk;
    this.list = this.#newList(clock);
    this.callBacks = this.#newCallBacks(clock);
    this.sharing = this.#newSharing(clock, log);
    this.repeats = this.#newRepeats(clock);
  }

  restore(): void {
    this.list.restore();
    this.repeats.restore();
    this.sharing.restart();
  }

  stop(): void {
    this.list.stop();
    this.sharing.stop();
  }

  siteChanged(): void {
    this.list.refresh();
    this.repeats.refreshLive();
  }

  noteFinished(note: Note): void {
    this.list.show(note);
    this.#desk.duty.escalations.noteFinished(note);
    this.repeats.noteFinished(note);
    this.#desk.figures.noteFinished(note);
    this.repeats.refreshLive();
  }

  callBegan(call: Call): void {
    this.repeats.began(call);
  }

  callChanged(call: Call, event: AnyCallEvent): void {
    this.repeats.changed(call);
    if (event.type === 'answered') this.callBacks.answered(call);
    if (call.state === 'ended') this.callBacks.ended(call);
    if (call.state === 'ended') this.#desk.scheduling.callEnded(call);
  }

  /** Somebody of this number called within the site's days, or is owed a call. */
  calledBefore(number: string): boolean {
    const key = this.keyOf(number);
    if (key === undefined) return false;
    return (
      this.repeats.hasCalled(key) ||
      [...this.list.store.all()].some((work) => work.key === key && work.state === 'open')
    );
  }

  letGo(callId: CallId): void {
    this.callBacks.letGo(callId);
    this.repeats.letGo(callId);
  }

  queueCaller(event: Extract<QueueEvent, { type: 'abandoned' | 'connected' }>): void {
    if (event.type === 'abandoned') this.callBacks.abandoned(event.caller);
    else this.callBacks.connected(event.caller, event.name);
  }

  readonly #country = (): Country => (this.#desk.site.current()?.clinic.country ?? 'US') as Country;
  readonly keyOf = (number: string | undefined): string | undefined => numberKey(number, this.#country());

  readonly shown = (number: string): string => {
    const e164 = normalise(number, this.#country());
    return nameIn(this.#desk.site.current(), number) ?? (e164 ? formatForDisplay(e164, this.#country()) : number);
  };

  #newList(clock: Clock): WorklistService {
    const desk = this.#desk;
    return new WorklistService({
      topics: desk.hub,
      clock,
      journal: desk.journal.current,
      site: desk.site.current,
      contact: (callId) => ({ about: desk.flow.aboutOf(callId), number: desk.flow.callOf(callId)?.remote.number }),
      keyOf: this.keyOf,
      sharing: () => this.sharing,
      sendAgain: (callId) => desk.outbox.sendAgain(callId),
      firstCall: () => this.repeats.firstCall(),
      onChange: () => this.repeats.refreshLive(),
      audit: desk.journal.audit,
    });
  }

  #newCallBacks(clock: Clock): CallBacksService {
    const desk = this.#desk;
    return new CallBacksService({
      topics: desk.hub,
      clock,
      site: desk.site.current,
      list: () => this.list,
      place: (target, known) => desk.calls.place(target, known),
      call: (callId) => desk.calls.get(callId),
      user: () => desk.session.user(),
      keyOf: this.keyOf,
      shown: this.shown,
      patientOf: (callId) => desk.patients.summary(callId).patientId,
      isPbxTelling: () => desk.health.current().queues === 'ok',
    });
  }

  #newSharing(clock: Clock, log: Log): TaskSharing {
    const desk = this.#desk;
    return new TaskSharing({
      clock,
      log,
      store: () => this.list.store,
      ehr: desk.connections.ehr,
      zone: () => desk.site.current()?.clinic.timeZone ?? 'local',
      isEhrUp: () => ['ok', 'slow'].includes(desk.health.current().ehr),
      isSignedIn: () => desk.session.user() !== undefined,
      deliveryOf: (callId) => this.list.deliveryOf(callId),
      keyOf: this.keyOf,
      onSupport: () => this.list.refresh(),
    });
  }

  #newRepeats(clock: Clock): RepeatService {
    const desk = this.#desk;
    return new RepeatService({
      topics: desk.hub,
      clock,
      site: desk.site.current,
      journal: desk.journal.current,
      keyOf: this.keyOf,
      call: (callId) => desk.calls.get(callId),
      subject: (callId) => {
        const { patientId, match } = desk.patients.summary(callId);
        const others = (match?.candidates ?? []).map((candidate) => candidate.patientId);
        return { patientId, household: others.filter((id) => id !== patientId) };
      },
      work: (id) => this.list.store.get(id),
    });
  }
}
