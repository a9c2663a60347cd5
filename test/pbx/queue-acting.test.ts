// Acting on callers who wait at a real Asterisk 22, from two desks: taken, raised, moved, sent; signed in and out, paused.
import type { Page } from 'playwright';
import { afterAll, afterEach, beforeAll, describe, expect, it } from 'vitest';
import type { QueueActed } from '../../shared/contract/queue.ts';
import type { ContractClient } from '../support/host.ts';
import { until } from '../support/until.ts';
import type { Asterisk } from './asterisk.ts';
import { PbxDesk, must } from './desk.ts';
import { openSecondDesk } from './second-desk.ts';
import type { SecondDesk } from './second-desk.ts';

const BILLING = '701';

let pbx: PbxDesk;
let asterisk: Asterisk;
let desk: ContractClient;
let second: SecondDesk;
let colleague: Page;

beforeAll(async () => {
  pbx = await PbxDesk.open(undefined, ['departures', 'queues']);
  ({ asterisk, client: desk, colleague } = pbx);
  second = await openSecondDesk(pbx.writeSite());
}, 300_000);
afterAll(async () => {
  await second?.close();
  await pbx?.close();
});
afterEach(async () => {
  await asterisk.hangUpCallers();
  await colleague.evaluate('window.session && window.session.state !== "Terminated" && end()');
  await pbx.quiet();
});

/** As the PBX has them, from the front. */
async function standing(queue: string): Promise<string[]> {
  const status = await asterisk.ask('QueueStatus', { Queue: queue }, 'QueueStatusComplete');
  return status
    .filter((event) => event.get('event') === 'QueueEntry')
    .sort((a, b) => Number(a.get('position')) - Number(b.get('position')))
    .map((event) => event.get('calleridnum') ?? '');
}

const rowOf = (client: ContractClient, number: string) =>
  client.rows('waiting').find((caller) => caller.number === number);

/** A number of their own: nobody calls again. */
let last = 2065550180;
const fresh = () => String(++last);

async function waits(number = fresh(), at = BILLING) {
  await asterisk.call(number, 'Waits There', at);
  await until('the other desk sees the caller', () => rowOf(second.client, number));
  return until('the board shows the caller', () => rowOf(desk, number));
}

async function acted(answer: ReturnType<ContractClient['command']>): Promise<QueueActed> {
  const given = (await answer) as { ok: boolean; value: QueueActed; error?: unknown };
  expect(given.error).toBeUndefined();
  return given.value;
}

const rings = () => until('it rings here', () => pbx.live().find(({ state }) => state === 'ringing'));
const became = (client: ContractClient, entry: string) => client.row('departures', entry);

describe('taking a caller', () => {
  it('who waits rings here as the call of that queue, with the time they have waited', async () => {
    const { entry, joinedAt, number } = await waits();
    expect(await acted(desk.command('queue.take', { entry }))).toEqual({ outcome: 'done' });
    const call = await rings();
    expect(call).toMatchObject({
      queue: { queue: 'billing', entry },
      queueName: 'Billing',
      remote: { number },
    });
    await until('the board knows who has the caller', () => became(desk, entry)?.how === 'taken');
    expect(became(desk, entry)).toMatchObject({ to: '101', name: 'Chloe Sanders', joinedAt });
    await expect.poll(() => desk.rows('waiting')).toEqual([]);
    await until('the other desk knows who has the caller', () => became(second.client, entry)?.to === '101');
    await must(desk.command('call.answer', { callId: call.id }));
    await pbx.state(call.id, 'talking');
    await asterisk.hears('caller', 1000);
    // Nobody gave up: there is nobody to call back.
    expect(desk.rows('worklist').filter(({ kind }) => kind === 'abandoned')).toEqual([]);
  });

  it('two desks at once: exactly one has the caller, and the other one is told who', async () => {
    const { entry } = await waits();
    const answers = await Promise.all([
      acted(desk.command('queue.take', { entry })),
      acted(second.client.command('queue.take', { entry })),
    ]);
    expect(answers.map(({ outcome }) => outcome).sort()).toEqual(['done', 'gone']);
    const isOurs = answers[0]?.outcome === 'done';
    const winner = isOurs ? 'Chloe Sanders' : 'Priya Nair';
    expect(answers.find(({ outcome }) => outcome === 'gone')).toEqual({ outcome: 'gone', how: 'taken', by: winner });
    if (isOurs) await rings();
    else await colleague.getByRole('button', { name: /Answer/ }).waitFor();
  });

  it('who rings at somebody else rings here instead, without waiting for the ringing to end', async () => {
    await must(second.client.command('agent.signIn', { queue: 'billing' }));
    const { entry, number } = await waits();
    await until('it rings there', () => rowOf(desk, number)?.ringingAt.includes('103'));
    expect(await acted(desk.command('queue.take', { entry }))).toEqual({ outcome: 'done' });
    expect((await rings()).queue?.entry).toBe(entry);
    await until('it rings there no more', () => desk.row('people', '103')?.presence === 'free');
    await must(second.client.command('agent.signOut', { queue: 'billing' }));
  });

  it('nobody answers where they were sent: back in their queue, as the first', async () => {
    const { entry, joinedAt, number } = await waits();
    const behind = await waits();
    await acted(desk.command('queue.send', { entry, target: '204' }));
    await until('back in front', async () => (await standing('billing')).join() === `${number},${behind.number}`);
    const row = await until('the board has them again', () => [rowOf(desk, number)].find((one) => one?.why));
    expect(row).toMatchObject({ entry, joinedAt, position: 1, why: [{ kind: 'returned' }] });
  });
});

