// The network end of one leg: an ICE-lite agent (RFC 8445 2.5) on a loopback socket. It only answers the browser's
// checks and sends where the browser nominated. Checks are answered as soon as our offer is out, before the answer
// comes (RFC 8445 7.3), so that a phone which prepares its answer while ringing is connected before the click.
import { createSocket } from 'node:dgram';
import type { Socket } from 'node:dgram';
import { randomBytes } from 'node:crypto';
import { EventEmitter } from 'node:events';
import { Message, classes, methods, parseMessage } from 'werift';

export interface IceCredentials {
  readonly ufrag: string;
  readonly password: string;
}

export interface IceEvents {
  /** DTLS, SRTP or SRTCP (RFC 7983), and the ufrag of the browser's side of the path it came on. */
  packet: [packet: Buffer, remoteUfrag: string];
}

interface Address {
  readonly address: string;
  readonly port: number;
}

/** Paths of one leg that are remembered; a browser has a handful. */
const MAX_PATHS = 16;

const credentials = (): IceCredentials => ({
  ufrag: randomBytes(4).toString('hex'),
  password: randomBytes(16).toString('hex'),
});

export class IceLite extends EventEmitter<IceEvents> {
  readonly address: string;
  readonly #socket: Socket;
  #local: IceCredentials[] = [credentials()];
  /** Who is behind an address that passed a check. One phone may try several answers, each with a ufrag of its own. */
  readonly #paths = new Map<string, string>();
  /** Where to send, by the browser's ufrag. */
  readonly #selected = new Map<string, Address>();
  #lastCheck = performance.now();
  #closed = false;

  private constructor(socket: Socket, address: string) {
    super();
    this.#socket = socket;
    this.address = address;
    socket.on('message', (data, from) => this.#receive(data, from));
    socket.on('error', () => this.close());
  }

  /** Binds a socket; the candidate is there when this resolves. */
  static open(address = '127.0.0.1'): Promise<IceLite> {
    return new Promise((resolve, reject) => {
      const socket = createSocket('udp4');
      socket.once('error', reject);
      socket.bind(0, address, () => {
        socket.off('error', reject);
        resolve(new IceLite(socket, address));
      });
    });
  }

  /** The credentials to put in the next description. */
  get local(): IceCredentials {
    return this.#local[0] ?? credentials();
  }

  get port(): number {
    return this.#socket.address().port;
  }

  /** Milliseconds since the browser last showed that it is there (RFC 7675 consent). */
  get quietFor(): number {
    return performance.now() - this.#lastCheck;
  }

  /** `a=candidate` value of the one host candidate (RFC 8839 5.1). */
  get candidate(): string {
    return `1 1 udp 2130706431 ${this.address} ${this.port} typ host`;
  }

  /** New credentials for an ICE restart (RFC 8445 9): the old ones and the old path hold until the browser moves. */
  restart(): void {
    this.#local = [credentials(), ...this.#local].slice(0, 2);
  }

  /** Sends on the path of the first of these ufrags that has one. */
  send(packet: Buffer, remoteUfrags: readonly string[]): void {
    const ufrag = remoteUfrags.find((one) => this.#selected.has(one));
    const to = ufrag === undefined ? undefined : this.#selected.get(ufrag);
    if (to && !this.#closed) this.#socket.send(packet, to.port, to.address);
  }

  close(): void {
    if (this.#closed) return;
    this.#closed = true;
    this.removeAllListeners();
    this.#socket.close();
  }

  #receive(data: Buffer, from: Address): void {
    const first = data[0];
    if (first === undefined || this.#closed) return;
    if (first < 4) return this.#onStun(data, from);
    // Only from where a good check came; browsers use a path as soon as it answers, before they nominate it.
    const ufrag = this.#paths.get(`${from.address}:${from.port}`);
    if (ufrag !== undefined) this.emit('packet', data, ufrag);
  }

  #onStun(data: Buffer, from: Address): void {
    const peek = parseMessage(data);
    if (!peek || peek.messageMethod !== methods.BINDING || peek.messageClass !== classes.REQUEST) return;
    const [own = '', remote = ''] = String(peek.getAttributeValue('USERNAME') ?? '').split(':');
    const known = this.#local.find((one) => one.ufrag === own);
    if (!known || !parseMessage(data, Buffer.from(known.password))) return;
    this.#lastCheck = performance.now();
    const response = new Message(methods.BINDING, classes.RESPONSE, peek.transactionId);
    response.setAttribute('XOR-MAPPED-ADDRESS', [from.address, from.port]);
    response.addMessageIntegrity(Buffer.from(known.password)).addFingerprint();
    this.#socket.send(response.bytes, from.port, from.address);
    this.#remember(remote, from);
    const chosen = peek.attributesKeys.includes('USE-CANDIDATE');
    // Once the browser nominates with new credentials, the old ones are over.
    if (chosen && known === this.#local[0]) this.#local = [known];
    if (chosen || !this.#selected.has(remote)) this.#selected.set(remote, from);
  }

  #remember(remoteUfrag: string, { address, port }: Address): void {
    this.#paths.set(`${address}:${port}`, remoteUfrag);
    const [oldest] = this.#paths.keys();
    if (this.#paths.size > MAX_PATHS && oldest !== undefined) this.#paths.delete(oldest);
  }
}
