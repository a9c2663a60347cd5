// Finished notes on their way to the EHR: in order, retried with growing pauses, never twice, never lost.
import type { Health } from '../../../shared/contract/session.ts';
import type { CallId } from '../../../shared/domain/call/call.ts';
import type { Note } from '../../../shared/domain/note/types.ts';
import type { Site } from '../../../shared/domain/site/site.ts';
import { fail, ok } from '../../../shared/result/result.ts';
import type { AppError, Done, Result } from '../../../shared/result/result.ts';
import type { Amended, EhrPort, EhrWrite, EhrWritten } from '../../ports/ehr.ts';
import type { Journal, OutboxItem } from '../../ports/journal.ts';
import type { Clock, Log } from '../../ports/runtime.ts';
import type { Handlers } from '../../ports/topics.ts';
import { ehrStateOf } from '../patients/ehr-state.ts';
import { standing } from './chart-items.ts';

const FIRST_PAUSE_MS = 2_000;
const LONGEST_PAUSE_MS = 5 * 60_000;

/** Nothing at all can be written: what came later waits behind it, in order, and no request goes around a Retry-After. */
const NOTHING_TAKEN: ReadonlySet<string | undefined> = new Set(['ehrUnreachable', 'ehrBusy', 'ehrSignIn']);
/** Refused for what it is, or to whoever writes it: shown as that, and tried again when somebody says so. */
const REFUSED: ReadonlySet<string> = new Set(['ehrRejected', 'ehrNotPermitted']);
/** Over as soon as the EHR answers: the pause that had grown meanwhile means nothing any more. */
const OVER_WHEN_BACK: ReadonlySet<string | undefined> = new Set(['ehrUnreachable', 'ehrSignIn']);

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
  /** Somebody decided what is to become of an item. */
  readonly onAsked?: (callId: CallId, what: string, userId: string) => void;
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

  readonly handlers: Handlers = {
    'note.sendAgain': ({ callId, id }, { userId }) =>
      this.#asked(this.sendAgain(callId, id), callId, 'sendAgain', userId),
    'note.keepHere': ({ callId, id }, { userId }) => this.#asked(this.keepHere(callId, id), callId, 'keepHere', userId),
    'note.settleConflict': ({ callId, id, how }, { userId }) =>
      this.#asked(this.settleConflict(callId, id, how), callId, `conflict ${how}`, userId),
  };

  #asked(done: Result<void>, callId: CallId, what: string, userId: string): Result<Done> {
    if (!done.ok) return done;
    this.#deps.onAsked?.(callId, what, userId);
    return ok({});
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

  /** The EHR answers again: what waited for that alone goes now, and not when its pause would be over. */
  async ehrIsBack(): Promise<void> {
    const now = this.#deps.clock.now();
    for (const item of this.#pending())
      if (OVER_WHEN_BACK.has(item.errorCode) && item.notBefore > now)
        this.#deps.journal()?.saveOutbox({ ...item, notBefore: now });
    await this.run();
  }

  stop(): void {
    this.#cancel?.();
  }

  async #drain(): Promise<void> {
    const now = this.#deps.clock.now();
    for (const item of this.#pending()) {
      if (isHolding(item, now)) return;
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
    const amended = item.amends === undefined ? undefined : writtenBefore(journal, item);
    if (amended === 'never') {
      // What it corrects never came into the chart: neither does the correction, and the note says so.
      this.#settle({ ...item, state: 'keptHere' });
      return true;
    }
    // Written down before it is tried: after a crash in between, the next attempt looks before it writes.
    const lookFirst = item.state === 'unknown' || item.underWay === true;
    const trying: OutboxItem = { ...item, attempts: item.attempts + 1, underWay: true };
    if (!journal.saveOutbox(trying).ok) return false;
    const amends = amended === undefined ? {} : { amends: amendedOf(item, amended) };
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
      this.#settle(settledAs(trying, written.value));
      this.#deps.onHealth({ ehr: 'ok' });
      return true;
    }
    return this.#failed(trying, written.error, lookFirst);
  }

  #failed(item: OutboxItem, error: AppError, lookFirst: boolean): boolean {
    this.#deps.log.warn('outbox.failed', { kind: item.kind, code: error.code, attempts: item.attempts });
    const isGone = item.amends !== undefined && error.code === 'ehrNotFound';
    if (REFUSED.has(error.code) || error.code === 'ehrCannot' || isGone) {
      // Refused for what it is: trying again changes nothing, and it must not hold up the others.
      const refusedField = error.field === undefined ? {} : { refusedField: error.field };
      const state = REFUSED.has(error.code) ? 'refused' : 'keptHere';
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

  #settle(settled: OutboxItem): Result<void> {
    const item: OutboxItem = { ...settled, underWay: false };
    const journal = this.#deps.journal();
    const note = journal?.note(item.callId);
    if (!journal || !note) return fail('journalLocked');
    const others = journal.outbox({ callId: item.callId }).filter((other) => other.id !== item.id);
    const changed = standing(note, [...others, item]);
    const kept = journal.settle(item, changed);
    if (kept.ok) this.#deps.onDelivered(changed);
    return kept;
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
  sendAgain(callId: CallId, id?: string): Result<void> {
    return this.#changed(callId, (item) => {
      if (item.state !== 'refused' || (id !== undefined && item.id !== id)) return undefined;
      const { refusedField: _field, errorCode: _code, ...again } = item;
      return { ...again, state: 'waiting', notBefore: this.#deps.clock.now() };
    });
  }

  /** Refused or contested, and not to be sent: it stays with the note here. */
  keepHere(callId: CallId, id: string): Result<void> {
    return this.#changed(callId, (item) =>
      item.id === id && (item.state === 'refused' || item.state === 'conflict')
        ? { ...item, state: 'keptHere', chose: 'here' }
        : undefined,
    );
  }

  /** Both versions were seen: ours over theirs, theirs as it is, or both texts. What was seen and not taken stays in the item. */
  settleConflict(callId: CallId, id: string, how: 'ours' | 'theirs' | 'both'): Result<void> {
    return this.#changed(callId, (item) => {
      if (item.id !== id || item.state !== 'conflict') return undefined;
      return how === 'theirs'
        ? { ...item, state: 'keptHere', chose: 'theirs' }
        : { ...item, state: 'waiting', settle: how, notBefore: this.#deps.clock.now() };
    });
  }

  /** Items of a call as somebody wants them to be; workGone when there is nothing (any more) to be done. */
  #changed(callId: CallId, change: (item: OutboxItem) => OutboxItem | undefined): Result<void> {
    const journal = this.#deps.journal();
    if (!journal) return fail('journalLocked');
    const note = journal.note(callId);
    const changes = journal.outbox({ callId }).flatMap((item) => change(item) ?? []);
    if (!note || changes.length === 0) return fail('workGone');
    for (const item of changes) {
      const kept = this.#settle(item);
      if (!kept.ok) return kept;
    }
    void this.run();
    return ok(undefined);
  }

  #schedule(): void {
    this.#cancel?.();
    const pending = this.#pending();
    this.#deps.onHealth({ outboxWaiting: pending.length });
    if (pending.length === 0) return;
    const now = this.#deps.clock.now();
    const next = pending.find((item) => isHolding(item, now))?.notBefore ?? Math.min(...pending.map(dueAt));
    this.#cancel = this.#deps.clock.after(Math.max(500, next - now), () => void this.run());
  }
}

