// What came of the last call to somebody on the waiting list, by their visit. Encrypted like everything that is kept.
import type { WaitingPerson } from '../../shared/contract/scheduling.ts';
import type { Result } from '../../shared/result/result.ts';

export type Called = NonNullable<WaitingPerson['called']>;

export interface WaitingCalls {
  of(visitId: string): Called | undefined;
  /** In place of the one before; what is older than `before` (epoch ms) goes. */
  keep(visitId: string, called: Called, before: number): Result<void>;
}
