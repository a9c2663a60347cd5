// A line that many share, as a care home's: nobody can choose from so many, and nobody's initials leave main for nothing.
import { describe, expect, it } from 'vitest';
import { RIGHT_FOR_BORIS, BORIS, record } from '../../../test/fakes/ehr.ts';
import { patientsStage } from '../../../test/fakes/patients.ts';

const residents = (count: number) =>
  Array.from({ length: count }, (_, index) => record(`resident-${index}`, { given: `Given${index}` }));

describe('a number that many share', () => {
  it.each([
    [12, 12],
    [13, 0],
    [200, 0],
  ])('of %i shows %i to choose from, and says how many there are', async (count, shown) => {
    const { begin, panel } = patientsStage({ people: residents(count) });
    await begin();
    expect(panel().match).toMatchObject({ state: 'several', count, candidates: { length: shown } });
    expect(panel().chosen).toBeUndefined();
  });

  it('is found by name, checked and opened like any other', async () => {
    const { begin, panel, search, choose, verify, ehr } = patientsStage({ people: [...residents(40), BORIS] });
    await begin();
    ehr.people = [BORIS];
    expect(await search('Featherstone')).toMatchObject({ value: { count: 1, candidates: [{ patientId: BORIS.id }] } });
    expect(panel().match).toMatchObject({ state: 'several', count: 41, candidates: [{ patientId: BORIS.id }] });
    await choose(BORIS);
    await verify(RIGHT_FOR_BORIS);
    expect(panel().check.state).toBe('verified');
  });

  it('never shows who is in it to a page', async () => {
    const { begin, search, published } = patientsStage({ people: residents(40) });
    await begin();
    expect(await search('Quisenberry')).toMatchObject({ value: { count: 40, candidates: [] } });
    expect(published.join()).not.toMatch(/resident-|JQ|GQ/);
  });

  it('remembered while the EHR is down is a crowd all the same', async () => {
    const { begin, panel, memory, ehr } = patientsStage();
    memory.known = residents(40);
    ehr.isDown = true;
    await begin();
    expect(panel().match).toMatchObject({ state: 'several', count: 40, candidates: [] });
  });
});
