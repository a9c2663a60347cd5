// REGISTER (RFC 3261 10): bound on every new way, refreshed in time, and never fought over. The PBX keeps one phone a
// extension (`remove_existing`), so two copies that each insisted would take it from each other for ever: one that finds
// another phone in its place stops and says so, and a person decides.
import { UserAgent } from 'sip.js';
import type { IncomingResponseMessage } from 'sip.js/lib/core';

const EXPIRES_S = 300;
const REFRESH_AT = 0.8;
/** How often it is looked up who is registered (RFC 3261 10.2.3, a REGISTER without Contact). */
const LOOK_MS = 10_000;
const REFUSED_PAUSE_MS = 15_000;
/** A PBX that has just started refuses everybody until it has read its accounts: for so long that is not believed. */
const REFUSAL_FORGIVEN_MS = 30_000;
const FORGIVEN_PAUSE_MS = 3_000;
const FAILED_PAUSE_MS = 1_500;
/**
 * A PBX that has just started opens its WebSocket before it knows what a REGISTER is, and never answers one that came too
 * early: SIP.js would wait half a minute for it (RFC 3261 17.1.2.2, timer F).
 */
const ANSWER_LIMIT_MS = 4_000;
/** This many server errors in a row: another server may do better. */
const FAILURES_TO_LEAVE = 3;

const REFUSALS = [401, 403, 404, 407];

export type Registered = 'pending' | 'registered' | 'refused' | 'takenOver';

export interface RegistrationListener {
  onState(state: Registered): void;
  /** The server answers with errors only. */
  onUnwell(): void;
}

/** Who is bound: we, nobody, or somebody else in our place. A phone that once stood beside ours is no rival. */
export function ownerOf(bound: readonly string[], ours: string, neighbours: ReadonlySet<string>): Owner {
  if (bound.includes(ours)) return 'ours';
  return bound.some((user) => !neighbours.has(user)) ? 'other' : 'nobody';
}
export type Owner = 'ours' | 'nobody' | 'other';

export class Registration {
  readonly #agent: UserAgent;
  readonly #domain: string;
  readonly #listener: RegistrationListener;
  readonly #neighbours = new Set<string>();
  readonly #identity = { callId: crypto.randomUUID(), fromTag: crypto.randomUUID().slice(0, 8) };
  #cseq = 0;
  /** Answers to what was asked before the last (re)start are not listened to. */
  #round = 0;
  #failures = 0;
  #failingSince = 0;
  #wasRegistered = false;
  #state: Registered = 'pending';
  #look: number | undefined;
  #refresh: number | undefined;
  #retry: number | undefined;

  constructor(agent: UserAgent, domain: string, listener: RegistrationListener) {
    this.#agent = agent;
    this.#domain = domain;
    this.#listener = listener;
  }

  get state(): Registered {
    return this.#state;
  }

  /** `take` puts this phone in, whoever is there (somebody opened it here); `keep` only where nobody else has come. */
  begin(how: 'take' | 'keep'): void {
    this.pause();
    // What another way or another server failed at says nothing about this one.
    this.#failures = 0;
    this.#become('pending');
    if (how === 'take') this.#bind();
    else this.#ask('keep');
  }

