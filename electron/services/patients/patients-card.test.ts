// The patient's card: part by part, over what was there before, and what stands in for it while the EHR is away.
import { describe, expect, it } from 'vitest';
import { ANNA, BORIS, RIGHT, RIGHT_FOR_BORIS, record } from '../../../test/fakes/ehr.ts';
import { settle } from '../../../test/fakes/parts.ts';
import { patientsStage } from '../../../test/fakes/patients.ts';
import { fail } from '../../../shared/result/result.ts';

const FLAGS = { flags: [{ text: 'fall risk' }] };
const TEAM = { team: [{ name: 'Dr. Lee', isMain: true }] };
const HOUR = 3_600_000;

/** A caller who was verified, before the EHR has given anything of the card. */
async function verified(change: Parameters<typeof patientsStage>[0] = {}) {
  const stage = patientsStage(change);
  const person = change.people?.[0] ?? ANNA;
  await stage.begin();
  await stage.choose(person);
  stage.ehr.isSlow = true;
  await stage.verify(RIGHT);
  return stage;
}

describe('the card', () => {
  it('shows who it is before anything else has come, and each part as it comes', async () => {
    const { panel, ehr } = await verified();
    expect(panel()).toMatchObject({ contextState: 'loading', context: { name: 'Johanna Quisenberry' } });
    expect(panel().context?.waiting).toContain('flags');
    ehr.tell({ ...FLAGS, waiting: ['team'] });
    expect(panel()).toMatchObject({ contextState: 'loading', context: { ...FLAGS, waiting: ['team'] }, old: {} });
    Object.assign(ehr.facts, { ...FLAGS, ...TEAM });
    await ehr.answer();
    expect(panel()).toMatchObject({ contextState: 'fresh', context: { ...FLAGS, ...TEAM, waiting: [] }, old: {} });
  });

  it('drops parts that come for another choice', async () => {
    const { panel, ehr, choose, verify } = await verified({ people: [ANNA, BORIS] });
    const { tell } = ehr;
    await choose(BORIS);
    tell(FLAGS);
    expect(panel()).not.toHaveProperty('context');
    await verify(RIGHT_FOR_BORIS);
    tell(FLAGS);
    expect(panel().context).toMatchObject({ name: 'Boris Featherstone', flags: [] });
  });

  it('read again keeps what it had until the new is there; a part that is lacking then stays, with its age', async () => {
    const { panel, ehr, refresh, clock } = await verified();
    ehr.facts = { ...FLAGS };
    await ehr.answer();
    const read = clock.now();
    clock.advance(HOUR);
    const again = refresh();
    expect(panel()).toMatchObject({ contextState: 'loading', context: FLAGS, old: { flags: read } });
    // What was known for this call does not stop counting while it is read again.
    expect(panel().context).toMatchObject({ waiting: [], missing: [] });
    ehr.facts = { flags: [], missing: ['flags'], ...TEAM };
    await ehr.answer();
    await again;
    expect(panel()).toMatchObject({ contextState: 'fresh', context: { ...FLAGS, ...TEAM } });
    expect(panel().old).toEqual({ flags: read });
  });

  it('that cannot be read again is old, and what was known for this call still counts', async () => {
    const { panel, ehr, refresh, clock } = await verified();
    ehr.facts = { ...FLAGS };
    await ehr.answer();
    Object.assign(ehr, { isSlow: false, isDown: true });
    clock.advance(HOUR);
    await refresh();
    expect(panel()).toMatchObject({ contextState: 'stale', context: { ...FLAGS, missing: [], waiting: [] } });
    expect(panel().old).toHaveProperty('flags');
  });

  it('does not call old what was read a moment ago, while it is read again', async () => {
    const { panel, ehr, refresh, clock } = await verified();
    await ehr.answer();
    clock.advance(5_000);
    void refresh();
    expect(panel()).toMatchObject({ contextState: 'loading', old: {} });
  });
});

describe('a chart that was shut since this desk knew of it', () => {
  it('shows nothing of itself, neither the part that came first, and opens with a reason alone', async () => {
    for (const way of ['at once', 'with a part'] as const) {
      const { panel, ehr, kept, published, breakGlass } = await verified();
      kept.cards.set(ANNA.id, { context: panel().context!, at: {} });
      const before = published.length;
      if (way === 'with a part') ehr.tell({ ...FLAGS, restricted: true });
      ehr.facts = { ...FLAGS, restricted: true };
      await ehr.answer();
      expect(panel()).toMatchObject({ check: { state: 'restricted' }, chosen: { hint: 'restricted' } });
      expect(panel()).not.toHaveProperty('context');
      expect(published.slice(before).join()).not.toMatch(/fall risk|Quisenberry/);
      expect(kept.cards.size).toBe(0);
      ehr.isSlow = false;
      await breakGlass('desk');
      await settle();
      expect(panel()).toMatchObject({ contextState: 'fresh', context: FLAGS });
      // The next time it is read nothing is kept of it either.
      expect(kept.find({ ...ANNA, restricted: true })).toBeUndefined();
    }
  });

  it('stays shut for the call, whatever is searched for and found on it later', async () => {
    const { panel, ehr, search, begin, choose, verify, patients } = patientsStage({ people: [ANNA] });
    await begin();
    await choose(ANNA);
    ehr.facts = { ...FLAGS, restricted: true };
    await verify(RIGHT);
    await settle();
    expect(panel().check.state).toBe('restricted');
    for (const people of [[BORIS], [ANNA, BORIS]]) {
      ehr.people = people;
      await search('Quisenberry');
      await settle();
      expect(panel().check.state).toBe('restricted');
      expect(patients.summary(panel().callId)).toMatchObject({ verified: false, patientId: undefined });
    }
  });

  it('is known as that when the EHR is back, also of somebody who was only remembered', async () => {
    const { begin, ehr, memory, choose, verify, panel, patients } = patientsStage({ people: [ANNA] });
    ehr.isDown = true;
    memory.known = [ANNA];
    await begin();
    await choose(ANNA);
    await verify(RIGHT);
    await settle();
    ehr.isDown = false;
    ehr.people = [record('p-1', { restricted: true })];
    ehr.facts = { ...FLAGS, restricted: true };
    patients.ehrIsBack();
    await settle();
    expect(panel().check.state).toBe('restricted');
    expect(panel()).not.toHaveProperty('context');
  });
});

