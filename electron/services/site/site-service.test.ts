import { describe, expect, it } from 'vitest';
import { FakeLog, FakeTopics, deferred, settle, testSite } from '../../../test/fakes/parts.ts';
import type { SiteView } from '../../../shared/contract/session.ts';
import type { SiteReading } from '../../ports/site.ts';
import { HealthService } from './health-service.ts';
import { SiteService } from './site-service.ts';

const named = (name: string): SiteReading => ({
  ok: true,
  site: testSite({ clinic: { name, timeZone: 'America/New_York' } }),
});
const bad: SiteReading = { ok: false, problems: [{ line: 3, column: 7, path: 'users', message: 'Name somebody' }] };

function stage(...readings: (SiteReading | Promise<SiteReading>)[]) {
  const topics = new FakeTopics();
  const log = new FakeLog();
  const told: string[] = [];
  const watch: { onChange: (() => void) | undefined } = { onChange: undefined };
  const service = new SiteService({
    source: {
      read: async () => readings.shift() ?? bad,
      watch: (onChange) => {
        watch.onChange = onChange;
        return () => (watch.onChange = undefined);
      },
    },
    topics,
    log,
    onChange: (site, state) => told.push(`${site.clinic.name} ${state}`),
  });
  const change = async () => {
    watch.onChange?.();
    await settle();
  };
  return { service, topics, log, told, watch, change, view: () => topics.get('site', 'it') as SiteView };
}

describe('the site in force', () => {
  it('is read at the start and followed from then on', async () => {
    const { service, told, change, view } = stage(named('One'), named('Two'));
    expect(await service.start()).toEqual([]);
    expect([service.current()?.clinic.name, view().version, view().problems]).toEqual(['One', 1, []]);
    await change();
    expect([told, view().clinic.name, view().version]).toEqual([['One ok', 'Two ok'], 'Two', 2]);
  });

  it('stays the last good one while the file is bad, and the problems are shown', async () => {
    const { service, told, change, view } = stage(named('One'), bad, named('Two'));
    await service.start();
    await change();
    expect(service.current()?.clinic.name).toBe('One');
    expect([view().version, view().problems]).toEqual([1, [expect.objectContaining({ line: 3, column: 7 })]]);
    await change();
    expect([view().clinic.name, view().problems]).toEqual(['Two', []]);
    expect(told).toEqual(['One ok', 'One lastGood', 'Two ok']);
  });

  it('is none when there is no good one to start with: the problems are handed back', async () => {
    const { service, topics, told, watch } = stage(bad);
    expect(await service.start()).toMatchObject([{ line: 3 }]);
    expect([service.current(), topics.keys('site'), told, watch.onChange]).toEqual([undefined, [], [], undefined]);
  });

  it('is the newest reading, also when an older one is slower', async () => {
    const slow = deferred<SiteReading>();
    const { service, change, view } = stage(named('One'), slow.promise, named('Three'));
    await service.start();
    await change();
    await change();
    slow.resolve(named('Two'));
    await settle();
    expect([service.current()?.clinic.name, view().clinic.name]).toEqual(['Three', 'Three']);
  });

  it('shows the view no address, no user and no secret', async () => {
    const { service, view } = stage(named('One'));
    await service.start();
    const shown = JSON.stringify(view());
    for (const secret of ['pbx.test', 'users', 'password', 'servers']) expect(shown).not.toContain(secret);
  });

  it('is followed no more after the end', async () => {
    const { service, watch } = stage(named('One'));
    await service.start();
    service.stop();
    expect(watch.onChange).toBeUndefined();
  });
});

describe('how every part is', () => {
  it('is one row that changes only when something does, and is logged without numbers', () => {
    const topics = new FakeTopics();
    const log = new FakeLog();
    const health = new HealthService(topics, log);
    expect(topics.get('health', 'it')).toEqual(health.current());
    health.patch({ ehr: 'slow', outboxWaiting: 2 });
    health.patch({ ehr: 'slow' });
    expect(topics.get('health', 'it')).toMatchObject({ ehr: 'slow', outboxWaiting: 2, phone: 'starting' });
    expect(log.lines).toEqual([{ event: 'health', fields: { name: 'ehr', state: 'slow' } }]);
  });
});
