// A supervisor who takes no calls: what they were about, how long they were on hold and what came of them is in the notes
// that two other desks wrote into the EHR. Three processes that share nothing but the EHR and the PBX's log.
import { appendFileSync, mkdtempSync, writeFileSync } from 'node:fs';
import os from 'node:os';
import path from 'node:path';
import { afterAll, beforeAll, expect, it } from 'vitest';
import { startClinicEhr } from '../../electron/clinic/ehr/server.ts';
import type { ClinicEhr } from '../../electron/clinic/ehr/server.ts';
import type { CommandOutput } from '../../shared/contract/index.ts';
import type { CallEvent } from '../../shared/domain/call/call.ts';
import { TestDesk } from '../support/test-desk.ts';
import { until } from '../support/until.ts';

const always = { from: '2020-01-01', to: '2029-01-01' };
const log = path.join(mkdtempSync(path.join(os.tmpdir(), 'frontdesk-log-')), 'queue_log');
const NUMBER = '+12065550142';

let ehr: ClinicEhr;
const desks: Record<'chloe' | 'imani' | 'priya', TestDesk> = {} as never;
beforeAll(async () => {
  writeFileSync(log, '');
  ehr = await startClinicEhr({ port: 0, seed: 3, today: new Date() });
  // The PBX itself is never there: its log is.
  const pbx = { kind: 'asterisk', host: '127.0.0.1', port: 9, tls: false, username: 'x', queueLog: log };
  const desk = (userId: string) => new TestDesk(userId, ehr.url, (document) => document.set('pbx', pbx));
  Object.assign(desks, { chloe: desk('chloe'), imani: desk('remote-one'), priya: desk('priya') });
  for (const one of Object.values(desks)) await one.start();
});
afterAll(async () => {
  for (const one of Object.values(desks)) await one.stop();
  await ehr.close();
});

const line = (at: number, ...parts: (string | number)[]) =>
  appendFileSync(log, `${Math.floor(at / 1000)}|${parts.join('|')}\n`);

interface Handling {
  readonly callId: string;
  readonly agent: string;
  /** Absent: the leg carries nothing of the queue. */
  readonly entry?: string;
  readonly category: 'clinical' | 'general';
}

/** A call through the queue, as the PBX writes it down and as the desk's phone page tells it. */
async function handle(desk: TestDesk, { callId, agent, entry, category }: Handling): Promise<void> {
  const queue = entry === undefined ? {} : { queue: { queue: 'front-desk', entry, linkedId: entry } };
  const remote = { number: NUMBER, name: '', withheld: false };
  const rang = { type: 'rang', remote, ...queue } as CallEvent;
  const began = Date.now();
  line(began - 9_000, entry ?? `e-${callId}`, 'front-desk', 'NONE', 'ENTERQUEUE', '', NUMBER, 1);
  await desk.tell(callId, rang, { type: 'answered' });
  line(Date.now(), entry ?? `e-${callId}`, 'front-desk', agent, 'CONNECT', 9, 'x', 2);
  await desk.tell(callId, { type: 'holdAsked' }, { type: 'holdConfirmed' });
  await desk.run('patient.search', { callId, name: 'González', birthDate: '1979-03-14' });
  await desk.run('patient.choose', { callId, patientId: 'patient-maria-gonzalez' });
  const claims = { name: 'María González', birthDate: '3/14/1979' };
  expect(await desk.run('patient.verify', { callId, claims })).toMatchObject({ value: { verified: true } });
  const content = {
    ...{ category, words: 'dizzy', outcome: 'answered', told: 'All is well.', nextStep: 'nothing' },
    fields: category === 'clinical' ? { words: 'dizzy', since: 'Tuesday' } : { question: 'Where to park?' },
  };
  const { version = 0 } = desk.client.row('notes', callId) ?? {};
  expect(await desk.run('note.save', { callId, version, content })).toMatchObject({ ok: true });
  await desk.tell(
    callId,
    { type: 'resumeAsked' },
    { type: 'resumeConfirmed' },
    { type: 'ended', cause: 'callerHungUp' },
  );
  line(Date.now(), entry ?? `e-${callId}`, 'front-desk', agent, 'COMPLETECALLER', 9, 2, 1);
  expect(await desk.run('note.finish', { callId })).toMatchObject({ ok: true });
  await until('the EHR has the note', () => desk.client.row('notes', callId)?.delivery === 'sent');
}

