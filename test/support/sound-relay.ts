// A bad line between a phone page and a PBX: SIP passes through a WebSocket of ours that puts our own addresses into every
// SDP, so that the sound can only come through here, where it is made late or is dropped.
import { createSocket } from 'node:dgram';
import type { Socket } from 'node:dgram';
import { once } from 'node:events';
import type { AddressInfo } from 'node:net';
import { WebSocket, WebSocketServer } from 'ws';

export interface Line {
  /** One way, ms. */
  readonly delay: number;
  /** Share of the packets that are dropped, 0…1, each way. */
  readonly loss: number;
}
export const CLEAN: Line = { delay: 0, loss: 0 };

const HOST = '127.0.0.1';
const portOf = (socket: Socket) => socket.address().port;

async function open(): Promise<Socket> {
  const socket = createSocket('udp4');
  // A packet to a port that has just been closed comes back as an error of the next one; neither is of interest.
  socket.on('error', () => undefined);
  socket.bind(0, HOST);
  await once(socket, 'listening');
  return socket;
}

/** The sound of one call, both ways. The browser may try from several ports: each gets a port of its own at the other side. */
class Leg {
  readonly towardsPage: Socket;
  readonly #first: Socket;
  readonly #others = new Map<string, Socket>();
  readonly #line: () => Line;
  #firstPage: string | undefined;
  #pbx: { readonly host: string; readonly port: number } | undefined;

  private constructor(towardsPage: Socket, first: Socket, line: () => Line) {
    this.towardsPage = towardsPage;
    this.#first = first;
    this.#line = line;
    towardsPage.on('message', (packet, from) => void this.#fromPage(packet, from.address, from.port));
    this.#answers(first, () => this.#firstPage);
  }

  static async open(line: () => Line): Promise<Leg> {
    return new Leg(await open(), await open(), line);
  }

  get ports(): { readonly page: number; readonly pbx: number } {
    return { page: portOf(this.towardsPage), pbx: portOf(this.#first) };
  }

  pbxIs(host: string, port: number): void {
    this.#pbx = { host, port };
  }

  close(): void {
    for (const socket of [this.towardsPage, this.#first, ...this.#others.values()]) socket.close();
  }

  async #fromPage(packet: Buffer, address: string, port: number): Promise<void> {
    const pbx = this.#pbx;
    if (!pbx) return;
    const page = `${address}:${port}`;
    this.#firstPage ??= page;
    let socket = page === this.#firstPage ? this.#first : this.#others.get(page);
    if (!socket) {
      socket = await open();
      this.#others.set(page, socket);
      this.#answers(socket, () => page);
    }
    const out = socket;
    this.#late(() => out.send(packet, pbx.port, pbx.host));
  }

  #answers(socket: Socket, page: () => string | undefined): void {
    socket.on('message', (packet) => {
      const [address, port] = page()?.split(':') ?? [];
      if (address !== undefined) this.#late(() => this.towardsPage.send(packet, Number(port), address));
    });
  }

  #late(send: () => void): void {
    const { delay, loss } = this.#line();
    if (Math.random() < loss) return;
    const whenOpen = () => {
      try {
        send();
      } catch {
        // The call is over and its sockets are closed.
      }
    };
    if (delay === 0) whenOpen();
    else setTimeout(whenOpen, delay);
  }
}

export class SoundRelay {
  readonly url: string;
  line: Line = CLEAN;
  readonly #server: WebSocketServer;
  readonly #legs = new Map<string, Leg>();

  private constructor(server: WebSocketServer) {
    this.#server = server;
    this.url = `ws://${HOST}:${(server.address() as AddressInfo).port}/ws`;
  }

  /** Listens for the phone page and goes on to `pbx`, whose certificate is not looked at. */
  static async open(pbx: string): Promise<SoundRelay> {
    const server = new WebSocketServer({ host: HOST, port: 0, handleProtocols: () => 'sip' });
    await once(server, 'listening');
    const relay = new SoundRelay(server);
    server.on('connection', (page) => relay.#connect(page, pbx));
    return relay;
  }

  close(): void {
    for (const client of this.#server.clients) client.terminate();
    this.#server.close();
    for (const leg of this.#legs.values()) leg.close();
  }

  #connect(page: WebSocket, address: string): void {
    const pbx = new WebSocket(address, 'sip', { rejectUnauthorized: false });
    const isOpen = once(pbx, 'open');
    // One after the other: opening the sockets of a leg takes a moment, and SIP must not overtake itself.
    let up: Promise<unknown> = isOpen;
    let down: Promise<unknown> = Promise.resolve();
    page.on('message', (data) => {
      up = up.then(async () => pbx.send(await this.#rewritten(String(data), 'page')));
    });
    pbx.on('message', (data) => {
      down = down.then(async () => page.send(await this.#rewritten(String(data), 'pbx')));
    });
    page.on('close', () => pbx.close());
    pbx.on('close', () => page.close());
    pbx.on('error', () => page.terminate());
  }

  /** The message with our addresses for those of `from` in its SDP; the first candidate of the PBX is where sound goes. */
  async #rewritten(message: string, from: 'page' | 'pbx'): Promise<string> {
    const end = message.indexOf('\r\n\r\n');
    const body = message.slice(end + 4);
    const callId = /^(?:Call-ID|i):\s*(\S+)/im.exec(message)?.[1];
    if (!body.startsWith('v=0') || callId === undefined) return message;
    const leg = this.#legs.get(callId) ?? (await Leg.open(() => this.line));
    this.#legs.set(callId, leg);
    const first = /^a=candidate:\S+ 1 udp \d+ (\d+\.\d+\.\d+\.\d+) (\d+) typ host/im.exec(body);
    if (from === 'pbx' && first) leg.pbxIs(first[1]!, Number(first[2]));
    const port = from === 'pbx' ? leg.ports.page : leg.ports.pbx;
    const candidate = `a=candidate:1 1 udp 2130706431 ${HOST} ${port} typ host`;
    const lines = body.split('\r\n').filter((line) => !line.startsWith('a=candidate:'));
    const at = lines.findIndex((line) => line.startsWith('a=ice-ufrag:'));
    if (at >= 0) lines.splice(at, 0, candidate);
    const rewritten = lines.join('\r\n').replace(/^m=audio \d+/m, `m=audio ${port}`);
    const head = message
      .slice(0, end)
      .replace(/^(Content-Length|l):.*$/im, `Content-Length: ${Buffer.byteLength(rewritten)}`);
    return `${head}\r\n\r\n${rewritten}`;
  }
}
