// A dialog (RFC 3261 12): who the two ends are, and numbered requests inside it.
import { cseq, header, headers } from './message.ts';
import type { SipHeaderList, SipRequest, SipResponse } from './message.ts';
import type { SipConnection } from './connection.ts';
import { parseNameAddress, tagOf } from './headers.ts';
import { USER_AGENT, token } from './build.ts';

export interface DialogParts {
  readonly callId: string;
  /** Our From or To value, with our tag. */
  readonly local: string;
  /** The other end's value; its tag may come with the first response. */
  readonly remote: string;
  readonly remoteTarget: string;
  readonly contact: string;
  readonly route: readonly string[];
}

export class Dialog {
  readonly callId: string;
  readonly local: string;
  readonly localTag: string;
  readonly contact: string;
  remote: string;
  remoteTarget: string;
  readonly #route: readonly string[];
  #localSequence = 0;
  #remoteSequence = -1;

  constructor(parts: DialogParts) {
    this.callId = parts.callId;
    this.local = parts.local;
    this.localTag = tagOf(parts.local) ?? '';
    this.contact = parts.contact;
    this.remote = parts.remote;
    this.remoteTarget = parts.remoteTarget;
    this.#route = parts.route;
  }

  /** The dialog a phone opens with an INVITE; we answer it with a tag of our own. */
  static fromInvite(request: SipRequest, contact: string): Dialog {
    const dialog = new Dialog({
      callId: header(request, 'call-id') ?? '',
      local: `${header(request, 'to') ?? ''};tag=${token()}`,
      remote: header(request, 'from') ?? '',
      remoteTarget: parseNameAddress(header(request, 'contact'))?.uri ?? '',
      contact,
      route: headers(request, 'record-route'),
    });
    dialog.accepts(request);
    return dialog;
  }

  get remoteTag(): string | undefined {
    return tagOf(this.remote);
  }

  /** Takes the tag and the target from a response to our INVITE (RFC 3261 12.1.2). */
  learn(response: SipResponse): void {
    const to = header(response, 'to');
    if (to && tagOf(to)) this.remote = to;
    const target = parseNameAddress(header(response, 'contact'))?.uri;
    if (target) this.remoteTarget = target;
  }

  /** Whether a request from the phone belongs here: Call-ID and both tags (RFC 3261 12.2.2). */
  matches(request: SipRequest): boolean {
    return (
      header(request, 'call-id') === this.callId &&
      tagOf(header(request, 'to')) === this.localTag &&
      (this.remoteTag === undefined || tagOf(header(request, 'from')) === this.remoteTag)
    );
  }

  /** Checks the order of remote requests (RFC 3261 12.2.2: lower than seen is 500) and refreshes the target. */
  accepts(request: SipRequest): boolean {
    const number = cseq(request)?.number ?? -1;
    if (number <= this.#remoteSequence) return false;
    this.#remoteSequence = number;
    const target = parseNameAddress(header(request, 'contact'))?.uri;
    if (target && request.method === 'INVITE') this.remoteTarget = target;
    return true;
  }

  /** The header fields of the next request of ours; ACK repeats the number of its INVITE. */
  headersFor(method: string, extra: SipHeaderList = [], sequence?: number): SipHeaderList {
    if (sequence === undefined) this.#localSequence += 1;
    return [
      ...this.#route.map((value) => ['Route', value] as const),
      ['Max-Forwards', '70'],
      ['From', this.local],
      ['To', this.remote],
      ['Call-ID', this.callId],
      ['CSeq', `${sequence ?? this.#localSequence} ${method}`],
      ['Contact', this.contact],
      ['User-Agent', USER_AGENT],
      ...extra,
    ];
  }

  /** Sends a request inside the dialog. */
  send(
    connection: SipConnection,
    method: string,
    extra: SipHeaderList = [],
    body = '',
    onResponse: (response: SipResponse) => void = () => undefined,
  ): SipRequest {
    return connection.request(method, this.remoteTarget, this.headersFor(method, extra), body, onResponse);
  }

  /** RFC 3261 13.2.2.4: the ACK of a 200 is a request of its own in the dialog. */
  ack(connection: SipConnection, invite: SipRequest): void {
    const list = this.headersFor('ACK', [], cseq(invite)?.number ?? 1);
    connection.request('ACK', this.remoteTarget, list, '', () => undefined);
  }
}
