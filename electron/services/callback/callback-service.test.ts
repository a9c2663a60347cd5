import { describe, expect, it } from 'vitest';
import { FakeClock, FakeJournal, FakeLog, FakeTopics, settle, testSite } from '../../../test/fakes/parts.ts';
import { runWork, worklistOf } from '../../../test/fakes/work.ts';
import { CallId } from '../../../shared/domain/call/call.ts';
import type { AnyCallEvent, Call } from '../../../shared/domain/call/call.ts';
import type { WaitingCaller } from '../../../shared/domain/queue/types.ts';
import { fail, ok } from '../../../shared/result/result.ts';
import type { CallBacksService } from '../work/call-backs.ts';
import { CallbackService } from './callback-service.ts';

const asked = { number: '2065550142', askedAt: 900_000 };
const workId = 'callback/900000*2065550142';
const place: WaitingCaller = {
  ...{ entry: 'e1', queue: 'front', position: 2, number: asked.number, name: '', withheld: false, priority: 0 },
  ...{ joinedAt: 910_000, ringingAt: [], callback: asked },
};
const turn = {
  id: CallId.parse('turn'),
  purpose: 'callback',
  queue: { queue: 'front', callback: asked },
} as Partial<Call>;

function setUp(journal = new FakeJournal()) {
  const parts = { topics: new FakeTopics(), clock: new FakeClock(), journal };
  const list = worklistOf(parts);
  const log = new FakeLog();
  const done: unknown[] = [];
  let waiting: WaitingCaller[] = [place];
  let answer: 'ok' | 'linesFull' = 'ok';
  const callBacks = {
    handlers: {
      'work.call': async ({ id }: { id: string }) => {
        done.push(['call', id]);
        return answer === 'ok' ? ok({ callId: CallId.parse('out') }) : fail(answer);
      },
    },
  } as unknown as CallBacksService;
  const service = new CallbackService({
    log,
    site: () => testSite(),
    port: () => ({
      withdraw: async ({ uniqueId }, info) => {
        done.push(['withdraw', uniqueId, info]);
        waiting = waiting.filter(({ entry }) => entry !== uniqueId);
        return ok(undefined);
      },
    }),
    list: () => list,
    callBacks: () => callBacks,
    waiting: () => waiting,
    keyOf: (number) => number,
    shown: (number) => number,
    caller: () => ({ page: 'console', userId: 'ana', role: 'receptionist' }),
    hangUp: async (id) => (done.push(['hangUp', id]), ok({})),
    dismiss: (id) => done.push(['dismiss', id]),
    audit: (detail) => done.push(['audit', detail]),
  });
  const changed = (part: Partial<Call>, event: AnyCallEvent) =>
    service.callChanged({ ...turn, ...part } as Call, event);
  return {
    service,
    list,
    done,
    log,
    journal,
    changed,
    queueIs: (now: WaitingCaller[]) => (waiting = now),
    answers: (now: typeof answer) => (answer = now),
  };
}

const withdraw = ({ service }: ReturnType<typeof setUp>) =>
  service.handlers['callback.withdraw']!({ workId }, { page: 'console', userId: 'ana', role: 'receptionist' });

describe('a caller who waits at home', () => {
  it('is a thing to do with a promise from the moment this desk sees them, once', () => {
    const { service, list } = setUp();
    service.look();
    service.look();
    expect(list.store.get(workId)).toMatchObject({
      kind: 'callback',
      queue: 'Front desk',
      owner: 'Front desk',
      createdAt: 900_000,
    });
    expect([...list.store.all()]).toHaveLength(1);
  });

  it('stays one when the PBX has lost the place, and over a restart of this program', () => {
    const first = setUp();
    first.service.look();
    first.queueIs([]);
    first.service.look();
    expect(first.list.store.get(workId)?.state).toBe('open');
    const second = setUp(first.journal);
    second.list.restore();
    second.service.look();
    expect([...second.list.store.all()]).toHaveLength(1);
  });

  it('keeps no place once the thing is done, or somebody has it in hand', async () => {
    for (const act of ['work.done', 'work.claim'] as const) {
      const desk = setUp();
      desk.service.look();
      await runWork(desk.list, act, { id: workId });
      desk.service.look();
      desk.service.look();
      expect(desk.done).toEqual([['withdraw', 'e1', 'callback']]);
    }
  });

  it('can be let go by whoever speaks with them', async () => {
    const desk = setUp();
    desk.service.look();
    expect(await withdraw(desk)).toEqual(ok({}));
    expect(desk.list.store.get(workId)?.state).toBe('done');
    expect(desk.done).toContainEqual(['withdraw', 'e1', 'callback']);
    expect(await withdraw(setUp())).toMatchObject({ error: { code: 'callbackGone' } });
  });
});

describe('whose turn it is', () => {
  it('is dialled once the turn is taken: nobody was on the line', async () => {
    const { changed, done } = setUp();
    changed({ state: 'talking' }, { type: 'answered' });
    expect(done).toEqual([['hangUp', 'turn']]);
    changed({ state: 'ended', answeredAt: 1, ended: 'hungUp' }, { type: 'ended', cause: 'hungUp' });
    await settle();
    expect(done.slice(1)).toEqual([
      ['dismiss', 'turn'],
      ['call', workId],
      ['audit', 'turn'],
    ]);
  });

  it('is dialled by whoever took it, not where it only rang', async () => {
    const { changed, done } = setUp();
    changed({ state: 'ended', ended: 'answeredElsewhere' }, { type: 'ended', cause: 'answeredElsewhere' });
    await settle();
    expect(done).toEqual([['dismiss', 'turn']]);
  });

  it('is a thing to do still when the call cannot be placed', async () => {
    const desk = setUp();
    desk.answers('linesFull');
    desk.changed({ state: 'ended', answeredAt: 1, ended: 'hungUp' }, { type: 'ended', cause: 'hungUp' });
    await settle();
    expect(desk.list.store.get(workId)?.state).toBe('open');
    expect(desk.log.lines).toEqual([{ event: 'callback.notDialled', fields: { code: 'linesFull' } }]);
  });
});
