// Taking, moving, sending and raising callers at a PBX that the test plays; who is faster, and who is told what.
import { describe, expect, it } from 'vitest';
import { FakeClock, FakeTopics, settle, testSite } from '../../../test/fakes/parts.ts';
import { FakeQueuePbx, waiting } from '../../../test/fakes/queue-pbx.ts';
import { fail, ok } from '../../../shared/result/result.ts';
import type { Result } from '../../../shared/result/result.ts';
import { QueueActing } from './acting.ts';
import { MembershipService } from './membership.ts';
import { QueuesService } from './queues-service.ts';

const CALLER = { page: 'console', userId: 'ana', role: 'receptionist' } as const;

function stage(takenContext: string | undefined = 'queue-taken') {
  const clock = new FakeClock();
  const topics = new FakeTopics();
  const base = testSite({
    queues: [
      { id: 'front', name: 'Front desk', number: '700' },
      { id: 'billing', name: 'Billing', number: '701', penalties: { '201': 4 } },
      { id: 'records', name: 'Records' },
    ],
    pbx: {
      kind: 'asterisk',
      host: 'pbx.test',
      port: 5039,
      username: 'desk',
      ...(takenContext ? { takenContext } : {}),
    },
  });
  const site = () => base;
  const queues = new QueuesService({ topics, clock, site, onLink: () => undefined, onChange: () => undefined });
  const pbx = new FakeQueuePbx();
  queues.use(pbx);
  pbx.connect();
  const audited: string[] = [];
  const user = () => ({ extension: '201', name: 'Ana Ruiz' });
  const names: Record<string, string> = { '202': 'Imani Brooks' };
  const acting = new QueueActing({
    ...{ clock, queues, site, user },
    nameOf: (number) => names[number],
    audit: (what) => audited.push(what),
  });
  const membership = new MembershipService({ queues, site, user });
  const handlers = { ...acting.handlers, ...membership.handlers } as Record<
    string,
    (input: object, caller: typeof CALLER) => unknown
  >;
  const ask = (name: string, input: object = {}) => Promise.resolve(handlers[name]!(input, CALLER) as Result<unknown>);
  const pass = async (ms: number) => {
    await settle();
    clock.advance(ms);
    await settle();
  };
  const did = () => pbx.asked.filter(([action]) => action !== 'truth');
  return { pbx, queues, ask, pass, did, audited, topics };
}

/** The PBX lets go as it does: out of the queue, then somebody's phone rings. */
function letsGo({ pbx }: ReturnType<typeof stage>, entry: string, to: string): void {
  const caller = pbx.leave(entry);
  if (caller) pbx.say({ type: 'dialled', entry, to });
}

describe('taking', () => {
  it('asks the queue to let go, and is done when the phone here rings', async () => {
    const here = stage();
    here.pbx.join(waiting('a'));
    const answer = here.ask('queue.take', { entry: 'a' });
    await settle();
    letsGo(here, 'a', '201');
    expect(await answer).toEqual(ok({ outcome: 'done' }));
    expect(here.did()).toEqual([['withdraw', { queue: 'front', uniqueId: 'a' }, '201', '201']]);
    expect(here.audited).toEqual(['take']);
  });

  it('somebody who rings elsewhere is taken out at once, and only by whoever has won', async () => {
    const here = stage();
    here.pbx.join(waiting('a'));
    here.pbx.say({ type: 'rang', entry: 'a', extension: '202' });
    here.pbx.before = (action) => action === 'redirect' && letsGo(here, 'a', '201');
    expect(await here.ask('queue.take', { entry: 'a' })).toEqual(ok({ outcome: 'done' }));
    expect(here.did().map(([action]) => action)).toEqual(['withdraw', 'redirect']);
    expect(here.did()[1]).toEqual(['redirect', { queue: 'front', uniqueId: 'a' }, 'queue-taken', '201', '201']);
  });

  it('whoever answers in the same moment has the caller: nobody is pulled away', async () => {
    const here = stage();
    here.pbx.join(waiting('a'));
    here.pbx.say({ type: 'rang', entry: 'a', extension: '202' });
    here.pbx.before = (action) => {
      if (action !== 'withdraw') return;
      const caller = here.pbx.leave('a', false)!;
      here.pbx.say({ type: 'connected', caller, extension: '202', name: 'x' });
    };
    const answer = await here.ask('queue.take', { entry: 'a' });
    expect(answer).toEqual(ok({ outcome: 'gone', how: 'answered', by: 'Imani Brooks' }));
    expect(here.did().map(([action]) => action)).toEqual(['withdraw']);
  });

  it('whoever is too late is told who has the caller, as soon as it is known', async () => {
    const here = stage();
    here.pbx.join(waiting('a'));
    here.pbx.answer = fail('queueCallerGone', 'Already requested');
    const answer = here.ask('queue.take', { entry: 'a' });
    await here.pass(500);
    letsGo(here, 'a', '202');
    expect(await answer).toEqual(ok({ outcome: 'gone', how: 'taken', by: 'Imani Brooks' }));
    expect(here.audited).toEqual([]);
    const late = here.ask('queue.take', { entry: 'nobody' });
    await here.pass(5_000);
    expect(await late).toEqual(ok({ outcome: 'gone' }));
  });

  it('a caller whose channel was exchanged is asked for again by the one they have now', async () => {
    const here = stage();
    here.pbx.join(waiting('u2', 1, { joinedAt: 1_000_000, number: '202' }));
    here.pbx.queues.set('front', { waiting: [waiting('u1', 1, { joinedAt: 1_000_000 })], members: [] });
    here.pbx.answer = fail('queueCallerGone', 'No such caller');
    here.pbx.before = () => {
      if (here.did().length === 2) here.pbx.answer = ok(undefined);
    };
    const answer = here.ask('queue.take', { entry: 'u2' });
    for (let turn = 0; turn < 5; turn++) await settle();
    letsGo(here, 'u1', '201');
    expect(await answer).toEqual(ok({ outcome: 'done' }));
    expect(here.did().map(([, caller]) => caller)).toEqual([
      { queue: 'front', uniqueId: 'u2' },
      { queue: 'front', uniqueId: 'u1' },
    ]);
  });

  it('is not offered where the dialplan is not made for it, and says what the account may not do', async () => {
    const old = stage('');
    old.pbx.join(waiting('a'));
    expect(await old.ask('queue.take', { entry: 'a' })).toMatchObject({ error: { code: 'queueTakeNotSet' } });
    expect(old.did()).toEqual([]);
    const here = stage();
    here.pbx.join(waiting('a'));
    here.pbx.answer = fail('queueForbidden');
    expect(await here.ask('queue.take', { entry: 'a' })).toMatchObject({ error: { code: 'queueForbidden' } });
  });
});

