// Notes: kept as typed, acknowledged once on disk, finished in one transaction with what the EHR is owed.
import type { NoteRow } from '../../../shared/contract/note.ts';
import type { CallId } from '../../../shared/domain/call/call.ts';
import { emptyContent, isStarted, missingIn } from '../../../shared/domain/note/complete.ts';
import type { EmergencyStep, Note, NoteContent } from '../../../shared/domain/note/types.ts';
import type { PatientId } from '../../../shared/domain/patient/types.ts';
import type { Site } from '../../../shared/domain/site/site.ts';
import { fail, ok } from '../../../shared/result/result.ts';
import type { Done, Result } from '../../../shared/result/result.ts';
import type { Journal, OutboxItem } from '../../ports/journal.ts';
import type { Clock } from '../../ports/runtime.ts';
import type { Handlers, Topics } from '../../ports/topics.ts';

export interface NotesDeps {
  readonly topics: Topics;
  readonly clock: Clock;
  readonly journal: () => Journal | undefined;
  readonly site: () => Site | undefined;
  /** Who the call is about: the verified patient, and a label for lists (number or verified name). */
  readonly subject: (callId: CallId) => { patientId?: PatientId | undefined; about: string };
  /** Words or category changed: the rules may decide otherwise. */
  readonly onChange: (note: Note) => void;
  /** Outcome of every write to the journal, for the health lamp. */
  readonly onKept: (result: Result<void>) => void;
  readonly onFinished: (note: Note, userId: string) => void;
}

export class NotesService {
  readonly #deps: NotesDeps;
  readonly #notes = new Map<CallId, Note>();
  /** Drafts of an earlier run: their call is over, so whose they are is what the journal says. */
  readonly #restored = new Set<CallId>();

  constructor(deps: NotesDeps) {
    this.#deps = deps;
  }

  get(callId: CallId): Note | undefined {
    return this.#notes.get(callId);
  }

  /** Drafts of an earlier run come back when the journal opens; nothing typed is lost by a crash or a kill. */
  restore(): void {
    const journal = this.#deps.journal();
    if (!journal) return;
    for (const note of journal.notes('draft')) {
      this.#restored.add(note.callId);
      this.#put(note);
    }
  }

