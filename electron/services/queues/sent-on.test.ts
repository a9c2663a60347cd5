// Who of those that join a queue is a caller this desk has sent there.
import { describe, expect, it } from 'vitest';
import { FakeClock, FakeLog, testSite } from '../../../test/fakes/parts.ts';
import { Call, CallId } from '../../../shared/domain/call/call.ts';
import type { WaitingCaller } from '../../../shared/domain/queue/types.ts';
import { fail, ok } from '../../../shared/result/result.ts';
import type { Result } from '../../../shared/result/result.ts';
import { SentOnCallers } from './sent-on.ts';

const id = (text: string) => CallId.parse(text);
const clock = new FakeClock();
const transfer = { kind: 'blind', target: '701', label: 'Billing', state: 'asked', askedAt: clock.now() } as const;
const call = (change: object = {}): Call =>
  Call.parse({
    ...{ id: 'a', line: 1, direction: 'incoming', state: 'transferring', startedAt: 0, transfer },
    ...{ muted: false, remoteHold: false, silenced: false },
    remote: { number: '+16175550123', name: '', withheld: false },
    queue: { queue: 'front', entry: '1.1', linkedId: '1.0' },
    ...change,
  });
const leg = (change: object = {}) =>
  call({
    ...{ id: 'b', direction: 'outgoing', state: 'dialing', consultFor: 'a', transfer: undefined, queue: undefined },
    remote: { number: '701', name: '', withheld: false },
    ...change,
  });
const joining = (change: Partial<WaitingCaller> = {}): WaitingCaller => ({
  ...{ entry: '2.1', queue: 'billing', position: 2, number: '6175550123', name: '', withheld: false },
  ...{ priority: 0, joinedAt: 0, ringingAt: [] },
  ...change,
});

async function raised(calls: Call[], caller = joining(), linkedId?: string, answer: Result<void> = ok(undefined)) {
  const asked: number[] = [];
  const log = new FakeLog();
  const service = new SentOnCallers({
    ...{ clock, log },
    site: () => testSite({ queues: [{ id: 'billing', name: 'Billing', number: '701' }] }),
    extension: () => '101',
    calls: () => calls,
    priorityOf: (callId) => (callId === id('a') ? 7 : 0),
    onRaised: () => undefined,
    raise: async (_caller, priority) => {
      asked.push(priority);
      return answer;
    },
  });
  await service.joined({ type: 'joined', caller, ...(linkedId ? { linkedId } : {}) });
  return { asked, lines: log.lines };
}

describe('is raised', () => {
  it('by the same linked id, or by the same number where the PBX has given another', async () => {
    expect((await raised([call()], joining({ number: '999' }), '1.0')).asked).toEqual([7]);
    expect((await raised([call()], joining(), '9.9')).asked).toEqual([7]);
  });
  it('when our own phone waits there for the caller', async () => {
    const held = call({ state: 'held', transfer: undefined });
    expect((await raised([held, leg()], joining({ number: '101' }))).asked).toEqual([7]);
    expect((await raised([held, leg({ state: 'ended' })], joining({ number: '101' }))).asked).toEqual([]);
  });
  it('when the transfer is over before the PBX is heard to have put our phone there', async () => {
    const over = call({ state: 'ended', transfer: { ...transfer, state: 'reached', endedAt: clock.now() } });
    const ended = leg({ state: 'ended', forTransfer: true });
    expect((await raised([over, ended], joining({ number: '101' }))).asked).toEqual([7]);
    const own = leg({ id: 'c', consultFor: undefined });
    expect((await raised([over, ended, own], joining({ number: '101' }))).asked).toEqual([]);
  });
  it('just after the transfer, not long after it', async () => {
    const reached = (endedAt: number) => call({ transfer: { ...transfer, state: 'reached', endedAt } });
    expect((await raised([reached(clock.now())])).asked).toEqual([7]);
    expect((await raised([reached(clock.now() - 60_000)])).asked).toEqual([]);
  });
});

describe('is left where they are', () => {
  it.each([
    ['somebody else', [call()], joining({ number: '2065550100' })],
    ['a caller in another queue', [call()], joining({ queue: 'front' })],
    ['a caller sent elsewhere', [call({ transfer: { ...transfer, target: '702' } })], joining()],
    ['a caller who came back', [call({ transfer: { ...transfer, state: 'returned' } })], joining()],
    [
      'two who hide their numbers',
      [call({ remote: { number: '', name: '', withheld: true } })],
      joining({ number: '' }),
    ],
    ['a caller whom no rule gives a priority', [call({ id: 'c' })], joining()],
  ])('%s', async (_who, calls, caller) => expect((await raised(calls, caller)).asked).toEqual([]));
});

it('a PBX that refuses is a code in the log and nothing more', async () => {
  const { lines } = await raised([call()], joining(), undefined, fail('queueRefused'));
  expect(lines).toEqual([{ event: 'queue.priorityRefused', fields: { code: 'queueRefused' } }]);
});
