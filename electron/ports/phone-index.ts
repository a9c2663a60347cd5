// Whose number is whose, as this desk remembers it. Encrypted like everything that is kept.
import type { PatientId, PatientRecord } from '../../shared/domain/patient/types.ts';
import type { Remembered } from '../../shared/domain/patient/phone-index.ts';
import type { E164 } from '../../shared/domain/phone-number/phone-number.ts';
import type { Result } from '../../shared/result/result.ts';

export interface Reading {
  readonly record: PatientRecord;
  /** All numbers that stand in the chart: those that stood there before and no longer do are unlearned. */
  readonly numbers: readonly E164[];
  /** The number of a call in which this patient was confirmed. */
  readonly calledFrom?: E164 | undefined;
  /** Charts that were merged into this one: what was known of them is this patient's. */
  readonly instead?: readonly PatientId[] | undefined;
}

export interface PhoneIndex {
  find(number: E164): Remembered[];
  knows(patientId: PatientId): boolean;
  /** All of them or none. `at`: epoch ms. */
  keep(readings: readonly Reading[], at: number): Result<void>;
  /** They are not in the EHR any more, or are not to be remembered. */
  remove(patientIds: readonly PatientId[]): Result<void>;
  /** What was last seen before `before` goes. */
  forget(before: number): Result<number>;
  /** Everything goes, of every EHR there was. How many numbers that were. */
  wipe(): Result<number>;
}
