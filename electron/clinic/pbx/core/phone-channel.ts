// A leg to a phone: one SIP dialog and its sound. We offer when we call it, and answer its offers, the first and later ones.
import type { SipHeaderList, SipRequest, SipResponse } from '../sip/message.ts';
import { cseq, header } from '../sip/message.ts';
import { Dialog } from '../sip/dialog.ts';
import type { IncomingRequest, SipConnection } from '../sip/connection.ts';
import { nameAddress } from '../sip/headers.ts';
import { ALLOW, token } from '../sip/build.ts';
import { PhoneMedia } from '../media/phone-media.ts';
import { Channel } from './channel.ts';
import type { Cause, Party } from './channel.ts';
import { Transfer } from './transfer.ts';

const SDP = ['Content-Type', 'application/sdp'] as const;
/** How long a call may stand without sound both ways being possible, milliseconds. */
const CONNECT_LIMIT = 20_000;

/** Where a phone is, and what our side of a dialog with it is called. */
export interface PhoneLine {
  readonly extension: string;
  readonly displayName: string;
  readonly connection: SipConnection;
  /** The registered contact URI. */
  readonly target: string;
  readonly domain: string;
}

export interface PhoneChannelHooks {
  /** The phone asks for its partner to be sent elsewhere. */
  readonly onRefer: (channel: PhoneChannel, transfer: Transfer) => void;
}

/** The domain that stands for "withheld" (RFC 3323 4.1.1.3). */
const ANONYMOUS = 'sip:anonymous@anonymous.invalid';

export class PhoneChannel extends Channel {
  readonly line: PhoneLine;
  readonly #hooks: PhoneChannelHooks;
  #connection: SipConnection;
  #dialog: Dialog | undefined;
  #media: PhoneMedia | undefined;
  #invite: SipRequest | undefined;
  #incoming: IncomingRequest | undefined;
  #limit: NodeJS.Timeout | undefined;
  readonly #onClosed = (): void => this.#lost();

  constructor(line: PhoneLine, linkedId: string | undefined, hooks: PhoneChannelHooks) {
    const party: Party = { number: line.extension, name: line.displayName };
    super({ device: `PJSIP/${line.extension}`, party, linkedId });
    this.line = line;
    this.#hooks = hooks;
    this.#connection = line.connection;
    this.#connection.on('closed', this.#onClosed);
  }

  get dialog(): Dialog | undefined {
    return this.#dialog;
  }

  override get holding(): boolean {
    return this.#media?.held ?? false;
  }

  get mediaConnected(): boolean {
    return this.#media?.connected ?? false;
  }

  // -- we call the phone ---------------------------------------------------------------------------------------------

