// SMART App Launch 2, standalone, for a native app with PKCE, and SMART Backend Services, over openid-client. What that
// library lacks is here: SMART's own configuration document, the way back from the browser, our error codes.
import { randomBytes } from 'node:crypto';
import * as oauth from 'openid-client';
import { SmartConfiguration, cannotSignIn, speaksV2 } from '../../../shared/domain/ehr-access/configuration.ts';
import { scopesFor } from '../../../shared/domain/ehr-access/scopes.ts';
import { fail, ok } from '../../../shared/result/result.ts';
import type { Result } from '../../../shared/result/result.ts';
import type { EhrDoor, EhrDoors, Granted, Opening } from '../../ports/ehr-access.ts';
import { failureOf } from './failures.ts';
import { newKey, readKey } from './keys.ts';
import { PATH, listen } from './loopback.ts';
import type { Loopback } from './loopback.ts';

const REQUEST_SECONDS = 10;
/** As long as somebody may look for a password and a second factor. */
const PATIENCE_MS = 10 * 60_000;
/** A token without a life is taken to live this long; it is renewed on refusal anyway. */
const UNSAID_LIFE_SECONDS = 300;
/** Clocks of PCs are wrong by minutes. */
const CLOCK_TOLERANCE_SECONDS = 180;
const LARGEST_CONFIGURATION = 1_000_000;

type Ehr = Parameters<EhrDoors['to']>[0];

export const smartDoors: EhrDoors = { to: (ehr) => new SmartDoor(ehr), newKey };

class SmartDoor implements EhrDoor {
  readonly #ehr: Ehr;
  readonly #base: string;
  #configuration: SmartConfiguration | undefined;

  constructor(ehr: Ehr) {
    this.#ehr = ehr;
    this.#base = ehr.fhir.replace(/\/+$/, '');
  }

  async scopes(): Promise<Result<readonly string[]>> {
    const read = await this.#read();
    return read.ok ? ok(this.#asked(read.value)) : read;
  }

  async open(options: { afresh: boolean; language: 'en' | 'es' }): Promise<Result<Opening>> {
    const { signIn } = this.#ehr;
    const read = await this.#read();
    if (!read.ok) return read;
    const cannot = cannotSignIn(read.value);
    if (cannot !== undefined || signIn.kind !== 'user') return fail('ehrNoSignIn', cannot);
    const secret = randomBytes(24).toString('base64url');
    // A page of the practice that hands the answer on learns the port from it.
    const state = (port: number) => (signIn.redirect === 'loopback' ? secret : `${port}.${secret}`);
    const { language } = options;
    const back = await listen({ port: signIn.port ?? 0, state, language, patienceMs: PATIENCE_MS });
    if (!back.ok) return back;
    const { port } = back.value;
    const redirect = signIn.redirect === 'loopback' ? `http://127.0.0.1:${port}${PATH}` : signIn.redirect;
    return this.#opening(read.value, back.value, { redirect, state: state(port), afresh: options.afresh });
  }

  async #opening(
    configuration: SmartConfiguration,
    back: Loopback,
    { redirect, state, afresh }: { redirect: string; state: string; afresh: boolean },
  ): Promise<Result<Opening>> {
    const client = this.#client(configuration, oauth.None());
    const scopes = this.#asked(configuration);
    const expectsPerson = scopes.includes('openid');
    const [verifier, nonce] = [oauth.randomPKCECodeVerifier(), oauth.randomNonce()];
    const address = oauth.buildAuthorizationUrl(client, {
      redirect_uri: redirect,
      scope: scopes.join(' '),
      state,
      aud: this.#base,
      code_challenge: await oauth.calculatePKCECodeChallenge(verifier),
      code_challenge_method: 'S256',
      ...(expectsPerson ? { nonce } : {}),
      ...(afresh ? { prompt: 'login', max_age: '0' } : {}),
    });
    const granted = back.answer.then((query) => {
      if (!query) return fail('ehrSignInOver');
      const checks = { pkceCodeVerifier: verifier, expectedState: state };
      const person = expectsPerson ? { expectedNonce: nonce, idTokenExpected: true } : {};
      return grant(() =>
        oauth.authorizationCodeGrant(client, new URL(`${redirect}?${query.toString()}`), { ...checks, ...person }),
      );
    });
    return ok({ address: address.href, granted, cancel: back.close });
  }

  async renew(refreshToken: string): Promise<Result<Granted>> {
    const read = await this.#read();
    if (!read.ok) return read;
    const client = this.#client(read.value, oauth.None());
    return grant(() => oauth.refreshTokenGrant(client, refreshToken));
  }

