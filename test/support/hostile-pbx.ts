// A PBX that answers as it is told to, and sends what no decent PBX would. No sound: what is tested is that nothing
// breaks and that the desk tells the truth.
import { once } from 'node:events';
import type { AddressInfo } from 'node:net';
import { WebSocketServer } from 'ws';
import type { WebSocket } from 'ws';
import { token } from '../../electron/clinic/pbx/sip/build.ts';
import { SipConnection } from '../../electron/clinic/pbx/sip/connection.ts';
import type { IncomingRequest } from '../../electron/clinic/pbx/sip/connection.ts';
import { header } from '../../electron/clinic/pbx/sip/message.ts';
import type { SipHeaderList, SipRequest, SipResponse } from '../../electron/clinic/pbx/sip/message.ts';
import { until } from './until.ts';

export type Reply = number | 'silent';
/** How each request of the phone is answered; absent: as a well-behaved PBX does. */
export type Manners = Partial<Record<'REGISTER' | 'INVITE' | 'reINVITE' | 'BYE' | 'REFER', Reply>>;

const FINGERPRINT = Array.from({ length: 32 }, () => 'AB').join(':');

/** A description a browser takes, to an address where nobody is. */
export const sdp = (change: (text: string) => string = (text) => text, setup = 'actpass') =>
  change(
    `${[
      'v=0',
      'o=- 1 1 IN IP4 127.0.0.1',
      's=-',
      't=0 0',
      'a=group:BUNDLE 0',
      'm=audio 9 UDP/TLS/RTP/SAVPF 0',
      'c=IN IP4 127.0.0.1',
      'a=mid:0',
      'a=rtpmap:0 PCMU/8000',
      'a=ice-ufrag:abcd',
      'a=ice-pwd:abcdefghijklmnopqrstuvwx',
      `a=fingerprint:sha-256 ${FINGERPRINT}`,
      `a=setup:${setup}`,
      'a=rtcp-mux',
      'a=sendrecv',
      'a=candidate:1 1 udp 2130706431 127.0.0.1 9 typ host',
    ].join('\r\n')}\r\n`,
  );

export class HostilePbx {
  readonly #server: WebSocketServer;
  #socket: WebSocket | undefined;
  #connection: SipConnection | undefined;
  #contact = '';
  manners: Manners = {};
  readonly requests: SipRequest[] = [];

  private constructor(server: WebSocketServer) {
    this.#server = server;
    server.on('connection', (socket) => {
      const connection = new SipConnection(socket);
      connection.on('request', (incoming) => this.#answer(incoming, socket, connection));
    });
  }

  static async start(): Promise<HostilePbx> {
    const server = new WebSocketServer({ port: 0, host: '127.0.0.1', handleProtocols: () => 'sip' });
    await once(server, 'listening');
    return new HostilePbx(server);
  }

  get url(): string {
    return `ws://127.0.0.1:${(this.#server.address() as AddressInfo).port}`;
  }

  stop(): void {
    this.#server.clients.forEach((client) => client.terminate());
    this.#server.close();
  }

  /** Text as it is, over the phone's socket. */
  raw(text: string): void {
    this.#socket?.send(text);
  }

  /** The socket is gone, as when the server dies. */
  drop(): void {
    this.#socket?.terminate();
  }

  get contact(): string {
    return this.#contact;
  }

  invite(body: string | undefined = sdp(), from = '"Caller" <sip:2065550100@pbx.test>'): Dialog {
    const dialog = new Dialog(this.#connection!, this.#contact, from);
    dialog.invite(body);
    return dialog;
  }

  #answer({ request, respond }: IncomingRequest, socket: WebSocket, connection: SipConnection): void {
    this.requests.push(request);
    const isInDialog = /;tag=/.test(header(request, 'to') ?? '');
    const contact = header(request, 'contact') ?? '';
    switch (request.method) {
      case 'REGISTER':
        if (this.manners.REGISTER) return this.#reply(this.manners.REGISTER, respond);
        this.#socket = socket;
        this.#connection = connection;
        if (contact !== '') this.#contact = /<([^>]+)>/.exec(contact)?.[1] ?? '';
        return respond(200, this.#contact ? { headers: [['Contact', `<${this.#contact}>;expires=300`]] } : {});
      case 'ACK':
        return;
      case 'INVITE':
        return isInDialog ? this.#reinvited(request, respond) : this.#reply(this.manners.INVITE ?? 486, respond);
      case 'BYE':
        return this.#reply(this.manners.BYE ?? 200, respond);
      case 'REFER':
        return this.#reply(this.manners.REFER ?? 202, respond);
      default:
        return respond(200);
    }
  }

  #reinvited(request: SipRequest, respond: IncomingRequest['respond']): void {
    const reply = this.manners.reINVITE ?? 200;
    if (reply !== 200) return this.#reply(reply, respond);
    const held = /^a=sendonly/m.test(request.body);
    // Chromium's answer to our offer made it the DTLS client; that never changes within a call.
    const body = sdp((text) => (held ? text.replace('a=sendrecv', 'a=recvonly') : text), 'passive');
    const headers: SipHeaderList = [
      ['Contact', '<sip:pbx@127.0.0.1;transport=ws>'],
      ['Content-Type', 'application/sdp'],
    ];
    respond(200, { headers, body });
  }

  #reply(reply: Reply, respond: IncomingRequest['respond']): void {
    if (reply !== 'silent') respond(reply, { headers: [['Contact', '<sip:pbx@127.0.0.1;transport=ws>']] });
  }
}

