// FHIR Appointment ↔ a visit. https://hl7.org/fhir/R4/appointment.html
import {
  CANCEL_REASON_SYSTEM,
  DAY_PART_EXTENSION,
  VISIT_LANGUAGE_EXTENSION,
} from '../../../../shared/domain/ehr-codes/ehr-codes.ts';
import { dayOf } from '../../../../shared/domain/scheduling/times.ts';
import type {
  BookedVisit,
  Calendar,
  CancelReason,
  OpenTime,
  VisitState,
  VisitType,
  Wishes,
} from '../../../../shared/domain/scheduling/types.ts';
import { DAY_PARTS } from '../../../../shared/domain/scheduling/lists.ts';
import { clean, identifierOf, instant } from '../project.ts';
import { wordsOf } from '../shapes.ts';
import type { PatchStep } from '../transport.ts';
import type { Appointment } from './shapes.ts';
import { idIn } from './shapes.ts';

/** https://hl7.org/fhir/R4/valueset-appointmentstatus.html */
const STATES: Readonly<Record<string, VisitState>> = {
  proposed: 'asked',
  pending: 'asked',
  booked: 'booked',
  waitlist: 'waiting',
  arrived: 'arrived',
  'checked-in': 'arrived',
  fulfilled: 'over',
  noshow: 'over',
  cancelled: 'cancelled',
  'entered-in-error': 'cancelled',
};

const time = (iso: string | undefined): number | undefined => {
  const at = Date.parse(iso ?? '');
  return Number.isNaN(at) ? undefined : at;
};
function known<T extends object>(fields: T): { [K in keyof T]?: Exclude<T[K], undefined> } {
  return Object.fromEntries(Object.entries(fields).filter(([, value]) => value !== undefined)) as {
    [K in keyof T]?: Exclude<T[K], undefined>;
  };
}

export const isLiveStatus = (status: string): boolean =>
  !['cancelled', 'entered-in-error', 'noshow', 'fulfilled'].includes(status);

export const actorOf = ({ participant }: Appointment, types: readonly string[]) =>
  participant.find(({ actor }) => types.some((type) => idIn(actor?.reference, type) !== undefined));
const PROVIDERS = ['Practitioner', 'PractitionerRole'] as const;

/** @param zone of the practice: wishes are for its days */
export function visitOf(appointment: Appointment, zone: string): BookedVisit {
  const { id, status, serviceType, appointmentType, description, participant } = appointment;
  const state = STATES[status] ?? 'over';
  const provider = actorOf(appointment, PROVIDERS)?.actor;
  const patient = participant.find(({ actor }) => idIn(actor?.reference, 'Patient') !== undefined);
  const what = serviceType.map(wordsOf).find(Boolean) ?? wordsOf(appointmentType) ?? description ?? '';
  return {
    ...{ id, state, what: what.slice(0, 300), provider: (provider?.display ?? '').slice(0, 300) },
    place: (actorOf(appointment, ['Location'])?.actor?.display ?? '').slice(0, 300),
    confirmed: state === 'arrived' || patient?.status === 'accepted',
    ...known({
      start: time(appointment.start),
      end: time(appointment.end),
      visitType: codeOf(appointment),
      providerId: provider?.reference?.slice(0, 200),
    }),
    ...(state === 'waiting'
      ? {
          wishes: wishesIn(appointment, zone),
          ...known({ since: time(appointment.created), priority: priorityOf(appointment) }),
        }
      : {}),
  };
}

const priorityOf = ({ priority }: Appointment): number | undefined =>
  Number.isInteger(priority) && priority !== undefined && priority >= 1 && priority <= 9 ? priority : undefined;

const codeOf = ({ serviceType }: Appointment): string | undefined => {
  const coded = serviceType.flatMap(({ coding }) => coding).find(({ code }) => code)?.code ?? serviceType[0]?.text;
  return coded?.slice(0, 200) || undefined;
};

function wishesIn(appointment: Appointment, zone: string): Wishes {
  const [period] = appointment.requestedPeriod;
  const said = (extension: string) => appointment.extension.find(({ url }) => url === extension)?.valueCode;
  const place = idIn(actorOf(appointment, ['Location'])?.actor?.reference, 'Location');
  const [from, until] = [time(period?.start), time(period?.end)];
  return known({
    visitType: codeOf(appointment),
    providerId: actorOf(appointment, PROVIDERS)?.actor?.reference?.slice(0, 200),
    from: from === undefined ? undefined : dayOf(from, zone),
    until: until === undefined ? undefined : dayOf(until, zone),
    part: DAY_PARTS.find((part) => part === said(DAY_PART_EXTENSION)),
    placeId: place === undefined ? undefined : `Location/${place}`.slice(0, 200),
    language: said(VISIT_LANGUAGE_EXTENSION)?.slice(0, 20),
  });
}

const reference = (to: string, display: string) => ({
  reference: to,
  ...(clean(display) ? { display: clean(display) } : {}),
});

const typeOf = (visitType: VisitType | undefined) =>
  visitType === undefined
    ? {}
    : {
        serviceType: [
          {
            coding: [
              {
                ...(visitType.system ? { system: visitType.system } : {}),
                code: visitType.code,
                display: visitType.name,
              },
            ],
            text: visitType.name,
          },
        ],
      };

