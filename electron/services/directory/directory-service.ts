// Who is calling the colleague whose phone rings, and taking that call.
import type { RingingRow } from '../../../shared/contract/directory.ts';
import type { CallId } from '../../../shared/domain/call/call.ts';
import { reduceDials, ringingBy } from '../../../shared/domain/directory/ringing.ts';
import type { DialEvent, Dials, RingingCaller } from '../../../shared/domain/directory/ringing.ts';
import type { WaitingCaller } from '../../../shared/domain/queue/types.ts';
import type { Site } from '../../../shared/domain/site/site.ts';
import { fail } from '../../../shared/result/result.ts';
import type { Result } from '../../../shared/result/result.ts';
import type { CallsService } from '../calls/calls.ts';
import type { Handlers, Topics } from '../../ports/topics.ts';

export interface DirectoryDeps {
  readonly topics: Topics;
  readonly site: () => Site | undefined;
  readonly nameOf: (number: string) => string | undefined;
  /** Those phones have lamps here: a dial to anything else (a trunk) is nobody's ringing phone. */
  readonly isColleague: (extension: string) => boolean;
  /** The caller's place in a queue, when it is one of ours. */
  readonly waiting: (entry: string | undefined) => WaitingCaller | undefined;
  readonly place: CallsService['place'];
  readonly onPickUp: (callId: CallId, extension: string, userId: string) => void;
}

export class DirectoryService {
  readonly #deps: DirectoryDeps;
  #dials: Dials = new Map();
  #published = new Map<string, string>();

  constructor(deps: DirectoryDeps) {
    this.#deps = deps;
  }

  readonly handlers: Handlers = {
    'directory.pickUp': ({ extension }, { userId }) => this.#pickUp(extension, userId),
  };

  readonly apply = (event: DialEvent): void => {
    this.#dials = reduceDials(this.#dials, event);
    this.refresh();
  };

  /** Names or queues changed. */
  refresh(): void {
    const next = new Map<string, string>();
    for (const [extension, caller] of ringingBy(this.#dials)) {
      if (!this.#deps.isColleague(extension)) continue;
      const row = this.#rowOf(caller);
      const text = JSON.stringify(row);
      next.set(extension, text);
      if (this.#published.get(extension) !== text) this.#deps.topics.set('ringing', extension, row);
    }
    for (const extension of this.#published.keys())
      if (!next.has(extension)) this.#deps.topics.remove('ringing', extension);
    this.#published = next;
  }

  /** The PBX hands over whoever rings there; who that is it has told us before, not with the answer. */
  async #pickUp(extension: string, userId: string): Promise<Result<{ callId: CallId }>> {
    const prefix = this.#deps.site()?.phone.pickupPrefix;
    if (prefix === undefined || !/^\d{2,20}$/.test(extension)) return fail('pickUpNotSet');
    const caller = ringingBy(this.#dials).get(extension);
    if (!caller) return fail('callGone');
    const { number, name, withheld, entry, linkedId } = caller;
    const queue = this.#deps.waiting(entry)?.queue;
    const placed = await this.#deps.place(`${prefix}${extension}`, {
      remote: { number, name, withheld },
      ...(queue ? { queue: { queue, ...(entry ? { entry } : {}), ...(linkedId ? { linkedId } : {}) } } : {}),
    });
    if (placed.ok) this.#deps.onPickUp(placed.value.callId, extension, userId);
    return placed;
  }

  #rowOf(caller: RingingCaller): RingingRow {
    const directoryName = caller.number ? this.#deps.nameOf(caller.number) : undefined;
    const queue = this.#deps.waiting(caller.entry)?.queue;
    const queueName = queue && (this.#deps.site()?.queues.find((one) => one.id === queue)?.name ?? queue);
    return {
      ...caller,
      ...(directoryName === undefined ? {} : { directoryName }),
      ...(queueName ? { queueName } : {}),
    };
  }
}
