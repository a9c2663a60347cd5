// Each thing that a note asks of the EHR by itself: refused, mended, kept here, contested, chosen.
import { describe, expect, it } from 'vitest';
import { FakeClock, FakeJournal, FakeLog } from '../../../test/fakes/parts.ts';
import { C } from '../../../test/fakes/notes.ts';
import type { CommandName } from '../../../shared/contract/index.ts';
import type { Note } from '../../../shared/domain/note/types.ts';
import { appError, fail, ok } from '../../../shared/result/result.ts';
import type { Result } from '../../../shared/result/result.ts';
import type { EhrPort, EhrWrite, EhrWritten } from '../../ports/ehr.ts';
import { outboxItems } from './outbox-items.ts';
import { OutboxService } from './outbox-service.ts';
import { standing } from './chart-items.ts';

const NOTE: Note = {
  callId: C,
  author: 'ana',
  content: {
    ...{ category: 'clinical', words: 'w', fields: {}, told: 't', outcome: 'answered' },
    nextStep: { text: 'Refill: Lisinopril', owner: 'Nurse line', due: '2099-01-01', kind: 'refill' },
  },
  ...{ version: 2, state: 'finished', createdAt: 0, savedAt: 0, finishedAt: 0, emergency: [], delivery: 'waiting' },
};
const CONFLICT: EhrWritten = {
  state: 'conflict',
  reference: 'Communication/1',
  ...{ theirs: { text: 'What Dr. Lee wrote', by: 'Dr. Lee', at: 5 }, ours: 'What we want', seen: { text: 'abc' } },
};

function stage() {
  const [journal, clock] = [new FakeJournal(), new FakeClock(0)];
  const wanted: EhrWrite[] = [];
  const answers = new Map<string, Result<EhrWritten>>();
  const asked: string[] = [];
  const delivered: Note[] = [];
  const ehr = {
    write: async (write: EhrWrite): Promise<Result<EhrWritten>> => {
      wanted.push(write);
      const type = write.kind === 'task' ? 'Task' : 'Communication';
      return answers.get(write.id) ?? ok({ state: 'sent', reference: `${type}/1`, wrote: { text: write.id } });
    },
  };
  const outbox = new OutboxService({
    ...{ clock, log: new FakeLog(), journal: () => journal, ehr: () => ehr as unknown as EhrPort },
    site: () => undefined,
    onDelivered: (note) => void delivered.push(note),
    onAsked: (callId, what, userId) => void asked.push(`${callId} ${what} ${userId}`),
    onHealth: () => undefined,
  });
  const finish = (note: Note) => journal.finishNote(note, outboxItems(note, clock.now(), journal));
  const run = async (name: CommandName, input: object) => {
    const done = await (outbox.handlers[name] as unknown as (given: object, from: object) => Result<unknown>)(
      { callId: C, ...input },
      { userId: 'ana' },
    );
    await outbox.run();
    return done;
  };
  const items = () => journal.note(C)?.items?.map(({ kind, state, resource }) => [kind, state, resource].join(' '));
  return { journal, clock, wanted, answers, asked, delivered, outbox, finish, run, items };
}

const corrected = (version: number, told: string): Note => ({
  ...NOTE,
  ...{ version, content: { ...NOTE.content, told }, correction: { reason: 'r', by: 'ana', at: 0, of: 2 } },
});

