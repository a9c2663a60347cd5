// Whose last card is kept, for how long, and in what file: over the real encrypted journal.
import { mkdtempSync, readFileSync, rmSync } from 'node:fs';
import os from 'node:os';
import path from 'node:path';
import { afterEach, describe, expect, it } from 'vitest';
import { ANNA, BORIS, record } from '../../../test/fakes/ehr.ts';
import { journalIn } from '../../../test/fakes/journal-file.ts';
import { FakeClock, FakeLog, testSite } from '../../../test/fakes/parts.ts';
import { blankCard, headOf, laidOver } from '../../../shared/domain/patient/card.ts';
import type { PatientRecord } from '../../../shared/domain/patient/types.ts';
import { CardKeeper } from './kept-cards.ts';

const DAY = 86_400_000;
const folders: string[] = [];
afterEach(() => folders.splice(0).forEach((folder) => rmSync(folder, { recursive: true, force: true })));

function stage(cardDays = 14) {
  const folder = mkdtempSync(path.join(os.tmpdir(), 'frontdesk-cards-'));
  folders.push(folder);
  const journal = journalIn(folder);
  const clock = new FakeClock(Date.parse('2026-11-21T15:00:00Z'));
  const site = testSite({ privacy: { cardDays } });
  const keeperOf = (server: string) =>
    new CardKeeper({ clock, log: new FakeLog(), site: () => site, cards: () => journal.ehr.cards(server) });
  const cardOf = (person: PatientRecord, text: string) => {
    const card = { ...blankCard(headOf(person, '2026-11-21'), 'missing'), missing: [], flags: [{ text }] };
    return laidOver(card, clock.now(), undefined);
  };
  return { folder, journal, clock, cardOf, keeper: keeperOf('https://a'), other: keeperOf('https://b') };
}

describe('the last card of a patient', () => {
  it('is what was read last, at this EHR', () => {
    const { keeper, other, cardOf, clock } = stage();
    expect(keeper.find(ANNA)).toBeUndefined();
    keeper.keep(ANNA, cardOf(ANNA, 'first'));
    clock.advance(DAY);
    keeper.keep(ANNA, cardOf(ANNA, 'second'));
    expect(keeper.find(ANNA)).toMatchObject({ context: { flags: [{ text: 'second' }] }, at: { flags: clock.now() } });
    expect([keeper.find(BORIS), other.find(ANNA)]).toEqual([undefined, undefined]);
  });

  it('is encrypted', () => {
    const { keeper, cardOf, folder, journal } = stage();
    keeper.keep(ANNA, cardOf(ANNA, 'Wolfeschlegelstein'));
    journal.close();
    for (const file of ['journal.db', 'journal.db-wal'])
      try {
        expect(readFileSync(path.join(folder, file)).includes('Wolfeschlegelstein')).toBe(false);
      } catch (error) {
        expect((error as NodeJS.ErrnoException).code).toBe('ENOENT');
      }
  });

  it.each([
    ['restricted', { restricted: true }],
    ['of somebody who has died', { deceased: true }],
    ['a test record', { test: true }],
  ] as const)('is never kept where the chart is %s, and one kept before goes', (_case, change) => {
    const { keeper, cardOf } = stage();
    keeper.keep(ANNA, cardOf(ANNA, 'x'));
    const shut = record('p-1', change);
    expect(keeper.find(shut)).toBeUndefined();
    keeper.keep(shut, cardOf(shut, 'y'));
    expect(keeper.find(ANNA)).toBeUndefined();
  });

  it('has its time; a part that was not read since has it too', () => {
    const { keeper, cardOf, clock } = stage();
    const first = cardOf(ANNA, 'old');
    keeper.keep(ANNA, first);
    clock.advance(10 * DAY);
    const lacking = { ...blankCard(headOf(ANNA, '2026-12-01'), 'missing'), missing: ['flags' as const] };
    keeper.keep(ANNA, laidOver(lacking, clock.now(), first));
    clock.advance(5 * DAY);
    const kept = keeper.find(ANNA);
    expect(kept?.at).toHaveProperty('visits');
    expect(kept?.at).not.toHaveProperty('flags');
    clock.advance(10 * DAY);
    expect(keeper.find(ANNA)).toBeUndefined();
    keeper.forget();
    clock.advance(-20 * DAY);
    expect(keeper.find(ANNA)).toBeUndefined();
  });

  it('is kept of the last 1,500, and of nobody where nothing is to be kept', () => {
    const { keeper, cardOf, clock } = stage();
    const people = Array.from({ length: 1505 }, (_, index) => record(`many-${index}`));
    for (const person of people) {
      clock.advance(1);
      keeper.keep(person, cardOf(person, 'x'));
    }
    expect(people.filter((person) => keeper.find(person)).length).toBe(1500);
    expect(keeper.find(people[0]!)).toBeUndefined();
    keeper.wipe();
    expect(people.some((person) => keeper.find(person))).toBe(false);
    const none = stage(0);
    none.keeper.keep(ANNA, none.cardOf(ANNA, 'x'));
    expect(none.journal.ehr.cards('https://a').find(ANNA.id)).toBeUndefined();
  });
});
