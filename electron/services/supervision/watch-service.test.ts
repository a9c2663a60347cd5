import { describe, expect, it } from 'vitest';
import { FakeClock, FakeTopics, testSite } from '../../../test/fakes/parts.ts';
import type { TeamRow, Wallboard } from '../../../shared/domain/supervision/types.ts';
import type { Site } from '../../../shared/domain/site/site.ts';
import { WatchService } from './watch-service.ts';

const person = (name: string, state: TeamRow['state']): TeamRow => ({
  ...{ extension: name, name, state, heardBy: [], memberships: [{ queue: 'front', paused: false, fixed: false }] },
});

function setUp({ names = false } = {}) {
  const clock = new FakeClock(Date.parse('2026-11-23T12:00:00-08:00'));
  const topics = new FakeTopics();
  const site = {
    ...testSite(),
    queues: [{ id: 'front', name: 'Front desk', targetSeconds: 30 }],
    supervision: {
      announce: 'sign',
      alerts: [{ queue: 'front', longestWaitSeconds: 60, nobody: false }],
      wallboard: { names },
    },
  } as unknown as Site;
  let link: Wallboard['link'] = 'ok';
  const watch = new WatchService({
    topics,
    clock,
    site: () => site,
    team: () => [person('Ana', 'free'), person('Ben', 'talking'), person('Cy', 'paused'), person('Di', 'unregistered')],
    refreshTeam: () => undefined,
    link: () => link,
    dayOf: () => ({ answered: 41, abandoned: 2, servicePercent: 88, answerSeconds: 19 }),
    daySince: () => undefined,
    nameOfUser: (id) => id,
  });
  const waits = (entry: string, seconds: number, part: object = {}) =>
    topics.set('waiting', entry, {
      ...{ entry, queue: 'front', position: 1, number: '2065550142', name: 'Secret', withheld: false, priority: 0 },
      ...{ joinedAt: clock.now() - seconds * 1000, ringingAt: [], ...part },
    });
  const board = () => topics.get('wallboard', 'it')!;
  return { clock, topics, watch, waits, board, linkIs: (now: typeof link) => (link = now) };
}

const callback = { number: '2065550177', askedAt: 1 };

describe('the wallboard', () => {
  it('counts: who waits on the line and at home, who is there in which state, and the day', () => {
    const { watch, waits, board, clock } = setUp();
    waits('1', 40);
    waits('2', 900, { callback });
    watch.look();
    expect(board()).toMatchObject({ link: 'ok' });
    expect(board().queues).toEqual([
      {
        ...{ id: 'front', name: 'Front desk', targetSeconds: 30, waiting: 2, callbacks: 1 },
        ...{ longestSince: clock.now() - 40_000, signedIn: 3, free: 1, talking: 1, paused: 1 },
        ...{ answered: 41, abandoned: 2, servicePercent: 88, answerSeconds: 19 },
      },
    ]);
  });

  it('holds nobody who calls, and no name unless the site says so', () => {
    const plain = setUp();
    plain.waits('1', 40);
    plain.watch.look();
    expect(JSON.stringify(plain.board())).not.toMatch(/2065550142|Secret|Ana/);
    const named = setUp({ names: true });
    named.watch.look();
    expect(named.board().queues[0]?.people?.map(({ name }) => name)).toEqual(['Ana', 'Ben', 'Cy']);
  });
});

describe('alerts', () => {
  it('are looked for every second, kept quiet once seen, and not told while the PBX does not answer', async () => {
    const { clock, topics, watch, waits, linkIs } = setUp();
    watch.start();
    waits('1', 0);
    clock.advance(60_000);
    expect(topics.keys('alerts')).toEqual([]);
    clock.advance(2_000);
    expect(topics.get('alerts', 'wait/front')).toMatchObject({ kind: 'wait', queueName: 'Front desk' });
    const row = topics.get('alerts', 'wait/front');
    clock.advance(5_000);
    // Drawn once, not every second.
    expect(topics.get('alerts', 'wait/front')).toEqual(row);
    await watch.handlers['supervision.acknowledge']!({}, { page: 'console', userId: 'priya', role: 'supervisor' });
    clock.advance(1_000);
    expect(topics.get('alerts', 'wait/front')?.seenBy).toBe('priya');
    linkIs('lost');
    clock.advance(1_000);
    expect(topics.keys('alerts')).toEqual([]);
    watch.stop();
  });

  it('are not about callers who wait at home', () => {
    const { topics, watch, waits } = setUp();
    waits('1', 900, { callback });
    watch.look();
    expect(topics.keys('alerts')).toEqual([]);
  });
});
