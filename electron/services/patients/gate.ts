// What stands between a choice and the chart: the identity check, a relative's authority, and charts that are shut. Where the
// EHR keeps consents and does not give them, a relative is not told anything because the chart names them: somebody goes on
// with a reason, or the EHR is asked until it answers.
import type { CallId } from '../../../shared/domain/call/call.ts';
import type { Disclosure } from '../../../shared/domain/patient/authority.ts';
import { checkIdentity, isWrongAnswer, mayGoOn } from '../../../shared/domain/patient/identity.ts';
import type {
  GlassReason,
  IdentityClaims,
  IdentityResult,
  PatientId,
  PatientRecord,
  UncheckedReason,
} from '../../../shared/domain/patient/types.ts';
import type { Role, Site } from '../../../shared/domain/site/site.ts';
import { fail, ok } from '../../../shared/result/result.ts';
import type { Done, Result } from '../../../shared/result/result.ts';
import type { EhrPort } from '../../ports/ehr.ts';
import type { AuditAction, AuditRow } from '../../ports/journal.ts';
import type { Clock } from '../../ports/runtime.ts';
import { inTime } from '../in-time.ts';
import { isRevealed } from './panel.ts';
import type { Awaited, Subject } from './panel.ts';

/** An answer that takes longer is waited for without the caller: it counts when it comes. */
const SLOW_MS = 3000;
/** An EHR that did not give the consents is asked again after this long, for as long as the call is here. */
const AGAIN_MS = 15_000;

type Consents = readonly Disclosure[] | 'unread';

export interface GateDeps {
  readonly clock: Clock;
  readonly site: () => Site | undefined;
  readonly ehr: () => EhrPort | undefined;
  /** YYYY-MM-DD where the practice is. */
  readonly today: () => string;
  readonly subject: (callId: CallId) => Subject | undefined;
  readonly audit: (action: AuditAction, userId: string, row: Partial<AuditRow>) => void;
  readonly publish: (subject: Subject) => void;
  /** The check was passed by what the caller said. */
  readonly confirmed: (subject: Subject, chosen: PatientRecord) => void;
  /** The chart may be shown. */
  readonly reveal: (subject: Subject, chosen: PatientRecord, userId: string) => void;
}

export class Gate {
  readonly #deps: GateDeps;

  constructor(deps: GateDeps) {
    this.#deps = deps;
  }

