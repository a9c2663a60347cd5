// Fills the desk's memory of whose number is whose: from calls whose patient was confirmed, and every morning from the
// appointments of today and tomorrow, where the EHR can list them. What is older than the practice keeps it is forgotten.
import { DateTime } from 'luxon';
import { forgetBefore, isMemorable, numbersOf } from '../../../shared/domain/patient/phone-index.ts';
import type { Remembered } from '../../../shared/domain/patient/phone-index.ts';
import type { PatientId, PatientRecord } from '../../../shared/domain/patient/types.ts';
import type { Country, E164 } from '../../../shared/domain/phone-number/phone-number.ts';
import type { Site } from '../../../shared/domain/site/site.ts';
import { fail, ok } from '../../../shared/result/result.ts';
import type { Result } from '../../../shared/result/result.ts';
import type { EhrPort } from '../../ports/ehr.ts';
import type { AuditAction, AuditRow } from '../../ports/journal.ts';
import type { PhoneIndex, Reading } from '../../ports/phone-index.ts';
import type { Clock, Log } from '../../ports/runtime.ts';
import type { CardKeeper } from './kept-cards.ts';
import type { Handlers } from '../../ports/topics.ts';

export interface PhoneIndexDeps {
  readonly clock: Clock;
  readonly log: Log;
  readonly site: () => Site | undefined;
  readonly ehr: () => EhrPort | undefined;
  /** Of the EHR of the moment; undefined while the journal is closed. */
  readonly index: () => PhoneIndex | undefined;
  /** What else is kept of patients goes when and where the index goes. */
  readonly cards: Pick<CardKeeper, 'remove' | 'forget' | 'wipe'>;
  readonly audit: (action: AuditAction, userId: string, row?: Partial<AuditRow>) => void;
}

/** The start of the program belongs to the phone. */
const AFTER_START_MS = 30_000;
const HOUR_MS = 60 * 60_000;
/** From when on in the morning the day is looked up (local hour). */
const MORNING = 5;
/** Readings written in one go. */
const AT_ONCE = 50;

export class PhoneIndexService {
  readonly #deps: PhoneIndexDeps;
  #cancel: (() => void) | undefined;
  /** The local date whose appointments were looked up. */
  #dayRead: string | undefined;

  constructor(deps: PhoneIndexDeps) {
    this.#deps = deps;
  }

  readonly handlers: Handlers = {
    'patient.wipePhoneIndex': (_, { userId }) => {
      const index = this.#deps.index();
      if (!index) return fail('journalLocked');
      const wiped = index.wipe();
      if (!wiped.ok) return wiped;
      this.#deps.cards.wipe();
      this.#deps.audit('phoneIndexWiped', userId, { detail: `numbers=${wiped.value}` });
      // The day is not looked up again before tomorrow: what was wiped stays away.
      this.#dayRead = this.#today();
      return ok({ numbers: wiped.value });
    },
  };

  /** The journal is open. */
  start(): void {
    this.#again(AFTER_START_MS);
  }
  stop(): void {
    this.#cancel?.();
  }

  /** Who was remembered with this number: nobody where the practice wants nothing remembered. */
  find(number: E164): Remembered[] {
    return this.#days() === 0 ? [] : (this.#deps.index()?.find(number) ?? []);
  }

  /** The caller was confirmed to be, or to call for, this patient. */
  confirmed(number: E164 | undefined, record: PatientRecord): void {
    if (number !== undefined) this.#keep([{ ...this.#reading(record), calledFrom: number }]);
  }

  /** Charts as they are now: of who is remembered, the new numbers are learned and the old ones unlearned. */
  sawCharts(records: readonly PatientRecord[]): void {
    const index = this.#deps.index();
    // Of a chart that is shut now, that became part of another, or whose patient has died, no card is kept either.
    const shut = records.filter((record) => !isMemorable(record)).map(({ id }) => id);
    this.#deps.cards.remove([...shut, ...records.flatMap(({ mergedFrom = [] }) => mergedFrom)]);
    const isKnown = ({ id, mergedFrom = [] }: PatientRecord) => [id, ...mergedFrom].some((one) => index?.knows(one));
    this.#keep(records.filter(isKnown).map((record) => this.#reading(record)));
  }

  /** They were asked for by id and are not there any more. */
  gone(patientIds: readonly PatientId[]): void {
    if (patientIds.length > 0) this.#done(this.#deps.index()?.remove(patientIds));
    this.#deps.cards.remove(patientIds);
  }

  /** Everybody who comes today or tomorrow. @returns whether that is over for today */
  async readDay(): Promise<boolean> {
    const { clock, ehr, site, log } = this.#deps;
    const zone = site()?.clinic.timeZone;
    if (zone === undefined || this.#days() === 0) return true;
    const today = DateTime.fromMillis(clock.now(), { zone }).startOf('day');
    const asked = ehr();
    const found = await asked?.patientsOfVisits(instant(today), instant(today.plus({ days: 2 })));
    if (!found || asked !== ehr()) return false;
    if (!found.ok) {
      log.info('phoneIndex.dayNotRead', { code: found.error.code });
      return found.error.code === 'ehrCannot';
    }
    for (let at = 0; at < found.value.length; at += AT_ONCE)
      this.#keep(found.value.slice(at, at + AT_ONCE).map((record) => this.#reading(record)));
    log.info('phoneIndex.dayRead', { patients: found.value.length });
    return true;
  }

  #again(ms: number): void {
    this.#cancel?.();
    this.#cancel = this.#deps.clock.after(ms, () => void this.#hourly());
  }

  async #hourly(): Promise<void> {
    this.#again(HOUR_MS);
    const { clock, index, site } = this.#deps;
    const before = forgetBefore(clock.now(), this.#days());
    // Nothing is to be remembered: what was, goes.
    this.#done(before === undefined ? index()?.wipe() : index()?.forget(before));
    this.#deps.cards.forget();
    const today = this.#today();
    const hour = DateTime.fromMillis(clock.now(), { zone: site()?.clinic.timeZone ?? 'local' }).hour;
    if (today === this.#dayRead || hour < MORNING) return;
    this.#dayRead = today; // under way counts, until it has failed
    if (!(await this.readDay()) && this.#dayRead === today) this.#dayRead = undefined;
  }

  #reading(record: PatientRecord): Reading {
    const { mergedFrom, ...kept } = record;
    const country = (this.#deps.site()?.clinic.country ?? 'US') as Country;
    return { record: kept, numbers: numbersOf(record, country), instead: mergedFrom };
  }

  #keep(readings: readonly Reading[]): void {
    const index = this.#deps.index();
    if (!index || this.#days() === 0) return;
    const forgotten = readings.filter(({ record }) => !isMemorable(record));
    this.#done(index.remove(forgotten.flatMap(({ record, instead = [] }) => [record.id, ...instead])));
    const kept = readings.filter(({ record }) => isMemorable(record));
    if (kept.length > 0) this.#done(index.keep(kept, this.#deps.clock.now()));
  }

  #done(written: Result<unknown> | undefined): void {
    if (written && !written.ok) this.#deps.log.warn('phoneIndex.notKept', { code: written.error.code });
  }

  #days(): number {
    return this.#deps.site()?.privacy.phoneIndexDays ?? 0;
  }

  #today(): string {
    const zone = this.#deps.site()?.clinic.timeZone ?? 'local';
    return DateTime.fromMillis(this.#deps.clock.now(), { zone }).toISODate() ?? '';
  }
}

const instant = (at: DateTime): string => at.toISO({ suppressMilliseconds: true }) ?? '';
