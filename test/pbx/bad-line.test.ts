// A line that is late or loses sound, for real: what the desk is shown of it, how soon, and that it goes away.
import type { Page } from 'playwright';
import { afterAll, afterEach, beforeAll, expect, it } from 'vitest';
import type { CallId } from '../../shared/domain/call/call.ts';
import { hearsInPage } from '../support/host.ts';
import { CLEAN, SoundRelay } from '../support/sound-relay.ts';
import { until } from '../support/until.ts';
import { WSS_PORT } from './asterisk-setup.ts';
import { PbxDesk } from './desk.ts';

let relay: SoundRelay;
let pbx: PbxDesk;
let window: Page;
beforeAll(async () => {
  relay = await SoundRelay.open(`wss://127.0.0.1:${WSS_PORT}/ws`);
  pbx = await PbxDesk.open((document) => document.setIn(['phone', 'servers'], [relay.url]));
  ({ window } = pbx);
}, 300_000);
afterAll(async () => {
  await pbx?.close();
  relay?.close();
});
afterEach(async () => {
  relay.line = CLEAN;
  await pbx.quiet();
});

const header = () => window.getByRole('region', { name: 'Call in hand' });
const quality = (id: CallId) => pbx.call(id)?.quality;

async function talkingOnACleanLine(): Promise<CallId> {
  const id = await pbx.answered();
  await hearsInPage(pbx.phone, id, 440);
  await pbx.asterisk.hears('caller', 1000);
  await until('the line is good', () => quality(id)?.step === 'excellent');
  return id;
}

it('a third of a second of delay each way is told with what to do, and goes away with the delay', async () => {
  const id = await talkingOnACleanLine();
  relay.line = { ...CLEAN, delay: 330 };
  const began = performance.now();
  await header()
    .getByText(/The sound is \d+ ms late: leave a pause/)
    .waitFor();
  console.log(`delay: told after ${Math.round(performance.now() - began)} ms`, quality(id));
  expect(quality(id)!.roundTrip).toBeGreaterThan(500);
  // Late is not broken: both ends still hear each other.
  await hearsInPage(pbx.phone, id, 440);
  await pbx.asterisk.hears('caller', 1000);
  relay.line = CLEAN;
  await until('the line is good again', () => quality(id)?.step === 'excellent');
});

it('six percent lost is told with its percentage', async () => {
  const id = await talkingOnACleanLine();
  relay.line = { ...CLEAN, loss: 0.06 };
  const began = performance.now();
  await header()
    .getByText(/\d+ % of what/)
    .waitFor();
  console.log(`loss 6 %: told after ${Math.round(performance.now() - began)} ms`, quality(id));
  const { loss } = await until('the figure', () => quality(id));
  expect(loss).toBeGreaterThan(1);
  expect(loss).toBeLessThan(15);
});
