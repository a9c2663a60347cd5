// Who is where (RFC 3261 10): one contact for each extension, the newest wins, as `remove_existing=yes` does in Asterisk.
import { header, headers } from './message.ts';
import type { SipRequest } from './message.ts';
import { parseNameAddress, parseUri, splitOutside } from './headers.ts';
import type { DigestGuard } from './digest.ts';
import type { IncomingRequest, SipConnection } from './connection.ts';

export interface Account {
  readonly extension: string;
  readonly secret: string;
  readonly displayName: string;
}

export interface Binding {
  readonly contact: string;
  readonly connection: SipConnection;
  readonly timer: NodeJS.Timeout;
}

/** Seconds. */
const EXPIRES = { min: 10, usual: 300, max: 600 } as const;

export interface RegistrarHooks {
  readonly onRegistered: (extension: string, binding: Binding) => void;
  readonly onGone: (extension: string) => void;
}

export class Registrar {
  readonly #accounts: ReadonlyMap<string, Account>;
  readonly #guard: DigestGuard;
  readonly #hooks: RegistrarHooks;
  readonly #bindings = new Map<string, Binding>();

  constructor(accounts: readonly Account[], guard: DigestGuard, hooks: RegistrarHooks) {
    this.#accounts = new Map(accounts.map((account) => [account.extension, account]));
    this.#guard = guard;
    this.#hooks = hooks;
  }

  account(extension: string): Account | undefined {
    return this.#accounts.get(extension);
  }

  binding(extension: string): Binding | undefined {
    return this.#bindings.get(extension);
  }

  /**
   * Checks the digest of a request and answers it when it does not pass: 401 or 407 with a challenge; a wrong password
   * for a known or unknown name is 403 alike, so that names cannot be tried out.
   * @returns the account, or undefined when the request has been answered
   */
  authenticate(incoming: IncomingRequest): Account | undefined {
    const { request } = incoming;
    const registering = request.method === 'REGISTER';
    const value = header(request, registering ? 'authorization' : 'proxy-authorization');
    const from = parseUri(parseNameAddress(header(request, 'from'))?.uri)?.user ?? '';
    const account = this.#accounts.get(from);
    const secretOf = (user: string): string | undefined => (user === from ? account?.secret : undefined);
    const verdict = this.#guard.check(value, request.method, secretOf);
    if (verdict === 'ok' && account) return account;
    if (verdict === 'wrong') incoming.respond(403);
    else this.#challenge(incoming, registering, verdict === 'stale');
    return undefined;
  }

  register(incoming: IncomingRequest): void {
    const account = this.authenticate(incoming);
    if (!account) return;
    const { request, connection } = incoming;
    const asked = askedExpiry(request);
    const [contact = ''] = splitOutside(headers(request, 'contact').join(','), ',');
    const uri = parseNameAddress(contact)?.uri;
    if (asked === 0) {
      this.#remove(account.extension, connection, contact === '*');
      return incoming.respond(200);
    }
    if (contact === '') return this.#answer(incoming, account.extension, EXPIRES.usual);
    if (!uri || !parseUri(uri)) return incoming.respond(400, { reason: 'Bad Contact' });
    if (asked < EXPIRES.min) return incoming.respond(423, { headers: [['Min-Expires', String(EXPIRES.min)]] });
    const seconds = Math.min(asked, EXPIRES.max);
    this.#bind(account.extension, uri, connection, seconds);
    this.#answer(incoming, account.extension, seconds);
  }

  /** Forgets what was registered over a socket that is gone. */
  lost(connection: SipConnection): void {
    for (const [extension, binding] of [...this.#bindings])
      if (binding.connection === connection) this.#remove(extension, connection, false);
  }

  #bind(extension: string, contact: string, connection: SipConnection, seconds: number): void {
    clearTimeout(this.#bindings.get(extension)?.timer);
    const timer = setTimeout(() => this.#remove(extension, connection, true), seconds * 1000);
    timer.unref();
    const binding = { contact, connection, timer };
    this.#bindings.set(extension, binding);
    // The answer goes out first: a phone must not be called before it knows that it is registered.
    queueMicrotask(() => this.#hooks.onRegistered(extension, binding));
  }

  #remove(extension: string, connection: SipConnection, whatever: boolean): void {
    const binding = this.#bindings.get(extension);
    if (!binding || (!whatever && binding.connection !== connection)) return;
    clearTimeout(binding.timer);
    this.#bindings.delete(extension);
    this.#hooks.onGone(extension);
  }

  #answer(incoming: IncomingRequest, extension: string, seconds: number): void {
    const binding = this.#bindings.get(extension);
    incoming.respond(200, {
      headers: binding
        ? [
            ['Contact', `<${binding.contact}>;expires=${seconds}`],
            ['Date', new Date().toUTCString()],
          ]
        : [],
    });
  }

  #challenge(incoming: IncomingRequest, registering: boolean, stale: boolean): void {
    const name = registering ? 'WWW-Authenticate' : 'Proxy-Authenticate';
    incoming.respond(registering ? 401 : 407, { headers: [[name, this.#guard.challenge(stale)]] });
  }
}

/** RFC 3261 10.2.1.1: the contact's own expiry goes before the header field. Garbage counts as not given. */
function askedExpiry(request: SipRequest): number {
  const [contact = ''] = splitOutside(headers(request, 'contact').join(','), ',');
  const value = parseNameAddress(contact)?.params['expires'] ?? header(request, 'expires') ?? '';
  return /^\d{1,9}$/.test(value) ? Number(value) : EXPIRES.usual;
}
