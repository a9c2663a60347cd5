// What went wrong between us and an authorization server, as one of our codes. Descriptions of the far side are not kept:
// they may name a person.
import { AuthorizationResponseError, ClientError, ResponseBodyError } from 'openid-client';
import { appError } from '../../../shared/result/result.ts';
import type { AppError } from '../../../shared/result/result.ts';

/** Registered error codes are short words (RFC 6749 5.2); anything else is not repeated. */
const word = (error: string): string => (/^[a-z_]{1,40}$/.test(error) ? error : 'unknown');

/** `invalid_grant`: the code or refresh token is used up, run out or taken back (RFC 6749 5.2). */
export function failureOf(thrown: unknown): AppError {
  if (thrown instanceof AuthorizationResponseError) return appError('ehrSignInRefused', word(thrown.error));
  if (thrown instanceof ResponseBodyError) {
    if (thrown.error === 'invalid_grant') return appError('ehrSignIn', 'invalid_grant');
    return appError('ehrSignInRefused', word(thrown.error));
  }
  const name = thrown instanceof Error ? thrown.name : '';
  const code = thrown instanceof ClientError ? thrown.code : undefined;
  if (name === 'TimeoutError' || name === 'AbortError' || code === 'OAUTH_TIMEOUT') return appError('ehrSlow');
  if (thrown instanceof TypeError && /fetch failed|terminated/.test(thrown.message))
    return appError('ehrUnreachable', 'sign-in');
  return appError('ehrSignInRefused', code ?? 'answer not understood');
}
