// What stands between right answers and the chart: who speaks, and charts that are shut.
import { describe, expect, it } from 'vitest';
import { ANNA, RIGHT, record } from '../../../test/fakes/ehr.ts';
import { settle } from '../../../test/fakes/parts.ts';
import { C, patientsStage } from '../../../test/fakes/patients.ts';
import { fail } from '../../../shared/result/result.ts';

describe('somebody who speaks for the patient', () => {
  const relatives = [{ name: 'Rosa Delgado', relationship: 'Mother', phones: [], guardian: true }];
  const CHILD = record('p-1', { birthDate: '2019-03-14', relatives });
  const answers = { name: 'Johanna Quisenberry', birthDate: '3/14/2019' };

  it('on file for a child is as good as the patient', async () => {
    const { begin, choose, verify, panel, audited } = patientsStage({ people: [CHILD] });
    await begin();
    await choose(CHILD);
    await verify({ ...answers, speaker: 'Rosa Delgado' });
    expect(panel().check).toMatchObject({ state: 'verified', authority: 'given' });
    expect(audited).toContain('verify ana p-1 matched:name+birthDate wrong: speaker:given');
  });

  it('who may not learns nothing, and guessing at names is counted like any wrong answer', async () => {
    const { begin, choose, verify, panel, published, audited } = patientsStage({ people: [CHILD] });
    await begin();
    await choose(CHILD);
    for (const speaker of ['Ann Smith', 'Mary Smith', 'Eve Smith']) await verify({ ...answers, speaker });
    expect(panel().check).toMatchObject({ state: 'lockedOut', authority: 'notOnFile' });
    expect(published.join()).not.toMatch(/Quisenberry|Delgado/);
    expect(audited.filter((line) => line.startsWith('reveal'))).toEqual([]);
    expect(await verify({ ...answers, speaker: 'Rosa Delgado' })).toEqual(fail('notAllowed', 'locked out'));
  });
});

describe('a restricted chart', () => {
  const SHUT = record('p-1', { restricted: true });

  it('opens after the check only with a reason, and who opened it why is written down', async () => {
    const { begin, choose, verify, refresh, breakGlass, panel, audited, published, patients, ehr } = patientsStage({
      people: [SHUT],
    });
    await begin();
    await choose(SHUT);
    expect(await breakGlass('emergency')).toEqual(fail('notAllowed'));
    await verify(RIGHT);
    await settle();
    expect(panel().check.state).toBe('restricted');
    for (const part of ['context', 'chartUrl']) expect(panel()).not.toHaveProperty(part);
    expect(patients.summary(C)).toMatchObject({ verified: false, name: undefined, patientId: undefined });
    expect(await refresh()).toEqual(fail('notAllowed'));
    patients.ehrIsBack();
    await settle();
    expect(published.join()).not.toContain('Quisenberry');
    expect(audited.filter((line) => line.startsWith('reveal'))).toEqual([]);
    await breakGlass('ownCare');
    await settle();
    expect(panel()).toMatchObject({ check: { state: 'verified' }, contextState: 'fresh' });
    expect(patients.summary(C)).toMatchObject({ verified: true, name: 'Johanna Quisenberry' });
    expect(audited).toEqual([
      'choose ana p-1',
      'breakGlassRefused ana p-1 emergency',
      'verify ana p-1 matched:name+birthDate wrong:',
      'breakGlass ana p-1 ownCare',
      'reveal ana p-1',
    ]);
    expect(ehr.people).toEqual([SHUT]);
  });

  it('stays shut for roles that the site does not name, and that is written down too', async () => {
    const { begin, choose, verify, breakGlass, panel, audited } = patientsStage({
      people: [SHUT],
      privacy: { breakGlass: ['supervisor'] },
    });
    await begin();
    await choose(SHUT);
    await verify(RIGHT);
    expect(await breakGlass('emergency')).toEqual(fail('notAllowed'));
    expect([panel().check.state, audited.at(-1)]).toEqual(['restricted', 'breakGlassRefused ana p-1 emergency']);
  });

  it('of somebody else is shut again: the reason was for one patient', async () => {
    const other = record('p-2', { restricted: true });
    const { begin, choose, verify, breakGlass, panel } = patientsStage({ people: [SHUT, other] });
    await begin();
    await choose(SHUT);
    await verify(RIGHT);
    await breakGlass('ownCare');
    await choose(other);
    await verify(RIGHT);
    await settle();
    expect(panel().check.state).toBe('restricted');
    expect(panel()).not.toHaveProperty('context');
  });

  it('an ordinary chart needs no reason and takes none', async () => {
    const { begin, choose, verify, breakGlass, panel } = patientsStage();
    await begin();
    await choose(ANNA);
    await verify(RIGHT);
    expect(await breakGlass('desk')).toEqual(fail('notAllowed'));
    expect(panel().check.state).toBe('verified');
  });
});
