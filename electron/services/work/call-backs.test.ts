import { describe, expect, it } from 'vitest';
import { FakeClock, FakeJournal, FakeTopics, testSite } from '../../../test/fakes/parts.ts';
import { runWork, worklistOf } from '../../../test/fakes/work.ts';
import { CallId } from '../../../shared/domain/call/call.ts';
import type { Call } from '../../../shared/domain/call/call.ts';
import type { WaitingCaller } from '../../../shared/domain/queue/types.ts';
import { numberKey } from '../../../shared/domain/work/contacts.ts';
import { fail, ok } from '../../../shared/result/result.ts';
import type { Result } from '../../../shared/result/result.ts';
import { CallBacksService } from './call-backs.ts';

const NUMBER = '+16175550123';
const ALWAYS = [{ from: '00:00', to: '24:00' }];
const HOURS = { weekly: { mon: ALWAYS, tue: ALWAYS, wed: ALWAYS, thu: ALWAYS, fri: ALWAYS, sat: ALWAYS, sun: ALWAYS } };

function stage(isPbxTelling = true) {
  const topics = new FakeTopics();
  const clock = new FakeClock(Date.parse('2026-11-20T15:00:00Z'));
  const site = testSite({ hours: HOURS });
  const list = worklistOf({ topics, clock, journal: new FakeJournal() }, { site: () => site });
  const placed: string[] = [];
  const phone = { works: true };
  /** Calls that ended while the phone was still being asked. */
  const over = new Map<string, Call>();
  const calls = new CallBacksService({
    ...{ topics, clock, site: () => site, list: () => list },
    place: async (target) => {
      placed.push(target);
      return phone.works ? ok({ callId: CallId.parse(`out-${placed.length}`) }) : fail('phonePageMissing');
    },
    call: (callId) => over.get(callId),
    user: () => ({ id: 'ana', name: 'Ana' }),
    keyOf: (number) => numberKey(number, 'US'),
    shown: (number) => `shown ${number}`,
    patientOf: (callId) => (callId === 'of-patient' ? 'p-1' : undefined),
    isPbxTelling: () => isPbxTelling,
  });
  const run = (name: 'work.call' | 'work.attempt', input: object, userId = 'ana'): Promise<Result<unknown>> =>
    Promise.resolve(
      (calls.handlers[name] as unknown as (given: object, caller: object) => Result<unknown>)(input, { userId }),
    );
  const call = (id: string, change: Partial<Call> = {}): Call => ({
    ...{ id: CallId.parse(id), line: 1, direction: 'incoming', state: 'ended', ended: 'callerGaveUp' },
    ...{ remote: { number: NUMBER, name: '', withheld: false }, startedAt: clock.now(), endedAt: clock.now() },
    ...{ muted: false, remoteHold: false, silenced: false },
    ...change,
  });
  const caller = (entry: string, number = NUMBER): WaitingCaller => ({
    ...{
      entry,
      queue: 'front',
      position: 1,
      number,
      name: '',
      withheld: false,
      priority: 0,
      joinedAt: 0,
      ringingAt: [],
    },
  });
  const rows = () => topics.keys('worklist').map((id) => topics.get('worklist', id)!);
  return { topics, clock, list, calls, placed, phone, over, run, call, caller, rows };
}
const outgoing = { direction: 'outgoing', ended: 'hungUp' } as const;

describe('calls that nobody took', () => {
  it('of one number are one item with a count, whatever the spelling, each call once', () => {
    const { calls, caller, rows } = stage();
    calls.abandoned(caller('e1'));
    calls.abandoned(caller('e1'));
    calls.abandoned(caller('e2', '617 555 0123'));
    expect(rows()).toMatchObject([
      {
        id: 'abandoned/e1',
        kind: 'abandoned',
        count: 2,
        owner: 'Front desk',
        about: `shown ${NUMBER}`,
        queue: 'Front desk',
      },
    ]);
    expect(rows()[0]?.due).toBe('2026-11-20T11:00:00-05:00');
  });

  it('at the desk itself are missed calls; in a queue only the PBX knows, unless there is none to ask', () => {
    const asked = stage();
    asked.calls.ended(asked.call('c1'));
    asked.calls.ended(asked.call('c2', { queue: { queue: 'front', entry: 'e9' } }));
    expect(asked.rows()).toMatchObject([{ id: 'missed/c1', owner: 'Ana', count: 1 }]);
    const alone = stage(false);
    alone.calls.ended(alone.call('c2', { queue: { queue: 'front', entry: 'e9' } }));
    expect(alone.rows()).toMatchObject([{ id: 'abandoned/e9', owner: 'Front desk' }]);
  });

  it('by people who hide their number are nothing that anybody could do', () => {
    const { calls, call, caller, rows } = stage();
    calls.ended(call('c1', { remote: { number: '', name: '', withheld: true } }));
    calls.abandoned(caller('e1', ''));
    expect(rows()).toEqual([]);
  });

  it('close themselves when the person is spoken with, and say by whom', () => {
    const { calls, call, caller, rows, clock } = stage();
    for (const [how, settle] of [
      ['calledAgain', () => calls.answered(call('again', { state: 'talking' }))],
      ['calledAgain', () => calls.connected(caller('e7'), 'Tom')],
      ['calledBack', () => calls.ended(call('back', { ...outgoing, answeredAt: 1 }))],
    ] as const) {
      clock.advance(1000);
      calls.abandoned(caller(`${how}-${clock.now()}`));
      clock.advance(1000);
      settle();
      expect(rows().at(-1)).toMatchObject({ state: 'done', closed: { how } });
    }
    expect(rows()[1]?.closed?.name).toBe('Tom');
    clock.advance(1000);
    calls.abandoned(caller('later'));
    calls.ended(call('unanswered', { ...outgoing, ended: 'noAnswer' }));
    expect(rows().at(-1)?.state).toBe('open');
  });
});

