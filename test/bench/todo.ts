// Five thousand things to do, and the calls of five weeks: how long the main process takes to settle a missed call, to tell
// who calls again, and to make the report of a day. (How smoothly the list scrolls is in `notes`.)
import { settledBy } from '../../shared/domain/work/contacts.ts';
import { reduceWork } from '../../shared/domain/work/reduce.ts';
import { firstCallResolution, repeatOf } from '../../shared/domain/work/repeat.ts';
import type { PastCall } from '../../shared/domain/work/repeat.ts';
import { dayReport } from '../../shared/domain/work/report.ts';
import { figure, percentile } from './figures.ts';

const COUNT = 5000;
const ROUNDS = 40;

function timed(rounds: number, work: () => unknown): number[] {
  return Array.from({ length: rounds }, () => {
    const at = performance.now();
    work();
    return performance.now() - at;
  });
}

const now = Date.now();

function things(): void {
  const works = Array.from({ length: COUNT }, (_, index) =>
    reduceWork(
      {
        ...{ id: `abandoned/${index}`, kind: 'abandoned', text: '', about: '', owner: 'Front desk' },
        ...{ key: `+1206555${String(index).padStart(4, '0')}`, createdAt: now, createdBy: '' },
        due: new Date(now + index * 1000).toISOString(),
      },
      [{ at: now + 1, by: 'ana', name: 'Ana', what: 'attempt', outcome: 'busy' }],
    ),
  );
  const contact = { at: now + 10, direction: 'incoming', key: '+12065552500', by: 'a', name: 'A' } as const;
  figure(
    'todo.settle.p99',
    percentile(
      timed(ROUNDS, () => settledBy(contact, works)),
      0.99,
    ),
    'ms',
    5,
  );
  const day = { day: new Date(now).toISOString().slice(0, 10), zone: 'America/New_York', now };
  figure(
    'todo.report.p99',
    percentile(
      timed(ROUNDS, () => dayReport(works, day)),
      0.99,
    ),
    'ms',
  );
}

function callers(): void {
  const DAY_MS = 86_400_000;
  const past = Array.from({ length: COUNT }, (_, index): PastCall => ({
    ...{ callId: `c${index}`, at: now - (index * 35 * DAY_MS) / COUNT, direction: 'incoming', answered: true },
    ...{ key: `+1206555${String(index % 1800).padStart(4, '0')}`, category: ['clinical', 'records'][index % 2] },
  }));
  const caller = { callId: 'now', key: '+12065550017' };
  figure(
    'todo.repeat.p99',
    percentile(
      timed(ROUNDS, () => repeatOf(caller, past, { now, days: 7 })),
      0.99,
    ),
    'ms',
    2,
  );
  const span = { now, days: 7, lookBackDays: 35 };
  figure(
    'todo.firstCall.p99',
    percentile(
      timed(20, () => firstCallResolution(past, span)),
      0.99,
    ),
    'ms',
    50,
  );
}

things();
callers();
