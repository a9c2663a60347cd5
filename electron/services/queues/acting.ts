// Acting on somebody who waits: take them now, raise them, move them to another queue, send them to somebody.
//
// Who takes is decided at the PBX: of all desks that ask a queue to let one caller go, it hears the first and refuses the
// rest ("Already requested"). The queue looks up once a second, and while it rings phones only when that is over: whoever
// has won takes a caller who rings elsewhere out at once. Nobody else ever redirects, so nobody is pulled to and fro.
import type { QueueActed } from '../../../shared/contract/queue.ts';
import { dialTarget } from '../../../shared/domain/call/dial.ts';
import type { Departed } from '../../../shared/domain/queue/board.ts';
import { idOf } from '../../../shared/domain/queue/state.ts';
import type { WaitingCaller } from '../../../shared/domain/queue/types.ts';
import type { Site } from '../../../shared/domain/site/site.ts';
import { fail, ok } from '../../../shared/result/result.ts';
import type { Result } from '../../../shared/result/result.ts';
import type { QueuePort } from '../../ports/queues.ts';
import type { Clock } from '../../ports/runtime.ts';
import type { Handlers } from '../../ports/topics.ts';
import type { QueuesService } from './queues-service.ts';

/** The queue looks up every second whether somebody is to go; after this the caller is taken out without waiting for it. */
const QUEUE_LOOKS_UP_MS = 1_500;
/** By then the PBX has said who has a caller that somebody else was faster to take. */
const WHO_HAS_MS = 3_000;

export interface ActingDeps {
  readonly clock: Clock;
  readonly site: () => Site | undefined;
  readonly queues: Pick<
    QueuesService,
    'board' | 'waiting' | 'watch' | 'know' | 'because' | 'raise' | 'refreshQueue' | 'port'
  >;
  /** Whoever is signed in. */
  readonly user: () => { readonly extension: string; readonly name: string } | undefined;
  readonly nameOf: (number: string) => string | undefined;
  readonly audit: (what: string, userId: string) => void;
}

type Acted = Result<QueueActed>;

export class QueueActing {
  readonly #deps: ActingDeps;

  constructor(deps: ActingDeps) {
    this.#deps = deps;
  }

  readonly handlers: Handlers = {
    'queue.take': ({ entry }, { userId }) => {
      const extension = this.#deps.user()?.extension;
      return extension === undefined ? fail('notSignedIn') : this.#letGo(entry, extension, 'take', userId);
    },
    'queue.move': ({ entry, queue }, { userId }) => {
      const number = this.#deps.site()?.queues.find(({ id }) => id === queue)?.number;
      return number === undefined ? fail('queueNoNumber') : this.#letGo(entry, number, 'move', userId);
    },
    'queue.send': ({ entry, target }, { userId }) => {
      const site = this.#deps.site();
      const number = site && dialTarget(target, site);
      return number === undefined ? fail('numberInvalid') : this.#letGo(entry, number, 'send', userId);
    },
    'queue.raise': ({ entry }, { userId }) => this.#raise(entry, userId),
  };