async function report(): Promise<CommandOutput<'reports.figures'>> {
  const answer = await desks.priya.run('reports.figures', always);
  if (!answer.ok) throw new Error(answer.error.code);
  return answer.value as CommandOutput<'reports.figures'>;
}
const reportWith = (what: string, fits: (answer: CommandOutput<'reports.figures'>) => boolean) =>
  until(what, async () => ((answer) => fits(answer) && answer)(await report()), 90_000);

it('shows what two other desks noted, each call once, and of which share it is known', async () => {
  await handle(desks.chloe, { callId: 'one', agent: '101', entry: 'q.1', category: 'clinical' });
  // No id of the PBX in the leg: found by who answered, and when.
  await handle(desks.imani, { callId: 'two', agent: '102', category: 'general' });
  // Answered at a desk that finished no note.
  line(Date.now() - 20_000, 'q.3', 'front-desk', 'NONE', 'ENTERQUEUE', '', NUMBER, 1);
  line(Date.now() - 15_000, 'q.3', 'front-desk', '105', 'CONNECT', 5, 'x', 2);
  line(Date.now() - 5_000, 'q.3', 'front-desk', '105', 'COMPLETECALLER', 5, 10, 1);

  const { report: known, notes } = await reportWith(
    'both notes are known',
    ({ report: { all } }) => all.categorised === 2 && all.entered === 3 && all.direct === 0,
  );
  expect(known.all).toMatchObject({
    entered: 3,
    answered: 3,
    direct: 0,
    talks: 3,
    categorised: 2,
    holds: 2,
    wrapUps: 2,
  });
  expect(known.byCategory.map(({ key, sums }) => [key, sums.answered]).sort()).toEqual([
    ['clinical', 1],
    ['general', 1],
  ]);
  expect(known.byAgent.find(({ key }) => key === '102')?.sums).toMatchObject({
    answered: 1,
    categorised: 1,
    notesComplete: 1,
  });
  expect(notes).toBe('ok');
  const behind = await desks.priya.run('reports.calls', { ...always, figure: 'all' });
  const calls = (behind.ok ? behind.value : { calls: [] }) as CommandOutput<'reports.calls'>;
  expect(calls.calls.map(({ agent, category, hasNote }) => [agent, category, hasNote]).sort()).toEqual([
    ['101', 'clinical', false],
    ['102', 'general', false],
    ['105', undefined, false],
  ]);
}, 120_000);

it('a correction takes the place of what it corrects; nothing is counted twice', async () => {
  const { chloe } = desks;
  expect(await chloe.run('note.correct', { callId: 'one', reason: 'It was about parking' })).toMatchObject({
    ok: true,
  });
  const row = await until('it is open again', () => chloe.client.row('notes', 'one'));
  const content = { ...row.content, category: 'general', fields: { question: 'Where to park?' } };
  expect(await chloe.run('note.save', { callId: 'one', version: row.version, content })).toMatchObject({ ok: true });
  expect(await chloe.run('note.finish', { callId: 'one' })).toMatchObject({ ok: true });
  const { report: known } = await reportWith('the correction is known', (answer) =>
    answer.report.byCategory.some(({ key, sums }) => key === 'general' && sums.answered === 2),
  );
  expect(known.all).toMatchObject({ entered: 3, categorised: 2, wrapUps: 2, direct: 0 });
}, 120_000);

it('after the power failed it goes on where it was, and asks for what is new only', async () => {
  await desks.priya.kill();
  await handle(desks.imani, { callId: 'four', agent: '102', entry: 'q.4', category: 'general' });
  await desks.priya.start();
  const { report: known } = await reportWith(
    'the note of the time without it is known',
    ({ report: { all } }) => all.categorised === 3 && all.entered === 4 && all.direct === 0,
  );
  expect(known.all).toMatchObject({ entered: 4, answered: 4, direct: 0 });
}, 120_000);
