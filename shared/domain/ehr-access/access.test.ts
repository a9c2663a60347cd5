import { describe, expect, it } from 'vitest';
import { SmartConfiguration, cannotSignIn, speaksV2 } from './configuration.ts';
import { readFhirUser } from './fhir-user.ts';

describe('who signed in', () => {
  const base = 'https://ehr.example/fhir/';
  it('is a member of staff, named relative to the server', () => {
    for (const claim of ['Practitioner/7', 'https://ehr.example/fhir/Practitioner/7'])
      expect(readFhirUser(claim, base)).toEqual({ kind: 'staff', reference: 'Practitioner/7' });
  });

  it.each([
    'Patient/1',
    'RelatedPerson/1',
    'https://elsewhere.example/fhir/Practitioner/7',
    'https://ehr.example/fhir2/Practitioner/7',
    'Practitioner/7/../8',
    'Practitioner/',
    '',
    7,
    undefined,
    null,
  ])('is nobody who may sit here when the claim is %j', (claim) => {
    expect(readFhirUser(claim, base)).toEqual({ kind: 'other' });
  });
});

describe("a server's sign-in", () => {
  const good = {
    issuer: 'https://ehr.example',
    authorization_endpoint: 'https://ehr.example/authorize',
    token_endpoint: 'https://ehr.example/token',
    code_challenge_methods_supported: ['S256'],
    capabilities: ['permission-v2'],
  };

  it('is taken when it knows PKCE', () => {
    const read = SmartConfiguration.parse({ ...good, unknown: { anything: 1 } });
    expect([cannotSignIn(read), speaksV2(read)]).toEqual([undefined, true]);
    expect(cannotSignIn(SmartConfiguration.parse({ ...good, code_challenge_methods_supported: ['plain'] }))).toBe(
      'noPkce',
    );
    expect(cannotSignIn(SmartConfiguration.parse({ ...good, authorization_endpoint: undefined }))).toBe(
      'noAuthorization',
    );
  });

  it.each([
    'http://ehr.example/token',
    'javascript:alert(1)',
    'https://name:password@ehr.example/token',
    'file:///etc/passwd',
    '',
    7,
  ])('is refused when codes and tokens would travel to %j', (token_endpoint) => {
    expect(SmartConfiguration.safeParse({ ...good, token_endpoint }).success).toBe(false);
    expect(SmartConfiguration.safeParse({ ...good, authorization_endpoint: token_endpoint }).success).toBe(false);
  });

  it('may be this machine itself without TLS', () => {
    expect(SmartConfiguration.safeParse({ ...good, token_endpoint: 'http://127.0.0.1:9/token' }).success).toBe(true);
    expect(SmartConfiguration.safeParse({ ...good, token_endpoint: 'http://127.0.0.1.evil.example/' }).success).toBe(
      false,
    );
  });
});
