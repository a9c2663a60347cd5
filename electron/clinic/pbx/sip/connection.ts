// One WebSocket of a phone (RFC 7118): a message is one SIP message, a double CRLF is a ping. WebSocket is a reliable
// transport, so nothing is retransmitted (RFC 3261 17: timers A, E and G are off); what is left of the transaction
// layer is matching responses to requests by branch, and a time limit.
import { EventEmitter } from 'node:events';
import type { WebSocket } from 'ws';
import { cseq, header, parseSip, serializeSip } from './message.ts';
import type { SipHeaderList, SipMessage, SipRequest, SipResponse } from './message.ts';
import { newBranch, responseTo } from './build.ts';
import type { ResponseParts } from './build.ts';
import { topBranch } from './headers.ts';

/** RFC 3261 timer F (64 × T1), milliseconds. */
const REQUEST_TIMEOUT = 32_000;
/** RFC 3261 timer C: an INVITE may ring for longer than any of ours does. */
const INVITE_TIMEOUT = 180_000;

interface ClientTransaction {
  readonly request: SipRequest;
  readonly onResponse: (response: SipResponse) => void;
  timer: NodeJS.Timeout;
}

/** A request from the phone, and the way to answer it. */
export interface IncomingRequest {
  readonly request: SipRequest;
  readonly connection: SipConnection;
  respond(status: number, parts?: ResponseParts): void;
}

export interface ConnectionEvents {
  request: [IncomingRequest];
  closed: [];
}

export class SipConnection extends EventEmitter<ConnectionEvents> {
  readonly #socket: WebSocket;
  readonly #transactions = new Map<string, ClientTransaction>();
  #open = true;

  constructor(socket: WebSocket) {
    super();
    this.#socket = socket;
    socket.on('message', (data) => this.#receive(String(data)));
    socket.on('close', () => this.#closed());
    socket.on('error', () => socket.terminate());
  }

  get open(): boolean {
    return this.#open;
  }

  /** Sends a request; `onResponse` sees every response, and 408 or 503 when none comes. */
  request(
    method: string,
    uri: string,
    list: SipHeaderList,
    body: string,
    onResponse: (response: SipResponse) => void,
  ): SipRequest {
    const branch = newBranch();
    const via = ['Via', `SIP/2.0/WS clinic.invalid;branch=${branch};rport`] as const;
    const request: SipRequest = { kind: 'request', method, uri, headers: [via, ...list], body };
    if (method === 'ACK') {
      this.#send(request);
      return request;
    }
    const limit = method === 'INVITE' ? INVITE_TIMEOUT : REQUEST_TIMEOUT;
    const timer = setTimeout(() => this.#finish(branch, responseTo(request, 408)), limit);
    this.#transactions.set(branch, { request, onResponse, timer });
    if (this.#open) this.#send(request);
    else queueMicrotask(() => this.#finish(branch, responseTo(request, 503)));
    return request;
  }

  /** CANCEL for a pending INVITE (RFC 3261 9.1): the same branch, Call-ID and sequence number. */
  cancel(invite: SipRequest, extra: SipHeaderList = []): void {
    const branch = topBranch(invite);
    if (!branch || !this.#transactions.has(branch)) return;
    const number = cseq(invite)?.number ?? 1;
    const kept = invite.headers.filter(([name]) =>
      ['via', 'from', 'to', 'call-id', 'route'].includes(name.toLowerCase()),
    );
    const list: SipHeaderList = [...kept, ['CSeq', `${number} CANCEL`], ['Max-Forwards', '70'], ...extra];
    this.#send({ kind: 'request', method: 'CANCEL', uri: invite.uri, headers: list, body: '' });
  }

  /** Ends the socket; pending requests are answered 503. */
  close(): void {
    this.#socket.close(1001);
    setTimeout(() => this.#socket.terminate(), 500).unref();
  }

  /** Cuts the line without a goodbye, as a dying server does. */
  drop(): void {
    this.#socket.terminate();
  }

  #send(message: SipMessage): void {
    if (this.#open && this.#socket.readyState === this.#socket.OPEN) this.#socket.send(serializeSip(message));
  }

  #receive(text: string): void {
    if (/^[\r\n]*$/.test(text)) {
      // RFC 5626 4.4.1, RFC 7118 6: ping is a double CRLF, pong a single one.
      if (text === '\r\n\r\n' && this.#open) this.#socket.send('\r\n');
      return;
    }
    const parsed = parseSip(text);
    if (!parsed.ok) {
      if (parsed.answerable) this.#send(responseTo(parsed.answerable, 400, { reason: `Bad Request: ${parsed.why}` }));
      return;
    }
    if (parsed.message.kind === 'response') this.#onResponse(parsed.message);
    else this.#onRequest(parsed.message);
  }

  #onRequest(request: SipRequest): void {
    const respond = (status: number, parts?: ResponseParts): void => this.#send(responseTo(request, status, parts));
    try {
      this.emit('request', { request, connection: this, respond });
    } catch (error) {
      if (request.method !== 'ACK') respond(500);
      process.stderr.write(
        `clinic: ${request.method} failed: ${error instanceof Error ? error.stack : String(error)}\n`,
      );
    }
  }

  #onResponse(response: SipResponse): void {
    const branch = topBranch(response);
    if (!branch || cseq(response)?.method === 'CANCEL') return;
    const transaction = this.#transactions.get(branch);
    if (!transaction || cseq(response)?.method !== transaction.request.method) return;
    if (response.status < 200) transaction.onResponse(response);
    else this.#finish(branch, response);
  }

  #finish(branch: string, response: SipResponse): void {
    const transaction = this.#transactions.get(branch);
    if (!transaction) return;
    this.#transactions.delete(branch);
    clearTimeout(transaction.timer);
    if (transaction.request.method === 'INVITE' && response.status >= 300)
      this.#ackFailure(transaction.request, response);
    transaction.onResponse(response);
  }

  /** RFC 3261 17.1.1.3: the ACK of a failed INVITE belongs to its transaction. */
  #ackFailure(invite: SipRequest, response: SipResponse): void {
    const kept = invite.headers.filter(([name]) => ['via', 'from', 'call-id', 'route'].includes(name.toLowerCase()));
    const number = cseq(invite)?.number ?? 1;
    const to = header(response, 'to') ?? '';
    const list: SipHeaderList = [...kept, ['To', to], ['CSeq', `${number} ACK`], ['Max-Forwards', '70']];
    this.#send({ kind: 'request', method: 'ACK', uri: invite.uri, headers: list, body: '' });
  }

  #closed(): void {
    this.#open = false;
    for (const [branch, { request }] of [...this.#transactions]) this.#finish(branch, responseTo(request, 503));
    this.emit('closed');
  }
}
