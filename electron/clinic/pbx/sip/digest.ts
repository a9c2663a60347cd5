// HTTP digest as SIP uses it (RFC 2617, RFC 3261 22.4): MD5, with and without qop=auth. This is the demo clinic's own
// registrar; MD5 is what SIP.js 0.21 speaks.
import { createHash, randomBytes, timingSafeEqual } from 'node:crypto';
import { parseParams, splitOutside } from './headers.ts';

const md5 = (text: string): string => createHash('md5').update(text).digest('hex');

export interface DigestInput {
  readonly username: string;
  readonly realm: string;
  readonly password: string;
  readonly method: string;
  readonly uri: string;
  readonly nonce: string;
  readonly qop?: string | undefined;
  readonly nc?: string | undefined;
  readonly cnonce?: string | undefined;
}

/** The response value a client must send (RFC 2617 3.2.2), lower-case hex. */
export function digestResponse(input: DigestInput): string {
  const ha1 = md5(`${input.username}:${input.realm}:${input.password}`);
  const ha2 = md5(`${input.method}:${input.uri}`);
  if (!input.qop) return md5(`${ha1}:${input.nonce}:${ha2}`);
  return md5(`${ha1}:${input.nonce}:${input.nc ?? ''}:${input.cnonce ?? ''}:${input.qop}:${ha2}`);
}

/** The parameters of an Authorization field with the Digest scheme, or undefined. */
export function parseDigest(value: string | undefined): Record<string, string> | undefined {
  const match = /^digest\s+(.*)$/is.exec(value ?? '');
  return match ? parseParams(splitOutside(match[1] ?? '', ',')) : undefined;
}

export type DigestVerdict = 'ok' | 'stale' | 'missing' | 'wrong';

/** Hands out nonces and checks answers to them. One per PBX. */
export class DigestGuard {
  readonly realm: string;
  readonly #lifetime: number;
  readonly #now: () => number;
  readonly #nonces = new Map<string, { readonly bornAt: number; count: number }>();

  /**
   * @param lifetime how long a nonce is good, in milliseconds
   * @param now milliseconds; any steady origin
   */
  constructor(realm: string, lifetime = 300_000, now: () => number = Date.now) {
    this.realm = realm;
    this.#lifetime = lifetime;
    this.#now = now;
  }

  /** A WWW-Authenticate or Proxy-Authenticate value with a fresh nonce. */
  challenge(stale = false): string {
    for (const [nonce, { bornAt }] of this.#nonces)
      if (this.#now() - bornAt > this.#lifetime) this.#nonces.delete(nonce);
    const nonce = randomBytes(16).toString('hex');
    this.#nonces.set(nonce, { bornAt: this.#now(), count: 0 });
    return `Digest realm="${this.realm}", nonce="${nonce}", algorithm=MD5, qop="auth"${stale ? ', stale=true' : ''}`;
  }

  /** Checks an Authorization value against the secret of the user it names. */
  check(value: string | undefined, method: string, secretOf: (user: string) => string | undefined): DigestVerdict {
    const given = parseDigest(value);
    if (!given) return 'missing';
    const { username = '', nonce = '', uri = '', response = '', qop, nc, cnonce } = given;
    const secret = secretOf(username);
    if (secret === undefined || given['realm'] !== this.realm) return 'wrong';
    const expected = digestResponse({
      username,
      realm: this.realm,
      password: secret,
      method,
      uri,
      nonce,
      qop,
      nc,
      cnonce,
    });
    if (!same(expected, response.toLowerCase())) return 'wrong';
    return this.#fresh(nonce, qop ? nc : undefined) ? 'ok' : 'stale';
  }

  /** A nonce counts once per nc (RFC 2617 3.2.2: replay), and only for its lifetime. */
  #fresh(nonce: string, nc: string | undefined): boolean {
    const known = this.#nonces.get(nonce);
    if (!known || this.#now() - known.bornAt > this.#lifetime) return false;
    if (nc === undefined) return true;
    const count = Number.parseInt(nc, 16);
    if (!(count > known.count)) return false;
    known.count = count;
    return true;
  }
}

function same(a: string, b: string): boolean {
  const [x, y] = [Buffer.from(a), Buffer.from(b)];
  return x.length === y.length && timingSafeEqual(x, y);
}
