import fc from 'fast-check';
import { DateTime } from 'luxon';
import { describe, expect, it } from 'vitest';
import { Rota } from '../site/rota.ts';
import type { OnCallTurn } from '../site/rota.ts';
import { rotaFindings } from './findings.ts';
import { onCallAt, onCallNow, watches } from './rota.ts';

const ZONE = 'America/New_York';
const directory = ['lee', 'patel', 'kim', 'backup'].map((id) => ({ id, name: `Dr. ${id}` }));
const site = (rota: object, onCall: OnCallTurn[] = []) => ({
  clinic: { timeZone: ZONE },
  onCall,
  rota: Rota.parse(rota),
  directory,
});
const weekly = {
  id: 'first',
  people: ['lee', 'patel', 'kim'],
  starts: '2026-10-05',
  handover: { day: 'mon', time: '17:00' },
} as const;
const at = (text: string) => DateTime.fromISO(text, { zone: ZONE }).toMillis();
const short = (instant: number) => DateTime.fromMillis(instant, { zone: ZONE }).toFormat('yyyy-MM-dd HH:mm');
const who = (rota: ReturnType<typeof site>, text: string) => onCallAt(rota, at(text)).map(({ entry }) => entry);

describe('a rotation', () => {
  const rota = site({ rotations: [weekly] });
  it('hands over at its hour, in the order of its people, round and round', () => {
    expect(who(rota, '2026-10-05T16:59')).toEqual([]);
    expect(who(rota, '2026-10-05T17:00')).toEqual(['lee']);
    expect(who(rota, '2026-10-12T16:59')).toEqual(['lee']);
    expect(who(rota, '2026-10-12T17:00')).toEqual(['patel']);
    expect(who(rota, '2026-10-26T17:00')).toEqual(['lee']);
  });
  it('hands over at 17:00 in the weeks in which the clocks change, too', () => {
    for (const change of ['2026-11-02', '2027-03-15']) {
      const [before, after] = [who(rota, `${change}T16:59`), who(rota, `${change}T17:00`)];
      expect(before).not.toEqual(after);
    }
  });
  it('begins at the first hand-over on or after its day and stops at its end', () => {
    const later = site({ rotations: [{ ...weekly, starts: '2026-10-06', ends: '2026-10-20' }] });
    expect(who(later, '2026-10-06T18:00')).toEqual([]);
    expect(who(later, '2026-10-12T17:00')).toEqual(['lee']);
    expect(who(later, '2026-10-19T23:59')).toEqual(['patel']);
    expect(who(later, '2026-10-20T00:00')).toEqual([]);
  });
  it('may turn every other week', () => {
    const two = site({ rotations: [{ ...weekly, weeks: 2 }] });
    expect(who(two, '2026-10-18T12:00')).toEqual(['lee']);
    expect(who(two, '2026-10-19T17:00')).toEqual(['patel']);
  });
  it('is backed up by the ones after it', () => {
    const backed = site({ rotations: [weekly, { ...weekly, id: 'second', people: ['backup'] }] });
    expect(who(backed, '2026-10-06T12:00')).toEqual(['lee', 'backup']);
  });
});

describe('what is not as usual', () => {
  it('a swap lets two turns change places', () => {
    const rota = site({ rotations: [weekly], swaps: [{ day: '2026-10-07', with: '2026-10-14' }] });
    expect(who(rota, '2026-10-06T12:00')).toEqual(['patel']);
    expect(onCallAt(rota, at('2026-10-06T12:00'))[0]).toMatchObject({ because: 'swap' });
    expect(who(rota, '2026-10-14T12:00')).toEqual(['lee']);
    expect(who(rota, '2026-10-21T12:00')).toEqual(['kim']);
  });
  it('an override counts before everything; of two the later one', () => {
    const rota = site({
      rotations: [weekly],
      overrides: [
        { entry: 'kim', from: '2026-10-06T08:00', to: '2026-10-07T08:00' },
        { entry: 'patel', from: '2026-10-06T12:00', to: '2026-10-06T18:00' },
      ],
    });
    expect(who(rota, '2026-10-06T09:00')).toEqual(['kim']);
    expect(who(rota, '2026-10-06T12:00')).toEqual(['patel']);
    expect(who(rota, '2026-10-06T18:00')).toEqual(['kim']);
    expect(who(rota, '2026-10-07T08:00')).toEqual(['lee']);
  });
  it('a turn that is written out counts before the rotation; alone it is as it always was', () => {
    const turn = { entry: 'backup', from: '2026-10-06T00:00:00-04:00', to: '2026-10-07T00:00:00-04:00' };
    expect(who(site({ rotations: [weekly] }, [turn]), '2026-10-06T12:00')).toEqual(['backup']);
    expect(who(site({}, [turn]), '2026-10-06T12:00')).toEqual(['backup']);
    expect(who(site({}, [turn]), '2026-10-07T00:00')).toEqual([]);
  });
  it('says until when, and who is next', () => {
    const { now, next } = onCallNow(site({ rotations: [weekly] }), at('2026-10-08T09:30'));
    expect([now.people[0]?.entry, short(now.to)]).toEqual(['lee', '2026-10-12 17:00']);
    expect([next?.people[0]?.entry, next && short(next.to)]).toEqual(['patel', '2026-10-19 17:00']);
  });
  it('without a rota nobody is on call, and nothing is wrong with that', () => {
    expect(who(site({}), '2026-10-08T09:30')).toEqual([]);
    expect(onCallNow(site({}), 0).next).toBeUndefined();
    expect(rotaFindings(site({}), 0)).toEqual([]);
  });
});

