// What a call's life sets off in the other services: its card first, then note and patient; and what is let go of at its
// end, when nothing of it is needed any more.
import type { Health } from '../shared/contract/session.ts';
import type { AnyCallEvent, Call, CallId } from '../shared/domain/call/call.ts';
import { isLive } from '../shared/domain/call/call.ts';
import type { Desk } from './desk.ts';
import type { Clock } from './ports/runtime.ts';
import { isDialled } from './services/calls/dialling.ts';
import { shownNumber } from './services/cards/cards-service.ts';
import type { CallerEvent } from './services/queues/queues-service.ts';

/** A call without a note leaves the screen this long after its end. */
const SHOW_ENDED_MS = 15_000;

/** How many calls of earlier runs are looked through for whom to call back. */
const EARLIER_CALLS = 5_000;

export class CallFlow {
  readonly #desk: Desk;
  readonly #clock: Clock;
  #earlier: ReadonlyMap<CallId, Call> = new Map();

  constructor(desk: Desk, clock: Clock) {
    this.#desk = desk;
    this.#clock = clock;
  }

  /** Numbers dialled at this desk in earlier runs, the newest first. */
  dialledBefore(): string[] {
    return this.#earlierCalls()
      .filter(isDialled)
      .sort((a, b) => b.startedAt - a.startedAt)
      .map((call) => call.remote.number);
  }

  #earlierCalls(): readonly Call[] {
    return this.#desk.journal.current()?.calls(EARLIER_CALLS) ?? [];
  }

  aboutOf(callId: CallId): string {
    const { name } = this.#desk.patients.summary(callId);
    const call = this.callOf(callId);
    const site = this.#desk.site.current();
    if (name !== undefined || !call || !site) return name ?? '';
    return site.directory.find((entry) => entry.number === call.remote.number)?.name ?? shownNumber(call, site);
  }

  /** The call as this run knows it, or as the journal kept it: whom to call back is known after a restart too. */
  callOf(callId: CallId): Call | undefined {
    const known = this.#desk.calls.get(callId) ?? this.#earlier.get(callId);
    if (known) return known;
    this.#earlier = new Map(this.#earlierCalls().map((call) => [call.id, call]));
    return this.#earlier.get(callId);
  }

  /** Put away and its note finished: nothing of it stays in memory or on a view. A draft keeps its patient until then. */
  letGo(callId: CallId): void {
    if (this.#desk.calls.get(callId) || this.#desk.notes.get(callId)?.state === 'draft') return;
    this.#desk.notes.letGo(callId);
    this.#desk.patients.forget(callId);
    this.#desk.scheduling.letGo(callId);
    this.#desk.work.letGo(callId);
    this.#desk.duty.escalations.letGo(callId);
  }

  changed(call: Call, event: AnyCallEvent): void {
    // A parked caller who comes back is the same call: its patient and note are here already.
    if ((event.type === 'rang' || event.type === 'dialled') && call.parkedAt === undefined) {
      // The card is on its way to the screen before anything is looked up or decided: each answer is a later change.
      this.#desk.cards.announce(call);
      setImmediate(() => {
        this.#desk.sound.callsChanged();
        this.#began(call);
      });
      return;
    }
    this.#desk.sound.callsChanged();
    if (call.state === 'ended') this.#desk.quality.forget(call.id);
    this.#desk.cards.refresh(call.id);
    this.#desk.work.callChanged(call, event);
    this.#desk.duty.escalations.callChanged(call, event);
    this.#desk.supervision.callChanged(call, event);
    if (call.state !== 'ended') return;
    this.#desk.rules.callEnded(call);
    this.#desk.figures.callEnded(call);
    if (call.answeredAt === undefined) this.#desk.notes.discardIfEmpty(call.id);
    if (this.#desk.notes.get(call.id)) return;
    this.#desk.patients.forget(call.id);
    this.#desk.scheduling.letGo(call.id);
    // Why it ended stays readable for a moment: busy, declined, gave up; and so does what the call was about.
    this.#clock.after(SHOW_ENDED_MS, () => {
      this.#desk.hub.remove('calls', call.id);
      this.#desk.work.letGo(call.id);
    });
  }

  queueLink(state: Health['queues']): void {
    this.#desk.health.patch({ queues: state });
    this.#desk.presence.linkIs(state);
  }

  queueCaller(event: CallerEvent): void {
    if (!this.#desk.supervision.queueCaller(event)) return;
    if (event.type === 'joined') void this.#desk.rules.sentOn.joined(event);
    else this.#desk.work.queueCaller(event);
  }

  /** Listening to a voicemail or a colleague's call and speaking into a desk are nobody's calls: no patient is looked up, no note owed. */
  #isOurOwn(call: Call): boolean {
    const isPlayback =
      call.direction === 'outgoing' && call.remote.number === this.#desk.site.current()?.voicemail?.playNumber;
    return isPlayback || call.purpose !== undefined;
  }

  #began({ id }: Call): void {
    const call = this.#desk.calls.get(id);
    // It may be over already: then nothing of it must begin.
    if (!call || !isLive(call)) return;
    if (call.consultFor === undefined && !this.#isOurOwn(call)) {
      this.#desk.notes.open(call.id, this.#desk.session.current().userId);
      this.#desk.patients.begin(call);
      this.#desk.work.callBegan(call);
      // Whether somebody calls again is known only now.
      this.#desk.cards.refresh(call.id);
    } else this.#desk.cards.refresh(call.id);
  }
}
