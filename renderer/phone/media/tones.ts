// Sounds made here, not by the PBX: the ring at this desk, and ringback while a colleague's phone rings.

interface Cadence {
  /** Frequencies in Hz, sounding together. */
  readonly tones: readonly number[];
  /** Seconds on and off, repeated. */
  readonly pattern: readonly number[];
  readonly volume: number;
}

const RING: Cadence = { tones: [784, 988], pattern: [0.25, 0.15, 0.25, 2.35], volume: 0.25 };
/** North American ringback: 440 + 480 Hz, 2 s on, 4 s off (ITU-T E.180). */
const RINGBACK: Cadence = { tones: [440, 480], pattern: [2, 4], volume: 0.12 };
/** Somebody waits on hold: soft, it may come while another caller is talked to. */
const REMINDER: Cadence = { tones: [660], pattern: [0.2, 0.12, 0.2], volume: 0.12 };
/** A colleague is about to be heard. */
const BEEP: Cadence = { tones: [880], pattern: [0.18], volume: 0.2 };

/** TypeScript's library does not have the output device of an AudioContext yet (Chromium 110). */
type OutputContext = AudioContext & { setSinkId(sink: string): Promise<void> };

class Player {
  readonly #cadence: Cadence;
  #context: AudioContext | undefined;
  #timer: number | undefined;
  #sink = '';

  constructor(cadence: Cadence) {
    this.#cadence = cadence;
  }

  /** Which device it plays on, also while it plays; empty: the system's own. */
  use(sink: string): void {
    this.#sink = sink;
    if (this.#context) this.#route(this.#context);
  }

  start(): void {
    if (this.#timer !== undefined) return;
    this.#context ??= new AudioContext();
    this.#route(this.#context);
    const length = this.#cadence.pattern.reduce((sum, seconds) => sum + seconds, 0);
    this.#play();
    this.#timer = window.setInterval(() => this.#play(), length * 1000);
  }

  /** One turn of the pattern; resolves when it has sounded. */
  async once(): Promise<void> {
    this.start();
    const length = this.#cadence.pattern.reduce((sum, seconds) => sum + seconds, 0);
    // Stopped before the pattern begins anew.
    await new Promise((resolve) => setTimeout(resolve, length * 1000 - 10));
    this.stop();
  }

  stop(): void {
    window.clearInterval(this.#timer);
    this.#timer = undefined;
    void this.#context?.close();
    this.#context = undefined;
  }

  /** A context whose device was unplugged has stopped by itself: it runs again on the other one. */
  #route(context: AudioContext): void {
    const output = context as OutputContext;
    void output
      .setSinkId(this.#sink)
      .catch(() => undefined)
      .then(() => (context.state === 'closed' ? undefined : context.resume()));
  }

  #play(): void {
    const context = this.#context;
    if (!context) return;
    let at = context.currentTime + 0.01;
    this.#cadence.pattern.forEach((seconds, index) => {
      if (index % 2 === 0) this.#burst(context, at, seconds);
      at += seconds;
    });
  }

  #burst(context: AudioContext, at: number, seconds: number): void {
    const gain = context.createGain();
    gain.gain.setValueAtTime(0, at);
    gain.gain.linearRampToValueAtTime(this.#cadence.volume, at + 0.02);
    gain.gain.setValueAtTime(this.#cadence.volume, at + seconds - 0.03);
    gain.gain.linearRampToValueAtTime(0, at + seconds);
    gain.connect(context.destination);
    for (const frequency of this.#cadence.tones) {
      const oscillator = new OscillatorNode(context, { frequency });
      oscillator.connect(gain);
      oscillator.start(at);
      oscillator.stop(at + seconds);
    }
  }
}

export type TonePlayer = Pick<Player, 'start' | 'stop' | 'use'>;
export type BeepPlayer = Pick<Player, 'once' | 'use'>;
export const createBeep = (): BeepPlayer => new Player(BEEP);
export const createReminder = (): BeepPlayer => new Player(REMINDER);
export const createRinger = (): TonePlayer => new Player(RING);
export const createRingback = (): TonePlayer => new Player(RINGBACK);