  /** The empty note of a call that has begun, so that the form is there before anything is typed. */
  open(callId: CallId, author: string): void {
    if (this.#notes.has(callId)) return;
    const now = this.#deps.clock.now();
    this.#put({
      callId,
      author,
      content: emptyContent(),
      version: 0,
      state: 'draft',
      createdAt: now,
      savedAt: now,
      emergency: [],
      delivery: 'none',
    });
  }

  /** Brings whose note it is and what is shown about it up to date. */
  refresh(callId: CallId): void {
    const note = this.#notes.get(callId);
    if (!note) return;
    const current = this.#withPatient(note);
    // What is on disk must name the right patient at once: after a crash nobody can ask the caller again.
    const isOnDisk = current.patientId !== note.patientId && note.version > 0 && this.#keep(current).ok;
    if (!isOnDisk) this.#put(current);
  }

  /** A red flag was heard: the first time stamp of the checklist. */
  emergencyHeard(callId: CallId, words: readonly string[]): void {
    const note = this.#notes.get(callId);
    if (note && !note.emergency.some((step) => step.step === 'heard'))
      this.#addStep(note, { at: this.#deps.clock.now(), step: 'heard', text: words.join(', ') });
  }

  /** A call that ended without a word typed and without having been answered leaves no empty note behind. */
  discardIfEmpty(callId: CallId): void {
    const note = this.#notes.get(callId);
    if (!note || note.version > 0 || isStarted(note.content)) return;
    this.#notes.delete(callId);
    this.#deps.topics.remove('notes', callId);
  }

  /** A finished note is on disk; memory and the views need it no more once its call has been put away. */
  letGo(callId: CallId): void {
    if (this.#notes.get(callId)?.state !== 'finished') return;
    this.#notes.delete(callId);
    this.#deps.topics.remove('notes', callId);
  }

  /** The outbox settled something: the note's delivery state changed on disk already. */
  delivered(note: Note): void {
    if (this.#notes.has(note.callId)) this.#put(note);
  }

  readonly handlers: Handlers = {
    'note.save': ({ callId, version, content }, { userId }) => this.#save(callId, version, content, userId),
    'note.finish': ({ callId }, { userId }) => this.#finish(callId, userId),
    'note.emergencyStep': ({ callId, step, text }) => {
      const note = this.#notes.get(callId);
      return note ? this.#addStep(note, { at: this.#deps.clock.now(), step, text }) : fail('callGone');
    },
  };

  #save(
    callId: CallId,
    version: number,
    content: NoteContent,
    userId: string,
  ): Result<{ version: number; savedAt: number }> {
    const before = this.#notes.get(callId);
    if (!before) return fail('callGone');
    if (before.state === 'finished') return fail('noteFinished');
    // An older version is a late autosave of the same window: the newer text is already on disk.
    if (version < before.version) return ok({ version: before.version, savedAt: before.savedAt });
    const note: Note = {
      ...this.#withPatient(before),
      content,
      author: userId || before.author,
      version: before.version + 1,
      savedAt: this.#deps.clock.now(),
    };
    const kept = this.#keep(note);
    if (!kept.ok) return kept;
    this.#deps.onChange(note);
    return ok({ version: note.version, savedAt: note.savedAt });
  }

  #finish(callId: CallId, userId: string): Result<Done> {
    const note = this.#notes.get(callId);
    const site = this.#deps.site();
    const journal = this.#deps.journal();
    if (!note || !site) return fail('callGone');
    if (note.state === 'finished') return fail('noteFinished');
    if (!journal) return fail('journalLocked');
    const missing = missingIn(site, note.content, new Date(this.#deps.clock.now()).toISOString());
    if (missing.length > 0) return fail('noteIncomplete', missing.map((item) => item.field).join(' '));
    const now = this.#deps.clock.now();
    const current = this.#withPatient(note);
    const items = current.patientId ? outboxItems(note, now) : [];
    const finished: Note = {
      ...current,
      about: this.#deps.subject(callId).about.slice(0, 500),
      state: 'finished',
      version: note.version + 1,
      savedAt: now,
      finishedAt: now,
      author: userId || note.author,
      delivery: items.length > 0 ? 'waiting' : 'keptHere',
    };
    const kept = journal.finishNote(finished, items);
    this.#deps.onKept(kept);
    if (!kept.ok) return kept;
    this.#put(finished);
    this.#deps.onFinished(finished, userId);
    return ok({});
  }

  /** The verified patient of the call as it is now, or none: a choice that was taken back leaves nothing behind. */
  #withPatient(note: Note): Note {
    if (note.state === 'finished' || this.#restored.has(note.callId)) return note;
    const { patientId: _before, ...rest } = note;
    const { patientId } = this.#deps.subject(note.callId);
    return patientId ? { ...rest, patientId } : rest;
  }

  #addStep(note: Note, step: EmergencyStep): Result<Done> {
    const changed = { ...note, emergency: [...note.emergency, step] };
    const kept = this.#keep(changed);
    return kept.ok ? ok({}) : kept;
  }

  #keep(note: Note): Result<void> {
    const journal = this.#deps.journal();
    if (!journal) return fail('journalLocked');
    const kept = journal.saveNote(note);
    this.#deps.onKept(kept);
    if (kept.ok) this.#put(note);
    return kept;
  }

  #put(note: Note): void {
    this.#notes.set(note.callId, note);
    this.#publish(note);
  }

  #publish(note: Note): void {
    const site = this.#deps.site();
    const missing: NoteRow['missing'] =
      site && note.state === 'draft'
        ? missingIn(site, note.content, new Date(this.#deps.clock.now()).toISOString())
        : [];
    this.#deps.topics.set('notes', note.callId, { ...note, missing, about: this.#deps.subject(note.callId).about });
  }
}

/** What a finished note owes the EHR: always the contact, and a task when somebody owes a next step. */
export function outboxItems(note: Note, now: number): OutboxItem[] {
  const item = (kind: OutboxItem['kind']): OutboxItem => ({
    id: `${note.callId}/${kind}`,
    callId: note.callId,
    kind,
    state: 'waiting',
    attempts: 0,
    notBefore: now,
  });
  const owes = note.content.nextStep !== undefined && note.content.nextStep !== 'nothing';
  return owes ? [item('communication'), item('task')] : [item('communication')];
}
