import { describe, expect, it } from 'vitest';
import { FakeClock, FakeTopics, settle, testSite } from '../../../test/fakes/parts.ts';
import { FigureColumns } from '../../../shared/domain/figures/columns.ts';
import { localTimes } from '../../../shared/domain/figures/local-time.ts';
import { reportOf } from '../../../shared/domain/figures/report.ts';
import { ok } from '../../../shared/result/result.ts';
import type { FigureQuestion, FigureReader } from '../../ports/figures.ts';
import { TodayService } from './today-service.ts';

const ZONE = 'America/New_York';
const NINE = Date.parse('2026-01-05T09:00:00-05:00');
const HOUR = 3_600_000;

function desk() {
  const clock = new FakeClock(NINE);
  const topics = new FakeTopics();
  const asked: FigureQuestion[] = [];
  const columns = new FigureColumns(localTimes(ZONE));
  const add = (agent: string, waited: number, end: 'answered' | 'gaveUp') =>
    columns.set(columns.length, {
      ...{ kind: 'queue', at: clock.now(), queue: 'front', agent, category: '', end, waited },
      ...(end === 'answered' ? { talk: 60 } : {}),
      ...{ transferred: false, tried: 0, bounced: 0, voicemail: false, note: 'none', matter: 'none', unanswered: {} },
    });
  let user: string | undefined = '201';
  let heard = [{ from: NINE - 10 * HOUR, to: NINE + 24 * HOUR }];
  const reader = {
    report: async (question: FigureQuestion) => {
      asked.push(question);
      const day = Date.parse(`${question.from}T00:00:00Z`) / 86_400_000;
      const yardsticks = { shortSeconds: 5, targetSeconds: () => 30, now: clock.now(), resolutionDays: 7 };
      return ok(reportOf(columns, { from: day, to: day }, yardsticks));
    },
  } as unknown as FigureReader;
  const service = new TodayService({
    ...{ clock, topics, reader: () => reader, writeDown: () => undefined, extension: () => user },
    site: () => testSite({ hours: { weekly: { mon: [{ from: '08:00', to: '17:00' }] } } }),
    store: () => ({ heardIn: () => heard }) as never,
  });
  service.start();
  const pass = async (ms: number) => {
    clock.advance(ms);
    await settle();
  };
  return {
    ...{ service, topics, asked, add, pass },
    row: () => topics.get('today', 'it'),
    userIs: (now: string | undefined) => (user = now),
    heardIs: (spans: typeof heard) => (heard = spans),
  };
}

describe('the day so far', () => {
  it('is asked when something has become known, and stands beside one’s own', async () => {
    const { service, add, pass, row, asked } = desk();
    add('201', 12, 'answered');
    add('202', 40, 'answered');
    add('', 60, 'gaveUp');
    await pass(3_000);
    expect(row()?.all).toMatchObject({ answered: 2, gaveUp: 1, waitSum: 52 });
    expect(row()?.own).toMatchObject({ answered: 1, waitSum: 12 });
    expect(service.queueDay('front')).toEqual({ answered: 2, abandoned: 1, servicePercent: 33, answerSeconds: 26 });
    expect(service.queueDay('billing')).toEqual({ answered: 0, abandoned: 0 });
    for (let seconds = 0; seconds < 30; seconds += 3) await pass(3_000);
    expect(asked).toHaveLength(1);
    service.changed();
    await pass(3_000);
    expect(asked).toHaveLength(2);
  });

  it('somebody else at the desk sees their own; nobody, nothing; the wallboard goes on', async () => {
    const { service, add, pass, row, userIs } = desk();
    add('201', 12, 'answered');
    await pass(3_000);
    userIs('202');
    service.publish();
    expect(row()?.own.answered).toBe(0);
    userIs(undefined);
    service.publish();
    expect(row()).toBeUndefined();
    expect(service.queueDay('front')?.answered).toBe(1);
  });

  it('says since when it is whole, and begins anew at midnight', async () => {
    const { service, add, pass, row, heardIs } = desk();
    heardIs([{ from: NINE - HOUR / 2, to: NINE + 24 * HOUR }]);
    add('201', 12, 'answered');
    await pass(3_000);
    expect(row()?.since).toBe(NINE - HOUR / 2);
    await pass(16 * HOUR);
    expect(service.queueDay('front')?.answered ?? 0).toBe(0);
    await pass(3_000);
    expect([row()?.date, row()?.all.answered]).toEqual(['2026-01-06', 0]);
  });
});