  /** Sends the INVITE, with the caller's identity and extra header fields. */
  async call(from: Party, extra: SipHeaderList): Promise<void> {
    this.become('ringing');
    this.connected = from;
    const media = await this.#openMedia();
    if (!media) return;
    const { domain, target, extension } = this.line;
    const uri = from.number ? `sip:${encodeURIComponent(from.number)}@${domain}` : ANONYMOUS;
    const dialog = new Dialog({
      callId: token(12),
      local: nameAddress(from.number || from.name ? from.name : 'Anonymous', uri, token()),
      remote: nameAddress('', `sip:${extension}@${domain}`),
      remoteTarget: target,
      contact: `<sip:${encodeURIComponent(from.number || 'anonymous')}@${domain};transport=ws>`,
      route: [],
    });
    this.#dialog = dialog;
    const identity: SipHeaderList = from.number
      ? [['P-Asserted-Identity', nameAddress(from.name, uri)]]
      : [['Privacy', 'id']];
    const list = dialog.headersFor('INVITE', [...identity, ...extra, ['Allow', ALLOW], ['Supported', 'replaces'], SDP]);
    this.#invite = this.#connection.request('INVITE', target, list, media.offer(), (response) =>
      this.#onInvite(response),
    );
  }

  #onInvite(response: SipResponse): void {
    const dialog = this.#dialog;
    if (!dialog || !this.#invite || response.status === 100) return;
    if (response.status < 300) dialog.learn(response);
    if (response.status < 200) return;
    if (response.status >= 300) return this.#finish(response.status);
    dialog.ack(this.#connection, this.#invite);
    // It answered while we were cancelling (RFC 3261 15): it is up only to be ended.
    if (this.state === 'hungup') return void dialog.send(this.#connection, 'BYE');
    const refused = this.#media ? this.#media.accept(response.body) : 'no media';
    if (refused === undefined) return this.#up();
    process.stderr.write(`clinic: ${this.name} answered with unusable media: ${refused}\n`);
    dialog.send(this.#connection, 'BYE');
    this.#finish(488);
  }

  // -- the phone calls us --------------------------------------------------------------------------------------------

  /** Takes an INVITE that passed its check; the answer waits for `answer()`. */
  async receive(incoming: IncomingRequest, contact: string): Promise<boolean> {
    this.#incoming = incoming;
    this.#dialog = Dialog.fromInvite(incoming.request, contact);
    incoming.respond(100);
    this.become('ring');
    return (await this.#openMedia()) !== undefined;
  }

  /** A header of the INVITE with which the phone called. */
  invitedWith(name: string): string | undefined {
    return this.#incoming ? header(this.#incoming.request, name) : undefined;
  }

  override ring(): void {
    if (this.state !== 'ring' || !this.#dialog) return;
    const list: SipHeaderList = [['Contact', this.#dialog.contact]];
    this.#incoming?.respond(180, { toTag: this.#dialog.localTag, headers: list });
  }

  override answer(): void {
    if (this.state !== 'ring' || !this.#dialog || !this.#incoming) return;
    const answer = this.#media?.answer(this.#incoming.request.body) ?? 'no media';
    if (typeof answer === 'string') return this.hangup(488);
    this.#ok(this.#incoming, answer.sdp);
    this.#up();
  }

  #ok(incoming: IncomingRequest, body: string): void {
    const dialog = this.#dialog;
    if (!dialog) return;
    const list: SipHeaderList = [['Contact', dialog.contact], ['Allow', ALLOW], ['Supported', 'replaces'], SDP];
    incoming.respond(200, { toTag: dialog.localTag, headers: list, body });
  }

  // -- inside the dialog ---------------------------------------------------------------------------------------------

  /** Whether a request belongs to this leg; CANCEL goes by Call-ID and the number of the INVITE (RFC 3261 9.2). */
  owns(request: SipRequest): boolean {
    if (request.method === 'CANCEL' && this.#incoming) {
      const invite = this.#incoming.request;
      return header(request, 'call-id') === header(invite, 'call-id') && cseq(request)?.number === cseq(invite)?.number;
    }
    return this.#dialog?.matches(request) ?? false;
  }

  /** The phone came back on another socket (RFC 5626): its calls go on there. */
  rebind(connection: SipConnection, target?: string): void {
    if (this.state === 'hungup') return;
    if (target && this.#dialog) this.#dialog.remoteTarget = target;
    if (connection === this.#connection) return;
    this.#connection.off('closed', this.#onClosed);
    this.#connection = connection;
    connection.on('closed', this.#onClosed);
  }

  handle(incoming: IncomingRequest): void {
    const { request } = incoming;
    this.rebind(incoming.connection);
    if (request.method === 'ACK') return;
    if (request.method === 'CANCEL') return this.#onCancel(incoming);
    if (!this.#dialog?.accepts(request)) return incoming.respond(500, { reason: 'CSeq Out Of Order' });
    switch (request.method) {
      case 'INVITE':
      case 'UPDATE':
        return this.#onReinvite(incoming);
      case 'BYE':
        incoming.respond(200);
        return this.#finish(200);
      case 'REFER':
        return this.#onRefer(incoming);
      case 'INFO':
        return this.#onInfo(incoming);
      case 'OPTIONS':
      case 'NOTIFY':
      case 'MESSAGE':
        return incoming.respond(200);
      default:
        return incoming.respond(405, { headers: [['Allow', ALLOW]] });
    }
  }

  #onCancel(incoming: IncomingRequest): void {
    incoming.respond(200);
    if (this.state !== 'ring') return;
    this.#incoming?.respond(487, { toTag: this.#dialog?.localTag ?? token() });
    this.#finish(487);
  }

  #onReinvite(incoming: IncomingRequest): void {
    if (this.state !== 'up') return incoming.respond(491);
    const { body } = incoming.request;
    // An INVITE without an offer asks for ours (RFC 3261 14.2); a phone of ours never does, UPDATE may.
    if (!body) return incoming.respond(incoming.request.method === 'UPDATE' ? 200 : 488);
    const answer = this.#media?.answer(body) ?? 'no media';
    if (typeof answer === 'string') return incoming.respond(488, { reason: `Not Acceptable Here: ${answer}` });
    this.#ok(incoming, answer.sdp);
  }

  /** Some phones send DTMF as INFO; it counts, though RFC 4733 is what we ask for. */
  #onInfo(incoming: IncomingRequest): void {
    incoming.respond(200);
    const digit = /^Signal\s*=\s*([0-9*#A-D])/im.exec(incoming.request.body)?.[1];
    if (digit) this.emit('dtmf', digit);
  }

  #onRefer(incoming: IncomingRequest): void {
    const transfer = Transfer.read(incoming, (extra, body, end) => this.#notify(extra, body, end));
    if (!transfer) return incoming.respond(400, { reason: 'Bad Refer-To' });
    if (this.state !== 'up') return incoming.respond(481);
    incoming.respond(202, { headers: [['Contact', this.#dialog?.contact ?? '']] });
    this.#hooks.onRefer(this, transfer);
  }

  #notify(extra: SipHeaderList, body: string, gone: () => void): void {
    if (this.state !== 'up') return gone();
    this.#dialog?.send(this.#connection, 'NOTIFY', extra, body, (response) => {
      if (response.status >= 300) gone();
    });
  }

  // -- the end -------------------------------------------------------------------------------------------------------

  override hangup(cause: Cause = 200): void {
    if (this.state === 'up') this.#dialog?.send(this.#connection, 'BYE');
    else if (this.state === 'ring' && this.#dialog)
      this.#incoming?.respond(cause < 300 ? 480 : cause, { toTag: this.#dialog.localTag });
    else if (this.state === 'ringing' && this.#invite) this.#connection.cancel(this.#invite, reasonFor(cause));
    this.#finish(cause);
  }

  protected override deliver(frame: Buffer): void {
    this.#media?.play(frame);
  }

  #up(): void {
    this.become('up');
    if (this.#media?.connected) return;
    this.#limit = setTimeout(() => {
      process.stderr.write(`clinic: ${this.name} has no sound: ${this.#media?.trouble ?? ''}\n`);
      this.hangup(503);
    }, CONNECT_LIMIT);
    this.#media?.once('connected', () => clearTimeout(this.#limit));
  }

  async #openMedia(): Promise<PhoneMedia | undefined> {
    const media = await PhoneMedia.create();
    if (this.state === 'hungup') {
      media.close();
      return undefined;
    }
    this.#media = media;
    // The phone may be connected and its microphone live before it answers: nothing of it is used until then.
    media.on('sound', (frame) => this.state === 'up' && this.speak(frame));
    media.on('dtmf', (digit) => this.state === 'up' && this.emit('dtmf', digit));
    media.on('hold', (held) => this.emit('hold', held));
    media.on('failed', (error) => {
      process.stderr.write(`clinic: ${this.name}: ${error.message}\n`);
      this.hangup(503);
    });
    return media;
  }

  #lost(): void {
    // The socket is gone, the sound is not: a call survives a reconnect (RFC 5626). Only what rings ends here.
    if (this.state !== 'up') this.#finish(480);
  }

  #finish(cause: Cause): void {
    clearTimeout(this.#limit);
    this.#connection.off('closed', this.#onClosed);
    this.#media?.close();
    this.#media = undefined;
    this.end(cause);
  }
}

/** RFC 3326: tells the phones that lost the race not to count a missed call. */
function reasonFor(cause: Cause): SipHeaderList {
  return cause === 200 ? [['Reason', 'SIP;cause=200;text="Call completed elsewhere"']] : [];
}
