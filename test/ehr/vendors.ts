// How far common EHRs go, as their CapabilityStatements and documentation have it (simplified to what the desk asks for).
import type { TypePolicy, Vendor } from './strict.ts';

const byPatient: TypePolicy = { search: ['patient'] };
const visits: TypePolicy = { search: ['patient', 'date'], needs: [['patient', 'date']] };

/** Patients only by id, or name and birth date; no batch, no Task create, no conditional create. */
export const EPIC_LIKE: Vendor = {
  name: 'Strict E',
  bundles: [],
  postSearch: true,
  or: true,
  ifMatch: 412,
  types: {
    Patient: {
      search: ['_id', 'name', 'family', 'given', 'birthdate', 'telecom', 'identifier'],
      needs: [['_id'], ['identifier'], ['name', 'birthdate'], ['family', 'given', 'birthdate']],
    },
    RelatedPerson: byPatient,
    Appointment: visits,
    Coverage: byPatient,
    ServiceRequest: byPatient,
    MedicationRequest: { search: ['patient', 'status'] },
    Flag: byPatient,
    CareTeam: byPatient,
    Task: { search: ['patient'], update: true },
    Communication: { search: ['patient'], create: true },
    Encounter: { search: ['_id', 'patient', 'date', 'class', 'identifier'] },
    DocumentReference: { search: ['patient'], create: true },
  },
};

/** Phone search and batch, but no Task, no Flag, and what was written cannot be searched for. It books by itself: no slot is changed. */
export const ORACLE_LIKE: Vendor = {
  name: 'Strict O',
  bundles: ['batch'],
  postSearch: true,
  or: true,
  most: 1000,
  saysNeeds: true,
  ifMatch: 409,
  books: true,
  types: {
    Patient: { search: ['_id', 'name', 'birthdate', 'phone', 'identifier'], reverseIncludes: [] },
    RelatedPerson: { search: ['patient'] },
    Appointment: { ...visits, create: true, patch: true },
    Schedule: {},
    Slot: {
      search: ['_id', 'service-type', 'schedule.actor', 'start'],
      needs: [['_id'], ['service-type']],
      includes: ['Slot:schedule'],
    },
    Coverage: byPatient,
    ServiceRequest: byPatient,
    MedicationRequest: { search: ['patient', 'status'] },
    CareTeam: byPatient,
    Communication: { create: true },
    Encounter: { search: ['_id', 'account', 'identifier', 'patient', 'date'] },
    DocumentReference: { search: ['patient'], create: true, update: true },
  },
};

/** Reads only, name and birth date only, GET only. */
export const ATHENA_LIKE: Vendor = {
  name: 'Strict A',
  bundles: [],
  postSearch: false,
  or: true,
  types: {
    Patient: { search: ['_id', 'name', 'family', 'given', 'birthdate', 'identifier'] },
    Appointment: { search: ['date'] },
    Coverage: byPatient,
    CareTeam: byPatient,
    Encounter: { search: ['_id', 'patient', 'date'] },
    MedicationRequest: { search: ['patient', 'status'] },
  },
};

/** `telecom` instead of `phone`, one value at a time. */
export const OPENEMR_LIKE: Vendor = {
  name: 'Strict M',
  bundles: [],
  postSearch: true,
  or: false,
  types: {
    Patient: { search: ['_id', 'name', 'birthdate', 'telecom', 'identifier'] },
    RelatedPerson: { search: ['patient', 'telecom'] },
    Appointment: visits,
    Coverage: byPatient,
    CareTeam: byPatient,
    Encounter: { search: ['_id', 'patient', 'date'] },
    DocumentReference: { search: ['patient'], create: true },
  },
};

const open = (...search: string[]): TypePolicy => ({ search, create: true, update: true, conditionalCreate: true });

/** Everything a desk asks for: batches and transactions, conditions, joins; a stale change is refused. */
export const MEDPLUM_LIKE: Vendor = {
  name: 'Strict P',
  bundles: ['batch', 'transaction'],
  postSearch: true,
  or: true,
  ifMatch: 412,
  types: {
    Patient: {
      ...open('_id', 'name', 'family', 'given', 'birthdate', 'phone', 'telecom', 'identifier'),
      reverseIncludes: ['RelatedPerson:patient'],
    },
    RelatedPerson: { ...open('patient', 'phone', 'telecom'), includes: ['RelatedPerson:patient'] },
    Appointment: open('patient', 'actor', 'date', 'status', 'identifier', 'slot'),
    Practitioner: open('_id'),
    Schedule: open('actor'),
    Slot: open('schedule', 'start', 'status', 'service-type'),
    Coverage: open('patient', 'beneficiary'),
    ServiceRequest: open('patient', 'subject'),
    MedicationRequest: open('patient', 'subject', 'status'),
    Flag: open('patient', 'subject'),
    CareTeam: open('patient', 'subject', 'status'),
    Task: open('patient', 'subject', 'identifier', 'status'),
    Communication: open('patient', 'subject', 'identifier'),
    Encounter: open('patient', 'subject', 'date', 'class'),
    DocumentReference: open('patient', 'subject', 'identifier'),
    Consent: open('patient', 'identifier'),
    AuditEvent: { search: ['date', 'entity'], create: true },
  },
};