describe('each thing that a note asks of the EHR', () => {
  it('has a line of its own: what it is, how it stands, as what the EHR has it', async () => {
    const { finish, outbox, items, answers } = stage();
    answers.set(`${C}/task`, ok({ state: 'keptHere' }));
    finish(NOTE);
    await outbox.run();
    expect(items()).toEqual(['note sent Communication', 'refill keptHere ']);
    expect(standing(NOTE, []).items).toBeUndefined();
  });

  it('refused, holds up nothing, and is tried again or kept here as somebody wants it', async () => {
    const { finish, outbox, items, answers, run, journal, asked } = stage();
    answers.set(`${C}/communication`, {
      ok: false,
      error: { ...appError('ehrRejected'), field: 'Communication.payload' },
    });
    finish(NOTE);
    await outbox.run();
    expect(items()).toEqual(['note refused ', 'refill sent Task']);
    expect(journal.note(C)?.items?.[0]?.field).toBe('Communication.payload');
    await run('note.sendAgain', { id: `${C}/communication` });
    expect(items()?.[0]).toBe('note refused ');
    expect(await run('note.keepHere', { id: `${C}/communication` })).toEqual(ok({}));
    expect([journal.note(C)?.delivery, journal.note(C)?.items?.[0]?.chose]).toEqual(['keptHere', 'here']);
    expect(await run('note.keepHere', { id: `${C}/communication` })).toEqual(fail('workGone'));
    expect(asked).toEqual([`${C} sendAgain ana`, `${C} keepHere ana`]);
  });

  it('that this person may not write, is refused and not waited for: sent again, it goes when somebody may', async () => {
    const { finish, outbox, items, answers, run, wanted, journal } = stage();
    answers.set(`${C}/task`, fail('ehrNotPermitted'));
    finish(NOTE);
    await outbox.run();
    expect(items()).toEqual(['note sent Communication', 'refill refused ']);
    expect(journal.note(C)?.items?.[1]).toMatchObject({ forbidden: true });
    await outbox.run();
    expect(wanted).toHaveLength(2);
    answers.delete(`${C}/task`);
    await run('note.sendAgain', { id: `${C}/task` });
    expect(items()).toEqual(['note sent Communication', 'refill sent Task']);
    expect(journal.note(C)?.items?.[1]).not.toHaveProperty('forbidden');
  });

  it('refused and then corrected, is written by the correction for the first time', async () => {
    const { finish, outbox, items, answers, wanted } = stage();
    answers.set(`${C}/communication`, fail('ehrRejected'));
    finish(NOTE);
    await outbox.run();
    finish(corrected(5, 'mended'));
    await outbox.run();
    expect(wanted.at(-1)).toMatchObject({ id: `${C}/communication/5`, note: { content: { told: 'mended' } } });
    expect(wanted.at(-1)?.amends).toBeUndefined();
    expect(items()?.[0]).toBe('note sent Communication');
  });

  it('follows a correction of what was asked for, also where the step itself stays the same', () => {
    const { finish, journal } = stage();
    const meant = (text: string): Note['meant'] => ({ medication: { text, field: 'refill-of' } });
    finish({ ...NOTE, meant: meant('Lisinopril') });
    finish({ ...corrected(5, 't'), meant: meant('Lisinopril') });
    finish({ ...corrected(7, 't'), meant: meant('Losartan'), correction: { reason: 'r', by: 'ana', at: 0, of: 5 } });
    const tasks = journal.outbox({ callId: C }).filter(({ kind }) => kind === 'task');
    expect(tasks.map(({ id }) => id)).toEqual([`${C}/task`, `${C}/task/7`]);
  });

  it('that the server cannot hold is not written by a correction either', async () => {
    const { finish, outbox, items, answers, wanted } = stage();
    answers.set(`${C}/communication`, ok({ state: 'keptHere' }));
    finish(NOTE);
    await outbox.run();
    finish(corrected(5, 'x'));
    await outbox.run();
    expect([items()?.[0], wanted.map(({ id }) => id)]).toEqual(['note keptHere ', [`${C}/communication`, `${C}/task`]]);
  });
});

describe('a correction that meets somebody else’s change', () => {
  async function contested() {
    const parts = stage();
    parts.finish(NOTE);
    await parts.outbox.run();
    parts.answers.set(`${C}/communication/5`, ok(CONFLICT));
    parts.finish(corrected(5, 'ours'));
    await parts.outbox.run();
    return { ...parts, id: `${C}/communication/5` };
  }

  it('waits for somebody, with both texts, and is not tried again by itself', async () => {
    const { journal, outbox, wanted, clock } = await contested();
    expect(journal.note(C)).toMatchObject({
      delivery: 'conflict',
      items: [
        { kind: 'note', state: 'conflict', contested: { ours: 'What we want', theirs: { by: 'Dr. Lee' } } },
        { kind: 'refill', state: 'sent' },
      ],
    });
    const before = wanted.length;
    clock.advance(3_600_000);
    await outbox.run();
    expect(wanted.length).toBe(before);
    expect(wanted.at(-1)?.amends).toEqual({ reference: 'Communication/1', wrote: { text: `${C}/communication` } });
  });

  it.each(['ours', 'both'] as const)('is written once as chosen: %s', async (how) => {
    const { run, answers, wanted, items, id, journal } = await contested();
    answers.delete(id);
    await run('note.settleConflict', { id, how });
    expect(wanted.at(-1)?.amends?.settle).toEqual({ how, seen: { text: 'abc' } });
    expect(items()?.[0]).toBe('note sent Communication');
    expect(await run('note.settleConflict', { id, how })).toEqual(fail('workGone'));
    // What was not taken is kept beside the note.
    expect(journal.outbox({ callId: C }).find((item) => item.id === id)?.contested?.theirs.text).toContain('Dr. Lee');
  });

  it('leaves theirs as it is where that was chosen, and ours stays with the note', async () => {
    const { run, wanted, items, id, journal } = await contested();
    const before = wanted.length;
    await run('note.settleConflict', { id, how: 'theirs' });
    expect([wanted.length, items()?.[0], journal.note(C)?.items?.[0]?.chose]).toEqual([
      before,
      'note keptHere ',
      'theirs',
    ]);
    expect(journal.note(C)?.content.told).toBe('ours');
  });
});
