// The way to the PBX and this phone's place on it: the agent, its link, its registration, and what they tell the calls.
import { UserAgent } from 'sip.js';
import type { Invitation, Notification, Session } from 'sip.js';
import type { PhoneSetup, RegistrationState } from '../../../shared/contract/call.ts';
import type { WayState } from '../../../shared/domain/line/watch.ts';
import type { HandlerRegistry } from './description-handler.ts';
import { Link } from './link.ts';
import type { UseOfSocket } from './link.ts';
import { Registration } from './registration.ts';
import type { Registered } from './registration.ts';

/** Leaving politely must not keep anybody waiting when the PBX is gone. */
const UNREGISTER_LIMIT_MS = 1_000;

export interface LineListener {
  onState(state: RegistrationState): void;
  onInvite(invitation: Invitation): void;
  /** A NOTIFY that nobody subscribed to. */
  onNotify(notification: Notification): void;
  /** Another socket is in use: what cannot go on over it is over. */
  onMoved(how: UseOfSocket): void;
  /** Calls that go on over the new socket need their PBX to know the new address, and their sound to find its way. */
  onRecovered(): void;
  /** No way for so long that calls which only ring are over: their CANCEL or answer can no longer arrive. */
  onUnreachable(): void;
  hasCalls(): boolean;
}

/** One sentence's worth of state, from the way and the place on it. */
export function lineState(way: WayState, registered: Registered, everRegistered: boolean): RegistrationState {
  if (way === 'unreachable') return 'unreachable';
  if (registered === 'takenOver') return 'takenOver';
  if (way === 'connecting' || registered === 'pending') return everRegistered ? 'connecting' : 'starting';
  return registered;
}

export class Line {
  readonly #setup: PhoneSetup;
  readonly #listener: LineListener;
  readonly #link: Link;
  readonly #registration: Registration;
  readonly agent: UserAgent;
  #state: RegistrationState | undefined;
  #everRegistered = false;
  #everUsed = false;
  #closed = false;
  #questions = 0;

  constructor(setup: PhoneSetup, handlers: HandlerRegistry, listener: LineListener) {
    this.#setup = setup;
    this.#listener = listener;
    this.#link = new Link(setup.servers, {
      question: () => this.#question(),
      onWay: (way) => this.#wayIs(way),
      onUse: (how) => this.#use(how),
      hasCalls: () => listener.hasCalls(),
    });
    this.agent = this.#createAgent(handlers);
    this.#registration = new Registration(this.agent, setup.domain, {
      onState: () => this.#tell(),
      // On a way that is itself in doubt, silence says nothing about the server.
      onUnwell: () => this.isOpen && this.#link.leave(),
    });
  }

  /** Whether what is sent now has a way to go. */
  get isOpen(): boolean {
    return this.#link.isConnected() && this.#link.way === 'ok';
  }

  uri(target: string) {
    return UserAgent.makeURI(`sip:${encodeURIComponent(target)}@${this.#setup.domain}`);
  }

  start(): void {
    this.#tell();
    void this.agent.start();
  }

  /** A person wants the phone here, whoever has it now. */
  takeBack(): void {
    this.#registration.begin('take');
  }

  /** Unregisters and closes; live calls end with it. */
  async close(): Promise<void> {
    this.#closed = true;
    const limit = new Promise((resolve) => setTimeout(resolve, UNREGISTER_LIMIT_MS));
    if (this.isOpen) await Promise.race([this.#registration.end(), limit]);
    this.#registration.pause();
    await this.agent.stop().catch(() => undefined);
    this.#listener.onState('signedOut');
  }

  #createAgent(handlers: HandlerRegistry): UserAgent {
    const { domain, extension, displayName, password } = this.#setup;
    const link = this.#link;
    return new UserAgent({
      uri: UserAgent.makeURI(`sip:${extension}@${domain}`)!,
      displayName,
      authorizationUsername: extension,
      authorizationPassword: password,
      userAgentString: 'Frontdesk',
      logBuiltinEnabled: false,
      // A constructor that hands out the one link: SIP.js wants to make its transport itself.
      transportConstructor: function () {
        return link;
      } as unknown as new () => Link,
      sessionDescriptionHandlerFactory: (session: Session) => handlers.take(session),
      delegate: {
        onInvite: (invitation) => this.#listener.onInvite(invitation),
        onNotify: (notification) => this.#listener.onNotify(notification),
      },
    });
  }

  #wayIs(way: WayState): void {
    this.#tell();
    if (way === 'unreachable') this.#listener.onUnreachable();
  }

  #use(how: UseOfSocket): void {
    if (this.#closed) return;
    const isFirst = !this.#everUsed;
    this.#everUsed = true;
    if (!isFirst) {
      this.#listener.onMoved(how);
      failPending(this.agent);
      this.#listener.onRecovered();
    }
    if (this.#registration.state === 'takenOver') return;
    this.#registration.begin(this.#everRegistered ? 'keep' : 'take');
  }

  #tell(): void {
    if (this.#closed) return;
    const registered = this.#registration?.state ?? 'pending';
    if (registered === 'registered') this.#everRegistered = true;
    const way = this.#everUsed || this.#link.way === 'unreachable' ? this.#link.way : 'connecting';
    const state = lineState(way, registered, this.#everRegistered);
    if (state === this.#state) return;
    this.#state = state;
    this.#listener.onState(state);
  }

  /**
   * OPTIONS, outside every dialog: whatever comes after it, a challenge, an error or a call, proves that the PBX is there.
   * Written out, since it also goes over sockets that the agent does not know.
   */
  #question(): string {
    const { domain, extension } = this.#setup;
    const token = `${Date.now().toString(36)}${(this.#questions++).toString(36)}`;
    return [
      `OPTIONS sip:${domain} SIP/2.0`,
      `Via: SIP/2.0/${this.#link.protocol} ${this.agent.contact.uri.host};branch=z9hG4bKq${token}`,
      'Max-Forwards: 70',
      `From: <sip:${extension}@${domain}>;tag=q${token}`,
      `To: <sip:${domain}>`,
      `Call-ID: question-${token}`,
      'CSeq: 1 OPTIONS',
      'User-Agent: Frontdesk',
      'Content-Length: 0',
      '',
      '',
    ].join('\r\n');
  }
}

interface PendingClient {
  readonly transaction?: { readonly state: string; onTransportError?(error: Error): void };
}

/**
 * What was asked over a socket that is gone is not answered any more, and SIP.js would wait half a minute for it, letting
 * no other re-INVITE out meanwhile: to each it is a transport error now (RFC 3261 17.1.4).
 */
function failPending(agent: UserAgent): void {
  const { userAgentClients } = agent.userAgentCore as unknown as { userAgentClients: Map<string, PendingClient> };
  for (const { transaction } of [...userAgentClients.values()])
    if (transaction && ['Calling', 'Trying', 'Proceeding'].includes(transaction.state))
      transaction.onTransportError?.(new Error('the socket was exchanged'));
}
