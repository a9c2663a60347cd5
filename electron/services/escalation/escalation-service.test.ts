// Escalations over the real calls service and a scripted phone page: what is rung, what is written down, who is called back.
import { describe, expect, it } from 'vitest';
import { countingIds, settle } from '../../../test/fakes/parts.ts';
import { callsWithPhone, id, willing } from '../../../test/fakes/phone-page.ts';
import type { EscalationRow } from '../../../shared/contract/escalation.ts';
import type { EndCause } from '../../../shared/domain/call/call.ts';
import type { EscalationEntry, Note } from '../../../shared/domain/note/types.ts';
import type { Site } from '../../../shared/domain/site/site.ts';
import type { WorkSource } from '../../../shared/domain/work/types.ts';
import { ok } from '../../../shared/result/result.ts';
import { EscalationService } from './escalation-service.ts';

const CALLER = { page: 'console', userId: 'ana', role: 'receptionist' } as const;
const twoOnCall = (site: Site): Site => {
  const [first] = site.directory;
  if (!first) throw new Error('nobody in the directory');
  const person = (name: string, number: string) => ({ ...first, id: name.toLowerCase(), name, number });
  const turn = (entry: string) => ({ entry, from: '1970-01-01T00:00:00Z', to: '2100-01-01T00:00:00Z' });
  return { ...site, directory: [person('Lee', '310'), person('Kim', '311')], onCall: [turn('lee'), turn('kim')] };
};

function stage(change: (site: Site) => Site = (site) => site, policy: 'any' | 'warmOnly' | 'none' = 'any') {
  const steps: EscalationEntry[][] = [];
  const work: WorkSource[] = [];
  const merged: string[] = [];
  const holder: { service?: EscalationService } = {};
  const phone = callsWithPhone({
    site: (site) => change(twoOnCall(site)),
    onChange: (call, event) => holder.service?.callChanged(call, event),
  });
  const { calls, clock, topics, log } = phone;
  let elapsed = 0;
  const site = () => change(twoOnCall(phone.site()));
  const service = new EscalationService({
    ...{ topics, clock, log, site },
    elapsed: () => (elapsed += 10),
    ids: countingIds('leg'),
    extension: () => '101',
    calls: {
      get: (callId) => calls.get(callId),
      all: () => calls.all(),
      ring: (callId, target, consultFor, how) =>
        calls.place(target, { consultFor }, { callId, leavesOthers: how.leavesOthers }),
      hangUp: (callId) => phone.run('call.hangUp', { callId }),
      resume: (callId) => phone.run('call.resume', { callId }),
      join: (callId, consultCallId) => phone.run('call.transferAttended', { callId, consultCallId }),
      dismiss: (callId) => void phone.run('call.dismiss', { callId }),
    },
    category: () => undefined,
    wanted: () => 'nurses',
    policy: () => policy,
    keepSteps: (_callId, all) => void steps.push([...all]),
    contact: () => ({ about: 'Maria Lopez', number: '+16175550123' }),
    addWork: (item) => (work.push(item), ok(item)),
    mergeWork: (workId) => void merged.push(workId),
    audit: () => undefined,
  });
  holder.service = service;
  const ask = async (name: 'start' | 'next' | 'cancel' | 'capture', number = '') => {
    const handler = service.handlers[`escalation.${name}`] as (input: object, caller: typeof CALLER) => unknown;
    const answer = await handler({ callId: id('a'), number }, CALLER);
    await settle();
    return answer;
  };
  const row = () => topics.get('escalations', 'a') as EscalationRow | undefined;
  const ended = async (leg: string, cause: EndCause) => {
    phone.tell(leg, { type: 'ended', cause });
    await settle();
    await settle();
  };
  const pass = async (ms: number) => {
    clock.advance(ms);
    await settle();
    await settle();
  };
  const said = () => (steps.at(-1) ?? []).map(({ what, who }) => (who ? `${what} ${who}` : what));
  return { ...phone, service, ask, row, ended, pass, said, work, merged, steps };
}

