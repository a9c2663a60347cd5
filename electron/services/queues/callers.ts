// Who it may be that waits: the EHR's answer to the number as initials or a count, never a name; the language; and whether
// they have tried before. One question a number: whoever waits in a long queue costs the EHR no more than whoever rings.
import { candidateOf, matchCaller } from '../../../shared/domain/patient/match.ts';
import type { PatientRecord } from '../../../shared/domain/patient/types.ts';
import { normalise } from '../../../shared/domain/phone-number/phone-number.ts';
import type { Country, E164 } from '../../../shared/domain/phone-number/phone-number.ts';
import type { WaitingCaller } from '../../../shared/domain/queue/types.ts';
import { localDate } from '../../../shared/domain/schedule/local-date.ts';
import type { Site } from '../../../shared/domain/site/site.ts';
import type { EhrPort } from '../../ports/ehr.ts';
import type { Clock } from '../../ports/runtime.ts';
import type { QueuesService } from './queues-service.ts';

/** Questions to the EHR under way at once for those who wait: whoever rings asks beside them. */
const AT_ONCE = 2;
/** What the EHR said of a number is good for this long, and no longer kept. */
const GOOD_FOR_MS = 10 * 60_000;
/** So many numbers are remembered at most. */
const KEPT = 1_000;

export interface CallersDeps {
  readonly clock: Clock;
  readonly site: () => Site | undefined;
  readonly ehr: () => EhrPort | undefined;
  readonly queues: Pick<QueuesService, 'board' | 'waiting' | 'know' | 'watch'>;
  /** Somebody of this number called lately, or is owed a call. */
  readonly triedBefore: (number: string) => boolean;
}

type Found = Pick<WaitingCaller, 'match' | 'language'>;

export class WaitingCallers {
  readonly #deps: CallersDeps;
  readonly #found = new Map<E164, { at: number; found: Found }>();
  /** Looked at, with the number they had then: a transfer that is joined brings the caller's own. */
  readonly #seen = new Map<string, string>();
  readonly #wanted = new Map<string, E164>();
  #underWay = 0;

  constructor(deps: CallersDeps) {
    this.#deps = deps;
    deps.queues.watch(() => this.#look());
  }

  #look(): void {
    const { queues } = this.#deps;
    const { waiting } = queues.board();
    for (const entry of this.#seen.keys())
      if (!waiting.has(entry)) {
        this.#seen.delete(entry);
        this.#wanted.delete(entry);
      }
    for (const [entry, caller] of waiting) if (this.#seen.get(entry) !== caller.number) this.#meet(caller);
  }

  #meet(caller: WaitingCaller): void {
    const { site, queues, triedBefore } = this.#deps;
    this.#seen.set(caller.entry, caller.number);
    const practice = site();
    const ofQueue = practice?.queues.find(({ id }) => id === caller.queue)?.language;
    const isAgain = !caller.withheld && triedBefore(caller.number);
    const why = [
      ...(caller.why ?? []).filter(({ kind }) => kind !== 'again'),
      ...(isAgain ? [{ kind: 'again' } as const] : []),
    ];
    queues.know(caller.entry, {
      ...(why.length > 0 ? { why } : {}),
      ...(ofQueue && !caller.language ? { language: ofQueue } : {}),
    });
    const e164 = caller.withheld
      ? undefined
      : normalise(caller.number, practice?.clinic.country as Country | undefined);
    if (!e164) return;
    this.#wanted.set(caller.entry, e164);
    this.#next();
  }

  #next(): void {
    for (const [entry, e164] of this.#wanted) {
      if (this.#underWay >= AT_ONCE) return;
      this.#wanted.delete(entry);
      const known = this.#found.get(e164);
      if (known && known.at + GOOD_FOR_MS > this.#deps.clock.now()) this.#tell(entry, e164, known.found);
      else void this.#ask(entry, e164);
    }
  }

  async #ask(entry: string, e164: E164): Promise<void> {
    const ehr = this.#deps.ehr();
    const site = this.#deps.site();
    if (!ehr || !site) return;
    this.#underWay++;
    const answer = await ehr.findByPhone(e164);
    this.#underWay--;
    if (answer.ok) {
      const found = this.#read(e164, answer.value, site);
      this.#found.delete(e164);
      this.#found.set(e164, { at: this.#deps.clock.now(), found });
      const oldest = this.#found.size > KEPT ? this.#found.keys().next().value : undefined;
      if (oldest !== undefined) this.#found.delete(oldest);
      this.#tell(entry, e164, found);
    }
    this.#next();
  }

  #read(e164: E164, records: readonly PatientRecord[], site: Site): Found {
    const result = matchCaller(e164, [...records], site.clinic.country as Country);
    if (result.kind === 'none') return {};
    if (result.kind !== 'one') return { match: { count: result.patients.length } };
    const today = localDate(this.#deps.clock.now(), site.clinic.timeZone);
    const { initials } = candidateOf(result.patient, today);
    const { language } = result.patient;
    return { match: { count: 1, initials }, ...(language ? { language } : {}) };
  }

  /** Only while it is still this number that waits there: a transfer that was joined meanwhile brings another person. */
  #tell(entry: string, e164: E164, found: Found): void {
    const { queues, site } = this.#deps;
    const caller = queues.waiting(entry);
    const isStill = caller && normalise(caller.number, site()?.clinic.country as Country | undefined) === e164;
    if (isStill && (found.match || found.language)) queues.know(entry, found);
  }
}
