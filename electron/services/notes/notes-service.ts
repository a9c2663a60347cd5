// Notes: kept as typed, acknowledged once on disk, finished in one transaction with what the EHR is owed.
import type { CommandOutput } from '../../../shared/contract/index.ts';
import type { NoteRow } from '../../../shared/contract/note.ts';
import type { CallId } from '../../../shared/domain/call/call.ts';
import { emptyContent, isStarted, missingIn, noteSiteOf } from '../../../shared/domain/note/complete.ts';
import type { FillValues } from '../../../shared/domain/note/fill.ts';
import type { Offers } from '../../../shared/domain/note/requests.ts';
import { labelsOf } from '../../../shared/domain/note/template.ts';
import type {
  CallFacts,
  EmergencyStep,
  EscalationEntry,
  Note,
  NoteContent,
} from '../../../shared/domain/note/types.ts';
import type { PatientId } from '../../../shared/domain/patient/types.ts';
import type { Site } from '../../../shared/domain/site/site.ts';
import { fail, ok } from '../../../shared/result/result.ts';
import type { Done, Result } from '../../../shared/result/result.ts';
import type { Journal } from '../../ports/journal.ts';
import type { Clock } from '../../ports/runtime.ts';
import type { Handlers, Topics } from '../../ports/topics.ts';
import { dropped, opened } from './corrections.ts';
import { standing } from './chart-items.ts';
import { filledFor, withMeanings, withStepKind } from './filling.ts';
import { outboxItems } from './outbox-items.ts';

export interface NotesDeps {
  readonly topics: Topics;
  readonly clock: Clock;
  readonly journal: () => Journal | undefined;
  readonly site: () => Site | undefined;
  /** Who the call is about: the verified patient, and a label for lists (number or verified name). */
  readonly subject: (callId: CallId) => { patientId?: PatientId | undefined; about: string };
  /** What decides which fields are asked and what they are filled with; undefined once the call is gone. */
  readonly known: (callId: CallId) => { facts: CallFacts; values: FillValues; offers?: Offers } | undefined;
  /** Words or category changed: the rules may decide otherwise. */
  readonly onChange: (note: Note) => void;
  /** Outcome of every write to the journal, for the health lamp. */
  readonly onKept: (result: Result<void>) => void;
  readonly onFinished: (note: Note, userId: string) => void;
  /** A finished note was opened again, given back, or its versions were read. */
  readonly onLookedAt: (note: Note, what: 'corrected' | 'correctionDropped' | 'versionsRead', userId: string) => void;
}