async function started(change?: (site: Site) => Site, policy?: 'warmOnly') {
  const staged = stage(change, policy);
  await staged.talk('a');
  expect(await staged.ask('start')).toEqual(ok({}));
  return staged;
}

describe('an escalation at the desk', () => {
  it('holds the caller and rings the first', async () => {
    const { state, done, row } = await started();
    expect([state('a'), state('leg-1'), row()?.phase]).toEqual(['held', 'dialing', 'ringing']);
    expect(done()).toEqual(['answer a', 'hold a', 'dial leg-1']);
  });
  it('rings the next one after the set time, and asks for a number when nobody answers', async () => {
    const { pass, state, row, ask, work, said } = await started();
    await pass(24_999);
    expect(state('leg-2')).toBeUndefined();
    await pass(1);
    expect([state('leg-1'), state('leg-2')]).toEqual([undefined, 'dialing']);
    await pass(25_000);
    expect([row()?.phase, state('a')]).toEqual(['capturing', 'talking']);
    expect(await ask('capture', 'no number')).toMatchObject({ error: { code: 'numberInvalid' } });
    expect(await ask('capture', '(617) 555-0199')).toEqual(ok({}));
    expect(work).toMatchObject([
      { id: 'a/escalation', kind: 'followUp', number: '6175550199', about: 'Maria Lopez', createdBy: 'ana' },
    ]);
    expect(said().slice(-3)).toEqual(['noAnswer Kim', 'nobody', 'promised Lee']);
  });
  it.each<EndCause>(['busy', 'declined', 'unreachable'])('goes on at once when the first is %s', async (cause) => {
    const { ended, state, steps } = await started();
    await ended('leg-1', cause);
    expect([state('leg-2'), steps.at(-1)?.find(({ what }) => what === 'notReached')?.reason]).toEqual([
      'dialing',
      cause,
    ]);
  });
  it('connects by the same key as every consultation, and writes down how long it took', async () => {
    const { tell, run, row, steps } = await started();
    tell('leg-1', { type: 'remoteRang' });
    tell('leg-1', { type: 'answered' });
    await settle();
    expect(row()).toMatchObject({ phase: 'answered', answeredLeg: 'leg-1' });
    await run('call.transferAttended', { callId: id('a'), consultCallId: id('leg-1') });
    expect(row()?.phase).toBe('connecting');
    tell('leg-1', { type: 'ended', cause: 'callerHungUp' });
    tell('a', { type: 'transferReached' });
    tell('a', { type: 'ended', cause: 'hungUp' });
    expect(row()?.phase).toBe('connected');
    expect(steps.at(-1)?.at(-1)).toMatchObject({ what: 'connected', who: 'Lee' });
    expect(steps.at(-1)?.at(-1)?.afterMs).toBeGreaterThan(0);
  });
  const atOnce = (site: Site): Site => ({
    ...site,
    escalations: [
      {
        ...{ id: 'x', name: 'X', categories: [], connect: 'atOnce', callBack: { owner: 'Lee', within: '1 hours' } },
        steps: [{ to: { onCall: true }, ringSeconds: 20, keepRinging: false }],
      },
    ],
  });
  it('joins by itself where the site says so, unless such calls need an introduction', async () => {
    const { tell, done } = await started(atOnce);
    tell('leg-1', { type: 'answered' });
    await settle();
    expect(done()).toContain('transferAttended a');
    const warm = await started(atOnce, 'warmOnly');
    warm.tell('leg-1', { type: 'answered' });
    await settle();
    expect([warm.done().at(-1), warm.row()?.phase]).toEqual(['dial leg-1', 'answered']);
  });
  it('is the one that a rule wants, where the site has it', async () => {
    const { row } = await started((site) => ({
      ...site,
      escalations: [atOnce(site).escalations[0]!, { ...atOnce(site).escalations[0]!, id: 'nurses', name: 'Nurses' }],
    }));
    expect(row()).toMatchObject({ escalation: 'nurses', name: 'Nurses' });
  });
  it('is called off: nobody rings any more, and the caller is back', async () => {
    const { ask, state, row, said } = await started();
    expect(await ask('cancel')).toEqual(ok({}));
    expect([state('a'), state('leg-1'), row()?.phase]).toEqual(['talking', undefined, 'cancelled']);
    expect(said().at(-1)).toBe('cancelled');
    expect(await ask('cancel')).toMatchObject({ error: { code: 'callNotPossibleNow' } });
  });
  it('a caller who hangs up meanwhile is called back at the number they called from', async () => {
    const { ended, state, work } = await started();
    await ended('a', 'callerHungUp');
    expect([state('leg-1'), work]).toMatchObject([undefined, [{ id: 'a/escalation', number: '+16175550123' }]]);
  });
  it('leaves whoever is spoken with meanwhile alone when the next one is rung', async () => {
    const { talk, ended, state } = await started();
    await talk('b');
    await ended('leg-1', 'busy');
    expect([state('b'), state('a'), state('leg-2')]).toEqual(['talking', 'held', 'dialing']);
    await ended('leg-2', 'busy');
    // Nobody is left: the caller waits until the receptionist is free.
    expect([state('b'), state('a')]).toEqual(['talking', 'held']);
  });
  it('a phone page that refuses is a step like any other', async () => {
    const staged = stage();
    await staged.talk('a');
    staged.page.script = (order) => (order.order.do === 'dial' ? { failure: 'phoneUnreachable' } : willing(order));
    await staged.ask('start');
    await settle();
    expect([staged.row()?.phase, staged.state('a')]).toEqual(['capturing', 'talking']);
  });
});

