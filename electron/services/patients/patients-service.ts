// Who is calling: caller ID to candidates, a choice by the receptionist, the identity check, then the context card.
// Records stay here in main; a view gets initials until two identifiers have matched.
import type { Match } from '../../../shared/contract/call.ts';
import type { Health } from '../../../shared/contract/session.ts';
import type { Call, CallId } from '../../../shared/domain/call/call.ts';
import { checkIdentity } from '../../../shared/domain/patient/identity.ts';
import { candidateOf, matchCaller, matchKnown } from '../../../shared/domain/patient/match.ts';
import type { CallerMatch } from '../../../shared/domain/patient/match.ts';
import type {
  GlassReason,
  IdentityClaims,
  IdentityResult,
  PatientCandidate,
  PatientId,
  PatientRecord,
} from '../../../shared/domain/patient/types.ts';
import { isAnonymous, normalise } from '../../../shared/domain/phone-number/phone-number.ts';
import type { Country, E164 } from '../../../shared/domain/phone-number/phone-number.ts';
import { localDate } from '../../../shared/domain/schedule/local-date.ts';
import type { Role, Site } from '../../../shared/domain/site/site.ts';
import { fail, ok } from '../../../shared/result/result.ts';
import type { AppError, Done, Result } from '../../../shared/result/result.ts';
import type { EhrPort } from '../../ports/ehr.ts';
import type { AuditAction, AuditRow } from '../../ports/journal.ts';
import type { Clock } from '../../ports/runtime.ts';
import type { Handlers, Topics } from '../../ports/topics.ts';
import { ehrStateOf } from './ehr-state.ts';
import { fullName, isRevealed, panelOf, soleLanguage } from './panel.ts';
import type { Subject } from './panel.ts';
import type { PhoneIndexService } from './phone-index-service.ts';

export interface PatientsDeps {
  readonly topics: Topics;
  readonly clock: Clock;
  readonly site: () => Site | undefined;
  readonly ehr: () => EhrPort | undefined;
  /** Whose number is whose, as this desk remembers it. */
  readonly memory: Pick<PhoneIndexService, 'find' | 'confirmed' | 'sawCharts' | 'gone'>;
  readonly audit: (action: AuditAction, userId: string, row: Partial<AuditRow>) => void;
  /** Match, choice or verification of this call changed: the card shows it. */
  readonly onChange: (callId: CallId) => void;
  readonly onEhr: (state: Health['ehr']) => void;
}

const OPEN: IdentityResult = { verified: false, authority: 'self', matched: [], wrong: [] };
const noMatch = (state: Match['state']): Match => ({ state, count: 0, candidates: [] });

export class PatientsService {
  readonly #deps: PatientsDeps;
  readonly #subjects = new Map<CallId, Subject>();

  constructor(deps: PatientsDeps) {
    this.#deps = deps;
  }

  readonly handlers: Handlers = {
    'patient.search': ({ callId, name, birthDate }, { userId }) => this.#search(callId, name, birthDate, userId),
    'patient.choose': ({ callId, patientId }, { userId }) => this.#choose(callId, patientId, userId),
    'patient.verify': ({ callId, claims }, { userId }) => this.#verify(callId, claims, userId),
    'patient.breakGlass': ({ callId, reason }, { userId, role }) => this.#breakGlass(callId, reason, userId, role),
    'patient.refresh': async ({ callId }, { userId }) => {
      const subject = this.#subjects.get(callId);
      if (!subject || !isRevealed(subject)) return fail('notAllowed');
      this.#deps.audit('reveal', userId, { callId, patientId: subject.chosen?.id });
      await this.#readContext(subject);
      return ok({});
    },
  };

  /** What the card and the rules may know: never the record. */
  summary(callId: CallId): {
    match: Match | undefined;
    verified: boolean;
    name: string | undefined;
    patientId: PatientId | undefined;
    language: string | undefined;
  } {
    const subject = this.#subjects.get(callId);
    const verified = subject !== undefined && isRevealed(subject);
    const chosen = subject?.chosen;
    return {
      match: subject?.match,
      verified,
      name: verified && chosen ? fullName(chosen) : undefined,
      patientId: verified ? chosen?.id : undefined,
      // The language decides who can help: it is used before the check, but never shown with a name.
      language: chosen?.language ?? soleLanguage(subject),
    };
  }

  /** A call has begun: look the number up. Nobody waits for the answer. */
  begin(call: Call): void {
    const withheld = call.remote.withheld || isAnonymous(call.remote.number);
    const subject: Subject = {
      callId: call.id,
      called: call.remote.number,
      number: undefined,
      match: noMatch(withheld ? 'withheld' : 'searching'),
      records: new Map(),
      chosen: undefined,
      wrongAttempts: 0,
      check: OPEN,
      glassBroken: false,
      context: undefined,
      contextState: 'none',
      readAt: undefined,
    };
    this.#subjects.set(call.id, subject);
    this.#publish(subject);
    if (!withheld) void this.#lookUp(subject);
  }

