// Two consoles, each a process with its own journal, that share nothing but an EHR: one promise, two who want to keep it.
import { mkdtempSync } from 'node:fs';
import os from 'node:os';
import path from 'node:path';
import { afterAll, beforeAll, expect, it } from 'vitest';
import { startClinicEhr } from '../../electron/clinic/ehr/server.ts';
import type { ClinicEhr } from '../../electron/clinic/ehr/server.ts';
import type { CommandName, TopicRow } from '../../shared/contract/index.ts';
import type { CallEvent, CallId } from '../../shared/domain/call/call.ts';
import { ContractClient, Host } from '../support/host.ts';
import { writeSite } from '../support/site.ts';
import { until } from '../support/until.ts';

const NUMBER = '+12065550142';
const TASK = 'the-call/task';

/** One desk whose phone page is this test: it says what rang, and does what it is told. */
class TestDesk {
  readonly #userId: string;
  readonly #folder: string;
  readonly #site: string;
  #host!: Host;
  client!: ContractClient;
  #phone!: ContractClient;

  constructor(userId: string, fhir: string) {
    this.#userId = userId;
    this.#folder = mkdtempSync(path.join(os.tmpdir(), 'frontdesk-two-'));
    this.#site = writeSite(this.#folder, { servers: ['wss://pbx.test/ws'], domain: 'pbx.test', fhir });
  }

  async start(): Promise<void> {
    this.#host = await Host.start(['--site', this.#site], this.#folder);
    const { window, phone, origin } = this.#host.info;
    const topics = ['worklist', 'notes', 'patients', 'health', 'session', 'repeats', 'workCalls', 'calls'] as const;
    this.client = await ContractClient.open(window, origin, topics);
    this.#phone = await ContractClient.open(phone, origin, ['phoneOrders'], 'phone');
    await this.run('session.passphrase', { passphrase: 'a passphrase of the test' });
    await this.run('session.signIn', {
      userId: this.#userId,
      password: 'first-sign-in',
      secrets: { phonePassword: 'x', pbxPassword: 'x' },
    });
    await until('the EHR answers', () => this.client.row('health')?.ehr === 'ok');
  }

  /** As power failing: nothing is told, nothing is put away. */
  async kill(): Promise<void> {
    await this.#host.stop('SIGKILL');
  }

  async stop(): Promise<void> {
    if (!this.client) return;
    this.client.close();
    this.#phone.close();
    await this.#host.stop();
  }

  run = (name: CommandName, input: object) => this.client.command(name, input as never);
  row = (id = TASK): TopicRow<'worklist'> | undefined => this.client.row('worklist', id);