it('moving goes by the number of the other queue, sending by any that can be dialled', async () => {
  const here = stage();
  here.pbx.join(waiting('a'));
  const moved = here.ask('queue.move', { entry: 'a', queue: 'billing' });
  await settle();
  const caller = here.pbx.leave('a')!;
  here.pbx.join({ ...caller, queue: 'billing' });
  expect(await moved).toEqual(ok({ outcome: 'done' }));
  expect(here.did().at(-1)?.[2]).toBe('701');
  expect(await here.ask('queue.move', { entry: 'a', queue: 'records' })).toMatchObject({
    error: { code: 'queueNoNumber' },
  });
  expect(await here.ask('queue.send', { entry: 'a', target: '()' })).toMatchObject({
    error: { code: 'numberInvalid' },
  });
});

it('raising is before everybody else, with the reason', async () => {
  const here = stage();
  here.pbx.join(waiting('a', 1, { priority: 3 }));
  here.pbx.join(waiting('b', 2));
  await here.pass(1_000);
  expect(await here.ask('queue.raise', { entry: 'b' })).toEqual(ok({ outcome: 'done' }));
  expect(here.did()).toEqual([['setPriority', { queue: 'front', uniqueId: 'b' }, 4]]);
  expect(here.queues.waiting('b')?.why).toEqual([{ kind: 'raised', by: 'Ana Ruiz' }]);
});

describe('me in the queues', () => {
  const member = (queue: string, kind: 'static' | 'dynamic') =>
    ({ extension: '201', name: 'Ana', queue, presence: 'free', paused: false, kind, penalty: 2 }) as const;

  it('signs in with the site’s penalty, out, and pauses in one queue or all', async () => {
    const { ask, did } = stage();
    expect(await ask('agent.signIn', { queue: 'billing' })).toEqual(ok({}));
    await ask('agent.signOut', { queue: 'billing' });
    await ask('agent.setReady', { ready: false, reason: 'lunch', queue: 'billing' });
    await ask('agent.setReady', { ready: true });
    expect(did()).toEqual([
      ['signIn', { queue: 'billing', extension: '201' }, 'Ana Ruiz', 4],
      ['signOut', { queue: 'billing', extension: '201' }],
      ['setPaused', '201', true, 'lunch', 'billing'],
      ['setPaused', '201', false, undefined, undefined],
    ]);
  });

  it('ends wrap-up by signing out and in again, where the PBX lets one', async () => {
    const { ask, did, pbx } = stage();
    expect(await ask('agent.endWrapUp')).toMatchObject({ error: { code: 'wrapUpFixed' } });
    pbx.say({ type: 'member', member: member('billing', 'dynamic') });
    expect(await ask('agent.endWrapUp')).toEqual(ok({}));
    expect(did()).toEqual([
      ['signOut', { queue: 'billing', extension: '201' }],
      ['signIn', { queue: 'billing', extension: '201' }, 'Ana Ruiz', 2],
    ]);
    pbx.say({ type: 'member', member: member('front', 'static') });
    expect(await ask('agent.endWrapUp')).toMatchObject({ error: { code: 'wrapUpFixed' } });
  });

  it('what the PBX refuses, or cannot hear, is said', async () => {
    const { ask, pbx, queues } = stage();
    pbx.answer = fail('queueRefused');
    expect(await ask('agent.setReady', { ready: true })).toEqual(fail('queueRefused'));
    queues.use(undefined);
    expect(await ask('agent.setReady', { ready: true })).toEqual(fail('queueUnreachable'));
    expect(await ask('agent.signIn', { queue: 'front' })).toEqual(fail('queueUnreachable'));
  });
});
