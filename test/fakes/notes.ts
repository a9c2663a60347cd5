// Notes over a journal in memory, for the tests of what keeps them.
import { FakeClock, FakeJournal, FakeTopics, testSite } from './parts.ts';
import type { NoteRow } from '../../shared/contract/note.ts';
import type { CommandName } from '../../shared/contract/index.ts';
import { CallId } from '../../shared/domain/call/call.ts';
import type { EmergencyStep, Note, NoteContent } from '../../shared/domain/note/types.ts';
import type { PatientId } from '../../shared/domain/patient/types.ts';
import type { Site } from '../../shared/domain/site/site.ts';
import type { Result } from '../../shared/result/result.ts';
import { NotesService } from '../../electron/services/notes/notes-service.ts';
import type { NotesDeps } from '../../electron/services/notes/notes-service.ts';

const caller = { page: 'console', userId: 'ana', role: 'receptionist' } as const;
export const C = CallId.parse('c1');
export const typed = (words: string, change: Partial<NoteContent> = {}): NoteContent => ({
  words,
  fields: {},
  told: '',
  ...change,
});
export const COMPLETE = typed('refill', {
  category: 'general',
  outcome: 'answered',
  told: 'will do',
  nextStep: 'nothing',
});
export const OWES: NoteContent = {
  ...COMPLETE,
  nextStep: { text: 'call back', owner: 'Nurse line', due: '2099-01-01' },
};

export function stage(journal = new FakeJournal(), site: Site = testSite()) {
  const clock = new FakeClock(Date.parse('2026-11-21T15:00:00Z'));
  const topics = new FakeTopics();
  const who: { patientId?: PatientId; about: string } = { about: '(617) 555-0123' };
  const health: string[] = [];
  const changed: string[] = [];
  const finished: [Note, string][] = [];
  const looked: string[] = [];
  const at: { journal: FakeJournal | undefined; known?: ReturnType<NotesDeps['known']> } = { journal };
  const notes = new NotesService({
    topics,
    clock,
    journal: () => at.journal,
    site: () => site,
    subject: () => who,
    known: () => at.known,
    onLookedAt: (note, what, userId) => looked.push(`${what} v${note.version} ${userId}`),
    onChange: (note) => changed.push(note.content.words),
    onKept: (kept) => health.push(kept.ok ? 'ok' : kept.error.code),
    onFinished: (note, userId) => finished.push([note, userId]),
  });
  const run = async (name: CommandName, input: object, userId: string = caller.userId): Promise<Result<unknown>> =>
    (notes.handlers[name] as (input: unknown, from: object) => Promise<Result<unknown>>)(
      { callId: C, ...input },
      { ...caller, userId },
    );
  return {
    ...{ notes, clock, topics, journal, at, who, health, changed, finished, looked, run },
    row: () => topics.get('notes', C) as NoteRow,
    save: (version: number, content: NoteContent, userId?: string) => run('note.save', { version, content }, userId),
    finish: () => run('note.finish', {}),
    step: (step: EmergencyStep['step'], text: string) => run('note.emergencyStep', { step, text }),
  };
}