/** One call from this PBX to the phone. */
export class Dialog {
  readonly #connection: SipConnection;
  readonly #target: string;
  readonly #from: string;
  readonly #callId = token();
  readonly #responses: SipResponse[] = [];
  #to = '<sip:101@pbx.test>';
  #sequence = 1;
  #invite: SipRequest | undefined;

  constructor(connection: SipConnection, target: string, from: string) {
    this.#connection = connection;
    this.#target = target;
    this.#from = `${from};tag=${token(4)}`;
  }

  invite(body: string | undefined): void {
    const headers: SipHeaderList = body === undefined ? [] : [['Content-Type', 'application/sdp']];
    this.#invite = this.#request('INVITE', headers, body ?? '', (response) => {
      this.#responses.push(response);
      if (response.status >= 200 && response.status < 300) {
        this.#to = header(response, 'to') ?? this.#to;
        this.#ack();
      }
    });
  }

  cancel(): void {
    if (this.#invite) this.#connection.cancel(this.#invite);
  }

  /** A request within the dialog; resolves with the status of the phone's answer. */
  ask(method: string, headers: SipHeaderList = [], body = ''): Promise<number> {
    this.#sequence++;
    const answers: number[] = [];
    this.#request(method, headers, body, (response) => {
      if (response.status < 200) return;
      answers.push(response.status);
      if (method === 'INVITE' && response.status < 300) this.#ack();
    });
    return until(`${method} answered`, () => answers[0], 8_000);
  }

  /** How a REFER of the phone's goes on (RFC 3515 2.4.4). */
  notify(statusLine: string): Promise<number> {
    const isOver = !/^SIP\/2\.0 1/.test(statusLine);
    const headers: SipHeaderList = [
      ['Event', 'refer'],
      ['Subscription-State', isOver ? 'terminated;reason=noresource' : 'active;expires=60'],
      ['Content-Type', 'message/sipfrag'],
    ];
    return this.ask('NOTIFY', headers, `${statusLine}\r\n`);
  }

  final(): Promise<number> {
    return until('a final answer', () => this.#responses.find(({ status }) => status >= 200)?.status);
  }

  #ack(): void {
    this.#request('ACK', [], '', () => undefined);
  }

  #request(
    method: string,
    headers: SipHeaderList,
    body: string,
    onResponse: (response: SipResponse) => void,
  ): SipRequest {
    const list: SipHeaderList = [
      ['From', this.#from],
      ['To', this.#to],
      ['Call-ID', this.#callId],
      ['CSeq', `${this.#sequence} ${method}`],
      ['Max-Forwards', '70'],
      ['Contact', '<sip:pbx@127.0.0.1;transport=ws>'],
      ...headers,
    ];
    return this.#connection.request(method, this.#target, list, body, onResponse);
  }
}
