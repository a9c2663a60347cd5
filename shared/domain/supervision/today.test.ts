import { describe, expect, it } from 'vitest';
import { beginDay, countCaller, servicePercent } from './today.ts';

const zone = 'America/Los_Angeles';
const noon = Date.parse('2026-11-23T12:00:00-08:00');
const at = (now: number) => ({ at: now, zone, targetSeconds: 30 });
const caller = (waited: number, now = noon) => ({ queue: 'front', joinedAt: now - waited * 1000 });

describe('the count of the day', () => {
  it('knows who was answered within the target and who gave up', () => {
    let day = beginDay(noon, zone);
    day = countCaller(day, 'answered', caller(30), at(noon));
    day = countCaller(day, 'answered', caller(31), at(noon));
    day = countCaller(day, 'abandoned', caller(5), at(noon));
    const count = day.queues.get('front')!;
    expect(count).toEqual({ answered: 2, abandoned: 1, inTarget: 1 });
    expect(servicePercent(count)).toBe(33);
  });

  it('begins at nought at the clinic’s midnight', () => {
    const night = Date.parse('2026-11-23T23:59:59-08:00');
    const before = countCaller(beginDay(night, zone), 'answered', caller(1, night), at(night));
    const after = countCaller(before, 'abandoned', caller(1, night + 2000), at(night + 2000));
    expect(after.day).toBe('2026-11-24');
    expect(after.queues.get('front')).toEqual({ answered: 0, abandoned: 1, inTarget: 0 });
  });

  it('says nothing of a share while nobody has called', () => {
    expect(servicePercent({ answered: 0, abandoned: 0, inTarget: 0 })).toBeUndefined();
  });
});
