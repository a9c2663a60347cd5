// Getting into the EHR: a person in the system's browser, or the practice by a key of this PC. Says how it stands, in the
// words of what it lets us see and write; the tokens never leave the main process.
import { ONLY_KEY } from '../../../shared/contract/index.ts';
import type { EhrAccess, EhrPurpose } from '../../../shared/contract/ehr-access.ts';
import type { EhrProfile } from '../../../shared/domain/ehr/profile.ts';
import { readFhirUser } from '../../../shared/domain/ehr-access/fhir-user.ts';
import { askedIn } from '../../../shared/domain/ehr-access/scopes.ts';
import type { Ehr } from '../../../shared/domain/site/ehr.ts';
import type { Site } from '../../../shared/domain/site/site.ts';
import { fail, ok } from '../../../shared/result/result.ts';
import type { Done, ErrorCode, Result } from '../../../shared/result/result.ts';
import type { EhrDoor, EhrDoors, Granted, Opening } from '../../ports/ehr-access.ts';
import type { AuditAction } from '../../ports/journal.ts';
import type { Clock } from '../../ports/runtime.ts';
import type { Handlers, Topics } from '../../ports/topics.ts';
import type { Vault } from '../../ports/vault.ts';
import { Tokens } from './tokens.ts';

/** A password given this long before the sign-in began still counts as given for it: clocks differ. */
const CLOCK_SLACK_MS = 120_000;

type User = Site['users'][number];
type SignedEhr = Ehr & { signIn: NonNullable<Ehr['signIn']> };

export interface EhrAccessDeps {
  readonly clock: Clock;
  readonly vault: Vault;
  readonly topics: Topics;
  readonly doors: EhrDoors;
  readonly site: () => Site | undefined;
  /** What the EHR can do, once that is known. */
  readonly profile: () => EhrProfile | undefined;
  readonly user: () => User | undefined;
  /** Lets a person in, or back in, without a password of this desk. */
  readonly enter: (user: User, purpose: 'enter' | 'unlock') => Result<Done>;
  readonly audit: (action: AuditAction, userId: string, more: { readonly detail?: string }) => void;
  /** The way in has changed: what waits for the EHR may go now, or has to wait. */
  readonly onAccess: () => void;
}

export class EhrAccessService {
  readonly #deps: EhrAccessDeps;
  #applied = '';
  #ehr: SignedEhr | undefined;
  #door: EhrDoor | undefined;
  #tokens: Tokens | undefined;
  #opening: { readonly opening?: Opening; readonly purpose: EhrPurpose } | undefined;
  #failure: ErrorCode | undefined;
  #since: number | undefined;

  constructor(deps: EhrAccessDeps) {
    this.#deps = deps;
  }

  readonly handlers: Handlers = {
    'ehrAccess.begin': ({ purpose, language }) => this.#begin(purpose, language),
    'ehrAccess.cancel': () => this.#cancel(),
    'ehrAccess.signOut': () => this.#signOut(),
    'ehrAccess.newKey': () => this.#newKey(),
  };

  /** The site file or the person at the desk has changed. */
  apply(): void {
    const ehr = this.#deps.site()?.ehr;
    const signed = ehr?.signIn ? (ehr as SignedEhr) : undefined;
    const userId = this.#deps.user()?.id;
    const audits = this.#audits();
    const key = JSON.stringify([signed?.fhir, signed?.signIn, userId, audits]);
    if (key !== this.#applied) {
      this.#applied = key;
      this.#tokens?.stop();
      this.#ehr = signed;
      this.#door = signed && this.#deps.doors.to({ ...signed, audits, profile: this.#deps.profile });
      this.#since = this.#failure = undefined;
      this.#tokens = this.#newTokens(userId);
    }
    this.#publish();
  }

  readonly #audits = (): boolean => this.#deps.site()?.privacy.auditToEhr === true;

