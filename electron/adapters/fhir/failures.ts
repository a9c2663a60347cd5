// Whatever goes wrong between us and a FHIR server, as one of our error codes. Details are for the support log: status
// and issue codes, never texts or addresses, which may name a patient.
import { z } from 'zod';
import type { AppError } from '../../../shared/result/result.ts';
import { appError } from '../../../shared/result/result.ts';

/** What a request meant to do: a lost answer to a write leaves open whether it happened. */
export type Intent = 'read' | 'write';

/** What fhir-kit-client throws for an answer that is no success or no JSON. */
const HttpFailure = z.object({
  response: z.object({ status: z.number(), data: z.unknown() }),
  config: z.object({ headers: z.instanceof(Headers).optional().catch(undefined) }).catch({}),
});

const Outcome = z.object({
  resourceType: z.literal('OperationOutcome'),
  issue: z
    .array(
      z.object({
        code: z
          .string()
          .regex(/^[a-z-]{1,40}$/)
          .catch('unknown'),
        expression: z.array(z.string()).optional().catch(undefined),
        location: z.array(z.string()).optional().catch(undefined),
      }),
    )
    .catch([]),
});

const SystemFailure = z.object({ cause: z.object({ code: z.string() }) });

/** Failures from before the first byte went out: even a write has surely not happened. */
const NEVER_SENT =
  /^(ECONNREFUSED|ENOTFOUND|EAI_AGAIN|EHOSTUNREACH|ENETUNREACH|UND_ERR_CONNECT_TIMEOUT|ERR_TLS_.*|CERT_.*|.*_CERT.*|UNABLE_TO_.*)$/;

/** Longest wait taken from a Retry-After header. */
const LONGEST_RETRY_AFTER_MS = 10 * 60_000;

/**
 * Retry-After (RFC 9110 section 10.2.3), seconds or a date, in milliseconds from `nowMs`.
 * @returns undefined when absent or unreadable
 */
export function retryAfterMs(header: string | null | undefined, nowMs: number): number | undefined {
  if (!header) return undefined;
  const wait = /^\d+$/.test(header.trim()) ? Number(header) * 1000 : Date.parse(header) - nowMs;
  return Number.isNaN(wait) ? undefined : Math.min(Math.max(wait, 0), LONGEST_RETRY_AFTER_MS);
}

function detailOf(status: number, data: unknown): string {
  const outcome = Outcome.safeParse(data);
  const codes = outcome.success ? outcome.data.issue.map(({ code }) => code).slice(0, 5) : [];
  return [`HTTP ${status}`, ...codes].join(' ');
}

/** The path of an element (`Task.restriction.period.end`), never a value: anything else in it is not taken. */
const ELEMENT = /^[A-Z][A-Za-z]{1,40}(\.[A-Za-z]{1,40}(\[\d{1,3}\])?){1,8}$/;

/** What the server did not like, where it names an element of the resource. */
function fieldOf(data: unknown): string | undefined {
  const outcome = Outcome.safeParse(data);
  const named = outcome.success ? outcome.data.issue : [];
  return named.flatMap(({ expression, location }) => expression ?? location ?? []).find((path) => ELEMENT.test(path));
}

function rejected(detail: string, data: unknown): AppError {
  const field = fieldOf(data);
  return field === undefined ? appError('ehrRejected', detail) : { ...appError('ehrRejected', detail), field };
}

function fromStatus(status: number, data: unknown, headers: Headers | undefined, intent: Intent): AppError {
  const detail = detailOf(status, data);
  const unreadable = typeof data === 'string'; // fhir-kit-client hands over the text when it is no JSON
  // A date is the server's: by its clock, which may be hours off ours.
  const theirNow = Date.parse(headers?.get('date') ?? '');
  const wait = retryAfterMs(headers?.get('retry-after'), Number.isNaN(theirNow) ? Date.now() : theirNow);
  if (status === 429 || (status === 503 && wait !== undefined)) return appError('ehrBusy', detail, wait ?? 1000);
  // 401: nobody is let in. 403 to a write: this person may not write this, and another one, or another resource, may be let.
  if (status === 403 && intent === 'write') return appError('ehrNotPermitted', detail);
  if (status === 401 || status === 403) return appError('ehrRefused', detail);
  if (status === 404 && detail.includes('not-supported')) return appError('ehrCannot', detail);
  if (status === 404 || status === 410) return appError('ehrNotFound', detail);
  if (status === 405 || status === 501) return appError('ehrCannot', detail);
  // More hits than the server wants to look at: the question was too wide.
  if (status === 422 && intent === 'read') return appError('ehrTooMany', detail);
  if (status >= 400 && status < 500 && status !== 408) return rejected(detail, data);
  // From here on the far side may have done what we asked although its answer says otherwise or cannot be read.
  if (intent === 'write' && (status >= 500 || status === 408 || (status < 300 && unreadable)))
    return appError('ehrUnknownOutcome', detail);
  if (status >= 500 || status === 408) return appError('ehrUnreachable', detail);
  return appError('ehrNotFhir', unreadable ? `${detail} not JSON` : detail); // a sign-in page, a redirect, cut-off JSON
}

/** The error for anything thrown while asking a FHIR server. */
export function failureOf(thrown: unknown, intent: Intent): AppError {
  const http = HttpFailure.safeParse(thrown);
  if (http.success)
    return fromStatus(http.data.response.status, http.data.response.data, http.data.config.headers, intent);
  const name = thrown instanceof Error ? thrown.name : '';
  if (name === 'TimeoutError' || name === 'AbortError')
    return intent === 'write' ? appError('ehrUnknownOutcome', 'deadline') : appError('ehrSlow', 'deadline');
  const system = SystemFailure.safeParse(thrown);
  const code = system.success ? system.data.cause.code : undefined;
  if (code !== undefined && NEVER_SENT.test(code)) return appError('ehrUnreachable', code);
  if (intent === 'write') return appError('ehrUnknownOutcome', code ?? 'connection lost');
  if (code !== undefined) return appError('ehrUnreachable', code);
  const lost = thrown instanceof TypeError && /fetch failed|terminated/.test(thrown.message);
  return lost ? appError('ehrUnreachable', 'connection lost') : appError('ehrNotFhir', 'not a resource');
}
