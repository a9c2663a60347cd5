// Making requests and responses: the few header fields that every message of ours carries.
import { randomBytes } from 'node:crypto';
import { header, headers } from './message.ts';
import type { SipHeaderList, SipRequest, SipResponse } from './message.ts';
import { tagOf } from './headers.ts';

export const USER_AGENT = 'Frontdesk demo clinic';
export const ALLOW = 'INVITE, ACK, CANCEL, BYE, OPTIONS, REFER, NOTIFY, INFO, UPDATE';

/** Random hex, for tags, branches and call ids. */
export const token = (bytes = 8): string => randomBytes(bytes).toString('hex');

/** RFC 3261 8.1.1.7: the magic cookie marks a branch that is unique. */
export const newBranch = (): string => `z9hG4bK${token()}`;

const REASONS: Readonly<Record<number, string>> = {
  100: 'Trying',
  180: 'Ringing',
  200: 'OK',
  202: 'Accepted',
  400: 'Bad Request',
  401: 'Unauthorized',
  403: 'Forbidden',
  404: 'Not Found',
  405: 'Method Not Allowed',
  407: 'Proxy Authentication Required',
  408: 'Request Timeout',
  415: 'Unsupported Media Type',
  423: 'Interval Too Brief',
  480: 'Temporarily Unavailable',
  481: 'Call/Transaction Does Not Exist',
  486: 'Busy Here',
  487: 'Request Terminated',
  488: 'Not Acceptable Here',
  489: 'Bad Event',
  491: 'Request Pending',
  500: 'Server Internal Error',
  501: 'Not Implemented',
  503: 'Service Unavailable',
  603: 'Decline',
};

/** The usual reason phrase of a status code. */
export const reasonPhrase = (status: number): string => REASONS[status] ?? 'Unknown';

export interface ResponseParts {
  readonly reason?: string;
  readonly toTag?: string;
  readonly headers?: SipHeaderList;
  readonly body?: string;
}

/** A response to a request (RFC 3261 8.2.6): Via, From, Call-ID and CSeq copied, To tagged from 101 upwards. */
export function responseTo(request: SipRequest, status: number, parts: ResponseParts = {}): SipResponse {
  const to = header(request, 'to') ?? '';
  const tagged = status > 100 && tagOf(to) === undefined ? `${to};tag=${parts.toTag ?? token()}` : to;
  return {
    kind: 'response',
    status,
    reason: parts.reason ?? reasonPhrase(status),
    headers: [
      ...headers(request, 'via').map((value) => ['Via', value] as const),
      ...headers(request, 'record-route').map((value) => ['Record-Route', value] as const),
      ['From', header(request, 'from') ?? ''],
      ['To', tagged],
      ['Call-ID', header(request, 'call-id') ?? ''],
      ['CSeq', header(request, 'cseq') ?? ''],
      ['Server', USER_AGENT],
      ...(parts.headers ?? []),
    ],
    body: parts.body ?? '',
  };
}
