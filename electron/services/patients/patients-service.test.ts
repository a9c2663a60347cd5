// Who is calling, over an EHR in memory that answers when the test says so.
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { ANNA, BORIS, NUMBER, RIGHT, RIGHT_FOR_BORIS, record } from '../../../test/fakes/ehr.ts';
import { settle } from '../../../test/fakes/parts.ts';
import { C, patientsStage } from '../../../test/fakes/patients.ts';
import { fail } from '../../../shared/result/result.ts';
import { ehrStateOf } from './ehr-state.ts';

describe('a number that calls', () => {
  it.each([
    ['nobody', [], 'none', 0],
    ['somebody whose number it is not', [record('p-9', { phones: ['+16175559999'] })], 'none', 0],
    ['one', [ANNA], 'one', 1],
    ['one, found twice', [ANNA, ANNA], 'one', 1],
    ['a household', [ANNA, BORIS], 'several', 2],
  ])('of %s', async (_case, people, state, count) => {
    const { begin, panel, lamps } = patientsStage({ people });
    await begin();
    expect(panel().match).toMatchObject({ state, count });
    expect(panel().match.candidates).toHaveLength(count);
    expect(panel().chosen).toBeUndefined();
    expect(lamps).toEqual(['ok']);
  });

  it('is searched for while nobody waits', () => {
    const { begin, panel } = patientsStage({ isSlow: true });
    void begin();
    expect(panel().match.state).toBe('searching');
  });

  it('that is withheld or none is not looked up', async () => {
    for (const remote of [{ withheld: true }, { number: 'anonymous' }, { number: '' }]) {
      const { begin, panel, lamps } = patientsStage();
      await begin(remote);
      expect([panel().match, lamps]).toEqual([{ state: 'withheld', count: 0, candidates: [] }, []]);
    }
    const internal = patientsStage();
    await internal.begin({ number: '301' });
    expect([internal.panel().match.state, internal.lamps]).toEqual(['none', []]);
  });

  it('cannot be looked up: that is said, and so is why', async () => {
    const none = patientsStage({ ehr: 'none' });
    await none.begin();
    expect(none.panel().match.state).toBe('unavailable');
    const down = patientsStage();
    down.ehr.isDown = true;
    await down.begin();
    expect([down.panel().match.state, down.lamps]).toEqual(['unavailable', ['unreachable']]);
  });

  it('is looked up again as soon as the EHR is back, and so is the chart that could not be read', async () => {
    const { begin, panel, ehr, patients, choose, verify } = patientsStage();
    ehr.isDown = true;
    await begin();
    ehr.isDown = false;
    patients.ehrIsBack();
    await settle();
    expect(panel().match).toMatchObject({ state: 'one', count: 1 });
    await choose(ANNA);
    ehr.isDown = true;
    await verify(RIGHT);
    await settle();
    ehr.isDown = false;
    patients.ehrIsBack();
    await settle();
    expect(panel().contextState).toBe('fresh');
  });
});

describe('an answer that comes too late', () => {
  it('for a forgotten call shows nothing: not of the number, not of a search, not of the chart', async () => {
    const byNumber = patientsStage({ isSlow: true });
    await byNumber.begin();
    byNumber.patients.forget(C);
    await byNumber.ehr.answer();
    expect(byNumber.topics.keys('patients')).toEqual([]);

    const bySearch = patientsStage();
    await bySearch.begin();
    bySearch.ehr.isSlow = true;
    const searching = bySearch.search('Quisenberry');
    bySearch.patients.forget(C);
    await bySearch.ehr.answer();
    expect(await searching).toEqual(fail('callGone'));
    expect(bySearch.topics.keys('patients')).toEqual([]);

    const chart = patientsStage();
    await chart.begin();
    await chart.choose(ANNA);
    chart.ehr.isSlow = true;
    await chart.verify(RIGHT);
    chart.patients.forget(C);
    await chart.ehr.answer();
    expect(chart.topics.keys('patients')).toEqual([]);
  });

  it('of a number does not push aside what was searched for meanwhile, even when it failed', async () => {
    for (const isDown of [false, true]) {
      const { ehr, begin, search, panel } = patientsStage({ isSlow: true });
      ehr.isDown = isDown;
      void begin();
      ehr.isDown = false;
      ehr.isSlow = false;
      ehr.people = [BORIS];
      await search('Featherstone');
      await ehr.answer();
      expect(panel().match.candidates.map(({ initials }) => initials)).toContain('BF');
    }
  });

  it('for another choice is dropped: nobody sees one chart under another name', async () => {
    const { ehr, begin, choose, verify, panel } = patientsStage({ people: [ANNA, BORIS] });
    await begin();
    await choose(ANNA);
    ehr.isSlow = true;
    await verify(RIGHT);
    await choose(BORIS);
    await verify(RIGHT_FOR_BORIS);
    await ehr.answer();
    expect(panel().context?.name).toBe('Boris Featherstone');
    await choose(ANNA);
    await ehr.answer();
    expect(panel()).not.toHaveProperty('context');
  });
});

