import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { AREAS, NEEDS, askedIn, readScope, scopesFor } from './scopes.ts';

describe('what is asked for', () => {
  it('is identity, staying signed in, and each resource with no more than is used', () => {
    const scopes = scopesFor('user', { v2: true });
    expect(scopes.slice(0, 3)).toEqual(['openid', 'fhirUser', 'offline_access']);
    expect(scopes).toContain('user/Patient.rs');
    expect(scopes).toContain('user/Communication.crus');
    expect(scopes).toEqual(expect.arrayContaining(['user/Appointment.crus', 'user/Slot.rus', 'user/Schedule.rs']));
    expect(scopes.filter((scope) => /\*|^patient|Observation/.test(scope))).toEqual([]);
    expect(scopes.filter((scope) => /\.[crus]*d/.test(scope))).toEqual([]);
  });

  it('is said in the older grammar where the server knows no other', () => {
    const scopes = scopesFor('user', { v2: false });
    expect(scopes).toContain('user/Patient.read');
    expect(scopes).not.toContain('user/Patient.write');
    expect(scopes).toEqual(expect.arrayContaining(['user/Task.read', 'user/Task.write']));
  });

  it('names no person for the practice itself', () => {
    const scopes = scopesFor('system', { v2: true });
    expect(scopes.every((scope) => scope.startsWith('system/'))).toBe(true);
    expect(scopes).toHaveLength(Object.keys(NEEDS).length);
  });

  it('leaves out what the server says it does not give', () => {
    const supported = ['openid', 'fhirUser', 'online_access', 'user/Patient.rs', 'user/Communication.r', 'launch'];
    expect(scopesFor('user', { v2: true, supported })).toEqual([
      'openid',
      'fhirUser',
      'online_access',
      'user/Patient.rs',
      'user/Communication.r',
    ]);
  });

  it('takes a wildcard for all of it, and a list without resources for no list', () => {
    const all = scopesFor('user', { v2: true });
    expect(scopesFor('user', { v2: true, supported: [...all.slice(0, 3), 'user/*.cruds'] })).toEqual(all);
    expect(scopesFor('user', { v2: true, supported: ['openid', 'fhirUser', 'offline_access', 'launch'] })).toEqual(all);
  });

  it('never asks for more than it needs, whatever a server offers', () => {
    const scope = fc
      .tuple(
        fc.constantFrom('user', 'system', 'patient'),
        fc.constantFrom('*', 'Observation', ...Object.keys(NEEDS)),
        fc.constantFrom('read', 'write', '*', 'rs', 'cruds', 'c', 'u'),
      )
      .map(([who, resource, access]) => `${who}/${resource}.${access}`);
    fc.assert(
      fc.property(
        fc.array(scope),
        fc.boolean(),
        fc.constantFrom('user' as const, 'system' as const),
        (list, v2, who) => {
          for (const asked of scopesFor(who, { v2, supported: list })) {
            const grant = readScope(asked);
            if (!grant) continue;
            const need = NEEDS[grant.resource];
            expect(need).toBeDefined();
            expect(grant.who).toBe(who);
            const more = [...grant.letters].filter((letter) => !need?.letters.includes(letter));
            if (v2) expect(more).toEqual([]);
            else expect(more.every((letter) => 'cuds'.includes(letter))).toBe(true);
          }
        },
      ),
    );
  });
});

describe('what was given', () => {
  it('is everything when the token says so, in either grammar', () => {
    for (const v2 of [true, false])
      expect(askedIn('user', scopesFor('user', { v2 })).every(({ missing }) => missing === 'nothing')).toBe(true);
  });

  it('names what is missing: nothing of an area, or only the writing', () => {
    const lines = askedIn('user', ['user/*.read', 'user/Task.crus']);
    expect(lines.find(({ area }) => area === 'notes')).toEqual({
      area: 'notes',
      access: 'seeAndWrite',
      missing: 'writing',
    });
    expect(lines.find(({ area }) => area === 'tasks')?.missing).toBe('nothing');
    expect(askedIn('user', []).every(({ missing }) => missing === 'all')).toBe(true);
    expect(askedIn('user').map(({ area }) => area)).toEqual(AREAS.filter((area) => area !== 'audit'));
    // Only where the practice wants the EHR to be told of the desk's audit.
    expect(askedIn('user', undefined, true).map(({ area }) => area)).toEqual([...AREAS]);
    expect(scopesFor('user', { v2: true })).not.toContain('user/AuditEvent.cs');
    expect(scopesFor('user', { v2: true, audits: true })).toContain('user/AuditEvent.cs');
  });

  it('does not take a filtered, foreign or garbled scope for a grant', () => {
    expect(readScope('user/Patient.rs?_id=1')?.letters.size).toBe(0);
    for (const scope of ['', 'launch', 'user/Patient', 'user/Patient.rs/x', '../Patient.rs', 'admin/Patient.rs'])
      expect(readScope(scope)).toBeUndefined();
    expect(askedIn('user', ['patient/*.cruds', 'system/*.cruds']).every(({ missing }) => missing === 'all')).toBe(true);
  });
});
