import { describe, expect, it } from 'vitest';
import { FakeClock, FakeJournal, FakeTopics } from '../../../test/fakes/parts.ts';
import { CallId } from '../../../shared/domain/call/call.ts';
import type { Note, NoteContent } from '../../../shared/domain/note/types.ts';
import { fail, ok } from '../../../shared/result/result.ts';
import { WorklistService } from './worklist-service.ts';

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
const STEP = { text: 'call back', owner: 'Nurse line', due: '2026-11-23' };

function stage(journal: FakeJournal | undefined = new FakeJournal()) {
  const topics = new FakeTopics();
  const who = { about: 'about' };
  const clock = new FakeClock();
  const worklist = new WorklistService({
    topics,
    clock,
    journal: () => journal,
    contact: (callId) => ({
      about: who.about && `${who.about} ${callId}`,
      number: callId === 'c1' ? '+16175550123' : undefined,
    }),
  });
  const done = async (id: string) =>
    worklist.handlers['work.done']!({ id }, { page: 'console', userId: 'sam', role: 'supervisor' });
  return { topics, clock, journal, worklist, done, who };
}

describe('the worklist', () => {
  it('holds a note that the EHR refused, though nothing was owed: somebody must know', () => {
    const { worklist, topics } = stage();
    worklist.show({ ...note('c1', 'nothing'), delivery: 'waiting' });
    expect(topics.keys('worklist')).toEqual([]);
    worklist.show({ ...note('c1', 'nothing'), delivery: 'refused' });
    expect(topics.get('worklist', 'c1/communication')).toMatchObject({ owner: 'ana', delivery: 'refused' });
  });

  it('shows who owes what to whom by when', () => {
    const { worklist, topics } = stage();
    worklist.show(note('c1', STEP));
    worklist.show(note('c2', STEP));
    expect(topics.get('worklist', 'c1/task')).toEqual({
      id: 'c1/task',
      callId: 'c1',
      ...STEP,
      about: 'about c1',
      number: '+16175550123',
      state: 'open',
      delivery: 'waiting',
    });
    expect(topics.get('worklist', 'c2/task')).not.toHaveProperty('number');
  });

  it.each([
    ['nothing is owed', note('c1', 'nothing')],
    ['it was not decided', note('c1', undefined)],
    ['the note is a draft', note('c1', STEP, 'draft')],
  ])('stays as it is when %s', (_case, each) => {
    const { worklist, topics } = stage();
    worklist.show(each);
    expect(topics.keys('worklist')).toEqual([]);
  });

  it('lets go of what is done, once that is on disk, and it stays done', async () => {
    const { worklist, topics, journal, done, clock } = stage();
    worklist.show(note('c1', STEP));
    journal!.failure = 'journalDiskFull';
    expect(await done('c1/task')).toEqual(fail('journalDiskFull'));
    expect(topics.keys('worklist')).toEqual(['c1/task']);
    journal!.failure = undefined;
    expect(await done('c1/task')).toEqual(ok({}));
    expect(journal!.done()).toEqual([{ id: 'c1/task', doneAt: clock.now(), by: 'sam' }]);
    // The outbox delivers it later: that must not bring it back.
    worklist.show({ ...note('c1', STEP), delivery: 'sent' });
    expect(topics.keys('worklist')).toEqual([]);
  });

  it('keeps who it is about when the EHR answers after the call has been put away', () => {
    const { worklist, topics, who } = stage();
    worklist.show(note('c1', STEP));
    who.about = '';
    worklist.show({ ...note('c1', STEP), delivery: 'sent' });
    expect(topics.get('worklist', 'c1/task')).toMatchObject({ about: 'about c1', delivery: 'sent' });
  });

  it('is back after a restart without what was done', async () => {
    const first = stage();
    for (const id of ['c1', 'c2', 'c3']) first.journal!.saveNote(note(id, id === 'c3' ? 'nothing' : STEP));
    await first.done('c2/task');
    const second = stage(first.journal);
    second.worklist.restore();
    expect(second.topics.keys('worklist')).toEqual(['c1/task']);
  });

  it('without a journal promises nothing', async () => {
    const topics = new FakeTopics();
    const worklist = new WorklistService({
      topics,
      clock: new FakeClock(),
      journal: () => undefined,
      contact: () => ({ about: '', number: undefined }),
    });
    worklist.restore();
    const answer = await worklist.handlers['work.done']!({ id: 'x' }, { page: 'console', userId: '', role: undefined });
    expect(answer).toEqual(fail('journalLocked'));
  });
});