describe('choosing', () => {
  it('is the receptionist’s: one match is not a choice', async () => {
    const { begin, panel, verify } = patientsStage();
    await begin();
    expect(panel().chosen).toBeUndefined();
    expect(await verify(RIGHT)).toEqual(fail('callGone'));
  });

  it('somebody the EHR did not name is refused', async () => {
    const { begin, choose, audited } = patientsStage();
    await begin();
    expect(await choose(BORIS)).toEqual(fail('ehrNotFound'));
    expect(audited).toEqual([]);
  });

  it('another patient, or nobody, starts the check again', async () => {
    for (const next of [BORIS, null]) {
      const { begin, choose, verify, panel, patients } = patientsStage({ people: [ANNA, BORIS] });
      await begin();
      await choose(ANNA);
      await verify(RIGHT);
      await settle();
      expect(panel()).toMatchObject({
        check: { state: 'verified' },
        contextState: 'fresh',
        context: { name: 'Johanna Quisenberry' },
      });
      await choose(next);
      expect(panel()).toMatchObject({ check: { state: 'open', matched: [], wrong: [] }, contextState: 'none' });
      for (const part of ['context', 'contacts', 'readAt']) expect(panel()).not.toHaveProperty(part);
      expect(panel().chart).toBe(false);
      expect(patients.summary(C)).toMatchObject({ verified: false, name: undefined, patientId: undefined });
    }
  });

  it('the same patient again keeps what was confirmed', async () => {
    const { begin, choose, verify, panel } = patientsStage();
    await begin();
    await choose(ANNA);
    await verify(RIGHT);
    await choose(ANNA);
    expect(panel().check.state).toBe('verified');
  });
});

describe('the identity check', () => {
  it('two right answers open the chart', async () => {
    const { begin, choose, verify, panel, patients, clock } = patientsStage();
    await begin();
    await choose(ANNA);
    expect(await verify({ name: 'Johanna Quisenberry' })).toMatchObject({ value: { verified: false } });
    expect(panel()).not.toHaveProperty('context');
    expect(await verify(RIGHT)).toMatchObject({ value: { verified: true, matched: ['name', 'birthDate'] } });
    await settle();
    expect(panel()).toMatchObject({
      check: { state: 'verified' },
      contextState: 'fresh',
      readAt: clock.now(),
      chart: true,
    });
    expect(patients.summary(C)).toMatchObject({ name: 'Johanna Quisenberry', patientId: 'p-1' });
  });

  it('wrong answers lock it, for the other people of this call too', async () => {
    const { begin, choose, verify, panel, audited } = patientsStage({ people: [ANNA, BORIS] });
    await begin();
    await choose(ANNA);
    for (const left of [2, 1, 0]) {
      await verify({ ...RIGHT, birthDate: '1/1/1990' });
      expect(panel().check.attemptsLeft).toBe(left);
    }
    expect(panel().check.state).toBe('lockedOut');
    expect(await verify(RIGHT)).toMatchObject({ error: { code: 'notAllowed' } });
    await choose(BORIS);
    expect(await verify(RIGHT_FOR_BORIS)).toMatchObject({ error: { code: 'notAllowed' } });
    expect(panel()).not.toHaveProperty('context');
    expect(audited.filter((row) => row.startsWith('verifyRefused'))).toHaveLength(5);
  });

  it('a wrong answer after it has passed takes the chart away', async () => {
    const { begin, choose, verify, panel } = patientsStage();
    await begin();
    await choose(ANNA);
    await verify(RIGHT);
    await settle();
    await verify({ name: 'Johanna Quisenberry', birthDate: '1/1/1990' });
    expect(panel().check.state).toBe('open');
    for (const part of ['context', 'contacts']) expect(panel()).not.toHaveProperty(part);
    expect(panel().chart).toBe(false);
  });

  it('a chart that cannot be read says so, and keeps what it had', async () => {
    const { begin, choose, verify, refresh, panel, ehr } = patientsStage();
    await begin();
    expect(await refresh()).toEqual(fail('notAllowed'));
    await choose(ANNA);
    ehr.isDown = true;
    await verify(RIGHT);
    await settle();
    expect(panel().contextState).toBe('unavailable');
    ehr.isDown = false;
    await refresh();
    expect(panel().contextState).toBe('fresh');
    ehr.isDown = true;
    await refresh();
    expect(panel()).toMatchObject({ contextState: 'stale', context: { name: 'Johanna Quisenberry' } });
  });
});

