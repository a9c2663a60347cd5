// What the practice's policy lets go is deleted once a day and at every start, a few rows at a time, so that no call ever
// waits for it. What may go is decided in shared/domain/archive/retention.ts; what went is in the audit.
import type { RetentionView } from '../../../shared/contract/archive.ts';
import { callVerdictOf, cutoff, isHeld, verdictOf } from '../../../shared/domain/archive/retention.ts';
import type { RetentionPolicy } from '../../../shared/domain/archive/retention.ts';
import type { Site } from '../../../shared/domain/site/site.ts';
import { fail, ok } from '../../../shared/result/result.ts';
import type { AppError, Result } from '../../../shared/result/result.ts';
import { FROM_THE_START } from '../../ports/archive.ts';
import type { ArchiveStore, Removed, RetentionCursor } from '../../ports/archive.ts';
import type { AuditAction, AuditRow } from '../../ports/journal.ts';
import type { Clock, Log } from '../../ports/runtime.ts';
import type { Handlers } from '../../ports/topics.ts';

export interface RetentionDeps {
  readonly clock: Clock;
  readonly log: Log;
  readonly archive: () => ArchiveStore | undefined;
  readonly site: () => Site | undefined;
  readonly audit: (action: AuditAction, userId: string, row?: Partial<AuditRow>) => void;
}

const DAY_MS = 24 * 60 * 60_000;
/** The start of the program belongs to the phone. */
const AFTER_START_MS = 60_000;
/** Rows looked at in one go. */
const AT_ONCE = 10;
/** Taking a note out of the index can take some milliseconds: after so many the next piece waits its turn. */
const BUSY_MS = 8;
const AUDIT_AT_ONCE = 200;
const PAUSE_MS = 25;

type Kept = NonNullable<RetentionView['lastRun']>['kept'];
type Counts = { -readonly [K in keyof Removed]: Removed[K] } & { audit: number };

interface Run {
  readonly policy: RetentionPolicy;
  readonly began: number;
  readonly kept: { -readonly [K in keyof Kept]: Kept[K] };
  readonly removed: Counts;
}

/** One piece of a run: does a little, and says whether it is to be called again. */
type Piece = (run: Run, archive: ArchiveStore) => Result<'again' | 'over'>;

export class RetentionService {
  readonly #deps: RetentionDeps;
  #cancel: (() => void) | undefined;
  #lastRun: RetentionView['lastRun'];

  constructor(deps: RetentionDeps) {
    this.#deps = deps;
  }

  readonly handlers: Handlers = {
    'archive.retention': () => {
      const archive = this.#deps.archive();
      if (!archive) return fail('journalLocked');
      const policy = this.#deps.site()?.privacy.retention ?? {};
      return ok({ policy, holds: archive.holds(), ...(this.#lastRun ? { lastRun: this.#lastRun } : {}) });
    },
  };

  /** The journal is open: the first run comes soon, the next ones daily. */
  start(): void {
    this.#next(AFTER_START_MS, () => this.#run());
  }

  stop(): void {
    this.#cancel?.();
  }

  #next(ms: number, work: () => void): void {
    this.#cancel?.();
    this.#cancel = this.#deps.clock.after(ms, work);
  }

  #run(): void {
    const policy = this.#deps.site()?.privacy.retention ?? {};
    const run: Run = {
      policy,
      began: this.#deps.clock.now(),
      kept: { held: 0, draft: 0, waitsForEhr: 0, openStep: 0 },
      removed: { notes: 0, versions: 0, calls: 0, events: 0, work: 0, audit: 0 },
    };
    this.#play(run, [this.#notes(), this.#calls(), this.#doneWork(), this.#oldAudit()]);
  }

  #play(run: Run, pieces: readonly Piece[]): void {
    const archive = this.#deps.archive();
    const [piece, ...rest] = pieces;
    if (!archive) return this.start();
    if (!piece) return this.#finish(run, archive);
    const done = piece(run, archive);
    if (!done.ok) return this.#failed(done.error);
    this.#next(PAUSE_MS, () => this.#play(run, done.value === 'again' ? pieces : rest));
  }

