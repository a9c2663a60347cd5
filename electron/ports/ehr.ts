// The EHR as the services see it: no FHIR shapes, no HTTP. One implementation: electron/adapters/fhir.
import type { EhrFacts, EhrProfile } from '../../shared/domain/ehr/profile.ts';
import type { E164 } from '../../shared/domain/phone-number/phone-number.ts';
import type { HandledCall } from '../../shared/domain/figures/handled.ts';
import type { Note } from '../../shared/domain/note/types.ts';
import type { PatientContext, PatientId, PatientRecord } from '../../shared/domain/patient/types.ts';
import type { Result } from '../../shared/result/result.ts';
import type { HandledCallsPort } from './handled-calls.ts';
import type { SharedTask, TaskWish } from '../../shared/domain/work/share.ts';

/** Keeps what is known of a server, so that a start without the EHR knows it too. */
export interface EhrProfileStore {
  load(): EhrFacts | undefined;
  save(facts: EhrFacts): void;
}

/** One thing to write, with our own identifier so that a repeated attempt finds the first one. */
export interface EhrWrite {
  /** Stable id of this write: `<callId>/communication` or `<callId>/task`, a correction's with `/<version>`. */
  readonly id: string;
  readonly kind: 'communication' | 'task';
  readonly note: Note;
  readonly authorName: string;
  readonly categoryLabel: string;
  readonly outcomeLabel: string;
  /** What an earlier version made: it is changed, once, where the server takes changes; elsewhere `keptHere`. */
  readonly amends?: { readonly reference: string } | undefined;
  /** Whom to call back, for whoever takes the next step at another desk. */
  readonly contact?: { readonly about: string; readonly number: string | undefined } | undefined;
  /** How the call went, for the figures of other desks. */
  readonly handled?: HandledCall | undefined;
  /** True after an attempt whose outcome is unknown: look before writing. */
  readonly lookFirst: boolean;
}

/** `keptHere`: this server accepts no resource that could hold it. */
export type EhrWritten = { readonly state: 'sent'; readonly reference: string } | { readonly state: 'keptHere' };

/** Whether things to do can be shared: not at all, only those that a note wrote, or any. */
export type TaskSupport = 'none' | 'update' | 'createAndUpdate';

/** `conflict`: another desk was first; `task` is how it stands there. */
export interface TaskWritten {
  readonly task: SharedTask;
  readonly conflict?: 'workDone' | 'workTaken' | undefined;
}

export interface EhrPort {
  /** What this server can do, as far as is known: nothing before the first answer of its life. */
  profile(): EhrProfile | undefined;
  /** Reads the CapabilityStatement. Errors: ehrUnreachable, ehrSlow, ehrNotFhir, ehrRefused. */
  connect(): Promise<Result<EhrProfile>>;
  /** Patients whose phone, or whose relative's phone, is this number. */
  findByPhone(number: E164): Promise<Result<PatientRecord[]>>;
  /** `ehrTooMany`: nobody can choose from so many; `ehrCannot`: this server wants a birth date too, or knows no names. */
  findByName(name: string, birthDate?: string): Promise<Result<PatientRecord[]>>;
  /** By chart number. */
  findByIdentifier(value: string): Promise<Result<PatientRecord[]>>;
  /** Those of them that are there; charts that were merged come as the one they became part of (`mergedFrom`). */
  readPatients(ids: readonly PatientId[]): Promise<Result<PatientRecord[]>>;
  /** Who has an appointment between two instants (ISO). Errors: ehrCannot where the server cannot list a day. */
  patientsOfVisits(from: string, until: string): Promise<Result<PatientRecord[]>>;
  /** The whole card in as few requests as the server allows; `now` decides what is next and what is last. */
  readContext(patientId: PatientId, now: Date): Promise<Result<PatientContext>>;
  /** Writes once. `ehrUnknownOutcome` when the answer did not arrive: ask again with `lookFirst`. */
  write(write: EhrWrite): Promise<Result<EhrWritten>>;
  taskSupport(): Promise<Result<TaskSupport>>;
  /** The open Tasks that any of our desks wrote. */
  openTasks(): Promise<Result<SharedTask[]>>;
  /** One of them, open or not. Errors: ehrNotFound. */
  readTask(reference: string): Promise<Result<SharedTask>>;
  /** Brings the Task in line with the wish, unless somebody changed it in between to the contrary. */
  writeTask(wish: TaskWish): Promise<Result<TaskWritten>>;
  /** What the notes of all desks say of their calls; absent: they cannot be read. */
  readonly handled?: HandledCallsPort;
}
