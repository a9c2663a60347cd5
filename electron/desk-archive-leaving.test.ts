// What leaves the archive over the real journal: exported with a reason, or let go by the practice's policy.
import { readdirSync } from 'node:fs';
import os from 'node:os';
import type { Bundle, Resource } from '@medplum/fhirtypes';
import { beforeEach, describe, expect, it } from 'vitest';
import { commands } from '../shared/contract/index.ts';
import type { CommandParsed } from '../shared/contract/index.ts';
import { PatientId } from '../shared/domain/patient/types.ts';
import { ArchiveStage, DAY, NOW, by } from '../test/fakes/archive-stage.ts';
import { callOf, finished } from '../test/fakes/finished-notes.ts';
import { testSite } from '../test/fakes/parts.ts';
import type { ExportFile } from './ports/export.ts';

let stage: ArchiveStage;
beforeEach(() => (stage = new ArchiveStage()));

describe('exporting', () => {
  const exported = (format: 'csv' | 'fhir' | 'print', change: Partial<CommandParsed<'archive.export'>> = {}) =>
    stage.run(
      'archive.export',
      { text: '', filter: {}, format, reason: 'Audit of November', language: 'en', ...change },
      by('supervisor'),
    );

  it('as a table: formulas are harmless, labels are the practice’s', async () => {
    const answer = await exported('csv');
    if (!answer.ok || !answer.value.file) throw new Error('no file');
    const { text, name } = answer.value.file;
    expect(name).toMatch(/^frontdesk-notes-\d{12}\.csv$/);
    expect(text.startsWith('\ufeffCall began,About,Number')).toBe(true);
    expect(text).toContain(`"'=HYPERLINK(""http://x"")"`);
    expect(text).toContain(`'+12065550123`);
    expect(text).toContain('Clinical');
    expect(text.trim().split('\r\n').length).toBe(3);
  });
  it('as FHIR R4: call, owed step, and what stood before a correction', async () => {
    stage.stored.finishNote(
      finished(
        'c1',
        { words: 'Needs metformin', category: 'clinical' },
        { version: 3, author: 'ana', createdAt: NOW - 3_000, patientId: PatientId.parse('p-1') },
      ),
      [],
    );
    const answer = await exported('fhir');
    if (!answer.ok || !answer.value.file) throw new Error('no file');
    const bundle = JSON.parse(answer.value.file.text) as Bundle<Resource>;
    const resources = bundle.entry?.map(({ resource }) => resource as Resource) ?? [];
    expect(resources.map((one) => `${one.resourceType} ${'status' in one ? one.status : ''}`).sort()).toEqual([
      'Communication completed',
      'Communication completed',
      'DocumentReference superseded',
      'Task requested',
    ]);
    const urls = bundle.entry?.map(({ fullUrl }) => fullUrl);
    expect(new Set(urls).size).toBe(4);
    expect(urls?.[0]).toMatch(/^urn:uuid:[0-9a-f]{8}-[0-9a-f]{4}-5[0-9a-f]{3}-[89ab][0-9a-f]{3}-[0-9a-f]{12}$/);
  });
  it('on paper: who, what, told, promised, by whom, by when', async () => {
    const answer = await exported('print', { language: 'es' });
    if (!answer.ok || !answer.value.file) throw new Error('no file');
    const { text } = answer.value.file;
    for (const piece of [
      'José Núñez',
      'Se le dijo',
      'Offer mornings',
      'Front desk',
      'lun, 23 nov 2026, 12:00',
      'pendiente',
      'Sam',
      'Audit of November',
    ])
      expect(text).toContain(piece);
  });
  it('is audited with reason, count and kinds of filters before it is handed over', async () => {
    await exported('csv', { text: 'lisinopril', filter: { author: 'ana' } });
    expect(stage.audited).toMatchObject([
      { action: 'archiveExport', userId: 'sam', detail: 'as=csv notes=1 by=text,author: Audit of November' },
    ]);
  });
  it('refuses an empty export and one without a reason', async () => {
    expect(await exported('csv', { text: 'nobody' })).toMatchObject({ ok: false, error: { code: 'nothingToExport' } });
    expect(stage.audited).toEqual([]);
    expect(
      commands['archive.export'].input.safeParse({ text: '', filter: {}, format: 'csv', reason: '  ', language: 'en' })
        .success,
    ).toBe(false);
  });
  it('where the host asks where to save, the page never gets the file', async () => {
    const saved: ExportFile[] = [];
    stage.build({ save: (file) => saved.push(file) });
    expect(await exported('csv')).toEqual({ ok: true, value: { count: 2, isCut: false } });
    expect(saved.map(({ name }) => name.endsWith('.csv'))).toEqual([true]);
  });
  it('leaves no file behind, and takes the newest 5,000', async () => {
    const before = readdirSync(os.tmpdir()).filter((name) => name.startsWith('frontdesk-notes')).length;
    for (let index = 0; index < 60; index++)
      stage.stored.finishNote(finished(`m${index}`, { words: 'many' }, { createdAt: index + 1 }), []);
    const answer = await exported('csv', { text: 'many' });
    expect(answer).toMatchObject({ ok: true, value: { count: 60, isCut: false } });
    expect(readdirSync(os.tmpdir()).filter((name) => name.startsWith('frontdesk-notes')).length).toBe(before);
  });
});