export interface Booked {
  readonly patient: { readonly id: string; readonly name: string };
  readonly time: OpenTime;
  readonly calendar: Calendar;
  readonly visitType?: VisitType | undefined;
}

/** When, with whom and where; also what a move changes. The caller is on the line and has agreed. */
export function placeIn({ patient, time: { slots, start, end }, calendar }: Booked): Record<string, unknown> {
  return {
    slot: slots.map((id) => ({ reference: `Slot/${id}` })),
    start: instant(start),
    end: instant(end),
    minutesDuration: Math.round((end - start) / 60_000),
    participant: [
      { actor: reference(`Patient/${patient.id}`, patient.name), required: 'required', status: 'accepted' },
      ...(calendar.providerId === ''
        ? []
        : [{ actor: reference(calendar.providerId, calendar.provider), required: 'required', status: 'accepted' }]),
      ...(calendar.placeId === '' ? [] : [{ actor: reference(calendar.placeId, calendar.place), status: 'accepted' }]),
    ],
  };
}

export const newAppointment = (id: string, booked: Booked, now: number): Record<string, unknown> => ({
  resourceType: 'Appointment',
  identifier: [identifierOf(id)],
  status: 'booked',
  ...typeOf(booked.visitType),
  created: instant(now),
  ...placeIn(booked),
});

/** The same visit at another time; also a wish of the waiting list that has found one. */
export function movedAppointment(raw: Record<string, unknown>, booked: Booked): Record<string, unknown> {
  const { requestedPeriod: _wish, extension, ...rest } = raw;
  const others = (Array.isArray(extension) ? (extension as { url?: unknown }[]) : []).filter(
    ({ url }) => url !== DAY_PART_EXTENSION && url !== VISIT_LANGUAGE_EXTENSION,
  );
  const isTyped = Array.isArray(raw['serviceType']) && raw['serviceType'].length > 0;
  return {
    ...rest,
    ...(others.length > 0 ? { extension: others } : {}),
    ...(isTyped ? {} : typeOf(booked.visitType)),
    status: 'booked',
    ...placeIn(booked),
  };
}

const reasonOf = (reason: CancelReason) => ({ coding: [{ system: CANCEL_REASON_SYSTEM, code: reason }] });

export const cancelledAppointment = (raw: Record<string, unknown>, reason: CancelReason): Record<string, unknown> => ({
  ...raw,
  status: 'cancelled',
  cancelationReason: reasonOf(reason),
});

/** JSON Patch (RFC 6902) for servers that change visits by that alone. */
export const cancellingPatch = (reason: CancelReason): readonly PatchStep[] => [
  { op: 'replace', path: '/status', value: 'cancelled' },
  { op: 'add', path: '/cancelationReason', value: reasonOf(reason) },
];

export function confirmedAppointment(raw: Record<string, unknown>): Record<string, unknown> {
  const participants = (Array.isArray(raw['participant']) ? raw['participant'] : []) as {
    actor?: { reference?: string };
    status?: string;
  }[];
  const participant = participants.map((one) =>
    idIn(one.actor?.reference, 'Patient') === undefined ? one : { ...one, status: 'accepted' },
  );
  const isAgreed = raw['status'] === 'pending' && participant.every(({ status }) => status === 'accepted');
  return { ...raw, participant, ...(isAgreed ? { status: 'booked' } : {}) };
}

export interface WaitEntry {
  readonly id: string;
  readonly patient: { readonly id: string; readonly name: string };
  readonly visitType?: VisitType | undefined;
  readonly provider?: Calendar | undefined;
  /** Any calendar of the place. */
  readonly place?: Calendar | undefined;
  readonly wishes: Wishes;
}

/** @param edge the first and the last instant of a practice's day */
export function waitingAppointment(
  { id, patient, visitType, provider, place, wishes: { from, until, part, language } }: WaitEntry,
  now: number,
  edge: (day: string) => { readonly start: string; readonly end: string },
): Record<string, unknown> {
  const period = { ...(from ? { start: edge(from).start } : {}), ...(until ? { end: edge(until).end } : {}) };
  const extension = [
    ...(part && part !== 'any' ? [{ url: DAY_PART_EXTENSION, valueCode: part }] : []),
    ...(language ? [{ url: VISIT_LANGUAGE_EXTENSION, valueCode: language }] : []),
  ];
  const wanted = (to: string | undefined, display: string | undefined) =>
    to ? [{ actor: reference(to, display ?? ''), status: 'needs-action' }] : [];
  return {
    resourceType: 'Appointment',
    identifier: [identifierOf(id)],
    status: 'waitlist',
    ...typeOf(visitType),
    created: instant(now),
    ...(Object.keys(period).length > 0 ? { requestedPeriod: [period] } : {}),
    ...(extension.length > 0 ? { extension } : {}),
    participant: [
      ...wanted(`Patient/${patient.id}`, patient.name),
      ...wanted(provider?.providerId, provider?.provider),
      ...wanted(place?.placeId, place?.place),
    ],
  };
}
