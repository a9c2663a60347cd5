// FHIR resources of one patient → the card: visits, coverage, referrals, refills, flags, tasks, contacts, care team.
import { DateTime } from 'luxon';
import {
  REFERRAL_CODE,
  REFERRAL_STATE_SYSTEM,
  SNOMED_SYSTEM,
  referralStateOf,
} from '../../../shared/domain/ehr-codes/ehr-codes.ts';
import { CARD_PARTS } from '../../../shared/domain/patient/card-parts.ts';
import { headOf } from '../../../shared/domain/patient/card.ts';
import type { CardFacts } from '../../../shared/domain/patient/card.ts';
import { lanePlaceOf } from '../../../shared/domain/patient/referral.ts';
import type { Tracking } from '../../../shared/domain/patient/referral.ts';
import type { CardPart, PatientContext } from '../../../shared/domain/patient/types.ts';
import type { Result } from '../../../shared/result/result.ts';
import { fail, ok } from '../../../shared/result/result.ts';
import { contactsOf } from './contacts.ts';
import type { ContextAnswer, ContextSoFar } from './context-requests.ts';
import { patientRecord } from './patient-map.ts';
import {
  Appointment,
  CareTeam,
  Coverage,
  Flag,
  MedicationRequest,
  Patient,
  ServiceRequest,
  Task,
  all,
  hasCode,
  optional,
  wordsOf,
} from './shapes.ts';
import type { AnyResource } from './shapes.ts';

type Visit = NonNullable<PatientContext['nextVisit']>;
type Referral = PatientContext['referrals'][number];

/** https://hl7.org/fhir/R4/valueset-appointmentstatus.html; entered-in-error is nothing that happened. */
const VISIT_STATUS: Readonly<Record<string, Visit['status']>> = {
  proposed: 'proposed',
  pending: 'proposed',
  waitlist: 'proposed',
  booked: 'booked',
  arrived: 'arrived',
  'checked-in': 'arrived',
  fulfilled: 'fulfilled',
  cancelled: 'cancelled',
  noshow: 'noShow',
};

const OPEN_TASK = new Set(['draft', 'requested', 'received', 'accepted', 'ready', 'in-progress', 'on-hold']);

function visitsOf(resources: readonly AnyResource[]): Visit[] {
  return all(Appointment, resources).flatMap(({ id, status, start, participant, ...visit }) => {
    const known = VISIT_STATUS[status ?? ''];
    if (known === undefined || start === undefined || Number.isNaN(Date.parse(start))) return [];
    const named = (type: string): string | undefined =>
      participant.find(({ actor }) => actor?.reference?.includes(`${type}/`))?.actor?.display;
    const what = wordsOf(visit.appointmentType) ?? visit.serviceType.map(wordsOf).find(Boolean) ?? visit.description;
    return [
      {
        id,
        start,
        status: known,
        what: what ?? '',
        who: named('Practitioner') ?? named('PractitionerRole') ?? '',
        ...optional('where', named('Location')),
      },
    ];
  });
}

function visitFacts(
  visits: readonly Visit[],
  now: Date,
): Pick<PatientContext, 'nextVisit' | 'lastVisit' | 'noShows12Months'> {
  const time = (visit: Visit): number => Date.parse(visit.start);
  const sorted = [...visits].sort((a, b) => time(a) - time(b));
  const aYearAgo = DateTime.fromJSDate(now).minus({ months: 12 }).toMillis();
  const next = sorted.find(
    (visit) => time(visit) >= now.getTime() && ['booked', 'arrived', 'proposed'].includes(visit.status),
  );
  const last = sorted.findLast(
    (visit) => time(visit) < now.getTime() && ['fulfilled', 'arrived'].includes(visit.status),
  );
  return {
    ...(next ? { nextVisit: next } : {}),
    ...(last ? { lastVisit: last } : {}),
    noShows12Months: visits.filter(
      (visit) => visit.status === 'noShow' && time(visit) >= aYearAgo && time(visit) <= now.getTime(),
    ).length,
  };
}

function coverageOf(resources: readonly AnyResource[], today: string): PatientContext['coverage'] {
  return all(Coverage, resources)
    .filter(({ status }) => status === 'active' || status === 'cancelled')
    .map(({ status, period, payor, class: classes }) => ({
      payer: payor.find(({ display }) => display)?.display ?? classes.find(({ name }) => name)?.name ?? '',
      status: status === 'active' && (period?.end ?? '9999') >= today ? ('active' as const) : ('inactive' as const),
      ...optional('until', period?.end),
    }))
    .sort((a, b) => a.status.localeCompare(b.status) || (b.until ?? '9').localeCompare(a.until ?? '9'));
}

