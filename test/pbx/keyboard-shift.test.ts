// A shift at the switchboard by keyboard alone, in the window, against real Asterisk, with the sound measured: answer, hold,
// consult, transfer, park, fetch, three-way call, voicemail.
import type { Page } from 'playwright';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import type { CallRow } from '../../shared/contract/call.ts';
import type { ContractClient } from '../support/host.ts';
import { hearsInPage } from '../support/host.ts';
import { until } from '../support/until.ts';
import type { Asterisk } from './asterisk.ts';
import { PbxDesk } from './desk.ts';

const [MUSIC, CALLER, DESK, COLLEAGUE] = [600, 440, 1000, 1200];

let pbx: PbxDesk;
let asterisk: Asterisk;
let desk: ContractClient;
let phone: Page;
let window: Page;
let colleague: Page;

beforeAll(async () => {
  pbx = await PbxDesk.open(undefined, ['parked', 'voicemail', 'voicemailLamp']);
  ({ asterisk, client: desk, phone, window, colleague } = pbx);
}, 300_000);
afterAll(() => pbx?.close());

const press = (key: string) => window.keyboard.press(key);
const type = (text: string) => window.keyboard.type(text);
const rings = () => window.getByRole('region', { name: 'Ringing call' }).waitFor();
const shown = (state: CallRow['state']) =>
  until(`the window has a call that is ${state}`, () => pbx.live().find((call) => call.state === state));

/** F2, and both hear each other. */
async function answer(number: string): Promise<CallRow> {
  const known = new Set(pbx.live().map(({ id }) => id));
  await asterisk.call(number, 'Shift Caller');
  await until('it rings', () => pbx.live().find((call) => call.state === 'ringing' && !known.has(call.id)));
  await rings();
  await press('F2');
  const call = await shown('talking');
  await hearsInPage(phone, call.id, CALLER);
  await asterisk.hears('caller', DESK);
  return call;
}

/** F6, a number, Enter: the colleague is asked while the caller waits. */
async function consult(): Promise<CallRow> {
  await pbx.offered('F6');
  await press('F6');
  await window.locator('[data-transfer-panel] input').waitFor();
  await type('103');
  await press('Enter');
  await colleague.getByRole('button', { name: /Answer/ }).waitFor();
  await colleague.evaluate('answer()');
  return until('the colleague is there', () => pbx.live().find((call) => call.consultFor && call.state === 'talking'));
}

async function over(): Promise<void> {
  await colleague.evaluate('window.session && window.session.state !== "Terminated" && end()');
  await pbx.quiet();
}

describe('a shift by keyboard alone', () => {
  it('answer, hold, consult, transfer', async () => {
    const call = await answer('2065550141');
    await press('F5');
    await shown('held');
    await asterisk.hears('caller', MUSIC);
    await press('F5');
    await shown('talking');
    await asterisk.hears('caller', DESK);
    const colleagueCall = await consult();
    await hearsInPage(phone, colleagueCall.id, COLLEAGUE);
    await asterisk.hears('caller', MUSIC);
    await press('F6');
    await until('nothing is left on the lines', () => pbx.live().length === 0);
    expect(desk.row('calls', call.id)).toMatchObject({ ended: 'transferred', transfer: { state: 'reached' } });
    await asterisk.hears('caller', COLLEAGUE);
    await hearsInPage(colleague, 'only', CALLER);
    await over();
  });

  it('park, fetch again, three-way call, leave', async () => {
    const call = await answer('2065550142');
    await press('F8');
    await shown('parked');
    await until('the slot is known', () => desk.row('calls', call.id)?.parkedSlot);
    await asterisk.hears('caller', MUSIC);
    // The same key parks and fetches: a person presses it again when the window says where the caller is.
    await window
      .getByText(/Parked on \d/)
      .first()
      .waitFor();
    await press('F8');
    await shown('talking');
    await asterisk.hears('caller', DESK);
    await consult();
    await pbx.offered('Shift+F6');
    await press('Shift+F6');
    await window.locator('[data-conference]').waitFor();
    await until('the caller hears the colleague too', () => {
      const heard = asterisk.heard('caller', [DESK, COLLEAGUE]);
      return (heard.share[COLLEAGUE] ?? 0) > 0.3;
    });
    await press('F9');
    await until('nothing is left on the lines', () => pbx.live().length === 0);
    await asterisk.hears('caller', COLLEAGUE);
    await hearsInPage(colleague, 'only', CALLER);
    await over();
  });

  it('voicemail', async () => {
    await asterisk.call('2065550143', 'Voice Caller', '790');
    await until('three seconds have been said', () => asterisk.secondsOf('caller') > 5);
    await asterisk.hangUpCallers();
    await until('the message is listed', () => desk.rows('voicemail')[0]);
    await window.getByText('1 new').waitFor();
    await press('Control+k');
    await window.getByPlaceholder(/Find/).last().waitFor();
    await type('voicemail');
    await press('Enter');
    const listen = window.getByRole('button', { name: /Listen to/ });
    await until('the message has the focus', () => listen.evaluate((button) => button === document.activeElement));
    await press('Enter');
    const playing = await shown('talking');
    await hearsInPage(phone, playing.id, CALLER);
    await press('F9');
    await until('nothing is left on the lines', () => pbx.live().length === 0);
  });
});
