// Who is calling, where the EHR cannot be asked for a number, or not now: what this desk remembers.
import { describe, expect, it } from 'vitest';
import { ANNA, BORIS, NUMBER, RIGHT, record } from '../../../test/fakes/ehr.ts';
import { settle } from '../../../test/fakes/parts.ts';
import { patientsStage } from '../../../test/fakes/patients.ts';
import { EhrProfile } from '../../../shared/domain/ehr/profile.ts';

const cannotSearch = new EhrProfile({ software: '', bundle: 'none', types: {}, refused: [], learnedAt: 0 });

describe('an EHR that cannot be searched by phone', () => {
  it('is not asked: what is remembered shows at once, then as the charts have it', async () => {
    const { begin, ehr, memory, panel } = patientsStage({ people: [ANNA, { ...BORIS, given: 'Bo' }] });
    Object.assign(ehr, { known: cannotSearch, isSlow: true });
    memory.known = [ANNA, BORIS];
    await begin();
    expect(panel().match).toMatchObject({ state: 'several', count: 2 });
    await ehr.answer();
    expect(panel().match).toMatchObject({ state: 'several', count: 2 });
  });

  it.each([
    ['a number that left the chart', { ...BORIS, phones: [] }, 'one', ['patient']],
    ['somebody who is not there any more', undefined, 'one', ['patient']],
    ['somebody who has died: that is said', { ...BORIS, deceased: true }, 'several', ['patient', 'deceased']],
    ['a merged chart', record('p-7', { mergedFrom: [BORIS.id] }), 'several', ['patient', 'patient']],
  ])('unlearns %s', async (_case, now, state, hints) => {
    const { begin, ehr, memory, panel } = patientsStage({ people: [ANNA, ...(now ? [now] : [])] });
    ehr.known = cannotSearch;
    memory.known = [ANNA, BORIS];
    await begin();
    await settle();
    expect(panel().match.state).toBe(state);
    expect(panel().match.candidates.map(({ hint }) => hint)).toEqual(hints);
  });

  it('keeps whoever has been chosen meanwhile', async () => {
    const { begin, ehr, memory, panel, choose } = patientsStage({ people: [] });
    Object.assign(ehr, { known: cannotSearch, isSlow: true });
    memory.known = [ANNA, BORIS];
    await begin();
    await choose(BORIS);
    await ehr.answer();
    expect(panel().match.candidates.map(({ initials }) => initials)).toEqual(['BF']);
    expect(panel().chosen?.initials).toBe('BF');
  });

  it('where nobody is remembered, says that this EHR knows nobody by number, and not that it is away', async () => {
    const { begin, ehr, panel, lamps } = patientsStage();
    ehr.known = cannotSearch;
    await begin();
    expect([panel().match.state, lamps]).toEqual(['notByNumber', ['ok']]);
  });
});

describe('the memory of numbers', () => {
  it('stands in for an EHR that is away', async () => {
    const { begin, ehr, memory, panel, lamps } = patientsStage();
    ehr.isDown = true;
    memory.known = [ANNA];
    await begin();
    expect(panel().match).toMatchObject({ state: 'one', count: 1 });
    expect(panel()).not.toHaveProperty('unverifiedName');
    expect(lamps).toEqual(['unreachable']);
  });

  it('is taught by a passed check alone, and never a withheld number', async () => {
    const { begin, choose, verify, memory } = patientsStage();
    await begin();
    await choose(ANNA);
    await verify({ name: 'Johanna Quisenberry' });
    expect(memory.taught).toEqual([]);
    await verify(RIGHT);
    expect(memory.taught).toEqual([`${NUMBER} p-1`]);

    const hidden = patientsStage();
    await hidden.begin({ withheld: true });
    await hidden.search('Quisenberry');
    await hidden.choose(ANNA);
    await hidden.verify(RIGHT);
    expect(hidden.memory.taught).toEqual(['undefined p-1']);
  });

  it('of a care home names everybody and chooses nobody', async () => {
    const { begin, ehr, memory, panel } = patientsStage();
    ehr.isDown = true;
    memory.known = Array.from({ length: 60 }, (_, index) => record(`home-${index}`, { given: `Resident${index}` }));
    await begin();
    expect(panel().match).toMatchObject({ state: 'several', count: 60 });
    expect(panel().chosen).toBeUndefined();
  });
});
