// The list at every desk, through the EHR: promises and whatever somebody takes stand there as open Tasks. They are read
// when somebody signs in and every few seconds after; what happened here while the EHR was away is told when it is back.
// Where the EHR cannot hold them the list is this desk's own, and its rows say so.
import { belongsInEhr, learnedFrom, sourceFrom } from '../../../shared/domain/work/share.ts';
import type { SharedTask, TaskWish } from '../../../shared/domain/work/share.ts';
import type { Delivery } from '../../../shared/domain/note/types.ts';
import type { Work } from '../../../shared/domain/work/types.ts';
import { fail, ok } from '../../../shared/result/result.ts';
import type { AppError, ErrorCode, Result } from '../../../shared/result/result.ts';
import type { EhrPort, TaskSupport } from '../../ports/ehr.ts';
import type { Clock, Log } from '../../ports/runtime.ts';
import type { NewEvent, WorkStore } from './work-store.ts';

const POLL_MS = 15_000;
const LONGEST_PAUSE_MS = 5 * 60_000;
/** Items that left the list of open ones are asked for one by one, so many in a round. */
const READ_AT_ONCE = 25;

export interface TaskSharingDeps {
  readonly clock: Clock;
  readonly log: Log;
  readonly store: () => WorkStore;
  readonly ehr: () => EhrPort | undefined;
  readonly zone: () => string;
  /** The EHR answered last time it was asked: somebody may wait for it. */
  readonly isEhrUp: () => boolean;
  readonly isSignedIn: () => boolean;
  readonly deliveryOf: (callId: string | undefined) => Delivery;
  readonly keyOf: (number: string | undefined) => string | undefined;
  /** What the EHR can hold has changed: rows say something else now. */
  readonly onSupport: () => void;
}

type Told = readonly NewEvent[];

export class TaskSharing {
  readonly #deps: TaskSharingDeps;
  #support: TaskSupport = 'none';
  #cancel: (() => void) | undefined;
  #isRunning = false;
  #isWanted = false;
  #failures = 0;

  constructor(deps: TaskSharingDeps) {
    this.#deps = deps;
  }

  readonly canShare = (): boolean => this.#support !== 'none';

