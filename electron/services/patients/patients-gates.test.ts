// What stands between right answers and the chart: who speaks, and charts that are shut.
import { describe, expect, it } from 'vitest';
import { ANNA, RIGHT, record } from '../../../test/fakes/ehr.ts';
import { deferred, settle } from '../../../test/fakes/parts.ts';
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

  it('may be told where the patient’s consent names them, and not while nobody can say so', async () => {
    const grown = record('p-1', { birthDate: '1950-03-14' });
    const { begin, choose, verify, panel, ehr } = patientsStage({ people: [grown] });
    await begin();
    await choose(grown);
    const said = { name: 'Johanna Quisenberry', birthDate: '3/14/1950', speaker: 'Ines Delgado' };
    ehr.isDown = true;
    await verify(said);
    expect(panel().check).toMatchObject({ state: 'open', authority: 'notChecked', unchecked: { mayGoOn: false } });
    Object.assign(ehr, { isDown: false, disclosures: [{ name: 'Ines Delgado', may: true }] });
    await verify(said);
    expect(panel().check).toMatchObject({ state: 'verified', authority: 'given' });
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

describe('a parent on file, while the EHR does not give the consents', () => {
  const relatives = [{ name: 'Rosa Delgado', relationship: 'Mother', phones: [], guardian: true }];
  const CHILD = record('p-1', { birthDate: '2019-03-14', relatives });
  const said = { name: 'Johanna Quisenberry', birthDate: '3/14/2019', speaker: 'Rosa Delgado' };
  const denied = [{ name: 'Rosa Delgado', may: false }];
  const spoken = async (more: Partial<typeof said> = {}) => {
    const stage = patientsStage({ people: [CHILD] });
    stage.ehr.consentsFail = fail('ehrSlow');
    await stage.begin();
    await stage.choose(CHILD);
    await stage.verify({ ...said, ...more });
    await settle();
    return stage;
  };

  it('is told nothing; where there are no consents to ask for, is as before', async () => {
    const { panel, published, verify, ehr, audited } = await spoken();
    expect(panel().check).toMatchObject({
      ...{ state: 'open', authority: 'notChecked', matched: ['name', 'birthDate'], attemptsLeft: 3 },
      unchecked: { isAsking: false, mayGoOn: true },
    });
    expect(published.join()).not.toMatch(/Quisenberry|Delgado/);
    expect(audited.at(-1)).toBe('verifyRefused ana p-1 matched:name+birthDate wrong: speaker:notChecked');
    ehr.consentsFail = fail('ehrCannot');
    await verify(said);
    expect(panel().check).toMatchObject({ state: 'verified', authority: 'given' });
    expect(panel().check).not.toHaveProperty('unchecked');
  });

  it('is let through by the answer, asked for again by hand or by itself, or refused by it', async () => {
    for (const ask of ['hand', 'time', 'ehr'] as const)
      for (const disclosures of [[], denied]) {
        const { panel, clock, ehr, checkAgain, patients, audited } = await spoken();
        Object.assign(ehr, { consentsFail: undefined, disclosures });
        if (ask === 'hand') await checkAgain();
        else if (ask === 'time') clock.advance(15_000);
        else patients.ehrIsBack();
        await settle();
        const isGiven = disclosures.length === 0;
        expect(panel().check).toMatchObject({ authority: isGiven ? 'given' : 'none', attemptsLeft: 3 });
        expect(panel().check.state).toBe(isGiven ? 'verified' : 'open');
        expect(panel().check).not.toHaveProperty('unchecked');
        expect(audited.filter((line) => line.startsWith('reveal'))).toHaveLength(isGiven ? 1 : 0);
        expect(await checkAgain()).toEqual(fail('notAllowed'));
      }
  });

  it('is asked for until it comes, and for nobody who is not wanted any more', async () => {
    const { ehr, clock, choose, panel } = await spoken();
    for (const asked of [2, 3]) {
      clock.advance(15_000);
      await settle();
      expect(ehr.consentsAsked).toBe(asked);
    }
    await choose(null);
    ehr.consentsFail = undefined;
    clock.advance(60_000);
    await settle();
    expect([ehr.consentsAsked, panel().check.authority]).toEqual([3, 'self']);
  });

  it('waits three seconds and no longer; an answer that comes later counts by itself', async () => {
    const stage = patientsStage({ people: [CHILD] });
    await stage.begin();
    await stage.choose(CHILD);
    const late = (stage.ehr.consentsGate = deferred<void>());
    const verified = stage.verify(said);
    await settle();
    expect(stage.panel().check.authority).toBe('self');
    stage.clock.advance(3000);
    expect(await verified).toMatchObject({ value: { verified: false, authority: 'notChecked' } });
    expect(stage.panel().check.unchecked).toEqual({ isAsking: true, mayGoOn: true });
    await stage.checkAgain();
    expect(stage.ehr.consentsAsked).toBe(1);
    late.resolve();
    await settle();
    expect(stage.panel().check).toMatchObject({ state: 'verified', authority: 'given' });
  });

  it('opens with a reason that is written down; a denial that comes after all stands above the chart', async () => {
    const { panel, goOn, audited, ehr, checkAgain } = await spoken();
    await goOn('emergency');
    await settle();
    expect(panel()).toMatchObject({ check: { state: 'verified', authority: 'notChecked' }, contextState: 'fresh' });
    expect(audited.slice(-2)).toEqual(['goOnUnchecked ana p-1 emergency', 'reveal ana p-1']);
    Object.assign(ehr, { consentsFail: undefined, disclosures: denied });
    await checkAgain();
    await settle();
    expect(panel().check).toMatchObject({ state: 'verified', authority: 'none' });
    expect(audited.at(-1)).toBe('verifyRefused ana p-1 speaker:none afterwards');
  });

  it('is the only one for whom there is a way on, with right answers, and a restricted chart wants its reason besides', async () => {
    for (const more of [{ speaker: 'Ines Delgado' }, { birthDate: '3/15/2019' }]) {
      const { goOn, audited, panel } = await spoken(more);
      expect(await goOn('chartSeen')).toEqual(fail('notAllowed'));
      expect(audited.at(-1)).toBe('goOnUncheckedRefused ana p-1 chartSeen');
      expect(panel().check).toMatchObject({ state: 'open', attemptsLeft: 2 });
    }
    const shut = patientsStage({ people: [{ ...CHILD, restricted: true }] });
    shut.ehr.consentsFail = fail('ehrRefused');
    await shut.begin();
    await shut.choose(CHILD);
    await shut.verify(said);
    await shut.goOn('clinician');
    expect(shut.panel().check.state).toBe('restricted');
  });

  it('a name that nobody on file has costs an attempt, which is given back where a consent names it', async () => {
    const { panel, ehr, checkAgain } = await spoken({ speaker: 'Ines Delgado' });
    expect(panel().check.attemptsLeft).toBe(2);
    Object.assign(ehr, { consentsFail: undefined, disclosures: [{ name: 'Ines Delgado', may: true }] });
    await checkAgain();
    await settle();
    expect(panel().check).toMatchObject({ state: 'verified', attemptsLeft: 3 });
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
