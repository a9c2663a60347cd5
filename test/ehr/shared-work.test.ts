// The list of things to do at two desks that share nothing but an EHR: the embedded one, over the wire, and servers that
// can do less.
import { afterAll, beforeAll, beforeEach, describe, expect, it } from 'vitest';
import { openFhir } from '../../electron/adapters/fhir/fhir-adapter.ts';
import { startClinicEhr } from '../../electron/clinic/ehr/server.ts';
import type { ClinicEhr } from '../../electron/clinic/ehr/server.ts';
import type { EhrPort } from '../../electron/ports/ehr.ts';
import { TaskSharing } from '../../electron/services/work/task-sharing.ts';
import { CallId } from '../../shared/domain/call/call.ts';
import type { Note } from '../../shared/domain/note/types.ts';
import { numberKey } from '../../shared/domain/work/contacts.ts';
import type { WorkSource } from '../../shared/domain/work/types.ts';
import { fail, ok } from '../../shared/result/result.ts';
import { FakeClock, FakeJournal, FakeLog, FakeTopics } from '../fakes/parts.ts';
import { runWork, worklistOf } from '../fakes/work.ts';
import { MARIA, sampleWrite } from './samples.ts';
import { json, outcome, standIn } from './stand-in.ts';
import type { StandIn } from './stand-in.ts';
import { vendorStandIn } from './strict.ts';
import { EPIC_LIKE } from './vendors.ts';

const NOW = Date.parse('2026-11-20T15:00:00Z');
let ehr: ClinicEhr;
beforeAll(async () => {
  ehr = await startClinicEhr({ port: 0, seed: 3, today: new Date('2026-11-20T18:00:00Z') });
});
beforeEach(() => ehr.setFault('none'));
afterAll(() => ehr.close());

/** One desk: its own journal and clock, its own connection to the EHR. */
function desk(userId: string, url = ehr.url, journal = new FakeJournal()) {
  const topics = new FakeTopics();
  const clock = new FakeClock(NOW);
  const port = openFhir({ baseUrl: url, timeZone: 'America/New_York', retryDelayMs: 1, deadlineMs: 3000 });
  const isUp = { ehr: true };
  const sharing: TaskSharing = new TaskSharing({
    ...{ clock, log: new FakeLog(), store: () => list.store, ehr: () => port, zone: () => 'America/New_York' },
    ...{ isEhrUp: () => isUp.ehr, isSignedIn: () => true },
    deliveryOf: (callId) => list.deliveryOf(callId),
    keyOf: (number) => numberKey(number, 'US'),
    onSupport: () => list.refresh(),
  });
  const list = worklistOf(
    { topics, clock, journal },
    { sharing: () => ({ ...sharing, soon: () => undefined, canShare: sharing.canShare, tell: sharing.tell }) },
  );
  const run = (name: Parameters<typeof runWork>[1], id: string, more = {}) =>
    runWork(list, name, { id, ...more }, userId);
  return { list, sharing, clock, isUp, journal, port, run, row: (id: string) => topics.get('worklist', id) };
}

const abandoned = (entry: string, number = '+12065550142'): WorkSource => ({
  ...{ id: `abandoned/${entry}`, kind: 'abandoned', text: '', about: number, number, owner: 'Front desk' },
  ...{ due: '2026-11-20T11:00:00-05:00', createdAt: NOW, createdBy: '' },
});
const told = (answer: { ok: boolean; error?: { code: string } }) => (answer.ok ? 'has it' : answer.error?.code);

