// The people in the queues against a real Asterisk 22: who does what and with whom, forced pauses and sign-outs, and who is
// told of a supervisor at a call. The desk (101) is a supervisor's, the colleague's phone is 103.
import type { Page } from 'playwright';
import { afterAll, afterEach, beforeAll, describe, expect, it } from 'vitest';
import { hearsInPage } from '../support/host.ts';
import type { ContractClient } from '../support/host.ts';
import { until } from '../support/until.ts';
import type { Asterisk } from './asterisk.ts';
import { must } from './desk.ts';
import type { PbxDesk } from './desk.ts';
import { colleagueTalks, everybodyOut, listens, openSupervisor } from './supervisor.ts';

let pbx: PbxDesk;
let asterisk: Asterisk;
let desk: ContractClient;
let phone: Page;
let colleague: Page;

beforeAll(async () => {
  pbx = await openSupervisor();
  ({ asterisk, client: desk, phone, colleague } = pbx);
}, 300_000);
afterAll(() => pbx?.close());
afterEach(() => everybodyOut(pbx));

const person = (extension: string) => desk.row('team', extension);

async function joinsQueues(...queues: string[]): Promise<void> {
  for (const Queue of queues) await asterisk.ask('QueueAdd', { Queue, Interface: 'PJSIP/103', Penalty: '9' });
  await until('103 is in the queues', () => person('103')?.memberships.length === queues.length);
}

describe('the people in the queues', () => {
  it('are shown with what they do, since when and with whom', async () => {
    await joinsQueues('billing', 'espanol');
    const free = await until('103 is free', () => (person('103')?.state === 'free' ? person('103') : undefined));
    expect(free.memberships.every(({ since, fixed }) => since !== undefined && !fixed)).toBe(true);
    expect(person('102')).toMatchObject({ state: 'unregistered' });
    expect(person('102')?.memberships.every(({ fixed }) => fixed)).toBe(true);
    await colleagueTalks(pbx);
    const talk = await until('it is said with whom', () => person('103')?.talk);
    expect(person('103')).toMatchObject({ state: 'talking' });
    expect(talk).toMatchObject({ number: '2065550199', withheld: false });
    await colleague.evaluate('end()');
    await until('103 is free', () => person('103')?.state === 'free' && person('103')?.talk === undefined);
  });

  it('are paused with a reason that stays with the pause, and signed out; whom the PBX keeps is paused there', async () => {
    await must(desk.command('supervision.pause', { extension: '103', reason: 'Come to room 4' }));
    const paused = await until('103 is paused', () => (person('103')?.state === 'paused' ? person('103') : undefined));
    expect(paused).toMatchObject({ reason: 'Come to room 4', pausedBy: 'Chloe Sanders' });
    const events = asterisk.events('QueueMemberPause').map((event) => event.get('pausedreason'));
    expect(events).toContain('Come to room 4 (Chloe Sanders)');
    await must(desk.command('supervision.unpause', { extension: '103' }));
    await until('103 is free', () => person('103')?.state === 'free');

    const out = { queues: ['billing', 'espanol'], reason: 'The day is over' };
    expect(await desk.command('supervision.signOut', { extension: '103', ...out })).toMatchObject({
      ok: true,
      value: { pausedIn: [] },
    });
    await until('103 is in no queue', () => person('103') === undefined);
    expect(asterisk.events('QueueMemberRemoved').at(-1)?.get('pausedreason')).toBe('The day is over (Chloe Sanders)');
    expect(await desk.command('supervision.signOut', { extension: '102', ...out })).toMatchObject({
      ok: true,
      value: { pausedIn: ['billing', 'espanol'] },
    });
    await until('102 is paused there', () => person('102')?.memberships.filter((one) => one.paused).length === 2);
    expect(await desk.command('supervision.pause', { extension: '103', reason: 'Gone' })).toMatchObject({
      ok: false,
      error: { code: 'memberGone' },
    });
  });

  it('know at their own desk who has joined their call, and who has paused them', async () => {
    await asterisk.ask('Command', { Command: 'dialplan add extension 103,1,NoOp() into supervisors' });
    const caller = await pbx.answered();
    await asterisk.hears('caller', 1000);
    await colleague.evaluate(`void dial('*55101')`);
    const notice = await until('the desk is told', () => desk.rows('deskNotices')[0]);
    expect(notice).toMatchObject({ kind: 'heard', by: 'Priya Nair' });
    await pbx.window.getByText('Priya Nair has joined your call.').waitFor();
    await colleague.evaluate('end()');
    await until('it is over', () => desk.rows('deskNotices').length === 0);
    await asterisk.hears('caller', 1000);
    await must(desk.command('call.hangUp', { callId: caller }));
    await asterisk.ask('QueuePause', { Interface: 'PJSIP/101', Paused: 'true', Reason: 'Come here (Priya Nair)' });
    await pbx.window.getByText('Priya Nair has paused you: Come here').waitFor();
    await asterisk.ask('QueuePause', { Interface: 'PJSIP/101', Paused: 'false' });
    await until('the notice goes with the pause', () => desk.rows('deskNotices').length === 0);
  });

  it('can have two supervisors at one call: each hears, and each is told of the other', async () => {
    await joinsQueues('billing');
    await colleagueTalks(pbx);
    const listening = await listens(pbx);
    await until('one is told', () => person('103')?.heardBy.length === 1);
    // The other one sits at another phone.
    const other = { Channel: 'PJSIP/500@outside', Application: 'ChanSpy', Data: 'PJSIP/103-,qES', Async: 'true' };
    await asterisk.ask('Originate', other);
    const both = await until('both are told', () => {
      const names = person('103')?.heardBy;
      return names?.length === 2 ? names : undefined;
    });
    expect(both.map(({ extension }) => extension)).toContain('101');
    await hearsInPage(phone, listening, 440);
    await must(desk.command('call.hangUp', { callId: listening }));
    await until('one is left', () => person('103')?.heardBy.length === 1);
    await hearsInPage(colleague, 'only', 440);
  });
});
