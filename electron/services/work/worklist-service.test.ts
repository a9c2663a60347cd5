import { describe, expect, it } from 'vitest';
import { FakeClock, FakeJournal, FakeTopics, testSite } from '../../../test/fakes/parts.ts';
import { runWork, worklistOf } from '../../../test/fakes/work.ts';
import { CallId } from '../../../shared/domain/call/call.ts';
import type { Note, NoteContent } from '../../../shared/domain/note/types.ts';
import { fail, ok } from '../../../shared/result/result.ts';
import type { WorkReport } from '../../../shared/contract/work.ts';

const note = (id: string, nextStep: NoteContent['nextStep'], state: Note['state'] = 'finished'): Note => ({
  callId: CallId.parse(id),
  author: 'ana',
  content: { words: '', fields: {}, told: '', nextStep },
  version: 1,
  state,
  createdAt: 0,
  savedAt: 0,
  emergency: [],
  delivery: 'waiting',
});
const STEP = { text: 'call back', owner: 'Front desk', due: '2026-11-23' };

function stage(journal: FakeJournal | undefined = new FakeJournal(), now = Date.parse('2026-11-20T15:00:00Z')) {
  const topics = new FakeTopics();
  const who = { about: 'about' };
  const clock = new FakeClock(now);
  const current = { site: testSite() };
  const list = worklistOf(
    { topics, clock, journal },
    {
      site: () => current.site,
      contact: (callId) => ({
        about: who.about && `${who.about} ${callId}`,
        number: callId === 'c1' ? '+16175550123' : undefined,
      }),
    },
  );
  const run = (name: Parameters<typeof runWork>[1], input: object, userId?: string, role?: 'supervisor') =>
    runWork(list, name, input, userId, role);
  const row = (id = 'c1/task') => topics.get('worklist', id);
  return { topics, clock, journal, list, run, row, who, current };
}

