// When numbers are learned, from whom, and when they are forgotten.
import { describe, expect, it } from 'vitest';
import { ANNA, BORIS, FakeEhr, record } from '../../../test/fakes/ehr.ts';
import { FakeClock, FakeLog, settle, testSite } from '../../../test/fakes/parts.ts';
import type { PatientId, PatientRecord } from '../../../shared/domain/patient/types.ts';
import { E164 } from '../../../shared/domain/phone-number/e164.ts';
import { ok } from '../../../shared/result/result.ts';
import type { EhrPort } from '../../ports/ehr.ts';
import type { PhoneIndex, Reading } from '../../ports/phone-index.ts';
import { PhoneIndexService } from './phone-index-service.ts';

const caller = { page: 'console', userId: 'ana', role: 'administrator' } as const;
const NUMBER = E164.parse('+16175550199');
const HOUR = 3_600_000;
/** A Saturday, 4:30 in the morning in Boston. */
const NIGHT = Date.parse('2026-11-21T09:30:00Z');

function stage({ days = 365, now = NIGHT }: { days?: number; now?: number } = {}) {
  const clock = new FakeClock(now);
  const ehr = new FakeEhr();
  const kept: Reading[] = [];
  const [removed, forgotten, audited]: [PatientId[], number[], string[]] = [[], [], []];
  const known = new Set<PatientId>();
  const wipes = { count: 0 };
  const index: PhoneIndex = {
    find: () => [{ record: ANNA, inChart: true, seen: 0 }],
    knows: (id) => known.has(id),
    keep: (readings) => (kept.push(...readings), ok(undefined)),
    remove: (ids) => (removed.push(...ids), ok(undefined)),
    forget: (before) => (forgotten.push(before), ok(0)),
    wipe: () => (wipes.count++, ok(7)),
  };
  const cards = {
    gone: [] as PatientId[],
    forgot: 0,
    wiped: 0,
    remove: (ids: readonly PatientId[]) => void cards.gone.push(...ids),
    forget: () => void cards.forgot++,
    wipe: () => void cards.wiped++,
  };
  const site = testSite({ privacy: { phoneIndexDays: days } });
  const service = new PhoneIndexService({
    ...{ clock, log: new FakeLog(), site: () => site, index: () => index, cards },
    ehr: () => ehr as unknown as EhrPort,
    audit: (action, userId, row) => audited.push([action, userId, row?.detail].join(' ')),
  });
  const names = (): string[] => kept.map(({ record: one }) => String(one.id));
  return {
    clock,
    ehr,
    service,
    kept,
    removed,
    forgotten,
    audited,
    known,
    wipes,
    cards,
    names,
    zone: site.clinic.timeZone,
  };
}

describe('a confirmed call', () => {
  it('teaches its number and those of the chart', () => {
    const { service, kept } = stage();
    service.confirmed(NUMBER, ANNA);
    expect(kept).toMatchObject([{ record: ANNA, numbers: ['+16175550123'], calledFrom: NUMBER }]);
  });

  it.each([
    ['without a number', undefined, ANNA],
    ['of a restricted chart', NUMBER, record('p-9', { restricted: true })],
    ['of somebody who has died', NUMBER, record('p-9', { deceased: true })],
    ['of a test record', NUMBER, record('p-9', { test: true })],
  ] as const)('%s teaches nothing', (_case, number, who) => {
    const { service, kept } = stage();
    service.confirmed(number, who);
    expect(kept).toEqual([]);
  });

  it('teaches nothing where nothing is to be remembered', () => {
    const { service, kept } = stage({ days: 0 });
    service.confirmed(NUMBER, ANNA);
    expect([kept, service.find(NUMBER)]).toEqual([[], []]);
  });
});

