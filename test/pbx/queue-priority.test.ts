// A caller whom the rules give a priority is sent to a queue at a real Asterisk 22 where somebody waits already, and stands
// before them: transferred without introduction (followed by this desk, or left to the PBX) and after asking there first.
import { afterAll, afterEach, beforeAll, describe, expect, it } from 'vitest';
import type { CallId } from '../../shared/domain/call/call.ts';
import { until } from '../support/until.ts';
import { PbxDesk, must } from './desk.ts';

/** Nobody of this queue is at their desk: who is sent there waits. */
const QUEUE = 'billing';
const NUMBER = '701';
const FIRST = '2065550111';
const URGENT = '2065550112';

let pbx: PbxDesk;
type Change = NonNullable<Parameters<typeof PbxDesk.open>[0]>;
const numbered = (blindTransfer: 'followed' | 'refer') => (document: Parameters<Change>[0]) => {
  document.setIn(['queues', 1, 'number'], NUMBER);
  document.setIn(['phone', 'blindTransfer'], blindTransfer);
  document.setIn(['rules', 'routes', 0, 'transfer'], 'any');
  document.setIn(['rules', 'routes', 0, 'priority'], 0);
};

beforeAll(async () => {
  pbx = await PbxDesk.open(numbered('followed'));
}, 300_000);
afterAll(() => pbx?.close());
afterEach(() => pbx.quiet());

/** As the PBX has them, from the front. */
async function standing(): Promise<{ number: string; priority: string }[]> {
  const status = await pbx.asterisk.ask('QueueStatus', { Queue: QUEUE }, 'QueueStatusComplete');
  return status
    .filter((event) => event.get('event') === 'QueueEntry')
    .sort((a, b) => Number(a.get('position')) - Number(b.get('position')))
    .map((event) => ({ number: event.get('calleridnum') ?? '', priority: event.get('priority') ?? '' }));
}

async function oneWaits(): Promise<void> {
  await pbx.asterisk.call(FIRST, 'Waits Already', NUMBER);
  await until('somebody waits', async () => (await standing()).length === 1);
}

async function inHand(words: string, number = URGENT): Promise<CallId> {
  const id = await pbx.answered(number);
  const content = { category: 'clinical', words, fields: {}, told: '' };
  await must(pbx.client.command('note.save', { callId: id, version: 0, content }));
  await until('the rules know what it is about', () => pbx.call(id)?.decision?.route);
  return id;
}

const urgentFirst = () =>
  until('the urgent caller stands first', async () => {
    const [first, second] = await standing();
    return first?.priority === '10' && second?.number === FIRST && first;
  });

describe('a caller with a red flag, sent to a queue where somebody waits', () => {
  it('stands first when the desk follows the transfer', async () => {
    await oneWaits();
    const id = await inHand('chest pain since this morning');
    await must(pbx.client.command('call.transferBlind', { callId: id, target: NUMBER }));
    await pbx.state(id, 'ended');
    await urgentFirst();
  });

  it('stands first when the PBX carries the transfer out', async () => {
    pbx.writeSite(numbered('refer'));
    await until('the site is in force', () => pbx.client.row('site')?.queues[1]?.number === NUMBER);
    await oneWaits();
    const id = await inHand('chest pain since this morning');
    await must(pbx.client.command('call.transferBlind', { callId: id, target: NUMBER }));
    expect((await urgentFirst()).number).toBe(URGENT);
    const row = () => pbx.client.rows('waiting').find(({ number }) => number === URGENT);
    await until('the board shows it', () => row()?.position === 1 && row()?.priority === 10);
  });

  it('stands first when the queue was asked before they were joined', async () => {
    await oneWaits();
    const id = await inHand('chest pain since this morning');
    await must(pbx.client.command('call.dial', { target: NUMBER, consultFor: id }));
    await urgentFirst();
  });
});

it('a caller without priority waits behind', async () => {
  await oneWaits();
  const id = await inHand('a question about a bill', '2065550113');
  await must(pbx.client.command('call.transferBlind', { callId: id, target: NUMBER }));
  await until('both wait', async () => (await standing()).length === 2);
  expect((await standing()).map(({ priority }) => priority)).toEqual(['0', '0']);
  expect((await standing())[0]?.number).toBe(FIRST);
});
