// A caller whom this desk sends to a queue waits there with the priority that the rules gave the call: as soon as the PBX says
// that they joined, they are raised. A PBX that refuses leaves them at the end, as without this; nobody is bothered with it.
import { dialTarget } from '../../../shared/domain/call/dial.ts';
import { isLive } from '../../../shared/domain/call/call.ts';
import type { Call, CallId } from '../../../shared/domain/call/call.ts';
import { isUnderWay } from '../../../shared/domain/call/transfer.ts';
import type { Country } from '../../../shared/domain/phone-number/phone-number.ts';
import type { QueueEvent } from '../../../shared/domain/queue/board.ts';
import type { WaitingCaller } from '../../../shared/domain/queue/types.ts';
import type { Site } from '../../../shared/domain/site/site.ts';
import { numberKey } from '../../../shared/domain/work/contacts.ts';
import type { Result } from '../../../shared/result/result.ts';
import type { Clock, Log } from '../../ports/runtime.ts';

/** The PBX may play an announcement between taking the caller and letting them wait. */
const JOINS_WITHIN_MS = 60_000;

export interface SentOnDeps {
  readonly clock: Clock;
  readonly log: Log;
  readonly site: () => Site | undefined;
  /** The extension of whoever is signed in. */
  readonly extension: () => string | undefined;
  readonly calls: () => readonly Call[];
  /** What the rules gave the call; 0: nothing. */
  readonly priorityOf: (callId: CallId) => number;
  /** The PBX has raised whoever waits under that entry, for these calls. */
  readonly onRaised: (entry: string, calls: readonly CallId[]) => void;
  readonly raise: (caller: WaitingCaller, priority: number) => Promise<Result<void>>;
}

type Joined = Extract<QueueEvent, { type: 'joined' }>;

export class SentOnCallers {
  readonly #deps: SentOnDeps;

  constructor(deps: SentOnDeps) {
    this.#deps = deps;
  }

  async joined(event: Joined): Promise<void> {
    const { calls, priorityOf, raise, onRaised, log } = this.#deps;
    const sent = calls().filter((call) => this.#isSent(call, event));
    const priority = Math.max(0, ...sent.map(({ id }) => priorityOf(id)));
    // Whether they stand there with more already only the PBX's list can say: it is looked at before it is asked to raise.
    if (priority === 0) return;
    const raised = await raise(event.caller, priority);
    if (raised.ok)
      onRaised(
        event.caller.entry,
        sent.map(({ id }) => id),
      );
    else log.warn('queue.priorityRefused', { code: raised.error.code });
  }

  #isSent(call: Call, { caller, linkedId }: Joined): boolean {
    const site = this.#deps.site();
    const number = site?.queues.find(({ id }) => id === caller.queue)?.number;
    const target = number === undefined ? undefined : site && dialTarget(number, site);
    if (!site || target === undefined || call.consultFor !== undefined) return false;
    const country = site.clinic.country as Country;
    const keyOf = (of: string) => numberKey(of, country);
    if (!this.#isOnTheWay(call, target) && !this.#isAskedFor(call, target)) return false;
    // Until the PBX has joined the two, our own phone stands in the caller's place; that it did may be heard here only
    // after the transfer is over and our phone out of it. Whoever rings the queue for themselves is another matter.
    if (keyOf(caller.number) === keyOf(this.#deps.extension() ?? '')) return !this.#isOurOwn(target);
    if (linkedId !== undefined && call.queue?.linkedId === linkedId) return true;
    const isKnown = !call.remote.withheld && !caller.withheld;
    return isKnown && keyOf(caller.number) !== undefined && keyOf(caller.number) === keyOf(call.remote.number);
  }

  /** This desk rings the queue itself, for the caller who is on hold. */
  #isAskedFor(call: Call, target: string): boolean {
    return this.#deps.calls().some((leg) => leg.consultFor === call.id && isLive(leg) && leg.remote.number === target);
  }

  #isOurOwn(target: string): boolean {
    return this.#deps
      .calls()
      .some((own) => isLive(own) && own.consultFor === undefined && !own.forTransfer && own.remote.number === target);
  }

  #isOnTheWay({ transfer }: Call, target: string): boolean {
    if (transfer?.target !== target) return false;
    const isRecent = (transfer.endedAt ?? 0) + JOINS_WITHIN_MS > this.#deps.clock.now();
    return isUnderWay(transfer) || (transfer.state === 'reached' && isRecent);
  }
}
