// What lets us into the EHR: kept in memory, renewed before it runs out, once at a time however many ask. Only the refresh
// token is written down, in the vault, for the person it belongs to and the server that gave it.
import { z } from 'zod';
import { fail, ok } from '../../../shared/result/result.ts';
import type { Result } from '../../../shared/result/result.ts';
import type { EhrDoor, Granted } from '../../ports/ehr-access.ts';
import type { Clock } from '../../ports/runtime.ts';
import type { SecretName, Vault } from '../../ports/vault.ts';

/** Renewed this long before it runs out: no call waits for that at ring. */
const AHEAD_MS = 60_000;

const Kept = z.object({ fhir: z.string(), refreshToken: z.string(), scopes: z.array(z.string()) });

export interface TokensDeps {
  readonly clock: Clock;
  readonly vault: Vault;
  readonly door: EhrDoor;
  /** Base address of the server; what another one gave is never shown to it. */
  readonly fhir: string;
  /** The person's place in the vault; absent: the practice's own access by key. */
  readonly userId: string | undefined;
  /** Signed in or not, and with what: it changed. */
  readonly onChange: () => void;
}

export class Tokens {
  readonly #deps: TokensDeps;
  #access: { readonly token: string; readonly until: number } | undefined;
  #refresh: string | undefined;
  #scopes: readonly string[] | undefined;
  #renewing: Promise<Result<string>> | undefined;
  #cancel: (() => void) | undefined;
  /** Whoever it belonged to is gone: what still comes in is dropped. */
  #isOver = false;

  constructor(deps: TokensDeps) {
    this.#deps = deps;
    const kept = deps.userId === undefined ? undefined : this.#kept();
    this.#refresh = kept?.refreshToken;
    this.#scopes = kept?.scopes;
  }

  /** There is a way in, as far as is known here. */
  isIn(): boolean {
    return this.#access !== undefined || this.#refresh !== undefined;
  }

  /** What was given, as the token said it; undefined before the first. */
  scopes(): readonly string[] | undefined {
    return this.#scopes;
  }

  /** Errors: ehrSignIn when somebody has to sign in; whatever keeps us from asking otherwise. */
  async token(): Promise<Result<string>> {
    const { clock } = this.#deps;
    if (this.#access && clock.now() < this.#access.until) return ok(this.#access.token);
    return this.#renew();
  }

  /** The server would not have it: another one, unless another one is there already. */
  async refused(token: string): Promise<Result<string>> {
    if (this.#access && this.#access.token !== token) return ok(this.#access.token);
    this.#access = undefined;
    return this.#renew();
  }

  /** What a sign-in has given. Errors: journalDiskFull when it could not be kept for the next start; it counts until then. */
  take(granted: Granted): Result<void> {
    const { clock, vault, userId, fhir } = this.#deps;
    if (this.#isOver) return fail('ehrSignInOver');
    this.#access = {
      token: granted.accessToken,
      until: clock.now() + Math.max(granted.lifeMs - AHEAD_MS, granted.lifeMs / 2),
    };
    if (granted.scopes.length > 0) this.#scopes = granted.scopes;
    const isNew = granted.refreshToken !== undefined && granted.refreshToken !== this.#refresh;
    if (isNew) this.#refresh = granted.refreshToken;
    this.#renewInTime(granted.lifeMs);
    const kept =
      userId !== undefined && isNew && this.#refresh !== undefined
        ? vault.set(
            nameOf(userId),
            JSON.stringify({ fhir, refreshToken: this.#refresh, scopes: [...(this.#scopes ?? [])] } satisfies z.input<
              typeof Kept
            >),
          )
        : ok(undefined);
    this.#deps.onChange();
    return kept;
  }

  /** Forgets all of it here; returns the refresh token so that the server can be told. */
  forget(): string | undefined {
    const refresh = this.#refresh;
    const { vault, userId } = this.#deps;
    this.#access = this.#refresh = this.#scopes = undefined;
    this.#cancel?.();
    if (userId !== undefined) vault.remove(nameOf(userId));
    this.#deps.onChange();
    return refresh;
  }

  /** The person left the desk: nothing is forgotten on disk, and nothing more is done. */
  stop(): void {
    this.#isOver = true;
    this.#cancel?.();
  }

  #renewInTime(lifeMs: number): void {
    this.#cancel?.();
    // A life shorter than twice the lead is renewed when somebody asks.
    if (lifeMs > 2 * AHEAD_MS) this.#cancel = this.#deps.clock.after(lifeMs - AHEAD_MS, () => void this.#renew());
  }

  #renew(): Promise<Result<string>> {
    this.#renewing ??= this.#ask().finally(() => (this.#renewing = undefined));
    return this.#renewing;
  }

  async #ask(): Promise<Result<string>> {
    const { door, vault, userId } = this.#deps;
    const key = userId === undefined ? vault.get('ehrKey') : undefined;
    const refresh = this.#refresh;
    if (key === undefined && refresh === undefined) return fail(userId === undefined ? 'ehrNoSignIn' : 'ehrSignIn');
    const granted = key === undefined ? await door.renew(refresh ?? '') : await door.byKey(key);
    if (this.#isOver) return fail('ehrSignIn', 'left meanwhile');
    if (!granted.ok) {
      // Used up, run out or taken back: only the person can mend that. Anything else may pass.
      if (granted.error.code === 'ehrSignIn' && this.#refresh === refresh) this.forget();
      return granted;
    }
    this.take(granted.value);
    return ok(granted.value.accessToken);
  }

  #kept(): z.infer<typeof Kept> | undefined {
    const { vault, userId, fhir } = this.#deps;
    const text = userId === undefined ? undefined : vault.get(nameOf(userId));
    if (text === undefined) return undefined;
    try {
      const kept = Kept.parse(JSON.parse(text));
      return kept.fhir === fhir ? kept : undefined;
    } catch {
      return undefined;
    }
  }
}

const nameOf = (userId: string): SecretName => `ehrToken:${userId}`;
