// The queue board over a PBX that the test plays.
import { describe, expect, it } from 'vitest';
import { FakeClock, FakeTopics, testSite } from '../../../test/fakes/parts.ts';
import type { Member, QueueEvent } from '../../../shared/domain/queue/board.ts';
import type { WaitingCaller } from '../../../shared/domain/queue/types.ts';
import { fail, ok } from '../../../shared/result/result.ts';
import type { Result } from '../../../shared/result/result.ts';
import type { QueuePort } from '../../ports/queues.ts';
import { QueuesService } from './queues-service.ts';

class FakePbx implements QueuePort {
  listener: Parameters<QueuePort['start']>[0] | undefined;
  stopped = 0;
  answer: Result<void> = ok(undefined);
  readonly asked: unknown[] = [];
  start = (listener: Parameters<QueuePort['start']>[0]): void => void (this.listener = listener);
  stop = (): void => void this.stopped++;
  setPaused = (...asked: unknown[]): Promise<Result<void>> => {
    this.asked.push(asked);
    return Promise.resolve(this.answer);
  };
  setPriority = this.setPaused;
  say = (event: QueueEvent): void => this.listener?.onEvent(event);
}

const waiting = (entry: string, position = 1): WaitingCaller => ({
  entry,
  queue: 'front',
  position,
  number: '+16175550123',
  name: '',
  withheld: false,
  priority: 0,
  joinedAt: 0,
  ringingAt: [],
});
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
  const desk = { site: testSite() as ReturnType<typeof testSite> | undefined, extension: '201' as string | undefined };
  let changes = 0;
  const queues = new QueuesService({
    topics,
    clock,
    site: () => desk.site,
    extension: () => desk.extension,
    onLink: (state) => links.push(state),
    onChange: () => changes++,
  });
  const pbx = new FakePbx();
  const setReady = async (ready: boolean, reason?: string) =>
    queues.handlers['agent.setReady']!(
      { ready, ...(reason ? { reason } : {}) },
      { page: 'console', userId: 'ana', role: 'receptionist' },
    );
  return { clock, topics, sent, links, desk, queues, pbx, setReady, changes: () => changes };
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

  it('follows the callers, and only rows that differ go out', () => {
    const { queues, pbx, topics, sent, changes } = stage();
    queues.use(pbx);
    pbx.say({ type: 'joined', caller: waiting('a') });
    pbx.say({ type: 'joined', caller: waiting('b', 2) });
    sent.length = 0;
    const before = changes();
    pbx.say({ type: 'rang', entry: 'b', extension: '201' });
    expect([sent, changes()]).toEqual([['waiting b'], before + 1]);
    pbx.say({ type: 'left', entry: 'a' });
    expect(sent).toEqual(['waiting b', 'waiting b']);
    expect(topics.keys('waiting')).toEqual(['b']);
    expect(topics.get('waiting', 'b')).toMatchObject({ position: 1, ringingAt: ['201'] });
    expect(queues.waiting('b')?.entry).toBe('b');
    expect([queues.waiting('a'), queues.waiting(undefined)]).toEqual([undefined, undefined]);
  });

  it('moves a caller who is raised as the PBX does, and only where it agrees', async () => {
    const { queues, pbx, topics } = stage();
    expect((await queues.raise(waiting('b'), 10)).ok).toBe(false);
    queues.use(pbx);
    pbx.say({ type: 'joined', caller: { ...waiting('a'), priority: 10 } });
    pbx.say({ type: 'joined', caller: waiting('b', 2) });
    pbx.say({ type: 'joined', caller: waiting('c', 3) });
    expect(await queues.raise(waiting('c', 3), 10)).toEqual(ok(undefined));
    expect(pbx.asked).toEqual([['c', 'front', 10]]);
    expect(['a', 'c', 'b'].map((entry) => queues.waiting(entry)?.position)).toEqual([1, 2, 3]);
    expect(topics.get('waiting', 'c')).toMatchObject({ priority: 10 });
    pbx.answer = fail('queueRefused');
    await queues.raise(waiting('b', 3), 10);
    expect(queues.waiting('b')).toMatchObject({ position: 3, priority: 0 });
  });

  it('a queue whose name has spaces is still itself', () => {
    const { queues, pbx, topics } = stage();
    queues.use(pbx);
    pbx.say({ type: 'joined', caller: waiting('1700000000.1 odd') });
    pbx.say({ type: 'left', entry: '1700000000.1 odd' });
    expect(topics.keys('waiting')).toEqual([]);
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
  it('starts with an empty board and hears the old one no more', () => {
    const { queues, pbx, topics, links } = stage();
    const next = new FakePbx();
    queues.use(pbx);
    pbx.say({ type: 'joined', caller: waiting('a') });
    queues.use(next);
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

describe('being ready', () => {
  it('is asked of the PBX for whoever is at the desk', async () => {
    const { queues, pbx, setReady } = stage();
    queues.use(pbx);
    expect(await setReady(false, 'lunch')).toEqual(ok({}));
    expect(await setReady(true)).toEqual(ok({}));
    expect(pbx.asked).toEqual([
      ['201', true, 'lunch'],
      ['201', false, undefined],
    ]);
  });

  it('that the PBX refuses, or cannot hear, is said', async () => {
    const { queues, pbx, setReady, desk } = stage();
    expect(await setReady(true)).toEqual(fail('queueUnreachable'));
    queues.use(pbx);
    pbx.answer = fail('queueRefused');
    expect(await setReady(true)).toEqual(fail('queueRefused'));
    desk.extension = undefined;
    expect(await setReady(true)).toEqual(fail('queueUnreachable'));
  });
});