describe('two desks and one EHR', () => {
  it('of two who take the same caller at the same moment exactly one has it, and the other is told who', async () => {
    for (let round = 0; round < 5; round++) {
      const id = `abandoned/race-${round}`;
      const desks = [desk('ana'), desk('sam')] as const;
      for (const each of desks) {
        await each.sharing.poll();
        each.list.add(abandoned(`race-${round}`));
      }
      const both = await Promise.all(desks.map((each) => each.run('work.claim', id)));
      expect(both.map(told).sort()).toEqual(['has it', 'workTaken']);
      const winner = both[0]!.ok ? 'ana' : 'sam';
      for (const each of desks) expect(each.row(id)?.claim?.by).toBe(winner);
      expect(desks.map((each) => each.row(id)?.sharing)).toEqual(['shared', 'shared']);
    }
  });

  it('what one desk takes, tries, moves, passes on and finishes the other one sees, with who and when', async () => {
    const [ana, sam] = [desk('ana'), desk('sam')];
    await ana.sharing.poll();
    ana.list.add({ ...abandoned('v1'), id: 'voicemail/790@x/1', kind: 'voicemail', text: 'Listen, call back' });
    await ana.sharing.poll();
    await sam.sharing.poll();
    const id = 'voicemail/790@x/1';
    expect(sam.row(id)).toMatchObject({
      text: 'Listen, call back',
      owner: 'Front desk',
      number: '+12065550142',
      kind: 'voicemail',
    });
    expect(await ana.run('work.claim', id)).toEqual(ok({}));
    ana.list.store.append(id, { by: 'ana', name: 'Ana', what: 'attempt', outcome: 'busy', callId: 'x' });
    await ana.sharing.poll();
    await sam.sharing.poll();
    expect(sam.row(id)).toMatchObject({
      claim: { by: 'ana', name: 'Ana' },
      attempts: [{ name: 'Ana', outcome: 'busy' }],
    });
    expect(await sam.run('work.done', id)).toEqual(fail('workTaken'));
    await ana.run('work.move', id, { due: '2026-11-23', reason: 'asked for Monday' });
    await ana.run('work.reassign', id, { owner: 'Nurse line', reason: 'clinical' });
    await sam.sharing.poll();
    expect(sam.row(id)).toMatchObject({ owner: 'Nurse line', due: '2026-11-23' });
    expect(sam.row(id)).not.toHaveProperty('claim');
    expect(await sam.run('work.done', id)).toEqual(ok({}));
    expect(await ana.run('work.done', id)).toEqual(fail('workDone'));
    expect(ana.row(id)).toMatchObject({ state: 'done', closed: { by: 'sam', name: 'Sam', how: 'elsewhere' } });
    await ana.run('work.reopen', id);
    await sam.sharing.poll();
    expect(sam.row(id)?.state).toBe('open');
  });

  it('of two who move the same promise the second sees both and chooses; different parts are joined', async () => {
    const [ana, sam] = [desk('ana'), desk('sam')];
    const id = 'voicemail/790@x/both';
    await ana.sharing.poll();
    ana.list.add({ ...abandoned('both'), id, kind: 'voicemail', text: 'Listen, call back' });
    await ana.sharing.poll();
    await sam.sharing.poll();
    expect(await ana.run('work.move', id, { due: '2026-11-23', reason: 'asked for Monday' })).toEqual(ok({}));
    expect(await sam.run('work.move', id, { due: '2026-11-24', reason: 'asked for Tuesday' })).toEqual(
      fail('workChanged'),
    );
    // Nothing was overwritten, and what stands there is beside what was wished for.
    expect([ana.row(id)?.due, sam.row(id)?.due]).toEqual(['2026-11-23', '2026-11-23']);
    expect(await sam.run('work.move', id, { due: '2026-11-24', reason: 'asked for Tuesday' })).toEqual(ok({}));
    expect(await ana.run('work.reassign', id, { owner: 'Nurse line', reason: 'clinical' })).toEqual(ok({}));
    await ana.sharing.poll();
    await sam.sharing.poll();
    for (const each of [ana, sam]) expect(each.row(id)).toMatchObject({ due: '2026-11-24', owner: 'Nurse line' });
  });

  it('a promise of a note is the Task that the note wrote: taken by another desk, with number and name', async () => {
    const [ana, sam] = [desk('ana'), desk('sam')];
    const write = sampleWrite('shared-1', 'task', { contact: { about: 'María González', number: '+12065550142' } });
    expect(await ana.port.write(write)).toMatchObject({ ok: true });
    await sam.sharing.poll();
    expect(sam.row('shared-1/task')).toMatchObject({
      ...{ kind: 'followUp', text: 'Call back with two mornings', owner: 'Front desk', about: 'María González' },
      ...{ number: '+12065550142', patientId: MARIA, category: 'scheduling', createdBy: 'Ana Ruiz', sharing: 'shared' },
    });
    const note: Note = { ...write.note, delivery: 'sent', callId: CallId.parse('shared-1') };
    await ana.sharing.poll();
    ana.list.show(note);
    expect(await sam.run('work.claim', 'shared-1/task')).toEqual(ok({}));
    expect(told((await ana.run('work.claim', 'shared-1/task')) as { ok: boolean })).toBe('workTaken');
    // Whatever else stands in the Task stays there.
    const task = (await (await fetch(`${ehr.url}/${sam.list.store.get('shared-1/task')?.reference}`)).json()) as object;
    expect(task).toMatchObject({
      status: 'in-progress',
      for: { reference: `Patient/${MARIA}`, display: 'María González' },
      performerType: [{ text: 'Front desk' }],
      owner: { identifier: { value: 'sam' }, display: 'Sam' },
      focus: { type: 'Communication' },
    });
  });

  it('missed calls of one person that two desks counted apart become one item', async () => {
    const [ana, sam] = [desk('ana'), desk('sam')];
    await ana.sharing.poll();
    ana.list.add(abandoned('apart-1', '+12065550199'));
    sam.list.add(abandoned('apart-2', '(206) 555-0199'));
    await ana.run('work.claim', 'abandoned/apart-1');
    await sam.sharing.poll();
    expect(sam.list.store.get('abandoned/apart-2')?.closed?.how).toBe('merged');
    expect([sam.row('abandoned/apart-1')?.claim?.by, sam.row('abandoned/apart-2')]).toEqual(['ana', undefined]);
  });

  it('while the EHR is away the desk goes on alone; when it is back the one who was first in the EHR has it', async () => {
    const [ana, sam] = [desk('ana'), desk('sam')];
    for (const each of [ana, sam]) {
      await each.sharing.poll();
      each.list.add(abandoned('away'));
    }
    ehr.setFault('down');
    ana.isUp.ehr = false;
    expect(await ana.run('work.claim', 'abandoned/away')).toEqual(ok({}));
    expect(ana.row('abandoned/away')).toMatchObject({ claim: { by: 'ana' } });
    ehr.setFault('none');
    expect(await sam.run('work.claim', 'abandoned/away')).toEqual(ok({}));
    ana.isUp.ehr = true;
    await ana.sharing.poll();
    expect(ana.row('abandoned/away')).toMatchObject({ claim: { by: 'sam' }, sharing: 'shared' });
  });
});

