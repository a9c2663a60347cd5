import { describe, expect, it } from 'vitest';
import { FakeClock, FakeTopics, countingIds, testSite } from '../../../test/fakes/parts.ts';
import type { CommandName } from '../../../shared/contract/index.ts';
import type { AnyCallEvent, Call } from '../../../shared/domain/call/call.ts';
import { CallId } from '../../../shared/domain/call/call.ts';
import { beginCall, reduceCall } from '../../../shared/domain/call/reduce.ts';
import { fail, ok } from '../../../shared/result/result.ts';
import type { Result } from '../../../shared/result/result.ts';
import { DiallingService } from './dialling.ts';

const remote = { number: '6175550188', name: '', withheld: false };
function call(id: string, ...events: AnyCallEvent[]): Call {
  const [first, ...rest] = events;
  const begun = beginCall(first!, Number(id), { id: CallId.parse(id), line: 1 });
  return rest.reduce((now, event) => reduceCall(now, event, 2000), begun);
}
const rang: AnyCallEvent = { type: 'rang', remote };
const answered: AnyCallEvent = { type: 'answered' };

function stage(calls: Call[] = [], before: string[] = []) {
  const topics = new FakeTopics();
  const clock = new FakeClock();
  const dialled: string[] = [];
  const acts: unknown[] = [];
  const service = new DiallingService({
    ...{ topics, clock, ids: countingIds(), site: () => testSite(), calls: () => calls, dialledBefore: () => before },
    dial: async (target) => {
      dialled.push(target);
      return ok({});
    },
    act: async (act) => {
      acts.push(act);
      return ok({});
    },
  });
  const run = (name: CommandName, input: unknown): Promise<Result<unknown>> =>
    (service.handlers[name] as (input: unknown) => Promise<Result<unknown>>)(input);
  return { run, topics, clock, dialled, acts };
}

describe('a link', () => {
  it('to a stranger is asked about and dialled only on yes', async () => {
    const { run, topics, dialled } = stage();
    expect(await run('link.open', { link: 'tel:+1-617-555-0188' })).toEqual(ok({}));
    expect(topics.get('linkRequests', 'id-1')).toMatchObject({ shownNumber: '(617) 555-0188' });
    expect(dialled).toEqual([]);
    expect(await run('link.decide', { id: 'id-1', dial: true })).toEqual(ok({}));
    expect([topics.keys('linkRequests'), dialled.length]).toEqual([[], 1]);
    expect(await run('link.decide', { id: 'id-1', dial: true })).toEqual(fail('callGone'));
    expect(dialled.length).toBe(1);
  });

  it('to the directory is dialled, one that is no number says so', async () => {
    const { run, dialled } = stage();
    expect(await run('link.open', { link: 'sip:301@evil.example' })).toMatchObject({ ok: false });
    expect(await run('link.open', { link: 'tel:301' })).toEqual(ok({}));
    expect(await run('link.open', { link: 'tel:*21*1#' })).toEqual(fail('linkInvalid'));
    expect(dialled).toEqual(['301']);
  });

  it('that nobody answers is forgotten, and a flood of them does not fill the screen', async () => {
    const { run, topics, clock } = stage();
    for (let index = 0; index < 50; index++) await run('link.open', { link: `tel:61755501${10 + index}` });
    expect(topics.keys('linkRequests').length).toBe(3);
    clock.advance(60_000);
    expect(topics.keys('linkRequests')).toEqual([]);
  });
});

describe('redial', () => {
  it('takes the last number a person dialled, from before the start when there is none', async () => {
    const silent: AnyCallEvent = { type: 'dialled', remote: { ...remote, number: '999' }, forTransfer: true };
    const calls = [call('1', { type: 'dialled', remote }), call('2', silent), call('3', rang)];
    const now = stage(calls, ['301']);
    await now.run('call.redial', {});
    expect(now.dialled).toEqual(['6175550188']);
    const fresh = stage([], ['301']);
    await fresh.run('call.redial', {});
    expect(fresh.dialled).toEqual(['301']);
    expect(await stage().run('call.redial', {})).toEqual(fail('nothingToRedial'));
  });
});

describe('a key of the whole system', () => {
  const held = call('1', rang, answered, { type: 'holdAsked' }, { type: 'holdConfirmed' });
  it('does the obvious', async () => {
    const talking = call('2', rang, answered);
    const desk = stage([held, talking, call('3', rang), call('4', rang, { type: 'silenced' })]);
    for (const key of ['answer', 'end', 'mute', 'hold']) expect(await desk.run('call.press', { key })).toEqual(ok({}));
    expect(desk.acts).toEqual([
      { do: 'answer', callId: '3' },
      { do: 'hangUp', callId: '2' },
      { do: 'mute', callId: '2', muted: true },
      { do: 'hold', callId: '2' },
    ]);
  });

  it('takes the held caller back, and does nothing where nothing can be meant', async () => {
    const desk = stage([held]);
    await desk.run('call.press', { key: 'hold' });
    expect(desk.acts).toEqual([{ do: 'resume', callId: '1' }]);
    for (const key of ['answer', 'end', 'mute'])
      expect(await desk.run('call.press', { key })).toEqual(fail('callNotPossibleNow'));
  });
});
