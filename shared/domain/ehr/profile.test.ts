import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { DESK_TYPES, EhrFacts, EhrProfile, factsOf, withLearned } from './profile.ts';
import { COMBINATION } from './statement.ts';

interface Stated {
  readonly search?: readonly string[];
  readonly also?: readonly string[];
  readonly needs?: readonly (readonly string[])[];
  readonly more?: object;
}

const statement = (types: Record<string, Stated>, interaction: string[] = []) => ({
  resourceType: 'CapabilityStatement',
  software: { name: 'An EHR', version: '9' },
  rest: [
    {
      mode: 'server',
      interaction: interaction.map((code) => ({ code })),
      resource: Object.entries(types).map(([type, { search, also = [], needs = [], more }]) => ({
        type,
        interaction: ['read', ...(search ? ['search-type'] : []), ...also].map((code) => ({ code })),
        searchParam: (search ?? []).map((name) => ({ name, type: 'token' })),
        extension: needs.map((names) => ({
          url: COMBINATION,
          extension: names.map((valueString) => ({ url: 'required', valueString })),
        })),
        ...more,
      })),
    },
  ],
});
function profileOf(types: Record<string, Stated>, interaction?: string[]): EhrProfile {
  const facts = factsOf(statement(types, interaction));
  if (!facts) throw new Error('no statement');
  return new EhrProfile(facts);
}
const patient = (...search: string[]) => profileOf({ Patient: { search } });

describe('finding patients', () => {
  it.each([
    [['phone', 'telecom'], { parameter: 'phone', or: true }],
    [['telecom'], { parameter: 'telecom', or: true }],
    [['name'], undefined],
  ])('by number where %s can be searched by', (search, expected) =>
    expect(patient(...search).phoneSearch('Patient')).toEqual(expected),
  );

  it('by number only where nothing else is required beside it', () => {
    const strict = profileOf({ Patient: { search: ['telecom', 'name', 'birthdate'], needs: [['name', 'birthdate']] } });
    expect(strict.phoneSearch('Patient')).toBeUndefined();
    expect([strict.nameSearch(false), strict.nameSearch(true)]).toEqual([undefined, ['name']]);
  });

  it.each([
    [['name', 'family', 'birthdate'], ['name'], ['name']],
    [['family', 'given', 'birthdate'], ['family'], ['family']],
    [['name'], ['name'], undefined],
    [['birthdate'], undefined, undefined],
  ])('by name with %s', (search, alone, withBirthDate) =>
    expect([patient(...search).nameSearch(false), patient(...search).nameSearch(true)]).toEqual([alone, withBirthDate]),
  );

  it('by family and given name together, where only that is taken', () => {
    const needs = [['family', 'given', 'birthdate']];
    const profile = profileOf({ Patient: { search: ['family', 'given', 'birthdate'], needs } });
    expect(profile.nameSearch(true)).toEqual(['family', 'given']);
  });

  it('by chart number', () => {
    expect([patient('identifier').identifierSearch, patient('name').identifierSearch]).toEqual([true, false]);
  });
});