describe('what stands in the list', () => {
  it('a note that the EHR refused, though nothing was owed, until the EHR has taken it after all', () => {
    const { list, topics, row } = stage();
    list.show({ ...note('c1', 'nothing'), delivery: 'waiting' });
    expect(topics.keys('worklist')).toEqual([]);
    list.show({ ...note('c1', 'nothing'), delivery: 'refused' });
    expect(row('c1/communication')).toMatchObject({ kind: 'refused', owner: 'Ana', delivery: 'refused' });
    list.show({ ...note('c1', 'nothing'), delivery: 'sent' });
    expect(row('c1/communication')).toMatchObject({ state: 'done' });
  });

  it('follows a correction of its note once, whatever the EHR says of it after', () => {
    const { list, row, journal } = stage();
    const first = { ...note('c1', STEP), finishedAt: 1 };
    journal!.finishNote(first, []);
    list.show(first);
    const changed = { ...STEP, text: 'call the daughter', owner: 'Nurse line' };
    const correction = { reason: 'heard wrong', by: 'ana', at: 2, of: 1 };
    const second = { ...note('c1', changed), version: 3, finishedAt: Date.parse('2026-11-20T15:00:00Z'), correction };
    journal!.finishNote(second, []);
    list.show(second);
    list.show({ ...second, delivery: 'sent' });
    expect(row()).toMatchObject({ text: 'call the daughter', owner: 'Nurse line', state: 'open', version: 2 });
    const third = { ...note('c1', 'nothing'), version: 5, finishedAt: second.finishedAt + 1000 };
    journal!.finishNote({ ...third, correction: { ...correction, of: 3 } }, []);
    list.show({ ...third, correction: { ...correction, of: 3 } });
    expect(row()).toMatchObject({ state: 'done', version: 3 });
  });

  it('says which field the EHR did not take', () => {
    const { list, row, journal } = stage();
    const item = { id: 'c1/task', callId: 'c1', kind: 'task', state: 'refused', attempts: 1, notBefore: 0 } as const;
    journal!.saveOutbox({ ...item, refusedField: 'Task.restriction.period.end' });
    list.show({ ...note('c1', STEP), delivery: 'refused' });
    list.show({ ...note('c1', STEP), delivery: 'refused' });
    expect(row()).toMatchObject({ delivery: 'refused', refusedField: 'Task.restriction.period.end' });
  });

  it('who owes what to whom by when', () => {
    const { list, row } = stage();
    list.show(note('c1', STEP));
    list.show(note('c2', STEP));
    expect(row()).toMatchObject({
      ...{ id: 'c1/task', kind: 'followUp', callId: 'c1', ...STEP, about: 'about c1', number: '+16175550123' },
      ...{ state: 'open', delivery: 'waiting', dueAt: Date.parse('2026-11-24T05:00:00Z') - 1, sharing: 'thisDesk' },
    });
    expect(row('c2/task')).not.toHaveProperty('number');
  });

  it.each([
    ['nothing is owed', note('c1', 'nothing')],
    ['it was not decided', note('c1', undefined)],
    ['the note is a draft', note('c1', STEP, 'draft')],
  ])('nothing when %s', (_case, each) => {
    const { list, topics } = stage();
    list.show(each);
    expect(topics.keys('worklist')).toEqual([]);
  });

  it('keeps who it is about when the EHR answers after the call has been put away', () => {
    const { list, row, who } = stage();
    list.show(note('c1', STEP));
    who.about = '';
    list.show({ ...note('c1', STEP), delivery: 'sent' });
    expect(row()).toMatchObject({ about: 'about c1', delivery: 'sent' });
  });

  it('an owner who left is said, as soon as the site file says so', () => {
    const { list, row, current } = stage();
    list.show(note('c1', { ...STEP, owner: 'Sam' }));
    expect(row()?.ownerGone).toBe(false);
    current.site = testSite({ users: [{ id: 'ana', name: 'Ana', role: 'receptionist', extension: '201' }] });
    list.refresh();
    expect(row()).toMatchObject({ owner: 'Sam', ownerGone: true });
  });

  it('hostile text comes as it was written, and is one item', () => {
    const { list, row } = stage();
    const text = '<img src=x onerror=alert(1)>\u202Etxt.exe 👩‍⚕️';
    list.show(note('c1', { text, owner: '\u202Edesk', due: 'yesterday-ish' }));
    expect(row()).toMatchObject({ text, ownerGone: true, dueAt: 0 });
  });
});

