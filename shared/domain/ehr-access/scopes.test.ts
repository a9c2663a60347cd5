import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { EhrProfile, factsOf } from '../ehr/profile.ts';
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

describe('what this EHR has', () => {
  /** Types and what may be done with them. */
  const profileOf = (types: Record<string, string[]>, parameters: Record<string, string[]> = {}): EhrProfile => {
    const facts = factsOf({
      resourceType: 'CapabilityStatement',
      rest: [
        {
          mode: 'server',
          resource: Object.entries(types).map(([type, codes]) => ({
            type,
            interaction: codes.map((code) => ({ code })),
            searchParam: (parameters[type] ?? []).map((name) => ({ name, type: 'token' })),
          })),
        },
      ],
    });
    if (!facts) throw new Error('no statement');
    return new EhrProfile(facts);
  };
  const READS = ['read', 'search-type'];

  it('is asked for, and nothing that it cannot do', () => {
    const profile = profileOf({
      Patient: READS,
      Appointment: [...READS, 'patch'],
      Task: [...READS, 'create', 'update'],
    });
    const scopes = scopesFor('user', { v2: true, profile }).filter((scope) => scope.startsWith('user/'));
    expect(scopes).toEqual(['user/Patient.rs', 'user/Appointment.rus', 'user/Task.crus']);
    // What is not there is not said to be missing either.
    expect(askedIn('user', scopes, { profile })).toEqual([
      { area: 'patients', access: 'see', missing: 'nothing' },
      { area: 'appointments', access: 'seeAndWrite', missing: 'nothing' },
      { area: 'tasks', access: 'seeAndWrite', missing: 'nothing' },
    ]);
    expect(scopesFor('user', { v2: true, audits: true, profile })).not.toContain('user/AuditEvent.c');
  });

  it('makes encounters something to ask for only where messages are not listed', () => {
    const types = { Communication: READS, Encounter: READS };
    const [listed, not] = [
      profileOf(types, { Communication: ['subject'] }),
      profileOf(types, { Communication: ['_id'] }),
    ];
    expect(scopesFor('user', { v2: true, profile: listed })).not.toContain('user/Encounter.rs');
    expect(scopesFor('user', { v2: true, profile: not })).toContain('user/Encounter.rs');
  });

  it('never makes it more than without knowing', () => {
    const interactions = fc.subarray(['create', 'read', 'update', 'patch', 'delete', 'search-type', 'vread']);
    fc.assert(
      fc.property(
        fc.dictionary(fc.constantFrom(...Object.keys(NEEDS)), interactions),
        fc.boolean(),
        (types, audits) => {
          const all = scopesFor('system', { v2: true, audits }).flatMap((scope) => letters(scope));
          const some = scopesFor('system', { v2: true, audits, profile: profileOf(types) }).flatMap((scope) =>
            letters(scope),
          );
          expect(all).toEqual(expect.arrayContaining(some));
        },
      ),
    );
  });
  const letters = (scope: string): string[] => {
    const [resource, access = ''] = scope.split('.');
    return [...access].map((letter) => `${resource}.${letter}`);
  };
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
    expect(askedIn('user', undefined, { audits: true }).map(({ area }) => area)).toEqual([...AREAS]);
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