export class NotesService {
  readonly #deps: NotesDeps;
  readonly #notes = new Map<CallId, Note>();
  /** Drafts of an earlier run and corrections: their call is over, so whose they are is what the journal says. */
  readonly #settled = new Set<CallId>();

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
      this.#settled.add(note.callId);
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
    const known = this.#filled(this.#withPatient(note));
    const isFilled = known.content !== note.content;
    // Typed on the version before it: a save that is on its way is joined with what was filled in.
    const current = isFilled ? this.#labelled({ ...known, version: note.version + 1 }) : known;
    const isChanged = current.patientId !== note.patientId || isFilled;
    // What is on disk must name the right patient at once: after a crash nobody can ask the caller again.
    const isOnDisk = isChanged && note.version > 0 && this.#keep(current).ok;
    if (!isOnDisk) this.#put(current);
  }

  /**
   * Red flags were heard: a time stamp each time there is one that was not heard before. After the banner was closed with
   * a reason, another one opens it again.
   */
  emergencyHeard(callId: CallId, words: readonly string[]): void {
    const note = this.#notes.get(callId);
    const heard = note?.emergency.filter(({ step }) => step === 'heard').flatMap(({ text }) => text.split(', ')) ?? [];
    const news = words.filter((word) => !heard.includes(word));
    if (note && news.length > 0)
      this.#addStep(note, { at: this.#deps.clock.now(), step: 'heard', text: news.join(', ') });
  }

  /** How an escalation went, as far as it has gone. */
  escalated(callId: CallId, steps: readonly EscalationEntry[]): void {
    const note = this.#notes.get(callId);
    if (note && note.state !== 'finished') this.#keep({ ...note, escalation: [...steps] });
  }

  /** What was done for the caller elsewhere at this desk, as one more line of what they were told. */
  addTold(callId: CallId, line: string): void {
    const note = this.#notes.get(callId);
    if (!note || note.state === 'finished') return;
    const told = [note.content.told, line].filter(Boolean).join('\n');
    // A version of its own: typed on the one before it, a save that is on its way is joined with it.
    this.#keep({
      ...this.#withPatient(note),
      content: { ...note.content, told },
      version: note.version + 1,
      savedAt: this.#deps.clock.now(),
    });
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
    'note.correct': ({ callId, reason }, { userId }) => this.#correct(callId, reason, userId),
    'note.dropCorrection': ({ callId }, { userId }) => this.#dropCorrection(callId, userId),
    'note.versions': ({ callId }, { userId }) => this.#versions(callId, userId),
    'note.recording': ({ callId, answer }, { userId }) => {
      const note = this.#notes.get(callId);
      if (!note) return fail('callGone');
      if (note.state === 'finished') return fail('noteFinished');
      const kept = this.#keep({ ...note, recording: { answer, at: this.#deps.clock.now(), by: userId } });
      return kept.ok ? ok({}) : kept;
    },
    'note.emergencyStep': ({ callId, step, text }) => {
      const note = this.#notes.get(callId);
      return note ? this.#addStep(note, { at: this.#deps.clock.now(), step, text }) : fail('callGone');
    },
  };

  #save(callId: CallId, version: number, content: NoteContent, userId: string): Result<CommandOutput<'note.save'>> {
    const before = this.#notes.get(callId);
    if (!before) return fail('callGone');
    if (before.state === 'finished') return fail('noteFinished');
    // Typed on an older version: somebody else, another window or an answer that was lost. Nothing is overwritten.
    if (version < before.version)
      return ok({
        version: before.version,
        savedAt: before.savedAt,
        newer: { content: before.content, author: before.author, filled: before.filled },
      });
    const note = this.#filled({
      ...this.#withPatient(before),
      content,
      author: userId || before.author,
      version: before.version + 1,
      savedAt: this.#deps.clock.now(),
    });
    const kept = this.#keep(this.#labelled(note));
    if (!kept.ok) return kept;
    this.#deps.onChange(note);
    return ok({ version: note.version, savedAt: note.savedAt });
  }

  /** Fields filled ahead, and the facts that decide which are asked. What was changed is a version of its own. */
  #filled(note: Note): Note {
    const site = this.#deps.site();
    const known = this.#settled.has(note.callId) ? undefined : this.#deps.known(note.callId);
    return site && known && note.state === 'draft' ? filledFor(noteSiteOf(site), note, known) : note;
  }

  /** What is answered is labelled as it is asked today: templates change, notes do not. */
  #labelled(note: Note): Note {
    const site = this.#deps.site();
    if (!site) return note;
    const labels = labelsOf(noteSiteOf(site), note.content, site.clinic.languages[0] ?? 'en');
    const known = this.#settled.has(note.callId) ? undefined : this.#deps.known(note.callId);
    return withMeanings(noteSiteOf(site), { ...note, labels: { ...note.labels, ...labels } }, known?.offers);
  }

  #finish(callId: CallId, userId: string): Result<Done> {
    const note = this.#notes.get(callId);
    const site = this.#deps.site();
    const journal = this.#deps.journal();
    if (!note || !site) return fail('callGone');
    if (note.state === 'finished') return fail('noteFinished');
    if (!journal) return fail('journalLocked');
    const missing = this.#missing(note, site);
    if (missing.length > 0) return fail('noteIncomplete', missing.map((item) => item.field).join(' '));
    const now = this.#deps.clock.now();
    const current = this.#withPatient(note);
    const finished: Note = {
      ...withStepKind(noteSiteOf(site), this.#labelled(current)),
      about: this.#deps.subject(callId).about.slice(0, 500),
      state: 'finished',
      version: note.version + 1,
      savedAt: now,
      finishedAt: now,
      author: userId || note.author,
    };
    const items = current.patientId ? outboxItems(finished, now, journal) : [];
    finished.delivery = items.length > 0 ? 'waiting' : 'keptHere';
    const owed = standing(finished, [...journal.outbox({ callId }), ...items]);
    const kept = journal.finishNote(owed, items);
    this.#deps.onKept(kept);
    if (!kept.ok) return kept;
    this.#put(owed);
    this.#deps.onFinished(owed, userId);
    return ok({});
  }

  #missing(note: Note, site: Site): NoteRow['missing'] {
    return missingIn(noteSiteOf(site), note.content, new Date(this.#deps.clock.now()).toISOString(), note.facts);
  }

  #correct(callId: CallId, reason: string, userId: string): Result<Done> {
    const journal = this.#deps.journal();
    if (!journal) return fail('journalLocked');
    const finished = this.#notes.get(callId) ?? journal.note(callId);
    if (!finished) return fail('callGone');
    if (finished.state !== 'finished') return fail('noteNotFinished');
    const note = opened(finished, { reason, by: userId, at: this.#deps.clock.now() });
    this.#settled.add(callId);
    const kept = this.#keep(note);
    if (!kept.ok) return kept;
    this.#deps.onLookedAt(note, 'corrected', userId);
    return ok({});
  }

  #dropCorrection(callId: CallId, userId: string): Result<Done> {
    const journal = this.#deps.journal();
    if (!journal) return fail('journalLocked');
    const note = this.#notes.get(callId);
    if (!note?.correction || note.state !== 'draft') return fail('noteNotFinished');
    const before = journal.versions(callId).find(({ version }) => version === note.correction?.of);
    if (!before) return fail('noteNotFinished');
    const kept = this.#keep(dropped(note, before));
    if (!kept.ok) return kept;
    this.#deps.onLookedAt(before, 'correctionDropped', userId);
    return ok({});
  }

  #versions(callId: CallId, userId: string): Result<CommandOutput<'note.versions'>> {
    const journal = this.#deps.journal();
    if (!journal) return fail('journalLocked');
    const versions = journal.versions(callId);
    const last = versions.at(-1);
    if (!last) return fail('callGone');
    this.#deps.onLookedAt(last, 'versionsRead', userId);
    return ok({ about: this.#deps.subject(callId).about, versions });
  }

  /** The verified patient of the call as it is now, or none: a choice that was taken back leaves nothing behind. */
  #withPatient(note: Note): Note {
    if (note.state === 'finished' || this.#settled.has(note.callId)) return note;
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
    const missing = site && note.state === 'draft' ? this.#missing(note, site) : [];
    this.#deps.topics.set('notes', note.callId, { ...note, missing, about: this.#deps.subject(note.callId).about });
  }
}
