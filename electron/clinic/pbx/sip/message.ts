// SIP messages as data (RFC 3261), parsed tolerantly: what arrives from outside is never trusted and never throws.

/** Header fields in the order they arrived; names as written, looked up without regard to case or compact form. */
export type SipHeaderList = readonly (readonly [name: string, value: string])[];

export interface SipRequest {
  readonly kind: 'request';
  readonly method: string;
  readonly uri: string;
  readonly headers: SipHeaderList;
  readonly body: string;
}

export interface SipResponse {
  readonly kind: 'response';
  readonly status: number;
  readonly reason: string;
  readonly headers: SipHeaderList;
  readonly body: string;
}

export type SipMessage = SipRequest | SipResponse;

export type ParseResult =
  | { readonly ok: true; readonly message: SipMessage }
  /** `answerable` is a request good enough to send 400 back to; without it the message is dropped. */
  | { readonly ok: false; readonly why: string; readonly answerable?: SipRequest };

/** RFC 3261 7.3.3 and the registry of compact forms. */
const COMPACT: Readonly<Record<string, string>> = {
  b: 'referred-by',
  c: 'content-type',
  e: 'content-encoding',
  f: 'from',
  i: 'call-id',
  k: 'supported',
  l: 'content-length',
  m: 'contact',
  o: 'event',
  r: 'refer-to',
  s: 'subject',
  t: 'to',
  u: 'allow-events',
  v: 'via',
  x: 'session-expires',
};

const MAX_BYTES = 65_536;
const MAX_HEADERS = 200;
const TOKEN = /^[A-Za-z0-9.!%*_+`'~-]{1,64}$/;
const HEADER = /^([A-Za-z0-9.!%*_+`'~-]{1,80})[ \t]*:[ \t]*([\s\S]*)$/;

const canonical = (name: string): string => {
  const lower = name.toLowerCase();
  return Object.hasOwn(COMPACT, lower) ? (COMPACT[lower] ?? lower) : lower;
};

/** The first header field of that name, trimmed, or undefined. */
export function header(message: { readonly headers: SipHeaderList }, name: string): string | undefined {
  const wanted = canonical(name);
  return message.headers.find(([candidate]) => canonical(candidate) === wanted)?.[1];
}

/** Every header field of that name, in order. */
export function headers(message: { readonly headers: SipHeaderList }, name: string): string[] {
  const wanted = canonical(name);
  return message.headers.filter(([candidate]) => canonical(candidate) === wanted).map(([, value]) => value);
}

/** The sequence number and method of CSeq (RFC 3261 20.16), or undefined when it is malformed. */
export function cseq(message: {
  readonly headers: SipHeaderList;
}): { readonly number: number; readonly method: string } | undefined {
  const match = /^(\d{1,10})[ \t]+(\S{1,64})$/.exec(header(message, 'cseq') ?? '');
  if (!match) return undefined;
  const number = Number(match[1]);
  return number < 2 ** 31 ? { number, method: match[2] ?? '' } : undefined;
}

/** Unfolds continuation lines (RFC 3261 7.3.1) and splits the head into its lines. */
function headLines(head: string): string[] {
  return head.replace(/\r?\n[ \t]+/g, ' ').split(/\r?\n/);
}

function parseHeaders(lines: readonly string[]): SipHeaderList | string {
  if (lines.length > MAX_HEADERS) return 'too many header fields';
  const list: (readonly [string, string])[] = [];
  for (const line of lines) {
    const match = HEADER.exec(line);
    if (!match) return 'malformed header field';
    list.push([match[1] ?? '', (match[2] ?? '').trim()]);
  }
  return list;
}

/** RFC 3261 8.1.1: what every message must carry, and what makes a request answerable at all. */
function missingHeader(message: SipMessage): string | undefined {
  for (const name of ['Via', 'From', 'To', 'Call-ID']) if (!header(message, name)) return `no ${name}`;
  const sequence = cseq(message);
  if (!sequence) return 'malformed CSeq';
  if (message.kind === 'request' && sequence.method !== message.method) return 'CSeq names another method';
  return undefined;
}

function cutBody(message: SipMessage, rest: string): { readonly body: string } | string {
  const declared = header(message, 'content-length');
  if (declared === undefined) return { body: rest };
  if (!/^\d{1,7}$/.test(declared)) return 'malformed Content-Length';
  const bytes = Buffer.from(rest, 'utf8');
  const length = Number(declared);
  // RFC 3261 18.3: too short is an error, octets beyond the length are ignored.
  if (length > bytes.length) return 'body shorter than Content-Length';
  return { body: length === bytes.length ? rest : bytes.subarray(0, length).toString('utf8') };
}

function parseStartLine(line: string): SipRequest | SipResponse | string {
  const status = /^SIP\/2\.0 ([1-6]\d\d)(?: (.*))?$/i.exec(line);
  if (status) return { kind: 'response', status: Number(status[1]), reason: status[2] ?? '', headers: [], body: '' };
  const request = /^(\S{1,64}) (\S{1,2048}) SIP\/2\.0$/i.exec(line);
  if (request && TOKEN.test(request[1] ?? ''))
    return { kind: 'request', method: request[1] ?? '', uri: request[2] ?? '', headers: [], body: '' };
  return 'malformed start line';
}

/**
 * Reads one SIP message as it comes in one WebSocket message (RFC 7118 5.1: exactly one).
 * @param text the whole message; anything at all
 */
export function parseSip(text: string): ParseResult {
  if (text.length > MAX_BYTES) return { ok: false, why: 'too long' };
  const end = /\r?\n\r?\n/.exec(text);
  const head = end ? text.slice(0, end.index) : text;
  const [first = '', ...rest] = headLines(head.replace(/^(\r?\n)+/, ''));
  const start = parseStartLine(first);
  if (typeof start === 'string') return { ok: false, why: start };
  const list = parseHeaders(rest.filter((line) => line !== ''));
  if (typeof list === 'string') return { ok: false, why: list };
  const bare: SipMessage = { ...start, headers: list };
  const missing = missingHeader(bare);
  const body = cutBody(bare, end ? text.slice(end.index + end[0].length) : '');
  const why = missing ?? (typeof body === 'string' ? body : undefined);
  if (why !== undefined || typeof body === 'string') return refusal(why ?? 'malformed', bare);
  return { ok: true, message: { ...bare, body: body.body } };
}

function refusal(why: string, bare: SipMessage): ParseResult {
  // ACK is never answered, and without Via, Call-ID and From nobody could match the answer.
  const answerable =
    bare.kind === 'request' &&
    bare.method !== 'ACK' &&
    ['Via', 'From', 'To', 'Call-ID', 'CSeq'].every((name) => header(bare, name));
  return answerable ? { ok: false, why, answerable: bare } : { ok: false, why };
}

/** CR and LF in a value would start a new header field: they are made harmless on the way out. */
const oneLine = (value: string): string => value.replace(/[\r\n]+/g, ' ');

/** Writes a message; Content-Length is always ours. */
export function serializeSip(message: SipMessage): string {
  const start =
    message.kind === 'request'
      ? `${message.method} ${message.uri} SIP/2.0`
      : `SIP/2.0 ${message.status} ${oneLine(message.reason)}`;
  const lines = message.headers
    .filter(([name]) => canonical(name) !== 'content-length')
    .map(([name, value]) => `${name}: ${oneLine(value)}`);
  lines.push(`Content-Length: ${Buffer.byteLength(message.body, 'utf8')}`);
  return `${start}\r\n${lines.join('\r\n')}\r\n\r\n${message.body}`;
}
