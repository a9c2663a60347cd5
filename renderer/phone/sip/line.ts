// The way to the PBX: socket, registration, finding out that it is dead, coming back on the next server.
import { Registerer, RegistererState, UserAgent, UserAgentState } from 'sip.js';
import type { Invitation, Session } from 'sip.js';
import type { PhoneSetup, RegistrationState } from '../../../shared/contract/call.ts';
import type { HandlerRegistry } from './description-handler.ts';

const EXPIRES_S = 300;
const PING_MS = 4_000;
/**
 * Nothing heard for this long after a ping: the socket is dead, whatever the browser says. Asterisk was seen to be silent
 * for two to three seconds while it was well; giving up on it then would cost a ringing call.
 */
const SILENCE_MS = 5_000;
const FIRST_PAUSE_MS = 250;
const LONGEST_PAUSE_MS = 5_000;

export interface LineListener {
  onState(state: RegistrationState): void;
  onInvite(invitation: Invitation): void;
  /** The socket is gone: calls that only ring are over, since their CANCEL or answer can no longer arrive. */
  onLost(): void;
  /** The socket is back and registered while calls were going on: their sound must be repaired. */
  onRecovered(): void;
  hasCalls(): boolean;
}

export class Line {
  readonly #setup: PhoneSetup;
  readonly #handlers: HandlerRegistry;
  readonly #listener: LineListener;
  #agent: UserAgent | undefined;
  #registerer: Registerer | undefined;
  #server = 0;
  #failures = 0;
  #closed = false;
  #everRegistered = false;
  #lastHeard = 0;
  #retry: number | undefined;
  #ping: number | undefined;

  constructor(setup: PhoneSetup, handlers: HandlerRegistry, listener: LineListener) {
    this.#setup = setup;
    this.#handlers = handlers;
    this.#listener = listener;
  }

  get agent(): UserAgent | undefined {
    return this.#agent;
  }

  uri(target: string) {
    return UserAgent.makeURI(`sip:${encodeURIComponent(target)}@${this.#setup.domain}`);
  }

  start(): void {
    if (this.#failures === 0) this.#listener.onState(this.#everRegistered ? 'connecting' : 'starting');
    const agent = this.#createAgent();
    this.#agent = agent;
    agent.start().then(
      () => void this.#register(agent),
      () => this.#lost(agent),
    );
  }

  /** Unregisters and closes; live calls end with it. */
  async close(): Promise<void> {
    this.#closed = true;
    window.clearTimeout(this.#retry);
    window.clearTimeout(this.#ping);
    await this.#registerer?.unregister().catch(() => undefined);
    await this.#agent?.stop().catch(() => undefined);
    this.#listener.onState('signedOut');
  }

  #createAgent(): UserAgent {
    const { servers, domain, extension, displayName, password } = this.#setup;
    const agent: UserAgent = new UserAgent({
      uri: UserAgent.makeURI(`sip:${extension}@${domain}`)!,
      displayName,
      authorizationUsername: extension,
      authorizationPassword: password,
      userAgentString: 'Frontdesk',
      logBuiltinEnabled: false,
      transportOptions: {
        server: servers[this.#server % servers.length] ?? '',
        connectionTimeout: 4,
        keepAliveInterval: 0,
      },
      sessionDescriptionHandlerFactory: (session: Session) => this.#handlers.take(session),
      delegate: {
        onInvite: (invitation) => this.#listener.onInvite(invitation),
        onDisconnect: (error) => {
          if (error && agent.state !== UserAgentState.Stopped) this.#lost(agent);
        },
      },
    });
    const receive = agent.transport.onMessage;
    agent.transport.onMessage = (message) => {
      this.#lastHeard = performance.now();
      receive?.(message);
    };
    return agent;
  }

  async #register(agent: UserAgent): Promise<void> {
    // One left "waiting" by a drop never answers again: each connection gets its own.
    void this.#registerer?.dispose().catch(() => undefined);
    const registerer = new Registerer(agent, { expires: EXPIRES_S, refreshFrequency: 80 });
    this.#registerer = registerer;
    registerer.stateChange.addListener((state) => {
      if (this.#registerer === registerer && state === RegistererState.Registered) this.#registered(agent);
    });
    try {
      await registerer.register({
        requestDelegate: {
          onReject: ({ message }) => {
            if (this.#registerer === registerer) this.#rejected(agent, message.statusCode ?? 500);
          },
        },
      });
    } catch {
      this.#lost(agent);
    }
  }

  #registered(agent: UserAgent): void {
    const wasLost = this.#failures > 0;
    this.#failures = 0;
    this.#everRegistered = true;
    this.#listener.onState('registered');
    if (wasLost && this.#listener.hasCalls()) this.#listener.onRecovered();
    this.#watch(agent);
  }

  #rejected(agent: UserAgent, status: number): void {
    if ([401, 403, 404, 407].includes(status)) {
      this.#listener.onState('refused');
      // An administrator may be mending it: ask again, slowly.
      this.#retry = window.setTimeout(() => void this.#register(agent), 15_000);
    } else this.#lost(agent);
  }

  /** OPTIONS over the same socket: whatever comes after it, a challenge or a call, proves that the PBX is there. */
  #watch(agent: UserAgent): void {
    window.clearTimeout(this.#ping);
    this.#ping = window.setTimeout(() => {
      if (this.#closed || agent !== this.#agent) return;
      const asked = performance.now();
      const { configuration, userAgentCore } = agent;
      const server = UserAgent.makeURI(`sip:${this.#setup.domain}`)!;
      userAgentCore.request(
        userAgentCore.makeOutgoingRequestMessage('OPTIONS', server, configuration.uri, configuration.uri, {}),
      );
      this.#ping = window.setTimeout(
        () => (this.#lastHeard >= asked ? this.#watch(agent) : this.#lost(agent)),
        SILENCE_MS,
      );
    }, PING_MS);
  }

  /** The socket is gone or mute: close it ourselves, wait a little, try the next server. */
  #lost(agent: UserAgent): void {
    if (this.#closed || agent !== this.#agent) return;
    window.clearTimeout(this.#ping);
    window.clearTimeout(this.#retry);
    this.#failures++;
    this.#listener.onLost();
    this.#listener.onState(this.#failures > 2 ? 'unreachable' : 'connecting');
    const pause = Math.min(LONGEST_PAUSE_MS, FIRST_PAUSE_MS * 2 ** (this.#failures - 1));
    const reuse = this.#listener.hasCalls();
    if (!reuse) {
      this.#agent = undefined;
      void agent.stop().catch(() => undefined);
      this.#server++;
    }
    this.#retry = window.setTimeout(
      () => (reuse ? this.#reconnect(agent) : this.start()),
      pause / 2 + Math.random() * (pause / 2),
    );
  }

  /** With calls going on the same agent comes back, since the dialogs live in it. */
  #reconnect(agent: UserAgent): void {
    const socket = agent.transport as unknown as { disconnect(): Promise<void> };
    void socket
      .disconnect()
      .catch(() => undefined)
      .then(() => agent.reconnect())
      .then(
        () => this.#register(agent),
        () => this.#lost(agent),
      );
  }
}
