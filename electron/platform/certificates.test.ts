import { beforeEach, describe, expect, it } from 'vitest';
import * as fake from '../../test/fakes/electron.ts';
import { Certificates } from './certificates.ts';

let now = 0;
const logged: unknown[] = [];
const log = { info: () => undefined, warn: (...given: unknown[]) => void logged.push(given), error: () => undefined };
const unreachable = { kind: 'registration', state: 'unreachable' };

function refuse(address: string): boolean | undefined {
  let answer: boolean | undefined;
  fake.app.emit(
    'certificate-error',
    new fake.FakeEvent(),
    { getURL: () => address },
    'wss://pbx.practice.example:8089/ws',
    'net::ERR_CERT_AUTHORITY_INVALID',
    {},
    (trusted: boolean) => (answer = trusted),
  );
  return answer;
}
beforeEach(() => {
  fake.reset();
  logged.length = 0;
  now = 0;
});

describe('a certificate that is not trusted', () => {
  it('is refused and logged without the address', () => {
    new Certificates(log, () => now);
    expect(refuse('app://phone/phone/index.html')).toBe(false);
    expect(logged).toEqual([['certificate.refused', { code: 'net::ERR_CERT_AUTHORITY_INVALID' }]]);
  });

  it('is why the phone is unreachable, for a while', () => {
    const certificates = new Certificates(log, () => now);
    expect(certificates.explain('phone', 'phone.report', unreachable)).toBe(unreachable);
    refuse('app://phone/phone/index.html');
    expect(certificates.explain('phone', 'phone.report', unreachable)).toEqual({
      kind: 'registration',
      state: 'certificate',
    });
    const registered = { kind: 'registration', state: 'registered' };
    for (const input of [registered, null, 'text', { kind: 'call' }])
      expect(certificates.explain('phone', 'phone.report', input)).toBe(input);
    expect(certificates.explain('console', 'phone.report', unreachable)).toBe(unreachable);
    now = 10_001;
    expect(certificates.explain('phone', 'phone.report', unreachable)).toBe(unreachable);
  });
});
