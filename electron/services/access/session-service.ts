// Who is at the desk: passphrase, sign-in, lock. The phone goes on ringing through a lock and a sign-out ends it.
import { ONLY_KEY } from '../../../shared/contract/index.ts';
import type { Session } from '../../../shared/contract/session.ts';
import type { Site } from '../../../shared/domain/site/site.ts';
import { fail, ok } from '../../../shared/result/result.ts';
import type { Done, Result } from '../../../shared/result/result.ts';
import type { Access } from '../../ports/access.ts';
import type { AuditAction } from '../../ports/journal.ts';
import type { Clock } from '../../ports/runtime.ts';
import type { Handlers, Topics } from '../../ports/topics.ts';
import type { SecretName, Vault } from '../../ports/vault.ts';
import { checkPassword, hashPassword } from './password.ts';

const MIN_PASSWORD = 8;
/** After this many wrong passwords in a row each further try waits. */
const FREE_TRIES = 5;
const PENALTY_MS = 30_000;

type User = Site['users'][number];
type NeededSecret = Session['needs'][number];

export interface SessionDeps {
  readonly topics: () => Topics;
  readonly vault: Vault;
  readonly clock: Clock;
  readonly site: () => Site | undefined;
  readonly demo: boolean;
  /** The vault has just been opened: the journal can be, too. */
  readonly onVaultOpen: () => void;
  readonly onUser: (user: User | undefined) => void;
  readonly audit: (action: AuditAction, userId: string) => void;
}

export class SessionService implements Access {
  readonly #deps: SessionDeps;
  readonly #listeners: (() => void)[] = [];
  #state: 'out' | 'in' | 'locked' = 'out';
  #user: User | undefined;
  #wrong = 0;
  #blockedUntil = 0;
  #checking: Promise<unknown> = Promise.resolve();

  constructor(deps: SessionDeps) {
    this.#deps = deps;
  }

