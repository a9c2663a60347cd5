// One row a call: the call, who it may be, what the rules say. Everything flows in here and out as the topic `calls`.
import { promisedBy } from '../../../shared/domain/callback/callback.ts';
import type { CallRow } from '../../../shared/contract/call.ts';
import type { QualityView } from '../../../shared/domain/quality/quality.ts';
import { isLive } from '../../../shared/domain/call/call.ts';
import type { Call, CallId } from '../../../shared/domain/call/call.ts';
import type { Note } from '../../../shared/domain/note/types.ts';
import { formatForDisplay, isAnonymous, normalise } from '../../../shared/domain/phone-number/phone-number.ts';
import type { Country } from '../../../shared/domain/phone-number/phone-number.ts';
import type { Presence, WaitingCaller } from '../../../shared/domain/queue/types.ts';
import { spokenWords } from '../../../shared/domain/red-flags/spoken.ts';
import { decide } from '../../../shared/domain/rules/decide.ts';
import type { AtOnce, Decision, DecisionInput } from '../../../shared/domain/rules/types.ts';
import type { Site } from '../../../shared/domain/site/site.ts';
import type { Clock, Log } from '../../ports/runtime.ts';
import type { Topics } from '../../ports/topics.ts';
import type { PatientsService } from '../patients/patients-service.ts';

type KnownFacts = Pick<DecisionInput, 'repeat' | 'patient' | 'role' | 'waiting' | 'load'>;

export interface CardsDeps {
  readonly topics: Topics;
  readonly clock: Clock;
  readonly log: Log;
  readonly site: () => Site | undefined;
  readonly call: (id: CallId) => Call | undefined;
  readonly liveCalls: () => Call[];
  readonly note: (id: CallId) => Note | undefined;
  readonly patient: (id: CallId) => ReturnType<PatientsService['summary']>;
  readonly presence: () => ReadonlyMap<string, Presence>;
  /** What else is known of the call, its patient, the desk and the queues. */
  readonly facts: (call: Call) => KnownFacts;
  readonly waiting: (entry: string | undefined) => WaitingCaller | undefined;
  readonly quality?: (id: CallId) => QualityView | undefined;
  /** What the words typed may be about. */
  readonly intent?: (words: string) => CallRow['intent'];
  readonly onEmergency: (callId: CallId, words: readonly string[]) => void;
  /** A rule wants the ringing call sent on or left to voicemail. */
  readonly onAtOnce?: (callId: CallId, atOnce: AtOnce) => void;
  /** The rules need other fields of the note than before. */
  readonly onRequired?: (callId: CallId) => void;
}

export class CardsService {
  readonly #deps: CardsDeps;
  /** Waiting time is fixed when the call rings: the queue entry is gone once it is answered. */
  readonly #waited = new Map<CallId, number>();

  constructor(deps: CardsDeps) {
    this.#deps = deps;
  }

  refreshLive(): void {
    for (const call of this.#deps.liveCalls()) this.refresh(call.id);
  }

  /** The call alone, at once: who and what to do with it follow as changes of the same row. */
  announce(call: Call): void {
    const site = this.#deps.site();
    if (site) this.#deps.topics.set('calls', call.id, { ...this.#bareRow(call, site), verified: false });
  }

  refresh(callId: CallId): void {
    const call = this.#deps.call(callId);
    const site = this.#deps.site();
    if (!call || !site) return;
    const patient = this.#deps.patient(callId);
    const before = this.#deps.topics.get('calls', callId)?.decision;
    const decision = this.#decide(call, site, patient);
    const intent = isLive(call) ? this.#deps.intent?.(spokenWords(this.#deps.note(callId)?.content)) : undefined;
    const quality = isLive(call) ? this.#deps.quality?.(callId) : undefined;
    const row: CallRow = {
      ...this.#bareRow(call, site),
      ...(patient.match ? { match: patient.match } : {}),
      ...(decision === 'failed' ? { rulesFailed: true } : decision ? { decision } : {}),
      ...(patient.name === undefined ? {} : { patientName: patient.name }),
      verified: patient.verified,
      ...(intent ? { intent } : {}),
      ...(quality ? { quality } : {}),
    };
    if (isLive(call) || this.#deps.topics.get('calls', callId)) this.#deps.topics.set('calls', callId, row);
    if (decision && decision !== 'failed') this.#follow(callId, decision, before);
  }

  /** What the decision sets off beyond what is shown. */
  #follow(callId: CallId, decision: Decision, before: Decision | undefined): void {
    if (decision.emergency) this.#deps.onEmergency(callId, decision.emergency.words);
    if (decision.atOnce && !decision.emergency) this.#deps.onAtOnce?.(callId, decision.atOnce);
    if (decision.require?.join() !== before?.require?.join()) this.#deps.onRequired?.(callId);
  }

  #bareRow(call: Call, site: Site): Omit<CallRow, 'verified'> {
    const waitedMs = this.#waitedMs(call);
    const asked = call.queue?.callback;
    const directoryName = site.directory.find((entry) => entry.number === call.remote.number)?.name;
    const queueName = site.queues.find((queue) => queue.id === call.queue?.queue)?.name ?? call.queue?.queue;
    return {
      ...call,
      shownNumber: shownNumber(call, site),
      ...(directoryName === undefined ? {} : { directoryName }),
      ...(queueName === undefined ? {} : { queueName }),
      ...(waitedMs === undefined ? {} : { waitedMs }),
      ...(asked ? { callBackBy: promisedBy(call.queue?.queue ?? '', asked.askedAt, site) } : {}),
    };
  }

  /** The phone never depends on the rules: if they fail, the card shows the call without them. */
  #decide(call: Call, site: Site, patient: ReturnType<PatientsService['summary']>): Decision | 'failed' | undefined {
    if (call.consultFor !== undefined || call.purpose !== undefined) return undefined;
    const content = this.#deps.note(call.id)?.content;
    const known =
      patient.match === undefined || patient.match.state === 'searching' ? undefined : patient.match.count > 0;
    try {
      return decide(site, {
        ...this.#deps.facts(call),
        now: new Date(this.#deps.clock.now()).toISOString(),
        number: call.remote.number,
        queue: call.queue?.queue,
        withheld: call.remote.withheld,
        known,
        language: patient.language ?? site.queues.find((queue) => queue.id === call.queue?.queue)?.language,
        category: content?.category,
        words: spokenWords(content),
        presence: this.#deps.presence(),
      });
    } catch (error) {
      this.#deps.log.error('rules.failed', { error: error instanceof Error ? error.name : 'unknown' });
      return 'failed';
    }
  }

  #waitedMs(call: Call): number | undefined {
    const known = this.#waited.get(call.id);
    if (known !== undefined) return known;
    const waiting = this.#deps.waiting(call.queue?.entry ?? call.queue?.linkedId);
    if (!waiting) return undefined;
    const waited = Math.max(0, call.startedAt - waiting.joinedAt);
    this.#waited.set(call.id, waited);
    return waited;
  }
}

/** The number in readable spelling; nothing where it was withheld. */
export function shownNumber(call: Call, site: Site): string {
  if (call.remote.withheld || isAnonymous(call.remote.number)) return '';
  const e164 = normalise(call.remote.number, site.clinic.country as Country);
  return e164 ? formatForDisplay(e164, site.clinic.country as Country) : call.remote.number;
}
