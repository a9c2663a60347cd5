// The last card of each patient who was verified here, for when the EHR does not answer. Encrypted like everything that is kept.
import type { AgedCard } from '../../shared/domain/patient/card.ts';
import type { PatientId } from '../../shared/domain/patient/types.ts';
import type { Result } from '../../shared/result/result.ts';

export interface KeptCards {
  find(patientId: PatientId): (AgedCard & { readonly keptAt: number }) | undefined;
  /** In place of the one before; of more than `most` cards the oldest go. `at`: epoch ms. */
  keep(card: AgedCard, at: number, most: number): Result<void>;
  remove(patientIds: readonly PatientId[]): Result<void>;
  /** What was kept before `before` goes, of every EHR there was. */
  forget(before: number): Result<void>;
  /** Everything goes, of every EHR there was. */
  wipe(): Result<void>;
}
