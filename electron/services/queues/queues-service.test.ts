// The queue board over a PBX that the test plays.
import { describe, expect, it } from 'vitest';
import { FakeClock, FakeTopics, settle, testSite } from '../../../test/fakes/parts.ts';
import { FakeQueuePbx, waiting } from '../../../test/fakes/queue-pbx.ts';
import type { Member } from '../../../shared/domain/queue/board.ts';
import { fail, ok } from '../../../shared/result/result.ts';
import { QueuesService } from './queues-service.ts';

const member = (change: Partial<Member> = {}): Member => ({
  extension: '201',
  name: 'x',
  queue: 'front',
  presence: 'free',
  paused: false,
  ...change,
});

function stage() {
  const clock = new FakeClock();
  const topics = new FakeTopics();
  const sent: string[] = [];
  const keep = topics.set.bind(topics);
  topics.set = (topic, key, row) => {
    sent.push(`${topic} ${key}`);
    keep(topic, key, row);
  };
  const links: string[] = [];
  const heard: string[] = [];
  const desk = { site: testSite() as ReturnType<typeof testSite> | undefined, extension: '201' as string | undefined };
  let changes = 0;
  const queues = new QueuesService({
    topics,
    clock,
    site: () => desk.site,
    onLink: (state) => links.push(state),
    onChange: () => changes++,
    onCaller: (event) => heard.push(`${event.type} ${event.caller.entry}`),
  });
  const pbx = new FakeQueuePbx();
  /** So long that everything that was put off is done, and what was asked is answered. */
  const pass = async (ms = 150) => {
    clock.advance(ms);
    await settle();
  };
  return { clock, topics, sent, links, desk, queues, pbx, heard, pass, changes: () => changes };
}

describe('the board', () => {
  it('shows the site’s queues and people before the PBX has said a word', () => {
    const { queues, pbx, topics, links } = stage();
    queues.use(pbx);
    expect(topics.get('queues', 'front')).toMatchObject({ name: 'Front desk', targetSeconds: 30 });
    expect(topics.keys('people').sort()).toEqual(['201', '202', '301']);
    expect(topics.get('people', '301')).toMatchObject({ name: 'Nurse line', presence: 'unknown' });
    pbx.listener?.onLink('unreachable');
    expect(links).toEqual(['unreachable']);
  });

  it('follows the callers, and only rows that differ go out', async () => {
    const { queues, pbx, topics, sent, changes, pass } = stage();
    queues.use(pbx);
    pbx.join(waiting('a'));
    pbx.join(waiting('b', 2));
    await pass(1_000);
    await pass();
    sent.length = 0;
    const before = changes();
    pbx.say({ type: 'rang', entry: 'b', extension: '201' });
    expect([sent, changes()]).toEqual([['waiting b'], before + 1]);
    await pass();
    pbx.leave('a');
    expect(sent).toEqual(['waiting b', 'waiting b', 'departures a']);
    expect(topics.keys('waiting')).toEqual(['b']);
    expect(topics.get('waiting', 'b')).toMatchObject({ position: 1, ringingAt: ['201'] });
    expect(queues.waiting('b')?.entry).toBe('b');
    expect([queues.waiting('a'), queues.waiting(undefined)]).toEqual([undefined, undefined]);
  });

  it('is sent at most ten times a second, however much happens', async () => {
    const { queues, pbx, sent, pass } = stage();
    queues.use(pbx);
    await pass();
    sent.length = 0;
    for (let count = 0; count < 100; count++) pbx.join(waiting(`c${count}`, count + 1));
    expect(sent).toEqual(['waiting c0']);
    await pass(100);
    expect(sent.filter((row) => row.startsWith('waiting'))).toHaveLength(100);
  });

  it('shows nobody while nobody tells', () => {
    const { queues, pbx, topics } = stage();
    queues.use(pbx);
    pbx.connect();
    pbx.say({ type: 'joined', caller: waiting('a') });
    pbx.listener?.onLink('unreachable');
    expect([topics.keys('waiting'), queues.waitingCounts()]).toEqual([[], undefined]);
  });

  it('moves a caller who is raised as the PBX does, and only where it agrees', async () => {
    const { queues, pbx, topics, pass } = stage();
    expect((await queues.raise(waiting('b'), 10)).ok).toBe(false);
    queues.use(pbx);
    pbx.join(waiting('a'));
    pbx.join(waiting('b', 2));
    await pass(1_000);
    pbx.before = () =>
      pbx.queues.set('front', { waiting: [waiting('b', 1, { priority: 10 }), waiting('a', 2)], members: [] });
    expect(await queues.raise(waiting('b', 2), 10)).toEqual(ok(undefined));
    expect(pbx.asked).toContainEqual(['setPriority', { queue: 'front', uniqueId: 'b' }, 10]);
    await pass();
    expect(['b', 'a'].map((entry) => queues.waiting(entry)?.position)).toEqual([1, 2]);
    expect(topics.get('waiting', 'b')).toMatchObject({ priority: 10 });
    pbx.answer = fail('queueForbidden');
    expect(await queues.raise(waiting('a', 2), 20)).toEqual(fail('queueForbidden'));
    expect(await queues.raise(waiting('nobody'), 20)).toEqual(fail('queueCallerGone'));
  });

  it('raises whoever stands in the place by then: a transfer may exchange the channel at any moment', async () => {
    const { queues, pbx, clock } = stage();
    queues.use(pbx);
    pbx.join(waiting('u2', 1, { number: '201', joinedAt: clock.now() }));
    const caller = waiting('u1', 1, { joinedAt: clock.now() });
    pbx.answer = fail('queueRefused', 'No such caller');
    pbx.before = () => {
      if (pbx.asked.filter(([action]) => action === 'setPriority').length === 2) pbx.answer = ok(undefined);
      pbx.queues.set('front', { waiting: [caller], members: [] });
    };
    expect(await queues.raise(waiting('u2'), 10)).toEqual(ok(undefined));
    expect(pbx.asked.filter(([action]) => action === 'setPriority').map(([, at]) => at)).toEqual([
      { queue: 'front', uniqueId: 'u2' },
      { queue: 'front', uniqueId: 'u1' },
    ]);
    expect(queues.waiting('u2')).toMatchObject({ entry: 'u2', uniqueId: 'u1' });
  });

  it('ends wrap-up by the clock, since no event does', () => {
    const { queues, pbx, topics, clock } = stage();
    queues.use(pbx);
    pbx.say({ type: 'presence', extension: '201', presence: 'free' });
    pbx.say({ type: 'member', member: member({ wrapUpUntil: clock.now() + 5_000 }) });
    expect(queues.presence().get('201')).toBe('wrapUp');
    clock.advance(4_000);
    expect(topics.get('people', '201')?.presence).toBe('wrapUp');
    clock.advance(1_100);
    expect(topics.get('people', '201')?.presence).toBe('free');
    expect(queues.presence().get('201')).toBe('free');
  });

  it('takes new names from the site file', () => {
    const { queues, pbx, topics, desk } = stage();
    queues.use(pbx);
    desk.site = testSite({ queues: [{ id: 'billing', name: 'Billing' }] });
    queues.refresh();
    expect(topics.keys('queues')).toEqual(['billing']);
  });
});