describe('what is seen before the check', () => {
  it('`showBefore: matched` names one match', async () => {
    const { begin, panel } = patientsStage({ privacy: { showBefore: 'matched' } });
    await begin();
    expect(panel().unverifiedName).toBe('Johanna Quisenberry');
  });

  it.each([
    ['a restricted one', [record('p-1', { restricted: true })], 'matched'],
    ['one of several', [ANNA, BORIS], 'matched'],
    ['anybody where the site does not ask for it', [ANNA], 'verified'],
  ] as const)('never names %s', async (_case, people, showBefore) => {
    const { begin, published } = patientsStage({ people: [...people], privacy: { showBefore } });
    await begin();
    expect(published.join()).not.toMatch(/unverifiedName|Quisenberry|Featherstone/);
  });

  const word = fc.stringMatching(/^[A-Z][a-z]{6,12}$/);
  const digits = (count: number) => fc.stringMatching(new RegExp(`^[1-9]\\d{${count - 1}}$`));
  const person = fc.record({
    given: word,
    family: word,
    birthDate: fc.date({ min: new Date('1930-01-01'), max: new Date('2024-01-01'), noInvalidDate: true }),
    mrn: digits(9),
    street: word,
    house: digits(5),
    otherPhone: digits(7),
    restricted: fc.boolean(),
    guardian: word,
  });
  const isSeen = fc.record({ search: fc.boolean(), choose: fc.boolean(), wrong: fc.boolean(), right: fc.boolean() });

  it('is nothing private of anybody, whatever is asked, chosen and answered', async () => {
    await fc.assert(
      fc.asyncProperty(fc.array(person, { minLength: 1, maxLength: 4 }), isSeen, async (drawn, steps) => {
        const people = drawn.map(({ otherPhone, street, house, guardian, birthDate, ...rest }, index) =>
          record(`id-${index}`, {
            ...rest,
            birthDate: birthDate.toISOString().slice(0, 10),
            address: `${house} ${street} Street`,
            phones: [NUMBER, `+1617${otherPhone}`],
            relatives: [{ name: guardian, relationship: 'mother', phones: [`+1508${otherPhone}`], guardian: true }],
          }),
        );
        const { begin, search, choose, verify, published } = patientsStage({ people });
        await begin();
        if (steps.search) await search(people[0]!.family);
        if (steps.choose) await choose(people[0]!);
        if (steps.wrong) await verify({ name: 'Nobody Atall', birthDate: '1/1/1900' });
        if (steps.right) await verify({ name: `${people[0]!.given} ${people[0]!.family}` });
        const seen = published.join('\n');
        for (const { given, family, birthDate, mrn, address, phones, postalCode, relatives } of people)
          for (const secret of [given, family, birthDate, mrn, address, postalCode, ...phones, relatives[0]?.name])
            expect(seen).not.toContain(secret);
      }),
      { numRuns: 80 },
    );
  });
});

