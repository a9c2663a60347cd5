// Promises still open: the next steps of finished notes and voicemails handed over, overdue first in the view.
import type { WorkItem } from '../../../shared/contract/note.ts';
import type { CallId } from '../../../shared/domain/call/call.ts';
import type { Note } from '../../../shared/domain/note/types.ts';
import { fail, ok } from '../../../shared/result/result.ts';
import type { Result } from '../../../shared/result/result.ts';
import type { Journal, KeptWork } from '../../ports/journal.ts';
import type { Clock } from '../../ports/runtime.ts';
import type { Handlers, Topics } from '../../ports/topics.ts';

export interface WorklistDeps {
  readonly topics: Topics;
  readonly clock: Clock;
  readonly journal: () => Journal | undefined;
  /** Number to call back and what to show, as the journal knows them. */
  readonly contact: (callId: CallId) => { about: string; number: string | undefined };
}

export class WorklistService {
  readonly #deps: WorklistDeps;

  constructor(deps: WorklistDeps) {
    this.#deps = deps;
  }

  readonly handlers: Handlers = {
    'work.done': ({ id }, { userId }) => {
      const journal = this.#deps.journal();
      if (!journal) return fail('journalLocked');
      const kept = journal.markDone({ id, doneAt: this.#deps.clock.now(), by: userId });
      if (!kept.ok) return kept;
      this.#deps.topics.remove('worklist', id);
      return ok({});
    },
  };

  restore(): void {
    const journal = this.#deps.journal();
    journal?.notes('finished').forEach((note) => this.show(note));
    journal?.work().forEach((work) => this.#showKept(work));
  }

  /** Work that came from no note: shown once it is on disk; the same work again is no second one. */
  add(work: KeptWork): Result<void> {
    const kept = this.#deps.journal()?.saveWork(work) ?? fail('journalLocked');
    const stored = this.kept().get(work.id);
    if (kept.ok && stored) this.#showKept(stored);
    return kept;
  }

  /** What was handed over, open or done, by the work's id. */
  kept(): ReadonlyMap<string, KeptWork> {
    return new Map((this.#deps.journal()?.work() ?? []).map((work) => [work.id, work]));
  }

  #showKept(work: KeptWork): void {
    if (this.#isDone(work.id)) return;
    const { id, text, about, number, owner, due, voicemail } = work;
    this.#deps.topics.set('worklist', id, {
      ...{ id, text, about, owner, due, state: 'open', delivery: 'none' },
      ...(number ? { number } : {}),
      ...(voicemail ? { voicemail } : {}),
    });
  }

  #isDone(id: string): boolean {
    return (
      this.#deps
        .journal()
        ?.done()
        .some((done) => done.id === id) ?? false
    );
  }

  show(note: Note): void {
    const item = this.#itemOf(note);
    if (item && !this.#isDone(item.id)) this.#deps.topics.set('worklist', item.id, item);
  }

  #itemOf(note: Note): WorkItem | undefined {
    const owed = note.state === 'finished' ? owedBy(note) : undefined;
    if (!owed) return undefined;
    // Who it is about is known best while the call is there; what the EHR says later changes the delivery only.
    const { about, number } = this.#deps.topics.get('worklist', owed.id) ?? this.#deps.contact(note.callId);
    return {
      ...owed,
      callId: note.callId,
      about,
      ...(number ? { number } : {}),
      state: 'open',
      delivery: note.delivery,
    };
  }
}

/** The next step; without one, a note that the EHR refused is itself a thing to do, for the one who wrote it. */
function owedBy(note: Note): Pick<WorkItem, 'id' | 'text' | 'owner' | 'due'> | undefined {
  const { nextStep, words, told } = note.content;
  if (nextStep !== undefined && nextStep !== 'nothing') return { id: `${note.callId}/task`, ...nextStep };
  if (note.delivery !== 'refused') return undefined;
  const due = new Date(note.finishedAt ?? note.savedAt).toISOString();
  return { id: `${note.callId}/communication`, text: words || told, owner: note.author, due };
}
