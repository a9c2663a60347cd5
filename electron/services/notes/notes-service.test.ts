// Notes as they are typed, kept, finished and brought back, over a journal whose disk can fill up.
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { CallId } from '../../../shared/domain/call/call.ts';
import type { Note, NoteContent } from '../../../shared/domain/note/types.ts';
import { PatientId } from '../../../shared/domain/patient/types.ts';
import { fail, ok } from '../../../shared/result/result.ts';
import type { Result } from '../../../shared/result/result.ts';
import { outboxItems } from './outbox-items.ts';
import { C, COMPLETE, OWES, stage, typed } from '../../../test/fakes/notes.ts';

describe('a note', () => {
  it('is there, empty, before anything is typed, and says what it lacks', () => {
    const { notes, row } = stage();
    notes.open(C, 'ana');
    notes.open(C, 'sam');
    expect(row()).toMatchObject({ version: 0, author: 'ana', state: 'draft', about: '(617) 555-0123' });
    expect(row().missing).toEqual([{ field: 'category', why: 'required' }]);
  });

  it('is acknowledged once it is on disk, with the version that it has there', async () => {
    const { notes, save, journal, clock, health, changed } = stage();
    notes.open(C, '');
    clock.advance(500);
    expect(await save(0, typed('hello'))).toEqual(ok({ version: 1, savedAt: clock.now() }));
    expect(journal.note(C)).toMatchObject({ version: 1, author: 'ana', content: { words: 'hello' } });
    expect([health, changed]).toEqual([['ok'], ['hello']]);
  });

  it('of a call nobody knows is not kept', async () => {
    const { save, journal } = stage();
    expect(await save(0, typed('x'))).toEqual(fail('callGone'));
    expect(journal.kept.size).toBe(0);
  });

  it('is not acknowledged when the disk is full or the journal closed, and the text before it stays', async () => {
    const { notes, save, journal, at, health, row, changed } = stage();
    notes.open(C, 'ana');
    await save(0, typed('kept'));
    journal.failure = 'journalDiskFull';
    expect(await save(1, typed('lost'))).toEqual(fail('journalDiskFull'));
    expect([row().content.words, row().version, changed]).toEqual(['kept', 1, ['kept']]);
    at.journal = undefined;
    expect(await save(1, typed('lost'))).toEqual(fail('journalLocked'));
    expect(health).toEqual(['ok', 'journalDiskFull']);
    at.journal = journal;
    journal.failure = undefined;
    expect(await save(1, typed('again'))).toMatchObject({ value: { version: 2 } });
  });

  it('of a call that was missed goes, unless something was typed', async () => {
    const { notes, topics, save } = stage();
    notes.open(C, 'ana');
    notes.discardIfEmpty(C);
    expect([notes.get(C), topics.keys('notes')]).toEqual([undefined, []]);
    notes.open(C, 'ana');
    await save(0, typed('somebody breathed'));
    notes.discardIfEmpty(C);
    expect(notes.get(C)).toBeDefined();
    await save(1, typed(''));
    notes.discardIfEmpty(C);
    expect(notes.get(C)).toBeDefined();
  });
});

describe('versions', () => {
  it('an older one never overwrites a newer, and the answer brings what is kept', async () => {
    const { notes, save, journal, clock } = stage();
    notes.open(C, 'ana');
    await save(0, typed('one'));
    await save(1, typed('two'), 'sam');
    expect(await save(0, typed('late'))).toEqual(
      ok({ version: 2, savedAt: clock.now(), newer: { content: typed('two'), author: 'sam' } }),
    );
    expect(journal.note(C)?.content.words).toBe('two');
  });

  it('whatever arrives in whatever order: the version only rises, and what is shown is what is on disk', async () => {
    const one = fc.record({ version: fc.nat(6), words: fc.string({ maxLength: 5 }), isFull: fc.boolean() });
    await fc.assert(
      fc.asyncProperty(fc.array(one, { maxLength: 20 }), async (saves) => {
        const { notes, save, journal, row } = stage();
        notes.open(C, 'ana');
        let last = 0;
        for (const { version, words, isFull } of saves) {
          journal.failure = isFull ? 'journalDiskFull' : undefined;
          const before = row().content.words;
          const answer = (await save(version, typed(words))) as Result<{ version: number }>;
          const isTaken = answer.ok && version >= last;
          expect(row().version).toBe(isTaken ? last + 1 : last);
          expect(row().content.words).toBe(isTaken ? words : before);
          if (answer.ok) expect(answer.value.version).toBe(row().version);
          last = row().version;
          expect(journal.note(C)?.content.words).toBe(last === 0 ? undefined : row().content.words);
        }
      }),
    );
  });
});

