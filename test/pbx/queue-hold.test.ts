// Hold, measured at a real Asterisk: a supervisor's console that takes no calls must come to the seconds that were really held.
import { afterAll, afterEach, beforeAll, expect, it } from 'vitest';
import type { CommandOutput } from '../../shared/contract/index.ts';
import type { CallId } from '../../shared/domain/call/call.ts';
import { until } from '../support/until.ts';
import { PbxDesk, must } from './desk.ts';
import { openSecondDesk } from './second-desk.ts';
import type { SecondDesk } from './second-desk.ts';

const always = { from: '2020-01-01', to: '2029-01-01' };
type Behind = CommandOutput<'reports.calls'>['calls'][number];

let pbx: PbxDesk;
let supervisor: SecondDesk;
beforeAll(async () => {
  pbx = await PbxDesk.open();
  supervisor = await openSecondDesk(pbx.writeSite());
}, 300_000);
afterAll(async () => {
  await supervisor?.close();
  await pbx?.close();
});
afterEach(() => pbx.quiet());

const passes = (ms: number) => {
  const end = Date.now() + ms;
  return until('time goes by', () => Date.now() >= end);
};

/** As the supervisor's console has the calls of a number, the oldest first. */
async function callsOf(number: string): Promise<Behind[]> {
  const answer = await supervisor.client.command('reports.calls', { ...always, figure: 'all' });
  if (!answer.ok) throw new Error(answer.error.code);
  return answer.value.calls.filter((call) => call.number === number && call.kind === 'queue').reverse();
}

/** Holds for a while; how long it really was, in seconds, from what the PBX confirmed. */
async function held(callId: CallId, ms: number): Promise<number> {
  await must(pbx.client.command('call.hold', { callId }));
  await pbx.state(callId, 'held');
  const since = Date.now();
  await passes(ms);
  await must(pbx.client.command('call.resume', { callId }));
  await pbx.state(callId, 'talking');
  return (Date.now() - since) / 1000;
}

it('two holds in one call are the seconds that were held, at a console that only listens to the PBX', async () => {
  const number = '2065550181';
  const id = await pbx.answered(number);
  const first = await held(id, 2_500);
  await passes(800);
  const second = await held(id, 1_500);
  await pbx.client.command('call.hangUp', { callId: id });
  const call = await until('the talk is over', async () =>
    (await callsOf(number)).find(({ talk }) => talk !== undefined),
  );
  expect(call).toMatchObject({ end: 'answered', agent: '101', queue: 'front-desk' });
  expect(Math.abs((call.hold ?? -9) - (first + second))).toBeLessThanOrEqual(1.5);
  expect(call.talk).toBeGreaterThanOrEqual(call.hold ?? 0);
});
