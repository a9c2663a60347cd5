// The 20 ms beat of everything that generates sound. One timer for all, corrected for drift, and off when nobody needs it.
import { FRAME_MS } from './mulaw.ts';

/** After a stall (a sleeping laptop) at most this many beats are made up for. */
const MAX_CATCH_UP = 5;

export class Pulse {
  readonly #beats = new Set<() => void>();
  #timer: NodeJS.Timeout | undefined;
  #next = 0;

  /** Calls `beat` every 20 ms, the first time at once; returns the end of it. */
  start(beat: () => void): () => void {
    this.#beats.add(beat);
    beat();
    if (this.#timer === undefined) {
      this.#next = performance.now() + FRAME_MS;
      this.#schedule();
    }
    return () => {
      this.#beats.delete(beat);
      if (this.#beats.size === 0) this.stop();
    };
  }

  stop(): void {
    clearTimeout(this.#timer);
    this.#timer = undefined;
  }

  #schedule(): void {
    this.#timer = setTimeout(() => this.#tick(), Math.max(0, this.#next - performance.now()));
  }

  #tick(): void {
    const now = performance.now();
    if (now - this.#next > MAX_CATCH_UP * FRAME_MS) this.#next = now - FRAME_MS;
    while (this.#next <= now) {
      for (const beat of [...this.#beats]) beat();
      this.#next += FRAME_MS;
    }
    if (this.#beats.size > 0) this.#schedule();
    else this.#timer = undefined;
  }
}