  /** Before everybody else who waits there. */
  async #raise(entry: string, userId: string): Promise<Acted> {
    const { queues, audit, user } = this.#deps;
    const caller = queues.waiting(entry);
    if (!caller) return this.#whoHas(entry);
    const others = [...queues.board().waiting.values()].filter((one) => one.queue === caller.queue && one !== caller);
    const priority = Math.max(caller.priority, ...others.map((one) => one.priority + 1));
    const raised = await queues.raise(caller, priority);
    if (!raised.ok) return raised.error.code === 'queueCallerGone' ? this.#whoHas(entry) : raised;
    audit('raise', userId);
    const name = user()?.name;
    queues.because(entry, { kind: 'raised', ...(name ? { by: name } : {}) });
    return ok({ outcome: 'done' });
  }

  async #letGo(entry: string, to: string, what: 'take' | 'move' | 'send', userId: string): Promise<Acted> {
    const { queues, site, audit, user } = this.#deps;
    const context = site()?.pbx?.takenContext;
    if (context === undefined) return fail('queueTakeNotSet');
    const port = queues.port();
    if (!port) return fail('queueUnreachable');
    const won = await this.#withdraw(entry, to, port);
    if (!won.ok) return won.error.code === 'queueCallerGone' ? this.#whoHas(entry) : won;
    audit(what, userId);
    queues.know(entry, { takenBy: user()?.name ?? '' });
    return this.#out(won.value, { context, to }, port);
  }

  /** Twice where the PBX does not know the caller by that id any more: a transfer may just have exchanged it. */
  async #withdraw(entry: string, to: string, port: QueuePort, isAgain = false): Promise<Result<WaitingCaller>> {
    const caller = this.#deps.queues.waiting(entry);
    if (!caller) return fail('queueCallerGone');
    const asked = await port.withdraw(
      { queue: caller.queue, uniqueId: idOf(caller) },
      to,
      this.#deps.user()?.extension,
    );
    if (asked.ok) return ok(caller);
    if (isAgain || asked.error.code !== 'queueCallerGone' || /already/i.test(asked.error.detail ?? '')) return asked;
    await this.#deps.queues.refreshQueue(caller.queue);
    return this.#withdraw(entry, to, port, true);
  }

  /** The caller is ours to move; the queue lets go by itself within a second, unless it rings phones. */
  async #out(caller: WaitingCaller, to: { context: string; to: string }, port: QueuePort): Promise<Acted> {
    const { queues } = this.#deps;
    const { entry, queue } = caller;
    const isRinging = (queues.waiting(entry)?.ringingAt.length ?? 0) > 0;
    const gone = isRinging ? undefined : await this.#departure(entry, QUEUE_LOOKS_UP_MS);
    if (gone) return this.#whoHas(entry, to.to);
    // Somebody may have answered in this very moment: then the caller is theirs.
    await queues.refreshQueue(queue);
    const now = queues.waiting(entry);
    if (!now || now.queue !== queue) return this.#whoHas(entry, to.to);
    const by = this.#deps.user()?.extension;
    const redirected = await port.redirect({ queue, uniqueId: idOf(now) }, to.context, to.to, by);
    // Without the right to redirect it takes until the ringing is over.
    const isGoing = redirected.ok || redirected.error.code === 'queueRefused';
    return isGoing ? this.#whoHas(entry, to.to) : ok({ outcome: 'done' });
  }

  /**
   * Who has the caller, as soon as the PBX has said it. `mine`: it was asked for that number, and unless somebody else has
   * the caller it was done: a queue that a caller was moved to stands under another name than its number.
   */
  async #whoHas(entry: string, mine?: string): Promise<Acted> {
    const departed = await this.#departure(entry, WHO_HAS_MS);
    const isOthers = departed !== undefined && ['answered', 'gaveUp'].includes(departed.how);
    if (mine !== undefined && !isOthers) return ok({ outcome: 'done' });
    if (!departed) return ok({ outcome: 'gone' });
    const { how, to } = departed;
    const queue = how === 'moved' ? this.#deps.site()?.queues.find(({ id }) => id === to)?.name : undefined;
    const by = queue ?? (to === undefined ? undefined : (this.#deps.nameOf(to) ?? departed.name ?? to));
    return ok({ outcome: 'gone', how, ...(by ? { by } : {}) });
  }

  /** What became of a caller, once they have left and it is settled; undefined: still nothing after `ms`. */
  #departure(entry: string, ms: number): Promise<Departed | undefined> {
    const { queues, clock } = this.#deps;
    const settled = () => {
      const departed = queues.board().departed.get(entry);
      return departed && departed.how !== 'left' ? departed : undefined;
    };
    return new Promise((resolve) => {
      const now = settled();
      if (now) return resolve(now);
      const end = (departed: Departed | undefined) => {
        cancel();
        stop();
        resolve(departed);
      };
      const cancel = clock.after(ms, () => end(undefined));
      const stop = queues.watch(() => {
        const departed = settled();
        if (departed) end(departed);
      });
    });
  }
}
