// A REFER (RFC 3515, RFC 5589): where to, and the reports about it that its sender waits for.
import { header } from '../sip/message.ts';
import type { SipHeaderList } from '../sip/message.ts';
import { parseNameAddress, parseReplaces, parseUri } from '../sip/headers.ts';
import { reasonPhrase } from '../sip/build.ts';
import type { IncomingRequest } from '../sip/connection.ts';

export interface ReplacedDialog {
  readonly callId: string;
  readonly toTag: string;
  readonly fromTag: string;
}

type Notify = (headers: SipHeaderList, body: string, gone: () => void) => void;

export class Transfer {
  /** The number in Refer-To. */
  readonly target: string;
  /** The dialog to take over (attended transfer), if there is one. */
  readonly replaces: ReplacedDialog | undefined;
  readonly #notify: Notify;
  #open = true;
  #last = 0;

  private constructor(target: string, replaces: ReplacedDialog | undefined, notify: Notify) {
    this.target = target;
    this.replaces = replaces;
    this.#notify = notify;
  }

  /** Reads a REFER, or undefined when Refer-To is missing or names nothing that can be called. */
  static read(incoming: IncomingRequest, notify: Notify): Transfer | undefined {
    const uri = parseUri(parseNameAddress(header(incoming.request, 'refer-to'))?.uri);
    if (!uri?.user) return undefined;
    const wanted = uri.headers['replaces'];
    const replaces = parseReplaces(wanted);
    if (wanted !== undefined && !replaces) return undefined;
    return new Transfer(uri.user, replaces, notify);
  }

  get open(): boolean {
    return this.#open;
  }

  /** Sends a NOTIFY with the status as message/sipfrag (RFC 3420); a final status ends the subscription. */
  report(status: number): void {
    if (!this.#open || status === this.#last) return;
    this.#last = status;
    const final = status >= 200;
    if (final) this.#open = false;
    const state = final ? 'terminated;reason=noresource' : 'active;expires=120';
    const list: SipHeaderList = [
      ['Event', 'refer'],
      ['Subscription-State', state],
      ['Content-Type', 'message/sipfrag;version=2.0'],
    ];
    this.#notify(list, `SIP/2.0 ${status} ${reasonPhrase(status)}\r\n`, () => {
      this.#open = false;
    });
  }
}
