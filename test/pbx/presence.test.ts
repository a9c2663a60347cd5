// Lamps without an AMI account, against a real Asterisk 22: what the phone learns by subscribing, and that it signs off.
import type { Page } from 'playwright';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import type { ContractClient } from '../support/host.ts';
import { until } from '../support/until.ts';
import type { Asterisk } from './asterisk.ts';
import { PbxDesk, must } from './desk.ts';

let pbx: PbxDesk;
let asterisk: Asterisk;
let desk: ContractClient;
let colleague: Page;

beforeAll(async () => {
  pbx = await PbxDesk.open(undefined, ['ringing', 'voicemailLamp'], false);
  ({ asterisk, client: desk, colleague } = pbx);
}, 300_000);
afterAll(() => pbx?.close());

const lamp = (extension: string) => desk.row('people', extension)?.presence;
const shows = (presence: string) => until(`103 is ${presence}`, () => lamp('103') === presence);
/** What Asterisk itself counts. */
async function subscriptions(): Promise<number> {
  const answer = await asterisk.ask('PJSIPShowSubscriptionsInbound', {}, 'InboundSubscriptionDetailComplete');
  return answer.filter((event) => event.get('event') === 'InboundSubscriptionDetail').length;
}

describe('a site without management of its PBX', () => {
  it('shows a colleague free, ringing with the caller, on a call, and gone', async () => {
    expect(desk.row('health')?.queues).toBe('notSet');
    await shows('free');
    await until('102 has no phone', () => lamp('102') === 'unregistered');
    // Nothing is known of an extension without a hint.
    expect(lamp('201')).toBe('unknown');
    await asterisk.call('2065550121', 'Direct Caller', '113');
    await shows('ringing');
    const row = await until('who calls there', () => desk.row('ringing', '103'));
    expect(row).toMatchObject({ number: '2065550121', name: 'Direct Caller' });
    await colleague.getByRole('button', { name: /Answer/ }).waitFor();
    await colleague.evaluate('answer()');
    await shows('busy');
    await until('nobody rings there any more', () => desk.row('ringing', '103') === undefined);
    await asterisk.hangUpCallers();
    await shows('free');
    await colleague.goto('about:blank');
    await shows('unregistered');
  });

  it('has the lamp of the mailbox', async () => {
    await until('an empty box', () => desk.row('voicemailLamp')?.newCount === 0);
    await asterisk.call('2065550131', 'Maria Lopez', '790');
    await until('five seconds have been said', () => asterisk.secondsOf('caller') > 5);
    await asterisk.hangUpCallers();
    await until('a message waits', () => desk.row('voicemailLamp')?.newCount === 1);
  });

  it('goes on when there is management that cannot be reached', async () => {
    pbx.writeSite((document) => {
      const deadEnd = { kind: 'asterisk', host: '127.0.0.1', port: 1, tls: true, username: 'frontdesk' };
      document.set('pbx', deadEnd);
    });
    await until('it is left to the management', async () => (await subscriptions()) === 0);
    await until('it is said', () => desk.row('health')?.queues === 'unreachable');
    await until('the phone asks again', async () => (await subscriptions()) > 2);
    await until('102 has no phone', () => lamp('102') === 'unregistered');
  });

  it('signs off with the person', async () => {
    expect(await subscriptions()).toBeGreaterThan(2);
    await must(desk.command('session.signOut', {}));
    await until('nothing is subscribed to', async () => (await subscriptions()) === 0);
    await until('no lamp', () => desk.row('voicemailLamp') === undefined);
  });
});