  async verify(callId: CallId, claims: IdentityClaims, userId: string): Promise<Result<IdentityResult>> {
    const asked = this.#deps.subject(callId)?.chosen?.id;
    // Nothing is compared before this: answers that come at once are all counted.
    const reading = claims.speaker?.trim() && asked ? this.#consentsOf(asked) : undefined;
    const consents = reading && (await inTime(this.#deps.clock, reading, SLOW_MS, 'unread'));
    const subject = this.#deps.subject(callId);
    const site = this.#deps.site();
    const chosen = subject?.chosen;
    if (!subject || !chosen || !site || chosen.id !== asked) return fail('callGone');
    if (subject.wrongAttempts >= site.privacy.wrongAnswersAllowed) {
      this.#deps.audit('verifyRefused', userId, { callId, patientId: chosen.id, detail: 'lockedOut' });
      return fail('notAllowed', 'locked out');
    }
    const wrongBefore = subject.wrongAttempts;
    const result = this.#compare(subject, chosen, site, { claims, consents, userId });
    if (reading && result.unchecked) {
      subject.awaited = { claims, userId, wrongBefore, isAsking: true };
      void this.#await(subject, subject.awaited, reading);
    }
    this.#deps.publish(subject);
    return ok(result);
  }

  /** Asks once more for the consents that are lacking. */
  checkAgain(callId: CallId): Result<Done> {
    const subject = this.#deps.subject(callId);
    if (!subject?.awaited) return fail('notAllowed');
    this.ask(subject);
    return ok({});
  }

  /** The EHR may know more by now. */
  ask(subject: Subject): void {
    const { awaited, chosen } = subject;
    if (!awaited || awaited.isAsking || !chosen) return;
    awaited.isAsking = true;
    this.#deps.publish(subject);
    void this.#await(subject, awaited, this.#consentsOf(chosen.id));
  }

  goOnUnchecked(callId: CallId, reason: UncheckedReason, userId: string): Result<Done> {
    const subject = this.#deps.subject(callId);
    const chosen = subject?.chosen;
    if (!subject || !chosen) return fail('callGone');
    const audited = { callId, patientId: chosen.id, detail: reason };
    if (!mayGoOn(subject.check)) {
      this.#deps.audit('goOnUncheckedRefused', userId, audited);
      return fail('notAllowed');
    }
    if (subject.check.verified) return ok({});
    subject.check = { ...subject.check, verified: true };
    this.#deps.audit('goOnUnchecked', userId, audited);
    if (isRevealed(subject)) this.#deps.reveal(subject, chosen, userId);
    this.#deps.publish(subject);
    return ok({});
  }

  breakGlass(callId: CallId, reason: GlassReason, userId: string, role: Role | undefined): Result<Done> {
    const subject = this.#deps.subject(callId);
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
    this.#deps.reveal(subject, chosen, userId);
    this.#deps.publish(subject);
    return ok({});
  }

  /** What was said against what is on file; written down, counted, and the chart shown where all is right. */
  #compare(
    subject: Subject,
    chosen: PatientRecord,
    site: Site,
    said: { readonly claims: IdentityClaims; readonly consents: Consents | undefined; readonly userId: string },
  ): IdentityResult {
    const { claims, consents, userId } = said;
    const { identifiers, accepts } = site.privacy;
    const today = this.#deps.today();
    const result = checkIdentity(chosen, claims, { today, needed: identifiers, accepts, disclosures: consents });
    if (isWrongAnswer(result)) subject.wrongAttempts++;
    subject.check = result;
    subject.awaited = undefined;
    this.#deps.audit(result.verified ? 'verify' : 'verifyRefused', userId, {
      ...{ callId: subject.callId, patientId: chosen.id },
      detail: [
        `matched:${result.matched.join('+')} wrong:${result.wrong.join('+')}`,
        ...(result.authority === 'self' ? [] : [`speaker:${result.authority}`]),
      ].join(' '),
    });
    if (result.verified) {
      this.#deps.confirmed(subject, chosen);
      if (isRevealed(subject)) this.#deps.reveal(subject, chosen, userId);
    }
    return result;
  }

  /** Whom the patient's Consents name: nobody where the EHR keeps none, `unread` where it did not say. */
  async #consentsOf(patientId: PatientId): Promise<Consents> {
    const read = await this.#deps.ehr()?.readDisclosures?.(patientId);
    if (!read) return [];
    return read.ok ? read.value : read.error.code === 'ehrCannot' ? [] : 'unread';
  }

  /** The answer, whenever it comes: it counts in place of the comparison that had to do without. */
  async #await(subject: Subject, awaited: Awaited, reading: Promise<Consents>): Promise<void> {
    const consents = await reading;
    const isWanted = () => this.#deps.subject(subject.callId) === subject && subject.awaited === awaited;
    const { chosen } = subject;
    const site = this.#deps.site();
    if (!isWanted() || !chosen || !site) return;
    awaited.isAsking = false;
    if (consents === 'unread') {
      this.#deps.clock.after(AGAIN_MS, () => {
        if (isWanted()) this.ask(subject);
      });
      return this.#deps.publish(subject);
    }
    const { claims, userId } = awaited;
    if (subject.check.verified) this.#afterGoingOn(subject, chosen, site, { claims, consents, userId });
    else {
      subject.wrongAttempts = awaited.wrongBefore;
      this.#compare(subject, chosen, site, { claims, consents, userId });
    }
    this.#deps.publish(subject);
  }

  /** Somebody has gone on already: the chart stays as it is, and what the consents say of the speaker stands above it. */
  #afterGoingOn(
    subject: Subject,
    chosen: PatientRecord,
    site: Site,
    { claims, consents, userId }: { claims: IdentityClaims; consents: Consents; userId: string },
  ): void {
    const { identifiers, accepts } = site.privacy;
    const today = this.#deps.today();
    const { authority } = checkIdentity(chosen, claims, { today, needed: identifiers, accepts, disclosures: consents });
    const { unchecked: _unchecked, ...check } = subject.check;
    subject.check = { ...check, authority };
    subject.awaited = undefined;
    this.#deps.audit(authority === 'given' ? 'verify' : 'verifyRefused', userId, {
      ...{ callId: subject.callId, patientId: chosen.id },
      detail: `speaker:${authority} afterwards`,
    });
  }
}