describe('what is wrong is found beforehand', () => {
  const found = (rota: ReturnType<typeof site>, from = '2026-10-08T09:00') =>
    rotaFindings(rota, at(from)).map((one) =>
      `${one.code} ${short(one.from)} ${short(one.to)} ${Object.values(one.values).join(' ')}`.trim(),
    );
  it('nothing, where every hour has somebody', () => expect(found(site({ rotations: [weekly] }))).toEqual([]));
  it('a gap where the rotation has ended', () =>
    expect(found(site({ rotations: [{ ...weekly, ends: '2026-11-01' }] }))).toEqual([
      'gap 2026-11-01 00:00 2026-12-07 09:00',
    ]));
  it('two people for the same time', () => {
    const turns = [
      { entry: 'lee', from: '2026-10-01T00:00', to: '2026-12-31T00:00' },
      { entry: 'kim', from: '2026-10-10T00:00', to: '2026-10-11T00:00' },
    ];
    expect(found(site({}, turns))).toEqual(['doubleBooked 2026-10-10 00:00 2026-10-11 00:00 Dr. lee, Dr. kim']);
  });
  it('one person in two places', () =>
    expect(
      found(site({ rotations: [weekly, { ...weekly, id: 'b', people: ['lee', 'backup', 'backup'] }] }))[0],
    ).toMatch(/^sameTwice .* Dr. lee$/));
  it('a swap that swaps nothing, a turn that never is, somebody nobody knows', () => {
    expect(found(site({ rotations: [weekly], swaps: [{ day: '2026-10-14', with: '2026-10-15' }] }))).toEqual([
      'swapOfNothing 2026-10-14 00:00 2026-10-15 00:00 2026-10-14 2026-10-15',
    ]);
    expect(found(site({ rotations: [weekly] }, [{ entry: 'kim', from: 'soon', to: 'later' }]))[0]).toMatch(
      /^deadTurn .* Dr. kim$/,
    );
    expect(found(site({ rotations: [{ ...weekly, people: ['ghost'] }] }))[0]).toMatch(/^unknownPerson .* ghost$/);
  });
});

it('the stretches of a rota have no hole, no overlap, and say what every moment of them says', () => {
  const local = (minutes: number) =>
    DateTime.fromISO('2026-10-01', { zone: ZONE }).plus({ minutes }).toFormat("yyyy-MM-dd'T'HH:mm");
  const stretch = fc
    .tuple(
      fc.constantFrom('lee', 'patel', 'kim'),
      fc.integer({ min: 0, max: 80_000 }),
      fc.integer({ min: 60, max: 20_000 }),
    )
    .map(([entry, from, length]) => ({ entry, from: local(from), to: local(from + length) }));
  const rotas = fc.record({
    weeks: fc.integer({ min: 1, max: 3 }),
    people: fc.array(fc.constantFrom('lee', 'patel', 'kim'), { minLength: 1, maxLength: 4 }),
    time: fc.constantFrom('00:00', '02:30', '08:00', '17:00'),
    overrides: fc.array(stretch, { maxLength: 3 }),
    turns: fc.array(stretch, { maxLength: 3 }),
    minute: fc.integer({ min: 0, max: 90_000 }),
  });
  fc.assert(
    fc.property(rotas, ({ weeks, people, time, overrides, turns, minute }) => {
      const rota = site(
        { rotations: [{ ...weekly, people, weeks, handover: { day: 'sun', time } }], overrides },
        turns,
      );
      const [from, to] = [at('2026-09-20T00:00'), at('2027-01-10T00:00')];
      const all = watches(rota, from, to);
      expect([all[0]?.from, all.at(-1)?.to]).toEqual([from, to]);
      all.slice(1).forEach((watch, index) => expect(watch.from).toBe(all[index]!.to));
      const instant = at('2026-10-01T00:00') + minute * 60_000;
      const watch = all.find((one) => one.from <= instant && instant < one.to)!;
      expect(watch.people[0]?.entry).toBe(onCallAt(rota, instant)[0]?.entry);
      const { now } = onCallNow(rota, instant);
      expect(now.people).toEqual(watch.people);
      expect(Math.min(now.to, to)).toBe(watch.to);
    }),
    { numRuns: 200 },
  );
});
