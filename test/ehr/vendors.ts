// How far common EHRs go, as their CapabilityStatements and documentation have it (simplified to what the desk asks for).
import type { Vendor } from './stand-in.ts';

const byPatient = { search: ['patient'] };
const visits = { search: ['patient', 'date'], needs: [['patient', 'date']] };

/** Patients only by id, or name and birth date; no batch, no Task create, no conditional create. */
export const EPIC_LIKE: Vendor = {
  name: 'Strict E',
  batch: false,
  postSearch: true,
  or: true,
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
    Task: byPatient,
    Communication: { search: ['patient'], create: true },
    DocumentReference: { search: ['patient'], create: true },
  },
};

/** Phone search and batch, but no Task, no Flag, and what was written cannot be searched for. */
export const ORACLE_LIKE: Vendor = {
  name: 'Strict O',
  batch: true,
  postSearch: true,
  or: true,
  types: {
    Patient: { search: ['_id', 'name', 'birthdate', 'phone', 'identifier'] },
    RelatedPerson: { search: ['patient'] },
    Appointment: visits,
    Coverage: byPatient,
    ServiceRequest: byPatient,
    MedicationRequest: { search: ['patient', 'status'] },
    Communication: { create: true },
    DocumentReference: { search: ['patient'], create: true },
  },
};

/** Reads only, name and birth date only, GET only. */
export const ATHENA_LIKE: Vendor = {
  name: 'Strict A',
  batch: false,
  postSearch: false,
  or: true,
  types: {
    Patient: { search: ['_id', 'name', 'family', 'given', 'birthdate'] },
    Appointment: { search: ['date'] },
    Coverage: byPatient,
    MedicationRequest: { search: ['patient', 'status'] },
  },
};

/** `telecom` instead of `phone`, one value at a time. */
export const OPENEMR_LIKE: Vendor = {
  name: 'Strict M',
  batch: false,
  postSearch: true,
  or: false,
  types: {
    Patient: { search: ['_id', 'name', 'birthdate', 'telecom', 'identifier'] },
    RelatedPerson: { search: ['patient', 'telecom'] },
    Appointment: visits,
    Coverage: byPatient,
    DocumentReference: { search: ['patient'], create: true },
  },
};