  /** Nothing more is sent until `begin`. */
  pause(): void {
    this.#round++;
    for (const timer of [this.#look, this.#refresh, this.#retry]) window.clearTimeout(timer);
  }

  /** Takes this phone off the PBX; resolves when it answered. */
  end(): Promise<void> {
    const wasRegistered = this.#state === 'registered';
    this.pause();
    if (!wasRegistered) return Promise.resolve();
    return new Promise((resolve) => this.#send(`${this.#agent.contact.toString()};expires=0`, () => resolve()));
  }

  #bind(): void {
    this.#send(`${this.#agent.contact.toString()};expires=${EXPIRES_S}`, (status, message) => {
      if (status >= 300 || !message) return this.#failed(status, () => this.#bind());
      this.#failures = 0;
      this.#wasRegistered = true;
      this.#remember(message);
      this.#become('registered');
      window.clearTimeout(this.#refresh);
      this.#refresh = window.setTimeout(() => this.#ask('keep'), this.#grantedSeconds(message) * REFRESH_AT * 1000);
      this.#lookLater();
    });
  }

  /** Who is bound now? `keep`: bind (again) unless somebody else is; `look`: only if we are not bound any more. */
  #ask(why: 'keep' | 'look'): void {
    this.#send(undefined, (status, message) => {
      if (status >= 300 || !message) return this.#failed(status, () => this.#ask(why));
      this.#failures = 0;
      const owner = ownerOf(usersOf(message), this.#ours(), this.#neighbours);
      if (owner === 'other') {
        this.pause();
        return this.#become('takenOver');
      }
      if (owner === 'ours') this.#remember(message);
      if (owner === 'nobody' || why === 'keep') this.#bind();
      else this.#lookLater();
    });
  }

  #lookLater(): void {
    window.clearTimeout(this.#look);
    this.#look = window.setTimeout(() => this.#ask('look'), LOOK_MS);
  }

  #failed(status: number, again: () => void): void {
    if (this.#failures++ === 0) this.#failingSince = performance.now();
    const isForgiven = this.#wasRegistered && performance.now() - this.#failingSince < REFUSAL_FORGIVEN_MS;
    const isRefused = REFUSALS.includes(status) && !isForgiven;
    if (isRefused) this.#become('refused');
    else if (this.#failures % FAILURES_TO_LEAVE === 0) this.#listener.onUnwell();
    // An administrator may be mending a refused password: ask again, slowly.
    const soon = REFUSALS.includes(status) ? FORGIVEN_PAUSE_MS : FAILED_PAUSE_MS * (1 + Math.random());
    const pause = isRefused ? REFUSED_PAUSE_MS : soon;
    const round = this.#round;
    window.clearTimeout(this.#retry);
    this.#retry = window.setTimeout(() => round === this.#round && again(), pause);
  }

  /** `onFinal`: once, with 408 and no message when none came in time. */
  #send(contact: string | undefined, onFinal: (status: number, message?: IncomingResponseMessage) => void): void {
    const round = this.#round;
    const { userAgentCore, configuration } = this.#agent;
    const registrar = UserAgent.makeURI(`sip:${this.#domain}`)!;
    const options = { ...this.#identity, cseq: ++this.#cseq, toUri: configuration.uri };
    const headers =
      contact === undefined ? [] : [`Contact: ${contact}`, 'Allow: ACK,CANCEL,INVITE,BYE,OPTIONS,NOTIFY,REFER'];
    const message = userAgentCore.makeOutgoingRequestMessage(
      'REGISTER',
      registrar,
      configuration.uri,
      configuration.uri,
      options,
      headers,
    );
    let isOpen = true;
    const settle = (status: number, answer?: IncomingResponseMessage) => {
      window.clearTimeout(limit);
      // A challenge is answered under a higher number, which the next request must not repeat.
      this.#cseq = Math.max(this.#cseq, message.cseq);
      if (isOpen && round === this.#round) onFinal(status, answer);
      isOpen = false;
    };
    const limit = window.setTimeout(() => settle(408), ANSWER_LIMIT_MS);
    const final = ({ message: answer }: { message: IncomingResponseMessage }) =>
      settle(answer.statusCode ?? 500, answer);
    userAgentCore.register(message, { onAccept: final, onReject: final, onRedirect: final });
  }

  #ours(): string {
    return this.#agent.contact.uri.user ?? '';
  }

  #remember(message: IncomingResponseMessage): void {
    for (const user of usersOf(message)) if (user !== this.#ours()) this.#neighbours.add(user);
  }

  #grantedSeconds(message: IncomingResponseMessage): number {
    const granted = contactsOf(message)
      .find(({ uri }) => uri.user === this.#ours())
      ?.getParam('expires');
    const seconds = Number(granted ?? message.getHeader('expires') ?? EXPIRES_S);
    return Number.isFinite(seconds) && seconds >= 10 ? Math.min(seconds, 3_600) : EXPIRES_S;
  }

  #become(state: Registered): void {
    if (state === this.#state) return;
    this.#state = state;
    this.#listener.onState(state);
  }
}

interface Contact {
  readonly uri: { readonly user?: string | undefined };
  getParam(name: string): string | null | undefined;
}

function contactsOf(message: IncomingResponseMessage): Contact[] {
  return message
    .getHeaders('contact')
    .map((_, index) => message.parseHeader('contact', index) as Contact | undefined)
    .filter((contact) => contact !== undefined);
}

const usersOf = (message: IncomingResponseMessage): string[] =>
  contactsOf(message).map((contact) => contact.uri.user ?? '');
