// Who is calling: caller ID to candidates, a choice by the receptionist, the identity check, then the context card.
// Records stay here in main; a view gets initials until two identifiers have matched.
import type { Match } from '../../../shared/contract/call.ts';
import type { Health } from '../../../shared/contract/session.ts';
import type { Call, CallId } from '../../../shared/domain/call/call.ts';
import { chartAddress } from '../../../shared/domain/patient/chart.ts';
import type { NotedHere } from '../../../shared/domain/patient/contacts.ts';
import { isCrowd, matchCaller, matchKnown } from '../../../shared/domain/patient/match.ts';
import type { CallerMatch } from '../../../shared/domain/patient/match.ts';
import type {
  IdentityResult,
  PatientCandidate,
  PatientId,
  PatientRecord,
} from '../../../shared/domain/patient/types.ts';
import { isAnonymous, normalise } from '../../../shared/domain/phone-number/phone-number.ts';
import type { Country, E164 } from '../../../shared/domain/phone-number/phone-number.ts';
import { localDate } from '../../../shared/domain/schedule/local-date.ts';
import type { Site } from '../../../shared/domain/site/site.ts';
import { fail, ok } from '../../../shared/result/result.ts';
import type { AppError, Done, Result } from '../../../shared/result/result.ts';
import type { EhrPort } from '../../ports/ehr.ts';
import type { AuditAction, AuditRow } from '../../ports/journal.ts';
import type { OpenOutside } from '../../ports/outside.ts';
import type { Clock } from '../../ports/runtime.ts';
import type { Handlers, Topics } from '../../ports/topics.ts';
import { CardReader } from './card-reader.ts';
import type { CardReaderDeps } from './card-reader.ts';
import { ehrStateOf } from './ehr-state.ts';
import { Gate } from './gate.ts';
import { fullName, isRevealed, panelOf, rowOf, soleLanguage } from './panel.ts';
import type { Subject } from './panel.ts';
import type { PhoneIndexService } from './phone-index-service.ts';

export interface PatientsDeps {
  readonly topics: Topics;
  readonly clock: Clock;
  readonly site: () => Site | undefined;
  readonly ehr: () => EhrPort | undefined;
  /** Whose number is whose, as this desk remembers it. */
  readonly memory: Pick<PhoneIndexService, 'find' | 'confirmed' | 'sawCharts' | 'gone'>;
  /** The last cards of patients who were verified here. */
  readonly kept: CardReaderDeps['kept'];
  /** What was noted here with this patient before that call, the newest first. */
  readonly noted: (patientId: PatientId, before: CallId) => readonly NotedHere[];
  /** Opens an address outside; the way there for a page where this host cannot. */
  readonly openOutside: OpenOutside;
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
  readonly #cards: CardReader;
  readonly #gate: Gate;

