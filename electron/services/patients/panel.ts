// What a view may see of who is calling: made anew from what is known of one call, and never more than the checks so far allow.
import type { Match } from '../../../shared/contract/call.ts';
import type { PatientPanel } from '../../../shared/contract/patient.ts';
import type { CallId } from '../../../shared/domain/call/call.ts';
import { candidateOf } from '../../../shared/domain/patient/match.ts';
import type {
  Identifier,
  IdentityResult,
  PatientContext,
  PatientId,
  PatientRecord,
} from '../../../shared/domain/patient/types.ts';
import type { E164 } from '../../../shared/domain/phone-number/phone-number.ts';
import type { Site } from '../../../shared/domain/site/site.ts';

/** Everything this process knows of who is calling. Never published as it is. */
export interface Subject {
  readonly callId: CallId;
  /** As it came from the line. */
  readonly called: string;
  /** The other side's, where it is one that can be called back. */
  number: E164 | undefined;
  match: Match;
  /** Everything the EHR said about this call so far, by id. Never published. */
  readonly records: Map<PatientId, PatientRecord>;
  chosen: PatientRecord | undefined;
  wrongAttempts: number;
  check: IdentityResult;
  /** A restricted chart was opened with a reason. */
  glassBroken: boolean;
  context: PatientContext | undefined;
  contextState: PatientPanel['contextState'];
  readAt: number | undefined;
}

/** Two identifiers are not enough for a restricted chart: it takes a reason besides, which is written down. */
export const isRevealed = ({ check, chosen, glassBroken }: Subject): boolean =>
  check.verified && (chosen?.restricted !== true || glassBroken);

export const fullName = (record: PatientRecord) => `${record.given} ${record.family}`.trim();

/** When everyone who could be calling speaks the same language, it is the caller's. */
export function soleLanguage(subject: Subject | undefined): string | undefined {
  const languages = new Set([...(subject?.records.values() ?? [])].map((record) => record.language ?? 'en'));
  return languages.size === 1 ? [...languages][0] : undefined;
}

/** @param today YYYY-MM-DD in the practice's zone */
export function panelOf(subject: Subject, site: Site | undefined, today: string): PatientPanel {
  const { chosen, check } = subject;
  const allowed = site?.privacy.wrongAnswersAllowed ?? 3;
  const lockedOut = subject.wrongAttempts >= allowed && !check.verified;
  return {
    callId: subject.callId,
    match: subject.match,
    ...(chosen && site ? { chosen: candidateOf(chosen, today) } : {}),
    check: {
      state: isRevealed(subject) ? 'verified' : check.verified ? 'restricted' : lockedOut ? 'lockedOut' : 'open',
      authority: check.authority,
      matched: check.matched as Identifier[],
      wrong: check.wrong as Identifier[],
      attemptsLeft: Math.max(0, allowed - subject.wrongAttempts),
      needed: site?.privacy.identifiers ?? 2,
      accepts: site?.privacy.accepts ?? [],
    },
    ...preview(subject, site),
    ...(isRevealed(subject) && subject.context ? { context: subject.context } : {}),
    contextState: subject.contextState,
    ...(subject.readAt === undefined ? {} : { readAt: subject.readAt }),
    ...(isRevealed(subject) && chosen && site?.ehr?.chartUrl
      ? { chartUrl: site.ehr.chartUrl.replace('{id}', encodeURIComponent(chosen.id)) }
      : {}),
  };
}

/** Only where the site asks for it, and never for a restricted patient: the name of a single match at ring. */
function preview(subject: Subject, site: Site | undefined): { unverifiedName?: string } {
  const only = subject.records.size === 1 ? [...subject.records.values()][0] : undefined;
  const shown = site?.privacy.showBefore === 'matched' && subject.match.state === 'one' && only && isOrdinary(only);
  return shown ? { unverifiedName: fullName(only) } : {};
}

const isOrdinary = ({ restricted, deceased, test }: PatientRecord): boolean => !restricted && !deceased && !test;
