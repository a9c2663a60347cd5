// Finding finished notes over the real journal: who finds what, and what the audit says about it.
import { beforeEach, describe, expect, it } from 'vitest';
import { commands } from '../shared/contract/index.ts';
import { ok } from '../shared/result/result.ts';
import { ArchiveStage, NOW, by } from '../test/fakes/archive-stage.ts';
import { finished } from '../test/fakes/finished-notes.ts';
import { testSite } from '../test/fakes/parts.ts';

const WORDS = ['lisinopril', 'dizzy', 'mornings', 'Núñez'];

let stage: ArchiveStage;
beforeEach(() => (stage = new ArchiveStage()));

describe('finding notes', () => {
  it('finds, marks as data, and says whose and where it stands', async () => {
    const answer = await stage.search('dizz');
    expect(answer).toMatchObject({
      ok: true,
      value: {
        unindexed: 0,
        hits: [
          {
            callId: 'c1',
            about: 'José Núñez',
            number: '+12065550123',
            author: 'ana',
            step: 'none',
            snippet: { text: 'Needs lisinopril, dizzy', marks: [{ from: 18, to: 23 }] },
          },
        ],
      },
    });
  });
  it('shows drafts of this desk first, found in the same way', async () => {
    stage.stored.saveNote(
      finished('d1', { words: 'dizzy as well' }, { state: 'draft', author: 'ana', createdAt: NOW }),
    );
    expect(await stage.ids('dizzy')).toEqual(['d1', 'c1']);
    expect(await stage.ids('', by('receptionist'), { filter: { author: 'sam' } })).toEqual(['c2']);
  });
  it('goes on where the first page ended', async () => {
    for (let index = 0; index < 230; index++)
      stage.stored.finishNote(finished(`m${index}`, { words: 'many' }, { createdAt: index + 1 }), []);
    const pages: string[][] = [];
    let before: number | undefined;
    do {
      const answer = await stage.search('many', by('receptionist'), { before });
      if (!answer.ok) throw new Error(answer.error.code);
      pages.push(answer.value.hits.map(({ callId }) => callId));
      before = answer.value.before;
    } while (before !== undefined);
    expect(pages.map((page) => page.length)).toEqual([100, 100, 30]);
    expect(new Set(pages.flat()).size).toBe(230);
  });
  it('by relevance puts the whole word before its beginning, and the older one if it fits better', async () => {
    stage.stored.finishNote(finished('old', { words: 'move' }, { createdAt: 5 }), []);
    stage.stored.finishNote(finished('new', { words: 'movement' }, { createdAt: NOW }), []);
    expect(await stage.ids('move', by('receptionist'), { order: 'relevance' })).toEqual(['c2', 'old', 'new']);
  });
  it('where the site says so, receptionists find and open their own only, supervisors everything', async () => {
    stage.site = testSite({ privacy: { findNotesOf: 'own' } });
    expect(await stage.ids('')).toEqual(['c1']);
    expect(await stage.ids('', by('assistant', 'ana'))).toEqual(['c1']);
    expect(await stage.ids('', by('receptionist'), { filter: { author: 'sam' } })).toEqual([]);
    expect(await stage.ids('', by('supervisor'))).toEqual(['c2', 'c1']);
    expect(await stage.run('archive.note', { callId: finished('c2').callId }, by('receptionist'))).toMatchObject({
      ok: false,
      error: { code: 'notAllowed' },
    });
  });
  it('is audited without a word that was searched for, and the log holds none either', async () => {
    for (const word of WORDS) await stage.search(word);
    await stage.search('x', by('receptionist'), { filter: { category: 'clinical', number: '2065550123' } });
    await stage.run('archive.note', { callId: finished('c1').callId }, by('supervisor'));
    const rows = stage.audited;
    expect(rows.map(({ action }) => action)).toEqual([
      ...WORDS.map(() => 'archiveSearch'),
      'archiveSearch',
      'archiveOpen',
    ]);
    expect(rows.at(-2)).toMatchObject({ userId: 'ana', detail: 'by=text,category,number shown=1' });
    expect(rows.at(-1)).toMatchObject({ userId: 'sam', callId: 'c1', patientId: 'p-1', detail: 'author=ana' });
    for (const word of [...WORDS, '2065550123']) expect(JSON.stringify(stage.log.lines)).not.toContain(word);
    expect(stage.stored.verifyAudit()).toEqual({ intact: true, rows: 6 });
  });
  it('opens a note with all its versions', async () => {
    stage.stored.finishNote(finished('c2', { words: 'Cancel the visit' }, { version: 3, author: 'ana' }), []);
    const answer = await stage.run('archive.note', { callId: finished('c2').callId }, by('receptionist'));
    expect(answer).toMatchObject({
      ok: true,
      value: {
        note: { version: 3 },
        versions: [
          { version: 2, author: 'sam' },
          { version: 3, author: 'ana' },
        ],
        holds: [],
      },
    });
    expect(await stage.run('archive.note', { callId: finished('gone').callId }, by('receptionist'))).toMatchObject({
      error: { code: 'noteGone' },
    });
  });
  it('answers nothing while the journal is closed', async () => {
    stage.build({ current: () => undefined });
    expect(await stage.search('x')).toMatchObject({ ok: false, error: { code: 'journalLocked' } });
  });
  it('is nobody’s who is locked out or may not', () => {
    for (const name of [
      'archive.search',
      'archive.note',
      'archive.export',
      'archive.retention',
      'archive.placeHold',
    ] as const)
      expect([commands[name].whileLocked, commands[name].access === 'anyone', commands[name].pages]).toEqual([
        undefined,
        false,
        ['console'],
      ]);
    expect(commands['archive.export'].access).toEqual(['supervisor', 'administrator']);
    expect(commands['archive.liftHold'].access).toEqual(['administrator']);
  });
});

describe('the index of an old journal', () => {
  it('grows a few notes at a time, and the search says how many it lacks', async () => {
    const { archive } = stage.stored;
    let left = 45;
    const indexMore = (limit: number) => {
      left = Math.max(0, left - limit);
      return ok(left > 0);
    };
    const without: typeof archive = {
      ...archive,
      ...{ find: archive.find.bind(archive), drafts: archive.drafts.bind(archive) },
      ...{ unindexed: () => left, indexMore },
    };
    const journal = { ...stage.stored, archive: without } as unknown as typeof stage.stored;
    stage.build({ current: () => journal });
    stage.archive.start();
    expect(await stage.search('many')).toMatchObject({ value: { unindexed: 25 } });
    stage.clock.advance(1_000);
    expect(await stage.search('many')).toMatchObject({ value: { unindexed: 0 } });
  });
});
