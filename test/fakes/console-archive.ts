// Finished notes for the window's scenes, searched as the real host searches them. All people are made up.
import type { ArchiveFilter, ArchivedNoteView, ArchiveHit } from '../../shared/contract/archive.ts';
import { hitOf } from '../../electron/services/archive/archive-service.ts';
import type { ArchivedNote } from '../../electron/ports/archive.ts';
import { noteFits, stepState } from '../../shared/domain/archive/facts.ts';
import { termsOf } from '../../shared/domain/archive/words.ts';
import type { Note } from '../../shared/domain/note/types.ts';
import type { PatientId } from '../../shared/domain/patient/types.ts';
import { ok } from '../../shared/result/result.ts';
import type { ConsoleHost } from './console-host.ts';
import { finished } from './finished-notes.ts';

const MINUTE = 60_000;
const ABOUT = ['Jane Doe', 'José Núñez', 'Maria Lopez', '+15558881234', 'Dr. Patel’s office', 'Priya Shah', 'Leo Hart'];
const STORIES: readonly Partial<Note['content']>[] = [
  {
    category: 'clinical',
    words:
      'Needs a refill of lisinopril 10 mg, the pharmacy says there are none left. Dizzy when standing up since Tuesday.',
    fields: { medication: 'Lisinopril', since: 'Tuesday', redflags: 'yes' },
    outcome: 'callback',
    told: 'A nurse calls back today before five.',
    nextStep: { text: 'Call back about the refill and the dizziness', owner: 'Nurse line', due: '2024-03-04T17:00' },
  },
  {
    category: 'scheduling',
    words: 'Wants to move the visit of Thursday, the car broke down. Any morning.',
    fields: { visit: 'follow' },
    outcome: 'answered',
    told: 'Moved to Monday, 9:20.',
    nextStep: 'nothing',
  },
  {
    category: 'insurance',
    words: 'Asks why the statement of October shows 45 dollars after the refill visit.',
    outcome: 'callback',
    told: 'Billing looks into it and calls by tomorrow noon.',
    nextStep: { text: 'Explain the statement of October', owner: 'Billing', due: '2099-01-01' },
  },
  {
    category: 'general',
    words: '<img src=x onerror=alert(1)> \u202egnp.refill "OR" **bold** 👩‍⚕️ שלום',
    outcome: 'answered',
    told: 'Opening hours.',
    nextStep: 'nothing',
  },
];

export function archive(count: number): ArchivedNote[] {
  const now = Date.now();
  return Array.from({ length: count }, (_, index): ArchivedNote => {
    const about = ABOUT[index % ABOUT.length] ?? '';
    const at = now - (index * index * 7 + 5) * MINUTE;
    const isCorrected = index === 0;
    const number = about.startsWith('+') ? about : `+1555123${String(4567 + index).slice(-4)}`;
    const patientId =
      about.includes(' ') && !about.startsWith('Dr') ? { patientId: `p-${index % 7}` as PatientId } : {};
    const note = finished(`a${index}`, STORIES[index % STORIES.length], {
      ...{ about, author: index % 3 === 0 ? 'marcus' : 'ana', createdAt: at, savedAt: at + 4 * MINUTE },
      ...{ finishedAt: at + 4 * MINUTE, version: isCorrected ? 3 : 2, delivery: 'sent', ...patientId },
      ...(index === 4 ? { emergency: [{ at, step: 'heard' as const, text: 'chest pain' }] } : {}),
    });
    return { doc: at, note, contact: { number, about }, isDone: index % 4 === 2 };
  });
}

/** Lets the scripted host answer as the real one does. */
export function answerArchive(host: ConsoleHost, notes: readonly ArchivedNote[]): void {
  const PAGE = 100;
  host.answer('archive.search', ({ text, filter, before }) => {
    const terms = termsOf(text);
    const fitting = notes.filter(({ note, contact }) => noteFits(note, contact, terms, filter as ArchiveFilter));
    const rest = before === undefined ? fitting : fitting.filter(({ doc }) => doc < before);
    const page = rest.slice(0, PAGE);
    const hits: ArchiveHit[] = page.map((one) => hitOf(one, terms));
    return ok({ hits, unindexed: 0, ...(rest.length > PAGE ? { before: page.at(-1)?.doc } : {}) });
  });
  host.answer('archive.note', ({ callId }) => {
    const one = notes.find(({ note }) => note.callId === callId) ?? notes[0];
    if (!one) throw new Error('the scene has no notes');
    const { note, contact, isDone } = one;
    const earlier: Note = {
      ...note,
      ...{ version: 2, author: 'ana', content: { ...note.content, words: 'Needs a refill of lisinopril.' } },
    };
    const view: ArchivedNoteView = {
      ...{ note, about: contact.about, number: contact.number, step: stepState(note, isDone) },
      versions: note.version === 3 ? [earlier, note] : [note],
      holds:
        note.callId === 'a1'
          ? [{ id: 'h1', kind: 'note', value: note.callId, reason: 'Complaint 12', by: 'marcus', at: note.savedAt }]
          : [],
    };
    return ok(view);
  });
  host.answer('archive.export', ({ format }) =>
    ok({
      count: notes.length,
      isCut: false,
      file: { name: `frontdesk-notes.${format}`, type: 'text/csv', text: '\ufeffAbout,Told\r\nJosé Núñez,Moved\r\n' },
    }),
  );
  host.answer('archive.retention', () =>
    ok({
      policy: { notesDays: 3650, auditDays: 3650 },
      holds: [
        { id: 'h1', kind: 'note', value: 'a1', reason: 'Complaint 12', by: 'marcus', at: Date.now() - 90 * MINUTE },
        {
          id: 'h2',
          kind: 'number',
          value: '+15558881234',
          reason: 'Subpoena 2026-114',
          by: 'marcus',
          at: 1_700_000_000_000,
        },
      ],
      lastRun: {
        ...{ at: Date.now() - 30 * MINUTE, deletedNotes: 12, deletedCalls: 15, deletedAudit: 0 },
        kept: { held: 1, draft: 1, waitsForEhr: 3, openStep: 2 },
      },
    }),
  );
}