describe('calling back', () => {
  it('takes the item, dials, writes down what came of it and gives it back when nobody answered', async () => {
    const { calls, call, caller, run, rows, placed, topics } = stage();
    calls.abandoned(caller('e1'));
    expect(await run('work.call', { id: 'abandoned/e1' })).toEqual(ok({ callId: 'out-1' }));
    expect(placed).toEqual(['9+16175550123']);
    expect(topics.get('workCalls', 'out-1')).toEqual({ callId: 'out-1', workId: 'abandoned/e1' });
    expect(rows()[0]?.claim?.by).toBe('ana');
    calls.ended(call('out-1', { ...outgoing, ended: 'noAnswer' }));
    expect(rows()[0]).toMatchObject({
      state: 'open',
      attempts: [{ outcome: 'noAnswer', name: 'Ana', callId: 'out-1' }],
    });
    expect(rows()[0]).not.toHaveProperty('claim');
    calls.letGo(CallId.parse('out-1'));
    expect(topics.keys('workCalls')).toEqual([]);
  });

  it('that reached a machine after all is open again once somebody says so', async () => {
    const { calls, call, caller, run, rows } = stage();
    calls.abandoned(caller('e1'));
    await run('work.call', { id: 'abandoned/e1' });
    calls.ended(call('out-1', { ...outgoing, answeredAt: 1 }));
    expect(rows()[0]).toMatchObject({ state: 'done', closed: { how: 'calledBack', name: 'Ana' } });
    expect(await run('work.attempt', { id: 'abandoned/e1', callId: 'out-1', outcome: 'leftMessage' })).toEqual(ok({}));
    expect(rows()[0]).toMatchObject({ state: 'open', attempts: [{ outcome: 'leftMessage' }] });
    expect(await run('work.attempt', { id: 'abandoned/e1', callId: 'other', outcome: 'busy' })).toEqual(
      fail('workGone'),
    );
  });

  it('is refused when somebody else has it in hand, when there is no number, and undone when the phone cannot', async () => {
    const { calls, caller, list, run, rows, phone, placed } = stage();
    calls.abandoned(caller('e1'));
    await runWork(list, 'work.claim', { id: 'abandoned/e1' }, 'sam');
    expect(await run('work.call', { id: 'abandoned/e1' })).toEqual(fail('workTaken'));
    await runWork(list, 'work.release', { id: 'abandoned/e1' }, 'sam');
    phone.works = false;
    expect(await run('work.call', { id: 'abandoned/e1' })).toEqual(fail('phonePageMissing'));
    expect(rows()[0]).not.toHaveProperty('claim');
    list.add({
      id: 'x/task',
      kind: 'followUp',
      text: 't',
      about: '',
      owner: 'Ana',
      due: '',
      createdAt: 0,
      createdBy: '',
    });
    expect(await run('work.call', { id: 'x/task' })).toEqual(fail('workNoNumber'));
    expect(placed).toHaveLength(1);
  });

  it('that failed at once is written down too', async () => {
    const { calls, call, caller, run, rows, over } = stage();
    calls.abandoned(caller('e1'));
    over.set('out-1', call('out-1', { direction: 'outgoing', ended: 'notFound' }));
    await run('work.call', { id: 'abandoned/e1' });
    expect(rows()[0]).toMatchObject({ attempts: [{ outcome: 'failed' }] });
    expect(rows()[0]).not.toHaveProperty('claim');
  });

  it('a promise stays open when the person was reached: only who spoke knows whether it is kept', async () => {
    const { calls, call, list, run, rows } = stage();
    list.add({
      ...{ id: 'c/task', kind: 'followUp', text: 't', about: '', number: NUMBER, owner: 'Ana', due: '' },
      ...{ createdAt: 0, createdBy: 'ana' },
    });
    await run('work.call', { id: 'c/task' });
    calls.ended(call('out-1', { ...outgoing, answeredAt: 1 }));
    expect(rows()[0]).toMatchObject({ state: 'open', claim: { by: 'ana' }, attempts: [{ outcome: 'reached' }] });
  });
});
