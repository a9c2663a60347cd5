import { describe, expect, it } from 'vitest';
import { DigestGuard, digestResponse, parseDigest } from './digest.ts';

const secretOf = (user: string): string | undefined => (user === '101' ? 'secret' : undefined);

function authorization(challenge: string, over: Record<string, string> = {}): string {
  const { nonce = '', realm = '' } = parseDigest(challenge) ?? {};
  const fields = {
    username: '101',
    realm,
    nonce,
    uri: 'sip:clinic.demo',
    qop: 'auth',
    nc: '00000001',
    cnonce: 'c',
    ...over,
  };
  const response = digestResponse({ ...fields, password: over['password'] ?? 'secret', method: 'REGISTER' });
  const { nc, qop, ...quoted } = fields;
  const pairs = Object.entries({ ...quoted, response }).map(([name, value]) => `${name}="${value}"`);
  return `Digest ${[...pairs, `qop=${qop}`, `nc=${nc}`].join(', ')}`;
}

describe('digest', () => {
  it('agrees with the example of RFC 2617 3.5', () => {
    const response = digestResponse({
      username: 'Mufasa',
      realm: 'testrealm@host.com',
      password: 'Circle Of Life',
      method: 'GET',
      uri: '/dir/index.html',
      nonce: 'dcd98b7102dd2f0e8b11d0f600bfb0c093',
      qop: 'auth',
      nc: '00000001',
      cnonce: '0a4f113b',
    });
    expect(response).toBe('6629fae49393a05397450978507c4ef1');
  });

  it('lets the right answer in once', () => {
    const guard = new DigestGuard('clinic.demo');
    const value = authorization(guard.challenge());
    expect(guard.check(value, 'REGISTER', secretOf)).toBe('ok');
    expect(guard.check(value, 'REGISTER', secretOf)).toBe('stale');
  });

  it('knows a wrong password, a stranger, another method and another realm', () => {
    const guard = new DigestGuard('clinic.demo');
    const challenge = guard.challenge();
    expect(guard.check(authorization(challenge, { password: 'guess' }), 'REGISTER', secretOf)).toBe('wrong');
    expect(guard.check(authorization(challenge, { username: '999' }), 'REGISTER', secretOf)).toBe('wrong');
    expect(guard.check(authorization(challenge), 'INVITE', secretOf)).toBe('wrong');
    expect(guard.check(authorization(challenge, { realm: 'other' }), 'REGISTER', secretOf)).toBe('wrong');
  });

  it('asks again when the nonce is too old or not ours', () => {
    let now = 0;
    const guard = new DigestGuard('clinic.demo', 1000, () => now);
    const value = authorization(guard.challenge());
    now = 1001;
    expect(guard.check(value, 'REGISTER', secretOf)).toBe('stale');
    expect(guard.check(authorization(guard.challenge(), { nonce: 'made-up' }), 'REGISTER', secretOf)).toBe('stale');
  });

  it.each([undefined, '', 'Basic x', 'Bearer y'])('counts %j as missing', (value) => {
    expect(new DigestGuard('clinic.demo').check(value, 'REGISTER', secretOf)).toBe('missing');
  });
});