describe('letting go', () => {
  const old = (id: string, change: Parameters<typeof finished>[2] = {}, content: Parameters<typeof finished>[1] = {}) =>
    finished(
      id,
      { words: `old ${id}`, ...content },
      { createdAt: NOW - 500 * DAY, savedAt: NOW - 500 * DAY, ...change },
    );
  const status = async () => {
    const answer = await stage.run('archive.retention', {}, by('administrator'));
    if (!answer.ok) throw new Error(answer.error.code);
    return answer.value;
  };
  const afterADay = () => stage.clock.advance(DAY + 10 * 60_000);

  it('does nothing and says nothing without a policy', async () => {
    stage.stored.finishNote(old('o1'), []);
    stage.archive.start();
    afterADay();
    expect(stage.stored.note('o1')).toBeDefined();
    expect(stage.audited).toEqual([]);
    expect(await status()).toMatchObject({ policy: {}, lastRun: { deletedNotes: 0 } });
  });
  it('deletes what is past its time, and says what it may not touch and why', async () => {
    stage.site = testSite({ privacy: { retention: { notesDays: 365, callsDays: 365, auditDays: 2190 } } });
    const item = { id: 'ehr/task', callId: 'ehr', kind: 'task', state: 'waiting', attempts: 0, notBefore: 0 } as const;
    for (let index = 0; index < 35; index++) {
      stage.stored.appendCallEvent(callOf(`o${index}`, '+12065550000', NOW - 500 * DAY), 'rang', NOW - 500 * DAY);
      stage.stored.finishNote(old(`o${index}`), []);
    }
    stage.stored.appendCallEvent(callOf('noNote', '+12065550199', NOW - 400 * DAY), 'rang', NOW - 400 * DAY);
    stage.stored.finishNote(old('ehr'), [item]);
    stage.stored.finishNote(old('owed', {}, { nextStep: { text: 'x', owner: 'y', due: '2025-01-01' } }), []);
    stage.stored.finishNote(old('held', { patientId: PatientId.parse('p-9') }), []);
    stage.stored.saveNote(old('draft', { state: 'draft' }));
    stage.stored.saveWork({
      id: 'voicemail/1',
      kind: 'voicemail',
      text: 'call',
      about: 'x',
      owner: 'ana',
      due: '2025-01-01',
      createdAt: 1,
      createdBy: 'ana',
    });
    stage.stored.appendWork('voicemail/1', [
      { what: 'closed', how: 'done', at: NOW - 400 * DAY, by: 'ana', name: 'Ana' },
    ]);
    await stage.run(
      'archive.placeHold',
      { kind: 'patient', value: 'p-9', reason: 'Subpoena' },
      by('administrator', 'office'),
    );
    stage.archive.start();
    stage.clock.advance(59_000);
    expect(stage.stored.note('o1')).toBeDefined();
    stage.clock.advance(60_000);
    expect(
      stage.stored
        .notes('finished')
        .map(({ callId }) => callId)
        .sort(),
    ).toEqual(['c1', 'c2', 'ehr', 'held', 'owed']);
    expect(stage.stored.note('draft')).toBeDefined();
    expect(stage.stored.outbox()).toEqual([item]);
    expect(stage.stored.calls(100).map(({ id }) => id)).toEqual(['c1']);
    expect(stage.stored.work()).toEqual([]);
    expect((await status()).lastRun).toEqual({
      at: NOW + 60_000,
      deletedNotes: 35,
      deletedCalls: 36,
      deletedAudit: 0,
      kept: { held: 1, draft: 1, waitsForEhr: 1, openStep: 1 },
    });
    expect(stage.audited.at(-1)).toEqual({
      action: 'retention',
      userId: '',
      detail: 'notes=35 versions=35 calls=36 events=36 work=1 audit=0 under notesDays=365 callsDays=365 auditDays=2190',
    });
  });
  it('goes on daily: what was held goes after the hold is lifted, with both in the audit', async () => {
    stage.site = testSite({ privacy: { retention: { notesDays: 365 } } });
    stage.stored.finishNote(old('held'), []);
    const admin = by('administrator', 'office');
    const placed = await stage.run('archive.placeHold', { kind: 'note', value: 'held', reason: 'Complaint 12' }, admin);
    if (!placed.ok) throw new Error('not placed');
    stage.archive.start();
    afterADay();
    expect(stage.stored.note('held')).toBeDefined();
    expect((await status()).holds).toMatchObject([{ value: 'held', by: 'office', reason: 'Complaint 12' }]);
    await stage.run('archive.liftHold', { id: placed.value.id, reason: 'Settled' }, admin);
    afterADay();
    expect(stage.stored.note('held')).toBeUndefined();
    expect(stage.audited.map(({ action, detail }) => [action, detail])).toEqual([
      ['holdPlaced', 'id-1 note: Complaint 12'],
      ['holdLifted', 'id-1: Settled'],
      ['retention', 'notes=1 versions=1 calls=0 events=0 work=0 audit=0 under notesDays=365'],
    ]);
    expect(stage.stored.verifyAudit().intact).toBe(true);
  });
  it('cuts the audit by its own time and keeps it provable', () => {
    stage.site = testSite({ privacy: { retention: { auditDays: 2190 } } });
    const journalNow = stage.stored;
    for (let index = 0; index < 450; index++)
      journalNow.audit({ at: NOW - 2_200 * DAY + index, userId: 'x', action: 'verify' });
    journalNow.audit({ at: NOW, userId: 'x', action: 'verify' });
    stage.archive.start();
    stage.clock.advance(2 * 60_000);
    expect(journalNow.verifyAudit()).toEqual({ intact: true, rows: 2 });
    expect(stage.audited).toMatchObject([
      { action: 'retention', detail: expect.stringContaining('audit=450') as string },
    ]);
  });
});
