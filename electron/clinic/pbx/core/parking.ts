// The parking lot: callers wait in numbered slots, hear music, and go back to whoever parked them when nobody takes them.
import { holdMusic } from '../media/sources.ts';
import { listen } from './bridge.ts';
import type { Channel } from './channel.ts';
import type { Pbx } from './pbx.ts';
import { PARKING } from './dialplan.ts';

export interface ParkedChannel {
  readonly slot: string;
  readonly channel: Channel;
  /** `PJSIP/101` */
  readonly parker: string;
  /** Epoch ms. */
  readonly parkedAt: number;
  readonly recallAt: number;
}

export type ParkingEvent =
  | { readonly kind: 'parked' | 'timedOut' | 'gaveUp'; readonly parked: ParkedChannel }
  | { readonly kind: 'retrieved'; readonly parked: ParkedChannel; readonly by: Channel };

interface Place extends ParkedChannel {
  /** Ends the waiting without ending the caller. */
  readonly release: () => void;
}

export class ParkingLot {
  readonly #pbx: Pbx;
  readonly #recallMs: number;
  readonly #places = new Map<string, Place>();

  constructor(pbx: Pbx, recallSeconds: number) {
    this.#pbx = pbx;
    this.#recallMs = recallSeconds * 1000;
  }

  get parked(): readonly ParkedChannel[] {
    return [...this.#places.values()];
  }

  /** Puts a caller into the first free slot; false when all are taken. */
  park(channel: Channel, parker: string): boolean {
    const slot = this.#freeSlot();
    if (slot === undefined) return false;
    const parkedAt = Date.now();
    const parked = { slot, channel, parker, parkedAt, recallAt: parkedAt + this.#recallMs };
    const onEnded = (): void => void this.#leave('gaveUp', slot);
    const timer = setTimeout(() => this.#recall(slot), this.#recallMs);
    const release = (): void => {
      clearTimeout(timer);
      channel.off('ended', onEnded);
      channel.feed(undefined);
    };
    this.#places.set(slot, { ...parked, release });
    channel.exten = PARKING.number;
    channel.on('ended', onEnded);
    listen(channel, holdMusic(), this.#pbx.pulse);
    this.#pbx.emit('parking', { kind: 'parked', parked });
    return true;
  }

  /** Connects whoever dialled a slot with the caller in it. */
  retrieve(slot: string, by: Channel): void {
    const place = this.#take(slot);
    if (!place) return by.hangup(404);
    this.#pbx.emit('parking', { kind: 'retrieved', parked: place, by });
    by.answer();
    this.#pbx.connect(by, place.channel);
  }

  close(): void {
    for (const slot of [...this.#places.keys()]) this.#take(slot);
  }

  #freeSlot(): string | undefined {
    for (let slot = PARKING.from; slot <= PARKING.to; slot++) if (!this.#places.has(String(slot))) return String(slot);
    return undefined;
  }

  #take(slot: string): Place | undefined {
    const place = this.#places.get(slot);
    this.#places.delete(slot);
    place?.release();
    return place;
  }

  #leave(kind: 'timedOut' | 'gaveUp', slot: string): Place | undefined {
    const place = this.#take(slot);
    if (place) this.#pbx.emit('parking', { kind, parked: place });
    return place;
  }

  /** As the sample Asterisk does: the parker's phone rings and learns from where; then the caller waits in the queue. */
  #recall(slot: string): void {
    const place = this.#leave('timedOut', slot);
    if (!place) return;
    const headers = [['X-Parked-Slot', slot] as const, ['X-Park-Return', 'timeout'] as const];
    this.#pbx.takeTo(place.channel, place.parker.replace(/^PJSIP\//, ''), this.#pbx.queues[0]?.name ?? '', 0, headers);
  }
}