  constructor(deps: PatientsDeps) {
    this.#deps = deps;
    this.#cards = new CardReader({
      ...{ clock: deps.clock, ehr: deps.ehr, kept: deps.kept },
      today: () => this.#today(deps.site()),
      isCurrent: (subject) => this.#subjects.get(subject.callId) === subject,
      publish: (subject) => this.#publish(subject),
      answered: (result) => this.#reportEhr(result),
    });
    this.#gate = new Gate({
      ...{ clock: deps.clock, site: deps.site, ehr: deps.ehr, audit: deps.audit },
      today: () => this.#today(deps.site()),
      subject: (callId) => this.#subjects.get(callId),
      publish: (subject) => this.#publish(subject),
      confirmed: ({ number }, chosen) => deps.memory.confirmed(number, chosen),
      reveal: (subject, chosen, userId) => this.#reveal(subject, chosen, userId),
    });
  }

  readonly handlers: Handlers = {
    'patient.search': ({ callId, name, birthDate }, { userId }) => this.#search(callId, name, birthDate, userId),
    'patient.choose': ({ callId, patientId }, { userId }) => this.#choose(callId, patientId, userId),
    'patient.verify': ({ callId, claims }, { userId }) => this.#gate.verify(callId, claims, userId),
    'patient.checkAgain': ({ callId }) => this.#gate.checkAgain(callId),
    'patient.goOnUnchecked': ({ callId, reason }, { userId }) => this.#gate.goOnUnchecked(callId, reason, userId),
    'patient.breakGlass': ({ callId, reason }, { userId, role }) => this.#gate.breakGlass(callId, reason, userId, role),
    'patient.openChart': ({ callId }, { userId }) => this.#openChart(callId, userId),
    'patient.refresh': async ({ callId }, { userId }) => {
      const subject = this.#subjects.get(callId);
      if (!subject || !isRevealed(subject)) return fail('notAllowed');
      this.#deps.audit('reveal', userId, { callId, patientId: subject.chosen?.id });
      await this.#cards.read(subject);
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
      remembered: new Map(),
      chosen: undefined,
      wrongAttempts: 0,
      check: OPEN,
      awaited: undefined,
      glassBroken: false,
      card: undefined,
      reading: undefined,
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
      if (subject.match.state === 'unavailable') this.#matched(subject, noMatch('searching'));
      if (subject.match.state === 'searching' || subject.remembered.size > 0) void this.#lookUp(subject);
      const isLacking = ['unavailable', 'stale', 'kept'].includes(subject.contextState);
      if (isRevealed(subject) && isLacking) void this.#cards.read(subject);
      this.#gate.ask(subject);
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
    this.#forgetRemembered(subject, found.value);
    this.#found(subject, peopleIn(matchCaller(e164, found.value, site.clinic.country as Country)), site);
  }

  /** The EHR cannot say whose number that is, or not now: what this desk remembers, and then as it stands in the charts. */
  async #remembered(subject: Subject, number: E164, site: Site, { code }: AppError): Promise<void> {
    const { memory, ehr } = this.#deps;
    const seen = memory.find(number);
    const known = seen.map(({ record }) => record);
    for (const { record, inChart, seen: at } of seen)
      if (!subject.records.has(record.id)) subject.remembered.set(record.id, { from: inChart ? 'chart' : 'call', at });
    if (known.length > 0) this.#found(subject, peopleIn(matchKnown(known)), site);
    else if (subject.match.state === 'searching')
      this.#matched(subject, noMatch(code === 'ehrCannot' ? 'notByNumber' : 'unavailable'));
    if (known.length === 0 || code !== 'ehrCannot') return;
    const ids = known.map(({ id }) => id);
    const charts = await ehr()?.readPatients(ids);
    if (!charts?.ok) return;
    const there = new Set(charts.value.flatMap(({ id, mergedFrom = [] }) => [id, ...mergedFrom]));
    memory.gone(ids.filter((id) => !there.has(id)));
    memory.sawCharts(charts.value);
    if (this.#subjects.get(subject.callId) !== subject) return;
    const current = new Map(memory.find(number).map((one) => [one.record.id, one]));
    // Whose chart has the number now is not remembered any more, but known.
    for (const { id } of charts.value) if (current.get(id)?.inChart !== false) subject.remembered.delete(id);
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

  /** Joins who was found to who is known already, by number or by name, each person once. A crowd is counted, not shown. */
  #found(subject: Subject, records: readonly PatientRecord[], site: Site): PatientCandidate[] {
    // Shut for this call stays shut: one answer may carry less of a chart than another.
    for (const record of records)
      subject.records.set(
        record.id,
        subject.records.get(record.id)?.restricted ? { ...record, restricted: true } : record,
      );
    // Who was chosen is as the chart has them now: it may be shut since, or have another birth date.
    if (subject.chosen) subject.chosen = subject.records.get(subject.chosen.id) ?? subject.chosen;
    const found = isCrowd(records.length) ? [] : records.map((record) => rowOf(subject, record, this.#today(site)));
    const candidates = [
      ...new Map([...subject.match.candidates, ...found].map((candidate) => [candidate.patientId, candidate])).values(),
    ];
    const count = subject.records.size;
    this.#matched(subject, { state: count === 0 ? 'none' : count === 1 ? 'one' : 'several', count, candidates });
    return found;
  }

  #matched(subject: Subject, match: Match): void {
    subject.match = match;
    this.#publish(subject);
  }

  /** The EHR has said whose number it is: whoever was only remembered goes, but for whom somebody has chosen. */
  #forgetRemembered(subject: Subject, found: readonly PatientRecord[]): void {
    const isThere = new Set(found.map(({ id }) => id));
    const gone = [...subject.remembered.keys()].filter((id) => !isThere.has(id) && id !== subject.chosen?.id);
    gone.forEach((id) => subject.records.delete(id));
    found.forEach(({ id }) => subject.remembered.delete(id));
    gone.forEach((id) => subject.remembered.delete(id));
    const candidates = subject.match.candidates.filter(({ patientId }) => !gone.includes(patientId));
    subject.match = { ...subject.match, candidates };
  }

  async #search(
    callId: CallId,
    name: string,
    birthDate: string | undefined,
    userId: string,
  ): Promise<Result<{ count: number; candidates: PatientCandidate[] }>> {
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
    const count = found.value.length;
    return ok({ count, candidates: isCrowd(count) ? [] : this.#found(subject, found.value, site) });
  }

  #choose(callId: CallId, patientId: PatientId | null, userId: string): Result<Done> {
    const subject = this.#subjects.get(callId);
    if (!subject) return fail('callGone');
    const record = patientId === null ? undefined : subject.records.get(patientId);
    if (patientId !== null && !record) return fail('ehrNotFound');
    // Another patient means another check: what was confirmed for one is never carried over to the next.
    if (subject.chosen?.id !== record?.id) {
      subject.check = OPEN;
      subject.awaited = undefined;
      subject.glassBroken = false;
      subject.card = undefined;
      subject.reading = undefined;
      subject.contextState = 'none';
      subject.readAt = undefined;
    }
    subject.chosen = record;
    if (record) this.#deps.audit('choose', userId, { callId, patientId: record.id });
    this.#publish(subject);
    return ok({});
  }

  #openChart(callId: CallId, userId: string): Result<{ way?: string }> {
    const subject = this.#subjects.get(callId);
    const address = subject?.chosen && chartAddress(this.#deps.site()?.ehr, subject.chosen.id);
    if (!subject?.chosen || !isRevealed(subject) || address === undefined) return fail('notAllowed');
    this.#deps.audit('chartOpened', userId, { callId, patientId: subject.chosen.id });
    return this.#deps.openOutside(address);
  }

  #reveal(subject: Subject, { id }: PatientRecord, userId: string): void {
    this.#deps.audit('reveal', userId, { callId: subject.callId, patientId: id });
    void this.#cards.read(subject);
  }

  #reportEhr(result: Result<unknown>): void {
    this.#deps.onEhr(result.ok ? 'ok' : ehrStateOf(result.error));
  }

  #publish(subject: Subject): void {
    const site = this.#deps.site();
    const noted = (patientId: PatientId) => this.#deps.noted(patientId, subject.callId);
    this.#deps.topics.set('patients', subject.callId, panelOf(subject, { site, noted, today: this.#today(site) }));
    this.#deps.onChange(subject.callId);
  }

  /** YYYY-MM-DD where the practice is. */
  #today(site: Site | undefined): string {
    return site ? localDate(this.#deps.clock.now(), site.clinic.timeZone) : '';
  }
}

/** One word with a digit in it: nobody's name. */
const isChartNumber = (text: string): boolean => /^\S*\d\S*$/.test(text.trim());

const peopleIn = (match: CallerMatch): readonly PatientRecord[] =>
  match.kind === 'none' ? [] : match.kind === 'one' ? [match.patient] : match.patients;
