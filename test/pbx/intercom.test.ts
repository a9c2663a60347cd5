// Intercom and paging against a real Asterisk 22: the desk answers by itself, hears at once, and is not overheard.
import type { Page } from 'playwright';
import { afterAll, afterEach, beforeAll, describe, expect, it } from 'vitest';
import type { CallId } from '../../shared/domain/call/call.ts';
import { heardInPage, hearsInPage } from '../support/host.ts';
import type { ContractClient } from '../support/host.ts';
import { until } from '../support/until.ts';
import { PbxDesk, must } from './desk.ts';

const DESK = 1000;
const COLLEAGUE = 1200;

let pbx: PbxDesk;
let desk: ContractClient;
let phone: Page;
let colleague: Page;

beforeAll(async () => {
  pbx = await PbxDesk.open();
  ({ client: desk, phone, colleague } = pbx);
}, 300_000);
afterAll(() => pbx?.close());
afterEach(async () => {
  await colleague.evaluate('window.session && window.session.state !== "Terminated" && end()');
  await pbx.quiet();
});

const incoming = () => until('it is there', () => pbx.live().find((call) => call.direction === 'incoming'));

/** How long the desk takes to hear the colleague, from the moment the number is dialled. */
async function spokenTo(number: string): Promise<{ id: CallId; ms: number }> {
  const began = Date.now();
  await colleague.evaluate(`void dial('${number}')`);
  const { id } = await incoming();
  await pbx.state(id, 'talking');
  await hearsInPage(phone, id, COLLEAGUE);
  return { id, ms: Date.now() - began };
}

async function isNotOverheard(): Promise<void> {
  const heard = await heardInPage(colleague, 'only', [DESK]);
  expect(heard.rms * (heard.share[DESK] ?? 0)).toBeLessThan(0.001);
}

describe('a colleague’s intercom', () => {
  it('is heard at once with nobody’s hand on the phone; the desk is heard only once it unmutes', async () => {
    const { id, ms } = await spokenTo('*80101');
    console.info(`intercom: heard after ${ms} ms`);
    expect(ms).toBeLessThan(3_000);
    expect(pbx.call(id)).toMatchObject({ purpose: 'intercom', muted: true, remote: { number: '103' } });
    await isNotOverheard();
    // Nobody is looked up and no note is owed.
    expect(desk.row('notes', id)).toBeUndefined();
    expect(desk.row('patients', id)).toBeUndefined();
    await must(desk.command('call.mute', { callId: id, muted: false }));
    await hearsInPage(colleague, 'only', DESK);
  });

  it('reaches this desk as one of a group that is paged', async () => {
    const { id } = await spokenTo('680');
    expect(pbx.call(id)).toMatchObject({ purpose: 'intercom', muted: true });
    await isNotOverheard();
  });

  it('rings while somebody here is in a call', async () => {
    const caller = await pbx.answered();
    await colleague.evaluate(`void dial('*80101')`);
    const second = await until('it rings', () => pbx.live().find((call) => call.id !== caller));
    await pbx.asterisk.hears('caller', DESK);
    expect(pbx.call(second.id)?.state).toBe('ringing');
    expect(pbx.call(caller)?.state).toBe('talking');
  });

  it('rings where the site does not want it answered', async () => {
    const version = desk.row('site')?.version ?? 0;
    pbx.writeSite((document) => document.setIn(['phone', 'autoAnswer'], 'never'));
    await until('the site file is read', () => (desk.row('site')?.version ?? 0) > version);
    await colleague.evaluate(`void dial('*80101')`);
    const { id } = await incoming();
    await until('the colleague hears it ring', () => colleague.evaluate('window.session.state === "Establishing"'));
    expect(pbx.call(id)).toMatchObject({ state: 'ringing' });
    expect(pbx.call(id)?.purpose).toBeUndefined();
    pbx.writeSite();
  });
});

describe('the desk’s intercom', () => {
  it('reaches the colleague’s phone with the wish to be answered', async () => {
    const dialled = await desk.command('call.dial', { target: '*80103' });
    if (!dialled.ok) throw new Error(dialled.error.code);
    const { callId } = dialled.value;
    await colleague.getByRole('button', { name: /Answer/ }).waitFor();
    expect(await colleague.evaluate('window.incoming.request.getHeader("Call-Info")')).toContain('answer-after=0');
    await colleague.evaluate('answer()');
    await pbx.state(callId, 'talking');
    await hearsInPage(colleague, 'only', DESK);
    expect(pbx.call(callId)).toMatchObject({ purpose: 'intercom', remote: { number: '103' } });
    expect(desk.row('notes', callId)).toBeUndefined();
  });
});