describe('the card that was kept', () => {
  const kept = async (change: Parameters<typeof patientsStage>[0] = {}) => {
    const first = await verified(change);
    first.ehr.facts = { ...FLAGS };
    await first.ehr.answer();
    return first;
  };
  const next = async (from: Awaited<ReturnType<typeof kept>>, isDown: boolean) => {
    const { clock, ehr, memory, begin, choose, verify, patients, panel } = from;
    patients.forget(panel().callId);
    clock.advance(26 * HOUR);
    memory.known = [ANNA];
    ehr.isSlow = false;
    ehr.isDown = isDown;
    await begin();
    await choose(ANNA);
    ehr.isSlow = !isDown;
    await verify(RIGHT);
    await settle();
  };

  it('stands in while the EHR is away, every part with its age, until the EHR is back', async () => {
    const stage = await kept();
    const read = stage.clock.now();
    await next(stage, true);
    const { panel, ehr, patients } = stage;
    expect(panel()).toMatchObject({ contextState: 'kept', context: { name: 'Johanna Quisenberry', ...FLAGS } });
    expect(panel().old).toMatchObject({ flags: read, visits: read });
    expect(panel()).not.toHaveProperty('readAt');
    // It is for reading: neither rules nor notes may go by it.
    expect(panel().context?.missing).toContain('visits');
    ehr.isDown = false;
    ehr.facts = { flags: [{ text: 'new' }] };
    patients.ehrIsBack();
    await settle();
    expect(panel()).toMatchObject({ contextState: 'fresh', context: { flags: [{ text: 'new' }] }, old: {} });
  });

  it('shows while a slow EHR thinks, and goes part by part', async () => {
    const stage = await kept();
    await next(stage, false);
    const { panel, ehr, clock } = stage;
    expect(panel().context?.flags).toEqual([]);
    clock.advance(1500);
    expect(panel()).toMatchObject({ contextState: 'loading', context: FLAGS });
    expect(panel().old).toHaveProperty('flags');
    ehr.tell({ flags: [], waiting: ['team'] });
    expect(panel().context?.flags).toEqual([]);
    expect(Object.keys(panel().old ?? {})).toEqual(['team']);
    await ehr.answer();
    expect(panel()).toMatchObject({ contextState: 'fresh', old: {} });
  });

  it('is no way around the check, nor around an EHR that answers and refuses', async () => {
    const stage = await kept();
    await next(stage, true);
    const { panel, verify, ehr, refresh, clock, patients, begin, choose } = stage;
    await verify({ ...RIGHT, birthDate: '1/1/1990' });
    expect(panel()).not.toHaveProperty('context');
    patients.forget(panel().callId);
    clock.advance(HOUR);
    ehr.isDown = false;
    await begin();
    await choose(ANNA);
    ehr.readContext = async () => fail('ehrRefused');
    await verify(RIGHT);
    await settle();
    expect(panel()).toMatchObject({ contextState: 'unavailable', context: { flags: [] }, old: {} });
    ehr.readContext = async () => fail('ehrNotFound');
    await refresh();
    expect(stage.kept.cards.size).toBe(0);
  });

  it('goes with the chart of whoever has none any more, and is never of a restricted one', async () => {
    const shut = record('p-1', { restricted: true });
    const stage = await kept({ people: [shut] });
    expect(stage.panel()).not.toHaveProperty('context');
  });
});

describe('whom this desk only remembers', () => {
  const DAY = 24 * HOUR;

  it('is marked as that, with the age of the memory, until the EHR has said so', async () => {
    const { begin, ehr, memory, panel, clock, choose, patients } = patientsStage({ people: [ANNA] });
    ehr.isDown = true;
    Object.assign(memory, { known: [ANNA, BORIS], inChart: false, seen: clock.now() - 3 * DAY });
    await begin();
    const mark = { from: 'call', at: clock.now() - 3 * DAY };
    expect(panel().match.candidates.map(({ remembered }) => remembered)).toEqual([mark, mark]);
    await choose(ANNA);
    expect(panel().chosen?.remembered).toEqual(mark);
    ehr.isDown = false;
    patients.ehrIsBack();
    await settle();
    expect(panel().match).toMatchObject({ state: 'one', count: 1 });
    expect(panel().match.candidates[0]).not.toHaveProperty('remembered');
    expect(panel().chosen).not.toHaveProperty('remembered');
  });

  it('keeps whoever was chosen, also when the EHR does not know the number', async () => {
    const { begin, ehr, memory, panel, choose, patients } = patientsStage({ people: [] });
    ehr.isDown = true;
    memory.known = [ANNA, BORIS];
    await begin();
    await choose(BORIS);
    ehr.isDown = false;
    patients.ehrIsBack();
    await settle();
    expect(panel().match.candidates.map(({ initials }) => initials)).toEqual(['BF']);
    expect(panel().chosen?.initials).toBe('BF');
  });
});
