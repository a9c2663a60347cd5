// What rules do with a call before anybody answers, against a real Asterisk 22: sent on (302), or left to the PBX.
import { afterAll, afterEach, beforeAll, describe, expect, it } from 'vitest';
import { hearsInPage } from '../support/host.ts';
import { until } from '../support/until.ts';
import { PbxDesk } from './desk.ts';

const CALLER = 440;
const COLLEAGUE = 1200;

const RULES = [
  // 601 plays back what it hears: who hears themselves has reached it.
  { id: 'colleague-to-echo', if: { number: ['103'] }, redirect: { room: 'echo' } },
  { id: 'caller-to-echo', if: { number: ['2065550177'] }, redirect: { entry: 'echo' } },
  { id: 'not-taken', if: { number: ['206555016?'] }, decline: 'voicemail' },
  { id: 'to-nobody', if: { number: ['2065550155'] }, redirect: { onCall: true } },
];

let pbx: PbxDesk;

beforeAll(async () => {
  pbx = await PbxDesk.open((document) => {
    document.setIn(['rules', 'general'], RULES);
    document.set('onCall', []);
  });
}, 300_000);
afterAll(() => pbx?.close());
afterEach(async () => {
  await pbx.colleague.evaluate('window.session && window.session.state !== "Terminated" && end()');
  await pbx.quiet();
});

const ended = () => until('it is over here', () => pbx.client.rows('calls').find((call) => call.state === 'ended'));

describe('a rule that sends a call on', () => {
  it('reaches the target with a colleague’s call, and nobody here has touched it', async () => {
    await pbx.colleague.evaluate(`void dial('101')`);
    const call = await ended();
    expect(call).toMatchObject({ ended: 'redirected', direction: 'incoming', remote: { number: '103' } });
    expect(call.answeredAt).toBeUndefined();
    await hearsInPage(pbx.colleague, 'only', COLLEAGUE);
  });

  it('reaches the target with a caller out of the queue', async () => {
    await pbx.asterisk.call('2065550177', 'Test Caller');
    expect(await ended()).toMatchObject({ ended: 'redirected' });
    await pbx.asterisk.hears('caller', CALLER);
  });

  it('and has nobody to send it to: the call rings', async () => {
    const id = await pbx.ringing('2065550155');
    expect(pbx.call(id)?.decision?.trace).toContainEqual(
      expect.objectContaining({ rule: 'to-nobody', code: 'route.redirectsNobody' }),
    );
  });
});

it('a rule that declines leaves the call to the PBX, and it is nobody’s missed call', async () => {
  await pbx.asterisk.call('2065550160', 'Test Caller');
  const { id } = await ended();
  expect(pbx.call(id)).toMatchObject({ ended: 'toVoicemail' });
  expect(pbx.client.rows('worklist').filter(({ kind, callId }) => kind === 'missed' && callId === id)).toEqual([]);
});

it('a number that no rule is for rings as always', async () => {
  const id = await pbx.ringing('2065550199');
  expect(pbx.call(id)).toMatchObject({ state: 'ringing' });
});
