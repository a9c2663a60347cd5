// The EHR's sign-in as the services see it: no OAuth words beyond what they keep. One implementation: electron/adapters/smart.
import type { EhrProfile } from '../../shared/domain/ehr/profile.ts';
import type { EhrSignIn } from '../../shared/domain/site/ehr.ts';
import type { Result } from '../../shared/result/result.ts';

/** What the authorization server gave. Stays in the main process; only the refresh token is kept, in the vault. */
export interface Granted {
  readonly accessToken: string;
  readonly refreshToken?: string | undefined;
  /** Milliseconds that the access token lives from now. */
  readonly lifeMs: number;
  readonly scopes: readonly string[];
  /** Who it was, as the identity token says; unchecked against anybody here. */
  readonly fhirUser?: unknown;
  /** Epoch ms when that person last gave a password or the like, where the server says. */
  readonly authenticatedAt?: number | undefined;
}

/** A sign-in under way in the system's browser. */
export interface Opening {
  /** What the browser is to open. Holds no secret and nothing of a patient. */
  readonly address: string;
  /** Errors: ehrSignInRefused, ehrSignInOver, ehrUnreachable, ehrSlow, ehrNotFhir. */
  readonly granted: Promise<Result<Granted>>;
  cancel(): void;
}

export interface EhrDoor {
  /** The scopes that will be asked for. Errors: ehrNoSignIn, ehrUnreachable, ehrSlow, ehrNotFhir. */
  scopes(): Promise<Result<readonly string[]>>;
  /** `afresh`: the person must give the password again, whoever the browser remembers. */
  open(options: { readonly afresh: boolean; readonly language: 'en' | 'es' }): Promise<Result<Opening>>;
  /** Errors: ehrSignIn when the token is good no more; ehrUnreachable and the like when nobody can say. */
  renew(refreshToken: string): Promise<Result<Granted>>;
  /** The practice's own access, by the key made here. */
  byKey(key: string): Promise<Result<Granted>>;
  /** Best effort: a server without revocation lets tokens run out. */
  revoke(refreshToken: string): Promise<void>;
}

/** A new key pair for the practice's own access: the private half for the vault, the public one for the EHR's vendor. */
export interface ServiceKey {
  readonly privateKey: string;
  /** A JSON Web Key Set (RFC 7517). */
  readonly publicKeys: string;
}

export interface EhrDoors {
  to(ehr: {
    readonly fhir: string;
    readonly signIn: EhrSignIn;
    /** The EHR is to be told of the desk's audit, which asks for one thing more. */
    readonly audits?: boolean;
    /** What the EHR can do, once that is known: nothing else is asked for. */
    readonly profile?: () => EhrProfile | undefined;
  }): EhrDoor;
  newKey(): Promise<ServiceKey>;
}

/** The way in of the moment, for whoever asks the EHR something. */
export interface EhrTokens {
  /** Undefined: the server asks for none. Errors: ehrSignIn when somebody has to sign in. */
  token(): Promise<Result<string | undefined>>;
  /** The server refused this one: another. */
  refused(token: string): Promise<Result<string | undefined>>;
}