describe('the cards that are kept', () => {
  it('go with the memory of numbers, with their time, and with charts that are shut, merged or gone', async () => {
    const { service, cards, clock } = stage();
    const merged = record('new', { mergedFrom: ['old' as PatientId] });
    service.sawCharts([ANNA, record('shut', { restricted: true }), merged]);
    expect(cards.gone).toEqual(['shut', 'old']);
    service.gone([BORIS.id]);
    expect(cards.gone).toContain(BORIS.id);
    service.start();
    clock.advance(HOUR);
    expect(cards.forgot).toBeGreaterThan(0);
    await service.handlers['patient.wipePhoneIndex']!({}, caller);
    expect(cards.wiped).toBe(1);
  });
});

describe('a chart that was read', () => {
  it('changes what is remembered of this patient, and adds nobody', () => {
    const { service, known, names, kept } = stage();
    known.add(ANNA.id).add('old' as PatientId);
    service.sawCharts([ANNA, BORIS, record('new', { mergedFrom: ['old' as PatientId] })]);
    expect(names()).toEqual(['p-1', 'new']);
    expect(kept[1]).toMatchObject({ instead: ['old'] });
    expect(kept[1]?.record).not.toHaveProperty('mergedFrom');
  });

  it('takes away who is not to be remembered any more', () => {
    const { service, known, removed, kept } = stage();
    known.add(ANNA.id);
    service.sawCharts([{ ...ANNA, deceased: true }]);
    expect([removed, kept]).toEqual([[ANNA.id], []]);
  });
});

describe('the morning', () => {
  const visitors: PatientRecord[] = [ANNA, BORIS];

  it('teaches who comes today and tomorrow, once a day, not in the night', async () => {
    const { service, ehr, clock, names } = stage();
    ehr.visitors = visitors;
    service.start();
    clock.advance(HOUR / 4);
    await settle();
    expect(names()).toEqual([]);
    for (let hour = 0; hour < 12; hour++) {
      clock.advance(HOUR);
      await settle();
    }
    expect(names()).toEqual(['p-1', 'p-2']);
    clock.advance(24 * HOUR);
    await settle();
    expect(names()).toHaveLength(4);
    service.stop();
  });

  it('is tried again every hour while the EHR is away', async () => {
    const { service, ehr, clock, names } = stage({ now: NIGHT + 3 * HOUR });
    Object.assign(ehr, { visitors, isDown: true });
    service.start();
    clock.advance(HOUR / 2);
    await settle();
    expect(names()).toEqual([]);
    ehr.isDown = false;
    clock.advance(HOUR);
    await settle();
    expect(names()).toEqual(['p-1', 'p-2']);
  });

  it('asks for whole days of the practice', async () => {
    const { service, ehr, zone } = stage();
    const asked: string[][] = [];
    Object.assign(ehr, { patientsOfVisits: async (...range: string[]) => (asked.push(range), ok([])) });
    expect(await service.readDay()).toBe(true);
    expect(asked[0]?.map((instant) => instant.slice(0, 19))).toEqual(['2026-11-21T00:00:00', '2026-11-23T00:00:00']);
    expect(zone).toBeTruthy();
  });
});

describe('forgetting', () => {
  it('goes by the practice’s days, daily', () => {
    const { service, clock, forgotten } = stage({ days: 30 });
    service.start();
    clock.advance(HOUR / 2);
    expect(forgotten).toEqual([NIGHT + 30_000 - 30 * 24 * HOUR]);
  });

  it('is of everything where nothing is to be remembered', () => {
    const { service, clock, wipes } = stage({ days: 0 });
    service.start();
    clock.advance(HOUR / 2);
    expect(wipes.count).toBe(1);
  });

  it('at once is audited, and nothing comes back the same day', async () => {
    const { service, ehr, clock, audited, names } = stage({ now: NIGHT + 3 * HOUR });
    ehr.visitors = [ANNA];
    const wipe = service.handlers['patient.wipePhoneIndex']!;
    expect(await wipe({}, caller)).toEqual(ok({ numbers: 7 }));
    expect(audited).toEqual(['phoneIndexWiped ana numbers=7']);
    service.start();
    clock.advance(2 * HOUR);
    await settle();
    expect(names()).toEqual([]);
  });
});