  current(): ReturnType<Access['current']> {
    return { state: this.#state, userId: this.#user?.id ?? '', role: this.#user?.role };
  }

  user(): User | undefined {
    return this.#user;
  }

  onChange(listener: () => void): void {
    this.#listeners.push(listener);
  }

  readonly handlers: Handlers = {
    'session.passphrase': ({ passphrase }) => this.#openVault(passphrase),
    'session.signIn': ({ userId, password, secrets }) => this.#signIn(userId, password, secrets ?? {}),
    'session.signOut': () => this.#signOut(),
    'session.lock': () => this.#lock(),
    'session.unlock': ({ password }) => this.#unlock(password),
  };

  /** The embedded clinic signs its receptionist in by itself: there is nothing real behind it. */
  signInDemo(userId: string): void {
    if (!this.#deps.demo) return;
    this.#enter(this.#deps.site()?.users.find((user) => user.id === userId));
  }

  /**
   * Whoever the EHR has recognised comes in, or back in, without a password here.
   * Errors: journalLocked; invalidInput while this PC lacks a secret that only a sign-in here can bring; notSignedIn.
   */
  enterRecognised(user: User, purpose: 'enter' | 'unlock'): Result<Done> {
    if (this.#deps.vault.state() !== 'ready') return fail('journalLocked');
    if (purpose === 'unlock') {
      if (this.#state !== 'locked' || this.#user?.id !== user.id) return fail('notSignedIn');
      this.#state = 'in';
      this.#deps.audit('unlock', user.id);
      this.#changed();
      return ok({});
    }
    if (this.#state !== 'out') return fail('notSignedIn');
    if (this.#needs(this.#deps.site()).length > 0) return fail('invalidInput', 'secrets');
    this.#enter(user);
    return ok({});
  }

  publish(): void {
    const site = this.#deps.site();
    const vault = this.#deps.vault.state();
    const user = this.#user;
    this.#deps.topics().set('session', ONLY_KEY, {
      state:
        vault !== 'ready'
          ? vault
          : { out: 'signedOut' as const, in: 'signedIn' as const, locked: 'locked' as const }[this.#state],
      ...(user ? { user: { id: user.id, name: user.name, role: user.role, extension: user.extension } } : {}),
      users: (site?.users ?? []).map(({ id, name, role }) => ({ id, name, role })),
      needs: vault === 'ready' ? this.#needs(site) : [],
      demo: this.#deps.demo,
    });
  }

  #needs(site: Site | undefined): NeededSecret[] {
    const wanted: NeededSecret[] = site?.pbx ? ['phonePassword', 'pbxPassword'] : ['phonePassword'];
    return wanted.filter((name) => this.#deps.vault.get(name) === undefined);
  }

  #openVault(passphrase: string): Result<Done> {
    if (this.#deps.vault.state() === 'ready') return ok({});
    const opened = this.#deps.vault.unlock(passphrase);
    if (!opened.ok) return opened;
    this.#deps.onVaultOpen();
    this.publish();
    return ok({});
  }

  async #signIn(
    userId: string,
    password: string,
    secrets: Partial<Record<NeededSecret, string | undefined>>,
  ): Promise<Result<Done>> {
    if (this.#deps.vault.state() !== 'ready') return fail('journalLocked');
    const user = this.#deps.site()?.users.find((candidate) => candidate.id === userId);
    const checked = await this.#check(user, password);
    if (!checked.ok || !user) {
      this.#deps.audit('signInRefused', userId.slice(0, 60));
      return checked.ok ? fail('wrongPassword') : checked;
    }
    for (const [name, value] of Object.entries(secrets)) {
      const kept = value ? this.#deps.vault.set(name as SecretName, value) : ok(undefined);
      if (!kept.ok) return kept;
    }
    if (this.#needs(this.#deps.site()).length > 0) return fail('invalidInput', 'secrets');
    this.#enter(user);
    return ok({});
  }

  /** One at a time: of many guesses sent at once none may slip in before the one before it was counted. */
  #check(user: User | undefined, password: string): Promise<Result<void>> {
    const checked = this.#checking.then(() => this.#checkNow(user, password));
    this.#checking = checked.catch(() => undefined);
    return checked;
  }

  async #checkNow(user: User | undefined, password: string): Promise<Result<void>> {
    const now = this.#deps.clock.now();
    if (now < this.#blockedUntil) return fail('wrongPassword', 'blocked', this.#blockedUntil - now);
    const kept = user?.password ?? (user ? this.#deps.vault.get(`password:${user.id}`) : undefined);
    // A person without a password yet sets it with the first sign-in on this PC.
    if (user && kept === undefined)
      return password.length < MIN_PASSWORD
        ? fail('invalidInput', 'password too short')
        : this.#deps.vault.set(`password:${user.id}`, await hashPassword(password));
    if (kept !== undefined && (await checkPassword(password, kept))) {
      this.#wrong = 0;
      return ok(undefined);
    }
    if (++this.#wrong >= FREE_TRIES) this.#blockedUntil = now + PENALTY_MS;
    return fail('wrongPassword');
  }

  #enter(user: User | undefined): void {
    if (!user) return;
    this.#user = user;
    this.#state = 'in';
    this.#deps.audit('signIn', user.id);
    this.#changed();
    this.#deps.onUser(user);
  }

  #signOut(): Result<Done> {
    this.#deps.audit('signOut', this.current().userId);
    this.#user = undefined;
    this.#state = 'out';
    this.#changed();
    this.#deps.onUser(undefined);
    return ok({});
  }

  #lock(): Result<Done> {
    this.#state = 'locked';
    this.#deps.audit('lock', this.current().userId);
    this.#changed();
    return ok({});
  }

  async #unlock(password: string): Promise<Result<Done>> {
    const user = this.#user;
    // The demo's receptionist has no password: there is nothing behind the lock but made-up people.
    const checked = this.#deps.demo ? ok(undefined) : await this.#check(user, password);
    if (!checked.ok) {
      this.#deps.audit('signInRefused', user?.id ?? '');
      return checked;
    }
    // Whoever it was may have signed out while the password was checked.
    if (!user || user !== this.#user) return fail('notSignedIn');
    this.#state = 'in';
    this.#deps.audit('unlock', user.id);
    this.#changed();
    return ok({});
  }

  #changed(): void {
    this.publish();
    this.#listeners.forEach((listener) => listener());
  }
}
