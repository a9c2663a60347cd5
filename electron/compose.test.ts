// A whole desk over the real journal: one call from its ring to its end, and what is there after a restart.
import { mkdtempSync, rmSync } from 'node:fs';
import os from 'node:os';
import path from 'node:path';
import { afterEach, expect, it } from 'vitest';
import { FakeClock, FakeLog, FakeVault, settle, testSite } from '../test/fakes/parts.ts';
import type { Preferences } from '../shared/contract/session.ts';
import type { CallEvent } from '../shared/domain/call/call.ts';
import { ok } from '../shared/result/result.ts';
import { compose } from './compose.ts';
import type { Console } from './compose.ts';

const folder = mkdtempSync(path.join(os.tmpdir(), 'frontdesk-compose-'));
const vault = new FakeVault();
const open: Console[] = [];
afterEach(() => {
  open.splice(0).forEach((desk) => desk.stop());
  rmSync(folder, { recursive: true, force: true });
});

async function start() {
  const clock = new FakeClock(Date.parse('2026-11-21T15:00:00Z'));
  const desk = compose({
    ...{ vault, folder, clock, log: new FakeLog(), openOutside: () => ok({}) },
    source: { read: async () => ({ ok: true, site: testSite() }), watch: () => () => undefined },
    preferences: { load: (): Preferences => ({ language: 'en', theme: 'system' }), save: () => undefined },
    demo: { user: 'ana', phonePassword: 'sip', pbxPassword: 'ami' },
  });
  open.push(desk);
  await desk.start();
  desk.phonePages(1);
  const tell = async (callId: string, ...events: CallEvent[]) => {
    for (const event of events) void desk.router.run('phone', 'phone.report', { kind: 'call', callId, event });
    await settle();
    await settle();
  };
  return { desk, clock, tell, run: (name: string, input: object) => desk.router.run('console', name, input) };
}

const rang: CallEvent = { type: 'rang', remote: { number: '+16175550123', name: '', withheld: false } };
const ended: CallEvent = { type: 'ended', cause: 'callerHungUp' };
const CONTENT = {
  category: 'general',
  words: 'refill',
  fields: {},
  outcome: 'answered',
  told: 'will call',
  nextStep: { text: 'call back', owner: 'Nurse line', due: '2099-01-01' },
};

it('a call leaves nothing in memory once it is over, noted and put away; the promise is there after a restart', async () => {
  const { desk, tell, run } = await start();
  await tell('c1', rang);
  expect(desk.liveCalls()).toBe(1);
  expect(desk.hub.get('calls', 'c1')).toMatchObject({ shownNumber: '(617) 555-0123', match: { state: 'unavailable' } });
  await tell('c1', { type: 'answered' });
  expect(await run('note.save', { callId: 'c1', version: 0, content: CONTENT })).toMatchObject({ ok: true });
  await tell('c1', ended);
  expect(await run('note.finish', { callId: 'c1' })).toMatchObject({ ok: true });
  expect(desk.hub.keys('patients')).toEqual(['c1']);
  expect(await run('call.dismiss', { callId: 'c1' })).toMatchObject({ ok: true });
  for (const topic of ['calls', 'patients', 'notes'] as const)
    expect([topic, desk.hub.keys(topic)]).toEqual([topic, []]);
  const promise = { about: '(617) 555-0123', number: '+16175550123', owner: 'Nurse line' };
  expect(desk.hub.get('worklist', 'c1/task')).toMatchObject(promise);

  open.splice(0).forEach((each) => each.stop());
  const again = await start();
  expect(again.desk.hub.get('worklist', 'c1/task')).toMatchObject(promise);

  // Put away first, finished later: the draft keeps the call's patient until then.
  await again.tell('c2', rang, { type: 'answered' });
  await again.tell('c2', ended);
  await again.run('call.dismiss', { callId: 'c2' });
  expect(again.desk.hub.keys('patients')).toEqual(['c2']);
  await again.run('note.save', { callId: 'c2', version: 0, content: CONTENT });
  await again.run('note.finish', { callId: 'c2' });
  expect([again.desk.hub.keys('patients'), again.desk.hub.keys('notes')]).toEqual([[], []]);
  expect(again.desk.hub.get('worklist', 'c2/task')).toMatchObject({ about: '(617) 555-0123', number: '+16175550123' });

  // Rang and gone in one breath: nothing of it begins.
  await again.tell('c3', rang, ended);
  again.clock.advance(15_000);
  for (const topic of ['calls', 'patients', 'notes'] as const)
    expect([topic, again.desk.hub.keys(topic)]).toEqual([topic, []]);
});