  /** The EHR answers again, or lets us in: what it could not say of the calls in hand is asked once more. */
  ehrIsBack(): void {
    for (const subject of this.#subjects.values()) {
      if (subject.match.state === 'unavailable') {
        this.#matched(subject, noMatch('searching'));
        void this.#lookUp(subject);
      }
      const isLacking = subject.contextState === 'unavailable' || subject.contextState === 'stale';
      if (isRevealed(subject) && isLacking) void this.#readContext(subject);
    }
  }

  /** The call and its note are done with: what was read for it leaves this process's memory and every view. */
  forget(callId: CallId): void {
    this.#subjects.delete(callId);
    this.#deps.topics.remove('patients', callId);
  }

  async #lookUp(subject: Subject): Promise<void> {
    const site = this.#deps.site();
    const ehr = this.#deps.ehr();
    const e164 = normalise(subject.called, site?.clinic.country as Country | undefined);
    if (!ehr || !site) return this.#matched(subject, noMatch('unavailable'));
    if (!e164) return this.#matched(subject, noMatch('none'));
    subject.number = e164;
    const profile = ehr.profile();
    const isSearchable = profile === undefined || profile.phoneSearch('Patient') !== undefined;
    const found = isSearchable ? await ehr.findByPhone(e164) : fail('ehrCannot');
    this.#reportEhr(found);
    if (this.#subjects.get(subject.callId) !== subject) return;
    if (!found.ok) return this.#remembered(subject, e164, site, found.error);
    this.#deps.memory.sawCharts(found.value);
    this.#found(subject, peopleIn(matchCaller(e164, found.value, site.clinic.country as Country)), site);
  }