describe('servers that can do less', () => {
  let server: StandIn | undefined;
  const stop = async () => server?.close();

  it('one that does not change Tasks leaves the list to this desk, and the rows say so', async () => {
    server = await vendorStandIn(EPIC_LIKE, ehr.url);
    const ana = desk('ana', server.url);
    await ana.sharing.poll();
    ana.list.add(abandoned('alone'));
    expect(await ana.run('work.claim', 'abandoned/alone')).toEqual(ok({}));
    expect(ana.row('abandoned/alone')).toMatchObject({ sharing: 'thisDesk', claim: { by: 'ana' } });
    expect(server.heard.some(({ method, path }) => method !== 'GET' && path.startsWith('Task'))).toBe(false);
    await stop();
  });

  it('one that refuses a field: the item says which, stays with this desk, and nothing is lost', async () => {
    server = await standIn(async ({ method, path, headers, body }, response) => {
      if (method === 'POST' && path === 'Task')
        return json(response, 422, {
          ...outcome('business-rule'),
          issue: [{ severity: 'error', code: 'business-rule', expression: ['Task.restriction.period.end'] }],
        });
      const answer = await fetch(`${ehr.url}/${path}`, {
        method,
        headers: { 'content-type': headers['content-type'] ?? 'application/fhir+json' },
        ...(method === 'GET' ? {} : { body }),
      });
      json(response, answer.status, await answer.json());
    });
    const ana = desk('ana', server.url);
    await ana.sharing.poll();
    ana.list.add(abandoned('refused'));
    expect(await ana.run('work.claim', 'abandoned/refused')).toEqual(ok({}));
    expect(ana.row('abandoned/refused')).toMatchObject({
      claim: { by: 'ana' },
      sharing: 'refused',
      refusedField: 'Task.restriction.period.end',
    });
    await stop();
  });

  it.each([
    ['may not be changed by this person', 403],
    ['was deleted there', 410],
  ])('an item that %s stays with this desk, and holds up no other', async (_name, status) => {
    let refused = '';
    server = await standIn(async ({ method, path, headers, body }, response) => {
      const isIt = refused !== '' && path.startsWith(refused);
      if (isIt && (status === 410 || method === 'PUT')) return json(response, status, outcome('forbidden'));
      const answer = await fetch(`${ehr.url}/${path}`, {
        method,
        headers: { 'content-type': headers['content-type'] ?? 'application/fhir+json' },
        ...(method === 'GET' ? {} : { body }),
      });
      json(response, answer.status, await answer.json());
    });
    const [ana, sam] = [desk('ana', server.url), desk('sam')];
    await ana.sharing.poll();
    await sam.sharing.poll();
    const own = { ...abandoned(`own-${status}`), id: `voicemail/own/${status}`, kind: 'voicemail' as const };
    ana.list.add(own);
    await ana.sharing.poll();
    refused = ana.list.store.get(own.id)?.reference ?? 'none';
    // While the EHR is away for a moment it is changed here.
    ana.isUp.ehr = false;
    expect(await ana.run('work.claim', own.id)).toEqual(ok({}));
    ana.isUp.ehr = true;
    const theirs = { ...abandoned(`their-${status}`), id: `voicemail/their/${status}`, kind: 'voicemail' as const };
    sam.list.add(theirs);
    await sam.sharing.poll();
    await ana.sharing.poll();
    expect(ana.row(own.id)).toMatchObject({ claim: { by: 'ana' }, sharing: 'refused' });
    expect(ana.row(theirs.id)).toMatchObject({ sharing: 'shared' });
    await stop();
  });

  it.each([409, 412])(
    'a change in between that the server answers with %i is read anew, not written over',
    async (status) => {
      let conflicts = 1;
      server = await standIn(async ({ method, path, headers, body }, response) => {
        if (method === 'PUT' && conflicts-- > 0) return json(response, status, outcome('conflict'));
        const pass = Object.entries(headers).filter(([name]) =>
          ['content-type', 'if-match', 'if-none-exist'].includes(name),
        );
        const answer = await fetch(`${ehr.url}/${path}`, {
          method,
          headers: Object.fromEntries(pass) as Record<string, string>,
          ...(method === 'GET' ? {} : { body }),
        });
        json(response, answer.status, await answer.json());
      });
      const ana = desk('ana', server.url);
      await ana.sharing.poll();
      ana.list.add({ ...abandoned(`conflict-${status}`), id: `voicemail/c/${status}`, kind: 'voicemail' });
      await ana.sharing.poll();
      expect(await ana.run('work.claim', `voicemail/c/${status}`)).toEqual(ok({}));
      expect(server.heard.filter(({ method }) => method === 'PUT')).toHaveLength(2);
      expect(server.heard.findLast(({ method }) => method === 'PUT')?.headers['if-match']).toMatch(/^W\/".+"$/);
      await stop();
    },
  );

  it('a telephone number is in no address', async () => {
    server = await vendorStandIn({ ...EPIC_LIKE, types: { ...EPIC_LIKE.types } }, ehr.url);
    const port: EhrPort = openFhir({ baseUrl: server.url });
    await port.openTasks();
    expect(server.heard.map(({ path }) => path).join()).not.toContain('555');
    await stop();
  });
});