const dueAt = ({ notBefore }: OutboxItem): number => notBefore;

/** Whether everything behind it waits with it. */
const isHolding = ({ notBefore, errorCode }: OutboxItem, now: number): boolean =>
  notBefore > now && NOTHING_TAKEN.has(errorCode);

/** The version that this write carries; a draft that corrects it is nobody's business yet. */
function noteOf(journal: Journal, item: OutboxItem): Note | undefined {
  const versions = journal.versions(item.callId);
  return versions.find(({ version }) => version === item.version) ?? versions.at(-1) ?? journal.note(item.callId);
}

/**
 * What an earlier version has written. `never`: this server keeps none of it, so a correction has nothing to correct; what
 * was only refused, is mended by the correction and written by it for the first time.
 */
function writtenBefore(journal: Journal, item: OutboxItem): OutboxItem | 'never' | undefined {
  const earlier = journal
    .outbox({ callId: item.callId })
    .filter((other) => other.kind === item.kind && (other.version ?? 0) < (item.version ?? 0));
  const written = earlier.findLast(({ reference }) => reference !== undefined);
  if (written) return written;
  return earlier.some(({ state, chose }) => state === 'refused' || chose === 'here') ? undefined : 'never';
}

function amendedOf(item: OutboxItem, { reference = '', wrote }: OutboxItem): Amended {
  const { settle, contested } = item;
  return {
    reference,
    ...(wrote ? { wrote } : {}),
    ...(settle && contested ? { settle: { how: settle, seen: contested.seen } } : {}),
  };
}

function settledAs(item: OutboxItem, written: EhrWritten): OutboxItem {
  const { state } = written;
  if (state === 'keptHere') return { ...item, state };
  if (state === 'conflict') {
    const { ours, theirs, seen } = written;
    return { ...item, state, contested: { ours, theirs, seen } };
  }
  return { ...item, state, reference: written.reference, ...(written.wrote ? { wrote: written.wrote } : {}) };
}