/** What a task about a referral says of its place. */
function trackingOf({ businessStatus, status, lastModified, authoredOn }: Task): Tracking {
  const coding = businessStatus?.coding.filter(({ system }) => system === REFERRAL_STATE_SYSTEM) ?? [];
  const place = coding.map(({ code }) => referralStateOf(code)).find((state) => state !== undefined);
  return {
    ...(place === undefined ? {} : { place }),
    ...{ words: wordsOf(businessStatus), status, changed: lastModified ?? authoredOn },
  };
}

function referralsOf(resources: readonly AnyResource[], tasks: readonly Task[], today: string): Referral[] {
  return all(ServiceRequest, resources)
    .filter(({ category, code }) =>
      [...category, ...(code ? [code] : [])].some(
        (concept) => hasCode(concept, SNOMED_SYSTEM, REFERRAL_CODE) || /referral/i.test(wordsOf(concept) ?? ''),
      ),
    )
    .flatMap(({ id, status, code, performerType, authoredOn, occurrenceDateTime, occurrencePeriod }) => {
      const about = tasks.filter(({ focus }) => focus?.reference?.endsWith(`ServiceRequest/${id}`));
      const goodUntil = (occurrencePeriod?.end ?? occurrenceDateTime)?.slice(0, 10);
      const isAuthored = authoredOn !== undefined;
      const state = lanePlaceOf({ status, isAuthored, goodUntil, tracking: about.map(trackingOf) }, today);
      const specialty = wordsOf(performerType) ?? wordsOf(code) ?? '';
      return state === undefined ? [] : [{ id, specialty, state, ...optional('since', authoredOn?.slice(0, 10)) }];
    });
}

/** In the words of a code ("metformin 500 MG Oral Tablet") what the name for reading may lack. */
const STRENGTH = /\d[\d.,]*\s*(?:(?:mg|mcg|µg|g|ml|meq|units?|iu)\b|%).*/i;

/** A prescription without a number of repeats counts as none left: the prescriber has to be asked either way. */
function refillsOf(resources: readonly AnyResource[]): PatientContext['refills'] {
  return all(MedicationRequest, resources)
    .filter(({ status }) => status === 'active')
    .map(({ id, medicationCodeableConcept: coded, medicationReference, dispenseRequest, ...written }) => {
      const medication = wordsOf(coded) ?? medicationReference?.display ?? '';
      const displays = coded?.coding.map(({ display }) => display) ?? [];
      const { authoredOn, requester, dosageInstruction } = written;
      const dose = dosageInstruction.map(({ text, patientInstruction }) => text ?? patientInstruction).find(Boolean);
      return {
        id,
        medication,
        left: dispenseRequest?.numberOfRepeatsAllowed ?? 0,
        ...optional('strength', short(displays.map((display) => STRENGTH.exec(display ?? '')?.[0]).find(Boolean))),
        ...optional('dose', short(dose)),
        ...optional('written', /^\d{4}(-\d{2}){0,2}/.exec(authoredOn ?? '')?.[0]),
        ...optional('prescriber', short(requester?.display)),
      };
    });
}

/** A detail beside a name, not a leaflet. */
const short = (text: string | undefined): string | undefined => text?.replace(/\s+/g, ' ').trim().slice(0, 80);

function flagsOf(resources: readonly AnyResource[]): PatientContext['flags'] {
  return all(Flag, resources)
    .filter(({ status }) => status === 'active')
    .flatMap(({ code }) => {
      const text = wordsOf(code);
      return text === undefined ? [] : [{ text }];
    });
}

/** Open work, soonest due first; what only tracks a referral shows as the referral. */
function tasksOf(tasks: readonly Task[]): PatientContext['tasks'] {
  return tasks
    .filter(({ status, businessStatus }) => {
      const tracksReferral = businessStatus?.coding.some(({ system }) => system === REFERRAL_STATE_SYSTEM);
      return OPEN_TASK.has(status ?? '') && !tracksReferral;
    })
    .map(({ id, description, code, owner, restriction }) => ({
      id,
      text: description ?? wordsOf(code) ?? '',
      ...optional('due', restriction?.period?.end),
      ...optional('owner', owner?.display),
    }))
    .sort((a, b) => (a.due ?? '9').localeCompare(b.due ?? '9'));
}

