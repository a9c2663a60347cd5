// Finished notes on their way to the EHR: in order, retried with growing pauses, never twice, never lost.
import type { Health } from '../../../shared/contract/session.ts';
import type { CallId } from '../../../shared/domain/call/call.ts';
import type { Delivery, Note } from '../../../shared/domain/note/types.ts';
import type { Site } from '../../../shared/domain/site/site.ts';
import { fail, ok } from '../../../shared/result/result.ts';
import type { AppError, Result } from '../../../shared/result/result.ts';
import type { EhrPort, EhrWrite } from '../../ports/ehr.ts';
import type { Journal, OutboxItem } from '../../ports/journal.ts';
import type { Clock, Log } from '../../ports/runtime.ts';
import { ehrStateOf } from '../patients/ehr-state.ts';

const FIRST_PAUSE_MS = 2_000;
const LONGEST_PAUSE_MS = 5 * 60_000;

export interface OutboxDeps {
  readonly clock: Clock;
  readonly log: Log;
  readonly journal: () => Journal | undefined;
  readonly ehr: () => EhrPort | undefined;
  readonly site: () => Site | undefined;
  /** Whom the call was with, for the next step's Task. */
  readonly contact?: (callId: CallId) => { about: string; number: string | undefined };
  /** How the call of a note went, for the figures of other desks. */
  readonly handled?: (note: Note) => EhrWrite['handled'];
  readonly onDelivered: (note: Note) => void;
  readonly onHealth: (change: Partial<Health>) => void;
}

export class OutboxService {
  readonly #deps: OutboxDeps;
  #running = false;
  #again = false;
  #cancel: (() => void) | undefined;

  constructor(deps: OutboxDeps) {
    this.#deps = deps;
  }

  /** Something was put in, or the EHR is back: work through what is due. Runs once at a time. */
  async run(): Promise<void> {
    if (this.#running) {
      this.#again = true;
      return;
    }
    this.#running = true;
    try {
      do {
        this.#again = false;
        await this.#drain();
      } while (this.#again);
    } finally {
      this.#running = false;
      this.#schedule();
    }
  }

  stop(): void {
    this.#cancel?.();
  }

  async #drain(): Promise<void> {
    const now = this.#deps.clock.now();
    for (const item of this.#pending()) {
      if (item.notBefore > now || this.#isAfterUnsent(item)) continue;
      if (!(await this.#deliver(item))) return;
    }
  }

  #pending(): OutboxItem[] {
    return this.#deps.journal()?.outbox('unsent') ?? [];
  }

  /** A task points at its communication, a correction changes what came before it: both wait until that has arrived. */
  #isAfterUnsent(item: OutboxItem): boolean {
    const isBefore = (other: OutboxItem) =>
      other.id !== item.id &&
      other.callId === item.callId &&
      (item.kind === 'task'
        ? other.kind === 'communication' || this.#isEarlier(other, item)
        : this.#isEarlier(other, item));
    return this.#pending().some(isBefore);
  }

  #isEarlier(other: OutboxItem, item: OutboxItem): boolean {
    return other.kind === item.kind && (other.version ?? 0) < (item.version ?? 0);
  }

  /** @returns false when the server cannot take anything just now, so that the rest can wait too. */
  async #deliver(item: OutboxItem): Promise<boolean> {
    const journal = this.#deps.journal();
    const ehr = this.#deps.ehr();
    const note = journal && noteOf(journal, item);
    if (!journal || !ehr || !note) return false;
    const amended =
      item.amends === undefined
        ? undefined
        : journal.outbox({ callId: item.callId }).find(({ id }) => id === item.amends);
    if (item.amends !== undefined && amended?.reference === undefined) {
      // What it corrects never came into the chart: neither does the correction, and the note says so.
      this.#settle({ ...item, state: 'keptHere' });
      return true;
    }
    // Written down before it is tried: after a crash in between, the next attempt looks before it writes.
    const lookFirst = item.state === 'unknown' || item.underWay === true;
    const trying: OutboxItem = { ...item, attempts: item.attempts + 1, underWay: true };
    if (!journal.saveOutbox(trying).ok) return false;
    const amends = amended?.reference === undefined ? {} : { amends: { reference: amended.reference } };
    const written = await ehr.write({
      id: item.id,
      kind: item.kind,
      note,
      lookFirst,
      ...amends,
      ...this.#labels(note),
      ...this.#contactOf(note),
      ...(item.kind === 'communication' ? { handled: this.#deps.handled?.(note) } : {}),
    });
    if (written.ok) {
      const settled: OutboxItem = {
        ...trying,
        state: written.value.state,
        ...(written.value.state === 'sent' ? { reference: written.value.reference } : {}),
      };
      this.#settle(settled);
      this.#deps.onHealth({ ehr: 'ok' });
      return true;
    }
    return this.#failed(trying, written.error, lookFirst);
  }

  #failed(item: OutboxItem, error: AppError, lookFirst: boolean): boolean {
    this.#deps.log.warn('outbox.failed', { kind: item.kind, code: error.code, attempts: item.attempts });
    const isGone = item.amends !== undefined && error.code === 'ehrNotFound';
    if (error.code === 'ehrRejected' || error.code === 'ehrCannot' || isGone) {
      // Refused for what it is: trying again changes nothing, and it must not hold up the others.
      const refusedField = error.field === undefined ? {} : { refusedField: error.field };
      const state = error.code === 'ehrRejected' ? 'refused' : 'keptHere';
      this.#settle({ ...item, ...refusedField, state, errorCode: error.code });
      return true;
    }
    const pause =
      error.retryAfterMs ?? Math.min(LONGEST_PAUSE_MS, FIRST_PAUSE_MS * 2 ** Math.min(10, item.attempts - 1));
    // Once unknown it stays so until the EHR has been asked: a later "down" says nothing about the first attempt.
    const state = lookFirst || error.code === 'ehrUnknownOutcome' ? 'unknown' : 'waiting';
    this.#settle({ ...item, state, notBefore: this.#deps.clock.now() + pause, errorCode: error.code });
    this.#deps.onHealth({ ehr: ehrStateOf(error) });
    return false;
  }

  #settle(settled: OutboxItem): void {
    const item: OutboxItem = { ...settled, underWay: false };
    const journal = this.#deps.journal();
    const note = journal?.note(item.callId);
    if (!journal || !note) return;
    const others = journal.outbox({ callId: item.callId }).filter((other) => other.id !== item.id);
    const changed: Note = { ...note, delivery: worstOf(latestOf([...others, item]).map((other) => other.state)) };
    if (journal.settle(item, changed).ok) this.#deps.onDelivered(changed);
  }