describe('the search', () => {
  it('takes one word with a digit in it for a chart number', async () => {
    const { begin, search, ehr } = patientsStage({ people: [] });
    await begin();
    ehr.people = [ANNA, BORIS];
    expect(await search(' MRN-990017')).toMatchObject({ value: { candidates: [] } });
    expect(await search('MRN-990017')).toMatchObject({ value: { candidates: [{ patientId: 'p-2' }] } });
  });

  it('adds to the choice, each person once', async () => {
    const { begin, search, panel, ehr } = patientsStage();
    await begin();
    ehr.people = [ANNA, BORIS];
    expect(await search('Featherstone')).toMatchObject({
      value: { candidates: [{ patientId: 'p-2', initials: 'BF' }] },
    });
    await search('Quisenberry');
    expect(panel().match).toMatchObject({ state: 'several', count: 2 });
  });

  it('that cannot be made says why', async () => {
    const none = patientsStage({ ehr: 'none' });
    await none.begin();
    expect(await none.search('Doe')).toEqual(fail('ehrUnreachable'));
    const down = patientsStage();
    await down.begin();
    down.ehr.isDown = true;
    expect(await down.search('Doe')).toEqual(fail('ehrUnreachable'));
    expect(down.panel().match.state).toBe('one');
    down.patients.forget(C);
    expect(await down.search('Doe')).toEqual(fail('callGone'));
  });
});

describe('the chart in the EHR itself', () => {
  it('is opened by main, for a verified caller alone, and audited; its address is in nothing that a view gets', async () => {
    const { begin, choose, verify, openChart, opened, audited, published } = patientsStage();
    await begin();
    expect(await openChart()).toEqual(fail('notAllowed'));
    await choose(ANNA);
    expect(await openChart()).toEqual(fail('notAllowed'));
    await verify(RIGHT);
    await settle();
    expect(await openChart()).toEqual({ ok: true, value: { way: '/once' } });
    expect(opened).toEqual(['https://ehr.test/chart/p-1']);
    expect(audited.filter((row) => row.startsWith('chartOpened'))).toEqual(['chartOpened ana p-1']);
    expect(published.join()).not.toContain('ehr.test');
  });
});

it('the last contacts are those noted here and those in the EHR, as one list, only once verified', async () => {
  const { begin, choose, verify, panel, noted, ehr } = patientsStage();
  noted.push({ callId: 'before', at: '2026-11-20T10:00:00Z', text: 'our note', category: 'clinical' });
  ehr.facts = {
    recent: [
      { at: '2026-11-20T10:00:00Z', text: 'the same, in the EHR', callId: 'before' },
      { at: '2026-11-21T10:00:00Z', text: 'seen there' },
    ],
  };
  await begin();
  await choose(ANNA);
  expect(panel()).not.toHaveProperty('contacts');
  await verify(RIGHT);
  await settle();
  expect(panel().contacts?.map(({ from, text }) => `${from} ${text}`)).toEqual(['ehr seen there', 'here our note']);
});

it('every search, choice, check and look into the chart is audited, with codes and ids only', async () => {
  const { begin, search, choose, verify, refresh, audited } = patientsStage();
  await begin();
  await search('Quisenberry');
  await choose(ANNA);
  await verify({ name: 'Johanna Quisenberry', birthDate: '1/1/1990' });
  await verify(RIGHT);
  await refresh();
  await choose(null);
  expect(audited).toEqual([
    'search ana',
    'choose ana p-1',
    'verifyRefused ana p-1 matched:name wrong:birthDate',
    'verify ana p-1 matched:name+birthDate wrong:',
    'reveal ana p-1',
    'reveal ana p-1',
  ]);
});

it.each([
  ['ehrSlow', 'slow'],
  ['ehrBusy', 'slow'],
  ['ehrNotFhir', 'notFhir'],
  ['ehrRefused', 'refused'],
  ['ehrUnreachable', 'unreachable'],
  ['ehrUnknownOutcome', 'unreachable'],
  ['ehrRejected', 'ok'],
] as const)('%s lights the lamp %s', (code, lamp) => {
  expect(ehrStateOf(fail(code).error)).toBe(lamp);
});
