// Finished notes opened again, and templates that change under an open note.
import { describe, expect, it } from 'vitest';
import { FakeJournal, testSite } from '../../../test/fakes/parts.ts';
import { PatientId } from '../../../shared/domain/patient/types.ts';
import { fail, ok } from '../../../shared/result/result.ts';
import { C, COMPLETE, OWES, stage, typed } from '../../../test/fakes/notes.ts';

describe('a correction', () => {
  const wrongDay = { reason: 'The wrong day was noted' };
  async function finishedStage(content = OWES) {
    const it = stage();
    it.notes.open(C, 'ana');
    it.who.patientId = PatientId.parse('p-1');
    await it.save(0, content);
    await it.finish();
    it.journal
      .outbox()
      .forEach((item) => it.journal.saveOutbox({ ...item, state: 'sent', reference: `X/${item.kind}` }));
    return it;
  }

  it('opens a finished note again and finishes it as a new version; the one before stays as it was', async () => {
    const { run, save, finish, journal, clock, looked, row } = await finishedStage();
    const [first] = journal.versions(C);
    clock.advance(60_000);
    expect(await run('note.correct', wrongDay, 'sam')).toEqual(ok({}));
    const opened = { ...wrongDay, by: 'sam', at: clock.now(), of: 2 };
    expect(row()).toMatchObject({ state: 'draft', version: 3, correction: opened });
    expect(row()).not.toHaveProperty('finishedAt');
    await save(3, { ...OWES, told: 'call on Tuesday' }, 'sam');
    clock.advance(60_000);
    await finish();
    const versions = journal.versions(C);
    expect(versions.map(({ version, author, finishedAt }) => [version, author, finishedAt])).toEqual([
      [2, 'ana', first!.finishedAt],
      [5, 'ana', clock.now()],
    ]);
    expect(versions[0]).toEqual(first);
    expect(versions[1]).toMatchObject({ content: { told: 'call on Tuesday' }, correction: opened, patientId: 'p-1' });
    expect(looked).toEqual(['corrected v3 sam']);
    expect(await run('note.versions', {})).toEqual(ok({ about: '(617) 555-0123', versions }));
    expect(looked.at(-1)).toBe('versionsRead v5 ana');
  });

  it('changes what the EHR has, once a version, and writes nothing a second time', async () => {
    const { run, save, finish, journal } = await finishedStage();
    await run('note.correct', wrongDay);
    await save(3, { ...OWES, told: 'other' });
    await finish();
    const added = () => journal.outbox().filter(({ state }) => state === 'waiting');
    // The step is the same: the task stays as it is.
    expect(added().map(({ id, amends }) => [id, amends])).toEqual([['c1/communication/5', 'c1/communication']]);
    await run('note.correct', wrongDay);
    await save(6, COMPLETE);
    await finish();
    expect(added().map(({ id }) => id)).toEqual(['c1/communication/5', 'c1/communication/8', 'c1/task/8']);
  });

  it('of a note that was kept here alone is kept here, and its first task is a new one', async () => {
    const { run, save, finish, journal } = await finishedStage(COMPLETE);
    await run('note.correct', wrongDay);
    await save(3, OWES);
    await finish();
    expect(journal.outbox().map(({ id, amends }) => [id, amends])).toEqual([
      ['c1/communication', undefined],
      ['c1/communication/5', 'c1/communication'],
      ['c1/task', undefined],
    ]);
  });

  it('can be given up: the note is as it was, with what the EHR has said meanwhile', async () => {
    const { run, save, journal, row, notes } = await finishedStage();
    await run('note.correct', wrongDay);
    await save(3, { ...OWES, told: 'half a' });
    notes.delivered({ ...journal.note(C)!, delivery: 'sent' });
    expect(await run('note.dropCorrection', {})).toEqual(ok({}));
    expect(row()).toMatchObject({ state: 'finished', version: 2, content: OWES, delivery: 'sent' });
    expect(journal.versions(C)).toHaveLength(1);
    expect(await run('note.dropCorrection', {})).toEqual(fail('noteNotFinished'));
  });

  it('is for finished notes only, also of calls that are gone, and survives a restart as the draft it is', async () => {
    const fresh = stage();
    expect(await fresh.run('note.correct', wrongDay)).toEqual(fail('callGone'));
    fresh.notes.open(C, 'ana');
    expect(await fresh.run('note.correct', wrongDay)).toEqual(fail('noteNotFinished'));
    const { journal } = await finishedStage();
    const later = stage(journal);
    expect(await later.run('note.correct', wrongDay)).toEqual(ok({}));
    const again = stage(journal);
    again.notes.restore();
    expect(again.row()).toMatchObject({ state: 'draft', patientId: 'p-1', correction: { of: 2 } });
    await again.save(3, COMPLETE);
    expect(await again.finish()).toEqual(ok({}));
    expect(journal.versions(C).map(({ patientId }) => patientId)).toEqual(['p-1', 'p-1']);
  });
});

describe('a template', () => {
  const label = (en: string) => ({ en });
  const withFields = (...fields: object[]) =>
    testSite({
      notes: {
        categories: [{ id: 'general', label: label('General'), fields: fields as never }],
        outcomes: [{ id: 'answered', label: label('Answered') }],
      },
      rules: {},
    });
  const payer = { id: 'payer', label: label('Payer'), type: 'text', fill: 'coverage' };
  const known = (coverage?: string) => ({ facts: { verified: true }, values: coverage ? { coverage } : {} });

  it('is filled ahead when its category is chosen and when the patient becomes known, as versions like any other', async () => {
    const { notes, at, save, row, journal } = stage(new FakeJournal(), withFields(payer));
    notes.open(C, 'ana');
    at.known = known();
    expect(await save(0, typed('x', { category: 'general' }))).toMatchObject({ value: { version: 1 } });
    at.known = known('Aetna PPO');
    notes.refresh(C);
    expect(row()).toMatchObject({
      version: 2,
      content: { fields: { payer: 'Aetna PPO' } },
      filled: { payer: 'Aetna PPO' },
    });
    expect(journal.note(C)?.content.fields).toEqual({ payer: 'Aetna PPO' });
    // Typed before the patient was known: joined in the window, not taken over here.
    expect(await save(1, typed('xy', { category: 'general' }))).toMatchObject({ value: { newer: { author: 'ana' } } });
    notes.refresh(C);
    expect(row().version).toBe(2);
    at.known = known();
    notes.refresh(C);
    expect(row().content.fields).toEqual({});
  });

  it('that changed under an open note keeps its answers, and how they were labelled', async () => {
    const first = stage(new FakeJournal(), withFields({ id: 'since', label: label('Since when'), type: 'text' }));
    first.notes.open(C, 'ana');
    await first.save(0, { ...COMPLETE, fields: { since: 'Tuesday' } });
    const second = stage(first.journal, withFields({ id: 'pain', label: label('Pain'), type: 'text', required: true }));
    second.notes.restore();
    expect(second.row().missing).toEqual([{ field: 'pain', why: 'required' }]);
    await second.save(1, { ...COMPLETE, fields: { since: 'Tuesday', pain: 'none' } });
    await second.finish();
    expect(first.journal.note(C)).toMatchObject({
      state: 'finished',
      content: { fields: { since: 'Tuesday', pain: 'none' } },
      labels: { since: 'Since when', pain: 'Pain', 'category=general': 'General', 'outcome=answered': 'Answered' },
    });
  });
});
