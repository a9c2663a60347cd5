// Two channels that hear each other. Hold is between the ends of a bridge: the held one hears music, the holder nothing.
import type { Pulse } from '../media/pulse.ts';
import { holdMusic } from '../media/sources.ts';
import type { SoundSource } from '../media/sources.ts';
import type { Channel } from './channel.ts';

/** How a bridge came to its end: by which end hanging up, or because one was transferred away. */
export type BridgeEnd = { readonly kind: 'hangup'; readonly by: Channel } | { readonly kind: 'transfer' };

/** Lets a channel hear a source, a frame every 20 ms. */
export function listen(channel: Channel, source: SoundSource, pulse: Pulse): void {
  channel.feed(undefined);
  channel.feed(pulse.start(() => channel.play(source())));
}

export class Bridge {
  readonly a: Channel;
  readonly b: Channel;
  readonly startedAt = Date.now();
  readonly #pulse: Pulse;
  readonly #onEnd: (end: BridgeEnd) => void;
  readonly #cleanup: (() => void)[] = [];
  #open = true;
  #keeper: { readonly leaver: Channel; readonly then: () => void } | undefined;

  constructor(a: Channel, b: Channel, pulse: Pulse, onEnd: (end: BridgeEnd) => void) {
    this.a = a;
    this.b = b;
    this.#pulse = pulse;
    this.#onEnd = onEnd;
    for (const [one, other] of [
      [a, b],
      [b, a],
    ] as const) {
      const onHold = (): void => this.#wire();
      const onEnded = (): void => this.#onEnded(one);
      one.on('hold', onHold).on('ended', onEnded);
      this.#cleanup.push(() => one.off('hold', onHold).off('ended', onEnded));
      one.connected = other.party;
    }
    this.#wire();
    a.bridged(b);
    b.bridged(a);
  }

  other(channel: Channel): Channel {
    return channel === this.a ? this.b : this.a;
  }

  /** While one end is being transferred away, its other end may leave without ending the call; then `then` is called. */
  keepOnHangup(leaver: Channel | undefined, then: () => void = () => undefined): void {
    this.#keeper = leaver && { leaver, then };
  }

  #onEnded(channel: Channel): void {
    const keeper = this.#keeper;
    if (keeper?.leaver !== channel) return this.#close({ kind: 'hangup', by: channel });
    this.#close({ kind: 'transfer' });
    keeper.then();
  }

  /** Takes the two apart without ending either. */
  release(): void {
    this.#close({ kind: 'transfer' });
  }

  #wire(): void {
    this.#hear(this.a, this.b);
    this.#hear(this.b, this.a);
  }

  #hear(listener: Channel, speaker: Channel): void {
    if (listener.holding) return listener.feed(undefined);
    if (speaker.holding) return listen(listener, holdMusic(), this.#pulse);
    const pass = (frame: Buffer): void => listener.play(frame);
    listener.feed(undefined);
    speaker.on('sound', pass);
    listener.feed(() => speaker.off('sound', pass));
  }

  #close(end: BridgeEnd): void {
    if (!this.#open) return;
    this.#open = false;
    for (const undo of this.#cleanup) undo();
    for (const channel of [this.a, this.b]) {
      channel.feed(undefined);
      channel.unbridged();
    }
    this.#onEnd(end);
  }
}
