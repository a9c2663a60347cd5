// One end of a call: a phone, or a simulated person. What it says comes out as `sound`, what it hears goes in by `play`.
//
//   down ──► ring ────────► up ──► hungup      it calls us   (ring: we have not answered)
//     └────► ringing ─────► up ──► hungup      we call it    (ringing: it has not answered)
//   every state ──► hungup
import { EventEmitter } from 'node:events';
import { SoundMeter } from '../media/meter.ts';

export type ChannelState = 'down' | 'ring' | 'ringing' | 'up' | 'hungup';

/** Why a channel ended, as a SIP status: 200 is a normal end. */
export type Cause = number;

export interface Party {
  /** The number shown; empty when withheld. */
  readonly number: string;
  readonly name: string;
}

export interface ChannelEvents {
  state: [ChannelState];
  sound: [Buffer];
  dtmf: [string];
  hold: [boolean];
  ended: [Cause];
}

const ORDER: readonly ChannelState[] = ['down', 'ring', 'ringing', 'up', 'hungup'];

let counter = 0;

/** Asterisk's form: seconds since 1970, a dot, a running number. */
const nextId = (): string => `${Math.floor(Date.now() / 1000)}.${counter++}`;

export interface ChannelParts {
  /** `PJSIP/101`: whose lamp this channel lights. */
  readonly device: string;
  readonly party: Party;
  readonly linkedId?: string | undefined;
  readonly language?: string | undefined;
}

export abstract class Channel extends EventEmitter<ChannelEvents> {
  readonly id: string;
  /** `PJSIP/101-0000002a` */
  readonly name: string;
  readonly device: string;
  readonly party: Party;
  /** BCP 47; what the person speaks. */
  readonly language: string;
  /** The oldest channel this one belongs with (Linkedid). */
  linkedId: string;
  /** The other end, as it would be shown here. */
  connected: Party = { number: '', name: '' };
  /** What was dialled, or where the channel is. */
  exten = '';
  readonly heard = new SoundMeter();
  readonly said = new SoundMeter();
  readonly bornAt = Date.now();
  readonly digits: string[] = [];
  #state: ChannelState = 'down';
  #stopFeed: (() => void) | undefined;

  constructor(parts: ChannelParts) {
    super();
    this.id = nextId();
    this.name = `${parts.device}-${counter.toString(16).padStart(8, '0')}`;
    this.device = parts.device;
    this.party = parts.party;
    this.language = parts.language ?? 'en';
    this.linkedId = parts.linkedId ?? this.id;
    this.on('dtmf', (digit) => this.digits.push(digit));
  }

  get state(): ChannelState {
    return this.#state;
  }

  /** Whether this end has put the other on hold. */
  get holding(): boolean {
    return false;
  }

  /** Lets this end hear a frame of 20 ms. */
  play(frame: Buffer): void {
    if (this.#state === 'hungup') return;
    this.heard.hear(frame);
    this.deliver(frame);
  }

  /** Sets what this end hears from now on; the argument is the end of the feed. */
  feed(stop?: () => void): void {
    this.#stopFeed?.();
    this.#stopFeed = stop;
  }

  /** Tells a calling channel that the other end rings. */
  abstract ring(): void;
  /** Answers a calling channel. */
  abstract answer(): void;
  /** Ends the channel whatever its state; `cause` reaches the other side where the protocol can say it. */
  abstract hangup(cause?: Cause): void;

  /** Called when the channel gets a partner, and when it loses it. */
  bridged(_other: Channel): void {}
  unbridged(): void {}

  protected abstract deliver(frame: Buffer): void;

  protected speak(frame: Buffer): void {
    if (this.#state === 'hungup') return;
    this.said.hear(frame);
    this.emit('sound', frame);
  }

  /** Moves forward only: a late 180 after a 200 changes nothing. */
  protected become(state: Exclude<ChannelState, 'hungup'>): void {
    if (ORDER.indexOf(state) <= ORDER.indexOf(this.#state)) return;
    this.#state = state;
    this.emit('state', state);
  }

  protected end(cause: Cause): void {
    if (this.#state === 'hungup') return;
    this.#state = 'hungup';
    this.feed();
    // First what the end means (a call is complete, wrap-up begins), then the lamp, which may bring the next call.
    this.emit('ended', cause);
    this.emit('state', 'hungup');
  }
}