  /**
   * Tells the EHR how the item stands after what is about to happen.
   * @returns what to write down with it; workTaken or workDone when another desk was first
   */
  readonly tell = async (wish: TaskWish): Promise<Result<Told>> => {
    const ehr = this.#deps.ehr();
    if (!ehr || !this.canShare() || !this.#deps.isEhrUp() || !this.#isDue(wish.work)) return ok([]);
    const told = await this.#write(ehr, wish);
    // Nobody waits for an EHR that went away just now: it is told when it is back.
    return told.ok || isConflict(told.error) ? told : ok([]);
  };

  /** Something changed here, or the EHR is back: look in a moment. */
  readonly soon = (): void => this.#schedule(200);

  /** The person at the desk or the EHR changed. */
  readonly restart = (): void => {
    this.#failures = 0;
    if (this.#deps.isSignedIn()) this.#schedule(0);
    else this.stop();
  };

  stop(): void {
    this.#cancel?.();
    this.#cancel = undefined;
  }

  async poll(): Promise<void> {
    if (this.#isRunning) {
      this.#isWanted = true;
      return;
    }
    this.#isRunning = true;
    const outcome = await this.#round().finally(() => (this.#isRunning = false));
    this.#failures = outcome.ok ? 0 : this.#failures + 1;
    if (!outcome.ok) this.#deps.log.warn('work.notShared', { code: outcome.error.code, failures: this.#failures });
    const again = this.#isWanted;
    this.#isWanted = false;
    const pause = Math.min(LONGEST_PAUSE_MS, POLL_MS * 2 ** Math.min(6, this.#failures));
    this.#schedule(again ? 200 : outcome.ok ? POLL_MS : Math.max(pause, outcome.error.retryAfterMs ?? 0));
  }

  #schedule(ms: number): void {
    if (!this.#deps.isSignedIn() || !this.#deps.ehr()) return;
    this.#cancel?.();
    this.#cancel = this.#deps.clock.after(ms, () => void this.poll());
  }

  async #round(): Promise<Result<void>> {
    const ehr = this.#deps.ehr();
    if (!ehr) return ok(undefined);
    const support = await ehr.taskSupport();
    if (!support.ok) return support;
    this.#supportIs(support.value);
    if (support.value === 'none') return ok(undefined);
    const told = await this.#tellWhatWaits(ehr);
    if (!told.ok) return told;
    const open = await ehr.openTasks();
    if (!open.ok) return open;
    open.value.forEach((task) => this.#learn(task));
    return this.#askForTheRest(ehr, new Set(open.value.map(({ id }) => id)));
  }

  #supportIs(support: TaskSupport): void {
    if (support === this.#support) return;
    this.#support = support;
    this.#deps.onSupport();
  }

  #isDue(work: Work): boolean {
    if (!belongsInEhr(work)) return false;
    if (work.reference !== undefined) return true;
    // The note writes the promise itself, with what belongs to it; until it has, there is nothing to change.
    const isNotes = work.kind === 'followUp' && work.patientId !== undefined && work.callId !== undefined;
    if (isNotes) return this.#deps.deliveryOf(work.callId) === 'sent';
    return this.#support === 'createAndUpdate';
  }

  async #tellWhatWaits(ehr: EhrPort): Promise<Result<void>> {
    for (const work of [...this.#deps.store().all()]) {
      const isNew = work.reference === undefined && work.pushRefused === undefined;
      if (!(work.unpushed || isNew) || !this.#isDue(work)) continue;
      const written = await this.#write(ehr, { work, actor: actorOf(work), overrides: isReopened(work) });
      // Somebody else was first: what they did is in the list already.
      if (!written.ok && !isConflict(written.error)) return written;
      if (written.ok) this.#deps.store().append(work.id, ...written.value);
    }
    return ok(undefined);
  }

  async #write(ehr: EhrPort, wish: TaskWish): Promise<Result<Told>> {
    const { work } = wish;
    const written = await ehr.writeTask(wish);
    const nobody = { by: '', name: '' };
    if (!written.ok) {
      const { code, field } = written.error;
      if (NOT_TAKEN.includes(code))
        return ok([{ ...nobody, what: 'pushRefused', ...(field === undefined ? {} : { field }) }]);
      return written;
    }
    if (written.value.conflict === undefined)
      return ok([{ ...nobody, what: 'pushed', reference: written.value.task.reference }]);
    this.#learn(written.value.task, true);
    this.#deps.log.info('work.conflict', { kind: work.kind });
    return fail(written.value.conflict);
  }

  #learn(task: SharedTask, isTheirs = false): void {
    const store = this.#deps.store();
    const key = this.#deps.keyOf(task.number);
    if (!store.get(task.id)) {
      if (task.closed || !store.add(sourceFrom(task, key)).ok) return;
      this.#joinSame(task.id, key);
    }
    const work = store.get(task.id);
    if (!work) return;
    const seen = isTheirs ? { ...work, unpushed: false } : work;
    const learned = learnedFrom(seen, task, this.#deps.zone(), this.#deps.clock.now());
    const settled: Told = isTheirs ? [{ by: '', name: '', what: 'pushed', reference: task.reference }] : [];
    store.append(work.id, ...learned, ...settled);
  }

  /** Another desk counts the same caller's missed calls already: one item is enough. */
  #joinSame(id: string, key: string | undefined): void {
    const store = this.#deps.store();
    const kinds = ['missed', 'abandoned'];
    if (key === undefined || !kinds.includes(store.get(id)?.kind ?? '')) return;
    for (const other of [...store.all()])
      if (other.id !== id && other.key === key && other.state === 'open' && kinds.includes(other.kind))
        if (other.reference === undefined) store.append(other.id, { by: '', name: '', what: 'closed', how: 'merged' });
  }

  /** What is open here and not among the open ones there has ended elsewhere, or was deleted: then it stays. */
  async #askForTheRest(ehr: EhrPort, open: ReadonlySet<string>): Promise<Result<void>> {
    const gone = [...this.#deps.store().all()].filter(
      (work) => work.state === 'open' && work.reference !== undefined && !work.unpushed && !open.has(work.id),
    );
    for (const work of gone.slice(0, READ_AT_ONCE)) {
      const task = await ehr.readTask(work.reference ?? '');
      if (task.ok) this.#learn(task.value);
      else if (task.error.code !== 'ehrNotFound') return task;
    }
    return ok(undefined);
  }
}

/** The EHR answers, and does not take this item: that says nothing of the others. */
const NOT_TAKEN: readonly ErrorCode[] = ['ehrRejected', 'ehrNotPermitted', 'ehrCannot', 'ehrNotFound'];

const isConflict = (error: AppError): boolean => ['workDone', 'workTaken', 'workChanged'].includes(error.code);

/** Who speaks for what this desk has to tell: whoever did the last thing to it here. */
const actorOf = (work: Work): string =>
  work.claim?.by ?? work.history.findLast((event) => !event.remote && event.by !== '')?.by ?? '';

const isReopened = (work: Work): boolean =>
  work.state === 'open' && work.history.findLast((event) => !event.remote && event.by !== '')?.what === 'reopened';
