// The list of things to do: next steps of notes, missed and abandoned calls, voicemails handed over, notes the EHR refused.
// Who takes one has it alone: at this desk by its version, at the others through the EHR, which is asked first.
import { DateTime } from 'luxon';
import type { WorkReport } from '../../../shared/contract/work.ts';
import type { CallId } from '../../../shared/domain/call/call.ts';
import type { Delivery, Note } from '../../../shared/domain/note/types.ts';
import { correctedEvents } from '../../../shared/domain/work/correct.ts';
import { localDate } from '../../../shared/domain/schedule/local-date.ts';
import type { Role, Site } from '../../../shared/domain/site/site.ts';
import { dayReport } from '../../../shared/domain/work/report.ts';
import { refusalOf } from '../../../shared/domain/work/rules.ts';
import type { WorkAct } from '../../../shared/domain/work/rules.ts';
import type { Work, WorkSource } from '../../../shared/domain/work/types.ts';
import { fail, ok } from '../../../shared/result/result.ts';
import type { Done, Result } from '../../../shared/result/result.ts';
import type { AuditAction, AuditRow, Journal } from '../../ports/journal.ts';
import type { Clock } from '../../ports/runtime.ts';
import type { Handlers, Topics } from '../../ports/topics.ts';
import type { TaskSharing } from './task-sharing.ts';
import { isShown, rowOf } from './work-rows.ts';
import { WorkStore } from './work-store.ts';
import type { NewEvent } from './work-store.ts';

export interface WorklistDeps {
  readonly topics: Topics;
  readonly clock: Clock;
  readonly journal: () => Journal | undefined;
  readonly site: () => Site | undefined;
  /** Number to call back and what to show, as the journal knows them. */
  readonly contact: (callId: CallId) => { about: string; number: string | undefined };
  /** The comparable form of a number. */
  readonly keyOf: (number: string | undefined) => string | undefined;
  readonly sharing: () => Pick<TaskSharing, 'canShare' | 'tell' | 'soon'>;
  /** Puts what the EHR refused of this call into the outbox again. */
  readonly sendAgain: (callId: CallId) => Result<void>;
  /** Something in the list changed: what is shown of it elsewhere may have, too. */
  readonly onChange: () => void;
  readonly firstCall: () => WorkReport['firstCall'];
  readonly audit: (action: AuditAction, userId: string, row?: Partial<AuditRow>) => void;
}

interface Who {
  readonly by: string;
  readonly name: string;
}
interface Asked {
  readonly id: string;
  readonly version?: number | undefined;
}
interface Caller {
  readonly userId: string;
  readonly role: Role | undefined;
}

export class WorklistService {
  readonly #deps: WorklistDeps;
  readonly store: WorkStore;
  /** What became of each call's note in the EHR. */
  readonly #deliveries = new Map<
    string,
    { state: Delivery; refusedField?: string | undefined; conflictId?: string | undefined }
  >();
  /** Changes of one item go one after the other. */
  readonly #turns = new Map<string, Promise<unknown>>();
  #cancelMidnight: (() => void) | undefined;