  /** The EHR cannot say whose number that is, or not now: what this desk remembers, and then as it stands in the charts. */
  async #remembered(subject: Subject, number: E164, site: Site, { code }: AppError): Promise<void> {
    const { memory, ehr } = this.#deps;
    const known = memory.find(number);
    if (known.length > 0) this.#found(subject, peopleIn(matchKnown(known)), site);
    else if (subject.match.state === 'searching') this.#matched(subject, noMatch('unavailable'));
    if (known.length === 0 || code !== 'ehrCannot') return;
    const ids = known.map(({ id }) => id);
    const charts = await ehr()?.readPatients(ids);
    if (!charts?.ok) return;
    const there = new Set(charts.value.flatMap(({ id, mergedFrom = [] }) => [id, ...mergedFrom]));
    memory.gone(ids.filter((id) => !there.has(id)));
    memory.sawCharts(charts.value);
    if (this.#subjects.get(subject.callId) !== subject) return;
    const current = new Set(memory.find(number).map(({ id }) => id));
    this.#replace(
      subject,
      ids,
      charts.value.filter(({ id, deceased }) => current.has(id) || deceased),
      site,
    );
  }

  /** Who was remembered, as the charts have them now. Whoever has been chosen meanwhile stays. */
  #replace(subject: Subject, before: readonly PatientId[], now: readonly PatientRecord[], site: Site): void {
    const isOld = (id: PatientId): boolean => before.includes(id) && id !== subject.chosen?.id;
    before.filter(isOld).forEach((id) => subject.records.delete(id));
    const candidates = subject.match.candidates.filter(({ patientId }) => !isOld(patientId));
    subject.match = { ...subject.match, candidates };
    this.#found(subject, peopleIn(matchKnown(now)), site);
  }

  /** Joins who was found to who is known already, by number or by name, each person once. */
  #found(subject: Subject, records: readonly PatientRecord[], site: Site): PatientCandidate[] {
    records.forEach((record) => subject.records.set(record.id, record));
    const found = this.#candidates(records, site);
    const candidates = [
      ...new Map([...subject.match.candidates, ...found].map((candidate) => [candidate.patientId, candidate])).values(),
    ];
    const count = candidates.length;
    this.#matched(subject, { state: count === 0 ? 'none' : count === 1 ? 'one' : 'several', count, candidates });
    return found;
  }

  #matched(subject: Subject, match: Match): void {
    subject.match = match;
    this.#publish(subject);
  }

  #candidates(records: readonly PatientRecord[], site: Site): PatientCandidate[] {
    const today = this.#today(site);
    return records.map((record) => candidateOf(record, today));
  }

  async #search(
    callId: CallId,
    name: string,
    birthDate: string | undefined,
    userId: string,
  ): Promise<Result<{ candidates: PatientCandidate[] }>> {
    const subject = this.#subjects.get(callId);
    const site = this.#deps.site();
    const ehr = this.#deps.ehr();
    if (!subject || !site) return fail('callGone');
    if (!ehr) return fail('ehrUnreachable');
    this.#deps.audit('search', userId, { callId });
    const found = isChartNumber(name) ? await ehr.findByIdentifier(name) : await ehr.findByName(name, birthDate);
    this.#reportEhr(found);
    if (!found.ok) return found;
    if (this.#subjects.get(callId) !== subject) return fail('callGone');
    return ok({ candidates: this.#found(subject, found.value, site) });
  }

  #choose(callId: CallId, patientId: PatientId | null, userId: string): Result<Done> {
    const subject = this.#subjects.get(callId);
    if (!subject) return fail('callGone');
    const record = patientId === null ? undefined : subject.records.get(patientId);
    if (patientId !== null && !record) return fail('ehrNotFound');
    // Another patient means another check: what was confirmed for one is never carried over to the next.
    if (subject.chosen?.id !== record?.id) {
      subject.check = OPEN;
      subject.glassBroken = false;
      subject.context = undefined;
      subject.contextState = 'none';
      subject.readAt = undefined;
    }
    subject.chosen = record;
    if (record) this.#deps.audit('choose', userId, { callId, patientId: record.id });
    this.#publish(subject);
    return ok({});
  }

  async #verify(callId: CallId, claims: IdentityClaims, userId: string): Promise<Result<IdentityResult>> {
    const subject = this.#subjects.get(callId);
    const site = this.#deps.site();
    const chosen = subject?.chosen;
    if (!subject || !chosen || !site) return fail('callGone');
    if (subject.wrongAttempts >= site.privacy.wrongAnswersAllowed) {
      this.#deps.audit('verifyRefused', userId, { callId, patientId: chosen.id, detail: 'lockedOut' });
      return fail('notAllowed', 'locked out');
    }
    const result = checkIdentity(chosen, claims, {
      today: this.#today(site),
      needed: site.privacy.identifiers,
      accepts: site.privacy.accepts,
    });
    const audited = {
      callId,
      patientId: chosen.id,
      detail: [
        `matched:${result.matched.join('+')} wrong:${result.wrong.join('+')}`,
        ...(result.authority === 'self' ? [] : [`speaker:${result.authority}`]),
      ].join(' '),
    };
    if (result.wrong.length > 0 || result.authority === 'notOnFile') subject.wrongAttempts++;
    subject.check = result;
    this.#deps.audit(result.verified ? 'verify' : 'verifyRefused', userId, audited);
    if (result.verified) {
      this.#deps.memory.confirmed(subject.number, chosen);
      if (isRevealed(subject)) this.#reveal(subject, chosen, userId);
    }
    this.#publish(subject);
    return ok(result);
  }

  #breakGlass(callId: CallId, reason: GlassReason, userId: string, role: Role | undefined): Result<Done> {
    const subject = this.#subjects.get(callId);
    const chosen = subject?.chosen;
    if (!subject || !chosen) return fail('callGone');
    const mayOpen = role !== undefined && this.#deps.site()?.privacy.breakGlass.includes(role) === true;
    const audited = { callId, patientId: chosen.id, detail: reason };
    if (!subject.check.verified || !chosen.restricted || !mayOpen) {
      this.#deps.audit('breakGlassRefused', userId, audited);
      return fail('notAllowed');
    }
    if (subject.glassBroken) return ok({});
    subject.glassBroken = true;
    this.#deps.audit('breakGlass', userId, audited);
    this.#reveal(subject, chosen, userId);
    this.#publish(subject);
    return ok({});
  }

  #reveal(subject: Subject, { id }: PatientRecord, userId: string): void {
    this.#deps.audit('reveal', userId, { callId: subject.callId, patientId: id });
    void this.#readContext(subject);
  }

  async #readContext(subject: Subject): Promise<void> {
    const { chosen } = subject;
    const ehr = this.#deps.ehr();
    if (!chosen || !ehr) return;
    subject.contextState = subject.context ? 'stale' : 'loading';
    this.#publish(subject);
    const read = await ehr.readContext(chosen.id, new Date(this.#deps.clock.now()));
    this.#reportEhr(read);
    // The receptionist may have chosen somebody else while the EHR was thinking.
    if (this.#subjects.get(subject.callId) !== subject || subject.chosen?.id !== chosen.id || !isRevealed(subject))
      return;
    if (read.ok) {
      subject.context = read.value;
      subject.contextState = 'fresh';
      subject.readAt = this.#deps.clock.now();
    } else subject.contextState = subject.context ? 'stale' : 'unavailable';
    this.#publish(subject);
  }

  #reportEhr(result: Result<unknown>): void {
    this.#deps.onEhr(result.ok ? 'ok' : ehrStateOf(result.error));
  }

  #publish(subject: Subject): void {
    const site = this.#deps.site();
    this.#deps.topics.set('patients', subject.callId, panelOf(subject, site, site ? this.#today(site) : ''));
    this.#deps.onChange(subject.callId);
  }

  /** YYYY-MM-DD where the practice is. */
  #today(site: Site): string {
    return localDate(this.#deps.clock.now(), site.clinic.timeZone);
  }
}

/** One word with a digit in it: nobody's name. */
const isChartNumber = (text: string): boolean => /^\S*\d\S*$/.test(text.trim());

const peopleIn = (match: CallerMatch): readonly PatientRecord[] =>
  match.kind === 'none' ? [] : match.kind === 'one' ? [match.patient] : match.patients;
