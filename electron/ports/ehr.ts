// The EHR as the services see it: no FHIR shapes, no HTTP. One implementation: electron/adapters/fhir.
import type { EhrFacts, EhrProfile } from '../../shared/domain/ehr/profile.ts';
import type { E164 } from '../../shared/domain/phone-number/phone-number.ts';
import type { HandledCall } from '../../shared/domain/figures/handled.ts';
import type { Note } from '../../shared/domain/note/types.ts';
import type { CardFacts } from '../../shared/domain/patient/card.ts';
import type { Disclosure } from '../../shared/domain/patient/authority.ts';
import type { PatientContext, PatientId, PatientRecord } from '../../shared/domain/patient/types.ts';
import type { Result } from '../../shared/result/result.ts';
import type { MirrorRow } from './audit-mirror.ts';
import type { HandledCallsPort } from './handled-calls.ts';
import type { SchedulingPort } from './scheduling.ts';
import type { SharedTask, TaskWish } from '../../shared/domain/work/share.ts';

/** Keeps what is known of a server, so that a start without the EHR knows it too. */
export interface EhrProfileStore {
  load(): EhrFacts | undefined;
  save(facts: EhrFacts): void;
}

/** One thing to write, with our own identifier so that a repeated attempt finds the first one. */
export interface EhrWrite {
  /** Stable id of this write: `<callId>/communication`, `<callId>/task` or `<callId>/consent`, a correction's with `/<version>`. */
  readonly id: string;
  /** `consent`: what the caller said to being recorded. */
  readonly kind: 'communication' | 'task' | 'consent';
  readonly note: Note;
  readonly authorName: string;
  readonly categoryLabel: string;
  readonly outcomeLabel: string;
  /** What an earlier version made: it is changed, once, where the server takes changes; elsewhere `keptHere`. */
  readonly amends?: Amended | undefined;
  /** Whom to call back, for whoever takes the next step at another desk. */
  readonly contact?: { readonly about: string; readonly number: string | undefined } | undefined;
  /** How the call went, for the figures of other desks. */
  readonly handled?: HandledCall | undefined;
  /** True after an attempt whose outcome is unknown: look before writing. */
  readonly lookFirst: boolean;
}

/** Digests of what was written, part by part, to tell later whether somebody else has changed it. */
export type WrittenParts = Readonly<Record<string, string>>;

export interface Amended {
  readonly reference: string;
  /** What we wrote there last; absent where nobody kept it. */
  readonly wrote?: WrittenParts | undefined;
  /** Somebody has seen both versions: ours instead of what they saw, or both texts. */
  readonly settle?: { readonly how: 'ours' | 'both'; readonly seen: WrittenParts } | undefined;
}

/**
 * `keptHere`: this server accepts no resource that could hold it. `conflict`: somebody has changed in the EHR what this would
 * change; nothing was written, and somebody has to choose between the two.
 */
export type EhrWritten =
  | { readonly state: 'sent'; readonly reference: string; readonly wrote?: WrittenParts | undefined }
  | { readonly state: 'keptHere' }
  | {
      readonly state: 'conflict';
      readonly reference: string;
      readonly theirs: { readonly text: string; readonly by: string; readonly at?: number | undefined };
      readonly ours: string;
      readonly seen: WrittenParts;
    };

/** Whether things to do can be shared: not at all, only those that a note wrote, or any. */
export type TaskSupport = 'none' | 'update' | 'createAndUpdate';

/** `conflict`: another desk was first; `task` is how it stands there. */
export interface TaskWritten {
  readonly task: SharedTask;
  readonly conflict?: 'workDone' | 'workTaken' | 'workChanged' | undefined;
}

export interface EhrPort {
  /** What this server can do, as far as is known: nothing before the first answer of its life. */
  profile(): EhrProfile | undefined;
  /** Reads the CapabilityStatement. Errors: ehrUnreachable, ehrSlow, ehrNotFhir, ehrRefused. */
  connect(): Promise<Result<EhrProfile>>;
  /** Patients whose phone, or whose relative's phone, is this number. */
  findByPhone(number: E164): Promise<Result<PatientRecord[]>>;
  /** `ehrTooMany`: nobody can choose from so many; `ehrNeedsBirthDate`: this server wants a birth date too; `ehrCannot`: it knows no names. */
  findByName(name: string, birthDate?: string): Promise<Result<PatientRecord[]>>;
  /** By chart number. */
  findByIdentifier(value: string): Promise<Result<PatientRecord[]>>;
  /** Those of them that are there; charts that were merged come as the one they became part of (`mergedFrom`). */
  readPatients(ids: readonly PatientId[]): Promise<Result<PatientRecord[]>>;
  /** Who has an appointment between two instants (ISO). Errors: ehrCannot where the server cannot list a day. */
  patientsOfVisits(from: string, until: string): Promise<Result<PatientRecord[]>>;
  /**
   * The whole card in as few requests as the server allows; `now` decides what is next and what is last.
   * @param soFar told of what is there, whenever that is more than before and not yet everything
   */
  readContext(patientId: PatientId, now: Date, soFar?: (facts: CardFacts) => void): Promise<Result<PatientContext>>;
  /**
   * Whom the patient's Consents let be told things, or rule out: all of them, or an error.
   * Errors: ehrCannot where the server says that there are none to search, and never otherwise.
   */
  readDisclosures?(patientId: PatientId): Promise<Result<Disclosure[]>>;
  /** Writes once. `ehrUnknownOutcome` when the answer did not arrive: ask again with `lookFirst`. */
  write(write: EhrWrite): Promise<Result<EhrWritten>>;
  /** Writes one row of the audit as an AuditEvent, once; `keptHere` where there is no place for it. */
  writeAudit?(row: MirrorRow, lookFirst: boolean): Promise<Result<EhrWritten>>;
  taskSupport(): Promise<Result<TaskSupport>>;
  /** The open Tasks that any of our desks wrote. */
  openTasks(): Promise<Result<SharedTask[]>>;
  /** One of them, open or not. Errors: ehrNotFound. */
  readTask(reference: string): Promise<Result<SharedTask>>;
  /** Brings the Task in line with the wish, unless somebody changed it in between to the contrary. */
  writeTask(wish: TaskWish): Promise<Result<TaskWritten>>;
  /** What the notes of all desks say of their calls; absent: they cannot be read. */
  readonly handled?: HandledCallsPort;
  /** Free times and visits; absent: they are only booked in the EHR itself. */
  readonly scheduling?: SchedulingPort;
}