  async tell(callId: string, ...events: CallEvent[]): Promise<void> {
    for (const event of events)
      expect(await this.#phone.command('phone.report', { kind: 'call', callId, event })).toMatchObject({ ok: true });
  }

  /** The dial order that comes next, carried out as the phone would. */
  async dial(): Promise<CallId> {
    const order = await until('the order to dial', () =>
      this.#phone.rows('phoneOrders').find(({ order: { do: what } }) => what === 'dial'),
    );
    const { callId, orderId } = order;
    await this.tell(callId, { type: 'dialled', remote: { number: NUMBER, name: '', withheld: false } });
    await this.#phone.command('phone.report', { kind: 'orderDone', orderId });
    return callId;
  }
}

const rang: CallEvent = { type: 'rang', remote: { number: NUMBER, name: '', withheld: false } };
let ehr: ClinicEhr;
let chloe: TestDesk;
let imani: TestDesk;
beforeAll(async () => {
  ehr = await startClinicEhr({ port: 0, seed: 3, today: new Date() });
  chloe = new TestDesk('chloe', ehr.url);
  imani = new TestDesk('remote-one', ehr.url);
  await chloe.start();
});
afterAll(async () => {
  await chloe.stop();
  await imani.stop();
  await ehr.close();
});

it('a promise of one desk is taken by exactly one of two, the other is told; what was done is seen at both', async () => {
  await promise(chloe);
  await imani.start();
  await until('the other desk has it', () => imani.row()?.sharing === 'shared' && chloe.row()?.sharing === 'shared');
  expect(imani.row()).toMatchObject({ text: 'Call back about the pill', owner: 'Nurse line', number: NUMBER });

  const both = await Promise.all([chloe.run('work.claim', { id: TASK }), imani.run('work.claim', { id: TASK })]);
  expect(both.map((each) => (each.ok ? 'has it' : each.error.code)).sort()).toEqual(['has it', 'workTaken']);
  const [winner, loser] = both[0].ok ? [chloe, imani] : [imani, chloe];
  const name = both[0].ok ? 'Chloe Sanders' : 'Imani Brooks';
  for (const desk of [winner, loser]) await until('both say who has it', () => desk.row()?.claim?.name === name);
  expect(await loser.run('work.call', { id: TASK })).toMatchObject({ ok: false, error: { code: 'workTaken' } });

  const called = winner.run('work.call', { id: TASK });
  const callId = await winner.dial();
  expect(await called).toMatchObject({ ok: true, value: { callId } });
  await until('the call belongs to it', () => winner.client.row('workCalls', callId)?.workId === TASK);
  await winner.tell(callId, { type: 'ended', cause: 'noAnswer' });
  await until('the attempt is written down', () => winner.row()?.attempts[0]?.outcome === 'noAnswer');
  await until('and told', () => loser.row()?.attempts[0]?.outcome === 'noAnswer', 40_000);

  expect(await winner.run('work.done', { id: TASK })).toMatchObject({ ok: true });
  expect(await loser.run('work.done', { id: TASK })).toMatchObject({ ok: false, error: { code: 'workTaken' } });
  await until('it is done at both', () => loser.row()?.state === 'done', 40_000);
  expect(loser.row()?.closed).toMatchObject({ name, how: 'elsewhere' });
  expect(await loser.run('work.done', { id: TASK })).toMatchObject({ ok: false, error: { code: 'workDone' } });
}, 120_000);

it('a missed call is there after the power failed, and closes itself when the caller is answered', async () => {
  await chloe.tell('missed-1', rang, { type: 'ended', cause: 'callerGaveUp' });
  await until('it is on the list', () => chloe.row('missed/missed-1'));
  await chloe.tell('missed-2', rang, { type: 'ended', cause: 'callerGaveUp' });
  await until('both are one', () => chloe.row('missed/missed-1')?.count === 2);
  await chloe.kill();
  await chloe.start();
  await until('it is back', () => chloe.row('missed/missed-1')?.count === 2);
  await chloe.tell('again', rang);
  await until(
    'the card says that it is not the first call',
    () => (chloe.client.row('repeats', 'again')?.nth ?? 0) >= 4,
  );
  await chloe.tell('again', { type: 'answered' });
  await until('it has closed itself', () => chloe.row('missed/missed-1')?.closed?.how === 'calledAgain');
  expect(chloe.row('missed/missed-1')?.closed?.name).toBe('Chloe Sanders');
}, 60_000);

/** A whole call: identity checked against the EHR, noted, finished with a step that somebody owes. */
async function promise(desk: TestDesk): Promise<void> {
  await desk.tell('the-call', rang, { type: 'answered' });
  await desk.run('patient.search', { callId: 'the-call', name: 'González', birthDate: '1979-03-14' });
  const patientId = 'patient-maria-gonzalez';
  await desk.run('patient.choose', { callId: 'the-call', patientId });
  const claims = { name: 'María González', birthDate: '3/14/1979' };
  expect(await desk.run('patient.verify', { callId: 'the-call', claims })).toMatchObject({ value: { verified: true } });
  const content = {
    ...{ category: 'clinical', words: 'dizzy', fields: { words: 'dizzy', since: 'Tuesday' }, outcome: 'call-back' },
    told: 'A nurse calls back.',
    nextStep: { text: 'Call back about the pill', owner: 'Nurse line', due: '2099-01-01' },
  };
  expect(await desk.run('note.save', { callId: 'the-call', version: 0, content })).toMatchObject({ ok: true });
  await desk.tell('the-call', { type: 'ended', cause: 'callerHungUp' });
  expect(await desk.run('note.finish', { callId: 'the-call' })).toMatchObject({ ok: true });
  await until('the EHR has the promise', () => desk.row()?.delivery === 'sent');
}
