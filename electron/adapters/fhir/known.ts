// What is known of the server at the other end. A refusal is learned once, kept beside the statement, and not provoked again.
import type { EhrProfile, Refusal } from '../../../shared/domain/ehr/profile.ts';
import type { ErrorCode } from '../../../shared/result/result.ts';

export interface KnownServer {
  readonly profile: EhrProfile;
  /** The server refused this although its statement does not rule it out. */
  refuses(what: Refusal): void;
}

/** Answers that mean "not this way" rather than "not now". */
const REFUSALS: readonly ErrorCode[] = ['ehrRejected', 'ehrCannot', 'ehrNotFound'];
export const isRefusal = (code: ErrorCode): boolean => REFUSALS.includes(code);