  #labels(note: Note): { authorName: string; categoryLabel: string; outcomeLabel: string } {
    const site = this.#deps.site();
    const category = site?.notes.categories.find((entry) => entry.id === note.content.category);
    const outcome = site?.notes.outcomes.find((entry) => entry.id === note.content.outcome);
    return {
      authorName: site?.users.find((user) => user.id === note.author)?.name ?? note.author,
      categoryLabel: category?.label['en'] ?? note.content.category ?? '',
      outcomeLabel: outcome?.label['en'] ?? note.content.outcome ?? '',
    };
  }

  #contactOf(note: Note): Pick<EhrWrite, 'contact'> {
    const contact = this.#deps.contact?.(note.callId);
    return contact ? { contact } : {};
  }

  /** What was refused of this call is tried once more: somebody mended what the EHR did not like. */
  sendAgain(callId: CallId): Result<void> {
    const journal = this.#deps.journal();
    if (!journal) return fail('journalLocked');
    const refused = journal.outbox({ callId }).filter((item) => item.state === 'refused');
    if (refused.length === 0) return fail('workGone');
    const note = journal.note(callId);
    if (!note) return fail('workGone');
    for (const { refusedField: _field, errorCode: _code, ...item } of refused) {
      const again: OutboxItem = { ...item, state: 'waiting', notBefore: this.#deps.clock.now() };
      const kept = journal.settle(again, { ...note, delivery: 'waiting' });
      if (!kept.ok) return kept;
    }
    this.#deps.onDelivered({ ...note, delivery: 'waiting' });
    void this.run();
    return ok(undefined);
  }

  #schedule(): void {
    this.#cancel?.();
    const pending = this.#pending();
    this.#deps.onHealth({ outboxWaiting: pending.length });
    if (pending.length === 0) return;
    const now = this.#deps.clock.now();
    const next = Math.min(...pending.map((item) => item.notBefore));
    this.#cancel = this.#deps.clock.after(Math.max(500, next - now), () => void this.run());
  }
}

/** The version that this write carries; a draft that corrects it is nobody's business yet. */
function noteOf(journal: Journal, item: OutboxItem): Note | undefined {
  const versions = journal.versions(item.callId);
  return versions.find(({ version }) => version === item.version) ?? versions.at(-1) ?? journal.note(item.callId);
}

/** Of each kind the write of the latest version: what it says is how the note stands. */
function latestOf(items: readonly OutboxItem[]): OutboxItem[] {
  const ordered = [...items].sort((a, b) => (a.version ?? 0) - (b.version ?? 0));
  return [...new Map(ordered.map((item) => [item.kind, item])).values()];
}

const ORDER: readonly Delivery[] = ['refused', 'unknown', 'waiting', 'keptHere', 'sent', 'none'];
const worstOf = (states: readonly Delivery[]): Delivery => ORDER.find((state) => states.includes(state)) ?? 'none';
