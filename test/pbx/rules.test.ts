// What rules do with a call at a real Asterisk 22: before anybody answers it is sent on (302) or left to the PBX; in hand it
// goes only where the policy lets it, and may leave a thing to do behind.
import { afterAll, afterEach, beforeAll, describe, expect, it } from 'vitest';
import { hearsInPage } from '../support/host.ts';
import { until } from '../support/until.ts';
import { PbxDesk, must } from './desk.ts';

const CALLER = 440;
const COLLEAGUE = 1200;

const RULES = [
  // 601 plays back what it hears: who hears themselves has reached it.
  { id: 'colleague-to-echo', if: { number: ['103'] }, redirect: { room: 'echo' } },
  { id: 'caller-to-echo', if: { number: ['2065550177'] }, redirect: { entry: 'echo' } },
  { id: 'not-taken', if: { number: ['206555016?'] }, decline: 'voicemail' },
  {
    ...{ id: 'look-again', if: { number: ['2065550133'] } },
    task: { owner: 'Nurse line', within: '1 hours', text: 'Look again.' },
  },
  { id: 'to-nobody', if: { number: ['2065550155'] }, redirect: { onCall: true } },
];

let pbx: PbxDesk;

beforeAll(async () => {
  pbx = await PbxDesk.open((document) => {
    document.setIn(['rules', 'general'], RULES);
    document.set('onCall', []);
    document.setIn(['rules', 'routes', 0, 'to'], [{ skill: 'nurse' }, { entry: 'echo' }]);
    document.setIn(['rules', 'routes', 0, 'transfer'], 'any');
    document.setIn(
      ['rules', 'transfers'],
      [{ id: 'never', forbid: [{ skill: 'nurse' }], because: { en: 'Not today.' } }],
    );
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
    const decision = await until('the rules have been asked', () => pbx.call(id)?.decision);
    expect(decision.trace).toContainEqual(
      expect.objectContaining({ rule: 'to-nobody', code: 'route.redirectsNobody' }),
    );
    expect(pbx.call(id)?.state).toBe('ringing');
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

describe('a call in hand', () => {
  const clinical = { category: 'clinical', words: 'A question', fields: {}, told: '' };
  const answeredAs = async (number: string) => {
    const id = await pbx.answered(number);
    await must(pbx.client.command('note.save', { callId: id, version: 0, content: clinical }));
    await until('the rules know what it is about', () => pbx.call(id)?.decision?.route);
    return id;
  };

  it('goes where the rule says and keeps which rule it was; where the policy forbids it, it stays', async () => {
    const id = await answeredAs('2065550122');
    expect(pbx.call(id)?.decision).toMatchObject({
      destinations: [{ id: 'echo', rule: 'clinical-open' }, { kind: 'message' }],
      forbidden: [{ id: 'nurse-ana', because: { en: 'Not today.' } }],
    });
    const refused = await pbx.client.command('call.transferBlind', { callId: id, target: '201' });
    expect(refused).toMatchObject({ ok: false, error: { code: 'transferForbidden' } });
    expect(pbx.call(id)?.state).toBe('talking');
    await must(pbx.client.command('call.transferBlind', { callId: id, target: '601' }));
    await pbx.state(id, 'ended');
    expect(pbx.call(id)?.transfer).toMatchObject({ state: 'reached', target: '601', rule: 'clinical-open' });
    await pbx.asterisk.hears('caller', CALLER);
  });

  it('leaves the thing to do behind that a rule wants, once', async () => {
    const id = await answeredAs('2065550133');
    await pbx.asterisk.hangUpCallers();
    await pbx.state(id, 'ended');
    const item = await until('it is on the list', () =>
      pbx.client.rows('worklist').find(({ callId }) => callId === id),
    );
    expect(item).toMatchObject({
      id: `${id}/rule/look-again`,
      kind: 'followUp',
      owner: 'Nurse line',
      text: 'Look again.',
    });
    expect(pbx.client.rows('worklist').filter(({ callId }) => callId === id)).toHaveLength(1);
  });
});