  async byKey(key: string): Promise<Result<Granted>> {
    const read = await this.#read();
    if (!read.ok) return read;
    const known = await readKey(key);
    if (!known.ok) return known;
    // The token endpoint is the audience (SMART Backend Services, "Authentication JWT"), not the issuer.
    const proof = oauth.PrivateKeyJwt(known.value, {
      [oauth.modifyAssertion]: (_header, payload) => {
        payload['aud'] = read.value.token_endpoint;
      },
    });
    const client = this.#client(read.value, proof);
    return grant(() => oauth.clientCredentialsGrant(client, { scope: this.#asked(read.value).join(' ') }));
  }

  async revoke(refreshToken: string): Promise<void> {
    const read = await this.#read();
    if (!read.ok || read.value.revocation_endpoint === undefined) return;
    // It is forgotten here whatever the server says.
    await oauth
      .tokenRevocation(this.#client(read.value, oauth.None()), refreshToken, { token_type_hint: 'refresh_token' })
      .catch(() => undefined);
  }

  #asked(configuration: SmartConfiguration): string[] {
    const { capabilities, scopes_supported: supported, issuer, jwks_uri: keys } = configuration;
    const who = this.#ehr.signIn.kind === 'user' ? 'user' : 'system';
    const { audits, profile } = this.#ehr;
    const scopes = scopesFor(who, { v2: speaksV2(configuration), supported, audits, profile: profile?.() });
    const knowsPeople = issuer !== undefined && keys !== undefined && capabilities.includes('sso-openid-connect');
    return knowsPeople ? scopes : scopes.filter((scope) => scope !== 'openid' && scope !== 'fhirUser');
  }

  #client(configuration: SmartConfiguration, proof: oauth.ClientAuth): oauth.Configuration {
    const { capabilities: _capabilities, ...server } = configuration;
    const metadata = { ...server, issuer: configuration.issuer ?? this.#base } as oauth.ServerMetadata;
    const client = new oauth.Configuration(
      metadata,
      this.#ehr.signIn.clientId,
      { [oauth.clockTolerance]: CLOCK_TOLERANCE_SECONDS },
      proof,
    );
    client.timeout = REQUEST_SECONDS;
    // The schema let no address through that is not https, but for this machine itself.
    if (configuration.token_endpoint.startsWith('http:')) oauth.allowInsecureRequests(client);
    return client;
  }

  /** The server's word about its sign-in, asked once and again after a failure. */
  async #read(): Promise<Result<SmartConfiguration>> {
    if (this.#configuration) return ok(this.#configuration);
    const read = await readConfiguration(`${this.#base}/.well-known/smart-configuration`);
    if (read.ok) this.#configuration = read.value;
    return read;
  }
}

async function readConfiguration(address: string): Promise<Result<SmartConfiguration>> {
  try {
    const answer = await fetch(address, {
      headers: { accept: 'application/json' },
      redirect: 'error',
      signal: AbortSignal.timeout(REQUEST_SECONDS * 1000),
    });
    if (answer.status >= 500) return fail('ehrUnreachable', `HTTP ${answer.status}`);
    if (!answer.ok) return fail('ehrNoSignIn', `HTTP ${answer.status}`);
    const text = await answer.text();
    const read = text.length > LARGEST_CONFIGURATION ? undefined : SmartConfiguration.safeParse(parsed(text));
    return read?.success ? ok(read.data) : fail('ehrNoSignIn', 'configuration not understood');
  } catch (thrown) {
    const error = failureOf(thrown);
    return { ok: false, error: error.code === 'ehrSignInRefused' ? fail('ehrUnreachable', 'sign-in').error : error };
  }
}

function parsed(text: string): unknown {
  try {
    return JSON.parse(text) as unknown;
  } catch {
    return undefined;
  }
}

type Answer = Awaited<ReturnType<typeof oauth.refreshTokenGrant>>;

async function grant(ask: () => Promise<Answer>): Promise<Result<Granted>> {
  try {
    const answer = await ask();
    const claims = answer.claims();
    const authenticated = claims?.auth_time;
    return ok({
      accessToken: answer.access_token,
      refreshToken: answer.refresh_token,
      lifeMs: (answer.expiresIn() ?? UNSAID_LIFE_SECONDS) * 1000,
      scopes: (answer.scope ?? '').split(' ').filter(Boolean),
      fhirUser: claims?.['fhirUser'],
      ...(typeof authenticated === 'number' ? { authenticatedAt: authenticated * 1000 } : {}),
    });
  } catch (thrown) {
    return { ok: false, error: failureOf(thrown) };
  }
}