/** Who looks after the patient: not the patient, not the family. */
const CARERS = /(?:^|\/)(?:Practitioner|PractitionerRole|Organization|CareTeam)\//;
/** Carers shown. */
const TEAM = 6;

/** The doctor of their own from the Patient, then the care teams', each once. */
function teamOf(resources: readonly AnyResource[], patient: AnyResource): PatientContext['team'] {
  const parsed = Patient.safeParse(patient);
  const own = parsed.success ? parsed.data.generalPractitioner : [];
  type Carer = PatientContext['team'][number];
  const main: Carer[] = own.flatMap(({ display }) => (display ? [{ name: display, isMain: true }] : []));
  const others: Carer[] = all(CareTeam, resources)
    .filter(({ status }) => status === undefined || status === 'active')
    .flatMap(({ participant }) => participant)
    .filter(({ member }) => member?.display && (member.reference === undefined || CARERS.test(member.reference)))
    .map(({ role, member }) => ({
      name: member?.display ?? '',
      isMain: false,
      ...optional('role', role.map(wordsOf).find(Boolean)),
    }));
  const team = new Map<string, Carer>();
  for (const one of [...main, ...others]) {
    const known = team.get(one.name);
    if (!known) team.set(one.name, one);
    else if (known.role === undefined) team.set(one.name, { ...one, isMain: known.isMain });
  }
  return [...team.values()].slice(0, TEAM);
}

/** How each part stands, where some are made of what several answers bring. */
function standing({ patient, parts }: ContextSoFar): (part: CardPart) => 'there' | 'waiting' | 'missing' {
  const of = (part: CardPart) => (typeof parts[part] === 'string' ? parts[part] : 'there');
  const hasOwnDoctor = patient !== undefined && teamOf([], patient).length > 0;
  return (part) => {
    // The tasks say where a referral stands: before they are there it would be shown at the wrong place.
    if (part === 'referrals' && of('referrals') === 'there' && of('tasks') === 'waiting') return 'waiting';
    if (part !== 'team' || of('team') === 'waiting') return of(part);
    return patient === undefined ? 'waiting' : hasOwnDoctor ? 'there' : of('team');
  };
}

/**
 * What is known of a card so far, but for whose it is.
 * @param now what is next and what is last
 * @param zone IANA zone of the practice, for the ends of coverage
 */
export function factsOf(soFar: ContextSoFar, now: Date, zone: string): CardFacts {
  const { patient, parts } = soFar;
  const of = (part: CardPart): readonly AnyResource[] => (typeof parts[part] === 'string' ? [] : parts[part]);
  const today = todayIn(zone, now);
  const stands = standing(soFar);
  const tasks = all(Task, of('tasks'));
  const never = (soFar.never ?? []).filter((part) => stands(part) === 'missing');
  return {
    ...visitFacts(visitsOf(of('visits')), now),
    coverage: coverageOf(of('coverage'), today),
    referrals: stands('referrals') === 'there' ? referralsOf(of('referrals'), tasks, today) : [],
    refills: refillsOf(of('refills')),
    flags: flagsOf(of('flags')),
    tasks: tasksOf(tasks),
    recent: contactsOf(of('recent')),
    ...(soFar.withoutMessages ? { recentWithoutMessages: true as const } : {}),
    team: patient && stands('team') === 'there' ? teamOf(of('team'), patient) : [],
    ...(patient && patientRecord(patient)?.restricted ? { restricted: true as const } : {}),
    missing: CARD_PARTS.filter((part) => stands(part) === 'missing'),
    ...(never.length > 0 ? { never } : {}),
    waiting: CARD_PARTS.filter((part) => stands(part) === 'waiting'),
  };
}

const todayIn = (zone: string, now: Date): string =>
  DateTime.fromJSDate(now, { zone }).toISODate() ?? now.toISOString().slice(0, 10);

/** The whole card. Errors: ehrNotFhir where the patient is none. */
export function contextOf(answer: ContextAnswer, now: Date, zone: string): Result<PatientContext> {
  const record = patientRecord(answer.patient);
  if (record === undefined) return fail('ehrNotFhir', 'no Patient');
  return ok({ ...headOf(record, todayIn(zone, now)), ...factsOf(answer, now, zone) });
}
