// Free times and visits in the EHR as the services see them. One implementation: electron/adapters/fhir/scheduling.
import type { PatientId } from '../../shared/domain/patient/types.ts';
import type {
  BookedVisit,
  Calendar,
  CancelReason,
  FreeSlot,
  OpenTime,
  SchedulingSupport,
  VisitType,
  Wishes,
} from '../../shared/domain/scheduling/types.ts';
import type { Result } from '../../shared/result/result.ts';

export interface Calendars {
  readonly calendars: readonly Calendar[];
  readonly visitTypes: readonly VisitType[];
}

export interface Range {
  /** Epoch ms. */
  readonly from: number;
  readonly until: number;
  /** Only for this kind of visit, where the server wants to be told one. */
  readonly visitType?: Pick<VisitType, 'code' | 'system'> | undefined;
}

/** A time kept for a caller: `id` is ours, stable over every attempt. */
export interface Hold {
  readonly id: string;
  /** The person at the desk. */
  readonly by: string;
  readonly slots: readonly string[];
}

export interface NewVisit extends Hold {
  readonly patientId: PatientId;
  readonly patientName: string;
  readonly time: OpenTime;
  readonly visitType?: VisitType | undefined;
  /** True after an attempt whose outcome is unknown. */
  readonly lookFirst: boolean;
}

/** A visit as the person at the desk saw it: what has become something else since is not overwritten. */
export type Seen = Pick<BookedVisit, 'id' | 'state' | 'start' | 'providerId'>;

export interface Move extends Hold {
  readonly seen: Seen;
  readonly patientId: PatientId;
  readonly patientName: string;
  readonly time: OpenTime;
  readonly visitType?: VisitType | undefined;
}

/** What a visit that was moved or cancelled has left free. */
export interface Freed {
  readonly slots: readonly FreeSlot[];
  readonly calendar: Calendar;
}

/**
 * `changed`: somebody else was there first; `visit` is how it stands now, and nothing was done. `oldStands`: the new time is
 * booked, but the old one could not be cancelled and is still in the EHR.
 */
export type VisitChange =
  | { readonly state: 'done'; readonly visit: BookedVisit; readonly freed?: Freed | undefined }
  | { readonly state: 'oldStands' | 'changed'; readonly visit: BookedVisit };

export interface Waiting {
  readonly visit: BookedVisit;
  readonly patientId: PatientId;
  readonly patient: string;
}

/**
 * Writes happen once: whatever an attempt left behind, the next one with the same id finds. Errors beside those of every
 * request: `slotTaken` somebody else has the time, `slotPast`, `ehrUnknownOutcome` ask again with the same id.
 */
export interface SchedulingPort {
  support(): Promise<Result<SchedulingSupport>>;
  calendars(): Promise<Result<Calendars>>;
  /** Free now; what a desk kept and never came back to is given free on the way. */
  freeSlots(
    range: Range,
  ): Promise<Result<{ readonly slots: readonly FreeSlot[]; readonly calendars: readonly Calendar[] }>>;
  hold(hold: Hold, ms: number): Promise<Result<void>>;
  release(hold: Hold): Promise<Result<void>>;
  book(visit: NewVisit): Promise<Result<BookedVisit>>;
  /** Those ahead and the waiting list's. */
  visits(patientId: PatientId, now: Date): Promise<Result<BookedVisit[]>>;
  move(move: Move): Promise<Result<VisitChange>>;
  cancel(seen: Seen, reason: CancelReason, by: string): Promise<Result<VisitChange>>;
  confirm(seen: Seen): Promise<Result<VisitChange>>;
  wait(entry: {
    readonly id: string;
    readonly patientId: PatientId;
    readonly patientName: string;
    readonly visitType?: VisitType | undefined;
    readonly provider?: Calendar | undefined;
    /** Any calendar of the place. */
    readonly place?: Calendar | undefined;
    readonly wishes: Wishes;
  }): Promise<Result<BookedVisit>>;
  waitingList(): Promise<Result<Waiting[]>>;
}
