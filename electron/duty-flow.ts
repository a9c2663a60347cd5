// When the practice is open and who is rung: closing at once, escalations. Built from the desk's other services; says who
// tells whom.
import type { Machine } from './compose.ts';
import type { Desk } from './desk.ts';
import type { Clock } from './ports/runtime.ts';
import type { Handlers } from './ports/topics.ts';
import { ClosingService } from './services/hours/closing-service.ts';

export class DutyFlow {
  readonly #desk: Desk;
  readonly closing: ClosingService;
  readonly services: readonly { readonly handlers: Handlers }[];

  constructor(desk: Desk, clock: Clock, machine: Pick<Machine, 'closures'>) {
    this.#desk = desk;
    this.closing = this.#newClosing(clock, machine);
    this.services = [this.closing];
  }

  #newClosing(clock: Clock, { closures }: Pick<Machine, 'closures'>): ClosingService {
    const { site, journal } = this.#desk;
    return new ClosingService({
      clock,
      site: site.current,
      book: closures,
      onWritten: () => site.reload(),
      audit: (detail, userId) => journal.audit('closure', userId, { detail }),
    });
  }
}
