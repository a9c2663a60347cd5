// Nobody is forgotten on hold: a first warning, then one that it is too long, at the times the site has set.
import type { Call, CallId } from '../../../shared/domain/call/call.ts';
import type { CallCore } from './core.ts';

export class HoldAlerts {
  readonly #core: CallCore;
  readonly #timers = new Map<CallId, (() => void)[]>();

  constructor(core: CallCore) {
    this.#core = core;
    core.watch((call, event) => {
      if (event.type === 'holdConfirmed') this.#start(call);
      else if (call.heldSince === undefined) this.#stop(call.id);
    });
  }

  #start({ id }: Call): void {
    this.#stop(id);
    const [warn, tooLong] = this.#core.deps.site()?.phone.holdAlerts ?? [45, 120];
    const alert = (seconds: number, level: 1 | 2) =>
      this.#core.deps.clock.after(seconds * 1000, () => {
        // While a transfer goes on, the caller is not waiting for this desk: said again when they are back.
        const call = this.#core.get(id);
        if (call?.state !== 'held') return;
        this.#core.apply(id, { type: 'heldTooLong', alert: level });
        // Whoever has turned away from the screen hears it; without a phone page it stays with what is shown.
        void this.#core.order(id, { do: 'remind' }, () => true);
      });
    this.#timers.set(id, [alert(warn, 1), alert(tooLong, 2)]);
  }

  #stop(id: CallId): void {
    this.#timers.get(id)?.forEach((cancel) => cancel());
    this.#timers.delete(id);
  }
}