describe('finishing', () => {
  it('names what is missing', async () => {
    const { notes, save, finish, row, finished } = stage();
    notes.open(C, 'ana');
    await save(0, typed('x', { category: 'general' }));
    expect(await finish()).toEqual(fail('noteIncomplete', 'outcome told nextStep'));
    expect([row().state, finished]).toEqual(['draft', []]);
  });

  it('hands the note and what the EHR is owed over in one go', async () => {
    const { notes, save, finish, journal, who, finished, row, clock } = stage();
    notes.open(C, 'ana');
    who.patientId = PatientId.parse('p-1');
    await save(0, OWES);
    expect(await finish()).toEqual(ok({}));
    expect(journal.outbox().map(({ id, state }) => `${id} ${state}`)).toEqual([
      'c1/communication waiting',
      'c1/task waiting',
    ]);
    expect(journal.note(C)).toMatchObject({ state: 'finished', patientId: 'p-1', version: 2, delivery: 'waiting' });
    expect(row()).toMatchObject({ state: 'finished', finishedAt: clock.now(), missing: [] });
    expect(finished).toMatchObject([[{ callId: 'c1', patientId: 'p-1' }, 'ana']]);
  });

  it('without a patient keeps the note here and owes nothing', async () => {
    const { notes, save, finish, journal } = stage();
    notes.open(C, 'ana');
    await save(0, OWES);
    await finish();
    expect(journal.outbox()).toEqual([]);
    expect(journal.note(C)).toMatchObject({ state: 'finished', delivery: 'keptHere' });
    expect(journal.note(C)).not.toHaveProperty('patientId');
  });

  it('never takes the patient of a choice that was taken back', async () => {
    const { notes, save, finish, journal, who } = stage();
    notes.open(C, 'ana');
    who.patientId = PatientId.parse('p-1');
    await save(0, COMPLETE);
    delete who.patientId;
    await finish();
    expect(journal.note(C)).not.toHaveProperty('patientId');
    expect(journal.outbox()).toEqual([]);
  });

  it('twice is refused, and so is typing after it', async () => {
    const { notes, save, finish, journal, finished } = stage();
    notes.open(C, 'ana');
    await save(0, COMPLETE);
    await finish();
    const kept = journal.note(C);
    expect(await finish()).toEqual(fail('noteFinished'));
    expect(await save(9, typed('more'))).toEqual(fail('noteFinished'));
    expect([journal.note(C), finished.length]).toEqual([kept, 1]);
  });

  it('on a full disk, or without a journal, leaves it a draft that can be finished later', async () => {
    const { notes, save, finish, journal, at, row, finished, health } = stage();
    notes.open(C, 'ana');
    await save(0, COMPLETE);
    journal.failure = 'journalDiskFull';
    expect(await finish()).toEqual(fail('journalDiskFull'));
    at.journal = undefined;
    expect(await finish()).toEqual(fail('journalLocked'));
    expect([row().state, finished, health.at(-1)]).toEqual(['draft', [], 'journalDiskFull']);
    at.journal = journal;
    journal.failure = undefined;
    expect(await finish()).toEqual(ok({}));
  });

  it('of nothing is answered: gone', async () => {
    expect(await stage().finish()).toEqual(fail('callGone'));
  });
});

describe('after a restart', () => {
  it('drafts are back as they were on disk, finished notes are not in the way', async () => {
    const first = stage();
    first.notes.open(C, 'ana');
    await first.save(0, typed('half a sentence'));
    const second = stage(first.journal);
    second.notes.restore();
    expect(second.row()).toMatchObject({ version: 1, content: { words: 'half a sentence' } });
    expect(await second.save(1, COMPLETE)).toMatchObject({ value: { version: 2 } });
    await second.finish();
    const third = stage(first.journal);
    third.notes.restore();
    expect(third.topics.keys('notes')).toEqual([]);
  });

  it('a draft still goes to the patient who had been verified', async () => {
    const first = stage();
    first.notes.open(C, 'ana');
    first.who.patientId = PatientId.parse('p-1');
    await first.save(0, COMPLETE);
    const second = stage(first.journal);
    second.notes.restore();
    await second.save(1, COMPLETE);
    await second.finish();
    expect(second.journal.note(C)).toMatchObject({ patientId: 'p-1', delivery: 'waiting' });
    expect(second.journal.outbox().map(({ id }) => id)).toEqual(['c1/communication']);
  });

  it('it is the patient verified last, also when nothing was typed after that', async () => {
    const { notes, save, who, journal, row } = stage();
    notes.open(C, 'ana');
    await save(0, COMPLETE);
    who.patientId = PatientId.parse('p-2');
    who.about = 'Jane Doe';
    notes.refresh(C);
    expect([journal.note(C)?.patientId, row().about]).toEqual(['p-2', 'Jane Doe']);
    delete who.patientId;
    journal.failure = 'journalDiskFull';
    notes.refresh(C);
    expect(row()).not.toHaveProperty('patientId');
  });

  it('without a journal there is nothing to bring back', () => {
    const { notes, topics, at } = stage();
    at.journal = undefined;
    notes.restore();
    expect(topics.keys('notes')).toEqual([]);
  });
});

