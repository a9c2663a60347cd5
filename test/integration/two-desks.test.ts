// Two consoles, each a process with its own journal, that share nothing but an EHR: one promise, two who want to keep it.
import { afterAll, beforeAll, expect, it } from 'vitest';
import { startClinicEhr } from '../../electron/clinic/ehr/server.ts';
import type { ClinicEhr } from '../../electron/clinic/ehr/server.ts';
import type { CallEvent } from '../../shared/domain/call/call.ts';
import { TestDesk } from '../support/test-desk.ts';
import { until } from '../support/until.ts';

const NUMBER = '+12065550142';
const TASK = 'the-call/task';

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
  await until('the EHR has the promise', () => desk.row(TASK)?.delivery === 'sent');
}