describe('what else', () => {
  it.each([
    [['transaction', 'batch'], 'batch'],
    [['transaction'], 'transaction'],
    [['history-system'], 'none'],
  ] as const)('%s: several reads go as %s', (interaction, bundle) =>
    expect(profileOf({}, [...interaction]).bundle).toBe(bundle),
  );

  it('reads visits of a patient, and of a day', () => {
    const forms = [['patient', 'date'], ['actor', 'date'], ['date'], []].map((search) =>
      profileOf({ Appointment: { search } }),
    );
    expect(forms.map(({ visitsOfPatient }) => visitsOfPatient)).toEqual(['patient', 'actor', undefined, undefined]);
    expect(forms.map(({ visitsByDay }) => visitsByDay)).toEqual([true, true, true, false]);
    const needs = [['patient', 'date']];
    expect(profileOf({ Appointment: { search: ['patient', 'date'], needs } }).visitsByDay).toBe(false);
  });

  it('holds times where slots keep versions and visits are found by our identifier', () => {
    const slots = { search: ['start', 'status'], also: ['update'] };
    const visits = { search: ['identifier', 'status'], also: ['create', 'update'] };
    const types = { Appointment: visits, Slot: slots, Schedule: {} };
    const all = { times: true, book: 'held', cancel: true, confirm: true, waitingList: true, needsVisitType: false };
    expect(profileOf(types).scheduling).toEqual(all);
    const unversioned = { ...slots, more: { versioning: 'no-version' } };
    expect(profileOf({ ...types, Slot: unversioned }).scheduling.book).toBe('not');
    expect(profileOf({ ...types, Appointment: { ...visits, search: ['patient', 'date'] } }).scheduling.book).toBe(
      'not',
    );
  });

  it('leaves the decision to a server that changes no slots, and reads times only where that is declared', () => {
    const needs = [['service-type']];
    const slots = { search: ['service-type', 'start'], needs };
    const visits = { search: ['patient', 'date'], also: ['create', 'patch'] };
    expect(profileOf({ Appointment: visits, Slot: slots, Schedule: {} }).scheduling).toEqual({
      ...{ times: true, book: 'atOnce', cancel: true, confirm: false, waitingList: false, needsVisitType: true },
    });
    expect(profileOf({ Appointment: visits }).scheduling).toMatchObject({ times: false, book: 'not' });
    expect(profileOf({ Slot: slots }).scheduling).toMatchObject({ times: false, book: 'not', cancel: false });
  });

  it('writes under a condition only where it writes at all', () => {
    const { Task, Flag } = { Task: { also: ['create'] }, Flag: {} };
    const conditional = { more: { conditionalCreate: true } };
    const profile = profileOf({ Task: { ...Task, ...conditional }, Flag: { ...Flag, ...conditional } });
    expect([profile.conditionalCreate('Task'), profile.conditionalCreate('Flag')]).toEqual([true, false]);
  });

  it('sends If-Match unless the server says that it keeps no versions', () => {
    const version = (versioning: string) => profileOf({ Task: { more: { versioning } } }).hasVersions('Task');
    expect(['no-version', 'versioned', 'versioned-update', 'odd'].map(version)).toEqual([false, true, true, true]);
  });
});

describe('what is learned', () => {
  const fresh = patient('phone').facts;
  const NOW = 1_800_000_000_000;

  it('takes a way out of use, and stays with the server that said the same', () => {
    const learned = new EhrProfile(fresh).learning('patientPhoneOr', NOW).learning('post', NOW).learning('post', NOW);
    expect(learned.phoneSearch('Patient')).toEqual({ parameter: 'phone', or: false });
    expect([learned.postSearch, learned.facts.refused]).toEqual([false, ['patientPhoneOr', 'post']]);
    expect(withLearned(fresh, learned.facts, NOW).refused).toEqual(['patientPhoneOr', 'post']);
  });

  it('is asked again after a week, and of a server that has changed', () => {
    const kept = new EhrProfile(fresh).learning('patientPhone', NOW).facts;
    expect(withLearned(fresh, kept, NOW + 8 * 24 * 3_600_000).refused).toEqual([]);
    expect(withLearned(patient('phone', 'name').facts, kept, NOW).refused).toEqual([]);
    expect(withLearned(fresh, undefined, NOW)).toEqual(fresh);
  });
});

describe('any answer', () => {
  it('is no statement, or facts that can be kept and read again', () => {
    const anything = fc.letrec((tie) => ({
      value: fc.oneof(fc.anything(), fc.record({ rest: fc.array(tie('value')), resourceType: tie('type') })),
      type: fc.constantFrom('CapabilityStatement', 'Bundle'),
    })).value;
    fc.assert(
      fc.property(anything, (body) => {
        const facts = factsOf(body);
        if (facts) expect(EhrFacts.parse(JSON.parse(JSON.stringify(facts)))).toEqual(facts);
      }),
    );
    expect(factsOf({ resourceType: 'OperationOutcome' })).toBeUndefined();
  });

  it('costs an odd line that line', () => {
    const facts = factsOf({
      resourceType: 'CapabilityStatement',
      software: 7,
      rest: [null, { mode: 'server', interaction: 'batch', resource: [{ type: 3 }, { type: 'Patient' }] }],
    });
    expect(facts).toMatchObject({ software: 'FHIR server', bundle: 'none', types: { Patient: { parameters: [] } } });
  });

  it('keeps only what a desk has to do with', () => {
    const facts = profileOf({ Patient: {}, Observation: {}, Task: {} }).facts;
    expect(Object.keys(facts.types).every((type) => DESK_TYPES.includes(type))).toBe(true);
  });
});
