// What a view may see of who is calling: made anew from what is known of one call, and never more than the checks so far allow.
import type { Match } from '../../../shared/contract/call.ts';
import type { PatientPanel } from '../../../shared/contract/patient.ts';
import type { CallId } from '../../../shared/domain/call/call.ts';
import { olderThan } from '../../../shared/domain/patient/card.ts';
import type { AgedCard } from '../../../shared/domain/patient/card.ts';
import { hasChart } from '../../../shared/domain/patient/chart.ts';
import { lastContacts } from '../../../shared/domain/patient/contacts.ts';
import type { NotedHere } from '../../../shared/domain/patient/contacts.ts';
import { mayGoOn } from '../../../shared/domain/patient/identity.ts';
import { candidateOf } from '../../../shared/domain/patient/match.ts';
import type {
  Identifier,
  IdentityClaims,
  IdentityResult,
  PatientCandidate,
  PatientId,
  PatientRecord,
} from '../../../shared/domain/patient/types.ts';
import type { E164 } from '../../../shared/domain/phone-number/phone-number.ts';
import type { Site } from '../../../shared/domain/site/site.ts';

/** A comparison that had to do without the consents: what was said, and by whom it was asked. */
export interface Awaited {
  readonly claims: IdentityClaims;
  readonly userId: string;
  /** How many wrong answers there were before it. */
  readonly wrongBefore: number;
  /** The EHR is being asked just now. */
  isAsking: boolean;
}

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
  /** Whom this desk remembered with the number, and the EHR has not confirmed since. */
  readonly remembered: Map<PatientId, NonNullable<PatientCandidate['remembered']>>;
  chosen: PatientRecord | undefined;
  wrongAttempts: number;
  check: IdentityResult;
  /** The consents that the check had to do without are still to come. */
  awaited: Awaited | undefined;
  /** A restricted chart was opened with a reason. */
  glassBroken: boolean;
  card: AgedCard | undefined;
  /** The reading of the card that is under way, or was the last. */
  reading: { readonly since: number } | undefined;
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

/** What a panel is made of besides the subject. */
export interface PanelParts {
  readonly site: Site | undefined;
  /** YYYY-MM-DD in the practice's zone. */
  readonly today: string;
  /** What was noted here with this patient before. */
  readonly noted: (patientId: PatientId) => readonly NotedHere[];
}

export function panelOf(subject: Subject, { site, today, noted }: PanelParts): PatientPanel {
  const { chosen, check } = subject;
  const allowed = site?.privacy.wrongAnswersAllowed ?? 3;
  const lockedOut = subject.wrongAttempts >= allowed && !check.verified;
  return {
    callId: subject.callId,
    match: subject.match,
    ...(chosen && site ? { chosen: rowOf(subject, chosen, today) } : {}),
    check: {
      state: isRevealed(subject) ? 'verified' : check.verified ? 'restricted' : lockedOut ? 'lockedOut' : 'open',
      authority: check.authority,
      matched: check.matched as Identifier[],
      wrong: check.wrong as Identifier[],
      attemptsLeft: Math.max(0, allowed - subject.wrongAttempts),
      needed: site?.privacy.identifiers ?? 2,
      accepts: site?.privacy.accepts ?? [],
      ...(check.unchecked && !lockedOut
        ? { unchecked: { isAsking: subject.awaited?.isAsking ?? false, mayGoOn: mayGoOn(check) } }
        : {}),
    },
    ...preview(subject, site),
    ...(isRevealed(subject) && subject.card ? cardOf(subject, subject.card, noted) : {}),
    contextState: subject.contextState,
    ...(subject.readAt === undefined ? {} : { readAt: subject.readAt }),
    chart: isRevealed(subject) && site?.ehr !== undefined && hasChart(site.ehr),
  };
}

/** While the EHR is read again, what was read within this time is not called old. */
const HARDLY_OLD_MS = 60_000;

function cardOf(
  { reading, contextState }: Subject,
  card: AgedCard,
  noted: PanelParts['noted'],
): Pick<PatientPanel, 'context' | 'old' | 'contacts'> {
  const since = (reading?.since ?? 0) - (contextState === 'loading' ? HARDLY_OLD_MS : 0);
  const { context } = card;
  return { context, old: olderThan(card, since), contacts: lastContacts(context.recent, noted(context.patientId)) };
}

/** A row of the chooser, with how this desk knows of it where the EHR has not said so. */
export function rowOf(subject: Subject, record: PatientRecord, today: string): PatientCandidate {
  const remembered = subject.remembered.get(record.id);
  return { ...candidateOf(record, today), ...(remembered ? { remembered } : {}) };
}

/** Only where the site asks for it, and never for a restricted patient: the name of a single match at ring. */
function preview(subject: Subject, site: Site | undefined): { unverifiedName?: string } {
  const only = subject.records.size === 1 ? [...subject.records.values()][0] : undefined;
  const shown = site?.privacy.showBefore === 'matched' && subject.match.state === 'one' && only && isOrdinary(only);
  return shown ? { unverifiedName: fullName(only) } : {};
}

const isOrdinary = ({ restricted, deceased, test }: PatientRecord): boolean => !restricted && !deceased && !test;