describe('what the caller said to being recorded', () => {
  it('stands with the note, is asked anew when it changes, and not of a finished note', async () => {
    const { notes, run, row, journal, clock } = stage();
    expect(await run('note.recording', { callId: C, answer: 'agreed' })).toEqual(fail('callGone'));
    notes.open(C, 'ana');
    await run('note.recording', { callId: C, answer: 'agreed' });
    clock.advance(500);
    await run('note.recording', { callId: C, answer: 'refused' });
    expect(row().recording).toEqual({ answer: 'refused', at: clock.now(), by: 'ana' });
    expect(journal.note(C)?.recording?.answer).toBe('refused');
  });
});

describe('an emergency', () => {
  it('is noted the first time it is heard, and every step after it, each with its time', async () => {
    const { notes, step, clock, journal, row } = stage();
    notes.open(C, 'ana');
    const start = clock.now();
    notes.emergencyHeard(C, ['chest pain', 'faint']);
    clock.advance(1_000);
    notes.emergencyHeard(C, ['chest pain']);
    expect(await step('said', 'Call 911')).toEqual(ok({}));
    clock.advance(2_000);
    await step('connected', 'Nurse line');
    const steps = [
      { at: start, step: 'heard', text: 'chest pain, faint' },
      { at: start + 1_000, step: 'said', text: 'Call 911' },
      { at: start + 3_000, step: 'connected', text: 'Nurse line' },
    ];
    expect([journal.note(C)?.emergency, row().emergency]).toEqual([steps, steps]);
  });

  it('is opened again by another red flag after it was closed, not by the same one', async () => {
    const { notes, step, row } = stage();
    notes.open(C, 'ana');
    notes.emergencyHeard(C, ['seizure']);
    await step('dismissed', 'years ago');
    notes.emergencyHeard(C, ['seizure']);
    expect(row().emergency.at(-1)?.step).toBe('dismissed');
    notes.emergencyHeard(C, ['seizure', 'chest pain']);
    expect(row().emergency.at(-1)).toMatchObject({ step: 'heard', text: 'chest pain' });
  });

  it('survives a save that began before it', async () => {
    const { notes, step, save, row } = stage();
    notes.open(C, 'ana');
    await step('said', 'Call 911');
    await save(0, typed('x'));
    expect(row().emergency).toHaveLength(1);
  });

  it('step that is not on disk is not acknowledged', async () => {
    const { notes, step, journal, row } = stage();
    notes.open(C, 'ana');
    journal.failure = 'journalDiskFull';
    expect(await step('said', 'x')).toEqual(fail('journalDiskFull'));
    expect(row().emergency).toEqual([]);
    expect(await stage().step('said', 'x')).toEqual(fail('callGone'));
  });
});

it('what the outbox settled is shown, for notes that are here', async () => {
  const { notes, save, finish, journal, row, topics } = stage();
  notes.open(C, 'ana');
  await save(0, COMPLETE);
  await finish();
  notes.delivered({ ...journal.note(C)!, delivery: 'sent' });
  expect(row().delivery).toBe('sent');
  notes.delivered({ ...journal.note(C)!, callId: CallId.parse('other') });
  expect(topics.keys('notes')).toEqual(['c1']);
});

it('a next step is a task of its own, nothing is none', () => {
  const note = (content: NoteContent) => ({ callId: C, content }) as Note;
  expect(outboxItems(note(COMPLETE), 5).map(({ kind }) => kind)).toEqual(['communication']);
  expect(outboxItems(note(OWES), 5)).toMatchObject([
    { id: 'c1/communication', attempts: 0, notBefore: 5 },
    { id: 'c1/task', state: 'waiting' },
  ]);
});