describe('another PBX, or none', () => {
  it('starts with an empty board and hears the old one no more', async () => {
    const { queues, pbx, topics, links, pass } = stage();
    const next = new FakeQueuePbx();
    queues.use(pbx);
    pbx.say({ type: 'joined', caller: waiting('a') });
    queues.use(next);
    await pass();
    expect([pbx.stopped, topics.keys('waiting')]).toEqual([1, []]);
    // Answers that were under way when the link was cut still arrive.
    pbx.say({ type: 'joined', caller: waiting('ghost') });
    pbx.listener?.onLink('unreachable');
    expect([topics.keys('waiting'), links]).toEqual([[], []]);
    next.say({ type: 'joined', caller: waiting('b') });
    expect(topics.keys('waiting')).toEqual(['b']);
    queues.use(undefined);
    next.listener?.onLink('unreachable');
    expect([next.stopped, topics.keys('waiting'), links]).toEqual([1, [], ['notSet']]);
  });
});

describe('what became of a caller', () => {
  it('is told once it is known, and goes after a while', async () => {
    const { queues, pbx, topics, heard, pass } = stage();
    queues.use(pbx);
    for (const entry of ['up', 'away', 'quiet', 'answered']) pbx.join(waiting(entry));
    await pass(1_000);
    heard.length = 0;
    pbx.there.add('away');
    pbx.leave('up');
    pbx.say({ type: 'hungUp', entry: 'up' });
    pbx.leave('away');
    pbx.leave('quiet');
    const answered = pbx.leave('answered', false)!;
    pbx.say({ type: 'connected', caller: answered, extension: '202', name: 'Second desk' });
    expect(heard).toEqual(['abandoned up', 'connected answered']);
    await pass(1_000);
    expect(heard).toEqual(['abandoned up', 'connected answered', 'abandoned quiet']);
    await pass();
    const shown = ['up', 'away', 'quiet', 'answered'].map((entry) => topics.get('departures', entry)?.how);
    expect(shown).toEqual(['gaveUp', 'sentAway', 'gaveUp', 'answered']);
    expect(topics.get('departures', 'answered')).toMatchObject({ to: '202', name: 'Second desk' });
    await pass(5_000);
    expect(topics.keys('departures')).toEqual([]);
  });

  it('a queue that nobody tells of is asked all the same while somebody waits', async () => {
    const { queues, pbx, topics, pass } = stage();
    queues.use(pbx);
    pbx.join(waiting('a'));
    await pass(1_000);
    pbx.queues.set('front', { waiting: [], members: [] });
    await pass(6_000);
    await pass();
    expect(topics.keys('waiting')).toEqual([]);
    pbx.asked.length = 0;
    await pass(60_000);
    expect(pbx.asked).toEqual([]);
  });
});
