// Me in the queues: signed in or not, paused with a reason, wrap-up. What is shown is what the PBX says of it.
import type { Site } from '../../../shared/domain/site/site.ts';
import { fail, ok } from '../../../shared/result/result.ts';
import type { Done, Result } from '../../../shared/result/result.ts';
import type { Handlers } from '../../ports/topics.ts';
import type { QueuesService } from './queues-service.ts';

export interface MembershipDeps {
  readonly site: () => Site | undefined;
  readonly queues: Pick<QueuesService, 'board' | 'port'>;
  /** Whoever is signed in. */
  readonly user: () => { readonly extension: string; readonly name: string } | undefined;
}

export class MembershipService {
  readonly #deps: MembershipDeps;

  constructor(deps: MembershipDeps) {
    this.#deps = deps;
  }

  readonly handlers: Handlers = {
    'agent.setReady': async ({ ready, reason, queue }) => {
      const extension = this.#deps.user()?.extension;
      const port = this.#deps.queues.port();
      if (!port || !extension) return fail('queueUnreachable');
      return done(await port.setPaused(extension, !ready, reason, queue));
    },
    'agent.signIn': async ({ queue }) => {
      const user = this.#deps.user();
      const port = this.#deps.queues.port();
      if (!port || !user) return fail('queueUnreachable');
      const penalty = this.#deps.site()?.queues.find(({ id }) => id === queue)?.penalties?.[user.extension];
      return done(await port.signIn({ queue, extension: user.extension }, user.name, penalty));
    },
    'agent.signOut': async ({ queue }) => {
      const extension = this.#deps.user()?.extension;
      const port = this.#deps.queues.port();
      if (!port || !extension) return fail('queueUnreachable');
      return done(await port.signOut({ queue, extension }));
    },
    'agent.endWrapUp': () => this.#endWrapUp(),
  };

  /**
   * The PBX has no word for it: whoever is signed out and in again is a new member, who had no call yet. Whom the PBX's
   * configuration has in a queue it neither signs out nor forgets the last call of (`QueueReset` forgets everybody's, and the
   * queue's figures with it): there wrap-up ends by itself and not before.
   */
  async #endWrapUp(): Promise<Result<Done>> {
    const user = this.#deps.user();
    const { board, port: portOf } = this.#deps.queues;
    const port = portOf();
    if (!port || !user) return fail('queueUnreachable');
    const mine = [...board().members.values()].filter(({ extension }) => extension === user.extension);
    const dynamic = mine.filter(({ kind }) => kind === 'dynamic');
    for (const { queue, penalty } of dynamic) {
      const member = { queue, extension: user.extension };
      const out = await port.signOut(member);
      if (!out.ok) return out;
      const again = await port.signIn(member, user.name, penalty);
      if (!again.ok) return again;
    }
    return dynamic.length < mine.length || mine.length === 0 ? fail('wrapUpFixed') : ok({});
  }
}

const done = (answer: Result<void>): Result<Done> => (answer.ok ? ok({}) : answer);
