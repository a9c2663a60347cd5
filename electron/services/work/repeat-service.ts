// Who calls again, said at ring: how often within the site's days, when last and about what, and whether the step that
// call left behind is still open. A note's text follows once the caller is verified, and only notes of that patient.
import type { RepeatRow, WorkReport } from '../../../shared/contract/work.ts';
import type { Call, CallId } from '../../../shared/domain/call/call.ts';
import type { Note } from '../../../shared/domain/note/types.ts';
import type { NotedHere } from '../../../shared/domain/patient/contacts.ts';
import type { PatientId } from '../../../shared/domain/patient/types.ts';
import type { Site } from '../../../shared/domain/site/site.ts';
import { firstCallResolution, repeatOf } from '../../../shared/domain/work/repeat.ts';
import type { PastCall, Repeat } from '../../../shared/domain/work/repeat.ts';
import { dueAt } from '../../../shared/domain/work/rules.ts';
import type { Work } from '../../../shared/domain/work/types.ts';
import type { Journal } from '../../ports/journal.ts';
import type { Clock } from '../../ports/runtime.ts';
import type { Topics } from '../../ports/topics.ts';

/** Calls of earlier runs that are looked at. */
const EARLIER_CALLS = 5_000;
/** Notes of one patient that a card shows. */
const NOTES_SHOWN = 6;
/** First-call resolution is reckoned over this many days. */
const LOOK_BACK_DAYS = 35;
const DAY_MS = 86_400_000;

export interface RepeatDeps {
  readonly topics: Topics;
  readonly clock: Clock;
  readonly site: () => Site | undefined;
  readonly journal: () => Journal | undefined;
  readonly keyOf: (number: string | undefined) => string | undefined;
  readonly call: (callId: CallId) => Call | undefined;
  /** The patient of a call once verified, and who else the EHR found under the number. */
  readonly subject: (callId: CallId) => { patientId: PatientId | undefined; household: readonly string[] };
  readonly work: (id: string) => Work | undefined;
}

export class RepeatService {
  readonly #deps: RepeatDeps;
  readonly #past = new Map<string, PastCall>();
  readonly #live = new Set<CallId>();

  constructor(deps: RepeatDeps) {
    this.#deps = deps;
  }

  restore(): void {
    const journal = this.#deps.journal();
    if (!journal) return;
    for (const call of journal.calls(EARLIER_CALLS)) this.#keep(call);
    const since = this.#deps.clock.now() - LOOK_BACK_DAYS * DAY_MS;
    for (const note of journal.notes('finished', since)) this.noteFinished(note);
  }

  began(call: Call): void {
    this.#keep(call);
    this.#live.add(call.id);
    this.refresh(call.id);
  }

  changed(call: Call): void {
    this.#keep(call);
  }