  constructor(deps: WorklistDeps) {
    this.#deps = deps;
    this.store = new WorkStore(deps.clock, deps.journal, (work) => this.#publish(work));
  }

  readonly handlers: Handlers = {
    'work.claim': (item, caller) => this.#claim(item, caller),
    'work.release': (item, caller) =>
      this.#change('release', item, caller, (who) => [{ ...who, what: 'released' }], isLeading(caller)),
    'work.done': (item, caller) =>
      this.#change('close', item, caller, (who) => [{ ...who, what: 'closed', how: 'done' }]),
    'work.reopen': (item, caller) =>
      this.#change('reopen', item, caller, (who) => [{ ...who, what: 'reopened' }], true),
    'work.reassign': ({ owner, reason, ...item }, caller) =>
      this.#change(
        'reassign',
        item,
        caller,
        (who) => [{ ...who, what: 'reassigned', owner, reason }],
        isLeading(caller),
      ),
    'work.move': ({ due, reason, ...item }, caller) =>
      DateTime.fromISO(due).isValid
        ? this.#change('move', item, caller, (who) => [{ ...who, what: 'moved', due, reason }])
        : fail('invalidInput', 'due'),
    'work.sendAgain': ({ id }) => this.#sendAgain(id),
    'work.report': ({ day }, { userId }) => {
      this.#deps.audit('work', userId, { detail: `report ${day ?? 'today'}` });
      return ok(this.#report(day));
    },
  };

  restore(): void {
    const journal = this.#deps.journal();
    if (!journal) return;
    this.store.restore();
    journal.notes('finished').forEach((note) => this.show(note));
    this.#atMidnight();
  }

  stop(): void {
    this.#cancelMidnight?.();
  }

  /** Work that came from no note: shown once it is on disk; the same work again is no second one. */
  add(source: WorkSource): Result<Work> {
    const key = source.key ?? this.#deps.keyOf(source.number);
    const added = this.store.add(key === undefined ? source : { ...source, key });
    if (added.ok) this.#deps.sharing().soon();
    return added;
  }

  /** What was handed over, open or done, by the work's id. */
  kept(): { get(id: string): Work | undefined } {
    return this.store;
  }

  /** A finished note: what it owes is kept, and what the EHR says of it is shown. */
  show(note: Note): void {
    if (note.state !== 'finished') return;
    const refused = note.delivery === 'refused' ? this.#refusedItem(note.callId) : undefined;
    const conflictId = note.items?.find(({ state }) => state === 'conflict')?.id;
    this.#deliveries.set(note.callId, { state: note.delivery, refusedField: refused?.refusedField, conflictId });
    const owed = owedBy(note);
    if (owed && !this.store.get(owed.id)) {
      const { about, number } = this.#deps.contact(note.callId);
      this.add({ ...owed, about, ...(number ? { number } : {}) });
      return;
    }
    this.#followCorrection(note);
    for (const id of [`${note.callId}/task`, `${note.callId}/communication`]) {
      const work = this.store.get(id);
      if (!work) continue;
      this.#publish(work);
      // It is in the EHR after all, or somebody decided that it stays here: nobody has to look after it any more.
      if (work.kind === 'refused' && work.state === 'open' && ['sent', 'keptHere'].includes(note.delivery))
        this.store.append(id, { by: '', name: '', what: 'closed', how: 'done' });
    }
    this.#deps.sharing().soon();
  }

  #followCorrection(note: Note): void {
    const work = this.store.get(`${note.callId}/task`);
    if (!work || !note.correction) return;
    const versions = this.#deps.journal()?.versions(note.callId) ?? [];
    const before = versions.find(({ version }) => version === note.correction?.of);
    if (!before) return;
    const name = this.#deps.site()?.users.find(({ id }) => id === note.author)?.name ?? note.author;
    const events = correctedEvents(work, note, before.content);
    this.store.append(work.id, ...events.map((event) => ({ ...event, by: note.author, name })));
  }

  /** How the EHR took the note of a call, for who wants to tell it more. */
  deliveryOf(callId: string | undefined): Delivery {
    return (callId === undefined ? undefined : this.#deliveries.get(callId)?.state) ?? 'none';
  }

  /** The practice's people, its zone or what the EHR can hold have changed. */
  refresh(): void {
    for (const work of this.store.all()) this.#publish(work);
  }

  /** Something was written down that the other desks should know. */
  told(): void {
    this.#deps.sharing().soon();
  }

  nameOf(userId: string): string {
    return this.#deps.site()?.users.find((user) => user.id === userId)?.name ?? userId;
  }

  #refusedItem(callId: CallId) {
    return this.#deps
      .journal()
      ?.outbox({ callId })
      .find((item) => item.state === 'refused');
  }

