// What can be done to a queue from this desk, and what is known of those who wait. Built from the desk's other services; says
// who tells whom.
import type { Desk } from './desk.ts';
import type { Clock } from './ports/runtime.ts';
import type { Handlers } from './ports/topics.ts';
import { nameIn } from '../shared/domain/directory/entries.ts';
import { QueueActing } from './services/queues/acting.ts';
import { WaitingCallers } from './services/queues/callers.ts';
import { MembershipService } from './services/queues/membership.ts';

export class QueueFlow {
  readonly services: readonly { readonly handlers: Handlers }[];
  readonly callers: WaitingCallers;

  constructor(desk: Desk, clock: Clock) {
    const { queues, site, session, connections, journal } = desk;
    const user = () => session.user();
    const acting = new QueueActing({
      ...{ clock, queues, user, site: site.current },
      nameOf: (number) => nameIn(site.current(), number),
      audit: (detail, userId) => journal.audit('queue', userId, { detail }),
    });
    this.services = [acting, new MembershipService({ queues, user, site: site.current })];
    this.callers = new WaitingCallers({
      ...{ clock, queues, site: site.current, ehr: connections.ehr },
      triedBefore: (number) => desk.work.calledBefore(number),
    });
  }
}
