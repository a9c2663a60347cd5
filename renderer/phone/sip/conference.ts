// The calls that hear each other and this desk: who belongs to the conference, and what is told about it.
import type { CallEvent, CallId } from '../../../shared/domain/call/call.ts';
import type { CallMedia } from '../media/call-media.ts';
import { Mixer } from '../media/mixer.ts';
import type { Leg } from './leg.ts';

export class Conference {
  readonly #tell: (callId: CallId, event: CallEvent) => void;
  readonly #members = new Map<CallId, Leg>();
  #mixer: Mixer | undefined;

  constructor(tell: (callId: CallId, event: CallEvent) => void) {
    this.#tell = tell;
  }

  async join(conference: CallId, members: ReadonlyMap<CallId, Leg>): Promise<void> {
    await this.separate();
    members.forEach((leg, id) => this.#members.set(id, leg));
    this.#mixer = new Mixer();
    await this.#mix();
    for (const id of members.keys()) this.#tell(id, { type: 'joined', conference });
  }

  /** Each caller hears this desk alone again. */
  async separate(): Promise<void> {
    const mixer = this.#mixer;
    const members = [...this.#members.keys()];
    this.#mixer = undefined;
    this.#members.clear();
    await mixer?.close();
    for (const id of members) this.#tell(id, { type: 'separated' });
  }

  /** A call is over: two are no conference. */
  left(callId: CallId): void {
    if (this.#members.delete(callId)) void this.separate();
  }

  /** Our voice comes from another microphone now. */
  async remix(media: CallMedia): Promise<void> {
    if (this.#mixer?.has(media)) await this.#mix();
  }

  async #mix(): Promise<void> {
    await this.#mixer?.join([...this.#members.values()].map((leg) => leg.handler.media));
  }
}
