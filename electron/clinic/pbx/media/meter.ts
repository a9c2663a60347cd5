// Measures what one end really hears: only sound proves a call. Keeps the last 500 ms and looks for the test tones.
import { SAMPLE_RATE, decodeSample } from './mulaw.ts';

/** The tones that tests play, Hz. */
export const TEST_TONES = [440, 1000, 1200] as const;

const WINDOW = SAMPLE_RATE / 2;
/** A tone counts as dominant when it holds this share of the power in the window. */
const DOMINANT_SHARE = 0.5;
/** Below this RMS (of 32767) there is nothing to call a tone. */
const QUIET = 50;

/**
 * The share of the power of a block that lies at one frequency, 0..1 (Goertzel).
 * @param samples linear samples at 8 kHz
 * @param hertz the frequency looked for
 */
export function toneShare(samples: ArrayLike<number>, hertz: number): number {
  const coefficient = 2 * Math.cos((2 * Math.PI * hertz) / SAMPLE_RATE);
  let [before, last, energy] = [0, 0, 0];
  for (let i = 0; i < samples.length; i += 1) {
    const sample = samples[i] ?? 0;
    const next = sample + coefficient * last - before;
    [before, last] = [last, next];
    energy += sample * sample;
  }
  if (energy === 0 || samples.length === 0) return 0;
  const power = last * last + before * before - coefficient * last * before;
  return Math.min(1, (2 * power) / (samples.length * energy));
}

export interface HeardSound {
  /** Frames of 20 ms that arrived since the start. */
  readonly frames: number;
  /** Root mean square of the last 500 ms, 0..32767. */
  readonly rms: number;
  /** The test tone that dominates the last 500 ms, Hz, or null. */
  readonly tone: number | null;
  /** Share of the power at each test tone, 0..1. */
  readonly shares: Readonly<Record<string, number>>;
  /** Milliseconds since the last frame, or null when none ever came. */
  readonly lastFrameAgo: number | null;
}

export class SoundMeter {
  readonly #ring = new Int16Array(WINDOW);
  #at = 0;
  #filled = 0;
  #frames = 0;
  #lastAt: number | undefined;

  /** Takes in one µ-law frame. */
  hear(frame: Uint8Array): void {
    for (const code of frame) {
      this.#ring[this.#at] = decodeSample(code);
      this.#at = (this.#at + 1) % WINDOW;
    }
    this.#filled = Math.min(WINDOW, this.#filled + frame.length);
    this.#frames += 1;
    this.#lastAt = performance.now();
  }

  /** What the last 500 ms were. A line that went quiet by sending nothing measures as silence. */
  measure(): HeardSound {
    const ago = this.#lastAt === undefined ? null : performance.now() - this.#lastAt;
    const current = ago !== null && ago < 500 ? this.#window() : new Int16Array(0);
    const shares = Object.fromEntries(TEST_TONES.map((hertz) => [String(hertz), round(toneShare(current, hertz))]));
    const rms = Math.round(
      Math.sqrt(current.reduce((sum, sample) => sum + sample * sample, 0) / (current.length || 1)),
    );
    const [best] = TEST_TONES.toSorted((a, b) => (shares[String(b)] ?? 0) - (shares[String(a)] ?? 0));
    const dominant = best !== undefined && rms >= QUIET && (shares[String(best)] ?? 0) >= DOMINANT_SHARE;
    return { frames: this.#frames, rms, tone: dominant ? best : null, shares, lastFrameAgo: ago && Math.round(ago) };
  }

  #window(): Int16Array {
    if (this.#filled < WINDOW) return this.#ring.slice(0, this.#filled);
    const ordered = new Int16Array(WINDOW);
    ordered.set(this.#ring.subarray(this.#at));
    ordered.set(this.#ring.subarray(0, this.#at), WINDOW - this.#at);
    return ordered;
  }
}

const round = (share: number): number => Math.round(share * 1000) / 1000;
