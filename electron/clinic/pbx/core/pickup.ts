// Picking up a call that rings at somebody else's phone: a caller of a queue, or one who dialled that phone.
import type { Channel } from './channel.ts';
import type { Pbx } from './pbx.ts';

/** Calls that ring, by the leg that rings; `by` takes the leg's place. */
export class Pickups {
  readonly #rings = new Map<Channel, (by: Channel) => void>();

  /** The leg rings from now on; `take` is called when somebody else answers for it. */
  offer(leg: Channel, take: (by: Channel) => void): void {
    this.#rings.set(leg, take);
    const gone = (): void => void this.#rings.delete(leg);
    leg.on('ended', gone);
    leg.on('state', (state) => state === 'up' && gone());
  }

  /** False when nothing rings there. */
  pickUp(pbx: Pbx, extension: string, by: Channel): boolean {
    const device = `PJSIP/${extension}`;
    for (const [leg, take] of this.#rings)
      if (leg.device === device && leg.state === 'ringing') {
        take(by);
        return true;
      }
    for (const queue of pbx.queues)
      for (const { channel } of queue.callers)
        if (queue.ringsFor(channel).some((agent) => agent.device === device)) {
          queue.withdraw(channel);
          by.answer();
          pbx.connect(by, channel);
          return true;
        }
    return false;
  }
}