describe('other places', () => {
  it('before everybody else, at every desk', async () => {
    const before = await waits();
    const { entry, number } = await waits();
    expect(await acted(desk.command('queue.raise', { entry }))).toEqual({ outcome: 'done' });
    expect(await standing('billing')).toEqual([number, before.number]);
    const row = await until('here', () => [rowOf(desk, number)].find((one) => one?.position === 1));
    await until('with the reason', () => rowOf(desk, number)?.why);
    expect(row).toMatchObject({ entry, priority: 1 });
    expect(rowOf(desk, number)?.why).toEqual([{ kind: 'raised', by: 'Chloe Sanders' }]);
    await until('the other desk has them first', () => rowOf(second.client, number)?.position === 1);
  });

  it('another queue, with the time they have waited', async () => {
    const { entry, joinedAt, number } = await waits();
    expect(await acted(desk.command('queue.move', { entry, queue: 'espanol' }))).toEqual({ outcome: 'done' });
    expect(await standing('espanol')).toEqual([number]);
    const row = await until('on the board there', () =>
      [desk.row('waiting', entry)].find((one) => one?.queue === 'espanol'),
    );
    expect(row).toMatchObject({ joinedAt });
    // Who has moved them stands at every desk.
    const moved = [{ kind: 'moved', from: 'billing', by: '101' }];
    await expect.poll(() => rowOf(desk, number)?.why).toEqual(moved);
    await expect.poll(() => rowOf(second.client, number)?.why).toEqual(moved);
    await pbx.window.getByText('moved by Chloe Sanders from Billing').waitFor();
    const what = await until('what became of them', () => became(desk, entry));
    expect(what).toMatchObject({ how: 'moved', name: 'Español' });
  });

  it('another queue, by somebody else the second time, while a phone rings', async () => {
    const { entry, number } = await waits();
    await acted(desk.command('queue.move', { entry, queue: 'espanol' }));
    await until('there', () => rowOf(second.client, number)?.queue === 'espanol');
    await must(second.client.command('agent.signIn', { queue: 'espanol' }));
    await until('it rings', () => rowOf(second.client, number)?.ringingAt.includes('103'));
    await acted(second.client.command('queue.move', { entry, queue: 'billing' }));
    const moved = [{ kind: 'moved', from: 'espanol', by: '103' }];
    await expect.poll(() => rowOf(desk, number)?.why).toEqual(moved);
    await expect.poll(() => rowOf(second.client, number)?.why).toEqual(moved);
    await must(second.client.command('agent.signOut', { queue: 'espanol' }));
  });

  it('somebody who answers', async () => {
    const { entry } = await waits();
    expect(await acted(desk.command('queue.send', { entry, target: '601' }))).toEqual({ outcome: 'done' });
    await until('what became of them', () => became(desk, entry)?.how === 'sentOn');
    expect(became(desk, entry)?.to).toBe('601');
    await asterisk.hears('caller', 440);
  });
});

describe('me in the queues', () => {
  const memberOf = (queue: string) =>
    desk.row('people', '101')?.memberships?.find((membership) => membership.queue === queue);

  it('signed in and out of one; where the PBX has me for good, it says so', async () => {
    expect(memberOf('front-desk')).toMatchObject({ kind: 'static', penalty: 0 });
    await must(desk.command('agent.signIn', { queue: 'espanol' }));
    await until('signed in', () => memberOf('espanol')?.kind === 'dynamic');
    await expect.poll(() => desk.row('queues', 'espanol')).toMatchObject({ signedIn: 2, strategy: 'ringall' });
    await must(desk.command('agent.signIn', { queue: 'espanol' }));
    await must(desk.command('agent.signOut', { queue: 'espanol' }));
    await until('signed out', () => memberOf('espanol') === undefined);
    const answer = await desk.command('agent.signOut', { queue: 'front-desk' });
    expect(answer).toMatchObject({ ok: false, error: { code: 'queueMemberFixed' } });
  });

  it('paused with a reason in one queue or in all', async () => {
    await must(desk.command('agent.signIn', { queue: 'espanol' }));
    await must(desk.command('agent.setReady', { ready: false, reason: 'lunch', queue: 'espanol' }));
    await until('paused there', () => memberOf('espanol')?.paused);
    expect([memberOf('espanol')?.pauseReason, memberOf('front-desk')?.paused]).toEqual(['lunch', false]);
    await must(desk.command('agent.setReady', { ready: false, reason: 'break' }));
    await until('paused everywhere', () => memberOf('front-desk')?.paused);
    await must(desk.command('agent.setReady', { ready: true }));
    await until('ready', () => !memberOf('front-desk')?.paused && !memberOf('espanol')?.paused);
    await must(desk.command('agent.signOut', { queue: 'espanol' }));
  });
});

it('a certificate nobody vouches for: nothing is told to whoever shows it, and the health says so', async () => {
  pbx.writeSite((document) => {
    const { ca: _ca, ...rest } = (document.toJS() as { pbx: Record<string, unknown> }).pbx;
    document.set('pbx', rest);
  });
  await until('it is not trusted', () => desk.row('health')?.queues === 'certificate');
  await expect.poll(() => desk.rows('waiting')).toEqual([]);
  pbx.writeSite();
  await until('the queues answer again', () => desk.row('health')?.queues === 'ok', 60_000);
});

it('the PBX starts anew: nobody stands on the board who is not there, and the next caller does', async () => {
  await waits();
  await asterisk.kill();
  await until('nobody tells', () => desk.row('health')?.queues !== 'ok', 30_000);
  await until('nobody is shown', () => desk.rows('waiting').length === 0);
  await asterisk.startAgain();
  await until('the queues answer again', () => desk.row('health')?.queues === 'ok', 60_000);
  await until('there too', () => second.client.row('health')?.queues === 'ok', 60_000);
  expect(desk.rows('waiting')).toEqual([]);
  await waits();
});
