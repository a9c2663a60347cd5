// The AMI server: TCP on loopback, the subset of Asterisk 22's actions and events that Frontdesk's adapter uses.
import { createServer } from 'node:net';
import type { AddressInfo, Server, Socket } from 'node:net';
import { timingSafeEqual } from 'node:crypto';
import type { Pbx } from '../core/pbx.ts';
import { AmiReader, writeBlock } from './framing.ts';
import type { AmiAction, AmiFields } from './framing.ts';
import { dialEvent, parkingEvent, waitingEvent } from './board-events.ts';
import { deviceEvent, queueEvent } from './events.ts';
import { ACTIONS } from './actions.ts';

export interface AmiLogin {
  readonly username: string;
  readonly secret: string;
}

/** A reader this far behind is cut off, octets; so does Asterisk with its write time-out. */
const MAX_BACKLOG = 8 * 1024 * 1024;

interface Session {
  readonly socket: Socket;
  loggedIn: boolean;
  events: boolean;
}

export class AmiServer {
  readonly #pbx: Pbx;
  readonly #login: AmiLogin;
  readonly #sessions = new Set<Session>();
  readonly #startedAt = Date.now();
  #server: Server | undefined;

  constructor(pbx: Pbx, login: AmiLogin) {
    this.#pbx = pbx;
    this.#login = login;
    const stateOf = (device: string) => pbx.phones.deviceState(device);
    pbx.on('queue', (event) => {
      const queue = pbx.queue(event.queue);
      if (queue) this.#publish(queueEvent(event, queue, stateOf));
    });
    pbx.on('parking', (event) => this.#publish(parkingEvent(event)));
    pbx.on('dial', (kind, from, leg) => this.#publish(dialEvent(kind, from, leg)));
    pbx.mailboxes.on('changed', (mailbox, context) =>
      this.#publish(waitingEvent(mailbox, context, pbx.mailboxes.in(mailbox, context))),
    );
    pbx.on('device', (device, state) => this.#publish(deviceEvent(device, state)));
  }

  /** Listens on loopback; 0 takes a free port. Returns the port. */
  listen(port: number): Promise<number> {
    return new Promise((resolve, reject) => {
      const server = createServer((socket) => this.#accept(socket));
      server.once('error', reject);
      server.listen(port, '127.0.0.1', () => resolve((server.address() as AddressInfo).port));
      this.#server = server;
    });
  }

  async close(): Promise<void> {
    const server = this.#server;
    this.#server = undefined;
    for (const { socket } of this.#sessions) socket.destroy();
    await new Promise<void>((resolve) => (server ? server.close(() => resolve()) : resolve()));
  }

  #publish(fields: AmiFields): void {
    const block = writeBlock(fields);
    for (const session of this.#sessions) if (session.loggedIn && session.events) this.#write(session, block);
  }

  #write({ socket }: Session, block: string): void {
    if (socket.writableLength > MAX_BACKLOG) socket.destroy();
    else if (socket.writable) socket.write(block);
  }

  #accept(socket: Socket): void {
    const session: Session = { socket, loggedIn: false, events: true };
    const reader = new AmiReader();
    this.#sessions.add(session);
    socket.setEncoding('utf8');
    socket.setNoDelay(true);
    socket.on('close', () => this.#sessions.delete(session));
    socket.on('error', () => socket.destroy());
    socket.on('data', (chunk) => {
      for (const action of reader.read(String(chunk))) this.#handle(session, action);
    });
    socket.write('Asterisk Call Manager/11.0.0\r\n');
  }

  #handle(session: Session, action: AmiAction | 'malformed'): void {
    if (action === 'malformed') return this.#reply(session, undefined, 'Error', 'Missing action in request');
    const name = (action.get('action') ?? '').toLowerCase();
    if (name === 'login') return this.#logIn(session, action);
    if (!session.loggedIn) return this.#reply(session, action, 'Error', 'Permission denied');
    if (name === 'logoff') {
      this.#reply(session, action, 'Goodbye', 'Thanks for all the fish.');
      session.socket.end();
      return;
    }
    if (name === 'events') {
      session.events = !['off', 'no', 'false'].includes((action.get('eventmask') ?? 'on').toLowerCase());
      const id = action.get('actionid');
      const state = session.events ? 'On' : 'Off';
      const block: AmiFields = [['Response', 'Success'], ...(id ? [['ActionID', id] as const] : []), ['Events', state]];
      return this.#write(session, writeBlock(block));
    }
    const run = Object.hasOwn(ACTIONS, name) ? ACTIONS[name] : undefined;
    if (!run) return this.#reply(session, action, 'Error', 'Invalid/unknown command');
    this.#run(session, action, run);
  }

  #run(session: Session, action: AmiAction, run: (typeof ACTIONS)[string]): void {
    const result = run(action, this.#pbx);
    if (typeof result === 'string') return this.#reply(session, action, 'Error', result);
    const id = action.get('actionid');
    const withId = (fields: AmiFields): AmiFields => {
      const [first, ...rest] = fields;
      return first && id ? [first, ['ActionID', id], ...rest] : fields;
    };
    this.#write(session, writeBlock(withId([['Response', 'Success'], ...result.fields])));
    for (const item of result.items ?? []) this.#write(session, writeBlock(withId(item)));
    // Asterisk answers first and acts then: what the action causes comes after its response.
    result.then?.();
  }

  #logIn(session: Session, action: AmiAction): void {
    const given = `${action.get('username') ?? ''}:${action.get('secret') ?? ''}`;
    if (!same(given, `${this.#login.username}:${this.#login.secret}`)) {
      this.#reply(session, action, 'Error', 'Authentication failed');
      session.socket.end();
      return;
    }
    session.loggedIn = true;
    session.events = (action.get('events') ?? 'on').toLowerCase() !== 'off';
    this.#reply(session, action, 'Success', 'Authentication accepted');
    const uptime = Math.floor((Date.now() - this.#startedAt) / 1000);
    this.#write(
      session,
      writeBlock([
        ['Event', 'FullyBooted'],
        ['Privilege', 'system,all'],
        ['Uptime', uptime],
        ['LastReload', uptime],
        ['Status', 'Fully Booted'],
      ]),
    );
  }

  #reply(session: Session, action: AmiAction | undefined, response: string, message: string): void {
    const id = action?.get('actionid');
    const fields: AmiFields = [
      ['Response', response],
      ...(id ? [['ActionID', id] as const] : []),
      ['Message', message],
    ];
    this.#write(session, writeBlock(fields));
  }
}

function same(a: string, b: string): boolean {
  const [x, y] = [Buffer.from(a), Buffer.from(b)];
  return x.length === y.length && timingSafeEqual(x, y);
}