describe('it does not begin', () => {
  it('without a call in hand, twice, or while a colleague is asked already', async () => {
    const { ask, talk, run } = stage();
    expect(await ask('start')).toMatchObject({ error: { code: 'callGone' } });
    await talk('a');
    await run('call.dial', { target: '310', consultFor: id('a') });
    expect(await ask('start')).toMatchObject({ error: { code: 'callNotPossibleNow' } });
    const other = await started();
    expect(await other.ask('start')).toMatchObject({ error: { code: 'callNotPossibleNow' } });
  });
  it('where the rules forbid handing such calls over', async () => {
    const { ask, talk } = stage(undefined, 'none');
    await talk('a');
    expect(await ask('start')).toMatchObject({ error: { code: 'transferForbidden' } });
  });
  it('when nobody is on call', async () => {
    const { ask, talk } = stage((site) => ({ ...site, onCall: [] }));
    await talk('a');
    expect(await ask('start')).toMatchObject({ error: { code: 'escalationNobody' } });
  });
});

describe('what was promised', () => {
  const note = (more: Partial<Note>): Note => ({
    ...{
      callId: id('a'),
      author: 'ana',
      version: 1,
      state: 'draft',
      createdAt: 0,
      savedAt: 0,
      emergency: [],
      delivery: 'none',
    },
    content: { words: '', fields: {}, told: '' },
    ...more,
  });
  it('is taken over by the note that promises the same', async () => {
    const { service, merged } = stage();
    const nextStep = { text: 'Call back', owner: 'Lee', due: '2026-12-01' };
    service.noteFinished(note({ state: 'finished', content: { words: '', fields: {}, told: '', nextStep } }));
    service.noteFinished(
      note({ state: 'finished', content: { words: '', fields: {}, told: '', nextStep: 'nothing' } }),
    );
    expect(merged).toEqual(['a/escalation']);
  });
  it('survives the end of the console in the middle of it: the caller is called back', () => {
    const { service, work, said } = stage();
    const ringing: EscalationEntry[] = [
      { at: 1, afterMs: 0, what: 'started', who: 'On call' },
      { at: 2, afterMs: 1, what: 'ringing', who: 'Lee' },
    ];
    const over: EscalationEntry[] = [...ringing, { at: 3, afterMs: 2, what: 'cancelled', who: '' }];
    service.restore([
      note({ escalation: ringing }),
      note({ callId: id('b'), escalation: over }),
      note({ callId: id('c') }),
    ]);
    expect(work.map(({ id: workId }) => workId)).toEqual(['a/escalation']);
    expect(said()).toEqual(['started On call', 'ringing Lee', 'interrupted']);
  });
});
