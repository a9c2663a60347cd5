import { describe, expect, it } from 'vitest';
import { FakeClock, testSite } from '../../../test/fakes/parts.ts';
import type { Closure } from '../../../shared/domain/site/hours.ts';
import type { Role } from '../../../shared/domain/site/site.ts';
import { ok } from '../../../shared/result/result.ts';
import { ClosingService } from './closing-service.ts';

/** Tuesday, 1 December 2026, 6:12 in New York. */
const NOW = Date.parse('2026-12-01T06:12:30-05:00');

function stage({ by, writable = true }: { by?: Role[]; writable?: boolean } = {}) {
  const closures: Closure[] = [];
  const told: string[] = [];
  const site = () =>
    testSite({
      clinic: { name: 'One', timeZone: 'America/New_York' },
      hours: { weekly: {}, closures, ...(by ? { closing: { by } } : {}) },
    });
  const service = new ClosingService({
    clock: new FakeClock(NOW),
    site,
    book: writable
      ? {
          add: async (closure) => (closures.push(closure), ok(undefined)),
          remove: async () => (closures.splice(0), ok(undefined)),
        }
      : undefined,
    audit: (what, userId) => told.push(`${what} by ${userId}`),
  });
  const as = (role: Role) => ({ page: 'console', userId: 'ana', role }) as const;
  const close = (role: Role, until: 'noon' | 'today' = 'noon') =>
    service.handlers['hours.close']!({ until, reason: 'Weather' }, as(role));
  const reopen = (role: Role, closure: Closure) => service.handlers['hours.reopen']!({ closure }, as(role));
  return { closures, told, close, reopen };
}

describe('closing the office at once', () => {
  it('writes the closure and says who did it', async () => {
    const { close, closures, told } = stage();
    const closure = { date: '2026-12-01', from: '06:12', to: '12:00', reason: 'Weather' };
    expect(await close('supervisor')).toEqual(ok({ closure }));
    expect([closures, told]).toEqual([[closure], ['closed by ana']]);
  });
  it('is taken back', async () => {
    const { close, reopen, closures, told } = stage();
    await close('administrator');
    expect(await reopen('administrator', closures[0]!)).toEqual(ok({}));
    expect([closures, told.at(-1)]).toEqual([[], 'reopened by ana']);
  });
  it('is for whom the site file says', async () => {
    expect(await stage().close('receptionist')).toMatchObject({ error: { code: 'notAllowed' } });
    expect(await stage({ by: ['receptionist'] }).close('receptionist')).toMatchObject({ ok: true });
    expect(await stage({ by: ['receptionist'] }).close('administrator')).toMatchObject({
      error: { code: 'notAllowed' },
    });
  });
  it('says so where the site file is not ours to write', async () =>
    expect(await stage({ writable: false }).close('supervisor')).toMatchObject({ error: { code: 'siteReadOnly' } }));
  it('takes back nothing that is over or was never there', async () => {
    const { reopen, closures } = stage();
    const over = { date: '2026-11-30', reason: 'Weather' };
    closures.push(over);
    expect(await reopen('supervisor', over)).toMatchObject({ error: { code: 'closureOver' } });
    expect(await reopen('supervisor', { ...over, date: '2027-01-01' })).toMatchObject({
      error: { code: 'closureOver' },
    });
  });
});
