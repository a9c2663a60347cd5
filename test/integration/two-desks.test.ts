// Two consoles, each a process with its own journal, that share nothing but an EHR: one promise, two who want to keep it.
import { afterAll, beforeAll, expect, it } from 'vitest';
import { createServer, connect } from 'node:net';
import type { AddressInfo, Socket } from 'node:net';
import { startClinicEhr } from '../../electron/clinic/ehr/server.ts';
import type { ClinicEhr } from '../../electron/clinic/ehr/server.ts';
import type { CallEvent } from '../../shared/domain/call/call.ts';
import { TestDesk } from '../support/test-desk.ts';
import { until } from '../support/until.ts';

const NUMBER = '+12065550142';
const TASK = 'the-call/task';

const rang: CallEvent = { type: 'rang', remote: { number: NUMBER, name: '', withheld: false } };
/** The wire to the EHR: cut, nobody answers at the EHR's address, and what the EHR keeps is there when it is back. */
class Wire {
  readonly #to: number;
  readonly #ends = new Set<Socket>();
  #port = 0;
  #server = createServer();

  constructor(url: string) {
    this.#to = Number(new URL(url).port);
  }

  /** @returns the EHR's address over this wire, the same each time */
  async join(): Promise<string> {
    this.#server = createServer((near) => {
      const far = connect(this.#to, '127.0.0.1');
      for (const [end, other] of [
        [near, far],
        [far, near],
      ] as const) {
        this.#ends.add(end);
        end.on('error', () => other.destroy());
        end.on('close', () => this.#ends.delete(end) && other.destroy());
        end.pipe(other);
      }
    });
    await new Promise<void>((listening) => this.#server.listen(this.#port, '127.0.0.1', listening));
    this.#port = (this.#server.address() as AddressInfo).port;
    return `http://127.0.0.1:${this.#port}/fhir`;
  }

  async cut(): Promise<void> {
    const closed = new Promise((resolve) => this.#server.close(resolve));
    for (const end of this.#ends) end.destroy();
    await closed;
  }
}

let ehr: ClinicEhr;
let wire: Wire;
let chloe: TestDesk;
let imani: TestDesk;
beforeAll(async () => {
  ehr = await startClinicEhr({ port: 0, seed: 3, today: new Date() });
  wire = new Wire(ehr.url);
  const url = await wire.join();
  chloe = new TestDesk('chloe', url);
  imani = new TestDesk('remote-one', url);
  await chloe.start();
});
afterAll(async () => {
  await chloe.stop();
  await imani.stop();
  await wire.cut();
  await ehr.close();
});

it('a promise of one desk is taken by exactly one of two, the other is told; what was done is seen at both', async () => {
  await promise(chloe, 'the-call');
  await imani.start();
  await until(
    'the other desk has it',
    () => imani.row(TASK)?.sharing === 'shared' && chloe.row(TASK)?.sharing === 'shared',
  );
  expect(imani.row(TASK)).toMatchObject({ text: 'Call back about the pill', owner: 'Nurse line', number: NUMBER });

  const both = await Promise.all([chloe.run('work.claim', { id: TASK }), imani.run('work.claim', { id: TASK })]);
  expect(both.map((each) => (each.ok ? 'has it' : each.error.code)).sort()).toEqual(['has it', 'workTaken']);
  const [winner, loser] = both[0].ok ? [chloe, imani] : [imani, chloe];
  const name = both[0].ok ? 'Chloe Sanders' : 'Imani Brooks';
  for (const desk of [winner, loser]) await until('both say who has it', () => desk.row(TASK)?.claim?.name === name);
  expect(await loser.run('work.call', { id: TASK })).toMatchObject({ ok: false, error: { code: 'workTaken' } });

  const called = winner.run('work.call', { id: TASK });
  const callId = await winner.dial(NUMBER);
  expect(await called).toMatchObject({ ok: true, value: { callId } });
  await until('the call belongs to it', () => winner.client.row('workCalls', callId)?.workId === TASK);
  await winner.tell(callId, { type: 'ended', cause: 'noAnswer' });
  await until('the attempt is written down', () => winner.row(TASK)?.attempts[0]?.outcome === 'noAnswer');
  await until('and told', () => loser.row(TASK)?.attempts[0]?.outcome === 'noAnswer', 40_000);

  expect(await winner.run('work.done', { id: TASK })).toMatchObject({ ok: true });
  expect(await loser.run('work.done', { id: TASK })).toMatchObject({ ok: false, error: { code: 'workTaken' } });
  await until('it is done at both', () => loser.row(TASK)?.state === 'done', 40_000);
  expect(loser.row(TASK)?.closed).toMatchObject({ name, how: 'elsewhere' });
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

it('a promise moved at both while the EHR was away: one of them stands, and the other desk says so until somebody acts', async () => {
  const task = 'apart/task';
  await promise(chloe, 'apart');
  const desks = [chloe, imani] as const;
  for (const desk of desks) await until('both have it', () => desk.row(task)?.sharing === 'shared', 40_000);
  await wire.cut();
  const wishes = ['2099-02-01', '2099-03-01'] as const;
  for (const [index, desk] of desks.entries()) {
    const due = wishes[index]!;
    expect(await desk.run('work.move', { id: task, due, reason: `asked for ${due}` })).toMatchObject({ ok: true });
    expect(desk.row(task)).toMatchObject({ due, sharing: 'waiting' });
  }
  await wire.join();
  await until(
    'both say the same',
    () => desks.every((desk) => desk.row(task)?.sharing === 'shared' && desk.row(task)?.due === chloe.row(task)?.due),
    80_000,
  );
  const stands = chloe.row(task)!.due;
  const [winner, loser] = stands === wishes[0] ? [chloe, imani] : [imani, chloe];
  const lost = wishes.find((wish) => wish !== stands)!;
  expect(wishes).toContain(stands);
  expect([winner.row(task)?.overruled, loser.row(task)?.overruled]).toEqual([undefined, { due: lost }]);
  const moves = loser.row(task)!.history.filter(({ what }) => what === 'moved');
  expect(moves).toMatchObject([
    { due: lost, reason: `asked for ${lost}` },
    { due: stands, remote: true },
  ]);
  // Still said after a restart; whoever moves it again has seen it.
  await loser.kill();
  await loser.start();
  await until('said again', () => loser.row(task)?.overruled?.due === lost);
  await until('the EHR is asked', () => loser.row(task)?.sharing === 'shared', 40_000);
  expect(await loser.run('work.move', { id: task, due: lost, reason: 'promised so' })).toMatchObject({ ok: true });
  expect(loser.row(task)).toMatchObject({ due: lost });
  expect(loser.row(task)?.overruled).toBeUndefined();
  await until('it stands at both', () => winner.row(task)?.due === lost, 40_000);
  expect(winner.row(task)?.overruled).toBeUndefined();
}, 240_000);

/** A whole call: identity checked against the EHR, noted, finished with a step that somebody owes. */
async function promise(desk: TestDesk, callId: string): Promise<void> {
  await desk.tell(callId, rang, { type: 'answered' });
  await desk.run('patient.search', { callId, name: 'González', birthDate: '1979-03-14' });
  const patientId = 'patient-maria-gonzalez';
  await desk.run('patient.choose', { callId, patientId });
  const claims = { name: 'María González', birthDate: '3/14/1979' };
  expect(await desk.run('patient.verify', { callId, claims })).toMatchObject({ value: { verified: true } });
  const content = {
    ...{ category: 'clinical', words: 'dizzy', fields: { words: 'dizzy', since: 'Tuesday' }, outcome: 'call-back' },
    told: 'A nurse calls back.',
    nextStep: { text: 'Call back about the pill', owner: 'Nurse line', due: '2099-01-01' },
  };
  expect(await desk.run('note.save', { callId, version: 0, content })).toMatchObject({ ok: true });
  await desk.tell(callId, { type: 'ended', cause: 'callerHungUp' });
  expect(await desk.run('note.finish', { callId })).toMatchObject({ ok: true });
  await until('the EHR has the promise', () => desk.row(`${callId}/task`)?.delivery === 'sent');
}
