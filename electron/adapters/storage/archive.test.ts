import { mkdtempSync, readFileSync, readdirSync } from 'node:fs';
import os from 'node:os';
import path from 'node:path';
import fc from 'fast-check';
import { beforeEach, describe, expect, it } from 'vitest';
import type { Filter } from '../../../shared/domain/archive/facts.ts';
import { searchQuery } from '../../../shared/domain/archive/facts.ts';
import { fits, termsOf } from '../../../shared/domain/archive/words.ts';
import { PatientId } from '../../../shared/domain/patient/types.ts';
import type { Note } from '../../../shared/domain/note/types.ts';
import { FROM_THE_START } from '../../ports/archive.ts';
import type { Db } from './database.ts';
import type { StoredJournal } from './journal.ts';
import { journalIn, withDatabaseIn } from '../../../test/fakes/journal-file.ts';
import { STEPS } from './schema.ts';
import { callOf, finished } from '../../../test/fakes/finished-notes.ts';

let folder: string;
beforeEach(() => {
  folder = mkdtempSync(path.join(os.tmpdir(), 'frontdesk-archive-'));
});

const open = (): StoredJournal => journalIn(folder);
const withDatabase = <T>(work: (db: Db) => T): T => withDatabaseIn(folder, work);
/** Every page of the file, used or not, decrypted. */
const pages = () => withDatabase((db) => db.serialize().toString('latin1'));
const found = ({ archive }: StoredJournal, typed: string, filter: Filter = {}): string[] => {
  const answer = archive.find({
    match: searchQuery(termsOf(typed), filter),
    from: filter.from,
    to: filter.to,
    limit: 50,
  });
  if (!answer.ok) throw new Error(`${answer.error.code} ${answer.error.detail}`);
  return answer.value.map(({ note }) => note.callId);
};
const fill = (journal: StoredJournal) => {
  const notes: Note[] = [
    finished(
      'c1',
      { words: 'Needs a refill of lisinopril', category: 'clinical' },
      { about: 'José Núñez', createdAt: 1_000 },
    ),
    finished(
      'c2',
      {
        words: 'Wants to move the visit',
        category: 'scheduling',
        outcome: 'message',
        told: 'We call back',
        nextStep: { text: 'Offer two mornings', owner: 'Front desk', due: '2026-11-23' },
      },
      { author: 'priya', patientId: PatientId.parse('p-7'), createdAt: 2_000 },
    ),
    finished('c3', { words: 'Asks about a bill', fields: { payer: 'Aetna' } }, { createdAt: 3_000 }),
  ];
  journal.appendCallEvent(callOf('c3', '+12065550123', 3_000), 'rang', 3_000);
  notes.forEach((note) => journal.finishNote(note, []));
  return journal;
};