describe('doing it', () => {
  it('is on disk first; done today it stays in sight, can be opened again, and is gone after midnight', async () => {
    const { list, topics, journal, run, clock, row } = stage();
    list.restore();
    list.show(note('c1', STEP));
    journal!.failure = 'journalDiskFull';
    expect(await run('work.done', { id: 'c1/task' })).toEqual(fail('journalDiskFull'));
    expect(row()?.state).toBe('open');
    journal!.failure = undefined;
    expect(await run('work.done', { id: 'c1/task' }, 'sam')).toEqual(ok({}));
    expect(row()).toMatchObject({ state: 'done', closed: { by: 'sam', name: 'Sam', how: 'done' } });
    // The outbox delivers it later: that must not bring it back.
    list.show({ ...note('c1', STEP), delivery: 'sent' });
    expect(row()?.state).toBe('done');
    await run('work.reopen', { id: 'c1/task' });
    expect(row()?.state).toBe('open');
    await run('work.done', { id: 'c1/task' });
    clock.advance(14 * 3_600_000 - 1);
    expect(topics.keys('worklist')).toEqual(['c1/task']);
    clock.advance(60_000);
    expect(topics.keys('worklist')).toEqual([]);
  });

  it('the day that ends with a clock change ends at its own midnight', async () => {
    // Noon in New York on the Saturday before the clocks go back; the Sunday has 25 hours.
    const { list, topics, run, clock } = stage(new FakeJournal(), Date.parse('2026-11-01T16:00:00Z'));
    list.restore();
    list.show(note('c1', STEP));
    await run('work.done', { id: 'c1/task' });
    clock.advance(Date.parse('2026-11-02T04:59:59Z') - clock.now());
    expect(topics.keys('worklist')).toEqual(['c1/task']);
    clock.advance(60_000);
    expect(topics.keys('worklist')).toEqual([]);
  });

  it('is back after a restart with all that happened', async () => {
    const first = stage();
    for (const id of ['c1', 'c2', 'c3']) {
      first.journal!.saveNote(note(id, id === 'c3' ? 'nothing' : STEP));
      first.list.show(note(id, id === 'c3' ? 'nothing' : STEP));
    }
    await first.run('work.done', { id: 'c2/task' });
    await first.run('work.claim', { id: 'c1/task' });
    const second = stage(first.journal);
    second.list.restore();
    expect(second.row()).toMatchObject({ claim: { by: 'ana' }, about: 'about c1' });
    expect(second.row('c2/task')).toMatchObject({ state: 'done' });
  });

  it('two people at one desk: one has it, the other is told; a newer version is looked at first', async () => {
    const { list, run, row } = stage();
    list.show(note('c1', STEP));
    const both = await Promise.all([run('work.claim', { id: 'c1/task' }), run('work.claim', { id: 'c1/task' }, 'sam')]);
    expect(both.map((each) => (each.ok ? 'has it' : each.error.code))).toEqual(['has it', 'workTaken']);
    expect(await run('work.done', { id: 'c1/task' }, 'sam')).toEqual(fail('workTaken'));
    expect(await run('work.move', { id: 'c1/task', version: 0, due: '2026-11-24', reason: 'asked' })).toEqual(
      fail('workChanged'),
    );
    expect(await run('work.release', { id: 'c1/task' }, 'sam', 'supervisor')).toEqual(ok({}));
    expect(row()?.claim).toBeUndefined();
  });

  it('passing it on and moving its time keep the reason; a time that is none is refused', async () => {
    const { list, run, row } = stage();
    list.show(note('c1', STEP));
    await run('work.reassign', { id: 'c1/task', owner: 'Sam', reason: 'knows the plan' });
    await run('work.move', { id: 'c1/task', due: '2026-11-24', reason: 'asked for Tuesday' });
    expect(row()).toMatchObject({ owner: 'Sam', due: '2026-11-24' });
    expect(row()?.history).toMatchObject([
      { what: 'reassigned', reason: 'knows the plan', name: 'Ana' },
      { what: 'moved', reason: 'asked for Tuesday' },
    ]);
    expect(await run('work.move', { id: 'c1/task', due: 'soon', reason: 'asked' })).toEqual(
      fail('invalidInput', 'due'),
    );
  });

  it('what is not there cannot be done, and without a journal nothing is promised', async () => {
    expect(await stage().run('work.done', { id: 'x' })).toEqual(fail('workGone'));
    const locked = worklistOf({ topics: new FakeTopics(), clock: new FakeClock(), journal: undefined });
    locked.restore();
    expect(await runWork(locked, 'work.done', { id: 'x' })).toEqual(fail('journalLocked'));
  });
});

it('the report of the day names its items', async () => {
  const { list, run } = stage();
  list.show(note('c1', { ...STEP, due: '2026-11-20' }));
  list.show(note('c2', STEP));
  await run('work.done', { id: 'c1/task' });
  const today = (await run('work.report', {})) as { ok: true; value: WorkReport };
  expect(today.value).toMatchObject({ day: '2026-11-20', all: { promised: ['c1/task'], keptInWindow: ['c1/task'] } });
  expect(today.value.items).toMatchObject([{ id: 'c1/task' }]);
  expect(await run('work.report', { day: '2026-11-23' })).toMatchObject({ value: { all: { open: ['c2/task'] } } });
});
