// The audit told to the EHR, where the practice wants that: row by row and in order, each once, behind everything else that the
// desk has to say. What the EHR does not take stays in the audit here, which is the one that counts.
import type { Health } from '../../../shared/contract/session.ts';
import type { AuditMirrorStore, MirrorRow } from '../../ports/audit-mirror.ts';
import type { EhrPort } from '../../ports/ehr.ts';
import type { Clock, Log } from '../../ports/runtime.ts';
import type { AppError } from '../../../shared/result/result.ts';

const PAUSE_MS = 15_000;
const LONGEST_PAUSE_MS = 5 * 60_000;
const AT_ONCE = 50;

export interface AuditMirrorDeps {
  readonly clock: Clock;
  readonly log: Log;
  /** Undefined while the journal is closed. */
  readonly store: () => AuditMirrorStore | undefined;
  readonly ehr: () => EhrPort | undefined;
  /** The practice wants it. */
  readonly isWanted: () => boolean;
  /** Somebody is signed in, and notes come first: none waits for the EHR. */
  readonly isTime: () => boolean;
  /** What the EHR did with the row it was told last. */
  readonly onTaken: (state: Health['audit']) => void;
}

export class AuditMirror {
  readonly #deps: AuditMirrorDeps;
  #cancel: (() => void) | undefined;
  #failures = 0;

  constructor(deps: AuditMirrorDeps) {
    this.#deps = deps;
  }

  /** From now on, every few seconds. */
  start(): void {
    this.#schedule(PAUSE_MS);
  }

  stop(): void {
    this.#cancel?.();
    this.#cancel = undefined;
  }

  /** Tells what is new. */
  async run(): Promise<void> {
    const [store, ehr] = [this.#deps.store(), this.#deps.ehr()];
    if (!this.#deps.isWanted()) this.#deps.onTaken('ok');
    if (!store || !ehr || !this.#deps.isWanted() || !this.#deps.isTime()) return this.#schedule(PAUSE_MS);
    const failed = await this.#tell(store, ehr);
    this.#failures = failed ? this.#failures + 1 : 0;
    const pause = Math.min(LONGEST_PAUSE_MS, PAUSE_MS * 2 ** Math.min(6, this.#failures));
    this.#schedule(Math.max(pause, failed?.retryAfterMs ?? 0));
  }

  #schedule(ms: number): void {
    this.#cancel?.();
    this.#cancel = this.#deps.clock.after(ms, () => void this.run());
  }

  /** @returns why it cannot go on just now */
  async #tell(store: AuditMirrorStore, ehr: EhrPort): Promise<AppError | undefined> {
    const { seq, trying } = store.place();
    let lookFirst = trying;
    for (const row of store.after(seq, AT_ONCE)) {
      const failed = await this.#one(store, ehr, row, lookFirst);
      if (failed) return failed;
      lookFirst = false;
    }
    return undefined;
  }

  async #one(store: AuditMirrorStore, ehr: EhrPort, row: MirrorRow, lookFirst: boolean): Promise<AppError | undefined> {
    // Written down before it is tried: after a crash in between, the next attempt looks before it writes.
    store.keep(row.seq - 1, true);
    const written = await ehr.writeAudit?.(row, lookFirst);
    const error = written && !written.ok ? written.error : undefined;
    // Refused for what it is, or a second time nobody can tell: it must not hold up the rest, and is never there twice.
    const isSettled = !error || isFinal(error) || (lookFirst && error.code === 'ehrUnknownOutcome');
    const taken = written?.ok ? (written.value.state === 'sent' ? 'ok' : 'notTaken') : error && refusalIn(error);
    if (taken) this.#deps.onTaken(taken);
    if (error) this.#deps.log.warn('audit.notMirrored', { code: error.code });
    // Once unknown it stays so: a later "down" says nothing about the first attempt.
    store.keep(isSettled ? row.seq : row.seq - 1, !isSettled && (lookFirst || error?.code === 'ehrUnknownOutcome'));
    return isSettled ? undefined : error;
  }
}

const isFinal = ({ code }: AppError): boolean => ['ehrRejected', 'ehrCannot', 'ehrNotFound'].includes(code);

/** Nothing where the EHR was only not to be reached. */
function refusalIn(error: AppError): Health['audit'] | undefined {
  if (error.code === 'ehrNotPermitted') return 'notPermitted';
  return isFinal(error) ? 'notTaken' : undefined;
}