  /** Somebody has to sign in before the EHR gives anything. */
  isMissing(): boolean {
    if (this.#ehr === undefined) return false;
    return this.#ehr.signIn.kind === 'user' ? this.#tokens?.isIn() !== true : !this.#hasKey();
  }

  /** The token of the moment; undefined where the server asks for none. */
  readonly token = async (): Promise<Result<string | undefined>> => {
    if (!this.#ehr) return ok(undefined);
    return this.#tokens ? this.#tokens.token() : fail('ehrSignIn');
  };

  /** The server refused this token: another one. */
  readonly refused = async (token: string): Promise<Result<string | undefined>> =>
    this.#tokens ? this.#tokens.refused(token) : fail('ehrSignIn');

  stop(): void {
    this.#tokens?.stop();
    this.#opening?.opening?.cancel();
  }

  #newTokens(userId: string | undefined): Tokens | undefined {
    const { clock, vault } = this.#deps;
    if (!this.#ehr || !this.#door) return undefined;
    const byPerson = this.#ehr.signIn.kind === 'user';
    if (byPerson && userId === undefined) return undefined;
    const tokens: Tokens = new Tokens({
      ...{ clock, vault, door: this.#door, fhir: this.#ehr.fhir },
      userId: byPerson ? userId : undefined,
      onChange: () => {
        if (this.#tokens !== tokens) return;
        this.#publish();
        this.#deps.onAccess();
      },
    });
    return tokens;
  }

  async #begin(purpose: EhrPurpose, language: 'en' | 'es'): Promise<Result<{ address: string }>> {
    const door = this.#door;
    if (!door || this.#ehr?.signIn.kind !== 'user') return fail('ehrNoSignIn');
    if (this.#deps.vault.state() !== 'ready') return fail('journalLocked');
    if ((purpose === 'enter') === (this.#deps.user() !== undefined)) return fail('notSignedIn');
    this.#opening?.opening?.cancel();
    const current = { purpose };
    this.#opening = current;
    this.#failure = undefined;
    this.#publish();
    const begun = this.#deps.clock.now();
    // Whoever is to be let in without a password here must give one there: the browser may remember somebody else.
    const opening = await door.open({ afresh: purpose !== 'connect', language });
    if (this.#opening !== current) {
      if (opening.ok) opening.value.cancel();
      return fail('ehrSignInOver');
    }
    if (!opening.ok) {
      this.#end(opening.error.code);
      return opening;
    }
    this.#opening = { purpose, opening: opening.value };
    this.#publish();
    void opening.value.granted.then((granted) => this.#came(opening.value, purpose, begun, granted));
    return ok({ address: opening.value.address });
  }

  #came(opening: Opening, purpose: EhrPurpose, begun: number, granted: Result<Granted>): void {
    if (this.#opening?.opening !== opening) return;
    const done = granted.ok ? this.#accept(purpose, begun, granted.value) : granted;
    if (!done.ok && granted.ok && granted.value.refreshToken !== undefined)
      void this.#door?.revoke(granted.value.refreshToken);
    // A code that the server would not exchange is a sign-in that did not work, not one that is missing.
    const code = done.ok ? undefined : done.error.code === 'ehrSignIn' ? 'ehrSignInRefused' : done.error.code;
    this.#end(code);
  }

  #end(failure: ErrorCode | undefined): void {
    this.#opening = undefined;
    this.#failure = failure;
    const purpose = failure === undefined ? 'ehrSignIn' : 'ehrSignInRefused';
    this.#deps.audit(purpose, this.#deps.user()?.id ?? '', failure === undefined ? {} : { detail: failure });
    this.#publish();
  }

  /** Whether it was the right person, and what that opens. */
  #accept(purpose: EhrPurpose, begun: number, granted: Granted): Result<unknown> {
    const person = readFhirUser(granted.fhirUser, this.#ehr?.fhir ?? '');
    const reference = person.kind === 'staff' ? person.reference : undefined;
    if (purpose === 'connect') {
      const own = this.#deps.user()?.fhirUser;
      // Where the site says who this is in the EHR, nobody else's chart access is borrowed; a patient's never.
      if (own === undefined ? granted.fhirUser !== undefined && reference === undefined : reference !== own)
        return fail('ehrOtherPerson');
      return this.#take(granted);
    }
    const named = (this.#deps.site()?.users ?? []).filter(
      ({ fhirUser }) => fhirUser !== undefined && fhirUser === reference,
    );
    const [user] = named;
    if (!user || named.length > 1) return fail('ehrOtherPerson');
    if (purpose === 'unlock' && user.id !== this.#deps.user()?.id) return fail('ehrOtherPerson');
    if ((granted.authenticatedAt ?? 0) < begun - CLOCK_SLACK_MS) return fail('ehrNotAsked');
    const entered = this.#deps.enter(user, purpose);
    return entered.ok ? this.#take(granted) : entered;
  }

  #take(granted: Granted): Result<unknown> {
    this.#since = this.#deps.clock.now();
    return this.#tokens?.take(granted) ?? fail('ehrSignInOver');
  }

  #cancel(): Result<Done> {
    const opening = this.#opening?.opening;
    this.#opening = undefined;
    opening?.cancel();
    this.#publish();
    return ok({});
  }

  async #signOut(): Promise<Result<Done>> {
    const refresh = this.#tokens?.forget();
    this.#since = undefined;
    this.#deps.audit('ehrSignOut', this.#deps.user()?.id ?? '', {});
    this.#publish();
    if (refresh !== undefined) await this.#door?.revoke(refresh);
    return ok({});
  }

  async #newKey(): Promise<Result<{ publicKeys: string }>> {
    if (this.#ehr?.signIn.kind !== 'service') return fail('ehrNoSignIn');
    const made = await this.#deps.doors.newKey();
    const kept = this.#deps.vault.set('ehrKey', made.privateKey);
    if (!kept.ok) return kept;
    this.#deps.audit('ehrKey', this.#deps.user()?.id ?? '', {});
    this.#publish();
    this.#deps.onAccess();
    return ok({ publicKeys: made.publicKeys });
  }

  #hasKey(): boolean {
    return this.#deps.vault.state() === 'ready' && this.#deps.vault.get('ehrKey') !== undefined;
  }

  #publish(): void {
    const kind = this.#ehr?.signIn.kind ?? 'none';
    const opening = this.#opening?.opening;
    const isIn = kind === 'service' ? this.#hasKey() : this.#tokens?.isIn() === true;
    const state = opening ? 'waiting' : this.#opening ? 'opening' : isIn ? 'signedIn' : 'signedOut';
    const wanted = { audits: this.#audits(), profile: this.#deps.profile() };
    const row: EhrAccess = {
      kind,
      state,
      asked: kind === 'none' ? [] : askedIn(kind === 'service' ? 'system' : 'user', this.#tokens?.scopes(), wanted),
      canEnter: kind === 'user' && (this.#deps.site()?.users ?? []).some(({ fhirUser }) => fhirUser !== undefined),
      hasKey: kind === 'service' && this.#hasKey(),
      ...(opening ? { address: opening.address } : {}),
      ...(this.#since === undefined || !isIn ? {} : { since: this.#since }),
      ...(this.#failure === undefined ? {} : { failure: this.#failure }),
    };
    this.#deps.topics.set('ehrAccess', ONLY_KEY, row);
  }
}
