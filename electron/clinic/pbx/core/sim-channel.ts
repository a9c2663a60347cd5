// A simulated person on the line: a caller, or a colleague who answers. Speaks in frames, and measures what it hears.
import type { Pulse } from '../media/pulse.ts';
import { silence } from '../media/sources.ts';
import type { SoundSource } from '../media/sources.ts';
import { Channel } from './channel.ts';
import type { Cause, ChannelParts } from './channel.ts';

export type Manner =
  /** Calls us. */
  | { readonly kind: 'caller' }
  /** Rings for a while, then answers. Milliseconds. */
  | { readonly kind: 'answers'; readonly after: number }
  /** Refuses at once, or after ringing for `after` milliseconds, with a SIP status. */
  | { readonly kind: 'refuses'; readonly after: number; readonly cause: Cause };

export interface SimParts extends ChannelParts {
  readonly manner: Manner;
  readonly voice?: SoundSource | undefined;
  readonly pulse: Pulse;
}

export class SimChannel extends Channel {
  readonly #manner: Manner;
  readonly #voice: SoundSource;
  readonly #pulse: Pulse;
  #stopVoice: (() => void) | undefined;
  #timer: NodeJS.Timeout | undefined;

  constructor(parts: SimParts) {
    super(parts);
    this.#manner = parts.manner;
    this.#voice = parts.voice ?? silence;
    this.#pulse = parts.pulse;
  }

  /** Starts the call: a caller is heard ringing, a colleague's phone rings. */
  start(): void {
    const manner = this.#manner;
    if (manner.kind === 'caller') return this.become('ring');
    if (manner.kind === 'answers') {
      this.become('ringing');
      this.#timer = setTimeout(() => this.become('up'), manner.after);
      return;
    }
    if (manner.after > 0) this.become('ringing');
    this.#timer = setTimeout(() => this.end(manner.cause), manner.after);
  }

  override ring(): void {}

  override answer(): void {
    this.become('up');
  }

  override hangup(cause: Cause = 200): void {
    clearTimeout(this.#timer);
    this.#silence();
    this.end(cause);
  }

  /** Speaks only to somebody: the first word comes when the line is there. */
  override bridged(_other: Channel): void {
    this.#silence();
    this.#stopVoice = this.#pulse.start(() => this.speak(this.#voice()));
  }

  override unbridged(): void {
    this.#silence();
  }

  protected override deliver(): void {}

  #silence(): void {
    this.#stopVoice?.();
    this.#stopVoice = undefined;
  }
}
