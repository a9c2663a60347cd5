// The PBX as a server: SIP over WebSocket on loopback (RFC 7118), requests to the right leg, new calls to the dialplan.
import type { AddressInfo } from 'node:net';
import { WebSocketServer } from 'ws';
import { SipConnection } from './sip/connection.ts';
import type { IncomingRequest } from './sip/connection.ts';
import { parseNameAddress, parseUri, tagOf } from './sip/headers.ts';
import { header } from './sip/message.ts';
import { ALLOW } from './sip/build.ts';
import { DigestGuard } from './sip/digest.ts';
import { Registrar } from './sip/registrar.ts';
import type { Account } from './sip/registrar.ts';
import { PhoneChannel } from './core/phone-channel.ts';
import type { Pbx } from './core/pbx.ts';

const HOST = '127.0.0.1';

export class SipServer {
  readonly #pbx: Pbx;
  readonly #registrar: Registrar;
  readonly #connections = new Set<SipConnection>();
  #server: WebSocketServer | undefined;

  constructor(pbx: Pbx) {
    this.#pbx = pbx;
    this.#registrar = new Registrar(pbx.parts.accounts, new DigestGuard(pbx.parts.domain), {
      onRegistered: (extension, binding) => pbx.registered(extension, binding),
      onGone: (extension) => pbx.unregistered(extension),
    });
  }

  /**
   * Listens on loopback.
   * @param port 0 for a free one
   * @returns the port
   */
  listen(port: number): Promise<number> {
    return new Promise((resolve, reject) => {
      const server = new WebSocketServer({
        host: HOST,
        port,
        maxPayload: 65_536,
        handleProtocols: (offered) => (offered.has('sip') ? 'sip' : false),
      });
      server.once('error', reject);
      server.once('listening', () => resolve((server.address() as AddressInfo).port));
      server.on('connection', (socket) => {
        if (socket.protocol !== 'sip') return socket.close(1002, 'subprotocol sip is needed');
        this.#accept(new SipConnection(socket));
      });
      this.#server = server;
    });
  }

  /** Cuts every line at once and stops listening, as a dying server does. */
  async close(): Promise<void> {
    const server = this.#server;
    this.#server = undefined;
    for (const connection of [...this.#connections]) connection.drop();
    await new Promise<void>((resolve) => (server ? server.close(() => resolve()) : resolve()));
  }

  #accept(connection: SipConnection): void {
    this.#connections.add(connection);
    connection.on('request', (incoming) => this.#route(incoming));
    connection.on('closed', () => {
      this.#connections.delete(connection);
      this.#registrar.lost(connection);
    });
  }

  #route(incoming: IncomingRequest): void {
    const { request } = incoming;
    const leg = this.#legOf(incoming);
    if (leg) return leg.handle(incoming);
    if (request.method === 'ACK') return;
    if (tagOf(header(request, 'to')) !== undefined || request.method === 'CANCEL') return incoming.respond(481);
    switch (request.method) {
      case 'REGISTER':
        return this.#registrar.register(incoming);
      case 'INVITE':
        return this.#invite(incoming);
      case 'OPTIONS':
        return incoming.respond(200, {
          headers: [
            ['Allow', ALLOW],
            ['Accept', 'application/sdp'],
          ],
        });
      case 'SUBSCRIBE':
      case 'PUBLISH':
        return incoming.respond(489, { headers: [['Allow-Events', 'refer']] });
      case 'BYE':
      case 'NOTIFY':
        return incoming.respond(481);
      default:
        return incoming.respond(405, { headers: [['Allow', ALLOW]] });
    }
  }

  #legOf(incoming: IncomingRequest): PhoneChannel | undefined {
    for (const channel of this.#pbx.channels)
      if (channel instanceof PhoneChannel && channel.owns(incoming.request)) return channel;
    return undefined;
  }

  #invite(incoming: IncomingRequest): void {
    const account = this.#registrar.authenticate(incoming);
    if (!account) return;
    const number = parseUri(incoming.request.uri)?.user;
    if (!number) return incoming.respond(404);
    const target = parseNameAddress(header(incoming.request, 'contact'))?.uri;
    if (!target) return incoming.respond(400, { reason: 'No Contact' });
    this.#start(incoming, account, number, target).catch((error: unknown) => {
      process.stderr.write(`clinic: call from ${account.extension} failed: ${String(error)}\n`);
      incoming.respond(500);
    });
  }

  async #start(incoming: IncomingRequest, account: Account, number: string, target: string): Promise<void> {
    const { domain } = this.#pbx.parts;
    const { extension, displayName } = account;
    const line = { extension, displayName, connection: incoming.connection, target, domain };
    const channel = this.#pbx.add(new PhoneChannel(line, undefined, this.#pbx.phoneHooks()));
    const contact = `<sip:${encodeURIComponent(number)}@${domain};transport=ws>`;
    if (await channel.receive(incoming, contact)) this.#pbx.route(channel, number);
  }
}
