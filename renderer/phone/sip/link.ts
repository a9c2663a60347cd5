// The sockets to the PBX, as one transport for SIP.js. The agent never learns that the socket under it was exchanged:
// dialogs, their sequence numbers and the answers still owed live on, and go out over whichever socket is alive.
// When and where to: shared/domain/line/watch.ts.
import { TransportState } from 'sip.js';
import type { Transport } from 'sip.js';
import { startWatch, stepWatch, wayState } from '../../../shared/domain/line/watch.ts';
import type { Watch, WatchInput, WatchStep, WayState } from '../../../shared/domain/line/watch.ts';

const TICK_MS = 100;
/** SIP.js drops a response outside 1xx to 6xx, and the call would wait half a minute for another one. */
const NO_STATUS = /^SIP\/2\.0 [07-9]\d\d /;
/** A tick that comes this late means that the computer slept. */
const SLEPT_MS = 2_500;

export interface LinkListener {
  /** A question that any SIP server answers in some way. */
  question(): string;
  onWay(state: WayState): void;
  /** Another socket is in use from now on. */
  onUse(how: UseOfSocket): void;
  hasCalls(): boolean;
}

export interface UseOfSocket {
  /** The same server as before: it may know the calls. */
  readonly isHome: boolean;
  /** The former socket was closed by the other side (or is the first one), rather than found silent. */
  readonly wasClosed: boolean;
}

export class Link implements Transport {
  readonly #servers: readonly string[];
  readonly #listener: LinkListener;
  readonly #sockets = new Map<number, WebSocket>();
  #watch: Watch;
  #used: { readonly id: number; readonly socket: WebSocket } | undefined;
  #way: WayState = 'ok';
  #timer: number | undefined;
  #lastTick = { monotonic: 0, wall: 0 };
  #closed = false;

  onConnect: (() => void) | undefined;
  onDisconnect: ((error?: Error) => void) | undefined;
  onMessage: ((message: string) => void) | undefined;
  /** SIP.js's own reconnection listens here; ours is the watch. */
  readonly stateChange = { addListener() {}, removeListener() {}, on() {}, off() {}, once() {} };

  constructor(servers: readonly string[], listener: LinkListener) {
    this.#servers = servers;
    this.#listener = listener;
    this.#watch = startWatch(servers.length, performance.now());
  }

  get protocol(): string {
    return this.#servers[this.#watch.home]?.startsWith('ws:') ? 'WS' : 'WSS';
  }

  get state(): TransportState {
    return this.isConnected() ? TransportState.Connected : TransportState.Disconnected;
  }

  get way(): WayState {
    return this.#way;
  }

  isConnected(): boolean {
    return this.#used?.socket.readyState === WebSocket.OPEN;
  }

  /** Begins to keep a way open; resolves at once, the listener is told when there is one. */
  connect(): Promise<void> {
    if (this.#timer === undefined && !this.#closed) {
      this.#lastTick = { monotonic: performance.now(), wall: Date.now() };
      this.#timer = window.setInterval(() => this.#tick(), TICK_MS);
      for (const name of ['online', 'offline']) window.addEventListener(name, this.#disturbed);
      networkInformation()?.addEventListener('change', this.#disturbed);
      this.#put({ type: 'tick' });
    }
    return Promise.resolve();
  }

  disconnect(): Promise<void> {
    this.#closed = true;
    window.clearInterval(this.#timer);
    for (const name of ['online', 'offline']) window.removeEventListener(name, this.#disturbed);
    networkInformation()?.removeEventListener('change', this.#disturbed);
    for (const id of [...this.#sockets.keys()]) this.#drop(id);
    this.#used = undefined;
    return Promise.resolve();
  }

  dispose(): Promise<void> {
    return this.disconnect();
  }

  send(message: string): Promise<void> {
    if (!this.#used || !this.isConnected()) return Promise.reject(new Error('no way to the PBX'));
    this.#used.socket.send(message);
    return Promise.resolve();
  }

  /** This server answers but cannot work: on to the next one, where there is one. */
  leave(): void {
    this.#put({ type: 'unwell' });
  }

  readonly #disturbed = () => this.#put({ type: 'disturbed' });

  #tick(): void {
    const now = { monotonic: performance.now(), wall: Date.now() };
    const passed = Math.max(now.monotonic - this.#lastTick.monotonic, now.wall - this.#lastTick.wall);
    this.#lastTick = now;
    this.#put({ type: passed > SLEPT_MS ? 'disturbed' : 'tick' });
  }

  #put(input: WatchInput): void {
    if (this.#closed) return;
    const now = performance.now();
    const hadSocket = this.#watch.used !== undefined;
    const context = { now, hasCalls: this.#listener.hasCalls(), chance: Math.random() };
    const [watch, steps] = stepWatch(this.#watch, input, context);
    this.#watch = watch;
    if (watch.used === undefined) this.#used = undefined;
    const way = wayState(watch, now);
    const before = this.#way;
    this.#way = way;
    for (const step of steps) this.#carryOut(step, !hadSocket);
    if (way !== before) this.#listener.onWay(way);
  }

  #carryOut(step: WatchStep, wasClosed: boolean): void {
    switch (step.do) {
      case 'open':
        return this.#open(step.id, this.#servers[step.server] ?? '');
      case 'ask': {
        const socket = this.#sockets.get(step.id);
        if (socket?.readyState === WebSocket.OPEN) socket.send(this.#listener.question());
        return;
      }
      case 'drop':
        return this.#drop(step.id);
      case 'use': {
        const socket = this.#sockets.get(step.id);
        if (!socket) return;
        this.#used = { id: step.id, socket };
        return this.#listener.onUse({ isHome: step.isHome, wasClosed });
      }
    }
  }

  #open(id: number, server: string): void {
    let socket: WebSocket;
    try {
      socket = new WebSocket(server, 'sip');
    } catch {
      // An address no socket can be made from: as dead as one that does not answer.
      return queueMicrotask(() => this.#put({ type: 'closed', id }));
    }
    socket.binaryType = 'arraybuffer';
    this.#sockets.set(id, socket);
    const isOurs = () => this.#sockets.get(id) === socket;
    socket.addEventListener('open', () => isOurs() && this.#put({ type: 'opened', id }));
    socket.addEventListener('close', () => {
      if (!isOurs()) return;
      this.#sockets.delete(id);
      this.#put({ type: 'closed', id });
    });
    socket.addEventListener('message', (event) => isOurs() && this.#receive(id, event.data));
  }

  #receive(id: number, data: unknown): void {
    this.#put({ type: 'heard', id });
    // A socket that only gives a second opinion has nothing to say to the agent.
    if (this.#used?.id !== id) return;
    const text = typeof data === 'string' ? data : decoded(data);
    if (text.trim() === '') return;
    try {
      this.onMessage?.(text.replace(NO_STATUS, 'SIP/2.0 500 '));
    } catch {
      // A message that SIP.js's own parser or state machine cannot take (RFC 4475 has many) must not take the phone down.
    }
  }

  #drop(id: number): void {
    const socket = this.#sockets.get(id);
    this.#sockets.delete(id);
    socket?.close(1000);
  }
}

function decoded(data: unknown): string {
  return data instanceof ArrayBuffer ? new TextDecoder().decode(data) : '';
}

/** Chromium says here when the kind of network changes; absent elsewhere. */
const networkInformation = (): EventTarget | undefined =>
  (navigator as Navigator & { readonly connection?: EventTarget }).connection;
