// Brings a call's sound back after the network failed: re-INVITE with new ICE credentials, again and again until packets
// of the far end arrive, and not for ever. That the socket is back proves nothing about the sound.
import type { CallMedia } from '../media/call-media.ts';

/** Longer than the longest cut a call is meant to survive (half a minute), with time to notice and to repair. */
export const REPAIR_LIMIT_MS = 50_000;
const SOUND_WITHIN_MS = 1_200;
const ALIVE_WITHIN_MS = 300;
const PAUSE_MS = 300;
/** A far end that sends nothing while it is silent: the path itself, proven this often, must do. */
const PROVEN_PATHS = 3;

export interface Patient {
  readonly media: CallMedia;
  readonly isEstablished: boolean;
  /** Re-INVITE, with new ICE credentials or over the path there is; the SIP status of its answer. */
  renew(path: 'new' | 'same'): Promise<number>;
  /** The far end does not know this call any more, or was not reached within the limit. */
  abandon(): void;
}

export class Repair {
  readonly #patient: Patient;
  readonly #isLineOpen: () => boolean;
  #state: 'resting' | 'working' | 'again' = 'resting';

  constructor(patient: Patient, isLineOpen: () => boolean) {
    this.#patient = patient;
    this.#isLineOpen = isLineOpen;
  }

  /** Starts, or has the one under way begin anew: what it has sent went the old way. */
  async start(): Promise<void> {
    if (this.#state !== 'resting') {
      this.#state = 'again';
      return;
    }
    this.#state = 'working';
    await this.#work(performance.now() + REPAIR_LIMIT_MS).catch(() => undefined);
    this.#state = 'resting';
  }

  async #work(end: number): Promise<void> {
    for (let paths = 0; this.#patient.isEstablished; await pause()) {
      if (performance.now() > end) return this.#patient.abandon();
      if (!this.#isLineOpen()) continue;
      this.#state = 'working';
      // After a short cut the path comes back by itself, at once. New credentials would silence it for a second or two;
      // the re-INVITE alone tells the PBX where this phone is reached now.
      const path = (await this.#isPathAlive()) ? 'same' : 'new';
      const status = await this.#patient.renew(path).catch(() => 500);
      // RFC 3261 12.2.1.2: the other side has no such call.
      if (status === 481) return this.#patient.abandon();
      if (status >= 300 || this.#again()) continue;
      if (await this.#isMended()) return;
      if (this.#patient.media.connection.connectionState === 'connected') paths++;
      if (paths >= PROVEN_PATHS) return;
    }
  }

  async #isPathAlive(): Promise<boolean> {
    const { media } = this.#patient;
    return (
      media.connection.connectionState === 'connected' && (media.isHeld || media.hasIncomingSound(ALIVE_WITHIN_MS))
    );
  }

  async #isMended(): Promise<boolean> {
    const { media } = this.#patient;
    if (!media.isHeld) return (await media.hasIncomingSound(SOUND_WITHIN_MS)) && !this.#again();
    await pause();
    return media.connection.connectionState === 'connected' && !this.#again();
  }

  #again(): boolean {
    return this.#state === 'again';
  }
}

const pause = () => new Promise((resolve) => setTimeout(resolve, PAUSE_MS));