describe('finding', () => {
  it('finds by the beginning of any word, accents and case aside, the newest first', () => {
    const journal = fill(open());
    expect(found(journal, 'REFI')).toEqual(['c1']);
    expect(found(journal, 'nunez jose')).toEqual(['c1']);
    expect(found(journal, 'aetna')).toEqual(['c3']);
    expect(found(journal, 'mornings')).toEqual(['c2']);
    expect(found(journal, 'a')).toEqual(['c3', 'c1']);
    expect(found(journal, '')).toEqual(['c3', 'c2', 'c1']);
    expect(found(journal, '"the visit"')).toEqual(['c2']);
    expect(found(journal, '"visit the"')).toEqual([]);
  });
  it('finds by a number in any spelling, by its end, and by the digits first typed', () => {
    const journal = fill(open());
    for (const typed of ['(206) 555-0123', '+1 206 555 0123', '5550123', '0123', '206555'])
      expect(found(journal, typed)).toEqual(['c3']);
  });
  it('filters by facts, which no typed word can stand for', () => {
    const journal = fill(open());
    expect(found(journal, '', { category: 'scheduling' })).toEqual(['c2']);
    expect(found(journal, '', { author: 'chloe' })).toEqual(['c3', 'c1']);
    expect(found(journal, 'visit', { owner: 'Front desk', outcome: 'message', patientId: 'p-7' })).toEqual(['c2']);
    expect(found(journal, 'visit', { category: 'clinical' })).toEqual([]);
    expect(found(journal, '', { number: '2065550123' })).toEqual(['c3']);
    expect(found(journal, '', { from: 2_000, to: 2_999 })).toEqual(['c2']);
    expect(found(journal, 'facts')).toEqual([]);
  });
  it('knows whether the next step is done', () => {
    const journal = fill(open());
    expect(found(journal, '', { step: 'open' })).toEqual(['c2']);
    journal.appendWork('c2/task', [{ what: 'closed', how: 'done', at: 9, by: 'ana', name: 'Ana' }]);
    expect(found(journal, '', { step: 'open' })).toEqual([]);
    expect(found(journal, '', { step: 'closed' })).toEqual(['c2']);
    expect(found(journal, '', { step: 'none' })).toEqual(['c3', 'c1']);
    journal.appendWork('c2/task', [{ what: 'reopened', at: 10, by: 'ana', name: 'Ana' }]);
    expect(found(journal, '', { step: 'open' })).toEqual(['c2']);
  });
  it('follows a correction: the new words are found, the old ones are not, both versions are there', () => {
    const journal = fill(open());
    journal.finishNote(finished('c1', { words: 'Needs a refill of metformin' }, { version: 3 }), []);
    expect(found(journal, 'lisinopril')).toEqual([]);
    expect(found(journal, 'metformin')).toEqual(['c1']);
    expect(journal.archive.versions('c1').map(({ version }) => version)).toEqual([2, 3]);
  });
  it('keeps two calls of one moment apart', () => {
    const journal = open();
    for (const id of ['a', 'b', 'c']) journal.finishNote(finished(id, { words: 'same' }, { createdAt: 5_000 }), []);
    expect(found(journal, 'same', { from: 5_000, to: 5_000 }).sort()).toEqual(['a', 'b', 'c']);
  });
  it('whatever is typed is a question, never an error, and answers what the plain search answers', () => {
    const journal = open();
    const texts = [
      'Refill for José',
      `O'Brien "AND" OR NOT near(x)`,
      'text:facts ^ * - + {}',
      'שלום עולם 👩‍⚕️',
      'ΑΒΓ día 12-34',
    ];
    texts.forEach((words, index) =>
      journal.finishNote(finished(`c${index}`, { words }, { createdAt: 1_000 + index }), []),
    );
    const hostile = fc.oneof(
      fc.string({ unit: 'binary', maxLength: 60 }),
      fc.stringMatching(/^["'*^():{}+\-A-Za-z ]{0,30}$/),
      fc.constantFrom(
        '"',
        '*',
        'AND',
        'refill*',
        'NEAR(a b)',
        'text:x',
        "'; DROP TABLE note; --",
        '{facts}: a',
        '\u0000',
        '"a" OR "b"',
        'obrien',
        "o'br",
        'jose dia',
      ),
    );
    fc.assert(
      fc.property(hostile, (typed) => {
        const terms = termsOf(typed);
        const ids = new Set(found(journal, typed));
        // The plain search speaks for letters the index folds as it does.
        if (terms.length > 0 && /^[\x20-\x7e]*$/.test(typed) && terms[0]?.kind !== 'number')
          texts.forEach((words, index) =>
            expect([typed, index, ids.has(`c${index}`)]).toEqual([typed, index, fits([words], terms)]),
          );
      }),
      { numRuns: 500 },
    );
    expect(journal.notes('finished').length).toBe(5);
  });
});

describe('the index', () => {
  it('is in the encrypted file: no word of a note in any file of the folder', () => {
    const journal = open();
    for (let index = 0; index < 300; index++)
      journal.finishNote(finished(`c${index}`, { words: `unmistakable-words number${index}` }), []);
    const files = readdirSync(folder);
    expect(files).toContain('journal.db-wal');
    for (const name of files) expect(readFileSync(path.join(folder, name), 'latin1')).not.toContain('unmistakable');
    expect(found(journal, 'unmistakable').length).toBe(50);
    journal.close();
    expect(pages()).toContain('unmistakable');
  });
  it('keeps what is sorted in memory', () => {
    open();
    withDatabase((db) => expect(db.pragma('temp_store', { simple: true })).toBe(2));
  });
  it.each([
    ['gone', 'DROP TABLE note_text'],
    ['half gone', 'DROP TABLE note_text; DROP TABLE archived'],
    ['of garbage', `UPDATE note_text_data SET block = randomblob(100)`],
    ['without its pages', 'DELETE FROM note_text_data'],
  ])('that is %s costs no note: it is made again', (_what, damage) => {
    fill(open()).close();
    withDatabase((db) => db.unsafeMode(true).exec(damage));
    const journal = open();
    found(journal, 'refill');
    expect(journal.finishNote(finished('c4', { words: 'One more refill' }, { createdAt: 4_000 }), [])).toMatchObject({
      ok: true,
    });
    expect(journal.note('c4')?.content.words).toBe('One more refill');
    while (journal.archive.unindexed() > 0) expect(journal.archive.indexMore(2).ok).toBe(true);
    expect(found(journal, 'refill')).toEqual(['c4', 'c1']);
    expect(found(journal, '0123')).toEqual(['c3']);
  });
});

describe('a journal made by an earlier program', () => {
  /** What the program of before the archive wrote, in its own words. */
  const writeOld = (db: Db) => {
    db.exec(
      `DROP TABLE note_text; DROP TABLE archived; DROP TABLE hold; DROP TABLE audit_start; DROP INDEX note_by_state; DROP TABLE work_event;
       DROP INDEX outbox_by_state; DROP INDEX outbox_by_call; DROP TABLE site_version; DROP TABLE queue_call; DROP TABLE desk_call;
       DROP TABLE pbx_heard; DROP TABLE queue_log_place; DROP TABLE figure_count; DROP TABLE handled_place; DROP TABLE ehr_profile;
       DROP TABLE member_span; DROP TABLE phone_link; DROP TABLE phone_person; DROP TABLE kept_card; DROP TABLE audit_mirror;
       DROP TABLE waiting_call`,
    );
    const sure = db.prepare<[], { name: string }>(`SELECT name FROM sqlite_master WHERE type = 'table'`).all();
    expect(sure.map(({ name }) => name).sort()).toEqual(
      ['audit', 'call_event', 'done', 'note', 'note_version', 'outbox', 'work'].sort(),
    );
    db.pragma('user_version = 2');
    db.pragma('secure_delete = OFF');
    const put = db.prepare('INSERT INTO note (call_id, state, saved_at, note) VALUES (?, ?, ?, ?)');
    const putVersion = db.prepare('INSERT INTO note_version (call_id, version, note) VALUES (?, ?, ?)');
    for (let index = 0; index < 40; index++) {
      const note = finished(`old-${index}`, { words: `dizzy since Tuesday ${index}` }, { createdAt: 1_000 + index });
      put.run(note.callId, note.state, note.savedAt, JSON.stringify(note));
      putVersion.run(note.callId, note.version, JSON.stringify(note));
    }
    put.run('draft-1', 'draft', 1, JSON.stringify(finished('draft-1', { words: 'half typed' }, { state: 'draft' })));
    put.run('gone-1', 'draft', 1, JSON.stringify({ words: 'forgottenword'.repeat(20) }));
    db.exec(`DELETE FROM note WHERE call_id = 'gone-1'`);
  };

  it('opens, keeps every note, is indexed in pieces, and loses what it had deleted', () => {
    withDatabase(writeOld);
    expect(STEPS.length).toBeGreaterThanOrEqual(3);
    const journal = open();
    expect(journal.notes('finished').length).toBe(40);
    expect(journal.note('draft-1')?.content.words).toBe('half typed');
    expect(journal.archive.unindexed()).toBe(40);
    journal.archive.indexMore(15);
    expect(journal.archive.unindexed()).toBe(25);
    while (journal.archive.unindexed() > 0) journal.archive.indexMore(15);
    expect(found(journal, 'dizzy').length).toBe(40);
    journal.close();
    expect(pages()).not.toContain('forgottenword');
    expect(open().notes('finished').length).toBe(40);
  });
  it('written by a newer program is opened and not called back', () => {
    open().close();
    withDatabase((db) => db.pragma('user_version = 99'));
    open().close();
    withDatabase((db) => expect(db.pragma('user_version', { simple: true })).toBe(99));
  });
});

describe('letting go', () => {
  const secret = (index: number) =>
    `zq${[...String(index * 7919 + 104_729)].map((digit) => 'abcdefghij'[Number(digit)]).join('')}xw`;
  const write = (journal: StoredJournal, index: number) => {
    const id = `c${index}`;
    journal.appendCallEvent(callOf(id, `+1206${5_000_000 + index}`), 'rang', 1_000 + index);
    const words = `Asks about ${secret(index)} and again ${secret(index)} `.repeat(1 + (index % 40) * 3);
    const note = finished(
      id,
      { words, nextStep: { text: `step ${secret(index)}`, owner: 'Nurse', due: '2026-01-01' } },
      { createdAt: 1_000 + index },
    );
    const item = {
      id: `${id}/communication`,
      callId: id,
      kind: 'communication',
      state: 'sent',
      attempts: 1,
      notBefore: 0,
    } as const;
    journal.saveNote({ ...note, state: 'draft', version: 1, content: { ...note.content, words: words.slice(0, 40) } });
    journal.finishNote(note, [item]);
    journal.finishNote({ ...note, version: 3 }, []);
    journal.appendWork(`${id}/task`, [{ what: 'closed', how: 'done', at: 5, by: 'ana', name: 'Ana' }]);
  };

  it('leaves no trace of the words in any page of the file, and the rest as it was', () => {
    const journal = open();
    for (let index = 0; index < 120; index++) write(journal, index);
    const gone = Array.from({ length: 120 }, (_, index) => index).filter((index) => index % 3 !== 0);
    expect(pages()).toContain(secret(1));
    const removed = journal.archive.removeNotes(gone.map((index) => `c${index}`));
    expect(removed).toEqual({ ok: true, value: { notes: 80, versions: 160, calls: 80, events: 80, work: 0 } });
    expect(journal.archive.wipe().ok).toBe(true);
    expect(readFileSync(path.join(folder, 'journal.db-wal')).length).toBe(0);
    const image = pages();
    expect(gone.filter((index) => image.includes(secret(index)) || image.includes(`${5_000_000 + index}`))).toEqual([]);
    expect(found(journal, secret(1))).toEqual([]);
    expect(found(journal, secret(3))).toEqual(['c3']);
    expect(journal.outbox().length).toBe(40);
    expect(journal.calls(500).length).toBe(40);
  });

  it('tells what stands in a deletion’s way, oldest first, in pages', () => {
    const journal = open();
    for (let index = 0; index < 5; index++) write(journal, index);
    journal.finishNote(
      finished(
        'w',
        { nextStep: { text: 'x', owner: 'y', due: '2026-01-01' } },
        { savedAt: 3_000, patientId: PatientId.parse('p') },
      ),
      [
        { id: 'w/communication', callId: 'w', kind: 'communication', state: 'refused', attempts: 1, notBefore: 0 },
        { id: 'w/task', callId: 'w', kind: 'task', state: 'waiting', attempts: 1, notBefore: 0 },
      ],
    );
    const first = journal.archive.oldNotes(4_000, FROM_THE_START, 4);
    expect(first.rows.map(({ callId }) => callId)).toEqual(['c0', 'c1', 'c2', 'c3']);
    const second = journal.archive.oldNotes(4_000, first.next!, 4);
    expect(second.next).toBeUndefined();
    expect(second.rows).toEqual([
      {
        callId: 'c4',
        state: 'finished',
        at: 2_000,
        patientId: undefined,
        number: '+12065000004',
        outbox: ['sent'],
        openStep: false,
      },
      {
        callId: 'w',
        state: 'finished',
        at: 3_000,
        patientId: 'p',
        number: '',
        outbox: ['refused', 'waiting'],
        openStep: true,
      },
    ]);
    expect(journal.archive.oldNotes(2_500, first.next!, 4).rows.length).toBe(1);
  });

  it('lets calls go before their notes, and still knows the number', () => {
    const journal = open();
    for (let index = 0; index < 5; index++) write(journal, index);
    const { rows, next } = journal.archive.oldCalls(1_003, FROM_THE_START, 2);
    expect(rows.map(({ callId }) => callId)).toEqual(['c0', 'c1']);
    expect(journal.archive.oldCalls(1_003, next!, 2)).toEqual({
      rows: [{ callId: 'c2', at: 1_002, number: '+12065000002', patientId: undefined, hasDraft: false }],
    });
    expect(journal.archive.removeCalls(['c0', 'c1'])).toMatchObject({ ok: true, value: { calls: 2, notes: 0 } });
    expect(journal.archive.note('c0')?.contact.number).toBe('+12065000000');
    expect(found(journal, '2065000000')).toEqual(['c0']);
  });

  it('keeps holds until they are lifted', () => {
    const journal = open();
    const hold = { id: 'h1', kind: 'patient', value: 'p-1', reason: 'Subpoena', by: 'office', at: 5 } as const;
    journal.archive.placeHold(hold);
    journal.archive.placeHold({ ...hold, reason: 'again' });
    expect(journal.archive.holds()).toEqual([hold]);
    journal.archive.liftHold('h1');
    expect(journal.archive.holds()).toEqual([]);
  });
});

describe('the audit, cut by retention', () => {
  const fillAudit = () => {
    const journal = open();
    for (let at = 1; at <= 9; at++) journal.audit({ at, userId: 'chloe', action: 'verify' });
    return journal;
  };
  it('is whole after its oldest rows are let go, also after a restart', () => {
    const journal = fillAudit();
    expect(journal.archive.removeAudit(4, 2)).toEqual({ ok: true, value: 2 });
    expect(journal.archive.removeAudit(4, 20)).toEqual({ ok: true, value: 1 });
    expect(journal.verifyAudit()).toEqual({ intact: true, rows: 6 });
    journal.audit({ at: 10, userId: 'chloe', action: 'verify' });
    journal.close();
    expect(open().verifyAudit()).toEqual({ intact: true, rows: 7 });
  });
  it('never loses its newest row', () => {
    const journal = fillAudit();
    journal.archive.removeAudit(1_000, 1_000);
    expect(journal.verifyAudit()).toEqual({ intact: true, rows: 1 });
  });
  it.each([
    ['a further cut', 'DELETE FROM audit WHERE seq = 4'],
    ['a forged beginning', 'UPDATE audit_start SET seq = 4; DELETE FROM audit WHERE seq = 4'],
    ['a beginning taken away', 'DELETE FROM audit_start'],
    ['everything gone', 'DELETE FROM audit'],
  ])('finds %s', (_what, sql) => {
    const journal = fillAudit();
    journal.archive.removeAudit(4, 100);
    journal.close();
    withDatabase((db) => db.exec(sql));
    expect(open().verifyAudit()).toMatchObject({ intact: false });
  });
});
