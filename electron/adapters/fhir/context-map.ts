// FHIR resources of one patient → the card: next and last visit, coverage, referrals, refills, flags, tasks, contacts.
import { DateTime } from 'luxon';
import {
  REFERRAL_CODE,
  REFERRAL_STATE_BY_CODE,
  REFERRAL_STATE_SYSTEM,
  SNOMED_SYSTEM,
} from '../../../shared/domain/ehr-codes/ehr-codes.ts';
import { ageOn } from '../../../shared/domain/patient/birth-date.ts';
import type { PatientContext } from '../../../shared/domain/patient/types.ts';
import type { Result } from '../../../shared/result/result.ts';
import { fail, ok } from '../../../shared/result/result.ts';
import type { ContextAnswer, Part } from './context-requests.ts';
import { patientRecord } from './patient-map.ts';
import {
  Appointment,
  Communication,
  Coverage,
  Flag,
  MedicationRequest,
  ServiceRequest,
  Task,
  hasCode,
  wordsOf,
} from './shapes.ts';
import type { AnyResource } from './shapes.ts';

type Visit = NonNullable<PatientContext['nextVisit']>;
type Referral = PatientContext['referrals'][number];

/** Contacts shown. */
const RECENT = 5;

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
const OPEN_REFERRAL = new Set(['draft', 'active', 'on-hold']);

/** Resources of one kind that can be read. */
function all<T>(
  schema: { safeParse(value: unknown): { success: boolean; data?: T } },
  resources: readonly AnyResource[],
): T[] {
  return resources.flatMap((resource) => {
    const parsed = schema.safeParse(resource);
    return parsed.success && parsed.data !== undefined ? [parsed.data] : [];
  });
}

const optional = <K extends string>(key: K, value: string | undefined): { [key in K]?: string } =>
  (value === undefined || value === '' ? {} : { [key]: value }) as { [key in K]?: string };

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

/** Where a referral stands: the task that tracks it says so; without one, the order's own status is the best guess. */
function referralState(id: string, status: string | undefined, tasks: readonly Task[]): Referral['state'] {
  const tracking = tasks.find(({ focus }) => focus?.reference?.endsWith(`ServiceRequest/${id}`));
  const code = tracking?.businessStatus?.coding.find(({ system }) => system === REFERRAL_STATE_SYSTEM)?.code;
  if (code !== undefined && code in REFERRAL_STATE_BY_CODE)
    return REFERRAL_STATE_BY_CODE[code as keyof typeof REFERRAL_STATE_BY_CODE];
  return status === 'draft' ? 'missing' : status === 'on-hold' ? 'pendingReview' : 'received';
}

function referralsOf(resources: readonly AnyResource[], tasks: readonly Task[]): Referral[] {
  return all(ServiceRequest, resources)
    .filter(({ status }) => OPEN_REFERRAL.has(status ?? ''))
    .filter(({ category, code }) =>
      [...category, ...(code ? [code] : [])].some(
        (concept) => hasCode(concept, SNOMED_SYSTEM, REFERRAL_CODE) || /referral/i.test(wordsOf(concept) ?? ''),
      ),
    )
    .map(({ id, status, code, performerType, authoredOn }) => ({
      id,
      specialty: wordsOf(performerType) ?? wordsOf(code) ?? '',
      state: referralState(id, status, tasks),
      ...optional('since', authoredOn?.slice(0, 10)),
    }));
}

/** A prescription without a number of repeats counts as none left: the prescriber has to be asked either way. */
function refillsOf(resources: readonly AnyResource[]): PatientContext['refills'] {
  return all(MedicationRequest, resources)
    .filter(({ status }) => status === 'active')
    .map(({ id, medicationCodeableConcept, medicationReference, dispenseRequest }) => ({
      id,
      medication: wordsOf(medicationCodeableConcept) ?? medicationReference?.display ?? '',
      left: dispenseRequest?.numberOfRepeatsAllowed ?? 0,
    }));
}

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

/** A contact is a line on the card, not the whole note. */
const oneLine = (text: string): string => text.replace(/\s*\n\s*/g, ' · ').slice(0, 300);

function recentOf(resources: readonly AnyResource[]): PatientContext['recent'] {
  return all(Communication, resources)
    .filter(({ status }) => status === 'completed' || status === 'in-progress')
    .flatMap(({ sent, received, reasonCode, category, payload }) => {
      const at = sent ?? received;
      const topic = wordsOf(reasonCode[0]) ?? wordsOf(category[0]);
      const text = [topic, payload.find(({ contentString }) => contentString)?.contentString]
        .filter(Boolean)
        .join(': ');
      return at === undefined || Number.isNaN(Date.parse(at)) ? [] : [{ at, text: oneLine(text) }];
    })
    .sort((a, b) => Date.parse(b.at) - Date.parse(a.at))
    .slice(0, RECENT);
}

/**
 * @param now what is next and what is last
 * @param zone IANA zone of the practice, for ages and the ends of coverage
 */
export function contextOf({ patient, parts }: ContextAnswer, now: Date, zone: string): Result<PatientContext> {
  const record = patientRecord(patient);
  if (record === undefined) return fail('ehrNotFhir', 'no Patient');
  const today = DateTime.fromJSDate(now, { zone }).toISODate() ?? now.toISOString().slice(0, 10);
  const age = ageOn(record.birthDate, today);
  const tasks = all(Task, parts.tasks ?? []);
  const missing = (Object.keys(parts) as Part[]).filter((part) => parts[part] === undefined);
  return ok({
    patientId: record.id,
    name: `${record.given} ${record.family}`.trim(),
    sex: record.sex,
    interpreterNeeded: record.interpreterNeeded,
    ...optional('birthDate', record.birthDate),
    ...optional('mrn', record.mrn),
    ...optional('language', record.language),
    ...(age === undefined ? {} : { age }),
    ...visitFacts(visitsOf(parts.visits ?? []), now),
    coverage: coverageOf(parts.coverage ?? [], today),
    referrals: referralsOf(parts.referrals ?? [], tasks),
    refills: refillsOf(parts.refills ?? []),
    flags: flagsOf(parts.flags ?? []),
    tasks: tasksOf(tasks),
    recent: recentOf(parts.recent ?? []),
    missing,
  });
}