  async #claim(item: Asked, caller: Caller): Promise<Result<Done>> {
    if (this.store.get(item.id)?.claim?.by === caller.userId) return ok({});
    return this.#change('claim', item, caller, (who) => [{ ...who, what: 'claimed' }]);
  }

  #change(
    act: WorkAct,
    { id, version }: Asked,
    { userId, role }: Caller,
    happened: (who: Who) => NewEvent[],
    overrides = false,
  ): Promise<Result<Done>> {
    return this.#inTurn(id, async () => {
      const work = this.store.get(id);
      if (!work) return fail(this.#deps.journal() ? 'workGone' : 'journalLocked');
      const refused = refusalOf(work, act, { userId, role, version });
      if (refused) return fail(refused);
      const added = happened({ by: userId, name: this.nameOf(userId) });
      const wish = { work: this.store.preview(work, added), actor: userId, overrides };
      // The other desks are asked first: of two people who press at once one has it, and the other is told who.
      const told = await this.#deps.sharing().tell(wish);
      if (!told.ok) return told;
      const kept = this.store.append(id, ...added, ...told.value);
      if (!kept.ok) return kept;
      this.#deps.audit('work', userId, { detail: act, ...(work.callId ? { callId: work.callId } : {}) });
      return ok({});
    });
  }

  #inTurn<T>(id: string, work: () => Promise<T>): Promise<T> {
    const before = this.#turns.get(id) ?? Promise.resolve();
    const mine = before.then(work, work);
    this.#turns.set(id, mine);
    void mine.finally(() => this.#turns.get(id) === mine && this.#turns.delete(id));
    return mine;
  }

  #sendAgain(id: string): Result<Done> {
    const callId = this.store.get(id)?.callId;
    if (callId === undefined) return fail('workGone');
    const sent = this.#deps.sendAgain(callId);
    return sent.ok ? ok({}) : sent;
  }

  #report(asked: string | undefined): WorkReport {
    const now = this.#deps.clock.now();
    const zone = this.#zone();
    const day = asked ?? localDate(now, zone);
    const report = dayReport(this.store.all(), { day, zone, now });
    const ids = [...new Set([...report.all.promised, ...report.moved])];
    const items = ids.flatMap((id) => this.store.get(id) ?? []).map((work) => this.#rowOf(work));
    const names = new Map(items.map((item) => [this.store.get(item.id)?.owner, item.owner]));
    return {
      day,
      all: mutable(report.all),
      moved: [...report.moved],
      byOwner: report.byOwner.map(({ owner, figures }) => ({
        owner: names.get(owner) ?? owner,
        figures: mutable(figures),
      })),
      items,
      firstCall: this.#deps.firstCall(),
    };
  }

  #zone(): string {
    return this.#deps.site()?.clinic.timeZone ?? 'local';
  }

  #rowOf(work: Work) {
    return rowOf(work, {
      site: this.#deps.site(),
      delivery: work.callId === undefined ? undefined : this.#deliveries.get(work.callId),
      canShare: this.#deps.sharing().canShare(),
    });
  }

  #publish(work: Work): void {
    if (isShown(work, this.#zone(), this.#deps.clock.now()))
      this.#deps.topics.set('worklist', work.id, this.#rowOf(work));
    else this.#deps.topics.remove('worklist', work.id);
    this.#deps.onChange();
  }

  /** What was done yesterday leaves the list when the clinic's day ends, be that day 23, 24 or 25 hours long. */
  #atMidnight(): void {
    this.#cancelMidnight?.();
    const now = DateTime.fromMillis(this.#deps.clock.now(), { zone: this.#zone() });
    const midnight = now.plus({ days: 1 }).startOf('day');
    this.#cancelMidnight = this.#deps.clock.after(Math.max(1000, midnight.toMillis() - now.toMillis()), () => {
      this.refresh();
      this.#atMidnight();
    });
  }
}

const isLeading = ({ role }: Caller): boolean => role === 'supervisor' || role === 'administrator';

const mutable = <K extends string>(figures: Readonly<Record<K, readonly string[]>>): Record<K, string[]> =>
  Object.fromEntries(Object.entries<readonly string[]>(figures).map(([name, ids]) => [name, [...ids]])) as Record<
    K,
    string[]
  >;

/** The next step; without one, a note that the EHR refused is itself a thing to do, for the one who wrote it. */
function owedBy(note: Note): WorkSource | undefined {
  const { nextStep, words, told, category } = note.content;
  const at = note.finishedAt ?? note.savedAt;
  const common = {
    about: '',
    callId: note.callId,
    createdAt: at,
    createdBy: note.author,
    ...(note.patientId ? { patientId: note.patientId } : {}),
    ...(category ? { category } : {}),
  };
  if (nextStep !== undefined && nextStep !== 'nothing') {
    const { kind: step, ...promised } = nextStep;
    return { ...common, id: `${note.callId}/task`, kind: 'followUp', ...promised, ...(step ? { step } : {}) };
  }
  if (note.delivery !== 'refused' && note.delivery !== 'conflict') return undefined;
  return {
    ...common,
    id: `${note.callId}/communication`,
    kind: 'refused',
    text: words || told,
    owner: note.author,
    due: new Date(at).toISOString(),
  };
}