  #notes(): Piece {
    let cursor: RetentionCursor | undefined = FROM_THE_START;
    let going: string[] = [];
    return ({ policy, began, kept, removed }, archive) => {
      const before = cutoff(policy.notesDays, began);
      if (before === undefined) return ok('over');
      if (going.length === 0 && cursor !== undefined) {
        const page = archive.oldNotes(before, cursor, AT_ONCE);
        cursor = page.next;
        const holds = archive.holds();
        for (const note of page.rows) {
          const verdict = verdictOf(note, policy, holds, began);
          if (verdict === 'delete') going.push(note.callId);
          else if (verdict !== 'keep') kept[verdict]++;
        }
      }
      const gone = this.#whileThereIsTime(going, (callId) => archive.removeNotes([callId]), removed);
      if (!gone.ok) return gone;
      going = gone.value;
      if (going.length > 0 || cursor !== undefined) return ok('again');
      // Never finished, never deleted; but said.
      kept.draft += archive.drafts().filter(({ note }) => note.savedAt < before).length;
      return ok('over');
    };
  }

  #calls(): Piece {
    let cursor: RetentionCursor = FROM_THE_START;
    return ({ policy, began, removed }, archive) => {
      const before = cutoff(policy.callsDays, began);
      if (before === undefined) return ok('over');
      const holds = archive.holds();
      const page = archive.oldCalls(before, cursor, AT_ONCE);
      const going = page.rows.filter((call) => callVerdictOf(call, policy, holds, began) === 'delete');
      const gone = archive.removeCalls(going.map(({ callId }) => callId));
      if (!gone.ok) return gone;
      add(removed, gone.value);
      if (!page.next) return ok('over');
      cursor = page.next;
      return ok('again');
    };
  }

  #doneWork(): Piece {
    return ({ policy, began, removed }, archive) => {
      const before = cutoff(policy.notesDays, began);
      if (before === undefined) return ok('over');
      const holds = archive.holds();
      const going = archive.oldWork(before).filter(({ id, number }) => !isHeld({ callId: id, number }, holds));
      const gone = archive.removeWork(going.slice(0, AT_ONCE).map(({ id }) => id));
      if (!gone.ok) return gone;
      add(removed, gone.value);
      return ok(going.length > AT_ONCE ? 'again' : 'over');
    };
  }

  #oldAudit(): Piece {
    return ({ policy, began, removed }, archive) => {
      const before = cutoff(policy.auditDays, began);
      if (before === undefined) return ok('over');
      const gone = archive.removeAudit(before, AUDIT_AT_ONCE);
      if (!gone.ok) return gone;
      removed.audit += gone.value;
      return ok(gone.value === AUDIT_AT_ONCE ? 'again' : 'over');
    };
  }

  /** One by one until the time of a piece is over, each on disk for itself. @returns what is left */
  #whileThereIsTime<T>(all: readonly T[], remove: (one: T) => Result<Removed>, removed: Counts): Result<T[]> {
    const until = this.#deps.clock.now() + BUSY_MS;
    for (const [index, one] of all.entries()) {
      if (index > 0 && this.#deps.clock.now() >= until) return ok(all.slice(index));
      const gone = remove(one);
      if (!gone.ok) return gone;
      add(removed, gone.value);
    }
    return ok([]);
  }

  #finish({ policy, kept, removed, began }: Run, archive: ArchiveStore): void {
    const { notes, calls, audit } = removed;
    this.#lastRun = { at: began, deletedNotes: notes, deletedCalls: calls, deletedAudit: audit, kept };
    if (Object.values(removed).some((count) => count > 0)) {
      const wiped = archive.wipe();
      if (!wiped.ok) this.#deps.log.warn('retention.wipe', { code: wiped.error.code });
      this.#deps.audit('retention', '', { detail: `${listed({ ...removed })} under ${listed({ ...policy })}` });
      this.#deps.log.info('retention.done', { ...removed });
    }
    this.#next(DAY_MS, () => this.#run());
  }

  /** A full or broken disk: what went is gone, the rest is tried again tomorrow. */
  #failed(error: AppError): void {
    this.#deps.log.error('retention.failed', { code: error.code });
    this.#next(DAY_MS, () => this.#run());
  }
}

function add(counts: Counts, more: Removed): void {
  for (const kind of ['notes', 'versions', 'calls', 'events', 'work'] as const) counts[kind] += more[kind];
}

const listed = (values: Record<string, number | undefined>): string =>
  Object.entries(values)
    .filter(([, value]) => value !== undefined)
    .map(([kind, value]) => `${kind}=${value}`)
    .join(' ');