  noteFinished({ callId, patientId, content, createdAt }: Note): void {
    const known = this.#past.get(callId) ?? { callId, at: createdAt, direction: 'incoming' as const, answered: true };
    this.#past.set(callId, {
      ...known,
      ...(patientId ? { patientId } : {}),
      ...(content.category ? { category: content.category } : {}),
    });
  }

  letGo(callId: CallId): void {
    this.#live.delete(callId);
    this.#deps.topics.remove('repeats', callId);
  }

  /** A step of an earlier call was taken, a caller verified: what is shown of calls on the screen may be another now. */
  refreshLive(): void {
    for (const callId of this.#live) this.refresh(callId);
  }

  /** Whether the same person called before; undefined: not looked at. */
  isRepeat(callId: CallId): boolean | undefined {
    return this.#live.has(callId) ? this.#deps.topics.get('repeats', callId) !== undefined : undefined;
  }

  /** Whether a call of that number came in within the site's days. */
  hasCalled(key: string): boolean {
    const since = this.#deps.clock.now() - (this.#deps.site()?.work.repeatDays ?? 7) * DAY_MS;
    for (const past of this.#past.values())
      if (past.key === key && past.direction === 'incoming' && past.at >= since) return true;
    return false;
  }

  refresh(callId: CallId): void {
    const call = this.#deps.call(callId);
    const site = this.#deps.site();
    if (!call || !site || !this.#live.has(callId)) return;
    const { patientId, household } = this.#deps.subject(callId);
    const days = site.work.repeatDays;
    const who = { callId, key: this.#keyOf(call), patientId, household };
    const repeat = repeatOf(who, this.#past.values(), { now: this.#deps.clock.now(), days });
    if (repeat) this.#deps.topics.set('repeats', callId, this.#rowOf(callId, repeat, days, patientId));
    else this.#deps.topics.remove('repeats', callId);
  }

  /** What was noted with this patient before, the newest first. */
  notesOf(patientId: PatientId, before: CallId): NotedHere[] {
    const journal = this.#deps.journal();
    const isLastShown = this.#deps.topics.get('repeats', before)?.note !== undefined;
    return [...this.#past.values()]
      .filter((past) => past.patientId === patientId && past.callId !== before && past.category !== undefined)
      .sort((a, b) => b.at - a.at)
      .slice(0, NOTES_SHOWN)
      .flatMap(({ callId, at, category }, index) => {
        const note = journal?.note(callId);
        if (note?.patientId !== patientId || note.state !== 'finished') return [];
        const text = note.content.words.slice(0, 300);
        return [{ ...{ callId, at: new Date(at).toISOString(), text, category }, isShown: isLastShown && index === 0 }];
      });
  }

  firstCall(): WorkReport['firstCall'] {
    const days = this.#deps.site()?.work.repeatDays ?? 7;
    const now = this.#deps.clock.now();
    const { counted, resolved } = firstCallResolution(this.#past.values(), { now, days, lookBackDays: LOOK_BACK_DAYS });
    return { counted, resolved, days };
  }

  #rowOf(callId: CallId, { nth, last, household }: Repeat, days: number, patientId: PatientId | undefined): RepeatRow {
    const { at, direction, answered, category } = last;
    const step = this.#stepOf(last.callId);
    const note = patientId === undefined ? undefined : this.#lastNoteOf(patientId, callId);
    return {
      ...{ callId, nth, days },
      last: { at, direction, answered, ...(category ? { category } : {}), ...(step ? { step } : {}) },
      ...(patientId !== undefined && household > 0 ? { household } : {}),
      ...(note ? { note } : {}),
    };
  }

  #stepOf(callId: string): RepeatRow['last']['step'] {
    const work = this.#deps.work(`${callId}/task`);
    const zone = this.#deps.site()?.clinic.timeZone ?? 'local';
    return work && { state: work.state, due: work.due, dueAt: dueAt(work.due, zone) };
  }

  /** The patient's own last note; what others said from the same number stays theirs. */
  #lastNoteOf(patientId: PatientId, callId: CallId): RepeatRow['note'] {
    const mine = [...this.#past.values()].filter((past) => past.patientId === patientId && past.callId !== callId);
    const [latest] = mine.filter(({ category }) => category !== undefined).sort((a, b) => b.at - a.at);
    const note = latest && this.#deps.journal()?.note(latest.callId);
    if (!note || note.patientId !== patientId) return undefined;
    const { words, told, category, outcome, nextStep } = note.content;
    const work = this.#deps.work(`${note.callId}/task`);
    return {
      at: note.finishedAt ?? note.savedAt,
      author: this.#deps.site()?.users.find((user) => user.id === note.author)?.name ?? note.author,
      ...{ words, told },
      ...(category ? { category } : {}),
      ...(outcome ? { outcome } : {}),
      ...(nextStep && nextStep !== 'nothing' ? { step: nextStep.text, owner: work?.owner ?? nextStep.owner } : {}),
      ...(work ? { workId: work.id } : {}),
    };
  }

  #keyOf(call: Call): string | undefined {
    return this.#deps.keyOf(call.remote.withheld ? undefined : call.remote.number);
  }

  #keep(call: Call): void {
    if (call.purpose !== undefined || call.consultFor !== undefined) return;
    const known = this.#past.get(call.id);
    const key = known?.key ?? this.#keyOf(call);
    this.#past.set(call.id, {
      ...known,
      ...{ callId: call.id, at: call.startedAt, direction: call.direction, answered: call.answeredAt !== undefined },
      ...(key === undefined ? {} : { key }),
    });
  }
}
