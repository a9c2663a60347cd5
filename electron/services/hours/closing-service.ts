// "Snow day until noon": the office is closed at once, for every desk, and opened again as fast.
import { closureFor, isClosureAhead, isSameClosure, USUAL_CLOSING } from '../../../shared/domain/schedule/closing.ts';
import type { ClosingChoice } from '../../../shared/domain/schedule/closing.ts';
import type { Closure } from '../../../shared/domain/site/hours.ts';
import type { Site } from '../../../shared/domain/site/site.ts';
import { fail, ok } from '../../../shared/result/result.ts';
import type { Done, Result } from '../../../shared/result/result.ts';
import type { Clock } from '../../ports/runtime.ts';
import type { Caller, Handlers } from '../../ports/topics.ts';

/** The list of closures in the site file; what was written is in force when the promise settles. */
export interface ClosureBook {
  add(closure: Closure, caller: Caller): Promise<Result<void>>;
  remove(closure: Closure, caller: Caller): Promise<Result<void>>;
}

export interface ClosingDeps {
  readonly clock: Clock;
  readonly site: () => Site | undefined;
  /** Absent where the site file is not ours to write. */
  readonly book: ClosureBook | undefined;
  readonly audit: (what: 'closed' | 'reopened', userId: string) => void;
}

export class ClosingService {
  readonly #deps: ClosingDeps;

  constructor(deps: ClosingDeps) {
    this.#deps = deps;
  }

  readonly handlers: Handlers = {
    'hours.close': ({ until, reason }, caller) => this.#close(until, reason, caller),
    'hours.reopen': ({ closure }, caller) => this.#reopen(closure, caller),
  };

  async #close(until: ClosingChoice, reason: string, caller: Caller): Promise<Result<{ closure: Closure }>> {
    const ready = this.#ready(caller);
    if (!ready.ok) return ready;
    const { site, book } = ready.value;
    const closure = closureFor(until, site.clinic.timeZone, this.#deps.clock.now(), reason);
    if (!closure) return fail('closureOver');
    const written = await book.add(closure, caller);
    if (!written.ok) return written;
    this.#deps.audit('closed', caller.userId);
    return ok({ closure });
  }

  async #reopen(closure: Closure, caller: Caller): Promise<Result<Done>> {
    const ready = this.#ready(caller);
    if (!ready.ok) return ready;
    const { site, book } = ready.value;
    const isThere = site.hours.closures.some((one) => isSameClosure(one, closure));
    if (!isThere || !isClosureAhead(closure, site.clinic.timeZone, this.#deps.clock.now())) return fail('closureOver');
    const written = await book.remove(closure, caller);
    if (!written.ok) return written;
    this.#deps.audit('reopened', caller.userId);
    return ok({});
  }

  #ready({ role }: Caller): Result<{ site: Site; book: ClosureBook }> {
    const site = this.#deps.site();
    const { book } = this.#deps;
    if (!site || !book) return fail('siteReadOnly');
    const may: readonly string[] = site.hours.closing?.by ?? USUAL_CLOSING.by;
    return role !== undefined && may.includes(role) ? ok({ site, book }) : fail('notAllowed');
  }
}
